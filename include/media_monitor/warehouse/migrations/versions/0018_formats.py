"""The ledgers under the column names of GTD, ACLED, MUC-4 and CAMEO."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create the views."""
    run_script("0018_formats.sql")
