"""Core by month, staging without a write-ahead log."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Copy core into partitioned tables."""
    run_script("0003_partitions.sql")
