"""Stories grow article by article: what they are found by, why an article belongs, what became of whom, and their heads."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0038"
down_revision = "0036"


def upgrade() -> None:
    """Make what stories are found by."""
    run_script("0038_stories.sql")
