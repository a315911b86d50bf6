"""Staging without foreign keys and without compression."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0012"
down_revision = "0007"


def upgrade() -> None:
    """Drop what each staged row pays for and nothing needs."""
    run_script("0012_staging.sql")
