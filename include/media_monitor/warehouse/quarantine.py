"""Pages that were kept out of core: listed, explained, and read again. The pages themselves lie in the archive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from media_monitor.warehouse.db import Connection, Row, execute, query
from media_monitor.warehouse.queue import HeldBatch

NOT_THERE = "the archive object has no page at this offset"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pages; None = all."""

    ids: list[int] | None = None
    reason: str | None = None
    """Part of a reason, in any case."""
    outlet: str | None = None


def groups(connection: Connection, choice: Choice, *, replayed: bool) -> list[Row]:
    """How many pages of an outlet are kept out for a reason, the most first; `replayed`: those read again since, too."""
    return query(connection, "quarantine/list", {**asdict(choice), "replayed": replayed})


def page(connection: Connection, quarantine_id: int) -> Row | None:
    """A page in quarantine and where it lies; None where there is none of that id."""
    rows = query(connection, "quarantine/show", {"quarantine_id": quarantine_id})
    return rows[0] if rows else None


def open_replays(connection: Connection, choice: Choice, now: datetime) -> list[int]:
    """Make batches that read the chosen pages again, but for those that are being read again; their ids."""
    parameters = {**asdict(choice), "name": f"replay {now.isoformat()}", "now": now}
    return [row["batch_id"] for row in query(connection, "quarantine/plan", parameters)]


def unfinished_replays(connection: Connection) -> list[int]:
    """Ids of the batches of earlier replays that were interrupted."""
    return [row["batch_id"] for row in query(connection, "quarantine/unfinished")]


def replay_counts(connection: Connection, batch_ids: Sequence[int]) -> dict[str, int]:
    """How many pages these batches were to read again (`pages`), and how many of them passed (`passed`)."""
    return query(connection, "quarantine/counts", {"batch_ids": list(batch_ids)})[0]


def mark_unread(connection: Connection, batch: HeldBatch, read: Collection[int]) -> int:
    """Say of the pages of the batch that are not at the offsets `read` that the archive no longer has them; how many."""
    return execute(connection, "quarantine/unread", {"batch_id": batch.batch_id, "read": sorted(read), "reason": NOT_THERE})


def give_up(connection: Connection, batch_id: int) -> None:
    """Drop a replay whose object cannot be opened; its pages stay in quarantine."""
    execute(connection, "quarantine/give_up", {"batch_id": batch_id})
