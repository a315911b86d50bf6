"""Answers in a terminal: a table of whatever was asked, and the hits of a search with their words marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain, islice

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from media_monitor.report.answers import ENDLESS, Answer, Column, Row, plain_text
from media_monitor.report.wording import printable

ROWS_SHOWN = 200
"""More than that is not read in a terminal."""
GAP = "  "


def show_table(answer: Answer, console: Console) -> int:
    """Print the first rows of `answer`, and say so where there are more; the number of rows printed.

    A table has a line a row, whole. In a terminal that is too narrow for it each row is a record instead, a line a value.
    """
    found = list(islice(chain.from_iterable(answer.batches), ROWS_SHOWN + 1))
    rows = [[_cell(value) for value in row] for row in found[:ROWS_SHOWN]]
    names = [column.name for column in answer.columns]
    widths = [max(map(cell_len, cells)) for cells in zip(names, *rows, strict=True)]
    if console.is_terminal and sum(widths) + len(GAP) * (len(widths) - 1) > console.width:
        _records(names, rows, console)
    else:
        _table(answer.columns, widths, rows, console)
    if len(found) > ROWS_SHOWN:
        _line(Text(f"The first {ROWS_SHOWN} rows; --format csv, jsonl or parquet gives all of them.", "dim"), console)
    return len(rows)


def _table(columns: Sequence[Column], widths: Sequence[int], rows: Sequence[Sequence[str]], console: Console) -> None:
    right = [column.kind in {"integer", "real", "decimal"} for column in columns]

    def line(cells: Sequence[str]) -> str:
        padded = (
            " " * (width - cell_len(cell)) + cell if is_right else cell + " " * (width - cell_len(cell))
            for cell, width, is_right in zip(cells, widths, right, strict=True)
        )
        return GAP.join(padded).rstrip()

    _line(Text(line([column.name for column in columns]), "dim"), console)
    for row in rows:
        _line(Text(line(row)), console)


def _records(names: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    width = max(map(len, names))
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            _line(Text.assemble((f"{name:<{width}}{GAP}", "dim"), cell), console)
        _line(Text(""), console)


def _line(text: Text, console: Console) -> None:
    console.print(text, soft_wrap=True, highlight=False)


def _cell(value: object) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case datetime() if value != ENDLESS:
            return f"{value:%Y-%m-%d %H:%M}Z"
        case list():
            return ", ".join(map(_cell, value))
        case _:
            return printable(plain_text(value)).replace("\n", " ")


def show_hits(answer: Answer, console: Console) -> int:
    """Print what a search found, a paragraph each; the number of hits."""
    hits = list(chain.from_iterable(answer.batches))
    for hit in hits:
        _line(_hit(answer.columns, hit), console)
    return len(hits)


def _hit(columns: Sequence[Column], row: Row) -> Text:
    hit = {column.name: value for column, value in zip(columns, row, strict=True)}
    title, outlet = printable(str(hit["title"] or "untitled")), printable(str(hit["outlet"]))
    words = Text.assemble((title, "bold"), GAP, (f"{outlet}, {hit['published_on']}", "dim"))
    if hit["extract"]:
        words.append("\n  ")
        for number, part in enumerate(printable(str(hit["extract"])).split("**")):
            words.append(" ".join(part.splitlines()), "bold yellow" if number % 2 else "")
    return words.append(f"\n  {printable(str(hit['url']))}\n", "dim")
