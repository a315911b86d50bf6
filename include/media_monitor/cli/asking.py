"""Asking in words, and taking whole views away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from media_monitor.cli.answer import DayHelp, FileFormat, FormatOption, OutOption, RawOption, give_answer, save_answer
from media_monitor.cli.console import out, read_settings
from media_monitor.errors import SettingsError
from media_monitor.warehouse import cookbook

app = typer.Typer()


@app.command(context_settings={"ignore_unknown_options": True})  # -without is a word, not an option
def search(
    words: Annotated[list[str], typer.Argument(help='Words that must all be there; "a phrase", a OR b, -without.')],
    since: Annotated[str, typer.Option(metavar="DATE", help=f"First publication day: {DayHelp}")] = cookbook.NONE,
    until: Annotated[str, typer.Option(metavar="DATE", help=f"Last publication day: {DayHelp}")] = cookbook.NONE,
    language: Annotated[str | None, typer.Option(help="Only articles in this language, such as en or uk.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet, by its id or its name.")] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="At most so many, the best.")] = 20,
    form: FormatOption = "table",
    out_file: OutOption = None,
    raw: RawOption = False,
) -> None:
    """Search headlines and texts, in stems where PostgreSQL knows the language and letter by letter where not.

    Each hit has a passage within its outlet's quotation policy, with the words in **stars**, or none.
    """
    from media_monitor.report.answer_table import show_hits
    from media_monitor.stages import query as stage

    settings = read_settings()
    with stage.search(settings, " ".join(words), since, until, language, outlet, most) as answer:
        give_answer(settings, "search", answer, form, out_file, raw, show_hits)


@app.command()
def export(
    what: Annotated[
        str | None, typer.Argument(metavar="[VIEW]", help="View of schema report; without it, list the views.")
    ] = None,
    form: Annotated[FileFormat, typer.Option("--format", help="What to write.")] = "csv",
    out_file: Annotated[Path | None, typer.Option("--out", help="File to write; it is replaced in one step.")] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help=f"First publication day: {DayHelp}")] = cookbook.NONE,
    until: Annotated[str, typer.Option(metavar="DATE", help=f"Last publication day: {DayHelp}")] = cookbook.NONE,
    raw: RawOption = False,
) -> None:
    """Write a report view to a file, as much of each article as its outlet's policy allows; without VIEW, list the views."""
    from media_monitor.stages import query as stage

    settings = read_settings()
    if what is None:
        for view in stage.views(settings).values():
            out.print(f"[bold]{view.name:<30}[/bold] {escape(view.grain)}", highlight=False, soft_wrap=True)
    elif out_file is None:
        raise SettingsError(f"export {what}: name the file with --out")
    else:
        with stage.view(settings, what, since, until) as answer:
            save_answer(settings, f"view {what}", answer, form, out_file, raw)
