"""Turns of hosts: whoever asks one for something, in whatever process, its pause is kept."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from media_monitor.collect import slots
from media_monitor.collect.slots import Slots
from media_monitor.settings import Settings
from media_monitor.stages.turns import WarehouseTurns
from media_monitor.warehouse import hosts
from media_monitor.warehouse.db import connect
from warehouse_fixtures import ask, one, settings_for

WINDOW, REST = timedelta(seconds=30), timedelta(seconds=30)
PAUSE = 0.2
WORKERS = 10


def reserve(settings: Settings, worker: str, *names: str) -> dict[str, float | None]:
    """Whole seconds to wait for each host, None where it is the worker's."""
    with connect(str(settings.dsn)) as connection:
        found = hosts.reserve(connection, worker, names, WINDOW, REST)
    return {name: None if reserved.is_mine else round(reserved.wait_seconds) for name, reserved in found.items()}


def release(settings: Settings, worker: str, **waits: float) -> None:
    with connect(str(settings.dsn)) as connection:
        hosts.release(connection, worker, {f"{name}.test": wait for name, wait in waits.items()})


@pytest.mark.rel("A14")
def test_a_host_is_one_workers_for_a_while_and_then_anothers(settings: Settings) -> None:
    assert reserve(settings, "first", "a.test", "b.test") == {"a.test": None, "b.test": None}
    assert reserve(settings, "second", "a.test", "c.test") == {"a.test": 60, "c.test": None}
    assert reserve(settings, "third", "a.test") == {"a.test": 60}  # nobody stands in line
    assert reserve(settings, "first", "b.test") == {"b.test": None}  # it holds it and may go on
    release(settings, "first", a=0, b=5)
    assert reserve(settings, "second", "a.test", "b.test") == {"a.test": None, "b.test": 5}
    ask(settings, "update ops.host set free_at = now() - interval '1 second'")  # it was lost, and its time is over
    assert reserve(settings, "third", "a.test") == {"a.test": None}


def test_what_another_worker_holds_by_now_is_not_let_go(settings: Settings) -> None:
    reserve(settings, "first", "a.test")
    release(settings, "first", a=0)
    reserve(settings, "second", "a.test")
    release(settings, "first", a=0)
    assert reserve(settings, "third", "a.test") == {"a.test": 60}


@pytest.mark.rel("B05")
def test_the_pause_that_a_host_asks_for_is_every_workers(settings: Settings) -> None:
    with connect(str(settings.dsn)) as connection:
        hosts.pace(connection, {"a.test": 90.0, "b.test": None})
        found = hosts.reserve(connection, "first", ["a.test", "b.test"], WINDOW, REST)
    assert [found[name].pause_seconds for name in ("a.test", "b.test")] == [90, None]
    assert reserve(settings, "second", "a.test", "b.test") == {"a.test": 120, "b.test": 60}
    with connect(str(settings.dsn)) as connection:
        hosts.pace(connection, {"a.test": None})
    assert one(settings, "select pause_seconds from ops.host where host = 'a.test'") is None


@pytest.mark.rel("A17")
def test_a_turn_that_a_wrong_clock_set_blocks_nobody(settings: Settings) -> None:
    reserve(settings, "first", "a.test")
    ask(settings, "update ops.host set free_at = now() + interval '1 year'")
    assert reserve(settings, "second", "a.test") == {"a.test": None}


def _work(dsn: str, folder: Path, agrees: bool, starts: multiprocessing.Queue[float]) -> None:
    """Ask the one host three times, as a worker does, only that it looks again sooner."""
    slots.LOOK_AGAIN = PAUSE
    settings = settings_for(dsn, folder)

    async def requests(mine: Slots) -> None:
        for _ in range(3):
            async with mine.turn("a.test"):
                starts.put(time.monotonic())

    async def work() -> None:
        if not agrees:
            await requests(Slots(PAUSE))
            return
        with WarehouseTurns(settings, PAUSE) as turns:
            await requests(turns.slots)
            with connect(dsn) as connection:
                turns.release_all(connection)

    asyncio.run(work())


def gaps_of(settings: Settings, folder: Path, agrees: bool) -> list[float]:
    """Seconds between the starts of ten processes' requests on one host."""
    context = multiprocessing.get_context("forkserver")
    starts: multiprocessing.Queue[float] = context.Queue()
    workers = [context.Process(target=_work, args=(str(settings.dsn), folder, agrees, starts)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    times = sorted(starts.get(timeout=60) for _ in range(3 * WORKERS))
    for worker in workers:
        worker.join(60)
    return [later - earlier for earlier, later in pairwise(times)]


@pytest.mark.rel("A14")
@pytest.mark.timeout(120)
def test_ten_processes_keep_one_hosts_pause(settings: Settings, tmp_path: Path) -> None:
    gaps = gaps_of(settings, tmp_path, agrees=True)
    assert len(gaps) == 3 * WORKERS - 1
    assert min(gaps) >= PAUSE - 0.005


@pytest.mark.rel("A14")
@pytest.mark.timeout(120)
def test_without_agreement_they_would_not(settings: Settings, tmp_path: Path) -> None:
    assert min(gaps_of(settings, tmp_path, agrees=False)) < PAUSE / 2


def test_turns_of_many_hosts_cost_next_to_nothing(settings: Settings) -> None:
    names = [f"host-{n}.test" for n in range(5_000)]
    begun = time.monotonic()
    for load in range(0, len(names), 200):
        with connect(str(settings.dsn)) as connection:
            hosts.reserve(connection, "first", names[load : load + 200], WINDOW, REST)
            hosts.release(connection, "first", dict.fromkeys(names[load : load + 200], 5.0))
    taken = time.monotonic() - begun
    assert taken < 4  # 0.4 s on an idle machine, most of it for 50 connections
