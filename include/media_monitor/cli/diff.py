"""`media-monitor diff`: what an outlet changed in one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from media_monitor.cli.console import out, read_settings

if TYPE_CHECKING:
    from media_monitor.stages.diff import Step

app = typer.Typer()


@app.command()
def diff(
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="Id of an article, as `media-monitor query texts-changed` shows, or its address."),
    ],
    boring: Annotated[
        bool, typer.Option("--boring", help="States that differ in looks, time stamps, bylines or boilerplate alone, too.")
    ] = False,
) -> None:
    """What an outlet changed in an article after publication, state by state: its headline, and each sentence before and now.

    Sentences are shown as far as the outlet's quotation policy reaches; the others are counted.
    """
    from media_monitor.stages import diff as stage

    history = stage.diff(read_settings(), article)
    out.print(f"[bold]{escape(history.title or '(no headline)')}[/bold]", highlight=False, soft_wrap=True)
    out.print(f"[dim]{escape(history.outlet)}[/dim] {escape(history.url)}", highlight=False, soft_wrap=True)
    if history.state_count == 1:
        out.print("It was seen in one state so far: nothing to compare.", highlight=False)
    elif len(history.steps) < history.state_count - 1:
        out.print("Not all of its states are compared yet: run `media-monitor report`.", highlight=False)
    steps = [step for step in history.steps if boring or step.kind != "cosmetic"]
    for step in steps:
        _print(step)
    if skipped := len(history.steps) - len(steps):
        out.print(f"[dim]{skipped} of its changes are boring: --boring lists them[/dim]", highlight=False)


def _print(step: Step) -> None:
    moved = f", {step.moved} sentences moved" if step.moved else ""
    counts = f"{step.words_inserted} words came, {step.words_deleted} went{moved}"
    out.print(
        f"\n[bold]state {step.state_number}[/bold]  {step.changed_at:%Y-%m-%d %H:%MZ}  {step.kind}  [dim]{counts}[/dim]",
        highlight=False,
    )
    for before, now in [*([step.headline] if step.headline else []), *step.sentences]:
        for sign, words in (("[red]-[/red]", before), ("[green]+[/green]", now)):
            if words:
                out.print(f"  {sign} {escape(words)}", highlight=False, soft_wrap=True)
    if step.hidden:
        out.print(f"  [dim]{step.hidden} changed sentences are beyond the outlet's allowance[/dim]", highlight=False)
