"""What reports carry of an article's words is bounded, and whoever has a licence reads the texts."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Shorten names and phrases, require links, and create the schema for licensed readers."""
    run_script("0023_policy.sql")
