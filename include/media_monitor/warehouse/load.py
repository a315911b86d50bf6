"""Staging and publishing: COPY in, one transaction out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from media_monitor.extract.storable import storable_text
from media_monitor.extract.urls import URL_LIMIT
from media_monitor.warehouse import poison
from media_monitor.warehouse.db import Connection, copy_rows, execute, query, steps
from media_monitor.warehouse.identity import identify_pages
from media_monitor.warehouse.queue import HeldBatch, hold_batch

_PUBLISH_LOCK = 0x6D6D7075  # "mmpu": identity is decided by one publisher at a time; a publish takes milliseconds

PUBLISHER_IDLE = "60s"
"""A publisher waits for nothing but PostgreSQL. One that PostgreSQL waits for is frozen or cut off, and holds up the others."""

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
    blocks: list[Sequence[Any]] = field(default_factory=list)
    """Paragraphs of the pages: record offset, outlet, hash of the headline, hash of the paragraph, when it was fetched."""
    dropped: list[Sequence[Any]] = field(default_factory=list)
    """Paragraphs that were left out: record offset, hash, outlet, articles that have it, of how many."""
    broken: dict[int, tuple[str | None, str]] = field(default_factory=dict)
    """Record offset → address and reason of the pages at which our own code stopped."""

    def add(self, table: str, row: Sequence[Any]) -> None:
        """Append one row."""
        self.rows[table].append(row)

    def addresses(self) -> dict[int, str | None]:
        """Record offset → address of its pages."""
        return {row[0]: row[1] for table in ("article", "rejected") for row in self.rows[table]}


@dataclass(frozen=True, slots=True)
class PageCounts:
    """Where the pages of a batch are: read by ingest, staged as articles, staged as rejected, in quarantine."""

    records: int
    articles: int
    rejected: int
    quarantined: int
    is_outdated: bool
    """True where they were read before a name was suppressed that may stand in them."""

    @property
    def missing(self) -> int:
        """Pages whose staged rows are gone: 0, unless the server crashed (staging has no write-ahead log)."""
        return self.records - self.articles - self.rejected - self.quarantined

    @property
    def must_be_read_again(self) -> bool:
        """Staging holds less than what was read, or what must not be published."""
        return self.missing > 0 or self.is_outdated


def clear_stage(connection: Connection, batch: HeldBatch) -> None:
    """Drop what an earlier, interrupted try at this batch staged or kept out."""
    execute(connection, "stage/clear", {"batch_id": batch.batch_id, "kept": []})
    execute(connection, "stage/restart", {"batch_id": batch.batch_id})


def write_stage(connection: Connection, batch: HeldBatch, staged: StagedRows, now: datetime) -> dict[int, str]:
    """COPY the rows into staging; pages that broke, or that PostgreSQL refuses, go to quarantine instead: record offset → why."""

    def copy(pages: Collection[int] | None) -> None:
        for table, columns in COLUMNS.items():
            rows = staged.rows[table] if pages is None else (row for row in staged.rows[table] if row[0] in pages)
            copy_rows(connection, f"stage.{table}", ("batch_id", *columns), ((batch.batch_id, *row) for row in rows))

    addresses = staged.addresses() | {page: url for page, (url, _) in staged.broken.items()}

    def keep_out(page: int, why: str) -> None:
        _quarantine(connection, batch, page, [why], now, addresses[page])

    broken = {page: why for page, (_, why) in staged.broken.items()}
    for page, why in broken.items():
        keep_out(page, why)
    return broken | poison.write_around(connection, staged.addresses, copy, keep_out)


def page_counts(connection: Connection, batch: HeldBatch) -> PageCounts:
    """Where the pages of the batch are now."""
    return PageCounts(**query(connection, "stage/counts", {"batch_id": batch.batch_id})[0])


def quarantine(connection: Connection, batch: HeldBatch, reasons: Mapping[int, Collection[str]], now: datetime) -> int:
    """Move the staged pages at these record offsets to quarantine, each with its reasons; how many there were."""
    for record_offset, why in sorted(reasons.items()):
        _quarantine(connection, batch, record_offset, why, now)
    return len(reasons)


def _quarantine(
    connection: Connection, batch: HeldBatch, record_offset: int, why: Collection[str], now: datetime, url: str | None = None
) -> None:
    """Keep one page out of core; `url` where it is not staged."""
    parameters = {
        "batch_id": batch.batch_id,
        "record_offset": record_offset,
        "reasons": sorted(why),
        "now": now,
        "url": storable_text(url)[:URL_LIMIT] if url else None,
    }
    execute(connection, "check/quarantine", parameters)


def publish(connection: Connection, batch: HeldBatch, now: datetime) -> tuple[dict[str, int], list[str]]:
    """Move a checked batch into core with its outcomes, in the caller's transaction; pages per outcome, a line per refused page.

    A page that PostgreSQL refuses goes to quarantine, the others into core. Raises LeaseLost if another worker took the batch
    over. A constraint refuses the batch if its pages do not add up.
    """
    hold_batch(connection, batch)
    lock_publishers(connection)
    parameters = {"batch_id": batch.batch_id, "now": now}
    *steps_of_core, close = _retag_steps() if batch.purpose == "retag" else steps("publish")
    addresses: dict[int, str | None] = {}

    def staged_pages() -> Collection[int]:
        addresses.update((row["record_offset"], row["url"]) for row in query(connection, "stage/pages", parameters))
        return addresses

    def write(pages: Collection[int] | None) -> None:
        if pages is not None:
            execute(connection, "stage/clear", {"batch_id": batch.batch_id, "kept": sorted(pages)})
        for step in steps_of_core:
            execute(connection, step, parameters)
            if step.endswith("_named"):
                identify_pages(connection)
            elif step.endswith("08_tags") and batch.purpose != "retag":
                _return_states(connection, batch)

    def keep_out(page: int, why: str) -> None:
        _quarantine(connection, batch, page, [why], now)

    refused = poison.write_around(connection, staged_pages, write, keep_out)
    execute(connection, close, parameters)
    outcomes = {row["outcome"]: row["page_count"] for row in query(connection, "publish/counts", parameters)}
    return outcomes, [f"{addresses[page]}: {why}" for page, why in refused.items()]


def _return_states(connection: Connection, batch: HeldBatch) -> None:
    """Tell states that came back: a page of this batch was fetched in between and arrives only now."""
    for row in query(connection, "publish/returned"):
        execute(connection, "publish/copy_state", {**row, "batch_id": batch.batch_id})


def lock_publishers(connection: Connection) -> None:
    """Wait until no other publisher is at work, and keep them out to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('idle_in_transaction_session_timeout', %s, true)", (PUBLISHER_IDLE,))
        cursor.execute("select pg_advisory_xact_lock(%s)", (_PUBLISH_LOCK,))


def published_days(connection: Connection, batch_id: int) -> list[date]:
    """Publication days that the batch touched, newest first."""
    return [row["covers_on"] for row in query(connection, "publish/days", {"batch_id": batch_id})]


def _retag_steps() -> tuple[str, ...]:
    """A page read again changes its revision and what its article says now: identity and outcomes stand."""
    kept = ("_tags", "_current", "_days", "_replayed", "_close")
    return (*steps("retag"), *(step for step in steps("publish") if step.endswith(kept)))


def outdated_objects(connection: Connection, annotator: str, most: int) -> list[int]:
    """Archive objects whose revisions carry tags of another annotator than this version, oldest first."""
    return [row["object_id"] for row in query(connection, "retag/plan", {"annotator": annotator, "most": most})]
