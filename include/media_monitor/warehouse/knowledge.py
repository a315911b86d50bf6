"""The knowledge base as the warehouse holds it, and which articles a change of it touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from media_monitor.warehouse.db import Connection, Row, query


def aliases(connection: Connection) -> set[tuple[str, str, str, str]]:
    """Entity, name, language and flags of every alias that was loaded last."""
    rows = query(connection, "kb/aliases")
    return {(row["entity_id"], row["alias"], row["language"], row["flags"]) for row in rows}


def pace(connection: Connection, since: datetime, enough: int) -> float | None:
    """Seconds a page in the ingests since then; None where they read fewer than `enough` pages, or no time passed."""
    (row,) = query(connection, "kb/pace", {"since": since, "enough": enough})
    return row["seconds"] or None


def touched(connection: Connection, entity_ids: Sequence[str], names: Sequence[str]) -> Row:
    """Articles that name one of the entities or hold one of the names; the archive objects and revisions to read again."""
    (row,) = query(connection, "kb/touched", {"entity_ids": list(entity_ids), "names": list(names)})
    return row
