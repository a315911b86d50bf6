"""The picture of the tables: where boxes stand, how lines run, and that it is the same every time."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from media_monitor.catalogue.diagram import Drawn, render, routed
from media_monitor.catalogue.layout import ACROSS, BOX, HEAD, LANES, Box, Panel, lines_of, panels, width
from media_monitor.catalogue.model import SCHEMAS, Catalogue, Column, Reference, Relation
from media_monitor.catalogue.routing import EAST, SOUTH, Cell, Grid, Net, corners

SVG = "{http://www.w3.org/2000/svg}"


def table(schema: str, name: str, *targets: str, key: tuple[str, ...] | None = None) -> Relation:
    """A table with a key, a column for each table that it refers to, and one more."""
    columns = (f"{name}_id", *(f"to_{target.replace('.', '_')}" for target in targets), "words")
    references = tuple(Reference((column,), target) for column, target in zip(columns[1:-1], targets, strict=True))
    made = tuple(Column(column, "bigint", True, None) for column in columns)
    return Relation(schema, name, False, f"One row per {name}", made, primary_key=key or columns[:1], references=references)


def invented(count: int, seed: int) -> Catalogue:
    """As many tables; as in a warehouse, a few of them are what the others refer to."""
    draw = random.Random(seed)
    named = [(draw.choice(("mart", "core", "ref", "ops")), f"t{number:03}") for number in range(count)]
    hubs = [f"{schema}.{name}" for schema, name in named[: count // 4]]
    relations = [table(schema, name, *sorted(draw.sample(hubs, draw.randint(0, 3)))) for schema, name in sorted(named)]
    return Catalogue({schema: f"{schema} <&>" for schema in SCHEMAS}, tuple(relations), ())


def small() -> Catalogue:
    ferry = table("core", "ferry", "core.berth", "ref.outlet", key=("to_core_berth", "ferry_id"))
    berth, outlet = table("core", "berth"), table("ref", "outlet")
    view = Relation("report", "fleet", True, "One row per fleet", ())
    return Catalogue({"core": "Core"}, (berth, ferry, outlet, view), ())


# ---- the whole -------------------------------------------------------------------------------------------------------


def beside(box: Box, *down: int) -> set[Cell]:
    """Cells at both sides of a box, so many cells below its upper edge."""
    return {(x, box.y + y) for x in (box.x - 1, box.x + BOX) for y in down}


def faults(found: list[Panel], drawn: list[Drawn]) -> list[str]:
    """What would make the picture wrong or hard to read."""
    boxes = [box for panel in found for box in panel.boxes]
    taken = [(x, y) for box in boxes for x in range(box.x, box.x + BOX) for y in range(box.y, box.y + box.height)]
    wrong = ["boxes overlap"] * (len(set(taken)) < len(taken)) + ["a box outside" for x, _ in taken if not 0 < x < width()]
    runs: dict[tuple[Cell, bool], Box] = {}
    for line in drawn:
        if line.path[0] not in beside(line.box, HEAD + line.box.lines.index(line.line)):
            wrong.append(f"{line.line} does not begin at its columns")
        if line.is_first and line.path[-1] not in beside(line.target, 0, 1):
            wrong.append(f"{line.line} does not end at its target")
        if set(taken) & set(line.path):
            wrong.append(f"{line.line} runs through a box")
        for here, there in pairwise(line.path):
            if abs(here[0] - there[0]) + abs(here[1] - there[1]) != 1:
                wrong.append(f"{line.line} leaps")
            if any(runs.setdefault((cell, here[1] == there[1]), line.target) is not line.target for cell in (here, there)):
                wrong.append(f"{line.line} runs along a line to another table")
    return wrong


def test_a_picture_of_the_size_of_the_warehouse_is_legible() -> None:
    found = panels(invented(40, seed=1))
    drawn = routed(found)
    assert len(drawn) > 40
    assert faults(found, drawn) == []


def test_with_half_as_many_tables_again_no_line_leads_astray() -> None:
    """Among so many lines one may have to run along another."""
    found = panels(invented(60, seed=2))
    assert [fault for fault in faults(found, routed(found)) if "runs along" not in fault] == []


def test_a_wrong_line_is_seen() -> None:
    found = panels(small())
    first, second = routed(found)
    assert faults(found, [first, second]) == []
    x, y = first.box.x, first.box.y
    for accident, told in [
        (replace(first, path=[(x - 1, y + 2), (x, y + 2)]), "through a box"),
        (replace(first, path=[(0, 0), *first.path]), "does not begin"),
        (replace(first, path=[*first.path, (0, 0)]), "does not end"),
        (replace(first, path=[first.path[0], (0, 0)]), "leaps"),
        (replace(second, path=first.path), "runs along"),
    ]:
        assert any(told in fault for fault in faults(found, [first, accident])), told


def test_the_picture_is_the_same_in_every_process() -> None:
    code = "import hashlib, test_diagram as t; print(hashlib.sha256(t.render(t.invented(30, 1)).encode()).hexdigest())"
    place = str(Path(__file__).parent)
    told = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": place}
        told.add(subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout)
    assert len(told) == 1


# ---- boxes -----------------------------------------------------------------------------------------------------------


def test_a_box_tells_the_key_and_what_refers_elsewhere_and_how_much_more_there_is() -> None:
    ferry = small().relations[1]
    assert [(line.columns, line.more) for line in lines_of(ferry)] == [
        (("to_core_berth",), 0),
        (("ferry_id",), 0),
        (("to_ref_outlet",), 0),
        ((), 1),
    ]


def test_tables_that_refer_to_each_other_stand_close_by() -> None:
    chain = [table("core", f"t{n}", *([f"core.t{n - 3}"] if n > 2 else [])) for n in range(2 * ACROSS)]
    (core,) = (panel for panel in panels(Catalogue({}, tuple(chain), ())) if panel.schema == "core")
    across = {box.table.full_name: box.x // (BOX + LANES) for box in core.boxes}
    apart = [abs(across[reference.target] - across[one.full_name]) for one in chain for reference in one.references]
    assert sum(apart) <= len(apart)  # in the order of names it is three for each


def test_views_and_staged_tables_are_named_only() -> None:
    report, *_, stage = panels(Catalogue({}, (*small().relations, table("stage", "article")), ()))
    assert (report.names, report.boxes) == (("fleet",), ())
    assert (stage.names, stage.boxes) == (("article",), ())


def test_the_picture_is_xml_and_escapes_what_comments_hold() -> None:
    words = ["".join(node.itertext()) for node in ET.fromstring(render(invented(12, seed=3))).iter(f"{SVG}text")]
    assert "core <&>" in words
    assert {f"t{number:03}" for number in range(12)} <= set(words)


def test_a_dashed_line_is_one_without_a_foreign_key_and_a_bar_says_one() -> None:
    n = (Column("n", "int", True, None),)
    loose = Relation("core", "loose", False, "", n, references=(Reference(("n",), "core.berth", "why"),))
    twin = Relation("core", "twin", False, "", n, primary_key=("n",), references=(Reference(("n",), "core.berth"),))
    root = ET.fromstring(render(Catalogue({}, (table("core", "berth"), loose, twin), ())))
    told = {group[0].text: group for group in root.iter(f"{SVG}g") if " → " in str(group[0].text)}
    lines = [told["core.loose (n) → core.berth"], told["core.twin (n) → core.berth"]]
    assert [line[1].get("stroke-dasharray") for line in lines] == ["5 3", None]
    assert ["l" in line[2].get("d", "") for line in lines] == [True, False]  # a fork at the many, a bar at the one


# ---- lines on a grid -------------------------------------------------------------------------------------------------


def test_a_line_goes_around_what_is_in_its_way() -> None:
    wall = [(3, y) for y in range(5)]
    net = Net(frozenset({(6, 2)}), [[((0, 2), EAST)]])
    Grid(7, 7, wall).route([net])
    (path,) = net.paths
    assert (path[0], path[-1]) == ((0, 2), (6, 2))
    assert not set(path) & set(wall)
    assert len(corners(path)) == 5  # three bends: no more than it takes


def test_lines_to_one_end_join_and_others_cross_at_a_right_angle() -> None:
    joined = Net(frozenset({(9, 4)}), [[((0, 4), EAST)], [((0, 8), EAST)]])
    crossing = Net(frozenset({(5, 9)}), [[((5, 0), SOUTH)]])
    Grid(10, 10, []).route([joined, crossing])
    assert joined.paths[1][-1] in joined.paths[0]
    assert crossing.paths == [[(5, y) for y in range(10)]]


def test_no_line_runs_along_another() -> None:
    alone = Net(frozenset({(9, 4)}), [[((0, 4), EAST)]])
    Grid(10, 10, []).route([alone])
    first, second = Net(frozenset({(9, 4)}), [[((0, 4), EAST)]]), Net(frozenset({(9, 6)}), [[((0, 4), EAST)]])
    Grid(10, 10, []).route([first, second])
    assert first.paths == alone.paths
    assert set(first.paths[0]) & set(second.paths[0]) == {(0, 4)}  # it cannot but begin there


def test_a_start_that_is_walled_in_is_told() -> None:
    walls = [(x, y) for x in range(5) for y in range(5) if (x, y) not in [(0, 0), (4, 4)]]
    with pytest.raises(ValueError, match="no way out"):
        Grid(5, 5, walls).route([Net(frozenset({(4, 4)}), [[((0, 0), EAST)]])])
