"""Entities named in a document: the longest known alias at each place, with its offsets in the unmodified field. Pure.

Rules of a hit, in this order:
- it begins and ends at a word boundary; in Arabic up to two proclitics (و ف ب ل ك ال) may stand before it;
- a hyphen continues a name ("ISIS-K" is not ISIS) unless a lower-case word ("Iran-linked") or another name follows;
- case matches where the alias says `exact`, or the whole alias stands in capitals;
- a `weak` alias counts only where the document names the entity by another alias, too (a place: see `places`);
- at one place the longest alias wins, then the leftmost; a phrase of the negative list wins, and names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from media_monitor.annotate.folding import Folded
from media_monitor.annotate.lexicon import NO_ENTITY, Alias, Entity, Lexicon
from media_monitor.annotate.places import Atlas, container, is_other_name, stands_in
from media_monitor.model import Field, Mention, Span

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PROCLITICS = re.compile(r"(?<!\w)[وف]?[بلك]?(?:ال)?$")
_LONGEST_PROCLITIC = 4
_LINKING_SUFFIX = re.compile(r"-(?:[a-z]{3,}|[а-яіїєґ]{3,})")


@dataclass(frozen=True, slots=True)
class _Hit:
    """What is written at one place of the folded text, and the aliases written so."""

    start: int
    end: int
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """One field with its hits."""

    field: Field
    text: str
    folded: Folded
    hits: tuple[_Hit, ...]


def link(fields: Sequence[tuple[Field, str, Folded]], lexicon: Lexicon, language: str | None = None) -> tuple[Mention, ...]:
    """Mentions of known entities in the fields of a document, by field and offset; they never overlap.

    `fields`: name, text, folded text, title first.
    In a document of a known `language`, Latin-script names of places in other languages are not heard: "Island" is Iceland
    in German only. English names are heard everywhere.
    """
    parts = [_Read(field, text, folded, tuple(_hits(text, folded, lexicon, language))) for field, text, folded in fields]
    senses = _senses(parts, lexicon)
    mentions = []
    for part in parts:
        meant = ((hit, entity_id) for hit in part.hits if (entity_id := senses.get(_written(part, hit, lexicon))) is not None)
        for hit, entity_id in _longest(meant):
            if entity_id != NO_ENTITY:
                start, end = part.folded.starts[hit.start], part.folded.ends[hit.end - 1]
                mentions.append(_mention(Span(part.field, start, end, part.text[start:end]), lexicon.entities[entity_id]))
    return tuple(mentions)


_Written = tuple[str, tuple[Alias, ...], str | None]
"""The words, what they can mean in this case of letters, and the country spelled out behind them: one sense a document."""


def _written(part: _Read, hit: _Hit, lexicon: Lexicon) -> _Written:
    area = container(part.folded.text, hit.end, lexicon) if lexicon.are_places(hit.aliases) else None
    return part.folded.text[hit.start : hit.end], hit.aliases, area.entity_id if area else None


def _senses(parts: Sequence[_Read], lexicon: Lexicon) -> dict[_Written, str]:
    """Entity meant by each way of writing; those that mean nothing here are absent."""
    spots: dict[_Written, list[tuple[str, int]]] = {}
    names: dict[str, set[str]] = {}
    for part in parts:
        for hit in part.hits:
            spots.setdefault(_written(part, hit, lexicon), []).append((part.folded.text, hit.start))
            for alias in hit.aliases:
                if not alias.is_weak:
                    names.setdefault(alias.entity_id, set()).add(alias.text.casefold())
    atlas = Atlas(lexicon, [(aliases, len(where)) for (_, aliases, _), where in spots.items()])
    senses = {}
    for written, where in spots.items():
        candidates = _candidates(written, where, names, atlas, lexicon)
        if candidates:
            senses[written] = candidates[0] if len(set(candidates)) == 1 else atlas.likeliest(candidates)
    return senses


def _candidates(
    written: _Written, where: Sequence[tuple[str, int]], names: Mapping[str, set[str]], atlas: Atlas, lexicon: Lexicon
) -> list[str]:
    """What the words can mean in this document. An entity that it names otherwise, too, leaves those that it does not."""
    word, aliases, area = written
    possible = [
        alias.entity_id
        for alias in aliases
        if not alias.is_weak
        or alias.entity_id in names
        or (atlas.is_near(alias.entity_id) and (area is not None or any(stands_in(*spot) for spot in where)))
    ]
    if area is not None:
        within = [entity_id for entity_id in possible if lexicon.entities[entity_id].iso == lexicon.entities[area].iso]
        return within or ([] if not area.startswith("state:") else possible)
    otherwise = [entity_id for entity_id in possible if names.get(entity_id, set()) - {word}]
    return otherwise if otherwise and not lexicon.are_places(aliases) else possible


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


def _hits(text: str, folded: Folded, lexicon: Lexicon, language: str | None) -> Iterator[_Hit]:
    """Every alias at a word boundary whose case fits."""
    if not lexicon.entities or not folded.text:
        return
    for last, (length, aliases) in lexicon.automaton.iter(folded.text):
        start, end = last + 1 - length, last + 1
        if not (_begins(folded.text, start) and _ends(folded.text, end, text, folded)):
            continue
        surface = text[folded.starts[start] : folded.ends[end - 1]]
        fitting = tuple(alias for alias in aliases if _case_fits(surface, alias) and _is_heard(alias, language, lexicon))
        if fitting and not (lexicon.are_places(fitting) and is_other_name(folded, text, start, end, lexicon)):
            yield _Hit(start, end, fitting)


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


def _is_heard(alias: Alias, language: str | None, lexicon: Lexicon) -> bool:
    """The alias is not a foreign word for a place, as a document in `language` reads it."""
    if language is None or alias.language in {language, "en"} or alias.language not in _LATIN:
        return True
    entity = lexicon.entities.get(alias.entity_id)
    return entity is None or entity.kind != "place"


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
