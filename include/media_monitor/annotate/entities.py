"""Entities named in a document: the longest known alias at each place, with its offsets in the unmodified field. Pure.

Rules of a hit, in this order:
- it begins and ends at a word boundary; in Arabic up to two proclitics (و ف ب ل ك ال) may stand before it;
- a hyphen continues a name ("ISIS-K" is not ISIS) unless a lower-case word ("Iran-linked") or another name follows;
- case matches where the alias says `exact`, or the whole alias stands in capitals;
- a `weak` alias counts only where the document names the entity by another alias, too (a place: see `places`), one with a
  `context` only where the document holds one of its words;
- at one place the longest alias wins, then the leftmost; a phrase of the negative list wins, and names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from media_monitor.annotate.folding import Folded
from media_monitor.annotate.lexicon import NO_ENTITY, Alias, Entity, Lexicon
from media_monitor.annotate.places import Atlas, container, is_among_names, is_other_name, stands_in
from media_monitor.model import Field, Mention, Span

_LINKING_SUFFIX = re.compile(r"-(?:[a-z]{3,}|[а-яіїєґ]{3,})")


_Written = tuple[str, tuple[Alias, ...], str | None]
"""The words, what they can mean in this case of letters, and the country spelled out behind them: one sense a document."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name at one place of the folded text."""

    start: int
    end: int
    written: _Written


@dataclass(frozen=True, slots=True)
class _Read:
    """One field with its hits."""

    field: Field
    text: str
    folded: Folded
    hits: tuple[_Hit, ...]
    small: frozenset[str]
    """Names that the field writes as words, in small letters."""


def link(fields: Sequence[tuple[Field, str, Folded]], lexicon: Lexicon, language: str | None = None) -> tuple[Mention, ...]:
    """Mentions of known entities in the fields of a document, by field and offset; they never overlap.

    `fields`: name, text, folded text, title first.
    In a document of a known `language`, Latin-script names of places in other languages are not heard: "Island" is Iceland
    in German only. English names are heard everywhere.
    """
    parts = [_read(field, text, folded, lexicon, language) for field, text, folded in fields]
    senses = _senses(parts, lexicon)
    mentions = []
    for part in parts:
        meant = ((hit, entity_id) for hit in part.hits if (entity_id := senses.get(hit.written)) is not None)
        for hit, entity_id in _longest(meant):
            if entity_id != NO_ENTITY:
                start, end = part.folded.starts[hit.start], part.folded.ends[hit.end - 1]
                mentions.append(_mention(Span(part.field, start, end, part.text[start:end]), lexicon.entities[entity_id]))
    return tuple(mentions)


def _read(field: Field, text: str, folded: Folded, lexicon: Lexicon, language: str | None) -> _Read:
    met: dict[str, tuple[Alias, ...]] = {}
    hits = tuple(_hits(text, folded, met, lexicon, language))
    return _Read(field, text, folded, hits, frozenset(surface for surface, fitting in met.items() if not fitting))


class _Told:
    """Which contexts a document holds, each looked for once and only when asked."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._known: dict[re.Pattern[str] | None, bool] = {None: True}

    def holds(self, context: re.Pattern[str] | None) -> bool:
        """One of the words of `context` stands in the document; an alias without a context asks for nothing."""
        if context not in self._known:
            self._known[context] = context is not None and any(_holds(text, context) for text in self._texts)
        return self._known[context]


def _holds(text: str, context: re.Pattern[str]) -> bool:
    return any(not text[found.start() - 1 : found.start()].isalnum() for found in context.finditer(text))


@dataclass(frozen=True, slots=True)
class _Clues:
    """What a document tells of the meaning of its names."""

    names: Mapping[str, AbstractSet[str]]
    """Entities that it names by an alias that counts by itself, and those aliases in small letters."""
    told: _Told
    small: AbstractSet[str]
    """Names that it writes as words, too."""
    atlas: Atlas

    def admit(self, alias: Alias, word: str, where: Sequence[tuple[str, int]], is_placed: bool) -> bool:
        """The alias, written as `word` at the places `where`, can mean its entity here."""
        if alias.entity_id in self.names:
            return True
        if alias.is_weak:
            is_near = word not in self.small and self.atlas.is_near(alias.entity_id)
            if not is_near or not (is_placed or any(stands_in(*spot) for spot in where)):
                return False
        return self.told.holds(alias.context)


def _senses(parts: Sequence[_Read], lexicon: Lexicon) -> dict[_Written, str]:
    """Entity meant by each way of writing; those that mean nothing here are absent."""
    spots: dict[_Written, list[tuple[str, int]]] = {}
    told = _Told([part.folded.text for part in parts])
    names: dict[str, set[str]] = {}
    for part in parts:
        for hit in part.hits:
            spots.setdefault(hit.written, []).append((part.folded.text, hit.start))
            for alias in hit.written[1]:
                if not alias.is_weak and told.holds(alias.context):
                    names.setdefault(alias.entity_id, set()).add(alias.text.casefold())
    atlas = Atlas(lexicon, [(aliases, len(where)) for (_, aliases, _), where in spots.items()])
    clues = _Clues(names, told, frozenset().union(*(part.small for part in parts)), atlas)
    senses = {}
    for written, where in spots.items():
        candidates = _candidates(written, where, clues, lexicon)
        if candidates:
            senses[written] = candidates[0] if len(set(candidates)) == 1 else atlas.likeliest(candidates)
    return senses


def _candidates(written: _Written, where: Sequence[tuple[str, int]], clues: _Clues, lexicon: Lexicon) -> list[str]:
    """What the words can mean in this document. An entity that it names otherwise, too, leaves those that it does not."""
    word, aliases, area = written
    possible = [alias.entity_id for alias in aliases if clues.admit(alias, word, where, area is not None)]
    if area is not None:
        within = [entity_id for entity_id in possible if lexicon.entities[entity_id].iso == lexicon.entities[area].iso]
        return within or ([] if not area.startswith("state:") else possible)
    otherwise = [entity_id for entity_id in possible if clues.names.get(entity_id, set()) - {word}]
    return otherwise if otherwise and not _are_places(aliases) else possible


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


def _hits(text: str, folded: Folded, met: dict[str, tuple[Alias, ...]], lexicon: Lexicon, language: str | None) -> Iterator[_Hit]:
    """Every alias at a word boundary whose case fits. `met` is filled with what each way of writing a name can mean."""
    for start, end, bearers in lexicon.names.find(folded.text):
        surface = text[folded.starts[start] : folded.ends[end - 1]]
        fitting = met.get(surface)
        if fitting is None:
            fitting = tuple(alias for alias in bearers if _case_fits(surface, alias) and _is_heard(alias, language, lexicon))
            met[surface] = fitting
        if not fitting or not (_begins(folded.text, start) and _ends(folded.text, end, text, folded)):
            continue
        area = None
        if _are_places(fitting):
            if is_other_name(folded, text, start, end, lexicon):
                continue
            if all(alias.is_weak for alias in fitting) and is_among_names(text, folded.starts[start], folded.ends[end - 1]):
                continue
            area = container(folded.text, end, lexicon)
        yield _Hit(start, end, (folded.text[start:end], fitting, area.entity_id if area else None))


def _begins(text: str, start: int) -> bool:
    """No hyphen makes the word at `start` the end of a longer name."""
    return start < 2 or text[start - 1] != "-" or not text[start - 2].isalnum() or _follows_a_name(text, start)


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


def _are_places(aliases: Sequence[Alias]) -> bool:
    return all(alias.is_place for alias in aliases)


def _is_heard(alias: Alias, language: str | None, lexicon: Lexicon) -> bool:
    """The alias is not a foreign word for a place, as a document in `language` reads it."""
    if language is None or alias.language in {language, "en"} or alias.language not in _LATIN:
        return True
    return lexicon.entities[alias.entity_id].kind != "place"


_LATIN = frozenset({"fr", "de", "es"})


def _case_fits(surface: str, alias: Alias) -> bool:
    if not alias.is_exact or surface == alias.text:
        return True
    if surface[:1] == alias.text[:1] and surface.casefold() != alias.text.casefold():
        return True  # they differ in quotes, dashes or marks, not in case
    return surface == alias.text.upper() and alias.text != alias.text.upper()


def _longest(hits: Iterator[tuple[_Hit, str]]) -> list[tuple[_Hit, str]]:
    """Leftmost-longest choice of hits that do not overlap, in order."""
    chosen: list[tuple[_Hit, str]] = []
    for hit, entity_id in sorted(hits, key=lambda h: (h[0].start, -h[0].end)):
        if not chosen or hit.start >= chosen[-1][0].end:
            chosen.append((hit, entity_id))
    return chosen
