"""The work that is due, and who holds it. Postgres is the queue: a lease with an epoch, so that a late worker writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from media_monitor.errors import LeaseLost
from media_monitor.model import Feed, Move
from media_monitor.warehouse.db import Connection, Row, execute, query

SHARDS = 64
"""Shards of hosts. Stays far under Airflow's max_map_length (1,024)."""
TICK = timedelta(minutes=5)
"""From one look at what is due to the next (schedule of the DAG poll_feeds)."""
TURNS_FOR = timedelta(minutes=4)
"""Time in a tick for one host's feeds, pauses and all; the rest is for what else a task does."""
AT_ONCE, AT_ONCE_EVERY = 200, timedelta(seconds=36)
"""Feeds of a long list that start together, and how long after one another: 20,000 take an hour, their usual interval."""


@dataclass(frozen=True, slots=True)
class HeldFeed:
    """A feed that this worker may poll, until its lease runs out."""

    feed: Feed
    """Its `url` is where it is asked, which is not `listed_url` once it has moved."""
    listed_url: str
    due_at: datetime
    lease_epoch: int


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page that this worker may fetch, until its lease runs out."""

    page_id: int
    url: str
    outlet_id: str | None
    feed_id: str | None
    guid: str | None
    title: str | None
    published_at: datetime | None
    first_fetched_at: datetime | None
    recheck_count: int
    failure_count: int
    etag: str | None
    last_modified: str | None
    outcome: str
    outcome_reason: str | None
    is_in_topic: bool | None
    """None: it was not read yet."""
    lease_epoch: int
    due_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class HeldBatch:
    """A slice of an archive object that this worker may ingest, check or publish."""

    batch_id: int
    object_id: int
    url: str
    covers_on: date | None
    record_offsets: list[int] | None
    """Only these records of the object; None for all."""
    purpose: str
    state: str
    lease_epoch: int


def feed_shards(connection: Connection, horizon: datetime) -> dict[int, int]:
    """Feeds due at or before `horizon`, per shard."""
    return {row["shard"]: row["feed_count"] for row in query(connection, "queue/feed_shards", {"horizon": horizon})}


def next_due(connection: Connection, shards: Sequence[int], horizon: datetime) -> datetime | None:
    """When the first feed of `shards` is due, if at or before `horizon`."""
    due_at: datetime | None = query(connection, "queue/next_due", {"shards": list(shards), "horizon": horizon})[0]["due_at"]
    return due_at


def page_shards(connection: Connection, horizon: datetime) -> dict[int, int]:
    """Pages due at or before `horizon`, per shard."""
    return {row["shard"]: row["page_count"] for row in query(connection, "queue/page_shards", {"horizon": horizon})}


def claim_feeds(connection: Connection, shards: Sequence[int], horizon: datetime, most: int) -> list[HeldFeed]:
    """Lease up to `most` feeds of `shards` that are due at or before `horizon`."""
    rows = query(connection, "queue/claim_feeds", {"shards": list(shards), "horizon": horizon, "most": most})
    return [HeldFeed(_feed(row), row["listed_url"], row["next_poll_at"], row["lease_epoch"]) for row in rows]


def _feed(row: Row) -> Feed:
    kept = {name: row[name] for name in _AS_STORED}
    move = Move(row["move_target"], row["move_count"], row["move_since"], row["moved_at"]) if row["move_target"] else None
    return Feed(
        **kept,
        body_sha=None if row["body_sha"] is None else bytes(row["body_sha"]),
        skip_hours=tuple(row["skip_hours"]),
        skip_days=tuple(row["skip_days"]),
        move=move,
    )


_AS_STORED = (
    "feed_id", "url", "outlet_id", "etag", "last_modified", "last_polled_at", "interval_seconds", "failure_count",
    "newest_entry_at", "document_seconds", "fresh_seconds", "rhythm_seconds", "unchanged_at", "whole_at", "distrusted_at",
)  # fmt: skip


def settle_feeds(connection: Connection, now: datetime, pause: float) -> None:
    """Give a later turn to due feeds that cannot have theirs now, and a right one to those planned by a clock that was wrong.

    `pause`: seconds from one request to the next on one host.
    """
    execute(connection, "queue/mend_plans", {"now": now})
    parameters = {"now": now, "tick": TICK, "turns_for": TURNS_FOR, "pause": pause, "at_once": AT_ONCE, "every": AT_ONCE_EVERY}
    execute(connection, "queue/spread_feeds", parameters)


def claim_pages(connection: Connection, shards: Sequence[int], horizon: datetime, most: int) -> list[HeldPage]:
    """Lease up to `most` pages of `shards` that are due at or before `horizon`."""
    rows = query(connection, "queue/claim_pages", {"shards": list(shards), "horizon": horizon, "most": most})
    return [HeldPage(**{**row, "due_at": tuple(row["due_at"])}) for row in rows]


def open_live_batches(connection: Connection, now: datetime) -> int:
    """Give every archive object of fetched pages its batch; the number of new ones."""
    return execute(connection, "queue/open_batches", {"now": now})


def open_backfill_batches(connection: Connection, covers_on: date, now: datetime) -> int:
    """Give every registered object that covers the day its batch; the number of new ones."""
    return execute(connection, "queue/backfill_batches", {"covers_on": covers_on, "now": now})


def open_batch(
    connection: Connection, object_id: int, covers_on: date | None, purpose: str, annotator: str, now: datetime
) -> None:
    """Make the batch of this slice and purpose unless it is there."""
    parameters = {"object_id": object_id, "covers_on": covers_on, "purpose": purpose, "annotator": annotator, "now": now}
    execute(connection, "queue/open_batch", parameters)


def pending_batches(connection: Connection, purpose: str, covers_on: date | None = None, most: int = SHARDS) -> list[int]:
    """Ids of the batches of this purpose (and day) that wait for a worker, oldest first."""
    rows = query(connection, "queue/pending_batches", {"purpose": purpose, "covers_on": covers_on, "most": most})
    return [row["batch_id"] for row in rows]


def abandoned_batches(connection: Connection, most: int = SHARDS) -> list[int]:
    """Ids of the batches of archived coverage that were begun and that no run is at any more, oldest first."""
    return [row["batch_id"] for row in query(connection, "queue/abandoned_batches", {"most": most})]


def claim_batch(connection: Connection, batch_id: int, *states: str) -> HeldBatch | None:
    """Lease the batch if it is in one of `states`; None where it is not, or where another worker holds it."""
    rows = query(connection, "queue/claim_batch", {"batch_id": batch_id, "states": list(states)})
    return HeldBatch(**rows[0]) if rows else None


def hold_batch(connection: Connection, batch: HeldBatch) -> None:
    """Lock the batch to the end of the transaction. Raises LeaseLost if another worker took it over."""
    if not query(connection, "queue/hold_batch", {"batch_id": batch.batch_id, "lease_epoch": batch.lease_epoch}):
        raise LeaseLost(f"batch {batch.batch_id}: another worker holds it now; nothing was written")


def advance_batch(
    connection: Connection,
    batch: HeldBatch,
    state: str,
    record_count: int | None = None,
    suppressed_names: int | None = None,
) -> None:
    """Move the batch to `state` and let go of it; with how many pages ingest read, and how many names it blanked in them."""
    execute(
        connection,
        "queue/advance_batch",
        {"batch_id": batch.batch_id, "state": state, "record_count": record_count, "suppressed_names": suppressed_names},
    )


def checked_batches(connection: Connection) -> list[int]:
    """Ids of the batches that passed the gate, whatever their purpose, oldest first."""
    return [row["batch_id"] for row in query(connection, "queue/checked_batches")]


def release_batch(connection: Connection, batch: HeldBatch) -> None:
    """Let go of a batch as it is, unless another worker took it over."""
    execute(connection, "queue/release_batch", {"batch_id": batch.batch_id, "lease_epoch": batch.lease_epoch})


def release_feeds(connection: Connection, held: Sequence[HeldFeed]) -> None:
    """Let go of feeds that were not polled, unless another worker took them over."""
    epochs = {h.feed.feed_id: h.lease_epoch for h in held}
    execute(connection, "queue/release_feeds", {"feed_ids": list(epochs), "epochs": list(epochs.values())})


def release_pages(connection: Connection, held: Sequence[HeldPage]) -> None:
    """Let go of pages that were not fetched, unless another worker took them over."""
    epochs = {h.page_id: h.lease_epoch for h in held}
    execute(connection, "queue/release_pages", {"page_ids": list(epochs), "epochs": list(epochs.values())})
