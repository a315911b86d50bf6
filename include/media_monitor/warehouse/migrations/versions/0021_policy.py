"""What reports carry of an article's words is bounded, and whoever has a licence reads the texts."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Shorten names and phrases, require links, and create the schema for licensed readers."""
    run_script("0021_policy.sql")
