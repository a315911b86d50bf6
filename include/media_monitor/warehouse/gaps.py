"""The gap calendar: for each day and feed, whether it was heard and whether it spoke."""

from __future__ import annotations

from datetime import date, datetime

from media_monitor.warehouse.db import Connection, execute, query


def fill(connection: Connection, until: datetime) -> list[date]:
    """Bring the calendar up to the day of `until`; the days that were filled, ascending.

    The newest two days are filled again: what was logged since then belongs to them. Filling a day twice changes nothing.
    """
    execute(connection, "gaps/lock")
    days = [row["covers_on"] for row in query(connection, "gaps/days", {"until": until})]
    for day in days:  # each day continues the silences of the one before
        execute(connection, "gaps/clear", {"day": day})
        execute(connection, "gaps/day", {"day": day, "until": until})
    return days
