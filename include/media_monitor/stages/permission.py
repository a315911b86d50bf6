"""What robots.txt of each host lets us fetch (RFC 9309), fetched once a day and shared through the warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from protego import Protego

from media_monitor.collect.http import ROBOTS, ROBOTS_TYPES, Client
from media_monitor.collect.robots import Robots
from media_monitor.extract.storable import storable_text
from media_monitor.model import Failed, Fetched
from media_monitor.warehouse import polls
from media_monitor.warehouse.db import Connection

KEPT = timedelta(hours=24)
"""RFC 9309, 2.4: a cached copy should not be used for longer."""


@dataclass(slots=True)
class Permissions:
    """robots.txt per origin (scheme and host), as known to this worker."""

    user_agent: str
    known: dict[str, Robots] = field(default_factory=dict)
    fresh: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    """What this worker fetched: when, and the rules as text ('' where a site has none)."""

    @classmethod
    def load(cls, connection: Connection, user_agent: str, now: datetime) -> Self:
        """What other workers fetched in the last 24 hours."""
        stored = polls.read_robots(connection, now - KEPT, now)
        return cls(user_agent, {origin: Robots(Protego.parse(body)) for origin, body in stored.items()})

    def store(self, connection: Connection) -> None:
        """Share what this worker fetched."""
        for origin, (fetched_at, body) in sorted(self.fresh.items()):
            polls.write_robots(connection, origin, fetched_at, body)

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
        robots = self.known[origin] = Robots.from_response(response)
        if not robots.is_unreachable:  # else the next worker asks again
            text = response.body.decode("utf-8-sig", "replace") if isinstance(response, Fetched) else ""
            self.fresh[origin] = (now, storable_text(text))
