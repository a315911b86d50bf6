"""Staging and publishing: COPY in, one transaction out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from media_monitor.quality.policy import CheckResult
from media_monitor.warehouse.db import Connection, copy_rows, execute, query, steps
from media_monitor.warehouse.queue import HeldBatch, hold_batch

_PUBLISH_LOCK = 0x6D6D7075  # "mmpu": identity is decided by one publisher at a time; a publish takes milliseconds

COLUMNS: dict[str, tuple[str, ...]] = {
    "article": (
        "record_offset", "url", "url_sha", "canonical_url", "canonical_sha", "guid", "guid_sha", "outlet_id", "outlet_name",
        "domain",
        "fetched_at", "title", "text", "content_sha", "published_at", "published_on", "published_precision", "published_source",
        "modified_at", "language", "authors", "agency", "image_url", "word_count", "is_paywalled", "extractor", "annotator",
        "terrorism", "armed_conflict", "relevance_threshold",
    ),
    "rejected": ("record_offset", "url", "url_sha", "outcome", "reason"),
    "mention": (
        "record_offset", "position", "field", "start_offset", "end_offset", "text", "entity_id", "name", "kind", "iso",
        "lat", "lon",
    ),
    "topic_tag": ("record_offset", "code", "label", "score", "voice", "evidence"),
    "event": ("record_offset", "event", "type", "place", "occurred_on"),
    "claim": (
        "record_offset", "position", "stance", "source_text", "source_spans", "source_entity_id", "is_authority", "actor_text",
        "actor_spans", "actor_entity_id", "actor_name", "act_text", "medium_text", "stated_on", "is_hedged", "is_negated",
        "is_quoted",
        "quoted_by_text", "via_text", "cue_text", "evidence_field", "evidence_start", "evidence_end", "evidence_sha",
        "event", "rule",
    ),
    "casualty": (
        "record_offset", "position", "kind", "minimum", "maximum", "qualifier", "figure_field", "figure_start", "figure_end",
        "source_text", "is_part_of", "is_aggregate", "event", "evidence_field", "evidence_start", "evidence_end",
    ),
    "quote": (
        "record_offset", "position", "field", "start_offset", "end_offset", "speaker_text", "speaker_entity_id", "verb",
        "is_direct",
    ),
}  # fmt: skip
"""Staging tables and their columns, `batch_id` aside."""


@dataclass(slots=True)
class StagedRows:
    """Rows of one or more pages, per staging table, in the order of COLUMNS."""

    rows: dict[str, list[Sequence[Any]]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def add(self, table: str, row: Sequence[Any]) -> None:
        """Append one row."""
        self.rows[table].append(row)


def clear_stage(connection: Connection, batch: HeldBatch) -> None:
    """Drop what an earlier, interrupted try at this batch staged."""
    for table in COLUMNS:
        execute(connection, f"stage/clear_{table}", {"batch_id": batch.batch_id})


def write_stage(connection: Connection, batch: HeldBatch, staged: StagedRows) -> int:
    """COPY the rows into the staging tables; how many there were."""
    return sum(
        copy_rows(connection, f"stage.{table}", ("batch_id", *columns), [(batch.batch_id, *row) for row in staged.rows[table]])
        for table, columns in COLUMNS.items()
    )


def quarantine(connection: Connection, batch: HeldBatch, reasons: Mapping[int, Collection[str]], now: datetime) -> int:
    """Move the staged pages at these record offsets to quarantine, each with its reasons; how many there were."""
    for record_offset, why in sorted(reasons.items()):
        parameters = {"batch_id": batch.batch_id, "record_offset": record_offset, "reasons": sorted(why), "now": now}
        execute(connection, "check/quarantine", parameters)
    return len(reasons)


def staged_articles(connection: Connection, batch: HeldBatch) -> int:
    """How many articles the batch has in staging."""
    count: int = query(connection, "check/articles", {"batch_id": batch.batch_id})[0]["article_count"]
    return count


def write_checks(connection: Connection, batch: HeldBatch, results: Iterable[CheckResult], now: datetime) -> None:
    """Store check results: counts only, never values."""
    for result in results:
        row = {
            "batch_id": batch.batch_id,
            "expectation": result.expectation,
            "column_name": result.column,
            "severity": result.severity,
            "is_success": result.is_success,
            "row_count": result.row_count,
            "failed_count": len(result.failed),
            "now": now,
        }
        execute(connection, "check/result", row)


def publish(connection: Connection, batch: HeldBatch, now: datetime) -> dict[str, int]:
    """Move a checked batch into core with its outcomes, in the caller's transaction; pages per outcome.

    Raises LeaseLost if another worker took the batch over.
    """
    hold_batch(connection, batch)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", (_PUBLISH_LOCK,))
    for step in _retag_steps() if batch.purpose == "retag" else steps("publish"):
        execute(connection, step, {"batch_id": batch.batch_id, "now": now})
    return {row["outcome"]: row["page_count"] for row in query(connection, "publish/counts", {"batch_id": batch.batch_id})}


def published_days(connection: Connection, batch_id: int) -> list[date]:
    """Publication days that the batch touched, newest first."""
    return [row["covers_on"] for row in query(connection, "publish/days", {"batch_id": batch_id})]


def _retag_steps() -> tuple[str, ...]:
    """A page read again changes its revision and what its article says now: identity and outcomes stand."""
    return (*steps("retag"), *(step for step in steps("publish") if step.endswith(("_tags", "_current", "_days", "_close"))))


def outdated_objects(connection: Connection, annotator: str, most: int) -> list[int]:
    """Archive objects whose revisions carry tags of another annotator than this version, oldest first."""
    return [row["object_id"] for row in query(connection, "retag/plan", {"annotator": annotator, "most": most})]
