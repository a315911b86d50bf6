"""Entities carry population and licence, aliases their source."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0036"
down_revision = "0033"


def upgrade() -> None:
    """Add the columns; the next `sync-reference` fills them."""
    run_script("0036_sources_of_names.sql")
