"""Copies as the warehouse keeps them: what articles are found by, and the groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from media_monitor.relate.copy_index import Sketched
from media_monitor.relate.duplicates import REACH, CopyGroup, CopyInput, sketch
from media_monitor.warehouse.db import Connection, copy_rows, execute, query


@dataclass(frozen=True, slots=True)
class Role:
    """That an article is of a copy group."""

    copy_group_id: str
    """article_id of the origin, in text."""
    is_origin: bool


def fresh_articles(connection: Connection, days: Sequence[date]) -> dict[date, list[int]]:
    """Day → its articles whose copies are to be found: read differently since, or without an origin since that was erased.

    Days as far around the given ones as copies reach count too: they have some only after an upgrade or an erasure.
    """
    found: dict[date, list[int]] = {}
    for row in query(connection, "report/fresh_copies", {"days": list(days), "reach": REACH.days}):
        found.setdefault(row["covers_on"], []).append(row["article_id"])
    return found


def texts(connection: Connection, article_ids: Iterable[int]) -> list[CopyInput]:
    """Current states of these articles; those whose text was removed or that were erased have none."""
    rows = query(connection, "report/copy_articles", {"article_ids": sorted(article_ids)})
    return [CopyInput(row["article_id"], row["outlet_id"], row["told_at"], row["agency"], row["text"]) for row in rows]


def write_sketches(connection: Connection, article_ids: Sequence[int]) -> None:
    """Keep anew what these articles are found by, from their texts; nothing where the text was removed."""
    found = {a.article_id: sketch(a.text).tobytes() for a in texts(connection, article_ids)}
    sketches = [found.get(i, b"") for i in article_ids]
    execute(connection, "report/copy_sketches", {"article_ids": list(article_ids), "sketches": sketches})


def sketched(connection: Connection, first: datetime, last: datetime) -> list[Sketched]:
    """The articles of a time, as their like are looked for."""
    rows = query(connection, "report/sketched", {"first": first, "last": last})
    return [Sketched(r["article_id"], r["outlet_id"], r["told_at"], r["agency"], bytes(r["sketch"])) for r in rows]


def fellows(connection: Connection, article_ids: Collection[int]) -> dict[int, Role]:
    """These articles and all of their copy groups → what each is in its group, for those that are of one."""
    rows = query(connection, "report/copy_fellows", {"article_ids": sorted(article_ids)})
    return {row["article_id"]: Role(row["copy_group_id"], row["is_origin"]) for row in rows}


def write(connection: Connection, article_ids: Iterable[int], groups: Iterable[CopyGroup]) -> None:
    """Replace the copy groups of these articles."""
    execute(connection, "report/clear_copies", {"article_ids": sorted(article_ids)})
    rows = [
        (str(group.origin), article_id, article_id == group.origin, share)
        for group in groups
        for article_id, share in ((group.origin, 1.0), *((m.article_id, m.share) for m in group.members))
    ]
    copy_rows(connection, "core.copy_group", ("copy_group_id", "article_id", "is_origin", "share"), rows)


def outlet_by_name(connection: Connection) -> dict[str, str]:
    """Outlet name → outlet: an agency's credit names the outlet that it is."""
    return {row["name"]: row["outlet_id"] for row in query(connection, "report/outlet_names")}
