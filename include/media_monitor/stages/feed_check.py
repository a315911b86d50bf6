"""feeds check: ask a feed once and say what it is, when it would be asked again, and what is wrong with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from media_monitor import ids
from media_monitor.collect.discover import feed_links
from media_monitor.collect.http import FEED, FEED_TYPES
from media_monitor.collect.memory import remembered
from media_monitor.collect.schedule import Plan, plan_poll
from media_monitor.collect.supervise import ParserPool
from media_monitor.model import Failed, Feed, Fetched, NotAFeed, NotModified, ParsedFeed
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.crawl import open_client


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say about an address."""

    is_feed: bool
    lines: tuple[tuple[str, str], ...]
    """Name and value of each finding."""


def check(settings: Settings, url: str) -> Checked:
    """Ask `url` once, without conditions, and explain the answer."""
    return asyncio.run(_check(settings, url, now()))


async def _check(settings: Settings, url: str, at: datetime) -> Checked:
    async with open_client(settings) as client:
        response = await client.get(url, accept=FEED_TYPES, limits=FEED, now=at)
    if isinstance(response, Failed | NotModified):
        detail = response.detail if isinstance(response, Failed) else "304 to a request without conditions"
        return Checked(False, (("address", url), ("problem", detail)))
    with ParserPool(max_workers=1) as pool:
        reading = await pool.parse(response.body, response.url, response.header("content-type"), at)
    about = [
        ("address", response.url),
        ("size", f"{len(response.body):,} bytes, {response.header('content-type') or 'no content type'}"),
    ]
    if isinstance(reading, NotAFeed):
        found = feed_links(response.body, response.url)
        about += [("problem", reading.detail), *(("feed here?", link) for link in found[:10])]
        return Checked(False, tuple(about))
    return Checked(True, (*about, *_feed_lines(url, response, reading, at)))


def _feed_lines(url: str, response: Fetched, parsed: ParsedFeed, at: datetime) -> list[tuple[str, str]]:
    dated = sorted(e.published_at for e in parsed.entries if e.published_at)
    feed = remembered(Feed(ids.short_id(url), url, ""), response, parsed, None, at, is_whole=True)
    plan = plan_poll(feed, response, at, 0.0)
    lines = [
        ("format", f"{parsed.version}: {parsed.title or 'no title'}"),
        (
            "entries",
            f"{len(parsed.entries)}, {len(dated)} of them dated, {sum(e.guid is not None for e in parsed.entries)} with an id",
        ),
        ("newest", f"{dated[-1]:%Y-%m-%d %H:%M}Z" if dated else "unknown"),
        ("rhythm", _rhythm(dated)),
        (
            "validators",
            ", ".join(filter(None, (response.header("etag"), response.header("last-modified"))))
            or "none: every poll costs the whole feed",
        ),
        ("next poll", f"after {_minutes(plan, at)} minutes: {plan.reason}"),
    ]
    if parsed.is_malformed:
        lines.append(("problem", "not well formed; it was read all the same"))
    if parsed.dropped_count:
        lines.append(("problem", f"{parsed.dropped_count} items could not be used"))
    return lines


def _minutes(plan: Plan, at: datetime) -> str:
    return f"{(plan.next_poll_at - at).total_seconds() / 60:.0f}" if plan.next_poll_at else "no"


def _rhythm(dated: list[datetime]) -> str:
    """How often something appears, by the dates of the entries (ascending)."""
    if len(dated) < 2:
        return "unknown"
    hours = (dated[-1] - dated[0]).total_seconds() / 3600 / (len(dated) - 1)
    return f"an entry every {hours:.1f} hours" if hours >= 1 else f"an entry every {hours * 60:.0f} minutes"
