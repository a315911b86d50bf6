"""Which of a vocabulary's words each sentence says, found in one pass over all of them. Pure.

Most sentences say none, and the dear rules need not look at them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, MatchKind

from media_monitor.model import Span

_NONE: frozenset[str] = frozenset()
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


class Spotter:
    """Finds words: runs of the letters a to z, in any case."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = sorted(words)
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def said(self, spans: Sequence[Span]) -> list[frozenset[str]]:
        """The words that each of `spans` says."""
        lower = [span.text.lower() for span in spans]
        text = "\n".join(lower).encode(errors="replace").decode()  # half of a pair is no text
        ends = list(accumulate(len(part) + 1 for part in lower))
        found: dict[int, set[str]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if text[start - 1 : start] not in _LETTERS and text[end : end + 1] not in _LETTERS:
                found.setdefault(bisect_right(ends, start), set()).add(self._words[number])
        return [frozenset(found[i]) if i in found else _NONE for i in range(len(spans))]
