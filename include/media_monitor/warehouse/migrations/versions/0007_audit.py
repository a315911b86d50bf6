"""The audit: who did what that somebody may have to answer for."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0007"
down_revision = "0004"


def upgrade() -> None:
    """Create ops.audit, append-only, and what records changes of policy."""
    run_script("0007_audit.sql")
