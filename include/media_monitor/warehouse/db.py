"""Connections, transactions, SQL files and COPY: everything else in this package goes through here.

psycopg2 errors are turned into this project's own at this one seam.
"""

from __future__ import annotations

import functools
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any, Self, TypeAlias

import psycopg2
from psycopg2 import errorcodes, sql
from psycopg2.extensions import connection as Connection  # noqa: N812  psycopg2 names its class so
from psycopg2.extensions import parse_dsn
from psycopg2.extras import Json as PsycopgJson

from media_monitor.errors import DatabaseDown, WarehouseError

Row: TypeAlias = dict[str, Any]
__all__ = [
    "Connection",
    "Json",
    "KeptConnection",
    "Row",
    "adapt",
    "connect",
    "copy_rows",
    "create_database",
    "execute",
    "query",
    "sqlalchemy_url",
    "statement",
    "steps",
]

CONNECT_TRIES = 6
FIRST_WAIT = 0.25
"""Seconds before the second try, twice as many before each further one: 7.75 in all. A crashed server is back by then (measured:
0.4 to 1.5 s)."""
_OPTIONS = "-c timezone=UTC -c synchronous_commit=on -c idle_in_transaction_session_timeout=15min"
"""What Airflow was told is done survives a crash, and no epoch of a lease is given twice, whatever the server's default is. A
worker that is frozen or cut off loses its transaction, and with it its locks, before its lease of 30 minutes runs out."""


class Json:
    """Marks a value that goes into a jsonb column."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


def adapt(value: Json) -> PsycopgJson:
    """`value` as a bound parameter."""
    return PsycopgJson(value.value)


@contextmanager
def connect(dsn: str, *, tries: int = CONNECT_TRIES, as_login: bool = False) -> Iterator[Connection]:
    """A connection in UTC that commits when the block ends well and rolls back when it does not.

    It acts as the loader where the login may, and with `as_login` as nobody but the login: for making roles and migrations.
    Raises DatabaseDown when the server cannot be reached after `tries`, WarehouseError for what the server refuses.
    """
    connection = _open(dsn, tries)
    try:
        with _translated(dsn, connection):
            if not as_login:
                query(connection, "roles/act_as_loader", {"act_as": act_as(connection)})
                connection.commit()  # a rollback would undo it
            with connection:
                yield connection
    finally:
        connection.close()


class KeptConnection:
    """A connection that is kept from one transaction to the next: to make one costs as much as a hundred statements.

    It is made when it is first needed, and anew where the server closed it in the meantime. Errors are those of `connect`.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._open = ExitStack()
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go; the next transaction makes another one."""
        self._connection = None
        with suppress(DatabaseDown):  # between transactions nothing is lost with it
            self._open.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction: it commits when the block ends well and rolls back when it does not."""
        if self._connection is not None and not _is_alive(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._open.enter_context(connect(self._dsn))
            self._connection.commit()
        connection = self._connection
        with _translated(self._dsn, connection):
            try:
                yield connection
                connection.commit()
            except BaseException:
                if not connection.closed:
                    connection.rollback()
                raise


def _is_alive(connection: Connection) -> bool:
    """Whether the server still answers on an idle connection."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select")
        connection.rollback()
    except psycopg2.Error:
        return False
    return True


def act_as(connection: Connection) -> str:
    """The privilege that lets a login act as a role: PostgreSQL 16 parted it from membership."""
    return "set" if connection.server_version >= 160_000 else "member"


def _open(dsn: str, tries: int) -> Connection:
    for attempt in range(tries):
        try:
            return psycopg2.connect(dsn, options=_OPTIONS, connect_timeout=10, application_name="media-monitor")
        except psycopg2.OperationalError as error:
            if attempt + 1 == tries or _is_final(str(error)):
                raise DatabaseDown(f"{_where(dsn)} cannot be reached: {_first_line(error)}. {_advice(str(error))}") from None
            time.sleep(FIRST_WAIT * 2**attempt)
        except psycopg2.ProgrammingError:  # its words quote the DSN, password and all
            raise WarehouseError(
                "the DSN of the warehouse cannot be read: give postgresql://user:password@host:port/database, "
                "with % for what is special in a URL (MEDIA_MONITOR_DSN)"
            ) from None
    raise AssertionError("unreachable")


def _is_final(message: str) -> bool:
    """True for refusals that waiting does not mend."""
    return "authentication failed" in message or "does not exist" in message or "no password supplied" in message


def _advice(message: str) -> str:
    """What to do about a server that lets nobody in."""
    if "too many" in message or "connection slots" in message:
        return (
            "All connections are taken: run fewer tasks at once (Airflow's pools), or raise max_connections or the role's limit."
        )
    return "Is it running (`make run` starts the local one), and is MEDIA_MONITOR_DSN right?"


@contextmanager
def _translated(dsn: str, connection: Connection) -> Iterator[None]:
    try:
        yield
    except psycopg2.Error as error:
        # a connection that breaks during a COPY is reported as a plain DatabaseError
        if connection.closed or isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError)):
            raise DatabaseDown(
                f"{_where(dsn)} went away: {_first_line(error)}. The work was rolled back; run it again."
            ) from error
        raise WarehouseError(f"{_where(dsn)} refused: {_first_line(error)}") from error


def _where(dsn: str) -> str:
    """Server and database of `dsn` for a message; never its password."""
    parts = parse_dsn(dsn)
    return f"PostgreSQL at {parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def sqlalchemy_url(dsn: str) -> str:
    """`dsn` with the driver named, as SQLAlchemy wants it."""
    return "postgresql+psycopg2://" + dsn.split("://", 1)[1]


def create_database(dsn: str, name: str) -> None:
    """Create database `name` on the server of `dsn` unless it exists."""
    connection = _open(dsn, CONNECT_TRIES)
    connection.autocommit = True
    try:
        with _translated(dsn, connection), connection.cursor() as cursor:
            cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    except WarehouseError as error:
        if getattr(error.__cause__, "pgcode", None) != errorcodes.DUPLICATE_DATABASE:
            raise
    finally:
        connection.close()


@functools.cache
def statement(name: str) -> str:
    """Text of `sql/<name>.sql`."""
    return resources.files("media_monitor.warehouse").joinpath("sql", f"{name}.sql").read_text("utf-8")


@functools.cache
def steps(folder: str) -> tuple[str, ...]:
    """Names of the numbered statements of `sql/<folder>/`, in order."""
    names = (entry.name for entry in resources.files("media_monitor.warehouse").joinpath("sql", folder).iterdir())
    return tuple(f"{folder}/{name.removesuffix('.sql')}" for name in sorted(names) if name[:2].isdigit())


def execute(connection: Connection, name: str, parameters: Mapping[str, Any] | None = None) -> int:
    """Run `sql/<name>.sql` with bound parameters; the number of rows its last statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters or {})
        return cursor.rowcount


def query(connection: Connection, name: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """Rows of `sql/<name>.sql` as dictionaries, parameters bound."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters or {})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY `rows` (values in the order of `columns`) into `schema.table`; the number of rows.

    Text must be storable (no NUL, no lone surrogate): `extract.storable` sees to that before offsets are taken. Raises
    UnicodeEncodeError for a lone surrogate, OverflowError for a time that is in the year 10000 or in no year at all in UTC.
    """
    lines = ["\t".join([_WRITERS.get(type(value), _other)(value) for value in row]) for row in rows]
    if lines:
        target = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with connection.cursor() as cursor:
            cursor.copy_expert(target, io.BytesIO("\n".join([*lines, ""]).encode()))
    return len(lines)


def _text(value: str) -> str:
    """Text in COPY's text format. Most values have nothing to escape: to look first is faster than to translate."""
    if value.isprintable() and "\\" not in value:
        return value
    return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _array(values: Iterable[object]) -> str:
    """An array of text."""
    quoted = ('"' + str(item).replace("\\", r"\\").replace('"', r"\"") + '"' for item in values)
    return _text("{" + ",".join(quoted) + "}")


def _moment(value: datetime) -> str:
    """A time, in UTC: one that lies outside of Python's years there could be stored, and never be read back."""
    return (value if value.tzinfo in {None, UTC} else value.astimezone(UTC)).isoformat()


def _other(value: object) -> str:
    """A value of a type that has no writer of its own."""
    return _text(str(value))


_json = json.JSONEncoder(ensure_ascii=False).encode
_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: r"\N",
    bool: lambda value: "t" if value else "f",
    str: _text,
    int: str,
    float: str,
    bytes: lambda value: r"\\x" + value.hex(),
    datetime: _moment,
    date: date.isoformat,
    list: _array,
    tuple: _array,
    Json: lambda value: _text(_json(value.value)),
}
"""One field in COPY's text format, by the type of its value: four times as fast as trying one type after another."""


def server_version(connection: Connection) -> str:
    """Version of the server, such as 18.6."""
    return f"{connection.server_version // 10000}.{connection.server_version % 10000}"
