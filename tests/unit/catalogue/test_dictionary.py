"""The data dictionary as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from media_monitor.catalogue.declared import with_declared
from media_monitor.catalogue.dictionary import anchor, render
from media_monitor.catalogue.model import Catalogue, Column, Reference, Relation, Routine

DICTIONARY = Path(__file__).parents[3] / "docs" / "data-dictionary.md"


def column(name: str, comment: str | None = None, *, type_: str = "text", is_required: bool = False) -> Column:
    return Column(name, type_, is_required, comment)


def page(*relations: Relation, routines: tuple[Routine, ...] = ()) -> str:
    return render(Catalogue({"core": "Core.", "mart": None}, relations, routines))


FERRY = Relation(
    schema="core",
    name="ferry",
    is_view=False,
    comment="One row per ferry",
    columns=(
        column("ferry_id", "The ferry", type_="bigint", is_required=True),
        column("state", "How it is | was"),
        column("berths", None, type_="integer"),
        column("outlet_id"),
    ),
    partition_key="RANGE (filed_on)",
    is_unlogged=True,
    primary_key=("ferry_id",),
    unique=(("state", "berths"),),
    references=(Reference(("outlet_id",), "ref.outlet"), Reference(("berths",), "core.berth", "berths come later")),
    checks=(
        "CHECK ((state = ANY (ARRAY['afloat'::text, 'sunk'::text])))",
        "CHECK ((berths >= 0))",
        "CHECK (((berths > 0) OR (state = 'sunk'::text)))",
    ),
)


def test_a_table_is_told_with_its_keys_and_columns() -> None:
    text = page(FERRY)
    assert "### core.ferry\n\nTable. One row per ferry\n\n- Key: ferry_id\n- Unique: state, berths\n" in text
    assert "- outlet_id → [ref.outlet](#refoutlet)\n" in text
    assert "- *berths → [core.berth](#coreberth)* (berths come later)\n" in text
    assert "- Partitioned by month: filed_on\n- Unlogged: " in text
    assert "| ferry_id | bigint | no | The ferry |\n" in text


def test_a_bar_in_a_comment_does_not_end_its_cell_and_the_vocabulary_follows() -> None:
    assert "| state | text | yes | How it is \\| was. One of afloat, sunk |\n" in page(FERRY)


def test_a_check_of_one_column_stands_beside_it() -> None:
    assert "| berths | integer | yes | `berths >= 0`. `(berths > 0) OR (state = 'sunk'::text)` |\n" in page(FERRY)


def test_a_view_says_what_it_reads_and_nothing_of_nulls() -> None:
    view = Relation("mart", "fleet", True, "One row per fleet", (column("size", "Ferries"),), reads=("core.ferry", "ref.outlet"))
    text = page(view)
    assert "View. One row per fleet\n\n- Reads [core.ferry](#coreferry), [ref.outlet](#refoutlet)\n" in text
    assert "| size | text |  | Ferries |\n" in text


def test_a_function_has_its_row() -> None:
    routine = Routine("core", "float", "day date, n integer DEFAULT 1", "integer", "Floats\nferries")
    assert "| core.float(day date, n integer DEFAULT 1) | integer | Floats ferries |" in page(FERRY, routines=(routine,))


def test_what_no_foreign_key_holds_is_declared_by_the_names_of_columns() -> None:
    names = ("revision_id", "filed_on", "entity_id", "outlet_id", "batch_id")
    tag = Relation("core", "tag", False, None, tuple(map(column, names)), references=(Reference(("batch_id",), "ops.batch"),))
    (found,) = with_declared([tag])
    assert [(r.columns, r.target) for r in found.references] == [
        (("batch_id",), "ops.batch"),
        (("revision_id", "filed_on"), "core.revision"),
        (("entity_id",), "ref.entity"),
    ]
    assert [r.reason is None for r in found.references] == [True, False, False]


def test_a_table_does_not_refer_to_itself_by_its_own_key_nor_a_view_or_staged_row_to_anything() -> None:
    entity = Relation("ref", "entity", False, None, (column("entity_id"), column("parent_id")))
    view = Relation("mart", "names", True, None, (column("entity_id"),))
    staged = Relation("stage", "mention", False, None, (column("entity_id"),))
    assert [[r.columns for r in found.references] for found in with_declared([entity, view, staged])] == [
        [("parent_id",)],
        [],
        [],
    ]


def test_every_link_of_the_page_leads_to_a_heading() -> None:
    text = DICTIONARY.read_text("utf-8")
    headings = [anchor(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")]
    assert len(set(headings)) == len(headings)
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(links) > 50
    assert links - set(headings) == set()


def test_every_row_of_the_page_has_as_many_cells_as_its_head() -> None:
    cells = 0
    for line in DICTIONARY.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            cells = 0
            continue
        found = len(re.findall(r"(?<!\\)\|", line))
        assert cells in (0, found), line
        cells = found
