"""The network half of poll: held feeds are asked, what they send is archived and parsed, and the next poll is planned."""

from __future__ import annotations

import asyncio
import hashlib
import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from media_monitor import ids
from media_monitor.archive.warc import Location
from media_monitor.collect.http import FEED, FEED_TYPES, Client
from media_monitor.collect.memory import conditions, remembered
from media_monitor.collect.schedule import Plan, plan_poll
from media_monitor.collect.slots import Slots, host_name
from media_monitor.collect.supervise import ParserPool
from media_monitor.model import Failed, Feed, Fetched, NotAFeed, NotModified, ParsedFeed
from media_monitor.stages.clock import Clock
from media_monitor.stages.crawl import Crate
from media_monitor.warehouse.queue import HeldFeed

CONCURRENCY = 32
"""Feeds in flight at once; each host still gets one request at a time."""
SENT_AWAY = frozenset({429, 503})
SPEAK_FOR_HOST = 2
"""Feeds of one host that are sent away until it is left alone as a whole: one may be a bad route."""

Result = Fetched | NotModified | Failed | NotAFeed


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of one feed and what came of it."""

    at: datetime
    result: Result
    """Without its body, which is archived: loads of long documents would fill the memory."""
    byte_count: int | None
    """Length of that body."""
    parsed: ParsedFeed | None
    plan: Plan
    location: Location | None


@dataclass(slots=True)
class Polled:
    """A held feed as its polls leave it; without polls where its turn did not come."""

    held: HeldFeed
    feed: Feed
    is_asked: bool = False
    """A request may have been sent."""
    polls: list[Poll] = field(default_factory=list)

    @property
    def sent_away_for(self) -> int | None:
        """Seconds for which its server asked to be left alone, if that is what it did."""
        last = self.polls[-1].result if self.polls else None
        return last.retry_after_seconds if isinstance(last, Failed) and last.status in SENT_AWAY else None


class Poller:
    """Polls held feeds until the horizon, those of one host one after the other."""

    def __init__(self, client: Client, slots: Slots, clock: Clock, crate: Crate, pool: ParserPool, seconds: float) -> None:
        """After `seconds`, or when `crate` is full, no more polls begin: what is left has none. Call it in the event loop."""
        self._client, self._slots, self._clock, self._crate, self._pool = client, slots, clock, crate, pool
        self._gate = asyncio.Semaphore(CONCURRENCY)
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sent_away: defaultdict[str, int] = defaultdict(int)
        self._begun = asyncio.get_running_loop().time()
        self._seconds = seconds

    async def poll_all(self, polled: Sequence[Polled]) -> None:
        """Poll every feed as often as it is due until the horizon, in the order of the due times."""
        due = [(self._clock.moment(p.held.due_at), index) for index, p in enumerate(polled)]
        heapq.heapify(due)
        while due and due[0][0] <= self._clock.until:
            at = due[0][0]
            turn = []
            while due and due[0][0] <= at:
                turn.append(heapq.heappop(due)[1])
            await asyncio.gather(*(self._poll_in_line(polled[index], at) for index in turn))
            for index in turn:
                next_poll_at = polled[index].polls[-1].plan.next_poll_at if polled[index].polls else None
                if next_poll_at is not None:
                    heapq.heappush(due, (next_poll_at, index))

    async def _poll_in_line(self, polled: Polled, at: datetime) -> None:
        """Poll when it is the feed's turn on its host, unless the host sends everybody away or time is up."""
        host = host_name(polled.feed.url)
        async with self._lines[host]:
            if self._is_over(host):
                return
            await self._slots.ready(host)
            async with self._gate:
                if not self._is_over(host):
                    await self._poll(polled, at)
                    self._sent_away[host] += polled.sent_away_for is not None

    def _is_over(self, host: str) -> bool:
        return self._sent_away[host] >= SPEAK_FOR_HOST or self._elapsed >= self._seconds or self._crate.is_full

    @property
    def _elapsed(self) -> float:
        return asyncio.get_running_loop().time() - self._begun

    async def _poll(self, polled: Polled, at: datetime) -> None:
        """One poll of one feed: ask, archive, parse, plan the next."""
        feed = polled.feed
        etag, last_modified = conditions(feed, at)
        now = self._clock.later(at, self._elapsed)
        polled.is_asked = True
        response = await self._client.get(
            feed.url, accept=FEED_TYPES, limits=FEED, now=now, etag=etag, last_modified=last_modified
        )
        # A wait counts from the answer: counted from before the request it would be too short by the time that took.
        now = self._clock.later(at, self._elapsed)
        location = body_sha = reading = byte_count = None
        if isinstance(response, Fetched):
            byte_count = len(response.body)
            location, body_sha = self._crate.add(response), hashlib.sha256(response.body).digest()
            if body_sha != feed.body_sha:
                reading = await self._pool.parse(response.body, response.url, response.header("content-type"), now)
            response = replace(response, body=b"")
        is_whole = etag is last_modified is None
        feed = remembered(feed, response, reading, body_sha, now, is_whole=is_whole)
        result: Result = reading if isinstance(reading, NotAFeed) else response
        # The newsroom is polled exactly when it says: there is nobody to spread the load for.
        plan = plan_poll(feed, result, now, jitter=0.0 if self._clock.is_played else _jitter(feed, at))
        polled.feed = replace(feed, interval_seconds=plan.interval_seconds)
        polled.polls.append(Poll(now, result, byte_count, reading if isinstance(reading, ParsedFeed) else None, plan, location))


def _jitter(feed: Feed, at: datetime) -> float:
    """0 to 1, from the feed and the moment: spread over feeds, the same when a poll is played again."""
    return ids.shard_of(f"{feed.feed_id} {at.isoformat()}", 1000) / 1000
