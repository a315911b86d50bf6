"""Violent events of stories as records: where, when, who is said to have done it, how many were harmed, told by how many."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    """Make the views of events."""
    run_script("0056_event_records.sql")
