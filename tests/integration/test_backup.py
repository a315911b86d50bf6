"""A dump, restored in a new cluster by the commands of docs/operations.md, is the same warehouse."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from history import REVISIONS, History, run
from inventory import Cursor, Holdings, catalogue, differences, looking

from media_monitor.local.binaries import find_binaries
from media_monitor.local.postgres import EmbeddedPostgres, Server
from media_monitor.warehouse.db import create_database

ARTICLES = 20_000
GUIDE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
ROLES = """
create role backup_reader nologin;
create role backup_analyst login password 'invented' in role backup_reader;
alter role backup_analyst set statement_timeout = '30s';
grant usage on schema report to backup_reader;
grant select on report.article to backup_reader;
do $$ begin
    execute format('revoke connect on database %I from public', current_database());
    execute format('grant connect on database %I to backup_reader', current_database());
    execute format('alter role backup_analyst in database %I set work_mem = %L', current_database(), '16MB');
end $$
"""
CLUSTER = """
select 'role', rolname, concat_ws(' ', rolcanlogin, rolsuper, rolinherit, rolconnlimit, rolpassword) from pg_authid
where rolname !~ '^pg_' and rolname <> current_user
union all
select 'member', member::regrole::text, roleid::regrole::text from pg_auth_members where member::regrole::text !~ '^pg_'
union all
select 'setting', setrole::regrole::text, concat_ws(' ', d.datname, s.setconfig::text)
from pg_db_role_setting as s left join pg_database as d on s.setdatabase = d.oid
union all
select 'database', datname, array(select g::text from unnest(datacl) as g order by 1)::text
from pg_database where datname = current_database()
order by 1, 2, 3
"""
"""What belongs to the cluster and not to a schema of the database; the user itself aside."""
WRITTEN = """
select format('create or replace view %s as %s', c.oid::regclass, pg_get_viewdef(c.oid))
from pg_class as c where c.relkind = 'v' and c.relnamespace::regnamespace::text in ('ref', 'ops', 'core', 'mart', 'report')
union all
select pg_get_functiondef(p.oid)
from pg_proc as p where p.pronamespace::regnamespace::text in ('ref', 'ops', 'core', 'mart', 'report')
"""


def read_again(cursor: Cursor) -> Counter[tuple[str, ...]]:
    """The catalogue after every view and function was made again from what PostgreSQL writes of it, as a restore does.

    `(a or b) or c` is written so the first time, and `a or b or c` from then on.
    """
    cursor.execute(WRITTEN)
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)
    return catalogue(cursor)


def commands(heading: str) -> list[list[str]]:
    """The commands that docs/operations.md gives below a heading, one for each line of its shell block."""
    block = re.search(rf"^## {heading}\n.*?```sh\n(.*?)```", GUIDE, re.DOTALL | re.MULTILINE)
    assert block, heading
    return [line.split() for line in block[1].splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def programs() -> Path:
    """Where pg_dump and its like are, of the server's own version."""
    folder = find_binaries().folder
    for name in ("pg_dump", "pg_dumpall", "pg_restore", "psql", "vacuumdb", "pg_amcheck"):
        if not (folder / name).is_file():
            pytest.skip(f"the PostgreSQL in {folder} has no {name}: install the client programs of its version")
    return folder


@pytest.fixture(scope="module")
def other_server(postgres: Server) -> Iterator[Server]:
    """A cluster that knows nothing yet; its user has the password that it had in the old one."""
    with tempfile.TemporaryDirectory(prefix="media-monitor-restore-") as folder:
        embedded = EmbeddedPostgres(Path(folder) / "postgres", for_tests=True)
        try:
            started = embedded.start()
            run(started.dsn("postgres"), f"alter role {started.user} password '{postgres.password}'")
            yield replace(started, password=postgres.password)
        finally:
            embedded.remove()


def follow(programs: Path, heading: str, server: Server, database: str, folder: Path) -> float:
    """Do what the guide says, against a server and in a folder; the seconds it took. The password is in no argument."""
    environment = {
        "PGHOST": server.host,
        "PGPORT": str(server.port),
        "PGUSER": server.user,
        "PGPASSWORD": server.password,
        "PGDATABASE": database,
        "PATH": f"{programs}:/usr/bin:/bin",
    }
    began = time.monotonic()
    for command in commands(heading):
        program = shutil.which(command[0], path=environment["PATH"])
        assert program, command
        done = subprocess.run([program, *command[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.rel("K09")
def test_a_restored_warehouse_is_the_same(
    programs: Path,
    postgres: Server,
    other_server: Server,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    with History(postgres, ARTICLES, kept=REVISIONS[-1:]).at(REVISIONS[-1]) as dsn:
        database = dsn.rpartition("/")[2]
        run(dsn, ROLES)
        try:
            with looking(dsn) as cursor:
                held, schema = Holdings.of(cursor), read_again(cursor)
            assert sum(count for count, _ in held.rows.values()) > 300_000
            record_property("dump_seconds", round(follow(programs, "Back up", postgres, database, tmp_path), 1))
            record_property("restore_seconds", round(follow(programs, "Restore", other_server, database, tmp_path), 1))
            restored = other_server.dsn(database)
            with looking(restored) as cursor:
                assert held.losses(cursor) == []
                assert differences(schema, catalogue(cursor)) == []
            assert run(restored, CLUSTER) == run(dsn, CLUSTER)
            assert run(restored, "select has_table_privilege('backup_analyst', 'report.article', 'select')") == [(True,)]
            assert run(restored, "select has_table_privilege('backup_analyst', 'core.revision', 'select')") == [(False,)]

            # The comparisons see a row that is missing, and a grant.
            run(restored, "delete from core.quote where revision_id = 1; revoke select on report.article from backup_reader")
            with looking(restored) as cursor:
                assert [loss.partition(":")[0] for loss in held.losses(cursor)] == ["core.quote"]
                assert {kind for kind, *_ in differences(schema, catalogue(cursor))} == {"relation"}
            follow(programs, "Check a cluster", other_server, database, tmp_path)
        finally:
            run(dsn, "drop owned by backup_reader, backup_analyst; drop role backup_analyst, backup_reader")


@pytest.mark.slow
@pytest.mark.rel("K09")
def test_a_damaged_index_is_found(programs: Path, other_server: Server, tmp_path: Path) -> None:
    create_database(other_server.dsn("postgres"), "damaged")
    dsn = other_server.dsn("damaged")
    run(dsn, "create table kept (n integer primary key); insert into kept select generate_series(1, 1000)")
    follow(programs, "Check a cluster", other_server, "damaged", tmp_path)
    # A row that its index does not know: what a bad disk or a changed collation leaves behind.
    switch = "update pg_index set indisready = {0}, indisvalid = {0} where indexrelid = 'kept_pkey'::regclass"
    run(dsn, switch.format("false"))
    run(dsn, "insert into kept values (1001)")
    run(dsn, switch.format("true"))
    with pytest.raises(AssertionError, match="lacks matching index tuple"):
        follow(programs, "Check a cluster", other_server, "damaged", tmp_path)
