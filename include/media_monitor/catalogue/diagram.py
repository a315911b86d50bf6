"""The picture of the tables and how they refer to each other: SVG, the same to the byte for the same schema. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from media_monitor.catalogue.layout import BOX, HEAD, MARGIN, NAMES_ACROSS, TITLE, Box, Line, Panel, panels, width
from media_monitor.catalogue.model import Catalogue
from media_monitor.catalogue.routing import EAST, WEST, Cell, Grid, Net, corners

CELL = 14
"""Pixels."""
FILLS = {
    "report": "#f3eefb",
    "report_licensed": "#f3eefb",
    "mart": "#fdf3e4",
    "core": "#eaf3fc",
    "ref": "#edf7ec",
    "ops": "#f4f4f2",
    "stage": "#fbeeee",
}
HEADS = {"mart": "#f2c879", "core": "#a9cdf0", "ref": "#b4dcae", "ops": "#d3d2ca"}
COLOURS = (
    *("#1f5fa8", "#b3282d", "#1b7f4b", "#8a4bab", "#b3620e", "#0f7f8c"),
    *("#8c6d1f", "#c2357f", "#4d4d9e", "#5b7a12", "#7a4a2b", "#3d6b6b"),
)
LONGEST = 32
"""Characters of a line that fit a box."""
LEGEND = (
    "underlined: part of the key · fork: many · bar: one · dashed: no foreign key holds it, the data dictionary says why · "
    "colour: the table that is referred to"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reference as it is drawn: from a line of a box along `path` to the head of another, or into an earlier line to it."""

    box: Box
    line: Line
    target: Box
    path: list[Cell]
    is_first: bool
    """True where it arrives at the target itself."""
    colour: str


def render(catalogue: Catalogue) -> str:
    """The whole picture."""
    found = panels(catalogue)
    height = found[-1].y + found[-1].height + 3
    wide, high = width() * CELL, height * CELL
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img">',
        '<g font-family="Helvetica, Arial, sans-serif">',
        "<title>The tables of the warehouse and how they refer to each other</title>",
        "<!-- Generated from the database's catalogue: `make docs`. -->",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *(_ground(panel) for panel in found),
        *(part for drawn in routed(found) for part in _line(drawn)),
        *(part for panel in found for part in _titles(panel)),
        *(part for panel in found for box in panel.boxes for part in _box(box)),
        _words((MARGIN + 1) * CELL, (height - 1) * CELL, 12, "#444444", LEGEND),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


# ---- lines -----------------------------------------------------------------------------------------------------------


def routed(found: Sequence[Panel]) -> list[Drawn]:
    """Every reference between boxes with its way: the tables that few refer to first, near boxes before far ones."""
    boxes = {box.table.full_name: box for panel in found for box in panel.boxes}
    sources: dict[str, list[tuple[Box, int]]] = defaultdict(list)
    for box in boxes.values():
        for number, line in enumerate(box.lines):
            if line.reference and line.reference.target in boxes:
                sources[line.reference.target].append((box, number))
    for name, lines in sources.items():
        end = boxes[name]
        lines.sort(key=lambda it: (abs(it[0].x - end.x) + abs(it[0].y - end.y), it[0].table.full_name, it[1]))
    names = sorted(sources, key=lambda name: (len(sources[name]), name))
    nets = [Net(_ends(boxes[name]), [_starts(box, box.y + HEAD + number) for box, number in sources[name]]) for name in names]
    _grid(found).route(nets)
    colours = dict(zip(sorted(sources), COLOURS * len(sources), strict=False))
    return [
        Drawn(box, box.lines[number], boxes[name], path, path[-1] in net.ends, colours[name])
        for name, net in zip(names, nets, strict=True)
        for (box, number), path in zip(sources[name], net.paths, strict=True)
    ]


def _grid(found: Sequence[Panel]) -> Grid:
    """Cells, those of boxes and titles taken; those beside a box are left to its own lines where possible."""
    boxes = [box for panel in found for box in panel.boxes]
    taken = {(x, y) for box in boxes for x in range(box.x, box.x + BOX) for y in range(box.y, box.y + box.height)}
    titles = {(x, y) for panel in found for y in range(panel.y, panel.y + 2) for x in range(MARGIN, MARGIN + 6)}
    beside = {(x, y) for box in boxes for x in (box.x - 1, box.x + BOX) for y in range(box.y, box.y + box.height)}
    return Grid(width(), found[-1].y + found[-1].height, taken | titles, beside)


def _starts(box: Box, y: int) -> list[tuple[Cell, int]]:
    return [((box.x - 1, y), WEST), ((box.x + BOX, y), EAST)]


def _ends(box: Box) -> frozenset[Cell]:
    return frozenset((x, box.y + down) for x in (box.x - 1, box.x + BOX) for down in range(HEAD))


def _line(drawn: Drawn) -> Iterator[str]:
    """The way, and a sign at each end: how many rows there are of it."""
    assert drawn.line.reference is not None
    points = [_centre(cell) for cell in corners(drawn.path)]
    begin, out = _at_edge(drawn.box, drawn.path[0])
    if drawn.is_first:
        end, off = _at_edge(drawn.target, drawn.path[-1])
        points.append(end)
        sign = f'<path d="M{end[0] + 5 * off} {end[1] - 4}v8"/>'
    else:
        sign = f'<circle cx="{points[-1][0]}" cy="{points[-1][1]}" r="2.6" fill="{drawn.colour}" stroke="none"/>'
    dashes = ' stroke-dasharray="5 3"' if drawn.line.reference.reason else ""
    words = f"{drawn.box.table.full_name} ({', '.join(drawn.line.columns)}) → {drawn.target.table.full_name}"
    yield f'<g fill="none" stroke="{drawn.colour}" stroke-width="1.4"><title>{escape(words)}</title>'
    yield f'<path d="{_rounded([begin, *points])}"{dashes}/>'
    if _is_unique(drawn):
        yield f'<path d="M{begin[0] + 5 * out} {begin[1] - 4}v8"/>{sign}</g>'
    else:
        yield f'<path d="M{begin[0]} {begin[1] - 4}l{8 * out} 4l{-8 * out} 4"/>{sign}</g>'


def _is_unique(drawn: Drawn) -> bool:
    """True where a row of the target has at most one row here."""
    columns = set(drawn.line.columns)
    return any(key and columns >= set(key) for key in (drawn.box.table.primary_key, *drawn.box.table.unique))


def _at_edge(box: Box, beside: Cell) -> tuple[tuple[int, int], int]:
    """The point of the box's edge beside a cell, and which way is out: -1 to the left, 1 to the right."""
    is_left = beside[0] < box.x
    return ((box.x if is_left else box.x + BOX) * CELL, _centre(beside)[1]), -1 if is_left else 1


def _centre(cell: Cell) -> tuple[int, int]:
    return cell[0] * CELL + CELL // 2, cell[1] * CELL + CELL // 2


def _rounded(points: Sequence[tuple[int, int]]) -> str:
    """Path through `points`, its corners rounded."""
    turns = ""
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        (x, y), (far_x, far_y) = _towards(here, before), _towards(here, after)
        turns += f"L{x} {y}Q{here[0]} {here[1]} {far_x} {far_y}"
    return f"M{points[0][0]} {points[0][1]}{turns}L{points[-1][0]} {points[-1][1]}"


def _towards(here: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """A point five pixels from `here`, or half-way where the other is near."""

    def step(a: int, b: int) -> int:
        return a + max(-5, min(5, (b - a) // 2))

    return step(here[0], other[0]), step(here[1], other[1])


# ---- panels and boxes ------------------------------------------------------------------------------------------------


def _ground(panel: Panel) -> str:
    place = f'x="{MARGIN * CELL}" y="{panel.y * CELL}" width="{(width() - 2 * MARGIN) * CELL}" height="{panel.height * CELL}"'
    return f'<rect {place} rx="8" fill="{FILLS[panel.schema]}"/>'


def _titles(panel: Panel) -> Iterator[str]:
    """Name and comment, and the names of what has no box. Lines may pass behind: the words have a rim."""
    x, y, wide = (MARGIN + 1) * CELL, panel.y * CELL, (width() - 2 * MARGIN - 2) * CELL
    rim = f' stroke="{FILLS[panel.schema]}" stroke-width="4" paint-order="stroke"'
    yield _words(x, y + 24, 18, "#222222", panel.schema, f' font-weight="bold"{rim}')
    yield _words(x + 22 + 9 * len(panel.schema), y + 23, 12, "#444444", panel.comment or "", rim)
    for number, name in enumerate(panel.names):
        down, across = divmod(number, NAMES_ACROSS)
        yield _words(x + across * wide // NAMES_ACROSS, y + (TITLE + down) * CELL + 10, 11.5, "#333333", name, rim)


def _box(box: Box) -> Iterator[str]:
    x, y, wide, head = box.x * CELL, box.y * CELL, BOX * CELL, HEAD * CELL - 5
    fill = HEADS[box.table.schema]
    yield f"<g><title>{escape(box.table.comment or '')}</title>"
    yield f'<rect x="{x}" y="{y}" width="{wide}" height="{box.height * CELL}" rx="4" fill="#ffffff" stroke="#666666"/>'
    yield f'<path d="M{x} {y + head}v{4 - head}q0 -4 4 -4h{wide - 8}q4 0 4 4v{head - 4}z" fill="{fill}" stroke="#666666"/>'
    yield _words(x + 7, y + 16, 12.5, "#111111", box.table.name, ' font-weight="bold"')
    for number, line in enumerate(box.lines):
        yield _line_of_box(line, set(box.table.primary_key), x + 7, y + (HEAD + number) * CELL + 10)
    yield "</g>"


def _line_of_box(line: Line, key: set[str], x: int, y: int) -> str:
    if line.more:
        return _words(x, y, 10, "#777777", f"+ {line.more} more")
    is_long = len(", ".join(line.columns)) > LONGEST
    shown = [f'<tspan text-decoration="underline">{name}</tspan>' if name in key else name for name in line.columns]
    words = f"{shown[0]}, …" if is_long else ", ".join(shown)
    return f'<text x="{x}" y="{y}" font-size="10.5" fill="#222222">{words}</text>'


def _words(x: int, y: int, size: float, colour: str, words: str, style: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{style}>{escape(words)}</text>'
