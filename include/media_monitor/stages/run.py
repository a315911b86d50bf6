"""What every stage has in common: a warehouse, a clock, and a report that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from media_monitor.errors import SettingsError, WarehouseError
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.warehouse import ledger, load, queue
from media_monitor.warehouse.db import Connection, connect

PROBLEMS_KEPT = 20


def warehouse_dsn(settings: Settings) -> str:
    """DSN of the warehouse. Raises SettingsError where none is set."""
    if settings.dsn is None:
        raise SettingsError(
            "no warehouse: set MEDIA_MONITOR_DSN=postgresql://user:password@host/database, or start one with `make run`"
        )
    return settings.dsn


@contextmanager
def released_on_error(settings: Settings, release: Callable[[Connection], None]) -> Iterator[None]:
    """Let go of what this worker holds if the block fails, so that a retry finds it and does not take "held" for "done".

    Only a worker that is killed leaves its leases to run out.
    """
    try:
        yield
    except BaseException:
        with suppress(WarehouseError), connect(warehouse_dsn(settings)) as connection:
            release(connection)
        raise


def finish(
    connection: Connection, stage: str, started_at: datetime, counts: Mapping[str, int], problems: Sequence[str] = ()
) -> StageReport:
    """Close a run of `stage`: its report, written in the caller's transaction."""
    report = StageReport(stage, started_at, now(), dict(counts), tuple(problems[:PROBLEMS_KEPT]))
    ledger.write_report(connection, report)
    return report


def reopen(connection: Connection, stage: str, batch: queue.HeldBatch, started_at: datetime) -> StageReport:
    """Open a batch whose staged rows are gone or outdated, so that the next ingest makes them again; the report says so."""
    pages = load.page_counts(connection, batch)
    queue.advance_batch(connection, batch, "open")
    gone = f"{pages.missing} of {pages.records} pages are gone from staging, as after a crash of PostgreSQL"
    why = "a name was erased after its pages were read" if pages.is_outdated else gone
    problem = f"batch {batch.batch_id} ({batch.url}): {why}; the batch is open again, and the next ingest reads its pages anew"
    return finish(connection, stage, started_at, {"batches": 0, "reopened": 1}, [problem])


def shard_groups(due: Mapping[int, int], per_task: int) -> list[list[int]]:
    """Shards with work, packed into groups of about `per_task` pieces of work each; at most 64 groups, stable order."""
    groups: list[list[int]] = []
    load = per_task
    for shard in sorted(due):
        if load + due[shard] > per_task:
            groups.append([])
            load = 0
        groups[-1].append(shard)
        load += due[shard]
    return groups
