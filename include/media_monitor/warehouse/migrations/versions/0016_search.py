"""Full-text search."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Create what can be searched, and the function that searches it."""
    run_script("0016_search.sql")
