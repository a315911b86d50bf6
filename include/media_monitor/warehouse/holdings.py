"""What the warehouse holds, by article address: for comparing it with what it ought to hold."""

from __future__ import annotations

from media_monitor.warehouse.db import Connection, Row, query

PARTS = ("feeds", "addresses", "articles", "entities", "topics", "claims", "casualties")


def holdings(connection: Connection) -> dict[str, list[Row]]:
    """Rows of each of PARTS; the columns stand in `sql/holdings/`. Tags are those of the current revisions."""
    return {part: query(connection, f"holdings/{part}") for part in PARTS}
