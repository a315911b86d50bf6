"""Questions that are asked of the warehouse without changing it: rows through a server-side cursor, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812  psycopg2 names its class so

from media_monitor.errors import WarehouseError
from media_monitor.report.answers import Answer, Column, Kind
from media_monitor.warehouse.db import Connection, Json, adapt, query

BATCH_ROWS = 2_000
"""Rows that are in memory at a time: a round trip costs less than a tenth of what making them costs."""

_KINDS: dict[int, Kind] = {
    **dict.fromkeys((16,), "boolean"),
    **dict.fromkeys((20, 21, 23, 26), "integer"),
    **dict.fromkeys((700, 701), "real"),
    **dict.fromkeys((1082,), "date"),
    **dict.fromkeys((1114, 1184), "timestamp"),
    **dict.fromkeys((114, 3802), "json"),
    **dict.fromkeys((1000, 1002, 1005, 1007, 1009, 1015, 1016, 1115, 1182, 1185), "texts"),
}
"""PostgreSQL's type (pg_type.oid) → kind of a column; what is not here is text."""
_NUMERIC = 1700
_DECIMAL_DIGITS = 38
"""Digits that a decimal of Parquet holds in 16 bytes."""


@contextmanager
def answer(connection: Connection, statement: str | sql.Composed, parameters: Mapping[str, Any]) -> Iterator[Answer]:
    """Answer of one select with bound parameters, fetched while the block lasts; from then on the transaction writes nothing.

    Raises WarehouseError for text that no database holds (NUL, lone surrogates).
    """
    for name, value in parameters.items():
        if isinstance(value, str):
            _require_storable(name, value)
    with connection.cursor() as settings:
        # All of it is wanted: a cursor's plans are otherwise made for the first tenth.
        settings.execute("set transaction read only; set local cursor_tuple_fraction = 1")
    with connection.cursor("answer") as cursor:
        cursor.execute(statement, parameters)
        first = cursor.fetchmany(BATCH_ROWS)
        yield Answer(_columns(cursor), _batches(cursor, first))


def newest_day(connection: Connection) -> date | None:
    """The newest day that articles belong to; None where there are none."""
    newest: date | None = query(connection, "answer/newest_day")[0]["last_day"]
    return newest


def _require_storable(name: str, value: str) -> None:
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise WarehouseError(f"{name}: a NUL or half a character (a lone surrogate) is in no text of the warehouse: leave it out")


def _batches(cursor: Cursor, batch: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch:
        yield batch
        batch = cursor.fetchmany(BATCH_ROWS)


def _columns(cursor: Cursor) -> tuple[Column, ...]:
    return tuple(_column(c.name, c.type_code, c.precision, c.scale) for c in cursor.description or ())


def _column(name: str, type_code: int, precision: int | None, scale: int | None) -> Column:
    if type_code != _NUMERIC:
        return Column(name, _KINDS.get(type_code, "text"))
    if precision is not None and scale is not None and 0 <= scale <= precision <= _DECIMAL_DIGITS:
        return Column(name, "decimal", precision, scale)
    return Column(name, "real")


def has_trigrams(connection: Connection) -> bool:
    """True where languages without a text search configuration are searched with an index."""
    found: bool = query(connection, "answer/has_trigrams")[0]["has_trigrams"]
    return found


def record_export(connection: Connection, what: str, details: Mapping[str, Any]) -> None:
    """Record in the audit that `what` (a view, a question, a search) was written to a file. `details` are counts and settings."""
    query(connection, "answer/record_export", {"what": what, "details": adapt(Json(dict(details)))})


@dataclass(frozen=True, slots=True)
class View:
    """A view of schema report: its name, what one row of it is, and its columns."""

    name: str
    grain: str
    columns: tuple[str, ...]


def report_views(connection: Connection) -> dict[str, View]:
    """The views of schema report that this role may read, by name."""
    rows = query(connection, "answer/views")
    return {row["name"]: View(row["name"], row["grain"] or "", tuple(row["columns"])) for row in rows}


def view_rows(view: View, since: date | None, until: date | None) -> tuple[sql.Composed, dict[str, Any]]:
    """Statement and parameters for the rows of `view` of the days from `since` to `until` (None = no bound)."""
    bounds = [sql.SQL("covers_on >= %(since)s")] * (since is not None) + [sql.SQL("covers_on <= %(until)s")] * (until is not None)
    columns = sql.SQL(", ").join(map(sql.Identifier, view.columns))
    statement = sql.SQL("select {} from {}").format(columns, sql.Identifier("report", view.name))
    if bounds:
        statement += sql.SQL(" where ") + sql.SQL(" and ").join(bounds)
    return statement, {"since": since, "until": until}
