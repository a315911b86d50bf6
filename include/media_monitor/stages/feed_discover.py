"""feeds discover: from a site's address to its feeds, each of them tried."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from media_monitor.collect.discover import announced_feeds, common_places, robots_sitemaps
from media_monitor.collect.http import FEED, FEED_TYPES, Client
from media_monitor.collect.sitemap import children
from media_monitor.collect.supervise import ParserPool
from media_monitor.errors import SettingsError
from media_monitor.model import Failed, Fetched, ParsedFeed
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.crawl import open_client
from media_monitor.stages.permission import Permissions

MOST_TRIED = 20
"""Requests for one site: at 5 seconds each, a person waits less than two minutes."""
CHILDREN_TRIED = 3
"""Sitemaps of an index that are tried, those changed last: the news is among them."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed of a site."""

    url: str
    format: str
    title: str | None
    entry_count: int
    newest_at: datetime | None


@dataclass(slots=True)
class _Search:
    """One look round a site: no address is asked twice, none that robots.txt forbids, and no more than MOST_TRIED."""

    client: Client
    pool: ParserPool
    permissions: Permissions
    at: datetime
    tried: set[str]
    found: dict[str, FoundFeed]

    async def try_all(self, urls: Iterable[str]) -> None:
        for url in urls:
            await self._try(url, CHILDREN_TRIED)

    async def _try(self, url: str, children_tried: int) -> None:
        if url in self.tried or len(self.tried) >= MOST_TRIED:
            return
        self.tried.add(url)
        if await self.permissions.refusal(self.client, url, self.at):
            return
        response = await self.client.get(url, accept=FEED_TYPES, limits=FEED, now=self.at)
        if isinstance(response, Fetched):
            await self.read(response, children_tried)

    async def read(self, response: Fetched, children_tried: int = CHILDREN_TRIED) -> None:
        """Keep what came if it is a feed; of a sitemap index, try its newest."""
        reading = await self.pool.parse(response.body, response.url, response.header("content-type"), self.at)
        if isinstance(reading, ParsedFeed):
            newest = max((e.published_at for e in reading.entries if e.published_at), default=None)
            self.found[response.url] = FoundFeed(response.url, reading.version, reading.title, len(reading.entries), newest)
            return
        for child in children(response.body)[:children_tried]:
            await self._try(child, 0)


def discover(settings: Settings, url: str) -> list[FoundFeed]:
    """The feeds of the site at `url`: the address itself, what its page announces, robots.txt's sitemaps, and common places.

    Common places are tried only where nothing was announced. Raises SettingsError where the address itself cannot be fetched.
    """
    return asyncio.run(_discover(settings, url, now()))


async def _discover(settings: Settings, url: str, at: datetime) -> list[FoundFeed]:
    async with open_client(settings) as client:
        permissions = Permissions(settings.user_agent)
        if refusal := await permissions.refusal(client, url, at):
            raise SettingsError(f"{url}: {refusal.detail}; ask the publisher for the feed's address")
        page = await client.get(url, accept=FEED_TYPES, limits=FEED, now=at)
        if not isinstance(page, Fetched):
            raise SettingsError(f"{url}: {page.detail if isinstance(page, Failed) else '304 to a request without conditions'}")
        with ParserPool(max_workers=1) as pool:
            search = _Search(client, pool, permissions, at, {url, page.url}, {})
            await search.read(page)
            await search.try_all(announced_feeds(page.body, page.url))
            await search.try_all(link for read in tuple(permissions.fresh.values()) for link in robots_sitemaps(read.body))
            if not search.found:
                await search.try_all(common_places(page.url))
    return list(search.found.values())
