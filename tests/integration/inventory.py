"""What is in a warehouse, for comparison with another: rows, columns, and everything that a migration can make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812  psycopg2 names its class so

COLUMNS = """
select format('%I.%I', n.nspname, c.relname), c.relkind = 'v', a.attname, a.attgenerated <> ''
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
inner join pg_attribute as a on c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped
where n.nspname in ('ref', 'ops', 'stage', 'core', 'mart', 'report') and c.relkind in ('r', 'p', 'v') and not c.relispartition
order by c.relname, a.attname
"""


@contextmanager
def looking(dsn: str) -> Iterator[Cursor]:
    """In a transaction that is rolled back."""
    connection = psycopg2.connect(dsn, options="-c timezone=UTC")
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def relations(cursor: Cursor) -> list[tuple[str, bool, str, bool]]:
    """Every column of a table or view: of which, whether that is a view, its name, whether the database computes it."""
    cursor.execute(COLUMNS)
    return cursor.fetchall()


def contents(cursor: Cursor, table: str, columns: Sequence[str]) -> tuple[int, str]:
    """Count and checksum of the rows of a table, over these columns; the order of the rows does not matter."""
    checksum = (
        'select count(*), md5(string_agg(line, chr(10) order by line collate "C"))'
        " from (select md5(kept::text) as line from (select {} from {}) as kept) as lines"
    )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    cursor.execute(sql.SQL(checksum).format(names, sql.Identifier(*table.split("."))))
    return cursor.fetchone()


@dataclass(frozen=True)
class Holdings:
    """What a warehouse has to lose: columns of each table and view (but what it computes by itself), rows of each table."""

    columns: dict[str, list[str]]
    rows: dict[str, tuple[int, str]]

    @classmethod
    def of(cls, cursor: Cursor, retired: Collection[str] = (), touched: Collection[str] = ()) -> Holdings:
        """All of it but `retired` (`schema.table`, `schema.table.column`) and the rows of the tables that are `touched`."""
        columns: dict[str, list[str]] = defaultdict(list)
        tables = set()
        for relation, is_view, column, is_generated in relations(cursor):
            if relation not in retired and f"{relation}.{column}" not in retired and not is_generated:
                columns[relation].append(column)
                tables |= set() if is_view or relation in touched else {relation}
        return cls(dict(columns), {table: contents(cursor, table, columns[table]) for table in sorted(tables)})

    def losses(self, cursor: Cursor) -> list[str]:
        """What of it a warehouse no longer has."""
        there = {f"{relation}.{column}" for relation, _, column, _ in relations(cursor)}
        names = [f"{relation}.{column}" for relation, columns in self.columns.items() for column in columns]
        gone = [f"{name} is gone" for name in names if name not in there]
        if gone:
            return gone
        after = {table: contents(cursor, table, self.columns[table]) for table in self.rows}
        return [f"{table}: {self.rows[table]} became {after[table]}" for table in after if after[table] != self.rows[table]]


CATALOGUE = (Path(__file__).parent / "catalogue.sql").read_text("utf-8")


def catalogue(cursor: Cursor) -> Counter[tuple[str, ...]]:
    """Everything that a migration can make: kind, name, definition."""
    cursor.execute(CATALOGUE)
    return Counter(cursor.fetchall())


def differences(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What two catalogues do not have in common."""
    return sorted(((one - other) + (other - one)).elements())
