"""Lines between boxes on a grid of cells: around the boxes, with few bends, and never along each other. Pure.

All lines to one end form a net: they may join each other. Lines of different nets only cross, at right angles.
Each line is a cheapest path (A*) to what its net has so far, so the lines drawn first have the freest choice.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Cell = tuple[int, int]

EAST, SOUTH, WEST, NORTH = range(4)
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
BEND, CROSSING, TIGHT, OVERLAP = 4, 5, 3, 60
"""Costs beside a step's 1. To overlap is worse than any detour, and better than no line at all."""


@dataclass(slots=True)
class Net:
    """Lines that lead to one end; `ends` are the cells at which they may arrive."""

    ends: frozenset[Cell]
    starts: Sequence[Sequence[tuple[Cell, int]]]
    """For each line the cells at which it may begin, and the direction in which it leaves there."""
    paths: list[list[Cell]] = field(default_factory=list)
    """Where each line runs, in the order of `starts`: from its beginning to the end or to an earlier line of the net."""


class Grid:
    """Cells of which some are taken: by boxes for good, by nets in the directions in which their lines run."""

    def __init__(self, width: int, height: int, blocked: Iterable[Cell], tight: Iterable[Cell] = ()) -> None:
        self._width, self._height = width, height
        self._blocked = set(blocked)
        self._tight = set(tight)
        self._runs: tuple[dict[Cell, int], dict[Cell, int]] = ({}, {})
        """Net that runs through a cell from side to side, and from top to bottom; both where it bends."""

    def route(self, nets: Sequence[Net]) -> None:
        """Give every net its paths. Raises ValueError where a line cannot leave its start."""
        for number, net in enumerate(nets):
            tree = set(net.ends)
            for starts in net.starts:
                path = self._path(starts, tree, number)
                self._take(path, number)
                tree |= set(path)
                net.paths.append(path)

    def _path(self, starts: Sequence[tuple[Cell, int]], goals: set[Cell], net: int) -> list[Cell]:
        """A cheapest path from one of the starts to one of the goals."""
        least = _least(goals)
        costs = {start: self._cost(*start, net) for start in starts if start[0] not in self._blocked}
        waiting = [(cost + least(cell), cost, cell, direction) for (cell, direction), cost in costs.items()]
        came: dict[tuple[Cell, int], tuple[Cell, int]] = {}
        while waiting:
            _, cost, cell, direction = heapq.heappop(waiting)
            if cost > costs[cell, direction]:
                continue
            if cell in goals:
                return _backwards((cell, direction), came)
            for following, turn, step in self._steps(cell, direction, net):
                if cost + step < costs.get((following, turn), 1 << 30):
                    costs[following, turn] = cost + step
                    came[following, turn] = (cell, direction)
                    heapq.heappush(waiting, (cost + step + least(following), cost + step, following, turn))
        raise ValueError(f"no way out from {[cell for cell, _ in starts]}")

    def _steps(self, cell: Cell, direction: int, net: int) -> Iterator[tuple[Cell, int, int]]:
        """Cells that can be entered from this one: straight on, or by a bend, which no line of another net may be in."""
        bend = BEND + OVERLAP * any(runs.get(cell, net) != net for runs in self._runs)
        for turn in (direction, (direction + 1) % 4, (direction + 3) % 4):
            following = (cell[0] + STEPS[turn][0], cell[1] + STEPS[turn][1])
            if self._is_free(following):
                yield following, turn, bend * (turn != direction) + self._cost(following, turn, net)

    def _is_free(self, cell: Cell) -> bool:
        return 0 <= cell[0] < self._width and 0 <= cell[1] < self._height and cell not in self._blocked

    def _cost(self, cell: Cell, direction: int, net: int) -> int:
        along, across = self._runs[direction % 2].get(cell, net), self._runs[1 - direction % 2].get(cell, net)
        return 1 + OVERLAP * (along != net) + CROSSING * (across != net) + TIGHT * (cell in self._tight)

    def _take(self, path: Sequence[Cell], net: int) -> None:
        for here, there in pairwise(path):
            runs = self._runs[0 if here[1] == there[1] else 1]
            runs.setdefault(here, net)
            runs.setdefault(there, net)


def _least(goals: set[Cell]) -> Callable[[Cell], int]:
    """What a path from a cell to any of the goals costs at the very least: the way to the rectangle around them."""
    left, right = min(x for x, _ in goals), max(x for x, _ in goals)
    top, bottom = min(y for _, y in goals), max(y for _, y in goals)
    return lambda cell: max(left - cell[0], cell[0] - right, 0) + max(top - cell[1], cell[1] - bottom, 0)


def _backwards(state: tuple[Cell, int], came: dict[tuple[Cell, int], tuple[Cell, int]]) -> list[Cell]:
    path = [state[0]]
    while state in came:
        state = came[state]
        path.append(state[0])
    return path[::-1]


def corners(path: Sequence[Cell]) -> list[Cell]:
    """The first cell, those where the path turns, and the last."""
    turns = [
        here
        for before, here, after in zip(path, path[1:], path[2:], strict=False)
        if (here[0] - before[0], here[1] - before[1]) != (after[0] - here[0], after[1] - here[1])
    ]
    return [path[0], *turns, *path[1:][-1:]]
