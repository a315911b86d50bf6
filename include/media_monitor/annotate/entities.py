"""Entities named in a document: the longest known alias at each place, with its offsets in the unmodified field. Pure.

Rules of a hit, in this order:
- it begins and ends at a word boundary; in Arabic up to two proclitics (و ف ب ل ك ال) may stand before it;
- a hyphen continues a name ("ISIS-K" is not ISIS) unless a lower-case word ("Iran-linked") or another name follows;
- case matches where the alias says `exact`, or the whole alias stands in capitals;
- at one place the longest alias wins, then the leftmost;
- a `weak` alias counts only where the document names the entity by another alias, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from media_monitor.annotate.folding import Folded, fold
from media_monitor.annotate.lexicon import Alias, Entity, Lexicon
from media_monitor.model import Document, Field, Mention, Span

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PROCLITICS = re.compile(r"(?<!\w)[وف]?[بلك]?(?:ال)?$")
_LONGEST_PROCLITIC = 4
_LINKING_SUFFIX = re.compile(r"-(?:[a-z]{3,}|[а-яіїєґ]{3,})")


@dataclass(frozen=True, slots=True)
class _Hit:
    """One alias found: offsets in the folded text."""

    start: int
    end: int
    alias: Alias


def link(document: Document, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Mentions of known entities in title and text, by field (title first) and offset; they never overlap."""
    fields: tuple[tuple[Field, str], ...] = (("title", document.title or ""), ("text", document.text))
    hits = [(field, text, folded, list(_hits(text, folded, lexicon))) for field, text in fields for folded in (fold(text),)]
    firm = {hit.alias.entity_id for _, _, _, found in hits for hit in found if not hit.alias.is_weak}
    mentions = []
    for field, text, folded, found in hits:
        for hit in _longest(h for h in found if not h.alias.is_weak or h.alias.entity_id in firm):
            start, end = folded.starts[hit.start], folded.ends[hit.end - 1]
            span = Span(field, start, end, text[start:end])
            mentions.append(_mention(span, lexicon.entities[hit.alias.entity_id]))
    return tuple(mentions)


def _mention(span: Span, entity: Entity) -> Mention:
    return Mention(
        span,
        entity.entity_id,
        entity.name,
        entity.kind,
        entity.aliases,
        entity.wikidata,
        entity.iso,
        entity.lat,
        entity.lon,
        entity.geonames,
    )


def _hits(text: str, folded: Folded, lexicon: Lexicon) -> Iterator[_Hit]:
    """Every alias at a word boundary whose case fits."""
    if not lexicon.entities or not folded.text:
        return
    for last, (length, aliases) in lexicon.automaton.iter(folded.text):
        start, end = last + 1 - length, last + 1
        if not (_begins(folded.text, start) and _ends(folded.text, end, text, folded)):
            continue
        surface = text[folded.starts[start] : folded.ends[end - 1]]
        for alias in aliases:
            if _case_fits(surface, alias):
                yield _Hit(start, end, alias)
                break


def _begins(text: str, start: int) -> bool:
    """A word, or an Arabic word after its proclitics, begins at `start`."""
    if start == 0 or not text[start - 1].isalnum():
        return start < 2 or text[start - 1] != "-" or not text[start - 2].isalnum() or _follows_a_name(text, start)
    if not _ARABIC.match(text[start]):
        return False
    before = text[max(0, start - _LONGEST_PROCLITIC - 1) : start]
    return bool(_PROCLITICS.search(before)) and not before[-1].isspace()


def _follows_a_name(text: str, start: int) -> bool:
    """In "u.s.-israeli" the part before the hyphen is no prefix such as "pro-" or "ex-"."""
    part = re.search(r"[\w.]+-$", text[max(0, start - 20) : start])
    return part is not None and part.group() not in _PREFIXES


_PREFIXES = frozenset(
    f"{prefix}-" for prefix in ("pro", "anti", "non", "ex", "post", "neo", "про", "анти", "al", "el", "as", "ad", "un", "self")
)


def _ends(text: str, end: int, original: str, folded: Folded) -> bool:
    """A word ends at `end`, and no hyphen makes it part of a longer name."""
    if end < len(text) and text[end].isalnum():
        return False
    if end + 1 < len(text) and text[end] == "-" and text[end + 1].isalnum():
        position = folded.starts[end]
        after = original[position : position + 24]
        return bool(_LINKING_SUFFIX.match("-" + after[1:])) or _is_compound(after[1:])
    return True


def _is_compound(after: str) -> bool:
    """A capitalised word of some length after the hyphen: "US-Israeli", not "ISIS-K" or "IS-KP"."""
    word = re.match(r"\w+", after)
    return word is not None and len(word.group()) > 4 and not word.group().isupper() and word.group() not in _BRANCHES


_BRANCHES = frozenset({"Khorasan", "Mozambique", "Libya", "Sinai", "Sahel", "West", "Somalia"})


def _case_fits(surface: str, alias: Alias) -> bool:
    if not alias.is_exact or surface == alias.text:
        return True
    if surface[:1] == alias.text[:1] and surface.casefold() != alias.text.casefold():
        return True  # they differ in quotes, dashes or marks, not in case
    return surface == alias.text.upper() and alias.text != alias.text.upper()


def _longest(hits: Iterator[_Hit]) -> list[_Hit]:
    """Leftmost-longest choice of hits that do not overlap, in order."""
    chosen: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen
