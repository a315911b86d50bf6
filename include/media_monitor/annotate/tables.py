"""Reading seed tables: CSV with an exact header; every fault is named by file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from media_monitor.errors import SeedError


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and row of each record of a CSV table. Raises SeedError where header or width is wrong."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        if tuple(header) != columns:
            raise SeedError(str(path), 1, None, f"header must be {','.join(columns)}; found {','.join(header)}")
        for record in reader:
            if not record:
                continue
            if len(record) != len(columns):
                raise SeedError(
                    str(path), reader.line_num, None, f"{len(record)} fields where {len(columns)} belong; quote commas"
                )
            yield reader.line_num, dict(zip(columns, map(str.strip, record), strict=True))
