"""feeds check: ask a feed twice and say what it is, when it would be asked again, and what is wrong with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from media_monitor import ids
from media_monitor.collect.diagnose import problems
from media_monitor.collect.discover import announced_feeds
from media_monitor.collect.headers import freshness
from media_monitor.collect.http import FEED, FEED_TYPES
from media_monitor.collect.memory import remembered
from media_monitor.collect.schedule import Plan, plan_poll
from media_monitor.collect.supervise import ParserPool
from media_monitor.model import Failed, Feed, Fetched, NotAFeed, NotModified, ParsedFeed
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.crawl import open_client

ANNOUNCED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say about an address."""

    is_feed: bool
    lines: tuple[tuple[str, str], ...]
    """Name and value of each finding."""


def check(settings: Settings, url: str) -> Checked:
    """Ask `url`, and if it is a feed once more with its validators, and explain the answers."""
    return asyncio.run(_check(settings, url, now()))


async def _check(settings: Settings, url: str, at: datetime) -> Checked:
    async with open_client(settings) as client:
        with ParserPool(max_workers=1) as pool:
            first = await client.get(url, accept=FEED_TYPES, limits=FEED, now=at)
            if isinstance(first, Failed | NotModified):
                detail = first.detail if isinstance(first, Failed) else "304 to a request without conditions"
                return Checked(False, (("address", url), ("problem", detail)))
            parsed = await pool.parse(first.body, first.url, first.header("content-type"), at)
            if isinstance(parsed, NotAFeed):
                return Checked(False, (*_address_lines(first), *_other_lines(first, parsed)))
            again = await client.get(
                first.url, accept=FEED_TYPES, limits=FEED, now=at,
                etag=first.header("etag"), last_modified=first.header("last-modified"),
            )  # fmt: skip
            reread = None
            if isinstance(again, Fetched) and again.body != first.body:
                reading = await pool.parse(again.body, again.url, again.header("content-type"), at)
                reread = reading if isinstance(reading, ParsedFeed) else None
    found = problems(url, first, parsed, None if isinstance(again, Failed) else again, reread, at)
    told = [line for problem in found for line in (("problem", problem.what), ("", f"→ {problem.advice}"))]
    return Checked(True, (*_address_lines(first), *_feed_lines(url, first, parsed, again, at), *told))


def _address_lines(response: Fetched) -> list[tuple[str, str]]:
    kind = response.header("content-type") or "no content type"
    return [("address", response.url), ("size", f"{len(response.body):,} bytes, {kind}")]


def _other_lines(response: Fetched, reading: NotAFeed) -> list[tuple[str, str]]:
    """What a document is that is no feed, and which feeds it announces."""
    announced = announced_feeds(response.body, response.url)
    lines = [("problem", reading.detail), *(("feed here?", link) for link in announced[:ANNOUNCED_SHOWN])]
    return lines if announced else [*lines, ("", f"→ media-monitor feeds discover {response.url}")]


def _feed_lines(
    url: str, response: Fetched, parsed: ParsedFeed, again: Fetched | NotModified | Failed, at: datetime
) -> list[tuple[str, str]]:
    dated = sorted(e.published_at for e in parsed.entries if e.published_at)
    feed = remembered(Feed(ids.short_id(url), url, ""), response, parsed, None, at, is_whole=True)
    if isinstance(again, NotModified) or (isinstance(again, Fetched) and again.body == response.body):
        feed = remembered(feed, again, None, None, at, is_whole=False)
    plan = plan_poll(feed, response, at, 0.0)
    ids_given = sum(e.guid is not None for e in parsed.entries)
    validators = ", ".join(filter(None, (response.header("etag"), response.header("last-modified")))) or "none"
    return [
        ("format", f"{parsed.version}: {parsed.title or 'no title'}"),
        ("entries", f"{len(parsed.entries)}, {len(dated)} of them dated, {ids_given} with an id"),
        ("newest", f"{dated[-1]:%Y-%m-%d %H:%M}Z" if dated else "unknown"),
        ("rhythm", _rhythm(dated)),
        ("validators", validators + (", honoured" if isinstance(again, NotModified) else "")),
        ("hints", _hints(response, parsed, at)),
        ("next poll", f"after {_minutes(plan, at)} minutes: {plan.reason}"),
    ]


def _hints(response: Fetched, parsed: ParsedFeed, at: datetime) -> str:
    """How often the publisher asks to be asked, and where it says so."""
    around = freshness(response.header("Cache-Control"), response.header("Expires"), at)
    wishes = (("ttl or sy:updatePeriod", parsed.hint_seconds), ("max-age or Expires", around))
    return ", ".join(f"{where}: {wish // 60} minutes" for where, wish in wishes if wish) or "none"


def _minutes(plan: Plan, at: datetime) -> str:
    return f"{(plan.next_poll_at - at).total_seconds() / 60:.0f}" if plan.next_poll_at else "no"


def _rhythm(dated: list[datetime]) -> str:
    """How often something appears, by the dates of the entries (ascending)."""
    if len(dated) < 2:
        return "unknown"
    hours = (dated[-1] - dated[0]).total_seconds() / 3600 / (len(dated) - 1)
    return f"an entry every {hours:.1f} hours" if hours >= 1 else f"an entry every {hours * 60:.0f} minutes"
