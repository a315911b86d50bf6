"""Finding the stories of articles: what is new is grouped with the stories that are like it, and what changed is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from media_monitor.relate.nearest import heaviest
from media_monitor.relate.stories import LOOSE, LiveStories, shared, single
from media_monitor.relate.story_features import Features, features
from media_monitor.relate.story_keys import Story, candidates, moves, named
from media_monitor.relate.story_verdicts import StoryVerdict, settled
from media_monitor.warehouse import stories
from media_monitor.warehouse.db import Connection
from media_monitor.warehouse.stories import Belonging, Sought, State

AT_ONCE = 500
"""Articles whose stories are found together, with what is near them in memory: some 50 MB, however many there are in all."""


@dataclass(frozen=True, slots=True)
class Known:
    """The stories around some articles, as the warehouse has them."""

    members: Mapping[str, Mapping[int, datetime]]
    """Story → its articles with their times, the latest first."""

    @property
    def story_of(self) -> dict[int, str]:
        """Article → its story."""
        return {article_id: key for key, articles in self.members.items() for article_id in articles}

    @property
    def told_at(self) -> dict[int, datetime]:
        """Article → its time."""
        return {article_id: at for articles in self.members.values() for article_id, at in articles.items()}


def assign(connection: Connection, article_ids: Sequence[int], now: datetime) -> set[str]:
    """Find the stories of these articles, which come by their time, in the caller's transaction; the stories that changed."""
    changed: set[str] = set()
    for start in range(0, len(article_ids), AT_ONCE):
        changed |= _assign(connection, article_ids[start : start + AT_ONCE], now)
    return changed


def _assign(connection: Connection, article_ids: Sequence[int], now: datetime) -> set[str]:
    fresh = {state.article.article_id: state for state in stories.states(connection, article_ids)}
    found = {article_id: features(state.article) for article_id, state in fresh.items()}
    sought = _sought(connection, fresh, found)
    verdicts = stories.verdicts(connection)
    known = _around(connection, sought, verdicts)
    remaining = {key: [i for i in articles if i not in fresh] for key, articles in known.members.items()}
    kept = {s.article.article_id: s for s in stories.states(connection, (i for ids in remaining.values() for i in ids[:LOOSE]))}
    found |= {article_id: features(state.article) for article_id, state in kept.items()}
    live = LiveStories(stories.frequencies(connection, _names(found.values())))
    for ids in sorted(remaining.values()):
        if shown := [single(kept[i].article, found[i], live.frequencies) for i in ids[:LOOSE] if i in kept]:
            live.keep(shown, ids[LOOSE:])
    touched = live.add(state.article for state in fresh.values())
    reasons = {i: shared(found[i], live.frequencies, group) for group in touched for i in group.members if i in found}
    changed = _write(connection, known, fresh, settled((g.members for g in live.groups), verdicts), reasons, now)
    stories.write_features(connection, sought, {i: _names([found[i]]) for i in fresh})
    return changed


def _sought(connection: Connection, fresh: Mapping[int, State], found: Mapping[int, Features]) -> list[Sought]:
    """By what the like of each fresh article are looked for."""
    rarity = stories.frequencies(connection, _names(found.values()))
    return [
        Sought(
            article_id,
            state.article.published_at,
            frozenset((*heaviest(rarity.vector(found[article_id].words)), *heaviest(rarity.vector(found[article_id].names)))),
        )
        for article_id, state in fresh.items()
    ]


def _names(found: Iterable[Features]) -> set[str]:
    return {feature for one in found for feature in (*one.words, *one.names)}


def _around(connection: Connection, sought: Sequence[Sought], verdicts: Sequence[StoryVerdict]) -> Known:
    """The stories that these articles are of, that are like them, and that a person joined with one of those."""
    members = stories.members(connection, stories.near(connection, sought))
    inside = {article_id for articles in members.values() for article_id in articles} | {s.article_id for s in sought}
    while partners := _partners(inside, verdicts):
        inside |= partners
        more = stories.members(connection, set(stories.stories_of(connection, partners).values()) - members.keys())
        members |= more
        inside |= {article_id for articles in more.values() for article_id in articles}
    return Known(members)


def _partners(inside: set[int], verdicts: Iterable[StoryVerdict]) -> set[int]:
    """Articles outside that a person joined with one inside."""
    pairs = ({v.article_id, v.other_article_id} for v in verdicts if v.is_same)
    return {article_id for pair in pairs if pair & inside for article_id in pair - inside}


def _write(
    connection: Connection,
    known: Known,
    fresh: Mapping[int, State],
    groups: Iterable[frozenset[int]],
    reasons: Mapping[int, tuple[str, ...]],
    now: datetime,
) -> set[str]:
    """Write the groups that are not as they were; the stories that these were and are."""
    former = known.story_of
    told_at = known.told_at | {i: state.article.published_at for i, state in fresh.items()}
    as_they_were = {frozenset(articles) for articles in known.members.values()}
    changed = [group for group in groups if group not in as_they_were or group & fresh.keys()]
    standing = {former[i] for group in as_they_were.difference(changed) for i in group}
    taken = stories.taken_keys(connection, (key for group in changed for key in candidates(group, told_at)))
    own = {i: former[i] for group in changed for i in group if i in former}
    found = named(changed, told_at, own, taken.union(standing))
    stories.write(connection, _belongings(found, told_at, fresh, reasons))
    stories.write_moves(connection, moves(found, own), now)
    return {story.key for story in found}.union(own.values())


def _belongings(
    found: Iterable[Story], told_at: Mapping[int, datetime], fresh: Mapping[int, State], reasons: Mapping[int, tuple[str, ...]]
) -> Iterable[Belonging]:
    for story in found:
        for article_id in story.article_ids:
            yield Belonging(article_id, story.key, told_at[article_id], fresh.get(article_id), reasons.get(article_id))
