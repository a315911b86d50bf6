"""What the commands share: where they print, the settings they run with, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from media_monitor.model import StageReport
from media_monitor.settings import Settings

out = Console()
err = Console(stderr=True)

By = Annotated[str | None, typer.Option(help="Who says so; default: the user of this machine, else the login of the database.")]


def read_settings(feeds: Path | None = None) -> Settings:
    """Settings from the environment; without a warehouse there, the one that `make run` started."""
    from media_monitor.local.remembered import recall

    settings = recall(Settings.from_env())
    return replace(settings, feeds=feeds) if feeds else settings


def run_stages(*stages: Callable[[Settings], StageReport | None]) -> None:
    """Run `stages` one after the other, and show what each did."""
    settings = read_settings()
    for stage in stages:
        with err.status(stage.__module__.rpartition(".")[2]):
            report = stage(settings)
        show_report(report)


def show_report(report: StageReport | None) -> None:
    """A stage's counts on standard output, its problems on standard error."""
    if report is None:
        return
    counts = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in report.counts.items())
    out.print(f"[bold]{report.stage}[/bold]  {counts}", highlight=False)
    for problem in report.problems:
        err.print(f"  [yellow]{escape(problem)}[/yellow]", highlight=False, soft_wrap=True)


def by_whom(name: str | None) -> str | None:
    """Who says so; the password file knows the user of this machine, though not in every container."""
    import os
    import pwd

    with suppress(KeyError):
        return name or pwd.getpwuid(os.getuid()).pw_name
    return None
