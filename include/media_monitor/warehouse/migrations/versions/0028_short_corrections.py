"""Words of a correction are as short as those of a tag."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Bound the words of corrections."""
    run_script("0028_short_corrections.sql")
