"""Finding copies: what is new is compared with what is like it, and the groups around it are made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from media_monitor.relate.copy_index import CopyIndex
from media_monitor.relate.duplicates import REACH, CopyGroup, copy_groups
from media_monitor.warehouse import copies
from media_monitor.warehouse.copies import Role
from media_monitor.warehouse.db import Connection

AT_ONCE = 500
"""Articles whose texts are in memory together, with the texts that are like them."""


def group(connection: Connection, days: Sequence[date]) -> int:
    """Find the copies of what is new around these days, in the caller's transaction; how many groups were made.

    What comes of it is what all articles together would give, as far as an article's change reaches others within REACH of it
    (the test compares the two).
    """
    fresh = copies.fresh_articles(connection, days)
    for article_ids in fresh.values():
        for some in _slices(article_ids):
            copies.write_sketches(connection, some)
    outlets = copies.outlet_by_name(connection) if fresh else {}
    made: set[int] = set()
    for day, article_ids in fresh.items():
        begin = datetime.combine(day, time(), UTC)
        around = copies.sketched(connection, begin - REACH, begin + timedelta(days=1) + REACH)
        homes = {a.agency: outlets.get(a.agency, a.agency) for a in around if a.agency}
        index = CopyIndex(around, homes)
        for some in _slices(article_ids):
            made.update(g.origin for g in _grouped(connection, index, some, homes))
    return len(made)


def _slices(article_ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (article_ids[start : start + AT_ONCE] for start in range(0, len(article_ids), AT_ONCE))


def _grouped(
    connection: Connection, index: CopyIndex, article_ids: Iterable[int], homes: Mapping[str, str]
) -> Iterable[CopyGroup]:
    """Group these articles, what is like them, and again what is like those whose group became another by it."""
    changed, sought, near = set(article_ids), set[int](), set[int]()
    while changed:
        sought |= changed
        near |= changed | index.near(changed)
        former = copies.fellows(connection, near)
        articles = copies.texts(connection, near | former.keys())
        lost = {former[i].copy_group_id for i in former.keys() - {a.article_id for a in articles}}
        # who carried whose text cannot be found again where one of the texts was removed: such a group stays
        articles = [a for a in articles if a.article_id not in former or former[a.article_id].copy_group_id not in lost]
        groups = copy_groups(articles, homes)
        roles = _roles(groups)
        changed = {a.article_id for a in articles if roles.get(a.article_id) != former.get(a.article_id)} - sought
    copies.write(connection, (a.article_id for a in articles), groups)
    return groups


def _roles(groups: Iterable[CopyGroup]) -> dict[int, Role]:
    return {
        article_id: Role(str(g.origin), article_id == g.origin)
        for g in groups
        for article_id in (g.origin, *(m.article_id for m in g.members))
    }
