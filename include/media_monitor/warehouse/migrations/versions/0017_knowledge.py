"""Two clocks: what coverage said when, and what this warehouse held it to have said when."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Give the rows of the ledgers the time for which they were held to be so."""
    run_script("0017_knowledge.sql")
