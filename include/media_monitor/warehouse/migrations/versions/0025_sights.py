"""Sights of known states."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Keep when a page was seen, and an index over the pages that showed a state again."""
    run_script("0025_sights.sql")
