"""Reference data: loading it, and the little of it that stages ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from media_monitor.warehouse.db import Connection, Row, copy_rows, execute, query
from media_monitor.warehouse.queue import AT_ONCE, AT_ONCE_EVERY

TABLES: dict[str, tuple[str, ...]] = {
    "outlet": (
        "outlet_id", "name", "homepage_url", "domain", "country", "language", "quote_characters", "is_link_required",
        "policy_source",
    ),
    "feed": ("feed_id", "outlet_id", "url", "url_sha", "shard", "language", "title", "source"),
    "entity": (
        "entity_id", "name", "kind", "parent_id", "wikidata", "iso", "lat", "lon", "geonames", "population", "source", "licence",
    ),
    "entity_alias": ("entity_id", "alias", "language", "flags", "source"),
    "designation": ("entity_id", "jurisdiction", "list", "listed_on", "delisted_on", "source"),
    "topic": ("code", "label", "threshold", "source"),
}  # fmt: skip
"""Reference tables that seeds fill, in the order of their foreign keys, and the columns that seeds give."""


def merge(connection: Connection, table: str, rows: Sequence[Sequence[Any]]) -> int:
    """Make `ref.<table>` hold these rows (insert, update what changed); how many there are. Nothing is deleted but aliases."""
    execute(connection, f"reference/{table}_scratch")
    copy_rows(connection, f"incoming_{table}", TABLES[table], rows)
    execute(connection, f"reference/{table}_merge")
    return len(rows)


def retire_feeds(connection: Connection) -> int:
    """Stop polling the feeds that the merged list no longer has; how many."""
    return execute(connection, "reference/feed_retire")


def start_feeds(connection: Connection, start: datetime) -> int:
    """Give every feed without a plan its first: due at `start`, or in its turn after it; how many."""
    return execute(connection, "reference/feed_start", {"start": start, "at_once": AT_ONCE, "every": AT_ONCE_EVERY})


def outlet_by_domain(connection: Connection) -> dict[str, str]:
    """Registrable domain → outlet, for the outlets that seeds describe."""
    return {row["domain"]: row["outlet_id"] for row in query(connection, "reference/outlet_domains")}


def active_feeds(connection: Connection) -> list[Row]:
    """The feeds that are polled, as the columns of a feeds list, by id."""
    return query(connection, "reference/active_feeds")
