"""`media-monitor watchlist`: what alerts and the briefing look at first."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import By, by_whom, out, read_settings

app = typer.Typer(no_args_is_help=True, help="The watchlist: what alerts and the briefing look at first.")


@app.command("add")
def watchlist_add(
    kind: Annotated[str, typer.Argument(help="entity, topic, outlet or words.")],
    value: Annotated[str, typer.Argument(help="Id of the entity or outlet, code of the topic, or the words.")],
    note: Annotated[str | None, typer.Option(help="Why it is watched.")] = None,
    by: By = None,
) -> None:
    """Watch an entity, a topic, an outlet or words; report.watchlist_hit has the articles, by day."""
    from media_monitor.stages import watchlist as stage

    out.print(f"{stage.add(read_settings(), kind, value, note, by_whom(by))} is watched", highlight=False)


@app.command("list")
def watchlist_list() -> None:
    """List what is watched, since when and by whom."""
    from media_monitor.stages import watchlist as stage

    table = Table("id", "kind", "what", "note", "by", "on", box=None, pad_edge=False, header_style="dim")
    for row in stage.listing(read_settings()):
        cells = (row["watch_id"], row["kind"], row["value"], row["note"] or "", row["added_by"], f"{row['added_at']:%Y-%m-%d}")
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)


@app.command("remove")
def watchlist_remove(watch_id: Annotated[int, typer.Argument(help="Id of `media-monitor watchlist list`.")]) -> None:
    """Take an item off the watchlist."""
    from media_monitor.stages import watchlist as stage

    stage.remove(read_settings(), watch_id)
    out.print(f"{watch_id} is no longer watched")
