"""Leases: a feed, page or batch is one worker's, and a worker that lost it writes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from media_monitor.errors import LeaseLost
from media_monitor.model import Entry
from media_monitor.settings import Settings
from media_monitor.stages import check, publish
from media_monitor.warehouse import load, polls, queue, reference
from media_monitor.warehouse.db import Connection, connect
from warehouse_fixtures import AT, DAY, HOUR, Told, archive_object, ask, checked, one, open_batch, staged_rows

SHARDS = range(queue.SHARDS)
FEEDS = 12
EXPIRE = "update {} set leased_until = now() - interval '1 second'"


@pytest.fixture
def feeds(settings: Settings) -> Settings:
    """A warehouse with FEEDS feeds that are due at AT and one page each."""
    with connect(str(settings.dsn)) as connection:
        reference.merge(connection, "outlet", [("ledger", "The Ledger", None, "ledger.test", None, "en", 500, True, None)])
        rows = [
            (f"feed-{n}", "ledger", f"https://ledger.test/{n}.xml", bytes([n]) * 32, n, "en", None, None) for n in range(FEEDS)
        ]
        reference.merge(connection, "feed", rows)
        reference.start_feeds(connection, AT)
        entries = [Entry(f"https://ledger.test/page-{n}", None, f"Page {n}", AT) for n in range(FEEDS)]
        addressed = [polls.AddressedEntry(entry, entry.link, "ledger.test") for entry in entries]
        polls.write_entries(connection, [polls.Document(f"feed-{n}", "ledger", AT, [item]) for n, item in enumerate(addressed)])
    return settings


def claim_feeds(connection: Connection, most: int) -> list[str]:
    return [held.feed.feed_id for held in queue.claim_feeds(connection, SHARDS, AT, most)]


def claim_pages(connection: Connection, most: int) -> list[int]:
    return [held.page_id for held in queue.claim_pages(connection, SHARDS, AT, most)]


claims = pytest.mark.parametrize("claim", [claim_feeds, claim_pages], ids=["feeds", "pages"])
Claim = Callable[[Connection, int], list[object]]


@claims
def test_two_workers_at_once_never_get_the_same(feeds: Settings, claim: Claim) -> None:
    with connect(str(feeds.dsn)) as first, connect(str(feeds.dsn)) as second:
        mine, yours = claim(first, 5), claim(second, FEEDS)
    assert len(mine) == 5
    assert len(yours) == FEEDS - 5
    assert not set(mine) & set(yours)


@claims
def test_many_workers_share_the_work_out(feeds: Settings, claim: Claim) -> None:
    found: list[object] = []

    def work() -> None:
        while True:
            with connect(str(feeds.dsn)) as connection:
                got = claim(connection, 2)
            if not got:
                return
            found.extend(got)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == len(set(found)) == FEEDS


@claims
def test_what_is_leased_is_nobodys_until_the_lease_runs_out(feeds: Settings, claim: Claim) -> None:
    table = "ops.feed_state" if claim is claim_feeds else "ops.page"
    with connect(str(feeds.dsn)) as connection:
        mine = claim(connection, FEEDS)
    with connect(str(feeds.dsn)) as connection:
        assert claim(connection, FEEDS) == []
    ask(feeds, EXPIRE.format(table))
    with connect(str(feeds.dsn)) as connection:
        assert sorted(claim(connection, FEEDS), key=str) == sorted(mine, key=str)


@claims
def test_only_what_is_due_in_the_shards_asked_for_is_claimed(feeds: Settings, claim: Claim) -> None:
    with connect(str(feeds.dsn)) as connection:
        assert queue.claim_feeds(connection, [3], AT - HOUR, FEEDS) == []
        assert queue.claim_pages(connection, SHARDS, AT - HOUR, FEEDS) == []
        assert [held.feed.feed_id for held in queue.claim_feeds(connection, [3, 60], AT, FEEDS)] == ["feed-3"]
        assert queue.feed_shards(connection, AT) == {n: 1 for n in range(FEEDS) if n != 3}


def test_a_late_worker_writes_no_feed_and_no_page(feeds: Settings) -> None:
    with connect(str(feeds.dsn)) as connection:
        late_feeds = queue.claim_feeds(connection, SHARDS, AT, FEEDS)
        late_pages = queue.claim_pages(connection, SHARDS, AT, FEEDS)
        assert len(polls.still_held_feeds(connection, late_feeds)) == FEEDS
        assert len(polls.still_held_pages(connection, late_pages)) == FEEDS
    ask(feeds, EXPIRE.format("ops.feed_state"))
    ask(feeds, EXPIRE.format("ops.page"))
    with connect(str(feeds.dsn)) as connection:
        taken = {held.feed.feed_id for held in queue.claim_feeds(connection, SHARDS, AT, 4)}
        gone = {held.page_id for held in queue.claim_pages(connection, SHARDS, AT, 4)}
    with connect(str(feeds.dsn)) as connection:
        assert polls.still_held_feeds(connection, late_feeds) == {held.feed.feed_id for held in late_feeds} - taken
        assert polls.still_held_pages(connection, late_pages) == {held.page_id for held in late_pages} - gone


# ---- batches ---------------------------------------------------------------------------------------------------------


def claim_batch(settings: Settings, batch_id: int, *states: str) -> queue.HeldBatch | None:
    with connect(str(settings.dsn)) as connection:
        return queue.claim_batch(connection, batch_id, *states)


def test_a_batch_is_one_workers(settings: Settings) -> None:
    batch_id = open_batch(settings)
    assert claim_batch(settings, batch_id, "staged") is None
    assert claim_batch(settings, batch_id, "open") is not None
    assert claim_batch(settings, batch_id, "open") is None
    with connect(str(settings.dsn)) as connection:
        assert queue.pending_batches(connection, "live") == []
    ask(settings, EXPIRE.format("ops.batch"))
    with connect(str(settings.dsn)) as connection:
        assert queue.pending_batches(connection, "live") == [batch_id]
    assert claim_batch(settings, batch_id, "open") is not None


def test_the_old_epoch_of_a_batch_writes_nothing(settings: Settings) -> None:
    batch_id = open_batch(settings)
    late = claim_batch(settings, batch_id, "open")
    ask(settings, EXPIRE.format("ops.batch"))
    now = claim_batch(settings, batch_id, "open")
    assert late is not None
    assert now is not None
    assert now.lease_epoch == late.lease_epoch + 1

    def ingest(batch: queue.HeldBatch) -> None:
        with connect(str(settings.dsn)) as connection:
            load.write_stage(connection, batch, staged_rows((Told(),)), AT)
            queue.hold_batch(connection, batch)
            queue.advance_batch(connection, batch, "staged")

    with pytest.raises(LeaseLost, match=f"batch {batch_id}: another worker holds it now; nothing was written"):
        ingest(late)
    assert one(settings, "select count(*) from stage.article") == 0
    assert one(settings, "select state from ops.batch") == "open"
    ingest(now)  # the control
    assert one(settings, "select count(*) from stage.article") == 1
    assert one(settings, "select state from ops.batch") == "staged"


def test_the_old_epoch_publishes_nothing(settings: Settings) -> None:
    batch_id = checked(settings, Told())
    late = claim_batch(settings, batch_id, "checked")
    ask(settings, EXPIRE.format("ops.batch"))
    now = claim_batch(settings, batch_id, "checked")

    def put(batch: queue.HeldBatch | None) -> dict[str, int]:
        assert batch is not None
        with connect(str(settings.dsn)) as connection:
            return load.publish(connection, batch, AT)[0]

    with pytest.raises(LeaseLost):
        put(late)
    assert one(settings, "select count(*) from core.article") == 0
    assert put(now) == {"published": 1}  # the control


def test_a_stage_leaves_a_batch_that_another_worker_holds_alone(settings: Settings) -> None:
    batch_id = checked(settings, Told())
    claim_batch(settings, batch_id, "checked")
    assert publish.run(settings, batch_id) is None
    assert check.run(settings, batch_id) is None
    assert one(settings, "select count(*) from core.article") == 0
    assert one(settings, "select count(*) from ops.run_report") == 0


def test_every_archive_object_gets_one_live_batch_and_one_per_day_of_coverage(settings: Settings) -> None:
    archive_object(settings)
    archive_object(settings, "feeds")
    archive_object(settings, "collection", {AT.date(): 3, (AT + DAY).date(): 1})
    for _ in range(2):
        with connect(str(settings.dsn)) as connection:
            queue.open_live_batches(connection, AT)
            queue.open_backfill_batches(connection, AT.date(), AT)
            queue.open_backfill_batches(connection, (AT + timedelta(days=9)).date(), AT)
    assert ask(settings, "select purpose, covers_on, count(*) from ops.batch group by 1, 2 order by 1") == [
        ("backfill", AT.date(), 1),
        ("live", None, 1),
    ]
