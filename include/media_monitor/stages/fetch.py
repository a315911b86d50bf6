"""fetch: pages that are due → the archive. A page is archived before its address counts as fetched."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from media_monitor.archive.warc import Location
from media_monitor.collect.http import ARTICLE, PAGE_TYPES, Client
from media_monitor.collect.schedule import next_recheck
from media_monitor.errors import StageFailed
from media_monitor.extract.urls import host_of
from media_monitor.model import EntryOrigin, Failed, Fetched, NotModified, StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import Clock, clock, now
from media_monitor.stages.crawl import Crate, open_client, spacing
from media_monitor.stages.permission import Permissions
from media_monitor.stages.run import PROBLEMS_KEPT, finish, released_on_error, shard_groups, warehouse_dsn
from media_monitor.stages.turns import WarehouseTurns
from media_monitor.warehouse import polls, queue
from media_monitor.warehouse.db import Connection, connect

PAGES_PER_TASK = 500
HOSTS_AT_ONCE = 32
LOAD_SECONDS = 120
"""What was fetched is stored this often: a host of many pages, 5 s apart, must not keep the others waiting for ingest."""
RUN_SECONDS = 45 * 60
"""Under the task's hour; what is left is due again at the next run."""
RETRY_AFTER = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
"""Waits before a page that failed for a passing reason is tried again; after the last it stays failed."""
_PASSING = frozenset({"dns", "connect", "timeout", "truncated", "robots_unreachable", "protocol", "http_status"})
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request for a page and what came of it."""

    at: datetime
    result: Fetched | NotModified | Failed
    location: Location | None


@dataclass(slots=True)
class Visit:
    """A held page as its requests leave it."""

    held: queue.HeldPage
    etag: str | None
    last_modified: str | None
    first_fetched_at: datetime | None
    recheck_count: int
    failure_count: int
    outcome: str
    outcome_reason: str | None
    due: list[datetime]
    attempts: list[Attempt] = field(default_factory=list)
    planned: tuple[datetime, str] | None = None


def plan(settings: Settings) -> list[list[int]]:
    """Groups of shards with pages due, one group per task. A host is in one shard, so one worker keeps its pace."""
    with connect(warehouse_dsn(settings)) as connection:
        return shard_groups(queue.page_shards(connection, clock(settings).until), PAGES_PER_TASK)


def run(settings: Settings, shards: Sequence[int] = range(queue.SHARDS)) -> StageReport:
    """Fetch the pages of `shards` that are due, until none is left or RUN_SECONDS are over; each load has its own report.

    Returns the sum. Raises StageFailed if more than half of the pages fail.
    """
    started_at = now()
    counts, problems = asyncio.run(_fetch_all(settings, shards))
    if counts["failed"] * 2 > counts["pages"]:
        raise StageFailed(f"{counts['failed']} of {counts['pages']} pages failed, the first: {problems[0]}. Is the network up?")
    return StageReport("fetch", started_at, now(), dict(counts), tuple(problems[:PROBLEMS_KEPT]))


async def _fetch_all(settings: Settings, shards: Sequence[int]) -> tuple[Counter[str], list[str]]:
    counts, problems = Counter[str](), list[str]()
    loop = asyncio.get_running_loop()
    end = loop.time() + RUN_SECONDS
    with WarehouseTurns(settings, spacing(settings)) as turns:
        async with open_client(settings, turns.slots) as client:  # one for all loads: it keeps the hosts' pace
            while loop.time() < end:
                report = await _fetch_load(settings, client, turns, shards)
                if report is None:
                    break
                counts += Counter(report.counts)
                problems += report.problems
    return counts, problems


async def _fetch_load(settings: Settings, client: Client, turns: WarehouseTurns, shards: Sequence[int]) -> StageReport | None:
    """Fetch for LOAD_SECONDS at most and store what came of it in one transaction; None where nothing is due."""
    started_at, time = now(), clock(settings)
    with connect(warehouse_dsn(settings)) as connection:
        held = queue.claim_pages(connection, shards, time.until, PAGES_PER_TASK)
    if not held:
        return None
    with released_on_error(settings, lambda connection: queue.release_pages(connection, held)):
        first_due = min(due for h in held for due in h.due_at)
        with connect(warehouse_dsn(settings)) as connection:
            permissions = Permissions.load(connection, settings.user_agent, time.moment(first_due))
        visits = [_visit(h) for h in held]
        with Crate(settings.archive_url, "pages", time.moment(first_due)) as crate:
            await _visit_all(client, visits, time, crate, permissions)
        visited = [v for v in visits if v.attempts]
        with connect(warehouse_dsn(settings)) as connection:
            crate.enter(connection)
            permissions.store(connection)
            turns.release_all(connection)
            _store(connection, visits, crate.object_id)
            queue.release_pages(connection, [v.held for v in visits if not v.attempts])
            problems = [f"{v.held.url}: {v.outcome_reason}" for v in visited if v.outcome == "failed"]
            return finish(connection, "fetch", started_at, _counts(visited), problems)


def _visit(held: queue.HeldPage) -> Visit:
    return Visit(
        held,
        held.etag,
        held.last_modified,
        held.first_fetched_at,
        held.recheck_count,
        held.failure_count,
        held.outcome,
        held.outcome_reason,
        due=list(held.due_at),
    )


async def _visit_all(client: Client, visits: Sequence[Visit], time: Clock, crate: Crate, permissions: Permissions) -> None:
    """Each host's pages one after the other in the order they are due; hosts side by side.

    After LOAD_SECONDS, or when the archive object is full, no more begin.
    """
    by_host: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_host[host_of(visit.held.url)].append(visit)
    gate = asyncio.Semaphore(HOSTS_AT_ONCE)
    await asyncio.gather(*(_visit_host(client, pages, time, crate, permissions, gate) for pages in by_host.values()))


async def _visit_host(
    client: Client, visits: Sequence[Visit], time: Clock, crate: Crate, permissions: Permissions, gate: asyncio.Semaphore
) -> None:
    due = [(time.moment(visit.due[0]), index) for index, visit in enumerate(visits)]
    heapq.heapify(due)
    loop = asyncio.get_running_loop()
    end = loop.time() + LOAD_SECONDS
    async with gate:
        while due and due[0][0] <= time.until and loop.time() < end and not crate.is_full:
            at, index = heapq.heappop(due)
            visit = visits[index]
            await _request(client, visit, at, crate, permissions)
            visit.due = [later for later in visit.due if later > at]
            upcoming = min(filter(None, (visit.planned and visit.planned[0], *visit.due)), default=None)
            if upcoming is not None and upcoming <= time.until:
                heapq.heappush(due, (upcoming, index))


async def _request(client: Client, visit: Visit, at: datetime, crate: Crate, permissions: Permissions) -> None:
    """One request for the page, unless robots.txt forbids it."""
    url = visit.held.url
    result: Fetched | NotModified | Failed | None = await permissions.refusal(client, url, at)
    if result is None:
        result = await client.get(
            url, accept=PAGE_TYPES, limits=ARTICLE, now=at, etag=visit.etag, last_modified=visit.last_modified
        )
    location = crate.add(result, _origin(visit.held)) if isinstance(result, Fetched) else None
    visit.attempts.append(Attempt(at, result, location))
    if isinstance(result, Failed):
        _after_failure(visit, result, at)
    else:
        _after_success(visit, result, at)


def _origin(held: queue.HeldPage) -> EntryOrigin:
    return EntryOrigin(held.feed_id, held.outlet_id, held.guid, held.title, held.published_at)


def _after_success(visit: Visit, result: Fetched | NotModified, at: datetime) -> None:
    if isinstance(result, Fetched):
        visit.etag, visit.last_modified = result.header("etag"), result.header("last-modified")
    visit.failure_count = 0
    if visit.first_fetched_at is None:
        visit.first_fetched_at = at
    else:
        visit.recheck_count += 1
    again = next_recheck(visit.first_fetched_at, visit.recheck_count)
    while again is not None and again <= at:
        visit.recheck_count += 1
        again = next_recheck(visit.first_fetched_at, visit.recheck_count)
    # a body that changed is about what publishing will find in it
    is_off_topic = visit.held.is_in_topic is False and isinstance(result, NotModified)
    visit.planned = (again, "recheck") if again and not is_off_topic else None
    if visit.outcome == "failed":
        visit.outcome, visit.outcome_reason = "pending", None


def _after_failure(visit: Visit, result: Failed, at: datetime) -> None:
    """Plan another try for passing failures; name the outcome. What was published once stays so."""
    visit.planned = None
    kind: str = result.kind if result.status is None else f"http_{result.status}"
    if result.status in _GONE:
        outcome, reason = "gone", kind
    elif result.kind == "disallowed":
        outcome, reason = "disallowed", "robots.txt"
    else:
        outcome, reason = "failed", kind
        if result.kind in _PASSING and visit.failure_count < len(RETRY_AFTER):
            wait = max(RETRY_AFTER[visit.failure_count], timedelta(seconds=result.retry_after_seconds or 0))
            visit.planned = (at + wait, "retry")
        visit.failure_count += 1
    if visit.outcome != "published":
        visit.outcome, visit.outcome_reason = outcome, reason


def _store(connection: Connection, visits: Sequence[Visit], object_id: int | None) -> None:
    """Write what came of the visits. All pages are locked first and in order: publishing changes pages, too."""
    mine = polls.still_held_pages(connection, (v.held for v in visits))
    for visit in sorted(visits, key=lambda v: v.held.page_id):
        if visit.attempts and visit.held.page_id in mine:
            for attempt in visit.attempts:
                polls.write_fetch(connection, _fetch_row(visit, attempt, object_id))
            polls.write_page_state(connection, _page_row(visit), visit.attempts[-1].at, visit.planned)


def _fetch_row(visit: Visit, attempt: Attempt, object_id: int | None) -> dict[str, Any]:
    result = attempt.result
    return {
        "page_id": visit.held.page_id,
        "fetched_at": attempt.at,
        "outcome": "fetched"
        if isinstance(result, Fetched)
        else "not_modified"
        if isinstance(result, NotModified)
        else result.kind,
        "http_status": getattr(result, "status", None),
        "byte_count": len(result.body) if isinstance(result, Fetched) else None,
        "duration_ms": result.duration_ms,
        "detail": getattr(result, "detail", None),
        "object_id": object_id if attempt.location else None,
        "record_offset": attempt.location.offset if attempt.location else None,
    }


def _page_row(visit: Visit) -> dict[str, Any]:
    succeeded = [a.at for a in visit.attempts if not isinstance(a.result, Failed)]
    return {
        "page_id": visit.held.page_id,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
        "first_fetched_at": visit.first_fetched_at,
        "last_fetched_at": max(succeeded, default=None),
        "recheck_count": visit.recheck_count,
        "failure_count": visit.failure_count,
        "outcome": visit.outcome,
        "outcome_reason": visit.outcome_reason,
    }


def _counts(visits: Sequence[Visit]) -> Counter[str]:
    counts = Counter(pages=len(visits), requests=sum(len(v.attempts) for v in visits))
    for visit in visits:
        last = visit.attempts[-1].result
        counts["archived"] += sum(a.location is not None for a in visit.attempts)
        counts["not_modified"] += sum(isinstance(a.result, NotModified) for a in visit.attempts)
        counts[visit.outcome] += isinstance(last, Failed)
    return counts
