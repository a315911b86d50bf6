"""Persons and bodies that the knowledge base does not hold bear one id in all articles."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    """Give them ids."""
    run_script("0057_nil_ids.sql")
