"""What the warehouse needs now and then."""

from __future__ import annotations

from datetime import datetime

from media_monitor.warehouse.db import Connection, execute, query


def prune(connection: Connection, before: datetime) -> dict[str, int]:
    """Delete log rows older than `before`; how many, per log."""
    return query(connection, "upkeep/prune", {"before": before})[0]


def analyse(connection: Connection) -> None:
    """Refresh the planner's statistics of the tables that loads change."""
    execute(connection, "upkeep/analyse")
