"""Stories as the warehouse keeps them: read around the articles that are new, written where they changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from media_monitor.ids import sha256
from media_monitor.relate.frequencies import Frequencies
from media_monitor.relate.nearest import CLOSEST, NEWEST
from media_monitor.relate.story_features import Named, StoryInput
from media_monitor.relate.story_keys import Move
from media_monitor.relate.story_verdicts import StoryVerdict
from media_monitor.warehouse.db import Connection, copy_rows, execute, query

OPENING_CHARACTERS = 2_000
"""Of a text that are read for its story: the words that count there are fewer in every language."""
_ALL = ""  # the feature that every article has


@dataclass(frozen=True, slots=True)
class State:
    """An article as its story is found by it, and which state of it that is."""

    article: StoryInput
    revision_id: int
    annotator: str


@dataclass(frozen=True, slots=True)
class Sought:
    """An article and the features by which its like are looked for."""

    article_id: int
    told_at: datetime
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Belonging:
    """That an article is of a story."""

    article_id: int
    story_id: str
    told_at: datetime
    state: State | None
    """None where the article was not read anew: then what is known of it stays."""
    reasons: tuple[str, ...] | None
    """None where they were not found anew."""


def fresh_articles(connection: Connection, days: Sequence[date]) -> list[int]:
    """Articles of these days that are new or read differently since their story was found, by their time."""
    return [row["article_id"] for row in query(connection, "report/fresh_articles", {"days": list(days)})]


def states(connection: Connection, article_ids: Iterable[int]) -> list[State]:
    """Current states of these articles; one that was erased has none."""
    rows = query(connection, "report/story_articles", {"article_ids": sorted(set(article_ids)), "characters": OPENING_CHARACTERS})
    return [
        State(
            StoryInput(
                row["article_id"],
                row["told_at"],
                row["title"],
                row["opening"] or "",
                row["language"],
                tuple(Named(*name) for name in row["names"] or ()),
            ),
            row["revision_id"],
            row["annotator"],
        )
        for row in rows
    ]


def near(connection: Connection, sought: Sequence[Sought]) -> list[str]:
    """Stories that have one of these articles, or one that is like one of them."""
    rows = [(s.article_id, feature_key(feature), s.told_at) for s in sought for feature in sorted(s.features)]
    parameters = {
        "article_ids": [row[0] for row in rows],
        "features": [row[1] for row in rows],
        "times": [row[2] for row in rows],
        "newest": NEWEST,
        "closest": CLOSEST,
    }
    return [row["story_id"] for row in query(connection, "report/near_stories", parameters)]


def members(connection: Connection, story_ids: Iterable[str]) -> dict[str, dict[int, datetime]]:
    """Story → its articles with their times, the latest first."""
    found: dict[str, dict[int, datetime]] = {}
    for row in query(connection, "report/story_members", {"story_ids": sorted(story_ids)}):
        found.setdefault(row["story_id"], {})[row["article_id"]] = row["told_at"]
    return found


def stories_of(connection: Connection, article_ids: Iterable[int]) -> dict[int, str]:
    """Article → its story."""
    rows = query(connection, "report/stories_of", {"article_ids": sorted(article_ids)})
    return {row["article_id"]: row["story_id"] for row in rows}


def verdicts(connection: Connection) -> list[StoryVerdict]:
    """What people say of stories, in the order in which they said it."""
    return [StoryVerdict(**row) for row in query(connection, "report/story_verdicts")]


def frequencies(connection: Connection, features: Iterable[str]) -> Frequencies:
    """How many articles had each of these features, and how many there were."""
    by_key = {feature_key(feature): feature for feature in {*features, _ALL}}
    rows = query(connection, "report/frequencies", {"features": sorted(by_key)})
    having = {by_key[row["feature"]]: row["article_count"] for row in rows}
    total = having.pop(_ALL, 0)
    return Frequencies(having, total)


def feature_key(feature: str) -> int:
    """What stands for a feature in the warehouse, which keeps no words of articles outside their texts."""
    return int.from_bytes(sha256(feature)[:8], "big", signed=True)


def write_features(connection: Connection, sought: Sequence[Sought], features: Mapping[int, Iterable[str]]) -> None:
    """Replace what these articles are found by, and count all `features` of those that are new."""
    article_ids = [s.article_id for s in sought]
    known = {row["article_id"] for row in query(connection, "report/featured_articles", {"article_ids": article_ids})}
    counts = Counter(
        feature_key(f) for article_id in article_ids if article_id not in known for f in {*features[article_id], _ALL}
    )
    execute(connection, "report/count_features", {"features": list(counts), "counts": list(counts.values())})
    execute(connection, "report/clear_features", {"article_ids": article_ids})
    rows = [(s.article_id, key, s.told_at) for s in sought for key in sorted({feature_key(f) for f in (*s.features, _ALL)})]
    copy_rows(connection, "core.article_feature", ("article_id", "feature", "told_at"), rows)


def taken_keys(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those of `keys` that a story has, or had before it went into another."""
    return {row["story_id"] for row in query(connection, "report/taken_keys", {"keys": sorted(keys)})}


def write(connection: Connection, belongings: Iterable[Belonging]) -> None:
    """Articles are of these stories now; the heads of the stories are written by `write_heads`."""
    execute(connection, "report/story_scratch")
    rows = [
        (
            b.story_id,
            b.article_id,
            b.told_at,
            b.state.revision_id if b.state else None,
            b.state.annotator if b.state else None,
            None if b.reasons is None else list(b.reasons),
        )
        for b in belongings
    ]
    copy_rows(connection, "incoming_story", ("story_id", "article_id", "told_at", "revision_id", "annotator", "reasons"), rows)
    execute(connection, "report/stories")


def write_moves(connection: Connection, found: Iterable[Move], now: datetime) -> None:
    """Keep which stories' articles became of which."""
    rows = [(m.key, m.into, m.kind, m.article_count, now) for m in found]
    copy_rows(connection, "core.story_move", ("story_id", "into_story_id", "kind", "article_count", "moved_at"), rows)


def write_heads(connection: Connection, story_ids: Iterable[str], days: Sequence[date]) -> None:
    """Write the heads of these stories and of those with an article of these days anew; a story without articles ends."""
    execute(connection, "report/story_heads", {"story_ids": sorted(story_ids), "days": list(days)})
