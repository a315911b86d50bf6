"""The schema, read from the database's own catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from media_monitor.catalogue.declared import with_declared
from media_monitor.catalogue.model import SCHEMAS, Catalogue, Column, Reference, Relation, Routine
from media_monitor.warehouse.db import Connection, Row, query


def read(connection: Connection) -> Catalogue:
    """The warehouse as it is now; partitions count as their table."""
    found = {
        name: query(connection, f"catalogue/{name}", {"schemas": list(SCHEMAS)})
        for name in ("schemas", "relations", "columns", "constraints", "routines")
    }
    columns, constraints = _by_relation(found["columns"]), _by_relation(found["constraints"])
    relations = [_relation(row, columns[_key(row)], constraints[_key(row)]) for row in found["relations"]]
    return Catalogue(
        schemas={row["name"]: row["comment"] for row in found["schemas"]},
        relations=with_declared(relations),
        routines=tuple(
            Routine(row["schema_name"], row["name"], row["arguments"], row["result"], row["comment"]) for row in found["routines"]
        ),
    )


def _key(row: Row) -> tuple[str, str]:
    return row["schema_name"], row.get("relation_name") or row["name"]


def _by_relation(rows: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[_key(row)].append(row)
    return found


def _relation(row: Row, columns: Sequence[Row], constraints: Sequence[Row]) -> Relation:
    def of(kind: str) -> list[Row]:
        return [held for held in constraints if held["kind"] == kind]

    return Relation(
        schema=row["schema_name"],
        name=row["name"],
        is_view=row["is_view"],
        comment=row["comment"],
        columns=tuple(Column(c["name"], c["type"], c["is_required"], c["comment"]) for c in columns),
        partition_key=row["partition_key"],
        is_unlogged=row["is_unlogged"],
        primary_key=tuple(column for held in of("p") for column in held["columns"]),
        unique=tuple(tuple(held["columns"]) for held in of("u")),
        references=tuple(Reference(tuple(held["columns"]), f"{held['target_schema']}.{held['target_name']}") for held in of("f")),
        checks=tuple(held["definition"] for held in of("c")),
        reads=tuple(row["reads"]),
    )
