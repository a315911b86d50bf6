"""The counts of a batch add up."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the counts and the constraint that compares them."""
    run_script("0013_loading.sql")
