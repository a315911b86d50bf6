"""Connections, migrations and COPY, on a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest

from media_monitor.errors import DatabaseDown, WarehouseError
from media_monitor.local.postgres import EmbeddedPostgres, Server
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.warehouse import ledger
from media_monitor.warehouse.db import Json, KeptConnection, connect, copy_rows, create_database, execute
from media_monitor.warehouse.migrate import newest_revision, revision, upgrade
from warehouse_fixtures import AT, ask, one, settings_for

SCHEMA = """
select table_schema, table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3
"""


# ---- migrations ------------------------------------------------------------------------------------------------------


def test_migrating_twice_changes_nothing(settings: Settings) -> None:
    before = ask(settings, SCHEMA)
    assert len(before) > 300
    assert upgrade(str(settings.dsn)) == newest_revision()
    assert ask(settings, SCHEMA) == before


def test_the_revision_of_an_empty_database_is_none(postgres: Server, settings: Settings, tmp_path: Path) -> None:
    empty = settings_for(postgres.dsn("template1"), tmp_path)
    assert revision(str(empty.dsn)) is None
    assert revision(str(settings.dsn)) == newest_revision()


def test_two_upgrades_at_once_wait_for_each_other(postgres: Server) -> None:
    create_database(postgres.dsn("postgres"), "raced")
    found: list[str] = []
    runs = [threading.Thread(target=lambda: found.append(upgrade(postgres.dsn("raced")))) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert found == [newest_revision()] * 2


# ---- a kept connection -----------------------------------------------------------------------------------------------


REPORT = StageReport("poll", AT, AT, {}, ())
REPORTS = "select count(*) from ops.run_report"


def backend(kept: KeptConnection) -> int:
    """A transaction that writes something; who did it in the server."""
    with kept.transaction() as connection:
        ledger.write_report(connection, REPORT)
        return int(connection.info.backend_pid)


def spoiled(kept: KeptConnection) -> None:
    with kept.transaction() as connection:
        ledger.write_report(connection, REPORT)
        connection.cursor().execute("select 1 / 0")


def cut_off(settings: Settings, kept: KeptConnection) -> None:
    with kept.transaction() as connection:
        ask(settings, "select pg_terminate_backend(%s, 10000)", connection.info.backend_pid)
        execute(connection, "poll/incoming")


def test_a_kept_connection_is_one_for_all_transactions_and_each_of_them_is_committed(settings: Settings) -> None:
    with KeptConnection(str(settings.dsn)) as kept:
        assert backend(kept) == backend(kept)
        assert one(settings, REPORTS) == 2


def test_a_transaction_that_fails_is_undone_and_the_next_one_works(settings: Settings) -> None:
    with KeptConnection(str(settings.dsn)) as kept:
        with pytest.raises(WarehouseError, match="division by zero"):
            spoiled(kept)
        assert one(settings, REPORTS) == 0
        backend(kept)
    assert one(settings, REPORTS) == 1


def test_a_kept_connection_that_the_server_closed_is_made_anew(settings: Settings) -> None:
    with KeptConnection(str(settings.dsn)) as kept:
        lost = backend(kept)
        ask(settings, "select pg_terminate_backend(%s, 10000)", lost)
        assert backend(kept) != lost
        with pytest.raises(DatabaseDown):
            cut_off(settings, kept)
        backend(kept)
    assert one(settings, REPORTS) == 3


# ---- COPY ------------------------------------------------------------------------------------------------------------

HOSTILE = [
    "",
    r"\N",
    r"\.",
    "\\",
    "\\\\n",
    "tab\there",
    "line\nbreak\r\nand return\r",
    "'single' \"double\" {braces}, commas",
    "🙂 \U0001f469‍\U0001f4bb é ﷽",
    "\x01\x1f\x7f\u2028\u202e",
    "null",
    " lead and trail ",
    "$$; drop table ref.topic; --",
]


SCRATCH = """
create table public.kept (
    n int, words text, list text[], data jsonb, raw bytea, yes boolean, at timestamptz, day date, real float8
);
grant all on public.kept to media_monitor_loader
"""


@pytest.fixture
def scratch(settings: Settings) -> Iterator[Settings]:
    ask(settings, SCRATCH)
    yield settings
    ask(settings, "drop table public.kept")


COLUMNS = ("n", "words", "list", "data", "raw", "yes", "at", "day", "real")


def test_copy_gives_back_what_it_was_given(scratch: Settings) -> None:
    at = datetime(2026, 3, 10, 8, 30, 15, 123456, tzinfo=UTC)
    rows = [
        (n, text, [text, "", "b"], Json({text: [text, None]}), text.encode() + b"\0\xff", n % 2 == 0, at, at.date(), n / 7)
        for n, text in enumerate(HOSTILE)
    ]
    with connect(str(scratch.dsn)) as connection:
        assert copy_rows(connection, "public.kept", COLUMNS, rows) == len(rows)
    for given, kept in zip(rows, ask(scratch, "select * from kept order by n"), strict=True):
        n, words, items, data, raw, yes, moment, day, real = kept
        assert (n, words, items, data, bytes(raw)) == (given[0], given[1], given[2], given[3].value, given[4])
        assert (yes, moment, day, real) == given[5:]


def test_copy_tells_null_from_text_that_looks_like_it(scratch: Settings) -> None:
    with connect(str(scratch.dsn)) as connection:
        copy_rows(connection, "public.kept", ("n", "words", "list"), [(1, None, None), (2, r"\N", []), (3, "", ["NULL"])])
    assert ask(scratch, "select words, list from kept order by n") == [(None, None), (r"\N", []), ("", ["NULL"])]


def test_copy_of_nothing_is_nothing(scratch: Settings) -> None:
    with connect(str(scratch.dsn)) as connection:
        assert copy_rows(connection, "public.kept", COLUMNS, []) == 0
    assert one(scratch, "select count(*) from kept") == 0


# ---- transactions and refusals ---------------------------------------------------------------------------------------


def test_an_error_in_the_block_rolls_back_and_a_good_end_commits(scratch: Settings) -> None:
    def fail_half_way() -> None:
        with connect(str(scratch.dsn)) as connection:
            copy_rows(connection, "public.kept", ("n",), [(1,)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert one(scratch, "select count(*) from kept") == 0
    with connect(str(scratch.dsn)) as connection:
        copy_rows(connection, "public.kept", ("n",), [(1,)])
    assert one(scratch, "select count(*) from kept") == 1


def test_what_the_server_refuses_is_one_line_without_the_password(postgres: Server, scratch: Settings) -> None:
    with (
        pytest.raises(WarehouseError, match=r"PostgreSQL at 127\.0\.0\.1:\d+/warehouse_\d+ refused: ") as refused,
        connect(str(scratch.dsn)) as connection,
    ):
        copy_rows(connection, "public.kept", ("no_such_column",), [(1,)])
    assert_is_one_clear_line(refused.value, postgres.password)


def test_a_connection_that_is_cut_off_is_a_database_that_is_down(postgres: Server, scratch: Settings) -> None:
    def be_cut_off() -> None:
        with connect(str(scratch.dsn)) as connection:
            copy_rows(connection, "public.kept", ("n",), [(1,)])
            ask(scratch, "select pg_terminate_backend(%s)", connection.get_backend_pid())
            execute(connection, "upkeep/analyse")

    with pytest.raises(DatabaseDown, match=r"went away: .* rolled back") as cut:
        be_cut_off()
    assert_is_one_clear_line(cut.value, postgres.password)
    assert one(scratch, "select count(*) from kept") == 0


def assert_is_one_clear_line(error: Exception, password: str) -> None:
    assert "\n" not in str(error)
    assert password not in str(error)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda dsn, password: dsn.replace(password, "guessed-word"), "password authentication failed"),
        (lambda dsn, password: dsn.rpartition("/")[0] + "/nowhere", 'database "nowhere" does not exist'),
    ],
    ids=["wrong password", "wrong database"],
)
def test_a_door_that_stays_shut_is_named_at_once(postgres: Server, settings: Settings, change, why) -> None:
    dsn = change(str(settings.dsn), postgres.password)
    with pytest.raises(DatabaseDown, match=why) as down, connect(dsn):
        pytest.fail("let in")
    assert_is_one_clear_line(down.value, postgres.password)
    assert "guessed-word" not in str(down.value)
    assert f"PostgreSQL at 127.0.0.1:{postgres.port}/{dsn.rpartition('/')[2]} cannot be reached" in str(down.value)
    with connect(str(settings.dsn)):  # the control: with the right word the door opens
        pass


def test_a_stopped_server_is_down_and_back_when_it_is_started(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres", for_tests=True)
    try:
        password, dsn = server.start().password, server.dsn("postgres")
        server.stop()
        where = r"PostgreSQL at 127\.0\.0\.1:\d+/postgres cannot be reached"
        with pytest.raises(DatabaseDown, match=where) as down, connect(dsn, tries=1):
            pytest.fail("let in")
        assert_is_one_clear_line(down.value, password)
        restart = threading.Timer(0.5, server.start)
        restart.start()
        with connect(dsn):  # a server that is restarting is waited for
            pass
        restart.join()
    finally:
        server.remove()


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://desk:hush-hush@127.0.0.1:port/warehouse",
        "postgresql://desk:hush-hush@127.0.0.1:1,127.0.0.1:2/warehouse",
        "postgresql://desk:hush%zz-hush@127.0.0.1:1/warehouse",
        "postgresql://desk:hush-hush@127.0.0.1:1/warehouse?no_such_option=1",
        "desk:hush-hush",
    ],
)
def test_an_address_that_makes_no_sense_is_one_line_without_the_password(dsn: str) -> None:
    with pytest.raises(WarehouseError) as refused, connect(dsn, tries=1):
        pytest.fail("let in")
    assert "hush" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_creating_a_database_that_is_there_is_no_error(postgres: Server) -> None:
    create_database(postgres.dsn("postgres"), "twice over")
    create_database(postgres.dsn("postgres"), "twice over")
    psycopg2.connect(postgres.dsn("twice%20over")).close()
