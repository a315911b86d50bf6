"""Boilerplate is learned from run to run: what recurs on an outlet's pages, and what was dropped for it."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Make what is learned of outlets' pages."""
    run_script("0042_boilerplate.sql")
