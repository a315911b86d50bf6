"""The warehouse is given to its roles."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Hand every object to the owner and give each role its privileges, on what is there and on what will be."""
    run_script("0019_roles.sql")
