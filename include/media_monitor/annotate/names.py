"""An index of names over folded text, by Aho-Corasick: which are written where. Pure.

Names begin and end at the edges of words; in Arabic up to two proclitics (و ف ب ل ك ال) may stand before the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PROCLITICS = re.compile(r"(?<!\w)[وف]?[بلك]?(?:ال)?$")
_LONGEST_PROCLITIC = 4
_LONGEST_NAME = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A name in a text: where it stands, and what bears it."""

    start: int
    end: int
    bearers: tuple[T, ...]


class Names(Generic[T]):
    """Folded names with their bearers."""

    def __init__(self, bearers: Mapping[str, Sequence[T]]) -> None:
        self._bearers = {key: tuple(those) for key, those in bearers.items()}
        self._in_order = tuple(self._bearers.values())
        self._automaton = AhoCorasick(self._bearers, store_patterns=False)

    def bearers(self, key: str) -> tuple[T, ...]:
        """What bears the folded name `key`; empty where nothing does."""
        return self._bearers.get(key, ())

    def find(self, text: str) -> Iterator[Found[T]]:
        """Every name in the folded `text`, by the place of its end; they may overlap."""
        length = len(text)
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if end < length and text[end].isalnum():
                continue
            if start and text[start - 1].isalnum() and not _follows_proclitics(text, start):
                continue
            yield Found(start, end, self._in_order[number])

    def starting(self, text: str, start: int) -> Iterator[Found[T]]:
        """Names that begin at `start` of the folded `text`, shortest first."""
        for found in self.find(text[start : start + _LONGEST_NAME]):
            if found.start == 0:
                yield Found(start, start + found.end, found.bearers)


def _follows_proclitics(text: str, start: int) -> bool:
    """Within an Arabic word, nothing but proclitics stands before `start`."""
    if not _ARABIC.match(text[start]):
        return False
    before = text[max(0, start - _LONGEST_PROCLITIC - 1) : start]
    return _PROCLITICS.search(before) is not None
