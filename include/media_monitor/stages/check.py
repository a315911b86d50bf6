"""check: staging → check results; failing pages to quarantine, the rest may be published."""

from __future__ import annotations

from datetime import datetime

from media_monitor.errors import StageFailed
from media_monitor.model import StageReport
from media_monitor.quality.policy import decide
from media_monitor.quality.run import check_batch
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, released_on_error, reopen, warehouse_dsn
from media_monitor.warehouse import ledger, load, queue
from media_monitor.warehouse.db import connect, sqlalchemy_url


def run(settings: Settings, batch_id: int) -> StageReport | None:
    """Check a staged batch; None where another worker holds it or it is published. Raises StageFailed if it is refused whole.

    A refused batch stays in staging with its results; run it again when the cause is mended. One whose staged rows a crash of the
    server has emptied, or that was read before a name was erased, is opened again.
    """
    started_at, dsn = now(), warehouse_dsn(settings)
    with connect(dsn) as connection:
        batch = queue.claim_batch(connection, batch_id, "staged")
        if batch is None:
            return None
    with released_on_error(settings, lambda connection: queue.release_batch(connection, batch)):
        return _check(dsn, batch, started_at)


def _check(dsn: str, batch: queue.HeldBatch, started_at: datetime) -> StageReport:
    with connect(dsn) as connection:
        article_count = load.page_counts(connection, batch).articles
    # Nothing to check: the import of Great Expectations alone would take longer than the batch.
    results = check_batch(sqlalchemy_url(dsn), batch.batch_id) if article_count else []
    decision = decide(results, is_replay=batch.record_offsets is not None)
    with connect(dsn) as connection:
        queue.hold_batch(connection, batch)
        # Counted at the end: a crash between two expectations lets the later ones pass on an empty table.
        if load.page_counts(connection, batch).must_be_read_again:
            return reopen(connection, "check", batch, started_at)
        ledger.write_checks(connection, results, now(), batch_id=batch.batch_id)
        quarantined = 0
        if decision.refusal is None:
            quarantined = load.quarantine(connection, batch, decision.quarantined, now())
        queue.advance_batch(connection, batch, "checked" if decision.refusal is None else "staged")
        failed = sum(not r.is_success for r in results)
        counts = {
            "batches": 1,
            "articles": article_count,
            "expectations": len(results),
            "failed": failed,
            "quarantined": quarantined,
        }
        report = finish(connection, "check", started_at, counts, [decision.refusal] if decision.refusal else [])
    if decision.refusal:
        raise StageFailed(f"batch {batch.batch_id}: {decision.refusal}; see ops.check_result and stage.article")
    return report
