"""The quality gate: results of batches and of core, profiles, gap calendar, counts that add up, quarantine that is replayed."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Widen the ledgers and create the marts and views of the gate."""
    run_script("0020_quality.sql")
