"""Which articles carry whose text: agency copy and its cuts, extensions and light edits. Pure; it reads text, never URLs.

Texts are compared by the words that lie in five-word runs (shingles) found in both. Candidates come from the least hashes of each
text's shingles (bottom-k sketches; Broder, SEQUENCES 1997): texts of which one carries the other share many of them, and a text
takes the same room in the index however long it is. A translation shares no run of words and never matches.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from heapq import nsmallest
from types import MappingProxyType
from typing import TypeVar

SHINGLE = 5
"""Words in a shingle: stock phrases are shorter, edits between two of a copy's changes are longer."""
SKETCH = 48
"""Shingles of a text that are indexed. A copy at the limits (half of the origin, a fifth of itself) shares about 5 of them."""
FLASH = 8
"""Texts of fewer words are copies only when equal."""
CARRIED = 0.5
"""A copy carries half of the origin's words, or half of its own words come from it."""
OWN_SHARE = 0.2
"""…and at least a fifth of its own words do: a long report that opens with an agency's flash is a report of its own."""
REACH = timedelta(days=4)
"""Time between an origin and its copies, at most: equal flashes of other weeks are of other events."""
HEADS = 16
"""Articles of an indexed shingle that may be its origin, best first: keeps boilerplate on all pages from pairing all pages."""

# Scripts written without spaces (kana, Han, Thai, Lao) count each character as a word.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that may carry another's text: by what the likelier origin of two is told."""

    article_id: int
    outlet_id: str
    published_at: datetime
    """When it was published, or first seen where the page gives no time."""
    agency: str | None
    """Agency the article credits, as extracted."""


C = TypeVar("C", bound=Carrier)


@dataclass(frozen=True, slots=True)
class CopyInput(Carrier):
    """An article as far as copying goes."""

    text: str


@dataclass(frozen=True, slots=True)
class CopyMember:
    """An article that carries the origin's text."""

    article_id: int
    share: float
    """Share of its own words that the origin has too, 0..1."""


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """One text and the articles that carry it, on at least two outlets."""

    origin: int
    """article_id of the agency's own article, else the earliest that credits an agency, else the earliest."""
    agency: str | None
    """Agency whose text it is, as credited."""
    members: tuple[CopyMember, ...]
    """The others, by time."""


@dataclass(frozen=True, slots=True)
class _Text:
    article: CopyInput
    shingles: array[int]
    """64 bits each: a list of numbers would take five times the room."""
    run: int
    """Words in a shingle: SHINGLE, or all of a flash."""
    word_count: int


def copy_groups(articles: Sequence[CopyInput], agency_outlets: Mapping[str, str] = MappingProxyType({})) -> list[CopyGroup]:
    """Copy groups among `articles`, each within REACH of its origin.

    `agency_outlets` names the outlet_id of each agency by its credit; a credit it lacks is taken as an outlet_id.
    Independent of the order of `articles`. Articles of no group are not returned.
    """
    homes = {a.agency: agency_outlets.get(a.agency, a.agency) for a in articles if a.agency} | dict(agency_outlets)
    texts = [_text(a) for a in by_precedence(articles, homes)]
    carriers = _candidates(texts)
    taken: set[int] = set()
    groups = []
    for i, origin in enumerate(texts):
        if i in taken:
            continue
        copies = [(j, share) for j in sorted(carriers[i] - taken) if (share := _carried(origin, texts[j])) is not None]
        if {texts[j].article.outlet_id for j, _ in copies} - {origin.article.outlet_id}:
            taken.update(j for j, _ in copies)
            groups.append(_group(origin, [(texts[j].article, share) for j, share in copies], homes))
    return groups


def by_precedence(articles: Sequence[C], homes: Mapping[str, str]) -> list[C]:
    """Likelier origins first: agencies with their own text, then articles with a credit, then all others; then by time.

    `homes`: credit of each agency → outlet that it is.
    """
    agencies = frozenset(homes.values())

    def precedence(article: C) -> tuple[int, datetime, int]:
        credited_home = homes[article.agency] if article.agency else article.outlet_id
        is_agency = article.outlet_id in agencies and credited_home == article.outlet_id
        rank = 0 if is_agency else 1 if article.agency else 2
        return rank, article.published_at, article.article_id

    return sorted(articles, key=precedence)


def sketch(text: str) -> array[int]:
    """The shingles of a text by which its like are found: 64 bits each, at most SKETCH, ascending."""
    shingles, _, _ = _shingles(text)
    return _least(shingles)


def _text(article: CopyInput) -> _Text:
    return _Text(article, *_shingles(article.text))


def _shingles(text: str) -> tuple[array[int], int, int]:
    """A text's shingles in order, words in each, and words in all; case, punctuation, accents and vowel marks do not count."""
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = _WORD.findall(folded)
    run = SHINGLE if len(words) >= FLASH else len(words)
    # A flash is one shingle of all its words; its length in the hash keeps it apart from a longer text's five words.
    mark = "" if run == SHINGLE and len(words) >= FLASH else f"{len(words)}="
    shingles = array("Q", (_hash(mark + " ".join(words[i : i + run])) for i in range(len(words) - run + 1 if words else 0)))
    return shingles, run, len(words)


def _hash(text: str) -> int:
    """64 bits, the same in every process: which shingles are indexed must not change from run to run."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _least(shingles: array[int]) -> array[int]:
    return array("Q", nsmallest(SKETCH, set(shingles)))


def _candidates(texts: Sequence[_Text]) -> list[set[int]]:
    """For each text the later ones within REACH that share an indexed shingle with it."""
    index: dict[int, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        for shingle in _least(text.shingles):
            index[shingle].append(i)
    carriers: list[set[int]] = [set() for _ in texts]
    for found in index.values():
        for head, i in enumerate(found[:HEADS]):
            carriers[i].update(j for j in found[head + 1 :] if is_within_reach(texts[i].article, texts[j].article))
    return carriers


def is_within_reach(a: Carrier, b: Carrier) -> bool:
    """Whether one may be the other's copy, by their times."""
    return abs(a.published_at - b.published_at) <= REACH


def _carried(origin: _Text, copy: _Text) -> float | None:
    """Share of `copy`'s words that come from `origin`, or None where it is no copy."""
    ours, theirs = frozenset(origin.shingles), frozenset(copy.shingles)
    shared = ours & theirs
    # A shared shingle covers at most its own words: most candidates end here, before their words are counted.
    if len(shared) * SHINGLE < CARRIED * min(len(ours), len(theirs)):
        return None
    own, origins = _covered(copy, shared), _covered(origin, shared)
    return own if own >= OWN_SHARE and max(own, origins) >= CARRIED else None


def _covered(text: _Text, shared: frozenset[int]) -> float:
    """Share of the words of `text` that lie in a shingle of `shared`."""
    covered, end = 0, 0
    for i, shingle in enumerate(text.shingles):
        if shingle in shared:
            covered += i + text.run - max(i, end)
            end = i + text.run
    return covered / text.word_count


def _group(origin: _Text, copies: Sequence[tuple[CopyInput, float]], homes: Mapping[str, str]) -> CopyGroup:
    """The group of `origin`; where the origin is the agency itself, its name comes from the credits."""
    credited = (c.agency for c, _ in copies if c.agency and homes[c.agency] == origin.article.outlet_id)
    by_time = sorted(copies, key=lambda copy: (copy[0].published_at, copy[0].article_id))
    return CopyGroup(
        origin.article.article_id,
        origin.article.agency or next(credited, None),
        tuple(CopyMember(c.article_id, round(share, 4)) for c, share in by_time),
    )
