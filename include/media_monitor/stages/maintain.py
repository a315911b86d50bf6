"""maintain: partitions for the months ahead, logs and articles past their keep, and fresh statistics for the planner."""

from __future__ import annotations

from datetime import timedelta

from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import erasure, upkeep
from media_monitor.warehouse.db import connect

LOG_KEPT = timedelta(days=90)
"""Polls, requests and check results, as Media Cloud's production keeps its URL history."""
QUARANTINE_KEPT = timedelta(days=30)
"""Pages that were replayed and passed: a month to see that the mend was one. Those still kept out stay."""

MONTHS_AHEAD = 3
"""A batch makes the partition that it misses, but behind a lock that every reader shares: a quarter is made in time."""


def run(settings: Settings) -> StageReport:
    """Make partitions ahead, drop old log rows and what no policy of retention keeps, and analyse the tables."""
    started_at = now()
    with connect(warehouse_dsn(settings)) as connection:
        counts = upkeep.prune(connection, started_at - LOG_KEPT, started_at - QUARANTINE_KEPT)
        counts["partitions"] = upkeep.make_months_ahead(connection, started_at.date(), MONTHS_AHEAD)
        counts |= erasure.retain(connection, started_at.date(), started_at)
        upkeep.analyse(connection)
        return finish(connection, "maintain", started_at, counts)
