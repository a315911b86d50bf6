"""The ledgers under the column names of GTD, ACLED, MUC-4 and CAMEO."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Create the views."""
    run_script("0017_formats.sql")
