"""Marts and report views over core."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the views."""
    run_script("0002_views.sql")
