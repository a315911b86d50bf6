"""Persons and organisations that a document names and the knowledge base does not hold: NIL mentions. English only. Pure.

An organisation is a run of capitalised words with a word for a body ("Ministry", "47th Brigade", "Inc") at its head, or an
acronym that the document explains in brackets after such a run. A person is a title, or the title's holder ("Secretary of State
John Kerry"), or a common given name, with the words that follow; or a name with an age or "who" behind it.
Later mentions by surname or acronym belong to the same one, whose `name` is the fullest form. Sentences without capitals
inside them cost one look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_monitor.annotate.folding import plain
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Document, EntityKind, Field, Mention, Span

_WORD = r"[A-Z][\w'&.-]*\w"
_MORE = r"(?:(?: (?:of|for|and|on|de|del|al|the|of the|for the|on the|and the))? (?:[A-Z][\w'&-]*\w|[A-Z]\.?)(?![.]\w))"
_RUN = re.compile(rf"(?<![\w'-])(?:\d{{1,3}}(?:st|nd|rd|th) {_WORD}{_MORE}*|{_WORD}{_MORE}+)")
"""Two capitalised words or more, or one behind an ordinal."""
_JOINED_END = re.compile(r"(?:[\s,'-]|'s|\b(?:of|for|and|on|de|del|al|the))+$")
_TOKEN = re.compile(r"\S+")
_INSIDE_LEFT, _INSIDE_RIGHT = re.compile(r"[\w'-]"), re.compile(r"[\w-]")
_LONGEST_RUN = 10
_BODIES = words(
    "ministry department council committee commission agency authority army force forces brigade brigades battalion regiment"
    " division front party movement union league association federation organisation organization foundation institute"
    " institution university company corporation corp bank group coalition command court office bureau service services police"
    " guard guards navy fund society college school hospital inc ltd plc llc network alliance assembly parliament senate"
    " congress tribunal mission embassy consulate secretariat directorate administration board trust club church fleet squadron"
    " unit team centre center laboratory museum times post news tv radio airlines airways industries holdings partners"
    " government corps wing task federation chamber cabinet initiative programme program academy"
)
_LEADING = words(
    "ministry department council committee commission agency authority bank university office bureau union court institute"
    " federation association board academy college embassy organisation organization society fund"
)
"""Bodies that stand before what they are for: "Ministry of Finance"."""
_TITLES = words(
    "mr mrs ms dr sir lord president minister secretary senator general colonel captain lieutenant sergeant major commander"
    " spokesman spokeswoman spokesperson director chairman chairwoman speaker commissioner envoy justice prosecutor deputy leader"
    " inspector superintendent detective constable sheriff officer rev reverend father mullah ayatollah rabbi corporal private"
    " chancellor governor mayor judge professor sheikh imam king queen prince ambassador chief admiral"
    " brigadier gen col capt lt sgt maj brig adm sen rep gov prof pope cardinal archbishop bishop premier"
)
_NOT_NAMES = words(
    "the a an in on at it he she they we i but and this that these those there his her their our its as after before while when"
    " if for from with by of to or not no yes monday tuesday wednesday thursday friday saturday sunday january february march"
    " april may june july august september october november december"
)
_JOINTS = words("of for and on the")
_HEADS: tuple[tuple[EntityKind, str], ...] = (
    (
        "military",
        "army force forces brigade brigades battalion regiment division command guard guards navy fleet squadron corps wing",
    ),
    ("government", "ministry department council committee office parliament senate congress government cabinet embassy court"),
    ("government", "tribunal consulate"),
    ("agency", "agency authority police bureau service services commission directorate"),
    ("company", "company corporation corp inc ltd plc llc bank airlines airways industries holdings"),
    ("outlet", "times post news tv radio"),
)
_KINDS: dict[str, EntityKind] = {word: kind for kind, heads in _HEADS for word in words(heads)}
"""What a body is, by the word for it; any other is "other"."""
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_PERSONAL = re.compile(r",? (?:\(\d{1,2}\)|aged \d)|, (?:\d{1,2}|whose|who)\b(?! (?:people|percent|per cent|million|years? ago))")
"""What stands behind the name of a person only."""
_ACRONYM = re.compile(r" \(([A-Z][A-Za-z0-9-]{1,9})\)")
_CAPITAL = re.compile(r"[A-Z]")
_MOSTLY_CAPITALS = 0.3


_Token = tuple[int, int, str]
"""A word of a run with its offsets."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that stands for someone or something unknown."""

    field: Field
    start: int
    end: int
    name: str
    kind: EntityKind


def unlinked(document: Document, linked: Sequence[Mention], given_names: frozenset[str]) -> tuple[Mention, ...]:
    """NIL mentions, by field (title first) and offset; none overlaps a linked one or another."""
    fields: tuple[tuple[Field, str], ...] = (("title", document.title or ""), ("text", document.text))
    even = {field: plain(text) for field, text in fields}
    texts = dict(fields)
    if _is_capitals(document.text):
        return ()
    firm: list[_Found] = []
    for field, _ in fields:
        taken = _Taken([(m.span.start, m.span.end) for m in linked if m.span.field == field])
        for start, end in _runs(even[field], taken):
            firm += _named(field, even[field], start, end, given_names)
    found = {(f.field, f.start): f for f in firm}
    for later in _again(firm, even, linked):
        found.setdefault((later.field, later.start), later)
    chosen = sorted(found.values(), key=lambda f: (f.field != "title", f.start, -f.end))
    kept: list[_Found] = []
    for one in chosen:
        if not kept or kept[-1].field != one.field or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(Mention(Span(f.field, f.start, f.end, texts[f.field][f.start : f.end]), None, f.name, f.kind) for f in kept)


def _is_capitals(text: str) -> bool:
    """Written in capitals throughout, where case tells nothing."""
    sample = text[:400]
    return len(_CAPITAL.findall(sample)) > _MOSTLY_CAPITALS * len(sample)


class _Taken:
    """Stretches that are linked already."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def first_within(self, start: int, end: int) -> tuple[int, int] | None:
        """The first linked stretch that overlaps start..end."""
        at = max(0, bisect_right(self._starts, start) - 1)
        return next(((s, e) for s, e in self._spans[at : at + 3] if s < end and start < e), None)


def _runs(text: str, taken: _Taken) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, cut at what is linked."""
    for run in _RUN.finditer(text):
        if " " not in run.group():
            continue  # one word is nobody's whole name
        start, end = run.span()
        while start < end and (known := taken.first_within(start, end)) is not None:
            if known[0] > start:
                yield start, _trimmed(text, start, known[0])
            start = known[1]
            while start < end and not text[start].isupper():
                start += 1
        if start < end:
            yield start, end


def _trimmed(text: str, start: int, end: int) -> int:
    """End of the run without connecting words and spaces at its end."""
    return start + len(_JOINED_END.sub("", text[start:end]))


def _named(field: Field, text: str, start: int, end: int, given_names: frozenset[str]) -> Iterator[_Found]:
    """What the run names: an organisation with the acronym explained after it, or a person; or nothing."""
    if text[start:end].endswith("'s"):
        end -= 2
    tokens = [(m.start() + start, m.end() + start, m.group()) for m in _TOKEN.finditer(text[start:end])]
    while tokens and tokens[0][2].lower() in _NOT_NAMES:
        tokens.pop(0)
    if not 1 < len(tokens) <= _LONGEST_RUN:
        return
    low = [token.lower().strip(".,'") for _, _, token in tokens]
    joint = next((i for i, word in enumerate(low) if word in _JOINTS), 0)
    if joint and (named := list(_before(field, text, tokens, low, joint, given_names))):
        yield from named
        yield from _named(field, text, tokens[joint][1] + 1, end, given_names)
    elif joint and low[joint - 1] in _TITLES and (named := list(_holder(field, text, tokens, low, joint, given_names))):
        yield from named
    else:
        yield from _body(field, text, tokens, low) or _person(field, text, tokens, low, given_names)


def _before(
    field: Field, text: str, tokens: Sequence[_Token], low: Sequence[str], joint: int, given_names: frozenset[str]
) -> Iterator[_Found]:
    """The person before a connecting word: "Anna Berg of the Ossa Council"."""
    return _person(field, text, tokens[:joint], low[:joint], given_names)


def _holder(
    field: Field, text: str, tokens: Sequence[_Token], low: Sequence[str], joint: int, given_names: frozenset[str]
) -> Iterator[_Found]:
    """The holder of an office with a connecting word in it: "Secretary of State John Kerry"."""
    name = next((i for i in range(joint + 1, len(low) - 1) if low[i] in given_names), len(low))
    return _person(field, text, tokens[name:], low[name:], given_names)


def _body(field: Field, text: str, tokens: Sequence[_Token], low: Sequence[str]) -> list[_Found]:
    """The organisation, and its acronym where that is explained behind it."""
    begin, stop = tokens[0][0], tokens[-1][1]
    explained = _ACRONYM.match(text, stop)
    is_body = _is_unit(tokens, low) if _ORDINAL.fullmatch(low[0]) else _is_body(low)
    if not is_body and (explained is None or not _spells(explained[1], low)):
        return []
    found = [_Found(field, begin, stop, text[begin:stop], _kind(low))]
    if explained is not None:
        found.append(_Found(field, explained.start(1), explained.end(1), text[begin:stop], _kind(low)))
    return found


def _is_body(low: Sequence[str]) -> bool:
    """At least two words, and a word for a body last, or first with "of" or "for" behind it."""
    if len(low) < 2:
        return False
    return low[-1] in _BODIES or any(
        word in _LEADING and low[i + 1 : i + 2] in (["of"], ["for"], ["on"]) for i, word in enumerate(low[:-2])
    )


def _is_unit(tokens: Sequence[_Token], low: Sequence[str]) -> bool:
    """A numbered body of troops: "47th Mechanized Brigade", "407th AEG"."""
    return _KINDS.get(low[-1]) == "military" or (len(tokens) == 2 and tokens[1][2].isupper() and len(tokens[1][2]) > 1)


def _kind(low: Sequence[str]) -> EntityKind:
    if _ORDINAL.fullmatch(low[0]):
        return "military"
    heads = (low[-1], *(word for word in low if word in _LEADING))
    return next((_KINDS[word] for word in heads if word in _KINDS), "other")


def _spells(acronym: str, low: Sequence[str]) -> bool:
    """The acronym's letters begin the words."""
    initials = "".join(word[0] for word in low if word not in {"of", "for", "and", "the", "on"})
    return acronym.lower().rstrip("s").startswith(initials[:3]) and len(acronym) >= 2


def _person(
    field: Field, text: str, tokens: Sequence[_Token], low: Sequence[str], given_names: frozenset[str]
) -> Iterator[_Found]:
    if not _JOINTS.isdisjoint(low):
        return
    first = max((i + 1 for i, word in enumerate(low) if word in _TITLES), default=0)
    rest = tokens[first:]
    is_titled = first > 0 and 1 <= len(rest) <= 4
    is_named = 2 <= len(rest) <= 4 and (low[first] in given_names or _PERSONAL.match(text, rest[-1][1]) is not None)
    if rest and (is_titled or is_named) and all(token[2].isascii() is False or token[2][0].isupper() for token in rest):
        start, stop = rest[0][0], rest[-1][1]
        yield _Found(field, start, stop, text[start:stop], "person")


def _again(firm: Sequence[_Found], even: dict[Field, str], linked: Sequence[Mention]) -> Iterator[_Found]:
    """Later mentions: a person by surname, a body by its acronym or by its whole name."""
    names: dict[str, _Found] = {}
    for one in firm:
        short = one.name.split()[-1] if one.kind == "person" else even[one.field][one.start : one.end]
        if len(short) > 2 and (one.kind != "person" or " " in one.name):
            names.setdefault(short, one)
    if not names:
        return
    for field, text in even.items():
        taken = _Taken([(m.span.start, m.span.end) for m in linked if m.span.field == field])
        own = _Taken([(f.start, f.end) for f in firm if f.field == field])
        last = 0
        for start, end in sorted((spot for name in names for spot in _written(name, text)), key=lambda spot: (spot[0], -spot[1])):
            if start < last:
                continue
            last = end
            if own.first_within(start, start + 1) is None and taken.first_within(start, end) is None:
                known = names[text[start:end]]
                yield _Found(field, start, end, known.name, known.kind)


def _written(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where `name` stands in `text` as words of its own."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _INSIDE_LEFT.match(text[start - 1 : start]) and not _INSIDE_RIGHT.match(text, end):
            yield start, end
        start = text.find(name, start + 1)
