"""Every page of the archive ends in core once, whatever is killed, cut off, frozen or run twice: RELIABILITY G01 to G05.

Each promise has a negative control: the same trouble with the guard taken out, which must lose or double something.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from conftest import EMPTY
from media_monitor.errors import DatabaseDown
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest, publish
from media_monitor.warehouse import db, load, poison, queue
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.migrate import upgrade
from reliability.harness import (
    archived,
    cutting_proxy,
    differences,
    expire_leases,
    go_on,
    load_all,
    load_batch,
    process,
    quick_loader,
    stop_here,
    wait_until_stopped,
)
from warehouse_fixtures import AT, HOUR, Told, ask, one, settings_for

ARTICLES = 7
STAGES = {"ingest": ingest.run, "check": check.run, "publish": publish.run}


def batches(count: int, size: int = 5) -> list[list[Told]]:
    """Batches that overlap: article k is in several of them, and every second batch tells it anew."""
    return [
        [
            Told(
                url=f"https://ledger.test/{number % ARTICLES}",
                at=AT + batch * HOUR,
                title=f"Blast at Ossa Bridge, {batch // 2}",
            )
            for number in range(batch, batch + size)
        ]
        for batch in range(count)
    ]


def together(told: list[list[Told]]) -> list[Told]:
    return [item for batch in told for item in batch]


# ---- G01: the loader is killed -----------------------------------------------------------------------------------------


def kill_often(settings: Settings, told: list[list[Told]], kills: int) -> set[int | None]:
    """Load these batches while the loader is killed, at random moments of the time that a batch takes; how it ended."""
    chance, coming, seconds, endings = random.Random(30), iter(told), 60.0, list[int | None]()
    while endings.count(-signal.SIGKILL) < kills:
        if not ingest.plan(settings):
            archived(settings, *next(coming))
        began = time.monotonic()
        with process(load_all, settings) as loader:
            loader.join(chance.uniform(0, seconds))
            if loader.is_alive():
                os.kill(loader.pid or 0, signal.SIGKILL)
        endings.append(loader.exitcode)
        if loader.exitcode == 0:
            seconds = time.monotonic() - began
    for batch in coming:
        archived(settings, *batch)
    load_all(settings)
    return set(endings)


@pytest.mark.rel("G01")
def test_thirty_kills_of_the_loader_lose_and_double_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told = batches(40)
    quick_loader(monkeypatch, together(told))
    assert kill_often(settings, told, 30) == {0, -signal.SIGKILL}
    assert differences(settings, together(told)) == []


@pytest.mark.rel("G01")
def test_a_loader_that_commits_each_step_would_lose_something(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the one transaction, a loader killed after each 11th of its steps."""
    told = batches(10)
    quick_loader(monkeypatch, together(told))
    execute, statement, steps = load.execute, db.statement, multiprocessing.Value("i", 0)

    def committing(connection: db.Connection, name: str, parameters: Any = None) -> int:
        count = execute(connection, name, parameters)
        connection.commit()
        steps.value += 1
        if steps.value % 11 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return count

    monkeypatch.setattr(load, "execute", committing)
    monkeypatch.setattr(db, "statement", lambda name: statement(name).replace(" on commit drop", ""))
    monkeypatch.setattr(poison, "savepoint", lambda _: nullcontext())
    for batch in told:
        archived(settings, *batch)
    endings = []
    for _ in range(20):  # what is left of a killed batch can stand in the way of the next try
        with process(load_all, settings) as loader:
            loader.join()
        endings.append(loader.exitcode)
    assert -signal.SIGKILL in endings
    assert differences(settings, together(told)) != []


# ---- G02: PostgreSQL crashes ---------------------------------------------------------------------------------------------

RECONNECT_SECONDS = 10


@pytest.fixture(scope="module")
def crashing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedPostgres, Settings]]:
    """A server of these tests alone, with a warehouse."""
    folder = Path(tmp_path_factory.mktemp("crashing"))
    server = EmbeddedPostgres(folder / "postgres", for_tests=True)
    try:
        server.start()
        settings = settings_for(server.ensure_database("warehouse"), folder)
        upgrade(str(settings.dsn))
        yield server, settings
    finally:
        server.remove()


@pytest.fixture
def own(crashing: tuple[EmbeddedPostgres, Settings]) -> tuple[EmbeddedPostgres, Settings]:
    ask(crashing[1], EMPTY)
    return crashing


def crash(server: EmbeddedPostgres) -> None:
    """Stop the server without a checkpoint, as a power cut would, and start it again."""
    server._run("pg_ctl", "--pgdata", str(server._data), "--wait", "--mode", "immediate", "stop")
    server.start()


def load_stubbornly(settings: Settings, news: Any) -> None:
    """Load until nothing waits, as Airflow's retries do; says when the server went away, and when work went on."""
    is_done = False
    while not is_done:
        try:
            expire_leases(settings)
            news.put(("at work", time.monotonic()))
            load_all(settings)
            is_done = True
        except DatabaseDown:
            news.put(("down", time.monotonic()))


@pytest.mark.rel("G02")
def test_twelve_crashes_of_the_server_lose_and_double_nothing(
    own: tuple[EmbeddedPostgres, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, settings = own
    told = batches(180, size=12)
    quick_loader(monkeypatch, together(told))
    chance, coming, waits = random.Random(12), iter(told), list[float]()
    while len(waits) < 12:
        fresh = list(itertools.islice(coming, 3))
        assert fresh, f"in sixty rounds only {len(waits)} crashes met a loader at work"
        for batch in fresh:
            archived(settings, *batch)
        news = multiprocessing.get_context("fork").Queue()
        with process(load_stubbornly, settings, news) as loader:
            assert news.get(timeout=30)[0] == "at work"
            time.sleep(chance.uniform(0, 0.3))
            crash(server)
            back_at = time.monotonic()
            loader.join(60)
            assert loader.exitcode == 0, "it failed, and was not merely interrupted"
        heard = [news.get(timeout=5) for _ in range(news.qsize())]
        if "down" in {what for what, _ in heard}:
            waits.append(max(at for what, at in heard if what == "at work") - back_at)
    assert max(waits) < RECONNECT_SECONDS
    expected = [item for batch in told[: len(told) - len(list(coming))] for item in batch]
    assert differences(settings, expected) == []


@pytest.mark.rel("G02")
def test_a_crash_does_empty_staging_and_an_unguarded_publish_would_lose_its_pages(
    own: tuple[EmbeddedPostgres, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control, for what `test_staging_lost` takes for granted, too."""
    server, settings = own
    told = batches(1)
    quick_loader(monkeypatch, together(told))
    batch_id = archived(settings, *told[0])
    ingest.run(settings, batch_id)
    check.run(settings, batch_id)
    assert one(settings, "select count(*) from stage.article") == 5
    crash(server)
    assert one(settings, "select count(*) from stage.article") == 0
    monkeypatch.setattr(load.PageCounts, "missing", 0)
    ask(settings, "alter table ops.batch drop constraint batch_counts_add_up")
    publish.run(settings, batch_id)
    assert one(settings, "select state from ops.batch") == "published"
    assert "articles: 0, not 5" in differences(settings, told[0])


@pytest.mark.rel("G02")
@pytest.mark.parametrize("default", ["on", "off"])
def test_what_was_committed_survives_whatever_the_default_of_the_server_is(
    own: tuple[EmbeddedPostgres, Settings], default: str
) -> None:
    """Else a lease would be given twice with one epoch, and a published batch be unpublished behind Airflow's back."""
    server, settings = own
    batch_id = archived(settings, *batches(1)[0])
    writing_late(settings, default)
    with connect(str(settings.dsn)) as connection:
        assert queue.claim_batch(connection, batch_id, "open")
    crash(server)
    assert one(settings, "select lease_epoch from ops.batch") == 1


@pytest.mark.rel("G02")
def test_a_default_of_off_would_lose_it(own: tuple[EmbeddedPostgres, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    server, settings = own
    batch_id = archived(settings, *batches(1)[0])
    monkeypatch.setattr(db, "_OPTIONS", db._OPTIONS.replace("-c synchronous_commit=on", ""))
    writing_late(settings, "off")
    with connect(str(settings.dsn)) as connection:
        assert queue.claim_batch(connection, batch_id, "open")
    crash(server)
    assert one(settings, "select lease_epoch from ops.batch") == 0


def writing_late(settings: Settings, default: str) -> None:
    """The server writes what was committed when it has to, and not on the quiet, too."""
    connection = psycopg2.connect(settings.dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("alter system set wal_writer_delay = '10s'")
        cursor.execute(f"alter system set synchronous_commit = {default}")
        cursor.execute("select pg_reload_conf()")
    connection.close()
    time.sleep(0.5)  # the writer of the log may sleep for 0.2 s before it hears of it


# ---- G03: the reply to a COMMIT is lost ----------------------------------------------------------------------------------


def commits(stage: str) -> int:
    """COMMITs of a stage that goes well: each of its connections first takes its role, then does its work."""
    return 2 * {"ingest": 2, "check": 3, "publish": 1}[stage]


@pytest.mark.rel("G03")
@pytest.mark.parametrize("is_request_lost", [True, False], ids=["request lost", "reply lost"])
@pytest.mark.parametrize(("stage", "nth"), [(stage, nth + 1) for stage in STAGES for nth in range(commits(stage))])
def test_a_commit_of_which_nobody_knows_is_neither_lost_nor_doubled(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str, nth: int, is_request_lost: bool
) -> None:
    told = batches(1)
    quick_loader(monkeypatch, together(told))
    batch_id = archived(settings, *told[0])
    for earlier in itertools.takewhile(lambda name: name != stage, STAGES):
        STAGES[earlier](settings, batch_id)
    server = int(parse_dsn(str(settings.dsn))["port"])
    with cutting_proxy(server, nth=nth, is_request_lost=is_request_lost) as port:
        detour = replace(
            settings, dsn=str(settings.dsn).replace(f":{server}/", f":{port}/") + "?sslmode=disable&gssencmode=disable"
        )
        with pytest.raises(DatabaseDown):
            STAGES[stage](detour, batch_id)
        state = one(settings, "select state from ops.batch")
        is_done = state == {"ingest": "staged", "check": "checked", "publish": "published"}[stage]
        assert is_done == (nth == commits(stage) and not is_request_lost)
        expire_leases(settings)
        load_batch(detour, batch_id)
    assert differences(settings, told[0]) == []


@pytest.mark.rel("G03")
def test_without_a_ledger_row_the_lost_reply_would_double_the_rows(settings: Settings) -> None:
    """The negative control: the same cut, and a loader that only knows whether its COMMIT was answered."""
    ask(settings, "create table public.bare (url text)")
    try:
        server = int(parse_dsn(str(settings.dsn))["port"])
        with cutting_proxy(server, nth=1, is_request_lost=False) as port:
            detour = replace(
                settings, dsn=str(settings.dsn).replace(f":{server}/", f":{port}/") + "?sslmode=disable&gssencmode=disable"
            )
            with pytest.raises(psycopg2.OperationalError):
                ask(detour, "insert into public.bare values ('https://ledger.test/1')")
            ask(detour, "insert into public.bare values ('https://ledger.test/1')")
        assert one(settings, "select count(*) from public.bare") == 2
    finally:
        ask(settings, "drop table public.bare")


# ---- G04: a worker is frozen, and another takes over -----------------------------------------------------------------------


@pytest.mark.rel("G04")
@pytest.mark.parametrize("stage", ["ingest", "check"])
def test_a_worker_that_was_frozen_until_another_had_done_its_work_writes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    told = batches(1)
    frozen_until_done(settings, monkeypatch, told, stage)
    assert differences(settings, told[0]) == []
    assert one(settings, "select count(*) from ops.run_report where stage = %s", stage) == 1


@pytest.mark.rel("G04")
@pytest.mark.parametrize("stage", ["ingest", "check"])
def test_without_the_epoch_it_would_undo_what_was_done(settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    """The negative control: it may write although another worker holds the batch."""
    told = batches(1)
    monkeypatch.setattr(queue, "hold_batch", lambda *_: None)
    frozen_until_done(settings, monkeypatch, told, stage)
    assert "published batches: 0, not 1" in differences(settings, told[0])


def frozen_until_done(settings: Settings, monkeypatch: pytest.MonkeyPatch, told: list[list[Told]], stage: str) -> None:
    """A worker is frozen between its lease and its transaction; the lease runs out, another does all the work; it goes on."""
    quick_loader(monkeypatch, together(told))
    batch_id = archived(settings, *told[0])
    hold_batch = queue.hold_batch

    def freezing(connection: db.Connection, batch: queue.HeldBatch) -> None:
        stop_here()
        hold_batch(connection, batch)

    for earlier in itertools.takewhile(lambda name: name != stage, STAGES):
        STAGES[earlier](settings, batch_id)
    with monkeypatch.context() as patched:
        patched.setattr(queue, "hold_batch", freezing)
        zombie = process(STAGES[stage], settings, batch_id)
        with zombie as frozen:
            wait_until_stopped(frozen)
            patched.undo()
            load_all(settings)
            assert one(settings, "select state from ops.batch") == "published"
            go_on(frozen)


@pytest.mark.rel("G04")
@pytest.mark.rel("G11")
@pytest.mark.parametrize("stage", ["ingest", "publish"])
def test_a_worker_that_freezes_in_its_transaction_holds_up_the_others_for_a_while_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    told = batches(1)
    with frozen_in_transaction(settings, monkeypatch, told, stage, "700ms") as frozen:
        load_all(settings)
        assert differences(settings, told[0]) == []
        assert go_on(frozen) == 1, "it found its connection cut"
    assert differences(settings, told[0]) == []


@pytest.mark.rel("G04")
@pytest.mark.parametrize("stage", ["ingest", "publish"])
def test_without_that_limit_it_would_hold_them_up_for_ever(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """The negative control."""
    told = batches(1)
    with frozen_in_transaction(settings, monkeypatch, told, stage, "0") as frozen, process(load_all, settings) as other:
        other.join(2)
        assert other.is_alive()
        assert one(settings, "select state from ops.batch") != "published"
        assert go_on(frozen) == 0
        other.join(30)
    assert differences(settings, told[0]) == []


@contextmanager
def frozen_in_transaction(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, told: list[list[Told]], stage: str, limit: str
) -> Iterator[BaseProcess]:
    """A worker that is frozen after its first writes; PostgreSQL lets its transaction lie idle for `limit`."""
    quick_loader(monkeypatch, together(told))
    batch_id = archived(settings, *told[0])
    for earlier in itertools.takewhile(lambda name: name != stage, STAGES):
        STAGES[earlier](settings, batch_id)
    monkeypatch.setattr(db, "_OPTIONS", db._OPTIONS.replace("15min", limit))
    monkeypatch.setattr(load, "PUBLISHER_IDLE", limit)
    execute = load.execute

    def freezing(connection: db.Connection, name: str, parameters: Any = None) -> int:
        count = execute(connection, name, parameters)
        if name in {"stage/restart", "publish/07_revisions"}:
            stop_here()
        return count

    with monkeypatch.context() as patched:
        patched.setattr(load, "execute", freezing)
        with process(STAGES[stage], settings, batch_id) as frozen:
            wait_until_stopped(frozen)
            patched.undo()
            yield frozen


@pytest.mark.rel("G04")
def test_the_same_work_given_to_three_workers_at_once_is_done_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told = batches(6)
    quick_loader(monkeypatch, together(told))
    for batch in told:
        archived(settings, *batch)
    waiting = ingest.plan(settings)
    with ExitStack() as stack:
        workers = [stack.enter_context(process(load_each, settings, waiting)) for _ in range(3)]
        for worker in workers:
            worker.join(60)
            assert worker.exitcode == 0
    load_all(settings)  # what one of them held when another came by
    assert differences(settings, together(told)) == []


def load_each(settings: Settings, batch_ids: list[int]) -> None:
    for batch_id in batch_ids:
        load_batch(settings, batch_id)
