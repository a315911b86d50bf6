"""What is computed from core after each load: copies, stories, coverage by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from media_monitor.relate.duplicates import CopyGroup, CopyInput
from media_monitor.warehouse.db import Connection, Row, copy_rows, execute, query, steps
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


def copy_inputs(connection: Connection, first: date, last: date) -> list[CopyInput]:
    """Current states of the articles published from `first` to `last`, as finding copies needs them."""
    return [
        CopyInput(row["article_id"], row["outlet_id"], row["told_at"], row["agency"], row["text"])
        for row in query(connection, "report/copy_articles", {"first": first, "last": last})
    ]


def write_copies(connection: Connection, article_ids: Sequence[int], groups: Iterable[CopyGroup]) -> None:
    """Replace the copy groups of these articles."""
    execute(connection, "report/clear_copies", {"article_ids": list(article_ids)})
    rows = [
        (str(group.origin), article_id, article_id == group.origin, share)
        for group in groups
        for article_id, share in ((group.origin, 1.0), *((m.article_id, m.share) for m in group.members))
    ]
    copy_rows(connection, "core.copy_group", ("copy_group_id", "article_id", "is_origin", "share"), rows)


def outlet_by_name(connection: Connection) -> dict[str, str]:
    """Outlet name → outlet: an agency's credit names the outlet that it is."""
    return {row["name"]: row["outlet_id"] for row in query(connection, "report/outlet_names")}


def refresh_days(connection: Connection, days: Sequence[date]) -> None:
    """Fill the marts of these days anew."""
    scope: Row = {"days": list(days)}
    for name in steps("refresh") if days else ():
        execute(connection, name, scope)
        if name.endswith("_telling"):  # as values, not as a subquery, so that the planner leaves the other months out
            scope |= query(connection, "refresh/filed")[0]
        if name == "refresh/03_states":
            write_differences(connection, scope)


def call_fresh(connection: Connection, days: Sequence[date]) -> None:
    """Take these days off the list of stale ones."""
    execute(connection, "report/fresh_days", {"days": list(days)})
