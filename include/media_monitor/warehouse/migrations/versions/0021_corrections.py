"""People correct machines: corrections, the watchlist, and the views that read tags as corrected."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Create the tables and views of corrections."""
    run_script("0021_corrections.sql")
