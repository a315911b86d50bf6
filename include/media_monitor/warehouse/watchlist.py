"""The watchlist as rows; what hits it is `report.watchlist_hit`."""

from __future__ import annotations

from datetime import datetime

from media_monitor.warehouse.db import Connection, Row, execute, query


def name(connection: Connection, kind: str, value: str) -> str | None:
    """What an entity, topic or outlet is called; None where there is none of this id."""
    rows = query(connection, "watch/known", {"kind": kind, "value": value})
    return rows[0]["name"] if rows else None


def add(
    connection: Connection, kind: str, value: str, pattern: str | None, note: str | None, by: str | None, now: datetime
) -> bool:
    """Put an item on the list; False where it is there already. `by` None = the login of the database."""
    item = {"kind": kind, "value": value, "pattern": pattern, "note": note, "by": by, "now": now}
    return bool(query(connection, "watch/add", item))


def listing(connection: Connection) -> list[Row]:
    """Items in the order in which they came: watch_id, kind, value, note, added_by, added_at."""
    return query(connection, "watch/list")


def remove(connection: Connection, watch_id: int) -> bool:
    """Take an item off the list; False where there is none of this id."""
    return execute(connection, "watch/remove", {"watch_id": watch_id}) == 1
