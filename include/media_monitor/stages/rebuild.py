"""rebuild: the marts of all days, filled anew from core in bounded steps.

What a report does for the days that changed, for all of them: after an upgrade that changes how a mart is filled, or when a mart
is doubted. Copies and stories stay as they are. Each step is a transaction of its own: readers see every day old or new, and a
rebuild that is interrupted leaves every mart whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import marts
from media_monitor.warehouse.db import connect

ARTICLES_PER_STEP = 5_000
"""Articles that a step fills at most, a single larger day aside: some 10 s, for which a report of the same days waits."""


def run(settings: Settings, progress: Callable[[int, int], None]) -> StageReport:
    """Fill every day's marts anew; `progress` hears how many of how many days are done."""
    started_at = now()
    with connect(warehouse_dsn(settings)) as connection:
        days = marts.all_days(connection)
    done = 0
    for step in steps(days):
        with connect(warehouse_dsn(settings)) as connection:
            taken = marts.take_days(connection, step, now())
            marts.refresh_days(connection, step)
            marts.call_fresh(connection, taken)  # what was stale waits for a report still: its stories may have changed
        done += len(step)
        progress(done, len(days))
    with connect(warehouse_dsn(settings)) as connection:
        return finish(connection, "rebuild", started_at, {"days": done, "articles": sum(days.values())})


def steps(days: Mapping[date, int], most: int = ARTICLES_PER_STEP) -> Iterator[list[date]]:
    """Runs of days, in their order, of at most `most` articles together, a single larger day aside."""
    step: list[date] = []
    articles = 0
    for day, count in days.items():
        if step and articles + count > most:
            yield step
            step, articles = [], 0
        step.append(day)
        articles += count
    if step:
        yield step
