"""What polite polling remembers of feeds and hosts."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Remember wishes, moves and doubts of feeds, and the turns of hosts."""
    run_script("0031_politeness.sql")
