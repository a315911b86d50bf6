"""Bring a warehouse to the newest schema. Forward only."""

from __future__ import annotations

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from media_monitor.warehouse.db import connect, query, sqlalchemy_url

_LOCK = 0x6D6D6967  # "mmig": two upgrades at once wait for each other


def config(dsn: str) -> Config:
    """Alembic configuration without an ini file; `dsn` is a libpq URL."""
    cfg = Config()
    cfg.set_main_option("script_location", str(resources.files("media_monitor.warehouse.migrations")))
    cfg.set_main_option("path_separator", "os")
    cfg.set_main_option("sqlalchemy.url", sqlalchemy_url(dsn).replace("%", "%%"))
    return cfg


def upgrade(dsn: str) -> str:
    """Upgrade to the newest revision and return its id. Raises DatabaseDown, WarehouseError."""
    cfg = config(dsn)
    with connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (_LOCK,))
        connection.commit()
        command.upgrade(cfg, "head")
        cursor.execute("select pg_advisory_unlock(%s)", (_LOCK,))
    return newest_revision()


def newest_revision() -> str:
    """Revision that this release's schema is at."""
    return ScriptDirectory.from_config(config("postgresql://")).get_current_head() or ""


def revision(dsn: str) -> str | None:
    """Revision that the warehouse is at; None where it has no schema yet."""
    with connect(dsn, tries=1) as connection:
        rows = query(connection, "status/revision") if query(connection, "status/has_revision")[0]["is_there"] else []
    return rows[0]["version_num"] if rows else None
