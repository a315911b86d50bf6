"""Marts: which publication days are stale, and filling them anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from media_monitor.warehouse.db import Connection, Row, execute, query, steps
from media_monitor.warehouse.differences import write_differences

_LOCK = 0x6D6D6D74  # "mmmt": the marts are filled by one at a time, the report or whoever corrects


def hold(connection: Connection) -> None:
    """Wait until nobody else fills marts, and keep others from it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))


def stale_days(connection: Connection) -> list[date]:
    """Publication days whose marts are older than core, ascending; they are locked to the end of the transaction."""
    return [row["covers_on"] for row in query(connection, "report/stale_days")]


def all_days(connection: Connection) -> dict[date, int]:
    """Every publication day that core or a mart knows → its articles in core, oldest first."""
    return {row["covers_on"]: row["article_count"] for row in query(connection, "report/all_days")}


def take_days(connection: Connection, days: Sequence[date], now: datetime) -> list[date]:
    """Lock these days to the end of the transaction, stale or not; those of them that were not stale."""
    rows = query(connection, "report/take_days", {"days": list(days), "now": now})
    return [row["covers_on"] for row in rows if not row["was_stale"]]


def refresh_days(connection: Connection, days: Sequence[date], stories: Collection[str] = ()) -> None:
    """Fill the marts of these days anew, and what is kept of the stories that have an article of them, and of `stories`."""
    scope: Row = {"days": list(days), "stories": sorted(stories)}
    for name in steps("refresh") if days else ():
        execute(connection, name, scope)
        if name.endswith("_telling"):  # as values, not as a subquery, so that the planner leaves the other months out
            scope |= query(connection, "refresh/filed")[0]
        if name == "refresh/03_states":
            write_differences(connection, scope)


def call_fresh(connection: Connection, days: Sequence[date]) -> None:
    """Take these days off the list of stale ones."""
    execute(connection, "report/fresh_days", {"days": list(days)})
