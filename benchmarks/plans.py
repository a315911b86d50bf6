"""Which partitions a query reads, from EXPLAIN (ANALYZE)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from media_monitor.warehouse.db import Connection

_PARTITION = re.compile(r"_y(\d{4})m(\d\d)$")


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan of one partition, as it ran."""

    partition: str
    """Schema and table."""
    month: date
    row_count: float
    is_whole: bool
    """All of the partition was read, not what an index led to."""


def explain(connection: Connection, statement: str, parameters: Mapping[str, object]) -> dict[str, Any]:
    """The plan of a query with what its nodes did; the query has run."""
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, verbose, format json) {statement}", parameters)
        ((plan,),) = cursor.fetchall()
    document = json.loads(plan) if isinstance(plan, str) else plan
    return dict(document[0])


def scans(plan: Mapping[str, Any]) -> list[Scan]:
    """The scans of monthly partitions that ran. One that was pruned while the query ran, or never reached, is none."""
    found = []
    for node in _nodes(plan["Plan"]):
        match = _PARTITION.search(str(node.get("Relation Name", "")))
        if match and node["Actual Loops"] > 0:
            month, name = date(int(match[1]), int(match[2]), 1), f"{node['Schema']}.{node['Relation Name']}"
            row_count = node["Actual Rows"] * node["Actual Loops"]
            found.append(Scan(name, month, row_count, node["Node Type"] == "Seq Scan"))
    return found


def needless(found: list[Scan], windows: Mapping[str, tuple[date, date]]) -> list[str]:
    """Partitions of months outside their schema's window that were read whole, or through an index without a row to show for it.

    A question may look behind its window for what an index names: earlier claims of a story that it tells of.
    """
    outside: dict[str, list[Scan]] = {}
    for scan in found:
        first, last = windows[scan.partition.partition(".")[0]]
        if not first.replace(day=1) <= scan.month <= last:
            outside.setdefault(scan.partition, []).append(scan)
    return sorted(
        name for name, reads in outside.items() if any(r.is_whole for r in reads) or sum(r.row_count for r in reads) == 0
    )


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
