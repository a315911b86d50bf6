"""Short words are cut inside the statement that asks for them."""

from media_monitor.warehouse.migrations.script import run_script

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Write the function so that PostgreSQL can inline it."""
    run_script("0029_short_words.sql")
