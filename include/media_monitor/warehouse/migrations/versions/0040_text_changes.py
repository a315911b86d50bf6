"""What outlets changed: the text of every state of an article beside the state before it."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0040"
down_revision = "0038"


def upgrade() -> None:
    """Make what texts differ in."""
    run_script("0040_text_changes.sql")
