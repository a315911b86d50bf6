"""Marts as tables, refreshed by publication day."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the ledgers and the views over them."""
    run_script("0004_marts.sql")
