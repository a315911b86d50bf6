"""Search follows a text that is read again."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Let a row of the search know which content it was made of."""
    run_script("0022_search_content.sql")
