"""publish: a checked batch → core, in one transaction with its ledger rows."""

from __future__ import annotations

from datetime import date

from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, reopen, warehouse_dsn
from media_monitor.warehouse import load, queue
from media_monitor.warehouse.db import connect


def run(settings: Settings, batch_id: int) -> StageReport | None:
    """Publish a batch; None where it is published already or another worker holds it.

    One whose staged rows a crash of the server has emptied, or that was read before a name was erased, is opened again instead.
    """
    started_at = now()
    with connect(warehouse_dsn(settings)) as connection:
        batch = queue.claim_batch(connection, batch_id, "checked")
        if batch is None:
            return None
        load.lock_publishers(connection)  # erasures do, too: what they suppress is known from here on
        if load.page_counts(connection, batch).must_be_read_again:
            return reopen(connection, "publish", batch, started_at)
        outcomes, problems = load.publish(connection, batch, now())
        return finish(connection, "publish", started_at, {"batches": 1, **outcomes}, problems)


def days(settings: Settings, batch_ids: list[int]) -> list[date]:
    """Publication days that these batches touched, newest first."""
    with connect(warehouse_dsn(settings)) as connection:
        found = {day for batch_id in batch_ids for day in load.published_days(connection, batch_id)}
    return sorted(found, reverse=True)
