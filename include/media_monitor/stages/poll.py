"""poll: due feeds → entries. A load of feeds is one transaction: validators and entries commit together or not at all."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from media_monitor.collect.http import Client
from media_monitor.collect.slots import host_name
from media_monitor.collect.supervise import ParserPool
from media_monitor.errors import StageFailed
from media_monitor.extract.suppress import Suppressed
from media_monitor.extract.urls import canonicalise, host_of
from media_monitor.model import Entry, Failed, Feed, Fetched, NotAFeed, NotModified, StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import clock, now
from media_monitor.stages.crawl import Crate, open_client, spacing
from media_monitor.stages.poller import Poll, Polled, Poller, Result
from media_monitor.stages.run import PROBLEMS_KEPT, finish, released_on_error, shard_groups, warehouse_dsn
from media_monitor.stages.turns import WarehouseTurns
from media_monitor.warehouse import polls, queue, suppression
from media_monitor.warehouse.db import Connection, KeptConnection, connect

FEEDS_PER_TASK = 1_000
FEEDS_PER_LOAD = 500
"""What was polled is stored so many feeds at a time: far within their lease, however slow their hosts."""
LOAD_SECONDS = 30
"""... and this often: a host of many feeds, 5 s apart, must not keep the others waiting."""
RUN_SECONDS = 4.5 * 60
"""Under the five minutes from one run to the next, which takes up what is left."""
LEAST_WAIT = 5.0
"""Seconds between two looks at what is due."""


def plan(settings: Settings) -> list[list[int]]:
    """Groups of shards with feeds that are due before the run ends, one group per task."""
    time = clock(settings)
    with connect(warehouse_dsn(settings)) as connection:
        if not time.is_played:
            queue.settle_feeds(connection, time.until, spacing(settings))
        return shard_groups(queue.feed_shards(connection, time.later(time.until, RUN_SECONDS)), FEEDS_PER_TASK)


def run(settings: Settings, shards: Sequence[int] = range(queue.SHARDS), lasting: float = 0) -> StageReport:
    """Poll the feeds of `shards` that are due, and those that will be within `lasting` seconds, each when it is due.

    Load after load, until none is left or RUN_SECONDS are over; each load has its own report. Returns the sum. Raises
    StageFailed, after everything is stored, if more than half fail.
    """
    started_at = now()
    gc.freeze()  # Airflow and what else was imported need not be gone through again and again: a twelfth of the CPU time of a 304
    try:
        counts, problems = asyncio.run(_poll_loads(settings, shards, lasting))
    finally:
        gc.unfreeze()
    if counts["failed"] * 2 > counts["feeds"]:
        raise StageFailed(f"{counts['failed']} of {counts['feeds']} feeds failed, the first: {problems[0]}. Is the network up?")
    return StageReport("poll", started_at, now(), dict(counts), tuple(problems[:PROBLEMS_KEPT]))


async def _poll_loads(settings: Settings, shards: Sequence[int], lasting: float) -> tuple[Counter[str], list[str]]:
    counts, problems = Counter[str](feeds=0), list[str]()
    loop = asyncio.get_running_loop()
    begun = loop.time()
    with (
        ParserPool() as pool,
        WarehouseTurns(settings, spacing(settings)) as turns,
        KeptConnection(warehouse_dsn(settings)) as warehouse,
    ):
        async with open_client(settings, turns.slots) as client:
            while loop.time() < begun + RUN_SECONDS:
                report = await _poll_load(settings, warehouse, client, turns, pool, shards)
                if report is not None:
                    counts.update(report.counts)
                    problems += report.problems
                elif not await _until_next(settings, warehouse, shards, begun + lasting - loop.time()):
                    break
    return counts, problems


async def _until_next(settings: Settings, warehouse: KeptConnection, shards: Sequence[int], most: float) -> bool:
    """Sleep until a feed of `shards` is due; False, at once, where none is within `most` seconds."""
    time = clock(settings)
    with warehouse.transaction() as connection:
        next_due_at = queue.next_due(connection, shards, time.later(time.until, most))
    if next_due_at is None or time.is_played:
        return False
    await asyncio.sleep(max((next_due_at - time.until).total_seconds(), LEAST_WAIT))
    return True


async def _poll_load(
    settings: Settings, warehouse: KeptConnection, client: Client, turns: WarehouseTurns, pool: ParserPool, shards: Sequence[int]
) -> StageReport | None:
    """Poll a load of feeds and store what came of it in one transaction; None where none is due."""
    started_at, time = now(), clock(settings)
    with warehouse.transaction() as connection:
        held = queue.claim_feeds(connection, shards, time.until, FEEDS_PER_LOAD)
        turns.reserve_all(connection, [h.feed.url for h in held])
    if not held:
        return None
    polled = [Polled(h, h.feed) for h in held]

    def release(connection: Connection) -> None:
        """What was asked is not asked again before its time, though its answer is lost; played, nobody is bothered."""
        queue.release_feeds(connection, [p.held for p in polled if time.is_played or not p.is_asked])

    with released_on_error(settings, release):
        with Crate(settings.archive_url, "feeds", time.moment(min(h.due_at for h in held))) as crate:
            await Poller(client, turns.slots, time, crate, pool, LOAD_SECONDS).poll_all(polled)
        with warehouse.transaction() as connection:
            crate.enter(connection)
            counts = _store(connection, [p for p in polled if p.polls], crate.url)
            queue.release_feeds(connection, [p.held for p in polled if not p.polls])
            polls.rest_hosts(connection, {host_name(p.feed.url) for p in polled if p.sent_away_for}, time.until)
            turns.release_all(connection)
            problems = [f"{p.feed.feed_id} {p.feed.url}: {_detail(p.polls[-1].result)}" for p in polled if _has_failed(p)]
            return finish(connection, "poll", started_at, counts, problems)


def _has_failed(polled: Polled) -> bool:
    return bool(polled.polls) and isinstance(polled.polls[-1].result, Failed | NotAFeed)


def _store(connection: Connection, polled: Sequence[Polled], archive_url: str | None) -> Counter[str]:
    """Write everything that the polls of this worker found, in the caller's transaction."""
    still = polls.still_held_feeds(connection, (p.held for p in polled))
    mine, suppressed = [p for p in polled if p.feed.feed_id in still], suppression.suppressed(connection)
    counts: Counter[str] = Counter(feeds=len(mine), failed=sum(map(_has_failed, polled)))
    for turn in range(max((len(p.polls) for p in mine), default=0)):  # one, but for the played clock
        counts.update(_store_turn(connection, [p for p in mine if turn < len(p.polls)], turn, suppressed, archive_url))
    polls.write_feed_states(connection, [_state_row(p) for p in mine])
    return counts


def _store_turn(
    connection: Connection, polled: Sequence[Polled], turn: int, suppressed: Suppressed, archive_url: str | None
) -> Counter[str]:
    """Write the polls of one turn: at most one of each feed, for its later ones build on it."""
    documents = [
        polls.Document(p.feed.feed_id, p.feed.outlet_id, poll.at, [_addressed(e, suppressed) for e in poll.parsed.entries])
        for p in polled
        if (poll := p.polls[turn]).parsed
    ]
    found = polls.write_entries(connection, documents)
    rows = [_poll_row(p.feed, p.polls[turn], found.get(p.feed.feed_id, polls.EntryCounts()), archive_url) for p in polled]
    polls.write_polls(connection, rows)
    return Counter(
        polls=len(rows),
        entries=sum(row["entry_count"] for row in rows),
        new=sum(row["new_count"] for row in rows),
        changed=sum(row["changed_count"] for row in rows),
        not_modified=sum(row["outcome"] == "not_modified" for row in rows),
    )


def _poll_row(feed: Feed, poll: Poll, found: polls.EntryCounts, archive_url: str | None) -> dict[str, Any]:
    result = poll.result
    return {
        "feed_id": feed.feed_id,
        "polled_at": poll.at,
        "outcome": _outcome(poll),
        "http_status": getattr(result, "status", None),
        "byte_count": poll.byte_count,
        "entry_count": len(poll.parsed.entries) if poll.parsed else 0,
        "new_count": found.new,
        "changed_count": found.changed,
        "known_count": found.known,
        "repeated_count": found.repeated,
        "alias_count": found.aliases,
        "dropped_count": poll.parsed.dropped_count if poll.parsed else 0,
        "duration_ms": getattr(result, "duration_ms", 0),
        "detail": _detail(result),
        "archive_url": archive_url if poll.location else None,
        "archive_offset": poll.location.offset if poll.location else None,
    }


def _addressed(entry: Entry, suppressed: Suppressed) -> polls.AddressedEntry:
    canonical = canonicalise(entry.link) if entry.link else None
    entry = replace(entry, title=suppressed.headline(entry.title))
    return polls.AddressedEntry(entry, canonical, host_of(canonical) if canonical else "")


def _detail(result: Result) -> str | None:
    """What went wrong, for a person; None where nothing did."""
    return result.detail if isinstance(result, Failed | NotAFeed) else None


def _outcome(poll: Poll) -> str:
    match poll.result:
        case Fetched():
            return "changed" if poll.parsed else "same_body"
        case NotModified():
            return "not_modified"
        case Failed() | NotAFeed() as bad:
            return bad.kind


def _state_row(polled: Polled) -> dict[str, Any]:
    feed, last = polled.feed, polled.polls[-1]
    return {
        "feed_id": feed.feed_id,
        "lease_epoch": polled.held.lease_epoch,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "body_sha": feed.body_sha,
        "interval_seconds": feed.interval_seconds,
        "next_poll_at": last.plan.next_poll_at,
        "plan_reason": last.plan.reason,
        "last_polled_at": last.at,
        "last_success_at": max((p.at for p in polled.polls if not isinstance(p.result, Failed | NotAFeed)), default=None),
        "last_outcome": _outcome(last),
        "last_error": _detail(last.result),
        "newest_entry_at": feed.newest_entry_at,
        "failure_count": feed.failure_count,
        "document_seconds": feed.document_seconds,
        "fresh_seconds": feed.fresh_seconds,
        "rhythm_seconds": feed.rhythm_seconds,
        "skip_hours": feed.skip_hours,
        "skip_days": feed.skip_days,
        "unchanged_at": feed.unchanged_at,
        "whole_at": feed.whole_at,
        "distrusted_at": feed.distrusted_at,
        "throttled_until": last.plan.next_poll_at if polled.sent_away_for else None,
        **_move_row(polled),
    }


def _move_row(polled: Polled) -> dict[str, Any]:
    move = polled.feed.move
    return {
        "move_target": move and move.target,
        "move_count": move and move.poll_count,
        "move_since": move and move.since,
        "moved_at": move and move.moved_at,
        "moved_from": move and polled.held.listed_url,
    }
