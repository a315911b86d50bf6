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
from media_monitor.annotate.lexicon import Alias, Lexicon
from media_monitor.annotate.vocabulary import words

_STATE, _REGION = 7.0, 6.3
"""What a state and a region weigh beside the decimal logarithm of a city's population."""
_SAME_COUNTRY = 1.5
"""Times the share of the document's places that lie in the candidate's country."""
_SPELLED_OUT = 4.0
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
_WORD_BEFORE = re.compile(r"(\w+)\.? $")
_WORD_AFTER = re.compile(r" (\w+)")
_LONGEST_WORD = 14
_LONGEST_NAME = 40


class Atlas:
    """The places that a document names, by country."""

    def __init__(self, lexicon: Lexicon, written: Iterable[tuple[Sequence[Alias], int]]) -> None:
        self._lexicon = lexicon
        self._countries: Counter[str] = Counter()
        for aliases, times in written:
            countries = {lexicon.entities[a.entity_id].iso for a in aliases if a.entity_id in lexicon.entities}
            if len(countries) == 1 and not all(alias.is_weak for alias in aliases):
                self._countries.update({iso: times for iso in countries if iso})
        self._total = sum(self._countries.values())

    def is_near(self, entity_id: str) -> bool:
        """The document names the country of this place, or another place in it."""
        entity = self._lexicon.entities.get(entity_id)
        return entity is not None and entity.kind == "place" and entity.iso is not None and entity.iso in self._countries

    def likeliest(self, candidates: Sequence[str], around: Sequence[tuple[str, int, int]]) -> str:
        """The entity that a name shared by `candidates` means, given its places in the folded text."""
        return max(candidates, key=lambda entity_id: self._weight(entity_id, around))

    def _weight(self, entity_id: str, around: Sequence[tuple[str, int, int]]) -> float:
        entity = self._lexicon.entities.get(entity_id)
        if entity is None or entity.kind != "place":
            return math.inf  # a phrase of the negative list, or a name curated for something else than a place
        weight = math.log10(entity.population) if entity.population else _STATE if entity_id.startswith("state:") else _REGION
        if self._total:
            weight += _SAME_COUNTRY * self._countries[entity.iso or ""] / self._total
        return weight + _SPELLED_OUT * any(self._is_spelled_out(entity_id, *place) for place in around)

    def _is_spelled_out(self, entity_id: str, text: str, _start: int, end: int) -> bool:
        """Its region or country follows after a comma."""
        if not text.startswith(", ", end):
            return False
        for last, (length, aliases) in self._lexicon.automaton.iter(text, end + 2, min(len(text), end + _LONGEST_NAME)):
            if last + 1 - length == end + 2 and any(self._holds(alias.entity_id, entity_id) for alias in aliases):
                return True
        return False

    def _holds(self, outer: str, inner: str) -> bool:
        """`outer` is the state of `inner`, or a region of the same state."""
        one, other = self._lexicon.entities.get(outer), self._lexicon.entities.get(inner)
        return one is not None and other is not None and outer != inner and one.iso == other.iso is not None


def stands_in(text: str, start: int) -> bool:
    """A word that leads to a place stands before the name."""
    return _LOCATIVE.search(text[max(0, start - _LONGEST_LOCATIVE) : start]) is not None


def is_other_name(folded: Folded, original: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """The place's name is a part of another: "Michael Jordan", "Mr Lincoln", "New Plymouth", "Newport Beach"."""
    text = folded.text
    before = _WORD_BEFORE.search(text[max(0, start - _LONGEST_WORD) : start])
    if before is not None and (before[1] in lexicon.given_names or before[1] in _TITLES or before[1] in _FIRST_PARTS):
        return original[folded.starts[start - len(before[0])]].isupper()
    after = _WORD_AFTER.match(text, end)
    return after is not None and after[1] in _LAST_PARTS and original[folded.starts[after.start(1)]].isupper()
