"""The warehouse as it was at each of its revisions, with rows in it.

`rows/NNNN.sql` holds what is inserted at revision NNNN, on top of what earlier revisions brought along. A migration that adds
tables to ref, ops or core comes with such a file, so that the migrations after it meet rows there.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg2 import sql

from media_monitor.local.postgres import Server
from media_monitor.warehouse import migrate

VERSIONS = Path(str(resources.files("media_monitor.warehouse.migrations"))) / "versions"
ROWS = Path(__file__).parent / "rows"
ARTICLES = 40
REVISIONS = tuple(
    script.revision for script in reversed(list(ScriptDirectory.from_config(migrate.config("postgresql://")).walk_revisions()))
)
"""Every revision, oldest first."""

RECENT = 6
"""Newest revisions, which every run of the tests plays. An older one never changes: it is played with the slow tests."""


def by_age(revisions: Iterable[str]) -> list[Any]:
    """Parameters of a test: all but the first and the recent revisions are slow."""
    quick = {REVISIONS[0], *REVISIONS[-RECENT:]}
    return [revision if revision in quick else pytest.param(revision, marks=pytest.mark.slow) for revision in revisions]


_numbers = itertools.count(1)


class History:
    """Databases on one server: a template for each revision to be `kept`, made once, and copies for whoever changes them."""

    def __init__(self, server: Server, articles: int = ARTICLES, kept: Collection[str] = REVISIONS) -> None:
        self._server = server
        self._articles = articles
        self._kept = kept
        self._copies = itertools.count(1)
        self._reached: list[str] = []
        self._newest = f"history_{next(_numbers)}"
        _command(server, "create database {}", self._newest)

    @contextmanager
    def at(self, revision: str) -> Iterator[str]:
        """DSN of a warehouse at `revision` with rows in it; it is dropped when the block ends."""
        while revision not in self._reached:
            self._go_on()
        name = f"{self._newest}_copy_{next(self._copies)}"
        _command(self._server, "create database {} template {}", name, f"{self._newest}_{revision}")
        try:
            yield self._server.dsn(name)
        finally:
            _command(self._server, "drop database {} with (force)", name)

    def _go_on(self) -> None:
        """Migrate by one revision, add that revision's rows, and keep a template of it."""
        revision = REVISIONS[len(self._reached)]
        dsn = self._server.dsn(self._newest)
        migrate.upgrade(dsn, revision)
        rows = ROWS / f"{revision}.sql"
        if rows.exists():
            insert(dsn, rows.read_text("utf-8"), self._articles)
        if revision in self._kept:
            _command(self._server, "create database {} template {}", f"{self._newest}_{revision}", self._newest)
        self._reached.append(revision)


def rigged_with(monkeypatch: pytest.MonkeyPatch, folder: Path, **extra: str) -> None:
    """Let every upgrade of this test find `extra` migrations (name=source of its module) as well."""
    for name, source in extra.items():
        (folder / f"{name}.py").write_text(source)
    original = migrate.config

    def config(dsn: str) -> Config:
        found = original(dsn)
        found.set_main_option("version_locations", f"{VERSIONS}:{folder}")
        return found

    monkeypatch.setattr(migrate, "config", config)


def migration(number: str, after: str, statement: str) -> str:
    """Source of a migration's module."""
    return (
        f"from alembic import op\nrevision = {number!r}\ndown_revision = {after!r}\n\n\n"
        f"def upgrade():\n    op.execute({statement!r})\n"
    )


def insert(dsn: str, script: str, articles: int) -> None:
    """Run a script of rows, as many as `articles` says (the temporary table `scale`)."""
    scale = f"create temporary table scale on commit drop as select {int(articles)} as articles"
    run(dsn, f"{scale}; set local timezone = 'UTC'; {script}")


def run(dsn: str, statements: str) -> list[tuple[Any, ...]]:
    """Run `statements` in one transaction; the rows of the last."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statements)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _command(server: Server, command: str, *names: str) -> None:
    connection = psycopg2.connect(server.dsn("postgres"))
    connection.autocommit = True  # databases are made outside of transactions
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(command).format(*map(sql.Identifier, names)))
    finally:
        connection.close()
