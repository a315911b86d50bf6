"""Average linkage over sparse pairs: the two most alike groups become one, again and again. Pure, deterministic, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Protocol, Self, TypeVar


class Joinable(Protocol):
    """A group that can take in another."""

    def joined(self, other: Self) -> Self:
        """Both as one."""
        ...


G = TypeVar("G", bound=Joinable)


def linked(items: Sequence[G], pairs: Iterable[tuple[int, int]], likeness: Callable[[G, G], float], least: float) -> list[G]:
    """`items` joined into groups, the most alike first, as long as two are `least` alike or more.

    Only groups that an alike pair of `pairs` connects are compared. Of pairs equally alike the lower indices go first.
    """
    groups: dict[int, G] = dict(enumerate(items))
    near: dict[int, set[int]] = defaultdict(set)
    heap: list[tuple[float, int, int]] = []
    for a, b in sorted(pairs):
        if (alike := likeness(groups[a], groups[b])) >= least:
            heap.append((-alike, a, b))
            near[a].add(b)
            near[b].add(a)
    heapify(heap)
    for new, (a, b) in enumerate(_alive(heap, groups), start=len(items)):
        groups[new] = groups.pop(a).joined(groups.pop(b))
        near[new] = (near.pop(a) | near.pop(b)) - {a, b}
        for other in near[new]:
            near[other] = (near[other] - {a, b}) | {new}
            if (alike := likeness(groups[other], groups[new])) >= least:
                heappush(heap, (-alike, other, new))
    return list(groups.values())


def _alive(heap: list[tuple[float, int, int]], groups: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Pairs off the heap whose groups have not gone into others meanwhile."""
    while heap:
        _, a, b = heappop(heap)
        if a in groups and b in groups:
            yield a, b
