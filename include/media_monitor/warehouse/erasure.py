"""What must go: articles that somebody has a right to see gone, and what a retention policy no longer keeps.

The page itself stays in the archive, which this package only ever adds to: `archived` says which records an operator has to scrub
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from media_monitor.warehouse import audit
from media_monitor.warehouse.db import Connection, execute, query, steps
from media_monitor.warehouse.load import lock_publishers


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure removed."""

    articles: int
    rows: int
    """Rows of core and mart."""
    archived: tuple[tuple[str, int], ...]
    """Archive object and record offset of each page that the archive still holds."""


def erase(connection: Connection, keys: Sequence[bytes], reason: str, by: str | None, now: datetime) -> Erased:
    """Remove the articles that go by `keys` (`ids.url_key`) in the caller's transaction, and leave tombstones.

    Addresses that are not known yet get a tombstone, too. Publishers wait: a batch cannot bring back what is being erased.
    """
    lock_publishers(connection)
    found = query(connection, "erase/found", {"keys": list(keys)})
    articles, days = [row["article_id"] for row in found], sorted({row["covers_on"] for row in found})
    parameters = {"articles": articles, "keys": list(keys), "reason": reason, "now": now}
    still_archived = archived(connection, articles, keys)
    for step in steps("erase"):
        execute(connection, step, parameters)
    rows: int = query(connection, "erase/rows", {"articles": articles})[0]["row_count"]
    execute(connection, "erase/stale", {"days": days, "now": now})
    audit.record(connection, "erasure", {"articles": len(articles), "rows": rows, "names": len(keys)}, by)
    return Erased(len(articles), rows, still_archived)


def archived(connection: Connection, articles: Sequence[int], keys: Sequence[bytes]) -> tuple[tuple[str, int], ...]:
    """Archive object and record offset of every page of these articles, or fetched from the addresses with these keys."""
    found = query(connection, "erase/archived", {"articles": list(articles), "keys": list(keys)})
    return tuple((row["url"], row["record_offset"]) for row in found)


def retain(connection: Connection, today: date, now: datetime) -> dict[str, int]:
    """Apply ref.retention: NULL the texts, remove the articles past their days; how many of each."""
    lock_publishers(connection)
    found = query(connection, "upkeep/retain", {"today": today, "now": now})[0]
    articles = found["articles"] or []
    removed: int = query(connection, "erase/rows", {"articles": articles})[0]["row_count"] if articles else 0
    if found["texts"] or articles:
        audit.record(connection, "retention", {"texts": found["texts"], "articles": len(articles), "rows": removed})
    return {"texts": found["texts"], "retired_articles": len(articles)}
