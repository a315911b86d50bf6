"""Search follows a text that is read again."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Let a row of the search know which content it was made of."""
    run_script("0021_search_content.sql")
