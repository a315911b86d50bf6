"""How rare features are, learned as articles come. Pure; the counts grow with what is added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log, sqrt

BACKGROUND = 1_000
"""Articles on other matters thought beside the given ones: on a quiet day of one big event its words are still rare. Between 300
and 5,000 labelled events make no difference."""


class Frequencies:
    """Articles that have a feature, and articles in all."""

    def __init__(self, having: Mapping[str, int] | None = None, total: int = 0) -> None:
        self.having = dict(having or {})
        self.total = total

    def add(self, features: Iterable[str]) -> None:
        """One more article, with these features."""
        self.total += 1
        for feature in features:
            self.having[feature] = self.having.get(feature, 0) + 1

    def vector(self, counts: Mapping[str, float]) -> dict[str, float]:
        """`counts` as a vector of length 1, each feature weighted by its count and its inverse document frequency."""
        total = self.total + BACKGROUND
        weights = {f: log(1 + count) * log(1 + total / max(1, self.having.get(f, 0))) for f, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}
