"""`media-monitor query`: the questions of the cookbook, a command each."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from media_monitor.cli.answer import AnyFormat, FormatOption, OutOption, RawOption, ShowOption, give_answer
from media_monitor.cli.console import out, read_settings
from media_monitor.warehouse import cookbook

app = typer.Typer(
    invoke_without_command=True,
    subcommand_metavar="[NAME] [OPTIONS]",
    help="Answer a question of the cookbook; without NAME, list them. `media-monitor query NAME --help` explains one.",
)


@app.callback()
def query(context: typer.Context) -> None:
    """Answer a question of the cookbook; without NAME, list the questions."""
    if context.invoked_subcommand is None:
        for question in cookbook.questions().values():
            out.print(f"[bold]{question.name:<30}[/bold] {escape(question.title)}", highlight=False, soft_wrap=True)
        out.print("\n[dim]media-monitor query NAME; media-monitor query NAME --help; docs/queries.md[/dim]", highlight=False)


def _asking(question: cookbook.Question) -> Callable[..., None]:
    """A command that answers `question`, with an option for each of its parameters."""

    def command(form: AnyFormat, out_file: Path | None, raw: bool, show: bool, **given: str | None) -> None:
        from media_monitor.report.answer_table import show_table
        from media_monitor.stages import query as stage

        settings = read_settings()
        if show:
            sys.stdout.write(stage.as_sql(settings, question, given) + "\n")
            return
        with stage.ask(settings, question, given) as answer:
            give_answer(settings, f"query {question.name}", answer, form, out_file, raw, show_table)

    options: dict[str, tuple[Any, Any]] = {
        p.name: (Annotated[str, typer.Option(metavar=p.type.upper(), help=f"{p.meaning}.")], p.default)
        for p in question.parameters
    }
    options |= {
        "form": (FormatOption, "table"),
        "out_file": (OutOption, None),
        "raw": (RawOption, False),
        "show": (ShowOption, False),
    }
    # Typer reads a command's options off its signature.
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in options.items()
        ]
    )
    command.__annotations__ = {name: annotation for name, (annotation, _) in options.items()}
    return command


for _question in cookbook.questions().values():
    app.command(_question.name, help=f"{_question.title}\n\n{_question.grain}\n\n{_question.explanation}")(_asking(_question))
