"""Pages are fetched again as long as their article is in topic."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Remember which pages are in topic."""
    run_script("0041_in_topic.sql")
