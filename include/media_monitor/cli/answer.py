"""An answer to a question, shown to a person or written for a program, and the options that say which."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape

from media_monitor.cli.console import err, out
from media_monitor.errors import SettingsError
from media_monitor.settings import Settings

FileFormat = Literal["csv", "jsonl", "parquet"]
AnyFormat = Literal["table", "csv", "jsonl", "parquet"]
FormatOption = Annotated[AnyFormat, typer.Option("--format", help="A table for people, or what other programs read.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File for the answer; default: standard output.")]
RawOption = Annotated[
    bool,
    typer.Option(
        "--raw", help="CSV with text as it is; without it, text that a spreadsheet takes for a formula begins with an apostrophe."
    ),
]
ShowOption = Annotated[bool, typer.Option("--show", help="Print the SQL with its parameters, ready for psql, and do not ask it.")]
DayHelp = "YYYY-MM-DD, or counted from the newest day: `latest - 6 days`."


def give_answer(
    settings: Settings,
    what: str,
    answer: Any,
    form: AnyFormat,
    target: Path | None,
    raw: bool,
    show: Callable[[Any, Console], int],
) -> None:
    """Show an answer, or write it."""
    from media_monitor.report import answers

    if form == "parquet" and target is None:
        raise SettingsError("--format parquet is no text for a terminal: give --out FILE")
    if form == "table" and target is None:
        if not show(answer, out):
            err.print("Nothing found.")
    elif form == "table":
        raise SettingsError(f"--out {target}: say what to write with --format csv, jsonl or parquet")
    elif form == "parquet" or target is not None:
        save_answer(settings, what, answer, form, target or Path(), raw)
    else:
        answers.write_text(answer, sys.stdout, form, raw=raw)


def save_answer(settings: Settings, what: str, answer: Any, form: FileFormat, target: Path, raw: bool) -> None:
    """Write an answer to `target`, and say how many rows it has."""
    from media_monitor.stages import query as stage

    with err.status(escape(str(target))) as shown:

        def progress(rows: int) -> None:
            shown.update(escape(f"{target}: {rows:,} rows"))

        count = stage.save(settings, what, answer, target, form, raw=raw, progress=progress)
    err.print(f"{count:,} rows in {escape(str(target))}", highlight=False, soft_wrap=True)
