"""A process of Airflow is killed amid a round: nothing is lost and nothing doubled. RELIABILITY G05, columns of Airflow's own.

A minute or two of both cores for each. What a restart does, a person, systemd or a container's policy does elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.local import newsroom, private, sessions, truth
from media_monitor.local.airflow import AirflowStack, Site, end_leftovers
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.local.run import FIRST_DAG, LIVE_DAGS, code_folder
from media_monitor.settings import Settings, child_environment, default_seeds
from media_monitor.stages import reference, rounds
from media_monitor.warehouse.migrate import upgrade
from reliability.harness import expire_leases
from warehouse_fixtures import one, settings_for

pytestmark = [pytest.mark.slow, pytest.mark.airflow, pytest.mark.timeout(900)]

TITLES = {"task": r"airflow worker -- [0-9a-f]{8}-", "supervisor": r"airflow supervisor: "}
"""How Airflow 3 names the process in which a task's code runs, and the one that watches it."""
DEATHS = 4


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[AirflowStack, Settings]]:
    """A running installation with the sample newsroom, before its first round."""
    postgres = EmbeddedPostgres(tmp_path / "postgres", for_tests=True)
    postgres.start()
    dsn = postgres.ensure_database("warehouse")
    upgrade(dsn)
    home = tmp_path / "airflow"
    with newsroom.serve(newsroom.load(default_seeds() / "newsroom")) as (host, port):
        settings = replace(settings_for(dsn, tmp_path / "site"), sample=f"{host}:{port}")
        reference.run(settings)
        site = Site(home, code_folder("dags"), code_folder("plugins"), postgres.ensure_database("airflow"), dsn)
        stack = AirflowStack(site, child_environment() | settings.as_env())
        stack.migrate()
        start(stack)
        yield stack, settings
    end_leftovers(home)
    postgres.remove()


def start(stack: AirflowStack) -> None:
    """Start Airflow and wait until it knows the DAGs."""
    stack.start()
    stack.wait_healthy(300)
    for name, pool in json.loads((default_seeds() / "pools.json").read_text()).items():
        stack.api.set_pool(name, pool["slots"], pool["description"])
    wait_for("the DAGs are seen", 120, lambda: FIRST_DAG in stack.api.dag_ids())


def wait_for(what: str, seconds: float, is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def titled(home: Path, title: str) -> list[int]:
    """Living processes of this Airflow with this title."""
    pids = sessions.members(private.read(home / "processes.json").values(), home.resolve())
    return [pid for pid in pids if re.match(title, Path(f"/proc/{pid}/cmdline").read_text(errors="replace"))]


def kill(pids: list[int]) -> int:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    return len(pids)


def is_done(stack: AirflowStack, settings: Settings, since: datetime) -> bool:
    """True if nothing waits and nobody works; else half an hour passes for whoever died, and a round is set off if none is on."""
    stack.require_alive()
    is_at_work = any(run.dag_id in LIVE_DAGS and run.state in {"queued", "running"} for run in stack.api.dag_runs(since))
    if not is_at_work:
        if rounds.status(settings, since).is_complete:
            return True
        expire_leases(settings)
        stack.api.trigger(FIRST_DAG)
    time.sleep(2)
    return False


@pytest.mark.rel("G05")
@pytest.mark.parametrize("victim", ["task", "supervisor", "scheduler", "api-server"])
def test_a_round_in_which_a_process_of_airflow_dies_ends_as_any_other(
    world: tuple[AirflowStack, Settings], tmp_path: Path, victim: str
) -> None:
    stack, settings = world
    home, since = tmp_path / "airflow", datetime.now(UTC)
    stack.api.trigger(FIRST_DAG)
    for death in range(DEATHS if victim in TITLES else 1):
        title = TITLES.get(victim, TITLES["task"])
        wait_for("a task runs", 180, lambda title=title: titled(home, title))  # type: ignore[misc]
        time.sleep(0.4 * death)
        if victim in TITLES:
            kill(titled(home, title))
        else:
            kill([private.read(home / "processes.json")[victim]])
            time.sleep(3)
            stack.stop()
            start(stack)
    wait_for("the round is over", 600, lambda: is_done(stack, settings, since))
    assert truth.check(settings) == []
    assert one(settings, "select count(*) from ops.batch where state <> 'published'") == 0
