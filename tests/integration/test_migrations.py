"""The migrations as a chain: one head, upwards only, and errors that say what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
import sqlalchemy
from alembic.config import Config
from history import REVISIONS, VERSIONS, History, migration, rigged_with, run
from pytest_alembic import MigrationContext
from pytest_alembic.plugin.error import AlembicTestFailure
from pytest_alembic.tests import test_single_head_revision as one_head
from pytest_alembic.tests import test_upgrade as upgrades

from media_monitor.errors import DatabaseDown, WarehouseError
from media_monitor.local.postgres import Server
from media_monitor.warehouse import migrate
from media_monitor.warehouse.db import create_database, sqlalchemy_url
from media_monitor.warehouse.migrate import newest_revision, revision, upgrade

MODULES = sorted(VERSIONS.glob("[0-9]*.py"))

# ---- the chain -------------------------------------------------------------------------------------------------------


@pytest.fixture
def alembic_config(postgres: Server) -> Config:
    create_database(postgres.dsn("postgres"), "from_nothing")
    return migrate.config(postgres.dsn("from_nothing"))


@pytest.fixture
def alembic_engine(postgres: Server) -> Iterator[sqlalchemy.Engine]:
    engine = sqlalchemy.create_engine(sqlalchemy_url(postgres.dsn("from_nothing")))
    yield engine
    engine.dispose()


@pytest.mark.rel("K03")
def test_the_history_has_one_head(alembic_runner: MigrationContext) -> None:
    one_head(alembic_runner)


@pytest.mark.rel("K03")
def test_the_history_runs_from_nothing_to_the_head(alembic_runner: MigrationContext) -> None:
    upgrades(alembic_runner)
    assert alembic_runner.current == newest_revision()


@pytest.mark.rel("K03")
def test_a_second_head_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    rigged_with(monkeypatch, tmp_path, rival=migration("rival", REVISIONS[-2], "select 1"))
    with pytest.raises(AlembicTestFailure, match="found 2"):
        one_head(request.getfixturevalue("alembic_runner"))


def test_files_are_numbered_as_the_chain_is() -> None:
    """A migration that lands after another takes a number above it: the file is renamed, and `revision` in it with it."""
    assert sorted(REVISIONS) == list(REVISIONS)
    assert all(re.fullmatch(r"\d{4}", number) for number in REVISIONS)
    assert [path.name[:4] for path in MODULES] == list(REVISIONS)
    assert [path.name for path in sorted(VERSIONS.glob("*.sql"))] == [path.with_suffix(".sql").name for path in MODULES]


# ---- forward only ----------------------------------------------------------------------------------------------------


def _faults(source: str) -> list[str]:
    """What a migration's module does that it may not."""
    tree = ast.parse(source)
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [f"defines {name}" for name in functions if name != "upgrade"] + [
        "does its work here, not in its SQL file"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"execute", "get_bind", "add_column", "create_table"}
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_migration_goes_forward_and_is_sql(path: Path) -> None:
    assert _faults(path.read_text()) == []
    assert f'run_script("{path.stem}.sql")' in path.read_text()


def test_a_way_back_and_hidden_sql_are_seen() -> None:
    assert _faults("def upgrade(): ...\ndef downgrade(): ...\n") == ["defines downgrade"]
    assert _faults("from alembic import op\ndef upgrade():\n    op.execute('drop table x')\n")


@pytest.mark.rel("K04")
def test_no_migration_builds_an_index_concurrently() -> None:
    """A concurrent build cannot run in the migration's transaction and leaves an INVALID index when it fails.

    None is needed so far: indexes are made with their tables, and squawk refuses one on a table that is in use. Who needs the
    first writes what K04 asks for with it: look for an INVALID index of that name, drop it, build again.
    """
    concurrent = re.compile(r"\bindex\s+concurrently\b", re.IGNORECASE)
    assert [path.name for path in VERSIONS.glob("*.sql") if concurrent.search(path.read_text("utf-8"))] == []
    assert concurrent.search("CREATE INDEX\n  CONCURRENTLY x on y (z)")


# ---- what every migration runs under ---------------------------------------------------------------------------------

Rig = Callable[[str], None]


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Adds the migration `probe` after the last: the statement that it is called with."""
    return lambda statement: rigged_with(monkeypatch, tmp_path, probe=migration("probe", REVISIONS[-1], statement))


NAMES = ("lock_timeout", "deadlock_timeout", "statement_timeout", "TimeZone")


def test_no_migration_can_forget_its_settings(history: History, rig: Rig) -> None:
    rig("create table ops.probe as select " + ", ".join(f"current_setting('{name}') as {name}" for name in NAMES))
    with history.at(REVISIONS[-1]) as dsn:
        run(dsn, "alter role current_user in database " + dsn.rpartition("/")[2] + " set statement_timeout = '1min'")
        run(dsn, "alter role current_user in database " + dsn.rpartition("/")[2] + " set timezone = 'Asia/Kolkata'")
        upgrade(dsn)
        # The deadlock timeout below the lock timeout: an autovacuum in the way is then cancelled.
        assert run(dsn, "select * from ops.probe") == [("500ms", "200ms", "0", "UTC")]


# ---- errors ----------------------------------------------------------------------------------------------------------


def test_a_refused_migration_is_one_line_and_leaves_nothing(history: History, rig: Rig) -> None:
    rig("create table ops.half (n integer); insert into ops.half values ('x')")
    with history.at(REVISIONS[-1]) as dsn:
        with pytest.raises(WarehouseError) as refused:
            upgrade(dsn)
        assert run(dsn, "select to_regclass('ops.half')") == [(None,)]
        assert revision(dsn) == REVISIONS[-1]
    assert re.fullmatch(
        rf"the migration after {REVISIONS[-1]} was refused and rolled back: invalid input syntax for type integer: \"x\"",
        str(refused.value),
    )


def test_a_lock_that_is_not_let_go_is_told_with_who_holds_it(history: History, rig: Rig) -> None:
    rig("alter table ref.topic add column probe integer")
    with history.at(REVISIONS[-1]) as dsn:
        holder = psycopg2.connect(dsn, application_name="a long query")
        holder.cursor().execute("select count(*) from ref.topic where label = 'secret words'")
        with pytest.raises(WarehouseError) as refused:
            upgrade(dsn, pauses=(0.1,))
        message = str(refused.value)
        assert f"the migration after {REVISIONS[-1]} got no lock" in message
        assert re.search(
            rf"pid {holder.info.backend_pid} \(media_monitor with a long query, idle in transaction, open for \d+ s\)", message
        )
        assert "ref.topic" in message
        assert "secret words" not in message
        assert "\n" not in message
        assert revision(dsn) == REVISIONS[-1]
        holder.close()
        assert upgrade(dsn, pauses=()) == "probe"


def test_a_lock_that_is_let_go_in_time_is_waited_for(history: History, rig: Rig) -> None:
    rig("alter table ref.topic add column probe integer")
    with history.at(REVISIONS[-1]) as dsn:
        holder = psycopg2.connect(dsn)
        holder.cursor().execute("select count(*) from ref.topic")

        class Letting(tuple[float, ...]):
            """Pauses, in the first of which the holder lets go."""

            def __iter__(self) -> Iterator[float]:
                yield 0.01
                holder.close()
                yield 0.01

        assert upgrade(dsn, pauses=Letting()) == "probe"


def test_a_warehouse_newer_than_the_release_is_told(history: History) -> None:
    with history.at(REVISIONS[-1]) as dsn:
        run(dsn, "update public.alembic_version set version_num = '9999'")
        with pytest.raises(WarehouseError, match="newer than this release"):
            upgrade(dsn)


def test_a_server_that_goes_away_is_told(history: History, rig: Rig) -> None:
    rig("reset role; select pg_terminate_backend(pg_backend_pid())")
    with history.at(REVISIONS[-1]) as dsn:
        with pytest.raises(DatabaseDown, match="run it again"):
            upgrade(dsn)
        assert revision(dsn) == REVISIONS[-1]
