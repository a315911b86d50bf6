"""`media-monitor feeds`: find and check feeds, import and export lists of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from media_monitor.cli.console import err, out, read_settings, show_report
from media_monitor.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Find and check feeds, import and export lists of them.")


@app.command("check")
def feeds_check(url: Annotated[str, typer.Argument(help="Address of a feed, or of a site to look for feeds on.")]) -> None:
    """Ask a feed twice and explain what it is, how often it changes, when it would be asked next, and what is wrong with it."""
    from media_monitor.stages import feed_check

    found = feed_check.check(Settings.from_env(), url)
    for name, value in found.lines:
        out.print(f"[dim]{name:<12}[/dim] {escape(value)}", highlight=False, soft_wrap=True)
    raise typer.Exit(0 if found.is_feed else 1)


@app.command("discover")
def feeds_discover(url: Annotated[str, typer.Argument(help="Address of a site, such as its front page.")]) -> None:
    """Find the feeds of a site: announced by its page or its robots.txt, or at a common place; each is tried."""
    from media_monitor.stages import feed_discover

    with err.status("discover"):
        found = feed_discover.discover(Settings.from_env(), url)
    for feed in found:
        newest = f"newest {feed.newest_at:%Y-%m-%d %H:%M}Z" if feed.newest_at else "undated"
        out.print(f"[bold]{escape(feed.url)}[/bold]", highlight=False, soft_wrap=True)
        about = f"{feed.format}, {feed.entry_count} entries, {newest}: {feed.title or 'no title'}"
        out.print(f"  {escape(about)}", highlight=False, soft_wrap=True)
    if not found:
        err.print("No feed was found. The site may have one under another address: ask its readers or its help pages.")
    raise typer.Exit(0 if found else 1)


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
