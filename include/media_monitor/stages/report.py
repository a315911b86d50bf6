"""report: core → marts of the days that changed, the copies and stories around them, and the briefing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from rich.console import Console

from media_monitor.model import StageReport
from media_monitor.report.briefing import render_html
from media_monitor.report.model import Report
from media_monitor.report.terminal import render
from media_monitor.settings import Settings
from media_monitor.stages import copies, watch
from media_monitor.stages.clock import clock, now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.stages.stories import assign
from media_monitor.warehouse import marts, overview, stories
from media_monitor.warehouse.db import connect


def run(settings: Settings) -> StageReport:
    """Refresh what is stale, check what changed, and write the briefing.

    Raises StageFailed, when all of that is done, if core breaks what can only be broken by a bug.
    """
    report, days = _refresh(settings)
    try:
        if days:
            watch.run(settings, days)
    finally:
        with connect(warehouse_dsn(settings)) as connection:
            briefing = render_html(read(settings, overview.Reader(connection)))
        _replace(settings.briefing, briefing)
    return report


def _refresh(settings: Settings) -> tuple[StageReport, list[date]]:
    """Marts, copies and stories of the stale days; these days."""
    started_at = now()
    counts = {"days": 0, "articles": 0, "stories": 0, "copy_groups": 0}
    with connect(warehouse_dsn(settings)) as connection:
        marts.hold(connection)
        days = marts.stale_days(connection)
        counts["copy_groups"] = copies.group(connection, days)
        fresh = stories.fresh_articles(connection, days)
        changed = assign(connection, fresh, started_at)
        stories.write_heads(connection, changed, days)
        counts["articles"], counts["stories"] = len(fresh), len(changed)
        marts.refresh_days(connection, days, changed)
        marts.call_fresh(connection, days)
        counts["days"] = len(days)
        return finish(connection, "report", started_at, counts), days


def _replace(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it meanwhile sees the old one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as draft:
        draft.write(text)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)


def read(settings: Settings, reader: overview.Reader) -> Report:
    """Everything that a briefing shows: the newest days of coverage, at most a week."""
    until = clock(settings).until if settings.sample else now()
    return reader.report(generated_at=now(), since=until - timedelta(days=7), until=until, is_sample=settings.sample is not None)


def show(settings: Settings, console: Console | None = None) -> None:
    """Print the report to the terminal."""
    with connect(warehouse_dsn(settings)) as connection:
        report = read(settings, overview.Reader(connection))
    render(report, console or Console())
