"""What the database knows of itself, as values."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMAS = ("report", "report_licensed", "mart", "core", "ref", "ops", "stage")
"""The warehouse's layers, from what an analyst reads down to what the pipeline keeps for itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view."""

    name: str
    type: str
    is_required: bool
    """False for every column of a view: PostgreSQL does not know."""
    comment: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values are those of another table's key."""

    columns: tuple[str, ...]
    target: str
    """`schema.table`"""
    reason: str | None = None
    """Why no foreign key holds it; None where one does."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view."""

    schema: str
    name: str
    is_view: bool
    comment: str | None
    columns: tuple[Column, ...]
    partition_key: str | None = None
    """Such as `RANGE (filed_on)`."""
    is_unlogged: bool = False
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    checks: tuple[str, ...] = ()
    """Conditions on rows, as PostgreSQL writes them: `CHECK ((shard >= 0))`."""
    reads: tuple[str, ...] = ()
    """What a view is made of: `schema.table`."""

    @property
    def full_name(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class Routine:
    """A function or procedure."""

    schema: str
    name: str
    arguments: str
    result: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in the warehouse's schemas, each sequence in the order of names."""

    schemas: dict[str, str | None]
    """Comment of each schema."""
    relations: tuple[Relation, ...]
    routines: tuple[Routine, ...]
