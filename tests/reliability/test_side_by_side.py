"""Writers that meet: a page twice in a batch, batches that overlap, live pages and archived coverage, no connection left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from psycopg2 import errors

from media_monitor.errors import DatabaseDown, WarehouseError
from media_monitor.local.postgres import Server
from media_monitor.settings import Settings
from media_monitor.stages import publish
from media_monitor.warehouse import db, load, poison, polls, queue
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, HOUR, Told, ask, checked, one, open_batch, published, stage, staged_rows

Replaced = tuple[str, str, str]
"""A statement, and words of it that give way to others."""


def rewrite(monkeypatch: pytest.MonkeyPatch, *replaced: Replaced) -> None:
    """Run these statements otherwise than they stand: a guard is taken out."""
    statement = db.statement

    def rewritten(name: str) -> str:
        text = statement(name)
        for of, words, others in replaced:
            assert of != name or words in text, f"{words!r} is not in {name}"
            text = text.replace(words, others) if of == name else text
        return text

    monkeypatch.setattr(db, "statement", rewritten)


# ---- G06: twice in one batch -----------------------------------------------------------------------------------------------

TWICE = (
    Told(guid="1"),
    Told(guid="1"),
    Told(guid="1", at=AT + HOUR),
    Told(url="https://ledger.test/amp/bridge", canonical=Told().url),
)


@pytest.mark.rel("G06")
def test_a_page_that_is_in_a_batch_twice_is_one_article_with_one_state(settings: Settings) -> None:
    assert published(settings, *TWICE) == {"published": 1, "unchanged": 3}
    assert one(settings, "select count(*) from core.article") == one(settings, "select count(*) from core.revision") == 1
    assert one(settings, "select count(*) from core.claim") == 1
    assert one(settings, "select count(*) from core.article_key") == 3


@pytest.mark.rel("G06")
@pytest.mark.parametrize(
    ("replaced", "what"),
    [
        (("publish/05_decide", "lag(content_sha) over by_time <> content_sha", "true"), "select count(*) > 1 from core.revision"),
        (
            ("publish/identify", "group_page = i.group_page", "group_page = i.record_offset"),
            "select count(*) > 1 from core.article",
        ),
    ],
    ids=["states", "identity"],
)
def test_without_a_look_at_the_others_of_the_batch_it_would_be_more(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, replaced: Replaced, what: str
) -> None:
    """The negative control."""
    rewrite(monkeypatch, replaced)
    published(settings, *TWICE)
    assert one(settings, what)


@pytest.mark.rel("G06")
def test_an_upsert_without_distinct_keys_would_be_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control for the error that in-batch duplicates are known for."""
    monkeypatch.setattr(poison, "refusal", lambda _: None)
    rewrite(
        monkeypatch,
        ("publish/04_keys", "select distinct on (key_sha)", "select"),
        ("publish/04_keys", "do nothing", "do update set kind = excluded.kind"),
    )
    with pytest.raises(WarehouseError, match="cannot affect row a second time"):
        published(settings, *TWICE)


# ---- G07: writers that overlap ---------------------------------------------------------------------------------------------

WRITERS = 4
MORE_BATCHES = """
with object as (
    insert into ops.archive_object (url, purpose, created_at, record_count, page_count, byte_count)
    select 'memory://' || turn, 'pages', now(), 0, 0, 0 from generate_series(2, %s) as turn
    returning object_id
),
batch as (
    insert into ops.batch (object_id, purpose, state, record_count, created_at)
    select object_id, 'live', 'checked', %s, now() from object
    returning batch_id
)
insert into stage.article select (jsonb_populate_record(s, jsonb_build_object(
    'batch_id', b.batch_id, 'record_offset', (s.record_offset * 7 + b.batch_id) %% 1009
))).* from batch as b cross join stage.article as s
"""


def overlapping(settings: Settings, count: int, keys: int) -> list[int]:
    """Checked batches of which every one names the same articles by the same names, in an order of its own."""
    staged = load.StagedRows()
    told = tuple(Told(url=f"https://ledger.test/{n}", guid=str(n), title=f"Story {n}") for n in range(keys))
    for row in staged_rows(told).rows["article"]:
        staged.add("article", row)
    stage(settings, open_batch(settings), staged)
    ask(settings, MORE_BATCHES, count, keys)
    return [batch_id for (batch_id,) in ask(settings, "select batch_id from ops.batch where state = 'checked' order by 1")]


def write_side_by_side(settings: Settings, batch_ids: list[int]) -> list[WarehouseError]:
    """Publish with WRITERS at once; what was refused."""
    refused: list[WarehouseError] = []
    waiting = iter(batch_ids)

    def work() -> None:
        for batch_id in waiting:
            try:
                publish.run(settings, batch_id)
            except WarehouseError as error:
                refused.append(error)

    writers = [threading.Thread(target=work) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return refused


@pytest.mark.rel("G07")
def test_four_writers_with_the_same_keys_never_deadlock_in_a_thousand_batches(settings: Settings) -> None:
    assert write_side_by_side(settings, overlapping(settings, 1_000, keys=4)) == []
    assert ask(settings, "select state, count(*) from ops.batch group by 1") == [("published", 1_000)]
    assert one(settings, "select count(*) from core.article") == 4
    assert one(settings, "select count(*) from ops.outcome") == 4_000


SLOW_KEYS = """
create function core.wait() returns trigger language plpgsql as 'begin perform pg_sleep(0.001); return new; end';
create trigger slow before insert on core.article_key for each row execute function core.wait()
"""


@pytest.fixture
def slow_keys(settings: Settings) -> Iterator[None]:
    """Each key takes a millisecond to write: time enough to be met by another writer."""
    ask(settings, SLOW_KEYS)
    yield
    ask(settings, "drop trigger slow on core.article_key; drop function core.wait()")


@pytest.mark.rel("G07")
@pytest.mark.usefixtures("slow_keys")
@pytest.mark.parametrize("is_guarded", [True, False], ids=["guarded", "without lock and order"])
def test_without_lock_and_order_they_deadlock_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, is_guarded: bool
) -> None:
    """The negative control, and its own: four batches are enough."""
    published(settings, Told(url="https://ledger.test/first"))  # the outlet is there: nobody waits for who makes it
    batch_ids = overlapping(settings, WRITERS, keys=30)
    if not is_guarded:
        rewrite(
            monkeypatch,
            ("publish/04_keys", "select distinct on (key_sha)", "select"),
            ("publish/04_keys", "order by key_sha, fetched_at", "order by random()"),
        )
        monkeypatch.setattr(db, "_OPTIONS", db._OPTIONS + " -c deadlock_timeout=20ms")
        without_lock(monkeypatch, threading.Barrier(WRITERS))
    refused = write_side_by_side(settings, batch_ids)
    assert {type(error.__cause__) for error in refused} == (set() if is_guarded else {errors.DeadlockDetected})


def without_lock(monkeypatch: pytest.MonkeyPatch, meeting: threading.Barrier) -> None:
    """Publishers do not wait for each other: they all look for their articles before any of them makes one."""
    identify = load.identify_pages

    def at_once(connection: db.Connection) -> None:
        identify(connection)
        meeting.wait(10)

    monkeypatch.setattr(load, "lock_publishers", lambda _: None)
    monkeypatch.setattr(load, "identify_pages", at_once)


FETCHED = """
with page as (
    insert into ops.page (url, url_sha, shard, discovered_at) select url, url_sha, 0, fetched_at from stage.article
    order by record_offset returning page_id, url
)
insert into ops.page_fetch (page_id, fetched_at, outcome, object_id, record_offset)
select p.page_id, s.fetched_at, 'fetched', b.object_id, s.record_offset
from page as p join stage.article as s on p.url = s.url join ops.batch as b on s.batch_id = b.batch_id
"""
"""The pages of the staged batch, as a worker has fetched them."""


def publish_amid_a_fetch(settings: Settings, are_all_locked: bool) -> set[object]:
    """A worker has fetched pages again, stores what came of the last, and lets go of the others; meanwhile they are published.

    Gives what either of them was refused for.
    """
    batch_id = checked(settings, *(Told(url=f"https://ledger.test/{n}") for n in range(9)))
    ask(settings, FETCHED)
    page_ids = [page_id for (page_id,) in ask(settings, "select page_id from ops.page order by 1")]
    held = [queue.HeldPage(n, "", None, None, None, None, None, None, 0, 0, None, None, "", None, None, 0, ()) for n in page_ids]
    refused: list[WarehouseError] = []
    publisher = threading.Thread(target=lambda: refused.extend(write_side_by_side(settings, [batch_id])))
    try:
        with connect(str(settings.dsn)) as connection:
            polls.still_held_pages(connection, held if are_all_locked else held[-1:])
            publisher.start()
            publisher.join(0.5)
            assert publisher.is_alive(), "it waits for the pages"
            queue.release_pages(connection, held)
    except WarehouseError as error:
        refused.append(error)
    publisher.join()
    return {type(error.__cause__) for error in refused}


@pytest.mark.rel("G07")
def test_a_publisher_and_a_worker_that_fetches_the_same_pages_take_them_in_one_order(settings: Settings) -> None:
    assert publish_amid_a_fetch(settings, are_all_locked=True) == set()
    assert one(settings, "select count(*) from ops.page where outcome = 'published'") == 9


@pytest.mark.rel("G07")
def test_if_the_worker_locked_pages_one_after_the_other_they_would_deadlock(settings: Settings) -> None:
    """The negative control."""
    assert publish_amid_a_fetch(settings, are_all_locked=False) == {errors.DeadlockDetected}


# ---- G12: live pages and archived coverage -----------------------------------------------------------------------------------


def publish_at_once(settings: Settings, batch_ids: list[int]) -> None:
    """Publish each in a thread of its own."""
    barrier = threading.Barrier(len(batch_ids))

    def work(batch_id: int) -> None:
        barrier.wait()
        publish.run(settings, batch_id)

    threads = [threading.Thread(target=work, args=(batch_id,)) for batch_id in batch_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def live_and_archived(settings: Settings) -> list[int]:
    """One address, fetched live and found in coverage that was archived the day before."""
    live = checked(settings, Told(at=AT + DAY))
    archived = stage(settings, open_batch(settings, purpose="backfill"), staged_rows((Told(),)))
    return [live, archived]


@pytest.mark.rel("G12")
@pytest.mark.parametrize("turn", range(5))
def test_live_and_archived_coverage_of_one_address_are_one_article_since_its_earliest_sight(
    settings: Settings, turn: int
) -> None:
    batch_ids = live_and_archived(settings)
    publish_at_once(settings, batch_ids if turn % 2 else batch_ids[::-1])
    assert ask(settings, "select canonical_url, first_seen_at from core.article") == [(Told().url, AT)]
    assert ask(settings, "select seen_at from core.revision") == [(AT,)]
    provenance = "select b.purpose, o.article_id from ops.outcome as o join ops.batch as b using (batch_id) order by 1"
    article_id = one(settings, "select article_id from core.article")
    assert ask(settings, provenance) == [("backfill", article_id), ("live", article_id)]
    assert ask(settings, "select outcome from ops.outcome order by 1") == [("published",), ("unchanged",)]


@pytest.mark.rel("G12")
def test_without_the_lock_of_the_publishers_it_would_be_two(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both look for the article before either has made it."""
    published(settings, Told(url="https://ledger.test/first"))  # the outlet is there: nobody waits for who makes it
    without_lock(monkeypatch, threading.Barrier(2))
    publish_at_once(settings, live_and_archived(settings))
    assert one(settings, "select count(*) from core.article where canonical_url = %s", Told().url) == 2


# ---- G11: no connection is left ------------------------------------------------------------------------------------------------


@contextmanager
def crowded(postgres: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Callable[[], None]]]:
    """The DSN of a role whose only connection is taken, and how to let go of it."""
    ask(settings, "drop role if exists crowded")
    ask(settings, f"create role crowded login password '{postgres.password}' connection limit 1")
    dsn = str(settings.dsn).replace("//media_monitor:", "//crowded:")
    taken = psycopg2.connect(dsn)
    try:
        yield dsn, taken.close
    finally:
        taken.close()
        ask(settings, "drop role crowded")


@pytest.mark.rel("G11")
def test_where_no_connection_is_left_it_waits_for_a_while_and_says_what_to_do(
    postgres: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "FIRST_WAIT", 0.02)
    with crowded(postgres, settings, monkeypatch) as (dsn, _):
        began = time.monotonic()
        with pytest.raises(DatabaseDown, match="All connections are taken: run fewer tasks at once") as down, connect(dsn):
            pytest.fail("let in")
        assert 0.02 * 31 <= time.monotonic() - began < 10
        assert postgres.password not in str(down.value)
        assert "\n" not in str(down.value)


@pytest.mark.rel("G11")
def test_a_connection_that_becomes_free_is_taken(postgres: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "FIRST_WAIT", 0.1)
    with crowded(postgres, settings, monkeypatch) as (dsn, let_go):
        threading.Timer(0.3, let_go).start()
        with connect(dsn):
            pass
