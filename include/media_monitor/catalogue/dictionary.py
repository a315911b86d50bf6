"""The data dictionary: Markdown from the catalogue's comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from media_monitor.catalogue.model import SCHEMAS, Catalogue, Column, Reference, Relation, Routine

HEAD = """\
# Data dictionary

<!-- Generated from the comments in the database: change those in a migration and run `make docs`. -->

Every table, view, column and function of the warehouse, as the database describes itself: psql's `\\d+` and `\\df+` say the same.
Times are `timestamptz` in UTC; offsets count characters (code points) and their end is exclusive; `_id` is a key, `_at` a moment,
`_on` a day, `is_` a yes or no, `_count` a number of rows. Where "null" says *no*, there is always a value; of a view PostgreSQL
cannot tell. A relation in italics is one that no foreign key holds, with the reason.

[![The tables and how they refer to each other](schema.svg)](schema.svg)
"""


def render(catalogue: Catalogue) -> str:
    """The whole page."""
    return "\n".join(_lines(catalogue))


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield HEAD
    yield "| schema | what is in it | tables and views |"
    yield "|---|---|---|"
    relations = {schema: [r for r in catalogue.relations if r.schema == schema] for schema in SCHEMAS}
    for schema in SCHEMAS:
        names = " · ".join(f"[{relation.name}](#{anchor(relation.full_name)})" for relation in relations[schema])
        yield f"| [{schema}](#{schema}) | {cell(catalogue.schemas.get(schema))} | {names} |"
    for schema in SCHEMAS:
        yield f"\n## {schema}\n"
        yield catalogue.schemas.get(schema) or ""
        for relation in relations[schema]:
            yield from _relation(relation)
        yield from _routines([routine for routine in catalogue.routines if routine.schema == schema])


def _relation(relation: Relation) -> Iterator[str]:
    yield f"\n### {relation.full_name}\n"
    yield f"{'View' if relation.is_view else 'Table'}. {relation.comment or ''}\n"
    facts = list(_facts(relation))
    yield from (f"- {fact}" for fact in facts)
    yield "\n| column | type | null | what it says |" if facts else "| column | type | null | what it says |"
    yield "|---|---|---|---|"
    for column in relation.columns:
        null = "" if relation.is_view else "no" if column.is_required else "yes"
        yield f"| {column.name} | {cell(column.type)} | {null} | {cell(_meaning(column, relation))} |"


def _facts(relation: Relation) -> Iterator[str]:
    """What holds of the whole table, one line each."""
    if relation.primary_key:
        yield f"Key: {names(relation.primary_key)}"
    for columns in relation.unique:
        yield f"Unique: {names(columns)}"
    for reference in relation.references:
        yield _refers(reference)
    if relation.partition_key:
        yield f"Partitioned by month: {relation.partition_key.partition('(')[2].rstrip(')')}"
    if relation.is_unlogged:
        yield "Unlogged: a crash of the server empties it"
    if relation.reads:
        yield f"Reads {', '.join(link(name) for name in relation.reads)}"


def _refers(reference: Reference) -> str:
    if reference.reason is None:
        return f"{names(reference.columns)} → {link(reference.target)}"
    return f"*{names(reference.columns)} → {link(reference.target)}* ({reference.reason})"


def _meaning(column: Column, relation: Relation) -> str:
    """The column's comment, and the values that a check allows it."""
    return ". ".join(part for part in (column.comment, *_allowed(column, relation.checks)) if part)


_VOCABULARY = re.compile(r"CHECK \(\(?\(?(\w+) = ANY \(\(?ARRAY\[(.+?)\]")
_RANGE = re.compile(r"CHECK \(\((.+)\)\)$", re.DOTALL)


def _allowed(column: Column, checks: Iterable[str]) -> Iterator[str]:
    """What the checks that are about this column alone allow."""
    for check in checks:
        if vocabulary := _VOCABULARY.match(check):
            if vocabulary[1] == column.name:
                yield "One of " + ", ".join(re.findall(r"'([^']*)'::text", vocabulary[2]))
        elif (found := _RANGE.match(check)) and re.match(rf"\(*{re.escape(column.name)}\b", found[1]):
            yield f"`{found[1]}`"


def _routines(routines: list[Routine]) -> Iterator[str]:
    if not routines:
        return
    yield f"\n### Functions of {routines[0].schema}\n"
    yield "| function | gives | what it does |"
    yield "|---|---|---|"
    for routine in routines:
        call = f"{routine.schema}.{routine.name}({routine.arguments})"
        yield f"| {cell(call)} | {cell(routine.result)} | {cell(routine.comment)} |"


def names(columns: Iterable[str]) -> str:
    """Names of columns in a sentence."""
    return ", ".join(columns)


def link(full_name: str) -> str:
    """A link to the section of a table or view."""
    return f"[{full_name}](#{anchor(full_name)})"


def anchor(heading: str) -> str:
    """What a code host makes of a heading's text: letters, digits, hyphens and underscores stay, in lower case."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def cell(text: str | None) -> str:
    """`text` inside a table's row: one line, its bars escaped."""
    return " ".join((text or "").split()).replace("|", "\\|")
