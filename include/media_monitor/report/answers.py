"""An answer of the warehouse as rows under typed columns, and the files it is written to. Pure, but for the file it is given.

CSV is made for spreadsheets, so text that one would take for a formula is disarmed by an apostrophe in front (OWASP ASVS 5.0,
1.2.10); `raw` leaves it as it is, for programs. JSON Lines and Parquet hold every value as it is.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TextIO, TypeAlias

Kind: TypeAlias = Literal["boolean", "integer", "real", "decimal", "text", "texts", "date", "timestamp", "json"]
Row: TypeAlias = tuple[Any, ...]
Format: TypeAlias = Literal["csv", "jsonl", "parquet"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, or strips to get at one (OWASP, CSV injection); full-width signs, too,
which Excel folds in East Asian locales."""
ENDLESS = datetime.max.replace(tzinfo=UTC)
"""What the driver makes of PostgreSQL's infinity, for which Python has no time."""

GROUP_ROWS = 100_000
"""Rows of Parquet that are held until they are written: some 20 MB of a ledger's."""


@dataclass(frozen=True, slots=True)
class Column:
    """Name and type of a column; `precision` and `scale` (digits in all, and behind the point) of a decimal one."""

    name: str
    kind: Kind
    precision: int = 0
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns, and batches of rows that are fetched as they are taken."""

    columns: tuple[Column, ...]
    batches: Iterator[list[Row]]


def _no_progress(_rows: int) -> None:
    pass


def write(answer: Answer, path: Path, form: Format, *, raw: bool = False, progress: Callable[[int], None] = _no_progress) -> int:
    """Write `answer` to `path`; the number of rows. `progress` hears the number of rows so far after each batch."""
    counted = _Counted(answer.batches, progress)
    if form == "parquet":
        _write_parquet(answer.columns, counted, path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            write_text(Answer(answer.columns, counted), file, form, raw=raw)
    return counted.rows


def write_text(answer: Answer, file: TextIO, form: Literal["csv", "jsonl"], *, raw: bool = False) -> None:
    """Write `answer` to an open file (newline translation off)."""
    if form == "csv":
        _write_csv(answer, file, raw=raw)
    else:
        _write_jsonl(answer, file)


class _Counted(Iterator[list[Row]]):
    def __init__(self, batches: Iterator[list[Row]], progress: Callable[[int], None]) -> None:
        self.rows = 0
        self._batches, self._progress = batches, progress

    def __next__(self) -> list[Row]:
        batch = next(self._batches)
        self.rows += len(batch)
        self._progress(self.rows)
        return batch


# ---- CSV: RFC 4180, UTF-8, a header, NULL as an empty field ---------------------------------------------------------------


def _write_csv(answer: Answer, file: TextIO, *, raw: bool) -> None:
    writer = csv.writer(file)
    writer.writerow(column.name for column in answer.columns)
    cell = plain_text if raw else _spreadsheet_cell
    for batch in answer.batches:
        writer.writerows([cell(value) for value in row] for row in batch)


def _spreadsheet_cell(value: object) -> str:
    """`value` as text; numbers need no guard, since a spreadsheet reads -3 as a number."""
    text = plain_text(value)
    return guarded(text) if isinstance(value, str | list) else text


def guarded(text: str) -> str:
    """`text` that no spreadsheet takes for a formula: with an apostrophe in front where it would."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def plain_text(value: object) -> str:
    """`value` as a text format shows it: ISO 8601, JSON for what has parts, nothing for NULL."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return _iso(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=_json_value)
        case _:
            return str(value)


def _iso(value: date) -> str:
    """ISO 8601; an infinite time or day by its name in PostgreSQL."""
    return "infinity" if value in {ENDLESS, date.max} else value.isoformat()


# ---- JSON Lines: one object a line ----------------------------------------------------------------------------------------


def _write_jsonl(answer: Answer, file: TextIO) -> None:
    names = [column.name for column in answer.columns]
    for batch in answer.batches:
        file.writelines(
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_json_value) + "\n" for row in batch
        )


def _json_value(value: object) -> object:
    """What JSON has no type for: times as ISO 8601, decimals as numbers as long as a double holds every digit."""
    match value:
        case datetime() | date():
            return _iso(value)
        case Decimal() if Decimal(repr(float(value))) == value:
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return str(value)


# ---- Parquet: types as in the warehouse, times in UTC ------------------------------------------------------------------------


def _write_parquet(columns: Sequence[Column], batches: Iterator[list[Row]], path: Path) -> None:
    from arro3.core import Field, RecordBatch, RecordBatchReader, Schema
    from arro3.io import write_parquet

    schema = Schema([Field(column.name, _arrow_type(column), nullable=True) for column in columns])

    def records() -> Iterator[RecordBatch]:
        for batch in batches:
            values = zip(*batch, strict=True)
            yield RecordBatch.from_arrays([_arrow(c, list(v)) for c, v in zip(columns, values, strict=True)], schema=schema)

    reader = RecordBatchReader.from_batches(schema, records())
    write_parquet(reader, path, compression="zstd(3)", max_row_group_size=GROUP_ROWS)


def _arrow_type(column: Column) -> Any:
    """The Arrow type of a column."""
    from arro3.core import DataType, Field

    types: dict[Kind, Callable[[], Any]] = {
        "boolean": DataType.bool,
        "integer": DataType.int64,
        "real": DataType.float64,
        "decimal": lambda: DataType.decimal128(column.precision, column.scale),
        "text": DataType.string,
        "texts": lambda: DataType.list(Field("item", DataType.string(), nullable=True)),
        "date": DataType.date32,
        "timestamp": lambda: DataType.timestamp("us", tz="UTC"),
        "json": DataType.string,
    }
    return types[column.kind]()


_EPOCH = date(1970, 1, 1)


def _arrow(column: Column, values: list[Any]) -> Any:
    """The values of a column as an Arrow array."""
    from arro3.core import Array, DataType, list_array

    match column.kind:
        case "timestamp":
            return Array([_microseconds(v) for v in values], DataType.int64()).cast(_arrow_type(column))
        case "date":
            days = [None if v is None or v == date.max else (v - _EPOCH).days for v in values]
            return Array(days, DataType.int32()).cast(_arrow_type(column))
        case "decimal":
            return Array([None if v is None else str(v) for v in values], DataType.string()).cast(_arrow_type(column))
        case "texts":
            offsets = [0]
            for value in values:
                offsets.append(offsets[-1] + len(value or ()))
            items = Array([_text(item) for value in values for item in value or ()], DataType.string())
            missing = Array([value is None for value in values], DataType.bool())
            return list_array(Array(offsets, DataType.int32()), items, type=_arrow_type(column), mask=missing)
        case "json" | "text":
            return Array([_text(v) for v in values], DataType.string())
        case "real":  # a numeric without a declared scale comes as a Decimal
            return Array([None if v is None else float(v) for v in values], DataType.float64())
        case _:
            return Array(values, _arrow_type(column))


def _text(value: object) -> str | None:
    return None if value is None else plain_text(value)


def _microseconds(value: datetime | None) -> int | None:
    """Microseconds since 1970; None for infinity, which Parquet does not have."""
    if value is None or value == ENDLESS:
        return None
    seconds = int(value.replace(microsecond=0).timestamp())
    return seconds * 1_000_000 + value.microsecond
