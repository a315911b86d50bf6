"""Who may do what: every role against every object that there is, and what each role is refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest

from media_monitor.settings import Settings
from media_monitor.stages import doctor, maintain, report, status
from warehouse_fixtures import Login, Told, one, published

pytestmark = pytest.mark.rel("J01")
Run = Callable[[str], list[tuple[Any, ...]]]

ROWS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
READ = {"SELECT"}
MAY_ON_TABLES: dict[str, dict[str, set[str]]] = {
    "loader": {"ref": ROWS, "ops": ROWS, "stage": ROWS, "core": ROWS, "mart": ROWS, "report": READ},
    "reporter": {"report": READ},
    "plugin": {"ref": READ, "ops": READ, "report": READ},
    "licensed": {"report": READ, "report_licensed": READ},
}
"""What a role may do with the tables and views of a schema: a table that a later migration makes has to fit in."""
BUT: dict[tuple[str, str], set[str]] = {("loader", "ops.audit"): READ, ("loader", "core.correction"): ROWS - {"DELETE"}}
"""Tables that differ from their schema."""
MAY_CALL: dict[str, set[str]] = {
    "loader": {"ops", "core", "mart", "report"},
    "reporter": {"report"},
    "plugin": {"report"},
    "licensed": {"report", "report_licensed"},
}
MAY_ON_DATABASE = {"owner": {"CREATE", "TEMPORARY"}, "loader": {"TEMPORARY"}}

LAYERS = ("ref", "ops", "stage", "core", "mart", "report", "report_licensed")
SCHEMAS = "select oid, nspname from pg_namespace where nspname = any(array['{}'])".format("', '".join(LAYERS))
ROLES = "unnest(array['owner', 'loader', 'reporter', 'plugin', 'licensed']) as role"
TABLES = f"""
select role, s.nspname || '.' || c.relname, s.nspname, pg_get_userbyid(c.relowner),
    array(
        select privilege
        from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
        where has_table_privilege('media_monitor_' || role, c.oid, privilege) or (
            privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
            and has_any_column_privilege('media_monitor_' || role, c.oid, privilege)
        )
    )
from pg_class as c inner join ({SCHEMAS}) as s on c.relnamespace = s.oid cross join {ROLES}
where c.relkind in ('r', 'p', 'v', 'm', 'f')
"""
FUNCTIONS = f"""
select p.oid::regprocedure::text, s.nspname, pg_get_userbyid(p.proowner), has_function_privilege('public', p.oid, 'EXECUTE'),
    array(select role from {ROLES} where role <> 'owner' and has_function_privilege('media_monitor_' || role, p.oid, 'EXECUTE')),
    p.prosqlbody is not null or exists (
        select from unnest(p.proconfig) as setting
        where setting ~ case when p.prosecdef then '^search_path=.*, pg_temp$' else '^search_path=' end
    )
from pg_proc as p inner join ({SCHEMAS}) as s on p.pronamespace = s.oid
"""
ON_SCHEMAS = f"""
select role, nspname,
    has_schema_privilege('media_monitor_' || role, oid, 'USAGE'), has_schema_privilege('media_monitor_' || role, oid, 'CREATE')
from ({SCHEMAS} or nspname = 'public') as s cross join {ROLES}
"""
ON_DATABASE = f"""
select role, array(
    select privilege from unnest(array['CREATE', 'TEMPORARY']) as privilege
    where has_database_privilege('media_monitor_' || role, current_database(), privilege)
)
from {ROLES}
"""
ATTRIBUTES = """
select r.rolname, r.rolcanlogin or r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls,
    array(select g.rolname::text from pg_auth_members as m inner join pg_roles as g on m.roleid = g.oid where m.member = r.oid)
from pg_roles as r where r.rolname in (
    'media_monitor_owner', 'media_monitor_loader', 'media_monitor_reporter', 'media_monitor_plugin', 'media_monitor_licensed'
)
"""


@contextmanager
def rolled_back(settings: Settings) -> Iterator[Run]:
    """Runs statements in a transaction that leaves nothing behind."""
    connection = psycopg2.connect(settings.dsn)
    cursor = connection.cursor()

    def run(statement: str) -> list[tuple[Any, ...]]:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []

    try:
        yield run
    finally:
        connection.rollback()
        connection.close()


# ---- the matrix ------------------------------------------------------------------------------------------------------


def wrong_privileges(run: Run) -> list[str]:
    """One line for each role that has more or less than it should, and each object that is not the owner's."""
    found = []
    for role, table, schema, owner, privileges in run(TABLES):
        expected = BUT.get((role, table), MAY_ON_TABLES.get(role, {}).get(schema, set()))
        if role != "owner" and set(privileges) != expected:
            found.append(f"{role} on {table}: {sorted(privileges)}, not {sorted(expected)}")
        if role == "owner" and owner != "media_monitor_owner":
            found.append(f"{table} belongs to {owner}")
    for function, schema, owner, is_public, callers, has_path in run(FUNCTIONS):
        expected = {role for role, schemas in MAY_CALL.items() if schema in schemas}
        if (owner, is_public, set(callers), has_path) != ("media_monitor_owner", False, expected, True):
            found.append(f"{function} of {owner}, called by {callers}, by all {is_public}, fixed search_path {has_path}")
    for role, schema, may_use, may_create in run(ON_SCHEMAS):
        expected_use = role == "owner" or schema == "public" or schema in MAY_ON_TABLES[role]
        if (may_use, may_create) != (expected_use, role == "owner"):
            found.append(f"{role} on schema {schema}: usage {may_use}, create {may_create}")
    found += [f"{role} on the database: {p}" for role, p in run(ON_DATABASE) if set(p) != MAY_ON_DATABASE.get(role, set())]
    for role, is_powerful, groups in run(ATTRIBUTES):
        if is_powerful or groups != (["media_monitor_reporter"] if role == "media_monitor_licensed" else []):
            found.append(f"{role} can log in or more ({is_powerful}), or is one of {groups}")
    return found


def test_no_role_has_more_or_less_than_it_should(settings: Settings) -> None:
    published(settings, Told())
    with rolled_back(settings) as run:
        assert len(run(TABLES)) > 500  # partitions included
        assert (len(run(FUNCTIONS)) > 5, len(run(ATTRIBUTES))) == (True, 5)
        assert wrong_privileges(run) == []


def test_what_a_later_migration_makes_fits_in(settings: Settings) -> None:
    with rolled_back(settings) as run:
        run("set role media_monitor_owner")
        for schema in LAYERS:
            run(f"create table {schema}.later (n int)")
            run(f"create view {schema}.later_view as select n from {schema}.later")
            run(f"create function {schema}.later() returns int return 1")
        run("create table core.monthly (filed_on date) partition by range (filed_on)")
        run("select ops.ensure_month('2026-03-01')")
        assert wrong_privileges(run) == []
        run("create extension hstore")  # trusted: the owner may


@pytest.mark.parametrize(
    "mistake",
    [
        "grant select on core.revision to media_monitor_reporter",
        "grant select (text) on core.revision to media_monitor_plugin",
        "grant update on ops.audit to media_monitor_loader",
        "grant truncate on mart.sentence to media_monitor_loader",
        "revoke select on report.article from media_monitor_reporter",
        "create table core.made_by_another ()",
        "grant execute on function ops.ensure_month(date) to public",
        "alter function ops.ensure_month(date) set search_path = pg_catalog",
        "create function report.careless() returns int language sql as 'select 1'",
        "grant create on schema report to media_monitor_reporter",
        "grant usage on schema core to media_monitor_licensed",
        "grant media_monitor_loader to media_monitor_reporter",
        "alter role media_monitor_reporter createrole",
    ],
)
def test_a_wrong_privilege_is_seen(settings: Settings, mistake: str) -> None:
    with rolled_back(settings) as run:
        run(mistake)
        assert wrong_privileges(run)


def test_privileges_on_the_database_are_seen(settings: Settings) -> None:
    with rolled_back(settings) as run:
        run(f"grant temporary on database {one(settings, 'select current_database()')} to public")
        assert wrong_privileges(run)


# ---- what is refused -------------------------------------------------------------------------------------------------

FOR_ANYBODY = [
    "copy (select 1) to program 'cat'",
    "copy (select 1) to '/dev/null'",
    "copy ref.topic from '/dev/null'",
    "select pg_read_file('PG_VERSION')",
    "select pg_read_binary_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select lo_import('PG_VERSION')",
    "create schema mine",
    "create table public.mine ()",
    "create table report.mine ()",
    "create view report.mine as select 1",
    "create function report.mine() returns int language sql as 'select 1'",
    "create extension hstore",
    "create role mine",
    "alter role media_monitor_reporter superuser",
    "grant media_monitor_owner to media_monitor_reporter",
    "set role media_monitor_owner",
    "set session_replication_role = replica",
    "alter system set work_mem = '1GB'",
    "alter view report.article owner to current_user",
    "alter view report.article set (security_barrier = false)",
    "select rolpassword from pg_authid",
    "select * from pg_statistic",
    "truncate ops.audit",
    "update ops.audit set what = 'grant'",
    "delete from ops.audit",
    "insert into ops.audit (what, details) values ('grant', '{}')",
    "drop table ops.audit",
    "alter table ops.audit disable trigger all",
]
FOR_READERS = [
    "create temporary table mine ()",
    "set role media_monitor_loader",
    "select text from core.revision",
    "select * from stage.article",
    "select * from mart.sentence",
    "select * from mart.evidence",
    "copy core.article to stdout",
    "update core.article set title = 'mine'",
    "select ops.ensure_month('2026-01-01')",
    "select ops.record_audit('export', '{}')",
]
FOR_REPORTERS = [
    "select * from ref.outlet",
    "select * from ops.page",
    "select * from ops.audit",
    "select * from public.alembic_version",
]
REFUSED = {
    "loader": FOR_ANYBODY,
    "plugin": FOR_ANYBODY + FOR_READERS,
    "reporter": [*FOR_ANYBODY, *FOR_READERS, *FOR_REPORTERS, "select text from report_licensed.revision"],
    "licensed": FOR_ANYBODY + FOR_READERS + FOR_REPORTERS,
}


@pytest.mark.parametrize("role", REFUSED)
def test_what_a_role_must_not_do_is_refused(login: Login, role: str) -> None:
    connection = psycopg2.connect(login(role).dsn)
    connection.autocommit = True  # each statement on its own
    with connection.cursor() as cursor:
        done = [statement for statement in REFUSED[role] if not is_refused(cursor, statement)]
    connection.close()
    assert done == []


def is_refused(cursor: Any, statement: str) -> bool:
    try:
        attempt(cursor, statement)
    except psycopg2.errors.InsufficientPrivilege:
        return True
    return False


def attempt(cursor: Any, statement: str) -> None:
    if statement.endswith("to stdout"):
        cursor.copy_expert(statement, io.StringIO())
    else:
        cursor.execute(statement)


GOOD = [s for s in FOR_ANYBODY + FOR_READERS + FOR_REPORTERS if "ops.audit" not in s and not s.startswith("alter system")]
"""The audit is append-only for a superuser, too (test_warehouse_audit); the other is no statement for a transaction."""


@pytest.mark.parametrize("statement", GOOD)
def test_what_is_refused_would_be_done_for_who_may(settings: Settings, statement: str) -> None:
    """The control: the statements are good ones, it is the role that makes them fail."""
    with psycopg2.connect(settings.dsn) as connection, connection.cursor() as cursor:
        attempt(cursor, statement)
        connection.rollback()
    connection.close()


def test_loader_and_plugin_can_do_their_work(settings: Settings, login: Login) -> None:
    loader, plugin = login("loader"), login("plugin")
    published(loader, Told())
    report.run(loader)
    maintain.run(loader)
    assert [
        finding.detail for finding in doctor.examine(plugin) if finding.what in {"database", "schema"} and not finding.is_ok
    ] == []
    assert sum(count for _, _, count in status.read(plugin).outcomes) == 0
    assert "publish" in {stage for stage, *_ in status.read(plugin).runs}
    assert one(login("reporter"), "select count(*) from report.attribution_ledger") == 1
