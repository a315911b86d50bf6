"""Answers in a terminal: a table of whatever was asked, and the hits of a search with their words marked."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from media_monitor.report.answers import ENDLESS, Answer, Column, plain_text
from media_monitor.report.wording import printable

ROWS_SHOWN = 200
"""More than that is not read in a terminal."""


def show_table(answer: Answer, console: Console) -> int:
    """Print the first rows of `answer` as a table, and say so where there are more; the number of rows printed."""
    rows = list(islice(chain.from_iterable(answer.batches), ROWS_SHOWN + 1))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in answer.columns:
        table.add_column(column.name, justify="right" if _is_number(column) else "left", overflow="fold")
    for row in rows[:ROWS_SHOWN]:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)
    if len(rows) > ROWS_SHOWN:
        console.print(f"The first {ROWS_SHOWN} rows; --format csv, jsonl or parquet gives all of them.", style="dim")
    return min(len(rows), ROWS_SHOWN)


def _is_number(column: Column) -> bool:
    return column.kind in {"integer", "real", "decimal"}


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
            return printable(plain_text(value))


def show_hits(answer: Answer, console: Console) -> int:
    """Print what a search found, a paragraph each; the number of hits."""
    hits = list(chain.from_iterable(answer.batches))
    for hit in hits:
        console.print(_hit(dict(zip((c.name for c in answer.columns), hit, strict=True))), soft_wrap=True, highlight=False)
    return len(hits)


def _hit(hit: dict[str, object]) -> Text:
    words = Text.assemble(
        (printable(str(hit["title"] or "untitled")), "bold"), "  ", (f"{hit['outlet']}, {hit['published_on']}", "dim")
    )
    if hit["extract"]:
        words.append("\n  ")
        for number, part in enumerate(printable(str(hit["extract"])).split("**")):
            words.append(" ".join(part.splitlines()), "bold yellow" if number % 2 else "")
    return words.append(f"\n  {printable(str(hit['url']))}\n", "dim")
