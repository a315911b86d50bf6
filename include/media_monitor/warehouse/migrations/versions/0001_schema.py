"""The warehouse from nothing."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every layer."""
    run_script("0001_schema.sql")
