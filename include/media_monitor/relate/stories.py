"""Which articles tell of the same event. Pure; precision over recall: two bombings in different cities stay two.

Articles are compared by the cosine of what they name, each name weighted by how rare it is (inverse document frequency).
Entity and place ids and act names are the same in every language, title words count between articles of one language.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import fsum, log, sqrt

from media_monitor.ids import short_id

WINDOW = timedelta(hours=96)
"""Longest time between a story's first article and any other of it."""
ALIKE = 0.2
"""Least mean cosine between an article and a story's articles. On 383 articles of 71 labelled events, with capitalised words
in the place of linked entities, no pair was joined wrongly from here on (0.15: 2 in 100; 0.1: the best F1)."""
SHARED = 2
"""Least number of names, places, acts or title words that a pair has in common."""
LOOKED_UP = 12
"""Rarest features of an article by which its story is looked for: keeps the search from visiting every story of a country."""
WORD = 0.7
"""Weight of a title word beside that of a linked name: headlines vary more than what they name."""
REASONS = 6
"""Reasons a story gives at most."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")


@dataclass(frozen=True, slots=True)
class StoryInput:
    """An article as far as its story goes."""

    article_id: int
    published_at: datetime
    """When it was published, or first seen where the page gives no time."""
    title: str | None
    language: str | None
    entities: frozenset[str]
    """Ids of linked persons, groups, governments, companies."""
    places: tuple[str, ...]
    """Ids of linked places, where it happened first; the country of a town may follow the town."""
    acts: frozenset[str]
    """Names of the acts reported (bombing, shelling, …), the same in every language."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many of the warehouse's articles have each feature. The given articles are not among them."""

    articles: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    """By entity id, place id, `act:NAME` or `word:WORD`."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one event."""

    key: str
    """Day and short hash of its earliest article: the same as long as that article is its earliest."""
    article_ids: tuple[int, ...]
    """By time."""
    reasons: tuple[str, ...]
    """What most of its articles have in common, rarest first; empty for an article alone."""


@dataclass(frozen=True, slots=True)
class _Features:
    article: StoryInput
    names: frozenset[str]
    """Entities, places and acts: comparable between languages."""
    words: frozenset[str]


def assign(articles: Sequence[StoryInput], frequencies: Frequencies | None = None) -> list[Story]:
    """The stories of `articles`, each article in exactly one, earliest story first.

    Independent of the order of `articles`: they are taken by time, and each joins the story whose articles it is most
    like on average, or begins one.
    """
    features = [_features(a) for a in sorted(articles, key=lambda a: (a.published_at, a.article_id))]
    weights = _weights(features, frequencies or Frequencies())
    stories: list[list[_Features]] = []
    having: dict[str, set[int]] = defaultdict(set)
    for article in features:
        known = sorted(article.names | article.words, key=lambda name: (-weights[name], name))
        near = {n for name in known[:LOOKED_UP] for n in having[name] if _within(stories[n], article)}
        likeness = {n: _likeness(article, stories[n], weights) for n in near}
        best = max(sorted(likeness), key=lambda n: likeness[n], default=None)
        if best is None or likeness[best] < ALIKE:
            best = len(stories)
            stories.append([])
        stories[best].append(article)
        for name in known:
            having[name].add(best)
    return [_story(members, weights) for members in stories]


def _features(article: StoryInput) -> _Features:
    """What `article` is compared by."""
    names = article.entities | set(article.places) | {f"act:{act}" for act in article.acts}
    words = {f"word:{word}" for word in _WORD.findall((article.title or "").casefold())}
    return _Features(article, frozenset(names), frozenset(words))


def _weights(features: Sequence[_Features], frequencies: Frequencies) -> dict[str, float]:
    """Inverse document frequency of each feature; positive even for what all articles have. Title words weigh WORD."""
    counts = Counter(name for f in features for name in f.names | f.words)
    total = len(features) + frequencies.articles
    idf = {name: log(1 + total / (count + frequencies.counts.get(name, 0))) for name, count in counts.items()}
    return {name: weight * WORD if name.startswith("word:") else weight for name, weight in idf.items()}


def _within(story: Sequence[_Features], article: _Features) -> bool:
    """Whether `article` comes within WINDOW of the first article of `story`."""
    return article.article.published_at - story[0].article.published_at <= WINDOW


def _likeness(article: _Features, story: Sequence[_Features], weights: Mapping[str, float]) -> float:
    """Mean likeness 0..1 of `article` to the articles of `story`; 0 where any of them happens elsewhere.

    The veto of a single article keeps one that names no place from joining two towns into one story.
    """
    if any(_elsewhere(article.article.places, other.article.places) for other in story):
        return 0.0
    return fsum(_alike(article, other, weights) for other in story) / len(story)


def _alike(a: _Features, b: _Features, weights: Mapping[str, float]) -> float:
    """Cosine 0..1 of what two articles name; 0 where they share next to nothing."""
    same_language = a.article.language == b.article.language
    mine, theirs = (f.names | f.words if same_language else f.names for f in (a, b))
    shared = mine & theirs
    if len(shared) < SHARED:
        return 0.0
    return _square(shared, weights) / sqrt(_square(mine, weights) * _square(theirs, weights))


def _elsewhere(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether each of two articles names where it happened, and neither names the other's place at all."""
    return bool(a) and bool(b) and a[0] not in b and b[0] not in a


def _square(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """Squared length of a feature vector. Summed exactly: sets have no order, and rounding must not show it."""
    return fsum(weights[name] ** 2 for name in names)


def _story(members: Sequence[_Features], weights: Mapping[str, float]) -> Story:
    """The story of `members`, which stand in order of time."""
    first = members[0].article
    counts = Counter(name for f in members for name in f.names | f.words)
    common = [name for name, count in counts.items() if len(members) > 1 and 2 * count > len(members)]
    return Story(
        key=f"{first.published_at:%Y%m%d}-{short_id(f'story:{first.article_id}', 8)}",
        article_ids=tuple(f.article.article_id for f in members),
        reasons=tuple(sorted(common, key=lambda name: (-weights[name], name))[:REASONS]),
    )
