"""Which place a name means, where several bear it or where it is a surname or a word as well. Pure.

A place is likelier the more people live there and the more of the document's other places lie in its country; a region or
country written after it ("Birmingham, Alabama") decides. The weights are set on GeoVirus, half of it unread.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from media_monitor.annotate.folding import Folded
from media_monitor.annotate.lexicon import Alias, Entity, Lexicon
from media_monitor.annotate.vocabulary import words

_STATE, _UNCOUNTED = 7.2, 5.5
"""What a state, and a place of unknown population, weigh beside the decimal logarithm of a population."""
_SAME_COUNTRY = 1.5
"""Times the share of the document's places that lie in the candidate's country."""
_LOCATIVE = re.compile(
    r"(?:^|(?<=\W))(?:in|near|outside|around|at|from|to|of|downtown|across|over|reached|left|en|à|de|w|в|у|із|з|из|na|في|من)"
    r" (?:the )?(?:city of )?$"
)
_LONGEST_LOCATIVE = 24
_TITLES = words("mr mrs ms miss dr sir lord lady prof professor president senator sen rep gen col judge justice saint")
_FIRST_PARTS = words("new lake mount fort port camp cape")
_LAST_PARTS = words(
    "beach bay island islands valley park heights hills lake river mountain mountains county creek harbour harbor sea gulf ocean"
    " strait channel springs falls forest square street avenue road bridge"
)
_GIVEN_TOO = words(
    "chad jordan israel georgia austin sydney paris victoria madison florence charlotte savannah china india kenya dallas"
)
"""Places that are given names as well: a surname behind them makes them one."""
_WORD_AFTER = re.compile(r" (\w+)")
_LONGEST_WORD = 14
_CAPITAL_BEFORE = re.compile(r"\b([A-Z][\w'.-]*) $")
_CAPITAL_AFTER = re.compile(r"(?:'s)? [A-Z][a-z]")
_PLACING = words("in near outside around at from to of the across over and")
"""Words that may begin a sentence before a place."""


class Atlas:
    """The places that a document names, by country."""

    def __init__(self, lexicon: Lexicon, written: Iterable[tuple[Sequence[Alias], int]]) -> None:
        self._lexicon = lexicon
        self._countries: Counter[str] = Counter()
        for aliases, times in written:
            countries = {lexicon.entities[a.entity_id].iso for a in aliases if not a.is_weak and a.entity_id in lexicon.entities}
            if len(countries) == 1:
                self._countries.update({iso: times for iso in countries if iso})
        self._total = sum(self._countries.values())

    def is_near(self, entity_id: str) -> bool:
        """The document names the country of this place, or another place in it."""
        entity = self._lexicon.entities.get(entity_id)
        return entity is not None and entity.kind == "place" and entity.iso is not None and entity.iso in self._countries

    def likeliest(self, candidates: Sequence[str]) -> str:
        """The entity that a name shared by `candidates` means in this document."""
        return max(candidates, key=self._weight)

    def _weight(self, entity_id: str) -> float:
        entity = self._lexicon.entities.get(entity_id)
        if entity is None or entity.kind != "place":
            return math.inf  # a phrase of the negative list, or a name curated for something else than a place
        counted = math.log10(entity.population) if entity.population else _UNCOUNTED
        weight = _STATE if entity_id.startswith("state:") else counted
        return weight + (_SAME_COUNTRY * self._countries[entity.iso or ""] / self._total if self._total else 0.0)


def container(text: str, end: int, lexicon: Lexicon) -> Entity | None:
    """The region or state written after a comma behind a name: Alabama in "Birmingham, Alabama, is …"."""
    if not text.startswith(", ", end):
        return None
    found = None
    for area in lexicon.names.starting(text, end + 2):
        last = area.end
        closes = last == len(text) or text[last] in ",.;:)-" or text.startswith((" and ", " on "), last)
        if closes:
            entities = (lexicon.entities.get(alias.entity_id) for alias in area.bearers if not alias.is_demonym)
            found = next((e for e in entities if e is not None and _is_area(e)), None) or found
    return found


def _is_area(entity: Entity) -> bool:
    """A state, or a region of one."""
    return entity.entity_id.startswith("state:") or (
        entity.kind == "place" and entity.iso is not None and entity.geonames is None
    )


def stands_in(text: str, start: int) -> bool:
    """A word that leads to a place stands before the name."""
    return _LOCATIVE.search(text[max(0, start - _LONGEST_LOCATIVE) : start]) is not None


def is_other_name(folded: Folded, original: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """The place's name is a part of another: "Michael Jordan", "Mr Lincoln", "New Plymouth", "Newport Beach"."""
    text = folded.text
    if start and text[start - 1] == " ":
        part = text[max(0, start - _LONGEST_WORD) : start - 1].removesuffix(".")
        word = part[part.rfind(" ") + 1 :]
        if word in lexicon.given_names or word in _TITLES or word in _FIRST_PARTS:
            begin = start - 1 - len(word) - (text[start - 2] == ".")
            if original[folded.starts[begin]].isupper():
                return True
    after = _WORD_AFTER.match(text, end)
    if after is None or not original[folded.starts[after.start(1)]].isupper():
        return False
    return after[1] in _LAST_PARTS or (text[start:end] in _GIVEN_TOO and after[1] in lexicon.surnames)


def is_among_names(original: str, start: int, end: int) -> bool:
    """A capitalised word stands right before or behind the name, one that does not merely begin a sentence: a part of a name."""
    before = _CAPITAL_BEFORE.search(original[max(0, start - _LONGEST_WORD) : start])
    if before is not None and before[1].lower() not in _PLACING:
        return True
    return _CAPITAL_AFTER.match(original, end) is not None
