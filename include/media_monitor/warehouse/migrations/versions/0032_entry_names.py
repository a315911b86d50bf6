"""Entries of feeds have several names, and a poll says what it may have missed."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Make the table of names, enter those of known entries, and let polls and source_health tell of gaps."""
    run_script("0032_entry_names.sql")
