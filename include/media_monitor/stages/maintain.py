"""maintain: logs past their keep, and fresh statistics for the planner."""

from __future__ import annotations

from datetime import timedelta

from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import upkeep
from media_monitor.warehouse.db import connect

LOG_KEPT = timedelta(days=90)
"""Polls and requests, as Media Cloud's production keeps its URL history."""


def run(settings: Settings) -> StageReport:
    """Drop old log rows and analyse the tables."""
    started_at = now()
    with connect(warehouse_dsn(settings)) as connection:
        counts = upkeep.prune(connection, started_at - LOG_KEPT)
        upkeep.analyse(connection)
        return finish(connection, "maintain", started_at, counts)
