"""An index of names over folded text, by Aho-Corasick: which are written where. Pure.

Names begin and end at the edges of words; in Arabic up to two proclitics (و ف ب ل ك ال) may stand before the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PROCLITICS = re.compile(r"(?<!\w)[وف]?[بلك]?(?:ال)?$")
_LONGEST_PROCLITIC = 4
_LONGEST_NAME = 60
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A name in a text: where it stands, and what bears it."""

    start: int
    end: int
    bearers: tuple[T, ...]


class Names(Generic[T]):
    """Folded names with their bearers.

    The automaton looks for words between spaces, in a text whose every other sign is a space: inside of words it stays at its
    root, which is quick. Where Arabic letters stand, a second one looks anywhere.
    """

    def __init__(self, bearers: Mapping[str, Sequence[T]]) -> None:
        self._bearers = {key: tuple(those) for key, those in bearers.items()}
        self._keys = tuple(key for key in self._bearers if not _ARABIC.match(key))
        self._arabic_keys = tuple(key for key in self._bearers if _ARABIC.match(key))
        self._words = AhoCorasick(_between_spaces(self._keys), store_patterns=False)
        self._arabic = AhoCorasick(self._arabic_keys, store_patterns=False)

    def bearers(self, key: str) -> tuple[T, ...]:
        """What bears the folded name `key`; empty where nothing does."""
        return self._bearers.get(key, ())

    def find(self, text: str) -> Iterator[Found[T]]:
        """Every name in the folded `text`, by the place of its end, Arabic ones last; they may overlap."""
        for number, before, after in self._words.find_matches_as_indexes(f" {_spaced(text)} ", overlapping=True):
            start, end, key = before, after - 2, self._keys[number]
            if text[start:end] == key:
                yield Found(start, end, self._bearers[key])
        if not text.isascii() and _ARABIC.search(text):
            yield from self._find_arabic(text)

    def _find_arabic(self, text: str) -> Iterator[Found[T]]:
        around = text + " "
        for number, start, end in self._arabic.find_matches_as_indexes(text, overlapping=True):
            if not around[end].isalnum() and (start == 0 or _follows_proclitics(text, start)):
                yield Found(start, end, self._bearers[self._arabic_keys[number]])

    def starting(self, text: str, start: int) -> Iterator[Found[T]]:
        """Names that begin at `start` of the folded `text`, shortest first."""
        for found in self.find(text[start : start + _LONGEST_NAME]):
            if found.start == 0:
                yield Found(start, start + found.end, found.bearers)


def _between_spaces(keys: Sequence[str]) -> Iterator[str]:
    """Each key as the automaton looks for it, all of them made in one go."""
    spaced, position = _spaced(f" {'  '.join(keys)} "), 0
    for key in keys:
        yield spaced[position : position + len(key) + 2]
        position += len(key) + 2


def _spaced(text: str) -> str:
    """`text` with a space for every sign that is neither letter nor figure."""
    if text.isascii():
        return text.translate(_SIGNS)
    for char in {*map(chr, _SIGNS), *_BEYOND_ASCII.findall(text)}:  # quicker than a table where a text holds more than ASCII
        if not char.isalnum():
            text = text.replace(char, " ")
    return text


def _follows_proclitics(text: str, start: int) -> bool:
    """Nothing but proclitics stands between the beginning of the word and `start`."""
    before = text[max(0, start - _LONGEST_PROCLITIC - 1) : start]
    return _PROCLITICS.search(before) is not None
