"""Bring a warehouse to the newest schema. Forward only, and never for long in the way of those who work on it.

Whoever waits for a lock on a table makes everybody wait who comes after, readers too. So a migration waits for LOCK_TIMEOUT_MS at
most, is rolled back, lets the others pass and tries again (GitLab's `with_lock_retries` does the same).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg2 import errorcodes
from sqlalchemy.exc import DBAPIError

from media_monitor.errors import DatabaseDown, WarehouseError
from media_monitor.warehouse.db import Connection, Row, connect, query, sqlalchemy_url

LOCK_TIMEOUT_MS = 500
"""Half of what a writer may be held up for: p99 below 1 s, measured in tests/integration/test_migrations_locks.py."""
PAUSES = (0.5, 1, 2, 4, 8, 15, 15, 15)
"""Seconds between the tries: a minute in all. Publishing takes less than a second, so what holds out longer needs a person."""
_LOCK = 0x6D6D6967  # "mmig": two upgrades at once wait for each other
_WORTH_ANOTHER_TRY = (errorcodes.LOCK_NOT_AVAILABLE, errorcodes.DEADLOCK_DETECTED)


def config(dsn: str) -> Config:
    """Alembic configuration without an ini file; `dsn` is a libpq URL."""
    cfg = Config()
    cfg.set_main_option("script_location", str(resources.files("media_monitor.warehouse.migrations")))
    cfg.set_main_option("path_separator", "os")
    cfg.set_main_option("sqlalchemy.url", sqlalchemy_url(dsn).replace("%", "%%"))
    cfg.set_main_option("lock_timeout_ms", str(LOCK_TIMEOUT_MS))
    return cfg


def upgrade(dsn: str, target: str = "head", pauses: Sequence[float] = PAUSES) -> str:
    """Upgrade to `target` and return the revision reached; `pauses` are the seconds before each further try for a lock.

    Each migration is a transaction of its own: those before a failed one stay, and the next call goes on from there.
    Raises DatabaseDown, and WarehouseError where a migration fails or gets no lock, with the sessions that hold one.
    """
    with _alone(dsn) as connection:
        for pause in (*pauses, None):
            try:
                command.upgrade(config(dsn), target)
                break
            except CommandError as error:
                raise WarehouseError(f"{error}. Is the warehouse newer than this release? Migrations go forward only") from error
            except DBAPIError as error:
                if pause is None or getattr(error.orig, "pgcode", None) not in _WORTH_ANOTHER_TRY:
                    raise _failure(error, dsn, connection) from error
                time.sleep(pause)
    return revision(dsn) or ""


@contextmanager
def _alone(dsn: str) -> Iterator[Connection]:
    """A connection that holds the one lock of upgrades until the block ends."""
    with connect(dsn, as_login=True) as connection:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", (_LOCK,))
        connection.commit()  # an open transaction would hold up vacuum for as long as the upgrade takes
        yield connection


def _failure(error: DBAPIError, dsn: str, connection: Connection) -> WarehouseError:
    """What stopped the migration that follows on the warehouse's revision, and what to do about it."""
    if error.connection_invalidated:
        return DatabaseDown("PostgreSQL went away during a migration. It was rolled back; run it again.")
    after = f"the migration after {revision(dsn) or 'nothing'}"
    if getattr(error.orig, "pgcode", None) not in _WORTH_ANOTHER_TRY:
        return WarehouseError(f"{after} was refused and rolled back: {str(error.orig).strip().splitlines()[0]}")
    holders = query(connection, "status/lock_holders")
    held = "; ".join(map(_told, holders)) or "nobody holds one any more"
    return WarehouseError(
        f"{after} got no lock on its tables and was rolled back. Open transactions, the oldest first: {held}. "
        "Let them end (or end one with pg_terminate_backend), and migrate again."
    )


def _told(holder: Row) -> str:
    tables = ", ".join(holder["tables"])
    return f"pid {holder['pid']} ({holder['who']}, {holder['state']}, open for {holder['seconds']} s) on {tables}"


def newest_revision() -> str:
    """Revision that this release's schema is at."""
    return ScriptDirectory.from_config(config("postgresql://")).get_current_head() or ""


def revision(dsn: str) -> str | None:
    """Revision that the warehouse is at; None where it has no schema yet."""
    with connect(dsn, tries=1) as connection:
        rows = query(connection, "status/revision") if query(connection, "status/has_revision")[0]["is_there"] else []
    return rows[0]["version_num"] if rows else None
