"""status: where the pipeline stands, as tables for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from media_monitor.settings import Settings
from media_monitor.stages.clock import clock
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import ledger
from media_monitor.warehouse.db import Row, connect

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_REASONS = ("new", "recheck", "headline", "retry")

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Status:
    """Where the pipeline stands."""

    waiting: dict[str, int]
    outcomes: Rows
    concerns: Rows
    gaps: Rows
    runs: Rows

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
        """Title, columns and rows of each table."""
        yield "Waiting", ("work", "pieces"), [(name.replace("_", " "), count) for name, count in self.waiting.items()]
        yield "Outcomes of addresses", ("outcome", "reason", "count"), self.outcomes
        yield "For a person to look at", ("feed or site", "why"), self.concerns
        if self.gaps:
            columns = ("feed", "outlet", "not heard from", "to", "loss", "about")
            yield "Feeds that may have lost entries in 28 days", columns, self.gaps
        yield "Last run of each stage", ("stage", "finished", "seconds", "counts", "problems"), self.runs


def read(settings: Settings) -> Status:
    """The present state of the warehouse's queues and ledgers."""
    until = clock(settings).until
    with connect(warehouse_dsn(settings)) as connection:
        waiting = ledger.work_left(connection, until, datetime.max.replace(tzinfo=UTC), _REASONS)
        outcomes = [(r["outcome"], r["reason"] or "", r["page_count"]) for r in ledger.outcomes(connection)]
        concerns = [(r["subject"], r["concern"]) for r in ledger.concerns(connection, until)]
        gaps = [_gap(r) for r in ledger.gaps(connection)]
        newest = {r["stage"]: r for r in ledger.reports_since(connection, _EVER)}
    runs = [
        (
            stage,
            f"{r['finished_at']:%Y-%m-%d %H:%M:%S}Z",
            f"{(r['finished_at'] - r['started_at']).total_seconds():.1f}",
            ", ".join(f"{count} {name}" for name, count in r["counts"].items() if count),
            len(r["problems"]),
        )
        for stage, r in newest.items()
    ]
    return Status(waiting, outcomes, concerns, gaps, runs)


def _gap(row: Row) -> tuple[Any, ...]:
    missed = "" if row["missed_count"] is None else f"{row['missed_count']:,} entries"
    since, until = (f"{row[at]:%Y-%m-%d %H:%M}Z" for at in ("gap_since", "gap_until"))
    return row["feed_id"], row["outlet"], since, until, row["loss"], missed
