"""Run a migration's SQL file. Migrations go forward only, so there is no downgrade.

What a value means is said once, where it comes from: a view's column takes over the comment of the column of the same name that
it reads. A comment of its own stays, and is needed where the readings do not agree. Whoever changes the comment of a table's
column changes it in all views.
"""

from collections.abc import Iterable
from importlib import resources

from alembic import op
from sqlalchemy import text


def run_script(name: str) -> None:
    """Execute `versions/<name>` in the migration's transaction; views then inherit comments anew."""
    _run(statement for own, inherited, _, statement in _inherited() if own == inherited)
    _run([_file("versions", name)])
    while missing := [statement for own, _, statement, _ in _inherited() if own is None]:
        _run(missing)  # again, for views of views


def _inherited() -> list[tuple[str | None, str, str, str]]:
    return [tuple(row) for row in op.get_bind().execute(text(_file("inherited_comments.sql")))]


def _run(statements: Iterable[str]) -> None:
    """Execute statements as they stand (no parameters, so no escaping)."""
    for statement in statements:
        op.get_bind().execute(text(statement.replace(":", r"\:")))


def _file(*path: str) -> str:
    return resources.files("media_monitor.warehouse.migrations").joinpath(*path).read_text("utf-8")
