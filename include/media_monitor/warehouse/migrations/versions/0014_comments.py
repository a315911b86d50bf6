"""What every table, view and column means, where the data dictionary finds it."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Comment on what earlier migrations made."""
    run_script("0014_comments.sql")
