"""Fixtures that need a real PostgreSQL: one server for the session, and empty warehouses on it.

A clone of the migrated template takes 0.1 s on an idle machine and 2 s on a busy one, emptying a warehouse 10 ms on both:
so the tests share one that is emptied before each of them, and only who wants more than one takes clones.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

from media_monitor.local.postgres import EmbeddedPostgres, Server
from media_monitor.settings import Settings
from media_monitor.stages import report
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.migrate import upgrade
from media_monitor.warehouse.roles import admit, secure_database
from warehouse_fixtures import Login, ask, settings_for

TEMPLATE = "template_warehouse"
EMPTY = """
set local lock_timeout = '10s';
set local session_replication_role = replica;  -- no foreign keys: the order of the tables does not matter
do $$
declare kept record;
begin
    for kept in select * from pg_tables where schemaname in ('ref', 'ops', 'stage', 'core', 'mart') loop
        execute format('delete from %I.%I', kept.schemaname, kept.tablename);
    end loop;
end $$
"""
Clones = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of our own, as root or as an ordinary user; removed at the end."""
    with tempfile.TemporaryDirectory(prefix="media-monitor-tests-") as folder:
        embedded = EmbeddedPostgres(Path(folder) / "postgres", for_tests=True)
        try:
            yield embedded.start()
        finally:
            embedded.remove()


@pytest.fixture(scope="session")
def clones(postgres: Server) -> Clones:
    """Makes databases that hold the newest schema and nothing else; the DSN is good inside the block."""
    numbers = itertools.count(1)
    _command(postgres, "create database {}", TEMPLATE)
    upgrade(postgres.dsn(TEMPLATE))

    @contextmanager
    def clone() -> Iterator[str]:
        name = f"warehouse_{next(numbers)}"
        _command(postgres, "create database {} template {}", name, TEMPLATE)
        try:
            with connect(postgres.dsn(name), as_login=True) as connection:
                secure_database(connection)  # a template does not hand on the privileges on the database itself
            yield postgres.dsn(name)
        finally:
            _command(postgres, "drop database {} with (force)", name)

    return clone


@pytest.fixture(scope="session")
def shared_warehouse(clones: Clones) -> Iterator[str]:
    """DSN of the warehouse that `settings` empties."""
    with clones() as dsn:
        yield dsn


@pytest.fixture
def settings(shared_warehouse: str, tmp_path: Path) -> Settings:
    """Settings of an empty warehouse that is this test's alone."""
    found = settings_for(shared_warehouse, tmp_path)
    ask(found, EMPTY)
    return found


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without the checks of core: most of the time of a report on a small warehouse."""
    monkeypatch.setattr(report.watch, "run", lambda *_: None)


@pytest.fixture
def login(settings: Settings, postgres: Server) -> Login:
    """Makes logins of the roles, as an operator does: `roles admit`, then a password."""

    def make(role: str) -> Settings:
        name = f"desk_{role}"
        with connect(str(settings.dsn), as_login=True) as connection:
            admit(connection, name, role)
        ask(settings, sql.SQL("alter role {} password %s").format(sql.Identifier(name)), "word-of-the-day")
        return replace(settings, dsn=replace(postgres, user=name, password="word-of-the-day").dsn(database(settings)))

    return make


def database(settings: Settings) -> str:
    """Name of the warehouse's database."""
    return str(settings.dsn).rpartition("/")[2]


def _command(server: Server, command: str, *names: str) -> None:
    connection = psycopg2.connect(server.dsn("postgres"))
    connection.autocommit = True  # databases are made outside of transactions
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(command).format(*map(sql.Identifier, names)))
    finally:
        connection.close()
