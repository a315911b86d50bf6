"""A first validator counts as a promise that conditional requests work."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Say so where it is kept."""
    run_script("0033_promised_validators.sql")
