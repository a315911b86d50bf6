"""What corrections hold for, written down where marts are filled."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Replace a view by a table, and make anew what reads it."""
    run_script("0026_correction_match.sql")
