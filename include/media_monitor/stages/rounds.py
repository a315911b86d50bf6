"""How far the current round is: what ran since then, and what still waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from media_monitor.settings import Settings
from media_monitor.stages.clock import clock
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import ledger
from media_monitor.warehouse.db import connect

STAGES = ("poll", "fetch", "ingest", "check", "publish", "report")
_FIRST_FETCH = ("new",)
_EVERY_FETCH = ("new", "recheck", "headline", "retry")


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """The stages of a round so far."""

    stages: dict[str, dict[str, int]]
    """Counts of the stages that ran, in order, summed over their runs."""
    waiting: dict[str, int]
    """Feeds, pages, batches and report_days that still wait."""
    problems: list[str]
    """What single feeds and pages did wrong, a line each."""

    @property
    def is_complete(self) -> bool:
        """True when nothing waits: every step leaves its successor's work in the same transaction, so there is no gap to miss."""
        return not any(self.waiting.values())


def status(settings: Settings, since: datetime) -> RoundStatus:
    """What the round since `since` has done and what it still has to do.

    In the sample newsroom it ends with the last re-check of its days; for real feeds, when every feed was polled and every
    new page fetched once, for there the re-checks go on for a month.
    """
    reasons = _EVERY_FETCH if settings.sample else _FIRST_FETCH
    with connect(warehouse_dsn(settings)) as connection:
        reports = ledger.reports_since(connection, since)
        waiting = ledger.work_left(connection, clock(settings).until, since, reasons)
    totals: dict[str, Counter[str]] = {}
    problems: list[str] = []
    for report in reports:
        totals.setdefault(report["stage"], Counter()).update(report["counts"])
        problems += report["problems"]
    return RoundStatus({stage: dict(totals[stage]) for stage in STAGES if stage in totals}, waiting, problems)
