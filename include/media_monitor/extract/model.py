"""How likely each block of a page belongs to its story: boosted trees over `features`, kept as data in `body_model.json`. Pure.

`python -m evaluations.train_body` makes the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from media_monitor.extract.features import Floats, Integers

FIRST, HOPELESS = 70, -3.0
"""After so many trees, a block with these log-odds or less is left as it is: two blocks in three of 996 real pages. The choice of
the story changes on seven of them."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Complete binary trees of one depth, side by side; node k of a tree has its children at 2k + 1 and 2k + 2."""

    features: tuple[str, ...]
    depth: int
    feature: Integers
    """(trees, 2^depth - 1): column that a node looks at."""
    threshold: NDArray[np.float32]
    """The same shape: a greater value goes right."""
    leaf: Floats
    """(trees, 2^depth): log-odds to add."""

    def probabilities(self, columns: Mapping[str, Floats]) -> Floats:
        """Probability per block that it is of the story. `columns`: features by name."""
        table = np.column_stack([columns[name] for name in self.features]).astype(np.float32)
        odds = self._odds(table, np.arange(min(FIRST, len(self.leaf))))
        hopeful = odds > HOPELESS
        odds[hopeful] += self._odds(table[hopeful], np.arange(FIRST, len(self.leaf)))
        return np.asarray(1 / (1 + np.exp(-odds)))

    def _odds(self, table: NDArray[np.float32], trees: Integers) -> Floats:
        """What the trees add to the log-odds of each row."""
        rows = (np.arange(len(table)) * table.shape[1])[:, None]
        feature, threshold, values = self.feature.ravel(), self.threshold.ravel(), table.ravel()
        start = trees * self.feature.shape[1]
        node = np.zeros((len(table), len(trees)), dtype=np.int64)
        for _ in range(self.depth):
            at = node + start
            node = 2 * node + 1 + (values.take(rows + feature.take(at)) > threshold.take(at))
        return np.asarray(self.leaf.take(node - self.feature.shape[1] + trees * self.leaf.shape[1]).sum(axis=1))


@lru_cache(maxsize=1)
def trees() -> Trees:
    """The trained trees, read once."""
    return parsed((resources.files("media_monitor.extract") / "body_model.json").read_text("utf-8"))


def parsed(text: str) -> Trees:
    """Trees of their JSON."""
    document = json.loads(text)
    return Trees(
        features=tuple(document["features"]),
        depth=document["depth"],
        feature=np.array(document["feature"], dtype=np.int64),
        threshold=np.array(document["threshold"], dtype=np.float32),
        leaf=np.array(document["leaf"], dtype=float),
    )
