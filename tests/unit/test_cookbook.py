"""The head of a cookbook file, what its parameters are given, and the page that is made of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from media_monitor.errors import SettingsError
from media_monitor.local import queries_page
from media_monitor.local.document import PAGE
from media_monitor.warehouse.cookbook import Parameter, Question, as_sql, bind, questions, read, value

ROOT = Path(__file__).parents[2]
LATEST = date(2026, 3, 13)
HEAD = """-- One row per boat.
--
-- Which boats sank?
--
-- Boats that are afloat
-- are left out.
--
-- As told by the harbour master.
--
-- Example: --harbour "Port Ossa"
--
-- :since    date       latest - 6 days  first day
-- :at       timestamp  latest 18:00     the moment
-- :harbour  text       none             only this harbour
-- :most     integer    5                so many boats
"""
SQL = "select 1 as one, '100%%' as whole\nwhere harbour = %(harbour)s -- the comment stays\nlimit %(most)s"


@pytest.fixture
def boats() -> Question:
    return read("boats", f"{HEAD}{SQL}\n")


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_a_head_is_read(boats: Question) -> None:
    assert (boats.grain, boats.title) == ("One row per boat.", "Which boats sank?")
    assert boats.explanation == "Boats that are afloat are left out.\n\nAs told by the harbour master."
    assert boats.example == {"harbour": "Port Ossa"}
    assert boats.parameters[:2] == (
        Parameter("since", "date", "latest - 6 days", "first day"),
        Parameter("at", "timestamp", "latest 18:00", "the moment"),
    )
    assert boats.statement == SQL


@pytest.mark.parametrize(
    ("line", "other", "complaint"),
    [
        ("-- Which boats sank?", "-- Boats", "begin with the grain, the question"),
        (
            "-- :most     integer    5                so many boats",
            "-- :most integer 5 so many",
            "':most integer 5 so many': write",
        ),
        ("-- :most     integer    5 ", "-- :most     number     5 ", "write `:name  type  default  meaning`"),
    ],
)
def test_a_head_of_another_form_is_refused_with_the_name_of_its_file(line: str, other: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(complaint)) as caught:
        read("boats", HEAD.replace(line, other) + SQL)
    assert str(caught.value).startswith("cookbook/boats.sql: ")


# ---- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("date", "2026-03-10", date(2026, 3, 10)),
        ("date", "latest", LATEST),
        ("date", "latest - 13 days", date(2026, 2, 28)),
        ("date", "latest + 1 days", date(2026, 3, 14)),
        ("date", "none", None),
        ("timestamp", "2026-03-10T18:00Z", datetime(2026, 3, 10, 18, tzinfo=UTC)),
        ("timestamp", "2026-03-10 18:00", datetime(2026, 3, 10, 18, tzinfo=UTC)),
        ("timestamp", "2026-03-10T20:00+02:00", datetime(2026, 3, 10, 18, tzinfo=UTC)),
        ("timestamp", "latest 18:00", datetime(2026, 3, 13, 18, tzinfo=UTC)),
        ("timestamp", "latest - 1 day 06:30", datetime(2026, 3, 12, 6, 30, tzinfo=UTC)),
        ("integer", "12", 12),
        ("text", "latest", "latest"),
        ("text", "'; drop table core.article; --", "'; drop table core.article; --"),
    ],
)
def test_values_are_read_by_their_type(kind: Any, text: str, expected: object) -> None:
    assert value(Parameter("x", kind, "none", ""), text, LATEST) == expected


@pytest.mark.parametrize(
    ("kind", "text", "form"),
    [
        ("date", "latest - 999999 days", "a date as YYYY-MM-DD"),
        ("date", "yesterday", "a date as YYYY-MM-DD"),
        ("date", "2026-02-30", "a date as YYYY-MM-DD"),
        ("date", "latest -  days", "a date as YYYY-MM-DD"),
        ("date", "latest; drop", "a date as YYYY-MM-DD"),
        ("timestamp", "18:00", "a time as 2026-03-10T18:00Z"),
        ("timestamp", "latest 25:00", "a time as 2026-03-10T18:00Z"),
        ("integer", "1e3", "a whole number"),
        ("integer", "99999999999", "a whole number"),
        ("integer", "", "a whole number"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: Any, text: str, form: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(f"--x {text!r}: give {form}")):
        value(Parameter("x", kind, "none", ""), text, LATEST)


def test_what_is_not_given_has_its_default(boats: Question) -> None:
    assert bind(boats, {"most": "7", "harbour": None}, LATEST) == {
        "since": date(2026, 3, 7),
        "at": datetime(2026, 3, 13, 18, tzinfo=UTC),
        "harbour": None,
        "most": 7,
    }


def test_the_sql_is_ready_for_psql(boats: Question) -> None:
    assert as_sql(boats, bind(boats, {"harbour": "St John's"}, LATEST)) == (
        "select 1 as one, '100%' as whole\nwhere harbour = 'St John''s' -- the comment stays\nlimit 5"
    )
    assert "harbour = null" in as_sql(boats, bind(boats, {}, LATEST))


# ---- the cookbook itself ---------------------------------------------------------------------------------------------


def test_there_are_enough_questions_and_no_two_alike() -> None:
    found = questions()
    assert len(found) >= 25
    assert len({question.title for question in found.values()}) == len(found)


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_a_question_reads_schema_report_alone_by_bound_parameters(question: Question) -> None:
    assert question.grain.startswith("One row per ")
    assert set(re.findall(r"\b(ref|ops|stage|core|mart)\.", question.statement)) == set()
    assert set(re.findall(r"%\((\w+)\)s", question.statement)) == {p.name for p in question.parameters}
    assert ";" not in question.statement
    bind(question, question.example, LATEST)


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_a_question_has_an_answer_and_no_answer_is_left_over(question: Question) -> None:
    assert (ROOT / queries_page.ANSWERS / f"{question.name}.csv").is_file()
    assert {path.stem for path in (ROOT / queries_page.ANSWERS).iterdir()} == set(questions())


def test_the_page_is_what_the_questions_and_answers_make_of_it() -> None:
    fresh = queries_page.render(questions(), ROOT / queries_page.ANSWERS)
    assert (ROOT / PAGE).read_text("utf-8") == fresh, "docs/queries.md is stale: run `make docs`"


def test_another_answer_makes_another_page(tmp_path: Path, boats: Question) -> None:
    (tmp_path / "boats.csv").write_text('boat,at,by\r\n"A | *B*",2026-03-10T18:00:00+00:00,"[""x"", ""y""]"\r\n', "utf-8")
    page = queries_page.render({"boats": boats}, tmp_path)
    assert "| A \\| \\*B\\* | 2026-03-10 18:00Z | x, y |" in page
    assert "media-monitor query boats --harbour 'Port Ossa'" in page
    (tmp_path / "boats.csv").write_text("boat\r\n" + "x\r\n" * 11, "utf-8")
    assert "… and 3 more of 11 rows." in queries_page.render({"boats": boats}, tmp_path)
    (tmp_path / "boats.csv").write_text("boat\r\n", "utf-8")
    assert "No row." in queries_page.render({"boats": boats}, tmp_path)
