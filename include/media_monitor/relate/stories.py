"""Which articles tell of the same event. Pure; precision over recall: two bombings in different cities stay two.

In two steps, each joining the two most alike groups first (average linkage) as long as they are alike enough:

1. within a language, by the words of headline and opening, each weighted by how rare it is;
2. between languages, by the linked names, which are the same in all of them.

States, governments, agencies, forces and outlets are in every story and join none; a shared place alone joins none either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import log, sqrt

from media_monitor.ids import short_id
from media_monitor.model import EntityKind, Field
from media_monitor.relate.common_words import COMMON
from media_monitor.relate.linkage import candidates, linked
from media_monitor.relate.story_group import ALIKE, ALIKE_NAMES, Group, by_names, by_words

TITLE, FIRST = 4, 2
"""What a word counts in the headline and in the first paragraph, beside 1 further on: what an article is about stands first,
what led to it later. On labelled events 3 to 6 in the headline make no difference of .01."""
OPENING = 90
"""Words of the text that are read."""
BACKGROUND = 1_000
"""Articles on other matters thought beside the given ones: on a quiet day of one big event its words are still rare."""

_MUTED: frozenset[EntityKind] = frozenset({"government", "agency", "military", "outlet"})
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_PARAGRAPH = re.compile(r"\n\s*")
_REASONS = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A linked name of an article."""

    entity_id: str
    kind: EntityKind
    parent_id: str | None
    field: Field
    start: int
    end: int
    """Offsets in the field, in code points, end exclusive."""


@dataclass(frozen=True, slots=True)
class StoryInput:
    """An article as far as its story goes."""

    article_id: int
    published_at: datetime
    """When it was published, or first seen where the page gives no time."""
    title: str | None
    opening: str
    """The text's beginning; OPENING words of it are read."""
    language: str | None
    names: tuple[Named, ...]
    """Linked names of the title and of the whole text, in order."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one event."""

    key: str
    """Day and short hash of its earliest article: the same as long as that article is its earliest."""
    article_ids: tuple[int, ...]
    """By time."""
    reasons: tuple[str, ...]
    """Ids of names, and words (`word:LANGUAGE:WORD`), that most of its articles have, rarest first; empty for one article."""


def assign(articles: Sequence[StoryInput]) -> list[Story]:
    """The stories of `articles`, each article in exactly one, earliest story first. Independent of the order of `articles`."""
    ordered = sorted(articles, key=lambda a: (a.published_at, a.article_id))
    words, names = _vectors([_words(a) for a in ordered]), _vectors([_names(a) for a in ordered])
    groups = [_group(n, a, words[n], names[n]) for n, a in enumerate(ordered)]
    place_words = frozenset(word for a in ordered for word in _place_words(a))
    parts = linked(groups, candidates(words), partial(by_words, place_words=place_words), ALIKE)
    parts.sort(key=lambda group: min(group.members))
    stories = linked(parts, candidates([p.names for p in parts]), partial(by_names, place_words=place_words), ALIKE_NAMES)
    return [_story(story, ordered, words, names) for story in sorted(stories, key=lambda group: min(group.members))]


def key_of(earliest: StoryInput) -> str:
    """Key of the story whose earliest article this is."""
    return f"{earliest.published_at:%Y%m%d}-{short_id(f'story:{earliest.article_id}', 8)}"


def _group(number: int, article: StoryInput, words: Mapping[str, float], names: Mapping[str, float]) -> Group:
    """A single article as a group."""
    places = [n for n in article.names if n.kind == "place" and not _is_muted(n)]
    return Group(
        members=(number,),
        first=article.published_at,
        last=article.published_at,
        languages={article.language: 1},
        words=words,
        names=names,
        headline=frozenset(e for n in article.names if n.field == "title" and not _is_muted(n) for e in _ids(n)),
        scene=frozenset(e for n in places if n.field == "title" for e in _ids(n)),
        places=frozenset(e for n in places for e in _ids(n)),
    )


def _words(article: StoryInput) -> Counter[str]:
    """How much each telling word counts; a name that tells nothing takes its words with it."""
    counts: Counter[str] = Counter()
    text = _without_title(article)
    paragraph = _PARAGRAPH.search(article.opening, text + 1)
    first = paragraph.start() if paragraph else len(article.opening)
    for _, word in _telling(article, "title", article.title or "", 0):
        counts[word] += TITLE
    for start, word in _telling(article, "text", article.opening, text):
        counts[word] += FIRST if start < first else 1
    return counts


def _without_title(article: StoryInput) -> int:
    """Where the text begins: after the headline, where the page repeats it."""
    return len(article.title) if article.title and article.opening.startswith(article.title) else 0


def _telling(article: StoryInput, field: Field, text: str, begin: int) -> Iterator[tuple[int, str]]:
    """Start and feature of the words that may tell what an article is about."""
    common = COMMON.get(article.language or "", frozenset())
    muted = [(n.start, n.end) for n in article.names if n.field == field and _is_muted(n)]
    for count, match in enumerate(_WORD.finditer(text, begin)):
        if field == "text" and count == OPENING:
            return
        word = match.group().casefold()
        if word not in common and not any(start <= match.start() < end for start, end in muted):
            yield match.start(), f"word:{article.language}:{word}"


def _place_words(article: StoryInput) -> Iterator[str]:
    """Features that are words of places."""
    for name in article.names:
        field = (article.title or "") if name.field == "title" else article.opening
        if name.kind == "place":
            yield from (f"word:{article.language}:{word}" for word in _WORD.findall(field[name.start : name.end].casefold()))


def _names(article: StoryInput) -> Counter[str]:
    """How much each name counts, and what it lies in or belongs to."""
    counts: Counter[str] = Counter()
    for name in article.names:
        if not _is_muted(name):
            counts.update(dict.fromkeys(_ids(name), TITLE if name.field == "title" else 1))
    return counts


def _ids(name: Named) -> list[str]:
    """A name's id, and a place's own place unless that is a state: a station and its town may be named in different articles."""
    parent = name.parent_id
    return [name.entity_id, parent] if name.kind == "place" and parent and not _is_state(parent) else [name.entity_id]


def _is_muted(name: Named) -> bool:
    return name.kind in _MUTED or _is_state(name.entity_id)


def _is_state(entity_id: str) -> bool:
    return entity_id.startswith("state:")


def _vectors(counted: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """Vectors of length 1, each feature weighted by its count and its inverse document frequency."""
    having = Counter(feature for counts in counted for feature in counts)
    total = len(counted) + BACKGROUND
    vectors = []
    for counts in counted:
        weights = {f: log(1 + count) * log(1 + total / having[f]) for f, count in sorted(counts.items())}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({feature: weight / length for feature, weight in weights.items()})
    return vectors


def _story(
    group: Group, ordered: Sequence[StoryInput], words: Sequence[Mapping[str, float]], names: Sequence[Mapping[str, float]]
) -> Story:
    """The story of `group`."""
    members = sorted(group.members)
    first = ordered[members[0]]
    counts = Counter(feature for n in members for feature in (*words[n], *names[n]))
    weights = {**group.words, **group.names}
    common = [f for f, count in counts.items() if len(members) > 1 and 2 * count > len(members)]
    return Story(
        key=key_of(first),
        article_ids=tuple(ordered[n].article_id for n in members),
        reasons=tuple(sorted(common, key=lambda f: (-weights[f], f))[:_REASONS]),
    )
