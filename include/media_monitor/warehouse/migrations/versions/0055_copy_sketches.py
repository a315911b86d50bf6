"""Copies are found article by article: what the like of an article are looked for by is kept."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0055"
down_revision = "0042"


def upgrade() -> None:
    """Make what copies are found by."""
    run_script("0055_copy_sketches.sql")
