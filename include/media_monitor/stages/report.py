"""report: core → marts of the days that changed, the copies and stories around them, and the briefing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from rich.console import Console

from media_monitor.model import StageReport
from media_monitor.relate.duplicates import CopyInput, copy_groups
from media_monitor.report.briefing import render_html
from media_monitor.report.model import Report
from media_monitor.report.terminal import render
from media_monitor.settings import Settings
from media_monitor.stages import watch
from media_monitor.stages.clock import clock, now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.stages.stories import assign
from media_monitor.warehouse import marts, overview, stories
from media_monitor.warehouse.db import connect

COPY_REACH = timedelta(days=4)
"""Articles this far from a changed day may be copies of its articles."""


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
        days, outlets = marts.stale_days(connection), marts.outlet_by_name(connection)
        for first, last in spans(days, COPY_REACH):
            copied = marts.copy_inputs(connection, first - COPY_REACH, last + COPY_REACH)
            groups = copy_groups(copied, _homes(copied, outlets))
            marts.write_copies(connection, [a.article_id for a in copied], groups)
            counts["copy_groups"] += len(groups)
        fresh = stories.fresh_articles(connection, days)
        changed = assign(connection, fresh, started_at)
        stories.write_heads(connection, changed, days)
        counts["articles"], counts["stories"] = len(fresh), len(changed)
        marts.refresh_days(connection, days)
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


def spans(days: Sequence[date], reach: timedelta) -> list[tuple[date, date]]:
    """Runs of days whose reaches touch, as (first, last), ascending."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] <= 2 * reach:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _homes(articles: Sequence[CopyInput], outlets: Mapping[str, str]) -> dict[str, str]:
    """Agency credit → the outlet that the agency itself is, for the agencies that are monitored."""
    credited = {a.agency for a in articles}
    return {name: outlet_id for name, outlet_id in outlets.items() if name in credited}


def read(settings: Settings, reader: overview.Reader) -> Report:
    """Everything that a briefing shows: the newest days of coverage, at most a week."""
    until = clock(settings).until if settings.sample else now()
    return reader.report(generated_at=now(), since=until - timedelta(days=7), until=until, is_sample=settings.sample is not None)


def show(settings: Settings, console: Console | None = None) -> None:
    """Print the report to the terminal."""
    with connect(warehouse_dsn(settings)) as connection:
        report = read(settings, overview.Reader(connection))
    render(report, console or Console())
