"""A whole Airflow with one small DAG: started, asked, killed, started again, stopped. A minute or two of both cores."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.errors import LocalError
from media_monitor.local import ports, private, sessions
from media_monitor.local.airflow import AirflowStack, Site, end_leftovers
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.local.rest import AirflowApi
from media_monitor.settings import child_environment

pytestmark = [pytest.mark.slow, pytest.mark.airflow, pytest.mark.timeout(600)]

DAG = """
from datetime import datetime, timezone
from airflow.sdk import Connection, dag, task

@dag(schedule=None, start_date=datetime(2026, 1, 1, tzinfo=timezone.utc), catchup=False)
def greet():
    @task(pool="small")
    def look() -> str:
        return Connection.get("media_monitor").schema
    look()

greet()

@dag(schedule=None, start_date=datetime(2026, 1, 1, tzinfo=timezone.utc), catchup=False)
def doze():
    @task
    def sleep() -> None:
        import time
        time.sleep(600)
    sleep()

doze()
"""


def wait_for(what: str, seconds: float, is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.3)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    postgres = EmbeddedPostgres(tmp_path / "postgres", for_tests=True)
    postgres.start()
    (tmp_path / "dags").mkdir()
    (tmp_path / "plugins").mkdir()
    (tmp_path / "dags" / "small.py").write_text(DAG)
    (tmp_path / "dags" / "broken.py").write_text("from airflow.sdk import dag\nimport no_such_module_here\n")
    home = tmp_path / "airflow"
    yield Site(
        home, tmp_path / "dags", tmp_path / "plugins", postgres.ensure_database("airflow"), postgres.ensure_database("warehouse")
    )
    end_leftovers(home)
    postgres.remove()


def test_an_airflow_starts_works_survives_a_kill_and_stops(site: Site) -> None:
    since = datetime.now(UTC)
    stack = AirflowStack(site, child_environment())
    stack.migrate()
    stack.start()
    stack.wait_healthy(180)
    wait_for("the DAGs are seen", 60, lambda: {"greet", "doze"} <= stack.api.dag_ids())
    wait_for("the broken file is seen", 60, stack.api.import_errors)
    assert "No module named 'no_such_module_here'" in stack.api.import_errors()[0]

    # Nobody gets in without the generated password.
    with pytest.raises(LocalError, match="401"):
        AirflowApi(f"http://127.0.0.1:{stack.port}", "admin", "guess").dag_ids()

    stack.api.set_pool("small", 1)
    stack.api.set_pool("small", 2, "changed")
    stack.api.unpause("greet")
    stack.api.trigger("greet")
    stack.api.trigger("doze")
    expected = {"greet": "success", "doze": "running"}
    wait_for("greet succeeds while doze runs", 120, lambda: {r.dag_id: r.state for r in stack.api.dag_runs(since)} == expected)

    members = sessions.members(private.read(site.home / "processes.json").values(), site.home)
    assert len(members) > len(stack._processes)
    _no_secret_in_arguments(members, (stack.keys.password, stack.keys.jwt, stack.keys.fernet, "postgresql"))
    _listens_on_loopback_alone(members)

    # A run that is killed leaves everything behind; the next start finds it, has the same keys and the same port.
    second = AirflowStack(site, child_environment())
    second.migrate()
    assert sessions.members([process.pid for process in stack._processes.values()], site.home) == []
    assert (second.keys, second.port) == (stack.keys, stack.port)
    second.start()
    second.wait_healthy(180)
    assert second.api.dag_ids() >= {"greet", "doze"}

    second.stop()
    assert sessions.working_in(site.home) == []
    assert ports.is_free(second.port)
    secrets = (stack.keys.password, stack.keys.jwt, stack.keys.fernet, site.metadata_dsn, site.warehouse_dsn)
    logs = "".join(log.read_text(errors="replace") for log in [*site.home.glob("*.log"), *site.home.glob("logs/**/*.log")])
    assert logs
    assert not any(secret in logs for secret in secrets)


def test_a_start_without_a_database_names_the_log(site: Site) -> None:
    nowhere = f"postgresql://u:hush@127.0.0.1:{ports.any_free()}/airflow"
    stack = AirflowStack(Site(site.home, site.dags, site.plugins, nowhere, nowhere), child_environment())
    with pytest.raises(LocalError, match=r"`airflow db migrate` ended with 1") as problem:
        stack.migrate()
    assert "db-migrate.log" in str(problem.value)
    assert "hush" not in str(problem.value)


def _no_secret_in_arguments(pids: list[int], secrets: tuple[str, ...]) -> None:
    for pid in pids:
        arguments = Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
        assert not any(secret in arguments for secret in secrets)


def _listens_on_loopback_alone(pids: list[int]) -> None:
    """Every listening socket of these processes is bound to 127.0.0.1."""
    inodes = set()
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = os.readlink(descriptor)  # noqa: PTH115 - not a path: socket:[inode]
            except OSError:
                continue
            inodes.add(target.removeprefix("socket:[").removesuffix("]"))
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    listening = [row[1].partition(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes]
    assert listening
    assert set(listening) == {"0100007F"}
