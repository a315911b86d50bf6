"""The pipeline's own reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from media_monitor.model import StageReport
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


def reports_since(connection: Connection, since: datetime) -> list[Row]:
    """Stage reports finished at or after `since`, oldest first."""
    return query(connection, "status/reports_since", {"since": since})


def work_left(connection: Connection, horizon: datetime, since: datetime, reasons: Sequence[str]) -> dict[str, int]:
    """Pieces of work that wait, per stage: feeds, pages, batches, report_days.

    Feeds that were polled after `since` do not count again, nor do pages that are due for another reason than `reasons`.
    """
    return query(connection, "status/work_left", {"horizon": horizon, "since": since, "reasons": list(reasons)})[0]


def outcomes(connection: Connection) -> list[Row]:
    """How the addresses ended: outcome, reason, page_count; the commonest first."""
    return query(connection, "status/outcomes")
