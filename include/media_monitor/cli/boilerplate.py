"""`media-monitor boilerplate`: paragraphs that recur on outlets' pages and are dropped from their articles."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import out, read_settings

app = typer.Typer(
    no_args_is_help=True, help="Paragraphs that recur on an outlet's pages and are dropped from its articles: list, explain."
)


@app.command("list")
def boilerplate_list(outlet: Annotated[str | None, typer.Option(help="Only this outlet, by its id or its name.")] = None) -> None:
    """What recurs on the articles of each outlet, the commonest first: by its hash, and on how many of how many it stands."""
    from media_monitor.stages import boilerplate as stage

    rows = stage.recurring(read_settings(), outlet)
    if not rows:
        out.print(
            "nothing recurs yet: a paragraph must stand in 5 articles, over two days, and in a third of what its outlet publishes"
        )
        return
    table = Table("outlet", "block", "articles", "of", "dropped", "since", "last", box=None, pad_edge=False, header_style="dim")
    for r in rows:
        counts = (r["article_count"], r["of_count"], r["dropped_count"])
        days = (f"{r[at]:%Y-%m-%d}" for at in ("first_seen_at", "last_seen_at"))
        table.add_row(*(escape(str(cell)) for cell in (r["outlet_id"], r["block"][:12], *counts, *days)))
    out.print(table)


@app.command("why")
def boilerplate_why(
    block: Annotated[str, typer.Argument(metavar="BLOCK", help="Hash of a paragraph, or its first digits, from `list`.")],
) -> None:
    """One paragraph explained: whose it is, how it begins, on how many articles it stands, since when, and what became of it."""
    from media_monitor.stages import boilerplate as stage

    for reason in stage.why(read_settings(), block):
        for name, value in reason.facts:
            out.print(f"[dim]{name:<13}[/dim] {escape(value)}", highlight=False, soft_wrap=True)
        out.print()
