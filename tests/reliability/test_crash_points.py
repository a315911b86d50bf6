"""What dies at which moment, cell by cell: RELIABILITY G05.

Rows are the stages, columns the moments of a stage, and each cell is played twice: the task's process is killed, and PostgreSQL
ends the session of the task. Of Airflow itself (supervisor, scheduler, API server) the warehouse sees one of these: a task that
ends at some moment, and later runs again. A stage's report is a row of its transaction: there is no moment between them.
"""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from conftest import Clones
from media_monitor.local import newsroom
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import check, crawl, fetch, ingest, poll, publish, reference
from media_monitor.warehouse import load, polls, queue
from media_monitor.warehouse.db import Connection
from reliability.harness import archived, differences, expire_leases, load_all, process, quick_loader
from warehouse_fixtures import AT, HOUR, Told, ask, one, settings_for

STAGES: dict[str, Callable[[Settings, int], object]] = {"ingest": ingest.run, "check": check.run, "publish": publish.run}
Moment = tuple[Any, str, bool]
"""A function, by its module and name, and whether it is over (True) or about to begin (False)."""

MOMENTS: dict[str, dict[str, Moment]] = {
    "poll": {
        "after the requests": (crawl.Crate, "__exit__", True),
        "before its first write": (polls, "still_held_feeds", False),
        "amid its writes": (polls, "write_entries", True),
        "before its commit": (poll, "finish", True),
        "after its commit": (poll, "run", True),
    },
    "fetch": {
        "after the requests": (crawl.Crate, "__exit__", True),
        "before its first write": (crawl.Crate, "enter", False),
        "amid its writes": (polls, "write_fetch", True),
        "before its commit": (fetch, "finish", True),
        "after its commit": (fetch, "run", True),
    },
    "ingest": {
        "before its first write": (queue, "hold_batch", False),
        "amid its writes": (load, "write_stage", True),
        "before its commit": (ingest, "finish", True),
        "after its commit": (ingest, "run", True),
    },
    "check": {
        "before its first write": (queue, "hold_batch", False),
        "amid its writes": (load, "write_checks", True),
        "before its commit": (check, "finish", True),
        "after its commit": (check, "run", True),
    },
    "publish": {
        "before its first write": (load, "hold_batch", False),
        "amid its writes": (load, "identify_pages", True),
        "before its commit": (publish, "finish", True),
        "after its commit": (publish, "run", True),
    },
}


def cells(*stages: str) -> pytest.MarkDecorator:
    """Stage, moment and victim; no session is open before the first write and after the commit."""
    found = [
        (stage, moment, victim)
        for stage in stages
        for moment in MOMENTS[stage]
        for victim in ("task", "session")
        if victim == "task" or not moment.startswith("after")
    ]
    return pytest.mark.parametrize(("stage", "moment", "victim"), found)


def die(victim: str, arguments: tuple[Any, ...]) -> None:
    """End this process, or the session of the connection that the function was given."""
    connections = [item for item in arguments if hasattr(item, "get_backend_pid")]
    if victim == "task" or not connections:
        os.kill(os.getpid(), signal.SIGKILL)
    pid, dsn = connections[0].info.backend_pid, connections[0].dsn
    other = psycopg2.connect(dsn, password=connections[0].info.password)
    with other, other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", (pid,))
    other.close()


def run_until(victim: str, moment: Moment, stage: Callable[..., object], *arguments: object) -> int | None:
    """Run a stage in a process of its own, and end the victim when the moment comes; the exit code of the process."""
    owner, name, is_over = moment

    def doomed() -> None:
        function = getattr(owner, name)

        def dying(*given: Any, **named: Any) -> Any:
            if not is_over:
                die(victim, given)
            result = function(*given, **named)
            if is_over:
                die(victim, given)
            return result

        setattr(owner, name, dying)
        forget_fork_server()
        (dying if stage is function else stage)(*arguments)

    with process(doomed) as worker:
        worker.join(60)
        return worker.exitcode


def forget_fork_server() -> None:
    """The parser pool of a forked process starts a fork server of its own: that of its parent is no child of it."""
    forkserver._forkserver.__init__()


# ---- from the archive to core --------------------------------------------------------------------------------------------


@pytest.mark.rel("G05")
@cells("ingest", "check", "publish")
def test_a_load_that_ends_at_any_moment_is_finished_by_the_next(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str, moment: str, victim: str
) -> None:
    told = [Told(url=f"https://ledger.test/{n}", at=AT + n * HOUR) for n in range(4)]
    quick_loader(monkeypatch, told)
    batch_id = archived(settings, *told)
    for earlier in itertools.takewhile(lambda name: name != stage, STAGES):
        STAGES[earlier](settings, batch_id)
    before = one(settings, "select state from ops.batch")
    assert run_until(victim, MOMENTS[stage][moment], STAGES[stage], settings, batch_id) in {-signal.SIGKILL, 1}
    is_committed = one(settings, "select state from ops.batch") != before
    assert is_committed == (moment == "after its commit")
    assert one(settings, "select count(*) from ops.run_report where stage = %s", stage) == is_committed
    expire_leases(settings)
    load_all(settings)
    assert differences(settings, told) == []


# ---- from the network to the archive -------------------------------------------------------------------------------------

SEEN = {
    "feeds": "select feed_id, etag, last_modified, body_sha, last_polled_at, next_poll_at from ops.feed_state",
    "entries": "select feed_id, key_sha, title, first_seen_at, last_seen_at from ops.entry",
    "headlines": "select e.feed_id, e.key_sha, t.seen_at, t.title from ops.entry_title as t join ops.entry as e using (entry_id)",
    "polls": "select feed_id, polled_at, outcome, new_count, changed_count from ops.feed_poll",
    "pages": "select url, outcome, etag, first_fetched_at, last_fetched_at, recheck_count from ops.page",
    "requests": "select p.url, f.fetched_at, f.outcome from ops.page_fetch as f join ops.page as p using (page_id)",
    "plans": "select p.url, d.due_at, d.reason from ops.page_due as d join ops.page as p using (page_id)",
}
ORPHANS = """
select count(*) from ops.page_fetch as f left join ops.archive_object as o using (object_id)
where f.object_id is not null and o.object_id is null
"""


def collector(settings: Settings, served: str) -> Settings:
    """The sample newsroom with one of its feeds, before the first poll."""
    world = replace(settings, sample=served)
    reference.run(world)
    ask(world, "update ref.feed set is_active = feed_id = (select min(feed_id) from ref.feed)")
    return world


def collect(settings: Settings) -> None:
    """Poll and fetch until nothing is due."""
    poll.run(settings)
    fetch.run(settings)


def seen(settings: Settings) -> dict[str, list[tuple[str]]]:
    """What was collected."""
    return {what: sorted(ask(settings, f"select seen::text from ({question}) as seen")) for what, question in SEEN.items()}


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with newsroom.serve(newsroom.load(default_seeds() / "newsroom")) as (host, port):
        yield f"{host}:{port}"


@pytest.fixture(scope="module")
def undisturbed(served: str, clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str]]]:
    """What is collected when nothing goes wrong."""
    with clones() as dsn:
        settings = collector(settings_for(dsn, Path(tmp_path_factory.mktemp("undisturbed"))), served)
        collect(settings)
        return seen(settings)


@pytest.mark.rel("G05")
@cells("poll", "fetch")
def test_a_collector_that_ends_at_any_moment_loses_no_entry_and_no_page(
    settings: Settings, served: str, undisturbed: dict[str, list[tuple[str]]], stage: str, moment: str, victim: str
) -> None:
    world = collector(settings, served)
    if stage == "fetch":
        poll.run(world)
    run = {"poll": poll.run, "fetch": fetch.run}[stage]
    assert run_until(victim, MOMENTS[stage][moment], run, world) in {-signal.SIGKILL, 1}
    if stage == "poll":
        validators = one(settings, "select count(*) from ops.feed_state where coalesce(etag, last_modified) is not null")
        assert validators == 0 or one(settings, "select count(*) from ops.entry") == len(undisturbed["entries"])
    expire_leases(settings)
    collect(world)
    assert seen(world) == undisturbed
    assert one(settings, ORPHANS) == 0


@pytest.mark.rel("G05")
def test_validators_in_a_transaction_of_their_own_would_lose_entries(
    settings: Settings, served: str, undisturbed: dict[str, list[tuple[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a poll notes that it has seen a feed, and is killed before it stores what it saw."""
    world = collector(settings, served)

    def killed_poll() -> None:
        forget_fork_server()
        poll.run(world)

    def validators_first(connection: Connection, polled: Sequence[poll.Polled], _: str | None) -> None:
        polls.write_feed_states(connection, map(poll._state_row, polled))
        connection.commit()
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(poll, "_store", validators_first)
    with process(killed_poll) as worker:
        worker.join(60)
    monkeypatch.undo()
    expire_leases(settings)
    collect(world)
    assert one(settings, "select count(*) from ops.entry") < len(undisturbed["entries"])
