"""`media-monitor ledger` and `why`: who says who did it in a story, and how one claim was read."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import out, read_settings

app = typer.Typer()

_QUESTIONS = (
    "story-timeline", "first-named", "stance-changes", "still-suspected", "competing-claims", "toll-by-rule",
)  # fmt: skip
"""Of the cookbook, in the order of the ledger."""


@app.command()
def ledger(
    story: Annotated[str, typer.Argument(metavar="STORY", help="Id of a story, as `media-monitor query story-timeline` shows.")],
    since: Annotated[str, typer.Option(help="First day of the window: YYYY-MM-DD, or `latest - 6 days`.")] = "latest - 365 days",
) -> None:
    """A story's ledger: stances by source over time, who named whom first, reversals, the unconvinced, rivals, and tolls."""
    from media_monitor.report.answer_table import show_table
    from media_monitor.stages import query as stage
    from media_monitor.warehouse import cookbook

    settings = read_settings()
    questions = cookbook.questions()
    for name in _QUESTIONS:
        question = questions[name]
        out.print(f"[bold]{escape(question.title)}[/bold]", highlight=False)
        with stage.ask(settings, question, {"story": story, "since": since}) as answer:
            if not show_table(answer, out):
                out.print("[dim]nothing[/dim]")
        out.print()


@app.command()
def why(claim: Annotated[int, typer.Argument(metavar="CLAIM", help="Id of a claim, as the reports give it.")]) -> None:
    """How a claim was read: its sentence, the parse of it, and the rule."""
    from media_monitor.stages import why as stage

    reason = stage.why(read_settings(), claim)
    for name, value in reason.facts:
        out.print(f"[dim]{name:<9}[/dim] {escape(value)}", highlight=False, soft_wrap=True)
    if reason.derivation is None:
        out.print("\nThis version reads no claim in that sentence.", highlight=False)
        return
    rules = ", ".join(claim.rule for claim in reason.derivation.claims)
    out.print(f"\n[dim]now reads[/dim] {escape(rules)}", highlight=False)
    table = Table("word", "tag", "relation", "of", box=None, pad_edge=False, header_style="dim")
    for token in reason.derivation.tokens:
        table.add_row(*(escape(cell) for cell in token))
    out.print(table if reason.derivation.tokens else "not parsed: text without case, or another language")
