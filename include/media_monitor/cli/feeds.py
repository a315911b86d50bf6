"""`media-monitor feeds`: check, import and export lists of feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from media_monitor.cli.console import out, read_settings, show_report
from media_monitor.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Check, import and export lists of feeds.")


@app.command("check")
def feeds_check(url: Annotated[str, typer.Argument(help="Address of a feed, or of a site to look for feeds on.")]) -> None:
    """Ask a feed once and explain what it is, how often it wants to be asked, and what is wrong with it."""
    from media_monitor.stages import feed_check

    found = feed_check.check(Settings.from_env(), url)
    for name, value in found.lines:
        out.print(f"[dim]{name:<12}[/dim] {escape(value)}", highlight=False, soft_wrap=True)
    raise typer.Exit(0 if found.is_feed else 1)


@app.command("import")
def feeds_import(path: Annotated[Path, typer.Argument(help="CSV or OPML list of feeds.", exists=True)]) -> None:
    """Monitor the feeds of a list, and no others."""
    from media_monitor.stages import reference

    show_report(reference.run(read_settings(path)))


@app.command("export")
def feeds_export(
    path: Annotated[Path, typer.Argument(help="File to write; .opml or .csv by its ending.")],
) -> None:
    """Write the monitored feeds to a list."""
    from media_monitor.stages import feed_lists

    count = feed_lists.export(read_settings(), path)
    out.print(f"{count} feeds in {escape(str(path))}")
