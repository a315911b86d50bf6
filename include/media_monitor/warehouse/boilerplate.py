"""What recurs on outlets' pages, learned from batch to batch: hashes and counts, never words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from media_monitor.extract.recurring import VERSION, Known
from media_monitor.warehouse.db import Connection, Row, copy_rows, execute, query
from media_monitor.warehouse.load import StagedRows
from media_monitor.warehouse.queue import HeldBatch

_READ = ("record_offset", "outlet_id", "title_sha", "block_sha", "fetched_at")
_DROPPED = ("object_id", "record_offset", "block_sha", "outlet_id", "article_count", "of_count", "dropped_at")


def known(connection: Connection) -> Known:
    """What recurs by now."""
    blocks: dict[str, dict[bytes, tuple[int, int]]] = defaultdict(dict)
    for row in query(connection, "boilerplate/known", {"version": VERSION}):
        blocks[row["outlet_id"]][bytes(row["block_sha"])] = (row["article_count"], row["of_count"])
    return Known(blocks)


def begin(connection: Connection, batch: HeldBatch) -> None:
    """Make ready for the articles of a batch: it may have been read before."""
    execute(connection, "boilerplate/scratch")
    execute(connection, "boilerplate/forget", {"object_id": batch.object_id, "record_offsets": batch.record_offsets})


def note(connection: Connection, batch: HeldBatch, staged: StagedRows, now: datetime) -> None:
    """Keep what some pages were made of and what was dropped from them, to the end of the transaction or for good."""
    copy_rows(connection, "read_block", _READ, staged.blocks)
    copy_rows(connection, "ops.dropped_block", _DROPPED, ((batch.object_id, *row, now) for row in staged.dropped))


def learn(connection: Connection, batch: HeldBatch, now: datetime) -> None:
    """Count the paragraphs of the batch's articles, each article once however often it comes."""
    execute(connection, "boilerplate/learn", {"object_id": batch.object_id, "version": VERSION, "now": now})


def recurring(connection: Connection, outlet: str | None) -> Sequence[Row]:
    """What recurs, of one outlet (its id or name) or of all."""
    return query(connection, "boilerplate/recurring", {"outlet": outlet})


def find(connection: Connection, begins: str) -> Sequence[Row]:
    """Paragraphs whose hash begins with these hexadecimal digits, at most ten."""
    return query(connection, "boilerplate/find", {"begins": begins, "version": VERSION})
