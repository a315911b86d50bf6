"""What an outlet changed between two states of an article: sentences that came, went or were reworded, and of what kind. Pure.

Sentences are matched whole and by their words, the n-th occurrence with the n-th, in time that grows with their number alone: a
state of a hundred thousand sentences is compared as safely as one of ten. Only sentences that stand between the same neighbours
are compared word by word.

Boring is what NewsDiffs calls so (`is_boring` of its scraper: two versions that differ in the line with the date, or in encoding,
alone), carried over to text without markup: a difference in white space, punctuation, quotation marks, invisible characters,
time stamps and bylines says nothing new. A question mark, a per cent sign and a currency do, and so does the case of a letter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Literal, TypeAlias

from media_monitor.model import Span
from media_monitor.relate.stamps import is_byline, is_stamp

VERSION = 1
"""Of these rules: differences that another version found are found anew."""

Kind: TypeAlias = Literal["cosmetic", "headline", "correction", "addition", "cut", "rewrite", "edit"]
Words: TypeAlias = tuple[str, ...]

ALIKE = 0.5
"""Least share of words in common (Dice) at which a sentence is another one reworded."""
REWRITTEN = 0.5
"""A state that keeps less than this share of the words before it is a rewrite."""

_MOST_NEIGHBOURS = 40
"""Sentences gone, or come, between two that stayed, up to which each is compared with each."""
_MOST_WORDS = 300
"""Words of a sentence up to which their order is looked at; beyond, they are counted."""
_WORD = re.compile(r"\w+|[?؟%‰$€£¥₴₽]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_NOTE = re.compile(
    r"\W*(?:corrections?|corrects?|clarifications?|editor.?s note|this (?:article|story|report|headline|piece) (?:has been|was)"
    r" (?:amended|corrected|updated to correct)|виправлен\w+|уточнення|исправлен\w+|уточнение|rectificatif|correctif|erratum"
    r"|korrektur|berichtigung|anmerkung der redaktion|correcci[oó]n|fe de errores|rettifica|تصحيح|تنويه)\b",
    re.IGNORECASE,
)
"""How an outlet announces that it corrects itself, at the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Text:
    """A state of an article: its headline, and the sentences of its text in order, boilerplate left out."""

    title: str | None
    sentences: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that came (no `before`), went (no `after`) or was reworded (both)."""

    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a state changed against the one before it. Words are counted in the text, not in the headline."""

    kind: Kind
    is_headline_changed: bool
    has_note: bool
    """A sentence came that says that the outlet corrects itself."""
    words_inserted: int
    words_deleted: int
    moved: int
    """Sentences that stand elsewhere."""
    changes: tuple[Change, ...]
    """In the order of the later state; what went stands where it stood."""

    @property
    def is_boring(self) -> bool:
        """True where a reader learns nothing new."""
        return self.kind == "cosmetic"

    def count(self, *, before: bool, after: bool) -> int:
        """Changes that have (or lack) a sentence before and after."""
        return sum((c.before is not None) is before and (c.after is not None) is after for c in self.changes)


def difference(before: Text, after: Text) -> Difference:
    """What `after` changed against `before`."""
    old, new = list(map(_Sentence, _told(before.sentences))), list(map(_Sentence, _told(after.sentences)))
    matches = _matched(old, new)
    stayed = _in_order(matches)
    changes = _changes(old, new, matches, stayed)
    counts = [_word_changes(c) for c in changes]
    inserted, deleted = sum(i for i, _ in counts), sum(d for _, d in counts)
    is_headline_changed = _words(before.title or "") != _words(after.title or "")
    has_note = any(c.before is None and c.after is not None and _NOTE.match(c.after.text) for c in changes)
    moved = len(matches) - len(stayed)
    kept = 1 - deleted / max(1, sum(len(s.words) for s in old))
    kind = _kind(changes, is_headline_changed=is_headline_changed, has_note=has_note, moved=moved, kept=kept)
    return Difference(kind, is_headline_changed, has_note, inserted, deleted, moved, tuple(changes))


def _kind(changes: Sequence[Change], *, is_headline_changed: bool, has_note: bool, moved: int, kept: float) -> Kind:
    """First match wins."""
    came = any(c.before is None for c in changes)
    went = any(c.after is None for c in changes)
    if not changes and not moved:
        return "headline" if is_headline_changed else "cosmetic"
    if has_note:
        return "correction"
    if came and not went:
        return "addition"
    if went and not came:
        return "cut"
    if kept < REWRITTEN:
        return "rewrite"
    return "edit" if came or not changes else "correction"


class _Sentence:
    """A sentence with its words, and its place among sentences of the same words."""

    __slots__ = ("span", "words")

    def __init__(self, span: Span) -> None:
        self.span = span
        self.words = _words(span.text)


def _told(sentences: Iterable[Span]) -> Iterable[Span]:
    """The sentences that say something: not stamps, bylines and mere punctuation."""
    return (s for s in sentences if _WORD.search(s.text) and not is_stamp(s.text) and not is_byline(s.text))


def _words(text: str) -> Words:
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).translate(_INVISIBLE)))


def _matched(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> list[tuple[int, int]]:
    """Pairs of places of the same sentence, in the order of `old`."""
    places = {key: at for at, key in enumerate(_numbered(new))}
    return [(at, places[key]) for at, key in enumerate(_numbered(old)) if key in places]


def _numbered(sentences: Iterable[_Sentence]) -> Iterable[tuple[Words, int]]:
    """Each sentence's words with the number of its occurrence, so that none is there twice."""
    seen: Counter[Words] = Counter()
    for sentence in sentences:
        yield sentence.words, seen[sentence.words]
        seen[sentence.words] += 1


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Most of `pairs` that stand in the same order on both sides: a longest increasing subsequence, by patience sorting."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        previous.append(ends[pile - 1] if pile else None)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [number]
    chosen: list[tuple[int, int]] = []
    at = ends[-1] if ends else None
    while at is not None:
        chosen.append(pairs[at])
        at = previous[at]
    return chosen[::-1]


def _changes(
    old: Sequence[_Sentence], new: Sequence[_Sentence], matches: Sequence[tuple[int, int]], stayed: Sequence[tuple[int, int]]
) -> list[Change]:
    """What has no match, by the gap between those that stayed in which it stands."""
    gone = _by_gap(old, {a for a, _ in matches}, {a for a, _ in stayed})
    come = _by_gap(new, {b for _, b in matches}, {b for _, b in stayed})
    return [change for gap in sorted(gone.keys() | come.keys()) for change in _paired(gone.get(gap, []), come.get(gap, []))]


def _by_gap(sentences: Sequence[_Sentence], matched: set[int], stayed: set[int]) -> dict[int, list[_Sentence]]:
    gaps: dict[int, list[_Sentence]] = defaultdict(list)
    for at, gap in enumerate(accumulate(map(stayed.__contains__, range(len(sentences))))):
        if at not in matched:
            gaps[gap].append(sentences[at])
    return gaps


def _paired(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> list[Change]:
    """Changes of one gap: a sentence that went and the one most like it that came are one reworded."""
    partner: dict[int, _Sentence] = {}
    if max(len(gone), len(come)) <= _MOST_NEIGHBOURS:
        free = dict(enumerate(come))
        for sentence in gone:
            best = max(free, key=lambda at: _likeness(sentence.words, free[at].words), default=None)
            if best is not None and _likeness(sentence.words, free[best].words) >= ALIKE:
                partner[best] = sentence
                del free[best]
    reworded = set(map(id, partner.values()))
    went = [Change(s.span, None) for s in gone if id(s) not in reworded]
    return went + [Change(partner[at].span if at in partner else None, s.span) for at, s in enumerate(come)]


def _likeness(one: Words, other: Words) -> float:
    """Words that both have, as a share of the words of both (Dice)."""
    return 2 * (Counter(one) & Counter(other)).total() / max(1, len(one) + len(other))


def _word_changes(change: Change) -> tuple[int, int]:
    """Words that came and words that went."""
    old = _words(change.before.text) if change.before else ()
    new = _words(change.after.text) if change.after else ()
    if not old or not new:
        return len(new), len(old)
    if max(len(old), len(new)) > _MOST_WORDS:
        common = (Counter(old) & Counter(new)).total()
    else:
        common = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(new) - common, len(old) - common
