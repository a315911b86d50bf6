"""How much an English document is about terrorism, or about armed conflict: a linear model over words, shipped as plain numbers.

A document's terms (words and pairs of words, folded; figures are one term) weigh `(1 + ln count) x rarity`, scaled to length
one; beside them stand the scores of the cue rules and the share of armed groups named. The weights are in `seeds/relevance.json`,
written by `python -m evaluations.train_relevance`. Case does not count. Pure after reading.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from media_monitor.errors import SeedError
from media_monitor.model import Mention

IN_CAPITALS = "terrorism in capitals"
"""The model of `terrorism` for text that stands in capitals: an older wire, whose words weigh otherwise."""
READ = 4_000
"""Code points of a document that are read: what it is about is said by then."""
ENOUGH_GROUPS = 3
"""Mentions of armed groups from which on more say nothing."""
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one topic: of each term its rarity and its weight, of each signal its weight."""

    terms: Mapping[str, tuple[float, float]]
    signals: Mapping[str, float]
    bias: float
    """Added so that the threshold of relevance, 0.5, is the probability that serves best on texts held out."""

    def score(self, counts: Mapping[str, int], signals: Mapping[str, float]) -> float:
        """Relevance 0..1 of a document with these `counts` of terms."""
        square = total = 0.0
        for term, count in counts.items():
            known = self.terms.get(term)
            if known is not None:
                rarity, weight = known
                value = rarity if count == 1 else rarity * (1 + math.log(count))
                square += value * value
                total += value * weight
        points = self.bias + (total / math.sqrt(square) if square else 0.0)
        points += sum(weight * signals[name] for name, weight in self.signals.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, points))))


def read_models(paths: Sequence[Path]) -> dict[str, Model]:
    """Models by topic, of the last table given; none where there is no table. Raises SeedError where it is not one."""
    models: dict[str, Model] = {}
    for path in paths:
        try:
            written: dict[str, Any] = json.loads(path.read_text("utf-8"))
            models |= {
                topic: Model({term: (float(r), float(w)) for term, (r, w) in m["terms"].items()}, m["signals"], float(m["bias"]))
                for topic, m in written["models"].items()
            }
        except (ValueError, KeyError, TypeError) as problem:
            raise SeedError(str(path), 1, None, f"not a relevance model ({problem}); write it again") from None
    return models


def terms(title: str, text: str) -> Iterator[str]:
    """Terms of the beginning of a document, both fields folded."""
    words = ["#" if word[0].isdigit() else word for word in _WORD.findall(f"{title}\n{text}"[:READ])]
    return chain(words, map(" ".join, pairwise(words)))


def groups(mentions: Sequence[Mention]) -> float:
    """Share 0..1 of the armed groups that suffice."""
    named = sum(m.kind == "group" and (m.span.field == "title" or m.span.start < READ) for m in mentions)
    return min(named, ENOUGH_GROUPS) / ENOUGH_GROUPS
