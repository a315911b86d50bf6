"""poll: due feeds → entries. A load of feeds is one transaction: validators and entries commit together or not at all."""

from __future__ import annotations

import asyncio
import hashlib
import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from media_monitor import ids
from media_monitor.archive.warc import Location
from media_monitor.collect.http import FEED, FEED_TYPES, Client
from media_monitor.collect.schedule import Plan, plan_poll
from media_monitor.collect.supervise import ParserPool
from media_monitor.errors import StageFailed
from media_monitor.extract.suppress import Suppressed
from media_monitor.extract.urls import canonicalise, host_of
from media_monitor.model import Entry, Failed, Feed, Fetched, NotAFeed, NotModified, ParsedFeed, StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import Clock, clock, now
from media_monitor.stages.crawl import Crate, open_client
from media_monitor.stages.run import PROBLEMS_KEPT, finish, released_on_error, shard_groups, warehouse_dsn
from media_monitor.warehouse import polls, queue, suppression
from media_monitor.warehouse.db import Connection, connect

FEEDS_PER_TASK = 1_000
FEEDS_PER_LOAD = 200
"""What was polled is stored so many feeds at a time: far within their lease, however slow their hosts."""
RUN_SECONDS = 4 * 60
"""Under the five minutes from one run to the next, which takes up what is left."""
CONCURRENCY = 32
"""Feeds in flight at once; each host still gets one request at a time."""

Result = Fetched | NotModified | Failed | NotAFeed


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of one feed and what came of it."""

    at: datetime
    result: Result
    parsed: ParsedFeed | None
    plan: Plan
    location: Location | None
    body_sha: bytes | None


@dataclass(slots=True)
class Polled:
    """A held feed as its polls leave it."""

    held: queue.HeldFeed
    feed: Feed
    newest_entry_at: datetime | None
    polls: list[Poll] = field(default_factory=list)


def plan(settings: Settings) -> list[list[int]]:
    """Groups of shards with feeds due, one group per task."""
    with connect(warehouse_dsn(settings)) as connection:
        return shard_groups(queue.feed_shards(connection, clock(settings).until), FEEDS_PER_TASK)


def run(settings: Settings, shards: Sequence[int] = range(queue.SHARDS)) -> StageReport:
    """Poll the feeds of `shards` that are due, until none is left or RUN_SECONDS are over; each load has its own report.

    Returns the sum. Raises StageFailed, after everything is stored, if more than half fail.
    """
    started_at = now()
    counts, problems = asyncio.run(_poll_loads(settings, shards))
    if counts["failed"] * 2 > counts["feeds"]:
        raise StageFailed(f"{counts['failed']} of {counts['feeds']} feeds failed, the first: {problems[0]}. Is the network up?")
    return StageReport("poll", started_at, now(), dict(counts), tuple(problems[:PROBLEMS_KEPT]))


async def _poll_loads(settings: Settings, shards: Sequence[int]) -> tuple[Counter[str], list[str]]:
    counts, problems = Counter[str](feeds=0), list[str]()
    loop = asyncio.get_running_loop()
    end = loop.time() + RUN_SECONDS
    with ParserPool() as pool:
        async with open_client(settings) as client:  # one for all loads: it keeps the hosts' pace
            while loop.time() < end:
                report = await _poll_load(settings, client, pool, shards)
                if report is None:
                    break
                counts.update(report.counts)
                problems += report.problems
    return counts, problems


async def _poll_load(settings: Settings, client: Client, pool: ParserPool, shards: Sequence[int]) -> StageReport | None:
    """Poll a load of feeds and store what came of it in one transaction; None where none is due."""
    started_at, time = now(), clock(settings)
    with connect(warehouse_dsn(settings)) as connection:
        held = queue.claim_feeds(connection, shards, time.until, FEEDS_PER_LOAD)
    if not held:
        return None
    with released_on_error(settings, lambda connection: queue.release_feeds(connection, held)):
        polled = [Polled(h, h.feed, h.newest_entry_at) for h in held]
        with Crate(settings.archive_url, "feeds", time.moment(min(h.due_at for h in held))) as crate:
            await Poller(client, time, crate, pool, asyncio.Semaphore(CONCURRENCY)).poll_all(polled)
        with connect(warehouse_dsn(settings)) as connection:
            crate.enter(connection)
            counts = _store(connection, polled, crate.url)
            problems = [f"{p.feed.feed_id} {p.feed.url}: {_detail(p.polls[-1].result)}" for p in polled if _has_failed(p)]
            return finish(connection, "poll", started_at, counts, problems)


@dataclass(frozen=True, slots=True)
class Poller:
    """Polls held feeds until the horizon."""

    client: Client
    clock: Clock
    crate: Crate
    pool: ParserPool
    gate: asyncio.Semaphore

    async def poll_all(self, polled: Sequence[Polled]) -> None:
        """Poll every feed as often as it is due until the horizon, in the order of the due times."""
        due = [(self.clock.moment(p.held.due_at), index) for index, p in enumerate(polled)]
        heapq.heapify(due)
        while due and due[0][0] <= self.clock.until:
            at = due[0][0]
            turn = []
            while due and due[0][0] <= at:
                turn.append(heapq.heappop(due)[1])
            await asyncio.gather(*(self.poll(polled[index], at) for index in turn))
            for index in turn:
                next_poll_at = polled[index].polls[-1].plan.next_poll_at
                if next_poll_at is not None:
                    heapq.heappush(due, (next_poll_at, index))

    async def poll(self, polled: Polled, at: datetime) -> None:
        """One poll of one feed: ask, archive, parse, plan the next."""
        feed = polled.feed
        async with self.gate:
            result: Result = await self.client.get(
                feed.url, accept=FEED_TYPES, limits=FEED, now=at, etag=feed.etag, last_modified=feed.last_modified
            )
            location = body_sha = parsed = None
            if isinstance(result, Fetched):
                location, body_sha = self.crate.add(result), hashlib.sha256(result.body).digest()
                if body_sha != feed.body_sha:
                    reading = await self.pool.parse(result.body, result.url, result.header("content-type"), result.fetched_at)
                    parsed, result = (reading, result) if isinstance(reading, ParsedFeed) else (None, reading)
        polled.newest_entry_at = max(filter(None, (polled.newest_entry_at, _newest(parsed, at))), default=None)
        # The newsroom is polled exactly when it says: there is nobody to spread the load for.
        jitter = 0.0 if self.clock.is_played else _jitter(feed, at)
        plan = plan_poll(feed, result, parsed, at, jitter=jitter, newest_entry_at=polled.newest_entry_at)
        polled.polls.append(Poll(at, result, parsed, plan, location, body_sha))
        polled.feed = _after(feed, result, plan, at, body_sha)


def _newest(parsed: ParsedFeed | None, at: datetime) -> datetime | None:
    """Date of the newest entry that is not dated in the future."""
    dates = (e.published_at for e in parsed.entries) if parsed else ()
    return max((d for d in dates if d is not None and d <= at), default=None)


def _jitter(feed: Feed, at: datetime) -> float:
    """0 to 1, from the feed and the moment: spread over feeds, the same when a poll is played again."""
    return ids.shard_of(f"{feed.feed_id} {at.isoformat()}", 1000) / 1000


def _after(feed: Feed, result: Result, plan: Plan, at: datetime, body_sha: bytes | None) -> Feed:
    """The feed as the next poll will see it. Validators are kept only of a body that was complete and could be parsed."""
    feed = replace(feed, last_polled_at=at, interval_seconds=plan.interval_seconds)
    match result:
        case Failed() | NotAFeed():
            return replace(feed, failure_count=feed.failure_count + 1)
        case NotModified():
            etag, modified = result.header("etag") or feed.etag, result.header("last-modified") or feed.last_modified
            return replace(feed, failure_count=0, etag=etag, last_modified=modified)
        case Fetched():
            etag, modified = result.header("etag"), result.header("last-modified")
            return replace(feed, failure_count=0, etag=etag, last_modified=modified, body_sha=body_sha)


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
        "byte_count": len(result.body) if isinstance(result, Fetched) else None,
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
        "newest_entry_at": polled.newest_entry_at,
        "failure_count": feed.failure_count,
    }
