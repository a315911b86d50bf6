"""What is erased stays erased, and what a retention policy no longer keeps goes."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Create tombstones, retention and the function that removes articles."""
    run_script("0027_erasure.sql")
