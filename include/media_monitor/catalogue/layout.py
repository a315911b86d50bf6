"""Where the boxes of the picture stand: schemas below each other, tables in rows, those that refer to each other close by. Pure.

Lengths are cells of a square grid; y grows downwards.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_monitor.catalogue.model import SCHEMAS, Catalogue, Reference, Relation

ACROSS = 6
"""Boxes in a row."""
BOX = 14
HEAD = 2
LANES = 6
"""Cells between two boxes of a row, for lines to run in."""
BETWEEN_ROWS = 4
TITLE = 3
"""Cells of a schema's title and the lane below it."""
MARGIN = 2
LISTED = ("report", "report_licensed", "stage")
"""Schemas of which the picture gives names only: views refer to nothing, and every staged row belongs to its batch."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box: columns that refer to another table, those that the key has besides, or how many more there are."""

    columns: tuple[str, ...]
    reference: Reference | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A table where it stands; x and y are its upper left cell."""

    table: Relation
    lines: tuple[Line, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        """Cells from the head to the last line."""
        return HEAD + len(self.lines)


@dataclass(frozen=True, slots=True)
class Panel:
    """A schema: its boxes, and names of what is not drawn as a box."""

    schema: str
    comment: str | None
    y: int
    height: int
    boxes: tuple[Box, ...]
    names: tuple[str, ...]


def width() -> int:
    """Cells of the whole picture, from left to right."""
    return 2 * MARGIN + ACROSS * BOX + (ACROSS + 1) * LANES


def lines_of(table: Relation) -> tuple[Line, ...]:
    """What a box tells: references within the key, the rest of the key, other references, how many columns more."""
    key = set(table.primary_key)
    within = [Line(reference.columns, reference) for reference in table.references if key & set(reference.columns)]
    others = [Line(reference.columns, reference) for reference in table.references if not key & set(reference.columns)]
    told = {column for line in (*within, *others) for column in line.columns}
    rest = tuple(column for column in table.primary_key if column not in told)
    more = len(table.columns) - len(told | key)
    return (*within, *([Line(rest)] if rest else []), *others, *([Line((), more=more)] if more else []))


def panels(catalogue: Catalogue) -> list[Panel]:
    """Every schema, from what an analyst reads down to what is staged."""
    orders = _orders(catalogue)
    found, y = [], MARGIN
    for schema in SCHEMAS:
        names = tuple(r.name for r in catalogue.relations if r.schema == schema and (r.is_view or schema in LISTED))
        boxes = tuple(_boxes(orders.get(schema, []), y + TITLE + _name_lines(names)))
        bottom = max((box.y + box.height + BETWEEN_ROWS for box in boxes), default=y + TITLE + _name_lines(names) + 1)
        found.append(Panel(schema, catalogue.schemas.get(schema), y, bottom - y - 1, boxes, names))
        y = bottom
    return found


NAMES_ACROSS = 7


def _name_lines(names: Sequence[str]) -> int:
    return -(-len(names) // NAMES_ACROSS) + (1 if names else 0)


def _boxes(tables: Sequence[Relation], y: int) -> Iterator[Box]:
    """Boxes in rows of ACROSS; a row is as high as its highest box."""
    for row in (tables[start : start + ACROSS] for start in range(0, len(tables), ACROSS)):
        boxes = [Box(table, lines_of(table), MARGIN + LANES + place * (BOX + LANES), y) for place, table in enumerate(row)]
        yield from boxes
        y += max(box.height for box in boxes) + BETWEEN_ROWS


def _orders(catalogue: Catalogue) -> dict[str, list[Relation]]:
    """Tables of each schema in the order in which they are placed: swapped for as long as that brings related ones closer."""
    drawn = [schema for schema in SCHEMAS if schema not in LISTED]
    orders = {schema: [r for r in catalogue.relations if r.schema == schema and not r.is_view] for schema in drawn}
    pairs = [(r.full_name, reference.target) for order in orders.values() for r in order for reference in r.references]
    best = _distance(orders, pairs)
    is_better = True
    while is_better:
        is_better = False
        for order in orders.values():
            for i, j in itertools.combinations(range(len(order)), 2):
                order[i], order[j] = order[j], order[i]
                if (distance := _distance(orders, pairs)) < best:
                    best, is_better = distance, True
                else:
                    order[i], order[j] = order[j], order[i]
    return orders


def _distance(orders: dict[str, list[Relation]], pairs: Sequence[tuple[str, str]]) -> float:
    """Length of all references, in boxes: a step down costs less than one aside, since boxes are wider than high."""
    places: dict[str, tuple[int, int]] = {}
    first_row = 0
    for order in orders.values():
        for number, table in enumerate(order):
            places[table.full_name] = (number % ACROSS, first_row + number // ACROSS)
        first_row += -(-len(order) // ACROSS)
    ends = [(places[source], places[target]) for source, target in pairs if target in places]
    return sum(abs(a[0] - b[0]) * 1.6 + abs(a[1] - b[1]) for a, b in ends)
