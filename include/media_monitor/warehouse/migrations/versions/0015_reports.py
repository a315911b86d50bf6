"""Marts of an analyst: states of articles, terms, feeds by day; report views over everything."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the tables and views."""
    run_script("0015_reports.sql")
