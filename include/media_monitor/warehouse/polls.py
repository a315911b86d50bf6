"""What polls and fetches leave behind: entries, pages, plans and the log, each worker's in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from media_monitor import ids
from media_monitor.collect.naming import Named, name_entries
from media_monitor.model import Entry
from media_monitor.warehouse.db import Connection, Row, copy_rows, execute, query
from media_monitor.warehouse.queue import SHARDS, HeldFeed, HeldPage

_INCOMING = (
    "feed_id", "outlet_id", "polled_at", "item", "key_sha", "guid_sha", "link_sha", "title_sha", "guid", "link", "title",
    "published_at", "published_raw", "canonical_sha", "shard",
)  # fmt: skip
_POLLED = (
    "feed_id", "polled_at", "outcome", "http_status", "byte_count", "entry_count", "new_count", "changed_count", "known_count",
    "repeated_count", "alias_count", "dropped_count", "duration_ms", "detail", "archive_url", "archive_offset",
)  # fmt: skip
_LEFT = (
    "feed_id", "lease_epoch", "etag", "last_modified", "body_sha", "interval_seconds", "next_poll_at", "plan_reason",
    "last_polled_at", "last_success_at", "last_outcome", "last_error", "newest_entry_at", "failure_count", "document_seconds",
    "fresh_seconds", "rhythm_seconds", "skip_hours", "skip_days", "unchanged_at", "whole_at", "distrusted_at", "throttled_until",
    "move_target", "move_count", "move_since", "moved_at", "moved_from",
)  # fmt: skip

RESTS_WITHIN = timedelta(minutes=10)
"""One feed that is sent away may be a bad route; a second one within this time speaks for its host."""


@dataclass(frozen=True, slots=True)
class AddressedEntry:
    """An entry with the canonical form of its link (None where it has none worth fetching)."""

    entry: Entry
    canonical_url: str | None
    host: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a feed listed when it was polled."""

    feed_id: str
    outlet_id: str
    polled_at: datetime
    entries: Sequence[AddressedEntry]


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """What became of the entries of a document: the first four add up to their number."""

    new: int = 0
    changed: int = 0
    known: int = 0
    repeated: int = 0
    aliases: int = 0
    """Names that known entries were given anew."""


def write_object(
    connection: Connection, url: str, purpose: str, created_at: datetime, counts: Mapping[str, int], days: Mapping[Any, int]
) -> int:
    """Enter a closed archive object and the days it covers; its id. `counts`: record_count, page_count, byte_count."""
    object_id: int = query(connection, "poll/object", {"url": url, "purpose": purpose, "created_at": created_at, **counts})[0][
        "object_id"
    ]
    for day, page_count in sorted(days.items()):
        execute(connection, "poll/object_day", {"object_id": object_id, "covers_on": day, "page_count": page_count})
    return object_id


def still_held_feeds(connection: Connection, held: Iterable[HeldFeed]) -> set[str]:
    """Ids of the feeds that this worker still holds; the others were taken over and must not be written."""
    epochs = {h.feed.feed_id: h.lease_epoch for h in held}
    rows = query(connection, "poll/held", {"feed_ids": list(epochs), "epochs": list(epochs.values())})
    return {row["feed_id"] for row in rows}


def write_entries(connection: Connection, documents: Sequence[Document]) -> dict[str, EntryCounts]:
    """Merge the entries of documents, at most one of a feed, into what is known of their feeds, and plan the fetches that follow.

    Feed id → what became of its entries; a feed whose document has none is left out. Statements are few whatever the number
    of feeds.
    """
    named = {d.feed_id: name_entries([(a.entry, a.canonical_url) for a in d.entries]) for d in documents if d.entries}
    distinct = [(d, name) for d in documents for name in named.get(d.feed_id, ())]
    incoming = [_incoming(item, document, name) for item, (document, name) in enumerate(distinct)]
    if not incoming:
        return {}
    execute(connection, "poll/incoming")
    copy_rows(connection, "incoming_entry", _INCOMING, incoming)
    execute(connection, "poll/counted")
    repeated = {d.feed_id: len(d.entries) - len(named[d.feed_id]) for d in documents if d.entries}
    return {
        row["feed_id"]: EntryCounts(
            row["new_count"], row["changed_count"], row["known_count"], repeated[row["feed_id"]], row["alias_count"]
        )
        for row in query(connection, "poll/entries")
    }


def _incoming(number: int, document: Document, name: Named) -> tuple[object, ...]:
    item = document.entries[name.position]
    entry = item.entry
    return (
        document.feed_id,
        document.outlet_id,
        document.polled_at,
        number,
        name.key_sha,
        name.guid_sha,
        name.link_sha,
        name.title_sha,
        entry.guid,
        entry.link,
        entry.title,
        entry.published_at,
        entry.published_raw,
        None if item.canonical_url is None else ids.url_key(item.canonical_url),
        ids.shard_of(item.host, SHARDS),
    )


def write_polls(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Log polls (columns of ops.feed_poll), each of a feed and moment of its own."""
    execute(connection, "poll/polled")
    copy_rows(connection, "polled", _POLLED, [[row[name] for name in _POLLED] for row in rows])
    execute(connection, "poll/log")


def write_feed_states(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Store what the next polls of feeds need to know (columns of ops.feed_state)."""
    execute(connection, "poll/left_behind")
    copy_rows(connection, "feed_left", _LEFT, [[row[name] for name in _LEFT] for row in rows])
    execute(connection, "poll/state")


def still_held_pages(connection: Connection, held: Iterable[HeldPage]) -> set[int]:
    """Ids of the pages that this worker still holds."""
    epochs = {h.page_id: h.lease_epoch for h in held}
    rows = query(connection, "fetch/held", {"page_ids": list(epochs), "epochs": list(epochs.values())})
    return {row["page_id"] for row in rows}


def write_fetch(connection: Connection, row: Mapping[str, Any]) -> None:
    """Log one request for a page (columns of ops.page_fetch)."""
    execute(connection, "fetch/log", row)


def write_page_state(connection: Connection, row: Mapping[str, Any], until: datetime, due: tuple[datetime, str] | None) -> None:
    """Store what is known of a page, drop the plans fulfilled `until` then, and make the next one."""
    execute(connection, "fetch/state", row)
    execute(connection, "fetch/done", {"page_id": row["page_id"], "until": until})
    if due is not None:
        execute(connection, "fetch/due", {"page_id": row["page_id"], "due_at": due[0], "reason": due[1]})


def rest_hosts(connection: Connection, hosts: Iterable[str], now: datetime) -> int:
    """Let all feeds wait whose host sent two of them away (Retry-After) within RESTS_WITHIN; how many."""
    return execute(connection, "poll/rest_hosts", {"hosts": list(hosts), "now": now, "within": RESTS_WITHIN})


def read_robots(connection: Connection, since: datetime, now: datetime) -> list[Row]:
    """robots.txt files fetched after `since`, and those that could not be read: origin, fetched_at, body, unreachable_since."""
    return query(connection, "fetch/robots", {"since": since, "now": now})


def write_robots(
    connection: Connection, origin: str, fetched_at: datetime, body: str, unreachable_since: datetime | None
) -> None:
    """Keep the robots.txt of an origin (scheme and host); '' where it has none, or none that can be read."""
    parameters = {"origin": origin, "fetched_at": fetched_at, "body": body, "unreachable_since": unreachable_since}
    execute(connection, "fetch/robots_write", parameters)
