"""What the questions of the cookbook read."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Create views and functions that read the months asked for and no others."""
    run_script("0024_questions.sql")
