"""Run a migration's SQL file. Migrations go forward only, so there is no downgrade."""

from importlib import resources

from alembic import op
from sqlalchemy import text


def run_script(name: str) -> None:
    """Execute `versions/<name>` in the migration's transaction, as it stands (no parameters, so no escaping)."""
    script = resources.files("media_monitor.warehouse.migrations").joinpath("versions", name).read_text("utf-8")
    op.get_bind().execute(text(script.replace(":", r"\:")))
