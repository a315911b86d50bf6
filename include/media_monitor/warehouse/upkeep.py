"""What the warehouse needs now and then."""

from __future__ import annotations

from datetime import date, datetime

from media_monitor.warehouse.db import Connection, execute, query


def prune(connection: Connection, before: datetime, passed_before: datetime) -> dict[str, int]:
    """Delete log rows older than `before`, and what passed a replay before `passed_before`; how many, per log."""
    return query(connection, "upkeep/prune", {"before": before, "passed_before": passed_before})[0]


def make_months_ahead(connection: Connection, today: date, months: int) -> int:
    """Make the partitions of this month and of `months` more; how many were missing."""
    made: int = query(connection, "upkeep/months_ahead", {"today": today, "months": months})[0]["partitions"]
    return made


def analyse(connection: Connection) -> None:
    """Refresh the planner's statistics of the tables that loads change."""
    execute(connection, "upkeep/analyse")
