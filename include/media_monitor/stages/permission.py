"""What robots.txt of each host lets us fetch (RFC 9309), fetched once a day and shared through the warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from media_monitor.collect.http import ROBOTS, ROBOTS_TYPES, Client
from media_monitor.collect.robots import Robots
from media_monitor.collect.slots import host_name
from media_monitor.extract.storable import storable_text
from media_monitor.model import Failed, Fetched
from media_monitor.warehouse import hosts, polls
from media_monitor.warehouse.db import Connection

KEPT = timedelta(hours=24)
"""RFC 9309, 2.4: a cached copy should not be used for longer."""
TRIED_AGAIN = timedelta(hours=1)
"""From one try to the next where it cannot be read: nothing there is fetched meanwhile."""
GIVEN_UP = timedelta(days=30)
"""RFC 9309, 2.3.1.4: what cannot be read for so long may be taken for absent. `media-monitor status` names these sites."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What this worker found at an origin's /robots.txt."""

    at: datetime
    body: str
    """'' where there is none, or none that can be read."""
    unreachable_since: datetime | None
    crawl_delay: float | None


@dataclass(slots=True)
class Permissions:
    """robots.txt per origin (scheme and host), as known to this worker."""

    user_agent: str
    known: dict[str, Robots] = field(default_factory=dict)
    unreachable_since: dict[str, datetime] = field(default_factory=dict)
    """First of the tries in a row that could not read it."""
    fresh: dict[str, _Read] = field(default_factory=dict)
    """What this worker found, to be shared."""

    @classmethod
    def load(cls, connection: Connection, user_agent: str, now: datetime) -> Self:
        """What other workers found in the last 24 hours."""
        found = cls(user_agent)
        for row in polls.read_robots(connection, now - KEPT, now):
            origin, since = row["origin"], row["unreachable_since"]
            if since is None:
                found.known[origin] = Robots.parse(row["body"])
                continue
            found.unreachable_since[origin] = since
            if now - row["fetched_at"] < TRIED_AGAIN:
                found.known[origin] = _unreadable(since, now)
        return found

    def store(self, connection: Connection) -> None:
        """Share what this worker found."""
        for origin, read in sorted(self.fresh.items()):
            polls.write_robots(connection, origin, read.at, read.body, read.unreachable_since)
        hosts.pace(connection, {host_name(origin): read.crawl_delay for origin, read in sorted(self.fresh.items())})

    async def refusal(self, client: Client, url: str, now: datetime) -> Failed | None:
        """None where `url` may be fetched, else why not."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.known:
            await self._ask(client, origin, now)
        robots = self.known[origin]
        delay = robots.crawl_delay(self.user_agent)
        if delay is not None:
            client.slow_down(parts.hostname or "", delay)
        if robots.is_unreachable:
            return Failed(
                url, "robots_unreachable", f"{origin}/robots.txt cannot be read, so nothing there is fetched (RFC 9309)", now
            )
        if not robots.allows(url, self.user_agent):
            return Failed(url, "disallowed", f"{origin}/robots.txt disallows it", now)
        return None

    async def _ask(self, client: Client, origin: str, now: datetime) -> None:
        response = await client.get(f"{origin}/robots.txt", accept=ROBOTS_TYPES, limits=ROBOTS, now=now)
        robots = Robots.from_response(response)
        if robots.is_unreachable:
            since = self.unreachable_since.setdefault(origin, now)
            self.known[origin], self.fresh[origin] = _unreadable(since, now), _Read(now, "", since, None)
            return
        text = response.body.decode("utf-8-sig", "replace") if isinstance(response, Fetched) else ""
        self.known[origin] = robots
        self.fresh[origin] = _Read(now, storable_text(text), None, robots.crawl_delay(self.user_agent))


def _unreadable(since: datetime, now: datetime) -> Robots:
    """Rules of a site whose robots.txt cannot be read since then: nothing is allowed, after GIVEN_UP everything."""
    return replace(Robots.parse(""), is_unreachable=now - since <= GIVEN_UP)
