"""The counts of a batch add up."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the counts and the constraint that compares them."""
    run_script("0008_loading.sql")
