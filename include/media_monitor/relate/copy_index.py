"""Where the like of an article are among those of its days: the sketches of all, in two arrays that are searched. Pure.

An article takes some 3 kB while the arrays are made (measured: 265 MB more for 80,000 articles more), whatever its text's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from media_monitor.relate.duplicates import HEADS, Carrier, by_precedence, is_within_reach


@dataclass(frozen=True, slots=True)
class Sketched(Carrier):
    """An article as far as its like are looked for."""

    sketch: bytes
    """As `duplicates.sketch` gives it: 8 bytes a shingle."""


class CopyIndex:
    """Which articles may be copies or origins of which: the pairs that `duplicates.copy_groups` compares, of all `articles`."""

    def __init__(self, articles: Sequence[Sketched], homes: Mapping[str, str]) -> None:
        self._articles = by_precedence(articles, homes)
        self._place = {a.article_id: at for at, a in enumerate(self._articles)}
        counts = [len(a.sketch) // 8 for a in self._articles]
        shingles = np.frombuffer(b"".join(a.sketch for a in self._articles), dtype="<u8")
        order = np.argsort(shingles, kind="stable")  # of one shingle the likelier origin stays first
        self._shingles = shingles[order]
        self._having = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)[order]

    def near(self, article_ids: Iterable[int]) -> set[int]:
        """The articles that are compared with one of these; those it does not know have none."""
        found: set[int] = set()
        for place in (self._place[i] for i in article_ids if i in self._place):
            article = self._articles[place]
            places = {other for other in self._compared(place) if is_within_reach(article, self._articles[other])}
            found.update(self._articles[other].article_id for other in places)
        return found

    def _compared(self, place: int) -> set[int]:
        """Places of those that share a shingle: the likeliest origins, and all others where the article is one of these."""
        sketch = np.frombuffer(self._articles[place].sketch, dtype="<u8")
        begins, ends = (np.searchsorted(self._shingles, sketch, side) for side in ("left", "right"))
        found: set[int] = set()
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            heads = self._having[begin : min(end, begin + HEADS)]
            found.update((self._having[begin:end] if place in heads else heads).tolist())
        return found - {place}
