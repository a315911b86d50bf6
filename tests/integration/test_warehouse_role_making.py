"""The roles on servers of every kind: a superuser's, a database owner's with and without CREATEROLE, one that has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from media_monitor.errors import WarehouseError
from media_monitor.local import postgres as local
from media_monitor.local.binaries import SYSTEM, Binaries
from media_monitor.local.postgres import EmbeddedPostgres, Server
from media_monitor.stages import doctor, publish, report
from media_monitor.warehouse import roles
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.migrate import newest_revision, upgrade
from warehouse_fixtures import Told, ask, checked, one, settings_for

pytestmark = pytest.mark.rel("J01")
PASSWORD = "canary-in-the-mine"
OWNERS = (
    "select distinct pg_get_userbyid(relowner) from pg_class where relnamespace in ('core'::regnamespace, 'report'::regnamespace)"
)


@pytest.fixture(scope="module", params=["of the wheel", "15"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: roles belong to the whole server, and the one that the other tests share has them."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "15":
            folder = SYSTEM / "15" / "bin"
            if not (folder / "postgres").exists():
                pytest.skip("PostgreSQL 15, where membership and the right to act as a role are still one, is not installed")
            patch.setattr(local, "find_binaries", lambda: Binaries(folder, "15"))
        embedded = EmbeddedPostgres(tmp_path_factory.mktemp("bare") / "postgres", for_tests=True)
        try:
            yield embedded.start()
        finally:
            embedded.remove()


@pytest.fixture
def server(bare: Server) -> Iterator[Server]:
    """It without our roles and databases."""
    yield bare
    names = [
        n for (n,) in run(bare, "select datname from pg_database where datname not in ('postgres', 'template0', 'template1')")
    ]
    for name in names:
        run(bare, f"drop database {name} with (force)")
    for (name,) in run(bare, "select rolname from pg_roles where rolname not like 'pg\\_%%' and rolname <> %s", bare.user):
        run(bare, f"drop owned by {name}; drop role {name}")


def run(server: Server, statement: str, *values: str) -> list[tuple[str, ...]]:
    """As the administrator of the server."""
    connection = psycopg2.connect(server.dsn("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def operator(server: Server, name: str, *attributes: str) -> str:
    """A login with these attributes and a database of its own; the DSN."""
    run(server, f"create role {name} login {' '.join(attributes)} password '{PASSWORD}'")
    run(server, f"create database {name} owner {name}")
    return replace(server, user=name, password=PASSWORD).dsn(name)


def assert_works(dsn: str, folder: Path) -> None:
    """Schema, ownership, and a page's way through publish and report."""
    settings = settings_for(dsn, folder)
    assert upgrade(dsn) == newest_revision()
    assert ask(settings, OWNERS) == [("media_monitor_owner",)]
    publish.run(settings, checked(settings, Told()))
    report.run(settings)
    assert one(settings, "set role media_monitor_loader; select count(*) from report.attribution_ledger") == 1
    findings = {finding.what: finding for finding in doctor.examine(settings)}
    assert findings["roles"].is_ok, findings["roles"].detail


def test_a_superuser_makes_them(server: Server, tmp_path: Path) -> None:
    run(server, "create database warehouse")
    assert_works(server.dsn("warehouse"), tmp_path)
    run(server, "create database another")  # they are there already
    assert_works(server.dsn("another"), tmp_path)


def test_the_owner_of_a_database_makes_them_with_createrole(server: Server, tmp_path: Path) -> None:
    dsn = operator(server, "desk", "createrole")
    assert_works(dsn, tmp_path)
    assert_works(dsn, tmp_path)  # again is harmless


def test_without_createrole_one_error_says_what_an_administrator_must_run(server: Server, tmp_path: Path) -> None:
    dsn = operator(server, "desk")
    with pytest.raises(WarehouseError, match="no role media_monitor_owner, and this login may not make it") as refused:
        upgrade(dsn)
    run(server, sql_of(refused.value))
    assert_works(dsn, tmp_path)


def sql_of(error: Exception) -> str:
    """What the error tells an administrator to run."""
    said, _, script = str(error).partition("run this, then try again:\n")
    assert "\n" not in said
    assert PASSWORD not in str(error)
    return script


def test_the_owner_of_a_second_database_needs_the_roles_to_be_granted(server: Server, tmp_path: Path) -> None:
    assert_works(operator(server, "first", "createrole"), tmp_path)
    dsn = operator(server, "second")
    with pytest.raises(WarehouseError, match="may not act as the owner of the warehouse") as refused:
        upgrade(dsn)
    assert sql_of(refused.value) == 'grant "media_monitor_owner", "media_monitor_loader" to "second";'
    run(server, sql_of(refused.value))
    assert_works(dsn, tmp_path)


def test_who_may_not_admit_a_login_is_told_what_to_run(server: Server, tmp_path: Path) -> None:
    dsn = operator(server, "desk")
    with pytest.raises(WarehouseError) as unprepared:
        upgrade(dsn)
    run(server, sql_of(unprepared.value))
    upgrade(dsn)
    with pytest.raises(WarehouseError) as refused, connect(dsn, as_login=True) as connection:
        roles.admit(connection, "o'malley", "reporter")
    connection = psycopg2.connect(server.dsn("desk"))
    with connection, connection.cursor() as cursor:
        cursor.execute(sql_of(refused.value))
    connection.close()
    with connect(dsn) as connection:
        assert [(row["login"], row["role"], row["lacking"]) for row in roles.logins(connection) if row["login"] != "desk"] == [
            ("o'malley", "media_monitor_reporter", [])
        ]
    run(server, 'drop owned by "o\'malley"; drop role "o\'malley"')


def test_a_database_of_before_the_roles_is_given_to_them_with_its_data(server: Server, tmp_path: Path) -> None:
    dsn = operator(server, "desk", "createrole")
    settings = settings_for(dsn, tmp_path)
    upgrade(dsn, "0007")
    assert ask(settings, OWNERS) == [("desk",)]
    ask(
        settings,
        "insert into ref.outlet (outlet_id, name, domain, quote_characters) values ('ledger', 'The Ledger', 'ledger.test', 9)",
    )
    assert_works(dsn, tmp_path)
    assert one(settings, "select quote_characters from ref.outlet where outlet_id = 'ledger'") == 9
