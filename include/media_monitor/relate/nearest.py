"""Which items may be alike: those that share their heaviest features, the newest first. Pure, bounded, deterministic.

What keeps a feature that all items have from comparing all with all: of each feature only the newest items are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from heapq import nlargest
from itertools import islice
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)

HEAVIEST = 15
"""Features of an item by which its like are looked for."""
NEWEST = 8
"""Items that are looked at for each such feature."""
CLOSEST = 8
"""Items that are compared in full: those with the largest product over the features looked at."""


def heaviest(vector: Mapping[str, float]) -> list[str]:
    """The HEAVIEST features of `vector` that weigh most, in its order where equally."""
    return sorted(vector, key=vector.__getitem__, reverse=True)[:HEAVIEST]


class Nearest(Generic[Item]):
    """Items by their heaviest features."""

    def __init__(self) -> None:
        self._having: dict[str, dict[Item, float]] = defaultdict(dict)
        self._of: dict[Item, list[str]] = {}

    def put(self, item: Item, vector: Mapping[str, float], size: int = 1) -> None:
        """Keep `item`, a sum of `size` vectors, under its heaviest features, as the newest of each."""
        self.discard(item)
        self._of[item] = heaviest(vector)
        for feature in self._of[item]:
            self._having[feature][item] = vector[feature] / size

    def discard(self, item: Item) -> None:
        """Forget `item`."""
        for feature in self._of.pop(item, ()):
            having = self._having[feature]
            del having[item]
            if not having:
                del self._having[feature]

    def near(self, vector: Mapping[str, float]) -> list[Item]:
        """Items that may be like `vector`, the likeliest first; at most CLOSEST."""
        products: dict[Item, float] = {}
        for feature in heaviest(vector):
            having = self._having.get(feature, {})
            for item in islice(reversed(having), NEWEST):
                products[item] = products.get(item, 0.0) + vector[feature] * having[item]
        return nlargest(CLOSEST, products, key=products.__getitem__)
