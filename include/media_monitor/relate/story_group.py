"""Articles that are taken to tell of one event so far, and how alike two such groups are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from math import fsum, sqrt
from operator import mul
from typing import TypeVar

K = TypeVar("K")

ALIKE = 0.12
"""Least mean likeness of two groups by their words."""
ALIKE_NAMES = 0.3
"""Least likeness of two groups in different languages by their names: fewer features than words, so chance weighs more."""
LEAST = 0.5
"""Share of the least likeness below which likeness is not worked out: it counts as none."""
NOT_PLACE = 0.4
"""Share of the least likeness that must come from something else than places: a shared place is no story."""
FADING = timedelta(days=30)
"""Silence after which likeness has lost half of what it loses in time."""
LASTING = 0.7
"""Share of likeness that no silence takes: a trial or an anniversary finds its event if it is alike enough."""
NEWS, AGAIN = timedelta(days=4), 0.2
"""Silence after which violence told as news is likely to be other violence, and what likeness then counts."""
DISJOINT = 0.75
"""What likeness counts where the headlines have no word in common."""
KEPT = 150
"""Features of a large group that are kept, the heaviest."""


@dataclass(frozen=True, slots=True)
class Group:
    """One article, or some. Vectors are sums of the articles' vectors of length 1, so that their product sums over all pairs."""

    members: tuple[int, ...]
    """Ids of the articles."""
    first: datetime
    last: datetime
    languages: Mapping[str | None, int]
    """Language → articles."""
    words: Mapping[str, float]
    names: Mapping[str, float]
    titles: AbstractSet[str]
    """Words of the titles."""
    headline: AbstractSet[str]
    """Names that the titles carry."""
    scene: AbstractSet[str]
    """Places that the titles name: where it happens."""
    places: AbstractSet[str]
    """All places named, and stems that are words of places."""
    venues: Mapping[str, int]
    """Kind of place where it happens → articles that say so."""
    acts: AbstractSet[str]
    """Kinds of violence told."""
    struck: tuple[datetime, datetime] | None
    """First and last article that tells of violence as news."""

    def joined(self, other: Group) -> Group:
        """Both as one."""
        return Group(
            (*self.members, *other.members),
            min(self.first, other.first),
            max(self.last, other.last),
            _counted(self.languages, other.languages),
            _sum(self.words, other.words),
            _sum(self.names, other.names),
            self.titles | other.titles,
            self.headline | other.headline,
            self.scene | other.scene,
            self.places | other.places,
            _counted(self.venues, other.venues),
            self.acts | other.acts,
            _span(self.struck, other.struck),
        )


def by_words(a: Group, b: Group) -> float:
    """Mean cosine 0..1 of the words of all pairs of one language; 0 where these are no story together."""
    pairs = sum(count * b.languages.get(language, 0) for language, count in a.languages.items())
    if not pairs or _apart(a, b):
        return 0.0
    common = a.words.keys() & b.words.keys()
    mean = _product(a.words, b.words, common) / pairs
    if mean < ALIKE * LEAST:
        return 0.0
    beside = _product(a.words, b.words, common - a.places - b.places) / pairs
    if beside < ALIKE * NOT_PLACE and not _is_one_scene(a, b):
        return 0.0
    return mean * _fading(a, b) * (1.0 if a.titles & b.titles else DISJOINT)


def by_names(a: Group, b: Group) -> float:
    """Cosine 0..1 of the names of two groups in different languages; 0 where these are no story together.

    Their headlines share a name: what only the text names may be background. Where they have a language in common, its words
    have a veto.
    """
    if len(a.languages.keys() | b.languages.keys()) < 2 or not a.headline & b.headline or _apart(a, b):
        return 0.0
    if a.languages.keys() & b.languages.keys() and by_words(a, b) < ALIKE * LEAST:
        return 0.0
    common = a.names.keys() & b.names.keys()
    length = sqrt(_square(a.names) * _square(b.names)) or 1.0
    beside = _product(a.names, b.names, common - a.places - b.places) / length
    return _product(a.names, b.names, common) / length * _fading(a, b) if beside >= ALIKE_NAMES * NOT_PLACE else 0.0


def _apart(a: Group, b: Group) -> bool:
    """Whether they happen elsewhere: each names places in its titles, or kinds of place under attack, and none in common."""
    if a.scene and b.scene and not a.scene & b.scene:
        return True
    return bool(a.acts and b.acts and a.venues and b.venues) and not _chief(a.venues) & _chief(b.venues)


def _fading(a: Group, b: Group) -> float:
    """1 where they overlap in time, less the longer the silence between them."""
    lasting = LASTING + (1 - LASTING) * float(0.5 ** (_silence((a.first, a.last), (b.first, b.last)) / FADING))
    is_new = a.struck is not None and b.struck is not None and _silence(a.struck, b.struck) > NEWS
    return lasting * AGAIN if is_new else lasting


def _is_one_scene(a: Group, b: Group) -> bool:
    """Whether both tell of the same violence at the same kind of place, in one place at one time."""
    return (
        bool(a.scene & b.scene and _chief(a.venues) & _chief(b.venues) and a.acts & b.acts)
        and _silence((a.first, a.last), (b.first, b.last)) <= NEWS
    )


def _silence(a: tuple[datetime, datetime], b: tuple[datetime, datetime]) -> timedelta:
    """Time between the end of one and the beginning of the other."""
    return max(timedelta(0), a[0] - b[1], b[0] - a[1])


def _span(a: tuple[datetime, datetime] | None, b: tuple[datetime, datetime] | None) -> tuple[datetime, datetime] | None:
    return (min(a[0], b[0]), max(a[1], b[1])) if a and b else a or b


def _product(a: Mapping[str, float], b: Mapping[str, float], features: Iterable[str]) -> float:
    """Inner product over `features`, which both have; the same in whatever order."""
    these = list(features)
    return fsum(map(mul, map(a.__getitem__, these), map(b.__getitem__, these)))


def _chief(counts: Mapping[str, int]) -> AbstractSet[str]:
    """What at least half as many articles say as say the most frequent."""
    most = max(counts.values(), default=0)
    return {key for key, count in counts.items() if 2 * count >= most}


def _counted(a: Mapping[K, int], b: Mapping[K, int]) -> dict[K, int]:
    """Sum of two counts."""
    return {key: a.get(key, 0) + b.get(key, 0) for key in {*a, *b}}


def _sum(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    total = dict(large)
    for feature, weight in small.items():
        total[feature] = total.get(feature, 0.0) + weight
    return total if len(total) <= 2 * KEPT else {f: total[f] for f in nlargest(KEPT, total, key=total.__getitem__)}


def _square(vector: Mapping[str, float]) -> float:
    return sum(weight * weight for weight in vector.values())
