"""`media-monitor`: every stage by hand, the two fixed interfaces, and what a person asks of a running system.

One module for each group of commands. What a command needs is imported when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from media_monitor.cli import (
    asking,
    boilerplate,
    correct,
    diff,
    erase,
    feeds,
    interfaces,
    kb,
    ledger,
    quarantine,
    query,
    roles,
    stages,
    watchlist,
)
from media_monitor.cli.console import err
from media_monitor.errors import MediaMonitorError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Monitor news media: feeds in, attributed and checked articles out, in PostgreSQL.",
)
for _commands in (stages, asking, interfaces, ledger, diff, erase):
    app.add_typer(_commands.app)
app.add_typer(feeds.app, name="feeds")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(boilerplate.app, name="boilerplate")
app.add_typer(roles.app, name="roles")
app.add_typer(correct.app, name="correct")
app.add_typer(watchlist.app, name="watchlist")
app.add_typer(query.app, name="query")
app.add_typer(kb.app, name="kb")


def main() -> None:
    """Entry point: an error is one line on standard error and exit code 1."""
    try:
        app()
    except MediaMonitorError as error:
        err.print(f"[red]error:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
