"""watch: core, the feeds and the pipeline itself → check results and the gap calendar.

Looks at what changed: the days that a report refreshed, the days of the calendar, the partitions that batches filed revisions in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from media_monitor.errors import StageFailed
from media_monitor.model import StageReport
from media_monitor.quality.core import CORE_OUTLETS, CORE_TAGS, FEEDS, PIPELINE
from media_monitor.quality.drift import WINDOW
from media_monitor.quality.expectation import Suite
from media_monitor.quality.policy import CheckResult, breach
from media_monitor.quality.run import Value, run_suite
from media_monitor.settings import Settings
from media_monitor.stages.clock import Clock, clock, now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import gaps, ledger
from media_monitor.warehouse.db import connect, sqlalchemy_url


def run(settings: Settings, days: Sequence[date] = ()) -> StageReport:
    """Check the publication days `days` and the newest one that is over, the feeds, and whether work waits.

    Raises StageFailed, after everything is stored, if core breaks what can only be broken by a bug.
    """
    started_at, dsn, time = now(), warehouse_dsn(settings), clock(settings)
    with connect(dsn) as connection:
        calendar = gaps.fill(connection, time.until)
        yesterday = time.until.date() - timedelta(days=1)
        due = ledger.due_checks(connection, sorted({*days, yesterday}), WINDOW, started_at)
    # Where nothing is to be checked, Great Expectations is not even imported.
    results = [
        result
        for suite, values in _work(time, calendar, due["outlet_days"], due["tag_days"], has_feeds=due["has_feeds"])
        for result in run_suite(sqlalchemy_url(dsn), suite, values)
    ]
    with connect(dsn) as connection:
        ledger.write_checks(connection, results, started_at)
        failed = [result for result in results if not result.is_success]
        counts = {"gap_days": len(calendar), "expectations": len(results), "failed": len(failed)}
        report = finish(connection, "watch", started_at, counts, [_line(result) for result in _worst_first(failed)])
    if problem := breach(results):
        raise StageFailed(f"core: {problem}; see ops.check_result")
    return report


def _work(
    time: Clock, calendar: list[date], outlet_days: list[date], tag_days: list[date], *, has_feeds: bool
) -> Iterator[tuple[Suite, dict[str, Value]]]:
    """The suites that have something to look at, with their parameters."""
    today = time.until.date()
    if outlet_days:
        yield CORE_OUTLETS, {"days": outlet_days, "today": today}
    if tag_days:
        yield CORE_TAGS, {"days": tag_days}
    if has_feeds and calendar:
        yield FEEDS, {"days": calendar}
    if has_feeds and not time.is_played:  # what is played takes place when it is due, however late that is
        yield PIPELINE, {"now": time.until}


def waiting(settings: Settings) -> list[str]:
    """Expectations of the pipeline that do not hold now: a run that is not there can only be missed by somebody else."""
    time, dsn = clock(settings), warehouse_dsn(settings)
    with connect(dsn) as connection:
        if not ledger.due_checks(connection, [], WINDOW, time.until)["has_feeds"]:
            return []
    found = run_suite(sqlalchemy_url(dsn), PIPELINE, {"now": time.until})
    return [f"{result.expectation.name!r} does not hold" for result in found if not result.is_success]


def _worst_first(failed: Sequence[CheckResult]) -> list[CheckResult]:
    """What blocks first, then the newest."""
    newest = sorted(failed, key=lambda r: r.slice, reverse=True)
    return sorted(newest, key=lambda r: r.expectation.severity != "block")


def _line(result: CheckResult) -> str:
    more = f" and {len(result.failed) - 3} more" if len(result.failed) > 3 else ""
    return f"{result.slice} {result.suite}: {result.expectation.name!r} fails for {', '.join(result.failed[:3])}{more}"
