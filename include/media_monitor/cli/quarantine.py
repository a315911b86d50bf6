"""`media-monitor quarantine`: pages that were kept out of core."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import err, out, read_settings, show_report

app = typer.Typer(no_args_is_help=True, help="Pages that were kept out of core: list, explain and read them again.")

OfReason = Annotated[str | None, typer.Option(help="Only pages with a reason that contains this, in any case.")]
OfOutlet = Annotated[str | None, typer.Option(help="Only pages of this outlet, by its id.")]


@app.command("list")
def quarantine_list(
    reason: OfReason = None,
    outlet: OfOutlet = None,
    replayed: Annotated[bool, typer.Option("--replayed", help="Those that were read again and passed, too.")] = False,
) -> None:
    """Pages per reason and outlet, the most first, with the id of one of them for `show`."""
    from media_monitor.stages import quarantine as stage
    from media_monitor.stages.clock import now

    groups = stage.groups(read_settings(), stage.Choice(reason=reason, outlet=outlet), replayed=replayed)
    if not groups:
        out.print("nothing is in quarantine" if not (reason or outlet) else "nothing in quarantine is like that")
        return
    table = Table("id", "pages", "outlet", "reason", "oldest", "newest", "replays", box=None, pad_edge=False, header_style="dim")
    for g in groups:
        ages = (f"{(now() - g[at]).days} d" for at in ("oldest_at", "newest_at"))
        cells = (g["example_id"], g["page_count"], g["outlet_id"], g["reason"], *ages, g["replay_count"])
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)


@app.command("show")
def quarantine_show(quarantine_id: Annotated[int, typer.Argument(metavar="ID", help="Id of a page, from `list`.")]) -> None:
    """One page explained: what it failed and why that is asked, where it lies in the archive, and what to do."""
    from media_monitor.stages import quarantine as stage

    found = stage.explain(read_settings(), quarantine_id)
    lines = [*found.facts, *((f"reason {n}", f"{r}: {meaning}") for n, (r, meaning) in enumerate(found.reasons, 1))]
    for name, value in [*lines, ("what to do", found.advice)]:
        out.print(f"[dim]{name:<12}[/dim] {escape(value)}", highlight=False, soft_wrap=True)


@app.command("replay")
def quarantine_replay(
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]…", help="Pages, by their ids; default: all.")] = None,
    reason: OfReason = None,
    outlet: OfOutlet = None,
) -> None:
    """Read pages again from the archive when the cause is mended: ingest, check, publish, as for every page.

    Those that pass land once, however often this is run; those that fail again stay, with their new reasons.
    """
    from media_monitor.stages import quarantine as stage

    with err.status("replay") as shown:
        report = stage.replay(
            read_settings(), stage.Choice(ids or None, reason, outlet), lambda what: shown.update(f"replay: {what}")
        )
    show_report(report)
    raise typer.Exit(1 if report.problems else 0)
