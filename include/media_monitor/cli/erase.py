"""`media-monitor erase`: articles and names that must not be kept."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from media_monitor.cli.console import By, by_whom, out, read_settings
from media_monitor.errors import SettingsError

app = typer.Typer()


@app.command()
def erase(
    reason: Annotated[str, typer.Option(help="Why, in words that name nobody: it is kept.")],
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="[URL…]", help="Address of an article, as the report shows it.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="A private person's full name: blanked in every text, now and later.")
    ] = None,
    by: By = None,
) -> None:
    """Erase articles by their addresses, or a person's name wherever it stands: both stay out, however they come back.

    An article goes whole: text, tags, ledgers, search, quarantine. A name is blanked in place, with as many blocks as it has
    letters; articles whose very address bears it go whole. Only hashes stay. Pages stay in the archive, which is only ever added
    to: the records to scrub there are listed.
    """
    from media_monitor.stages import erase as stage

    if (person is None) == (not urls):
        raise SettingsError("give the addresses of articles, or --person NAME")
    if person is None:
        erased = stage.run(read_settings(), urls or (), reason, by_whom(by))
        archived = erased.archived
    else:
        blanked = stage.run_person(read_settings(), person, reason, by_whom(by))
        erased, archived = blanked.erased, blanked.archived
        out.print(f"[bold]erase[/bold]  {blanked.articles:,} articles go on without the name, {blanked.rows:,} rows changed")
    out.print(
        f"[bold]erase[/bold]  {erased.articles:,} articles, {erased.rows:,} rows; `media-monitor report` tells their days anew"
    )
    for place, offset in archived:
        out.print(f"  still archived: {escape(place)} at {offset}", highlight=False, soft_wrap=True)
