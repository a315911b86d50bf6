"""What stories are called: a key once given stays with most of the articles it stood for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from media_monitor.ids import short_id

_NAMESAKES = 5  # stories called after one article, which left each of them: more than ever happen


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one event."""

    key: str
    """Day and short hash of the earliest article when it was first found."""
    article_ids: tuple[int, ...]
    """By time."""


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """Articles that were of one story and are of another now."""

    key: str
    """Story they were of."""
    into: str
    """Story they are of now."""
    kind: Literal["merged", "split"]
    """Whether the story they were of has ended."""
    article_count: int


def key_of(article_id: int, told_at: datetime, number: int = 1) -> str:
    """Key of a new story whose earliest article this is, and of the second, third … that is to be called after it."""
    return f"{told_at:%Y%m%d}-{short_id(f'story:{article_id}' if number == 1 else f'story:{article_id}:{number}', 8)}"


def candidates(group: Iterable[int], told_at: Mapping[int, datetime]) -> list[str]:
    """Keys that a new story of these articles may have: after the earliest, or after others if a story has kept that name."""
    return [
        key_of(i, told_at[i], number) for number in range(1, _NAMESAKES) for i in sorted(group, key=lambda i: (told_at[i], i))
    ]


def named(
    groups: Collection[Collection[int]],
    told_at: Mapping[int, datetime],
    former: Mapping[int, str],
    taken: Collection[str] = (),
) -> list[Story]:
    """`groups` of article ids as stories, earliest first.

    `told_at` has the time of each article, `former` the story that it was of so far, `taken` keys of yet other stories. A key
    goes to the group that has most of its articles, a group takes the key that most of its articles have; a group that gets none
    takes the first of its `candidates` that no story has.
    """
    ordered = sorted((sorted(group, key=lambda i: (told_at[i], i)) for group in groups), key=lambda g: (told_at[g[0]], g[0]))
    keys = _kept(ordered, former)
    used = {*taken, *former.values()}
    for n, group in enumerate(ordered):
        if n not in keys:
            keys[n] = next(key for key in candidates(group, told_at) if key not in used)
            used.add(keys[n])
    return [Story(keys[n], tuple(group)) for n, group in enumerate(ordered)]


def _kept(groups: list[list[int]], former: Mapping[int, str]) -> dict[int, str]:
    """Number of a group → the key that it keeps; of equal claims the one of the earlier article."""
    counts = Counter((n, former[i]) for n, group in enumerate(groups) for i in group if i in former)
    kept: dict[int, str] = {}
    given: set[str] = set()
    for n, key in sorted(counts, key=lambda pair: -counts[pair]):
        if n not in kept and key not in given:
            kept[n] = key
            given.add(key)
    return kept


def moves(stories: Collection[Story], former: Mapping[int, str]) -> list[Move]:
    """What went from one story into another, by keys."""
    counts = Counter((former[i], s.key) for s in stories for i in s.article_ids if former.get(i, s.key) != s.key)
    standing = {s.key for s in stories}
    return sorted(Move(key, into, "split" if key in standing else "merged", n) for (key, into), n in counts.items())
