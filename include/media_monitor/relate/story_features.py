"""What an article's story is found by: telling words, linked names, where the headline sets the scene. Pure.

States, governments, agencies, forces and outlets are in every story and join none: their names take their words with them. Words
are cut to their first letters, which stand for their stems in every language that inflects at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from media_monitor.model import EntityKind, Field
from media_monitor.relate.common_words import COMMON
from media_monitor.relate.scene_words import acts, looks_back, venues

TITLE, FIRST, FURTHER = 5.0, 2.0, 1.0
"""What a word counts in the headline, in the first paragraph and further on: what an article is about stands first, what led to
it later. On labelled events 4 to 7 in the headline make no difference of .01."""
OPENING = 250
"""Words of the text that are read; 100 to 250 make no difference of .01."""
LEAD = 400
"""Characters of the text that are its first paragraph, where none ends sooner."""
STEM = 6
"""Letters of a word that count. On labelled events whole words lose .01, 5 or 6 letters make no difference."""

_MUTED: frozenset[EntityKind] = frozenset({"government", "agency", "military", "outlet"})
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_FIGURE = re.compile(r"\b\d{2,}\b")
_PARAGRAPH = re.compile(r"\n\s*")


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
class Features:
    """What an article may share with others of its story, each with what it counts."""

    words: Mapping[str, float]
    """Stem (`word:LANGUAGE:STEM`) → what it counts."""
    names: Mapping[str, float]
    """Id of a name, or of what a place lies in → what it counts."""
    spelled: Mapping[str, str]
    """Stem → the word, of words that stand without a capital: any other may be somebody's name, which is not ours to keep."""
    titles: AbstractSet[str]
    """Stems of the title."""
    headline: AbstractSet[str]
    """Names that the title carries."""
    scene: AbstractSet[str]
    """Places that the title names: where it happens."""
    places: AbstractSet[str]
    """All places named, and stems of the words of places and of kinds of place."""
    venues: AbstractSet[str]
    """Kinds of place (a market, a station) that the title names, or else the first paragraph."""
    acts: AbstractSet[str]
    """Kinds of violence that title and first paragraph name."""
    is_fresh: bool
    """Whether the title tells of violence, and nothing says that it is long past."""


def features(article: StoryInput) -> Features:
    """The features of `article`; none where it says nothing."""
    title, begin = article.title or "", _without_title(article)
    paragraph = _PARAGRAPH.search(article.opening, begin + 1)
    first = min(paragraph.start() if paragraph else len(article.opening), begin + LEAD)
    words: dict[str, float] = {}
    spelled: dict[str, str] = {}
    heading = list(_counted(article, "title", title, 0, 0))
    for word, count in (*heading, *_counted(article, "text", article.opening, begin, first)):
        stem = _stem(article.language, word)
        words[stem] = words.get(stem, 0.0) + count
        if word.islower():
            spelled.setdefault(stem, word)
    lead = article.opening[begin:first]
    opening = f"{title}\n{lead}"
    where = venues(_unnamed(article, "title", title), article.language)
    leading = venues(_unnamed(article, "text", article.opening[:first])[begin:], article.language)
    kinds = acts(opening, article.language)
    scene = frozenset((where or leading).values())
    named = [n for n in article.names if not _is_muted(n)]
    places = [n for n in named if n.kind == "place"]
    return Features(
        words,
        _names(named) | _concepts(scene, kinds, opening),
        spelled,
        titles=frozenset(_stem(article.language, word) for word, _ in heading),
        headline=frozenset(e for n in named if n.field == "title" for e in _ids(n)),
        scene=frozenset(e for n in places if n.field == "title" for e in _ids(n)),
        places=frozenset([*(e for n in places for e in _ids(n)), *_place_stems(article, (*where, *leading))]),
        venues=scene,
        acts=kinds,
        is_fresh=bool(acts(title, article.language)) and not looks_back(opening, article.language),
    )


def _without_title(article: StoryInput) -> int:
    """Where the text begins: after the headline, where the page repeats it."""
    return len(article.title) if article.title and article.opening.startswith(article.title) else 0


def _counted(article: StoryInput, field: Field, text: str, begin: int, first: int) -> Iterator[tuple[str, float]]:
    """The words of a field that may tell what the article is about, and what each counts."""
    common = COMMON.get(article.language or "", frozenset())
    muted = _muted(article, field, len(text))
    for number, match in enumerate(_WORD.finditer(text, begin)):
        if field == "text" and number == OPENING:
            return
        word, at = match.group(), match.start()
        if word.casefold() not in common and not muted[at]:
            yield word, TITLE if field == "title" else FIRST if at < first else FURTHER


def _muted(article: StoryInput, field: Field, length: int) -> bytearray:
    """Per character of a field whether it is of a name that tells nothing."""
    mask = bytearray(length)
    for name in article.names:
        if name.field == field and _is_muted(name) and name.start < length:
            mask[name.start : name.end] = b"\1" * (min(name.end, length) - name.start)
    return mask


def _stem(language: str | None, word: str) -> str:
    return f"word:{language}:{word[:STEM].casefold()}"


def _unnamed(article: StoryInput, field: Field, text: str) -> str:
    """`text` with blanks for the names of places: the Old Harbour is a quarter, and no harbour."""
    for name in article.names:
        if name.field == field and name.kind == "place" and name.end <= len(text):
            text = f"{text[: name.start]}{' ' * (name.end - name.start)}{text[name.end :]}"
    return text


def _place_stems(article: StoryInput, venue_words: Iterable[str]) -> Iterator[str]:
    """Stems of the words of places and of kinds of place."""
    fields = {"title": article.title or "", "text": article.opening}
    places = (fields[name.field][name.start : name.end] for name in article.names if name.kind == "place")
    for words in (*venue_words, *places):
        yield from (_stem(article.language, word) for word in _WORD.findall(words))


def _concepts(where: AbstractSet[str], kinds: AbstractSet[str], opening: str) -> dict[str, float]:
    """What else is the same in all languages: kinds of place and of violence, and figures."""
    concepts = [*(f"venue:{v}" for v in where), *(f"act:{a}" for a in kinds), *(f"figure:{n}" for n in _FIGURE.findall(opening))]
    return dict.fromkeys(concepts, FIRST)


def _names(named: list[Named]) -> dict[str, float]:
    """How much each name counts, and what it lies in or belongs to."""
    counts: dict[str, float] = {}
    for name in named:
        for entity_id in _ids(name):
            counts[entity_id] = counts.get(entity_id, 0.0) + (TITLE if name.field == "title" else FURTHER)
    return counts


def _ids(name: Named) -> list[str]:
    """A name's id, and a place's own place unless that is a state: a station and its town may be named in different articles."""
    parent = name.parent_id
    return [name.entity_id, parent] if name.kind == "place" and parent and not _is_state(parent) else [name.entity_id]


def _is_muted(name: Named) -> bool:
    return name.kind in _MUTED or _is_state(name.entity_id)


def _is_state(entity_id: str) -> bool:
    return entity_id.startswith("state:")
