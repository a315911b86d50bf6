"""The pipeline's own reports, and what its checks found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from media_monitor.model import StageReport
from media_monitor.quality.policy import CheckResult
from media_monitor.warehouse.db import Connection, Json, Row, adapt, execute, query


def write_report(connection: Connection, report: StageReport) -> None:
    """Keep one stage report."""
    parameters = {
        "stage": report.stage,
        "started_at": report.started_at,
        "finished_at": report.finished_at,
        "counts": adapt(Json(report.counts)),
        "problems": list(report.problems),
    }
    execute(connection, "status/report", parameters)


def due_checks(connection: Connection, days: Sequence[date], window: int, now: datetime) -> Row:
    """What there is to check: has_feeds, outlet_days (those of `days` with articles in the `window` days before), tag_days."""
    return query(connection, "check/due", {"days": list(days), "past_days": window, "now": now})[0]


SUBJECTS_NAMED = 20
"""Of the outlets, feeds or tables that failed: enough to begin with, and a row stays small. Pages are named in quarantine."""


def write_checks(connection: Connection, results: Iterable[CheckResult], now: datetime, *, batch_id: int | None = None) -> None:
    """Keep check results, of a batch or of the days that are their slices: counts and ids, never values. The newest stand."""
    rows = list(results)
    parameters = {
        "batch_id": batch_id,
        "now": now,
        "suites": [r.suite for r in rows],
        "days": [None if batch_id else date.fromisoformat(r.slice) for r in rows],
        "expectations": [r.expectation.name for r in rows],
        "facts": [r.expectation.fact for r in rows],
        "severities": [r.expectation.severity for r in rows],
        "successes": [r.is_success for r in rows],
        "row_counts": [r.row_count for r in rows],
        "failed_counts": [len(r.failed) for r in rows],
        "subjects": [adapt(Json([] if batch_id else r.failed[:SUBJECTS_NAMED])) for r in rows],
    }
    execute(connection, "check/results", parameters)


def reports_since(connection: Connection, since: datetime) -> list[Row]:
    """Stage reports finished at or after `since`, oldest first."""
    return query(connection, "status/reports_since", {"since": since})


def work_left(connection: Connection, horizon: datetime, since: datetime, reasons: Sequence[str]) -> dict[str, int]:
    """Pieces of work that wait, per stage: feeds, pages, batches, report_days.

    Feeds that were polled after `since` do not count again, nor do pages that are due for another reason than `reasons`.
    """
    return query(connection, "status/work_left", {"horizon": horizon, "since": since, "reasons": list(reasons)})[0]


def concerns(connection: Connection, now: datetime) -> list[Row]:
    """Feeds and sites that a person should look at: subject, concern. At most 40."""
    return query(connection, "status/concerns", {"now": now})


def outcomes(connection: Connection) -> list[Row]:
    """How the addresses ended: outcome, reason, page_count; the commonest first."""
    return query(connection, "status/outcomes")


def gaps(connection: Connection) -> list[Row]:
    """Feeds that may have lost entries: feed_id, outlet, gap_since, gap_until, loss, missed_count; the newest gap first."""
    return query(connection, "status/gaps")
