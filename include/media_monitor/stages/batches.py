"""Batches as a person at the command line meets them: all that wait, in the order in which they were made."""

from __future__ import annotations

from datetime import date

from media_monitor.errors import SettingsError
from media_monitor.settings import Settings
from media_monitor.stages import ingest
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import queue
from media_monitor.warehouse.db import connect


def waiting(settings: Settings, day: str | None) -> list[int]:
    """Batches to ingest: the live ones, or those of a crawl day (YYYY-MM-DD) of registered coverage."""
    if day is None:
        return ingest.plan(settings)
    try:
        return ingest.plan_day(settings, date.fromisoformat(day))
    except ValueError:
        raise SettingsError(f"--day {day}: give a date as YYYY-MM-DD") from None


def checked(settings: Settings) -> list[int]:
    """Batches that passed the gate and wait to be published."""
    with connect(warehouse_dsn(settings)) as connection:
        return queue.checked_batches(connection)
