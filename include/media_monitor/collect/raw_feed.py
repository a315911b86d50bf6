"""A feed as its format's reader found it, and the one way from there to entries. Pure."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_monitor.collect.feed_text import plain, published_at, web_link
from media_monitor.ids import sha256
from media_monitor.model import Entry, ParsedFeed

MAX_ENTRIES = 2000
"""The newest are kept. No outlet publishes more between two polls; feeds that list more list their history."""
MAX_TITLE = 1000
MAX_SUMMARY = 2000
MAX_GUID = 2048


class NotAFeedError(Exception):
    """The document is well, but no feed; the message says what it is."""


@dataclass(frozen=True, slots=True)
class RawItem:
    """One item, as written."""

    link: str | None = None
    guid: str | None = None
    title: str | None = None
    summary: str | None = None
    date: str | None = None
    date_guess: time.struct_time | None = None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """One document, as written."""

    version: str
    title: str | None = None
    items: list[RawItem] = field(default_factory=list)
    hint_seconds: int | None = None
    is_malformed: bool = False
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    fault: str | None = None


def parsed_feed(raw: RawFeed, url: str, now: datetime) -> ParsedFeed:
    """`raw`, cleaned: links relative to `url`, dates by `now`, newest MAX_ENTRIES in the document's order."""
    dated = [(item, published_at(item.date, item.date_guess, now)) for item in raw.items]
    entries = [entry for item, moment in _newest(dated) if (entry := _entry(item, moment, url))]
    return ParsedFeed(
        version=raw.version,
        title=plain(raw.title, MAX_TITLE),
        entries=tuple(entries),
        hint_seconds=raw.hint_seconds,
        is_malformed=raw.is_malformed,
        fault=plain(raw.fault, 200),
        dropped_count=len(raw.items) - len(entries),
        skip_hours=raw.skip_hours,
        skip_days=raw.skip_days,
    )


def _newest(dated: list[tuple[RawItem, datetime | None]]) -> list[tuple[RawItem, datetime | None]]:
    """The MAX_ENTRIES newest of `dated`, undated ones last, in the order given."""
    if len(dated) <= MAX_ENTRIES:
        return dated
    long_ago = datetime.min.replace(tzinfo=UTC)
    by_age = sorted(range(len(dated)), key=lambda i: dated[i][1] or long_ago, reverse=True)
    return [dated[i] for i in sorted(by_age[:MAX_ENTRIES])]


def _entry(item: RawItem, moment: datetime | None, url: str) -> Entry | None:
    """`item` as an entry; None if nothing names it."""
    link, guid, title = web_link(item.link, url), _guid(item.guid), plain(item.title, MAX_TITLE)
    if not (link or guid or title):
        return None
    return Entry(link, guid, title, moment, plain(item.date, 100), plain(item.summary, MAX_SUMMARY))


def _guid(guid: str | None) -> str | None:
    """`guid` as a key: verbatim but for what cannot be stored; its digest where it is longer than MAX_GUID."""
    text = (guid or "").replace("\0", "").encode("utf-8", "ignore").decode().strip()
    return f"sha256:{sha256(text).hex()}" if len(text) > MAX_GUID else text or None
