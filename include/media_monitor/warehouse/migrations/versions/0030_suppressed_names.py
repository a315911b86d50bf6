"""A person's name can be erased: blanked wherever it stands, and in whatever comes later."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Make the list of suppressed names and the functions that blank one."""
    run_script("0030_suppressed_names.sql")
