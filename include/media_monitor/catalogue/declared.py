"""Relations between tables that no foreign key holds, and why none does.

A rule goes by the names of columns, so a table made later takes part by naming its columns as the others do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_monitor.catalogue.model import Reference, Relation


@dataclass(frozen=True, slots=True)
class Rule:
    """Whatever table has `columns` means a row of `target` by them; `among` is the schema that the rule is for, "" for all."""

    columns: tuple[str, ...]
    target: str
    reason: str
    among: str = ""


_WRITTEN_TOGETHER = "one transaction writes both, the quality gate counts orphans; without a key a tag costs a third less"
_COMPUTED = "computed from it, and computed again by publication day"
_OUTLIVES = "an outcome outlives what it tells of"
_KNOWLEDGE = "an entity may leave the knowledge base, and what was found stays"
_IN_HAND = "the loader has that row itself in hand when it writes the id"

RULES = (
    Rule(("article_id",), "core.article", _OUTLIVES, "ops"),
    Rule(("revision_id",), "core.revision", _OUTLIVES, "ops"),
    Rule(("revision_id", "filed_on"), "core.revision", _WRITTEN_TOGETHER, "core"),
    Rule(("revision_id", "filed_on"), "core.revision", _COMPUTED, "mart"),
    Rule(("on_revision_id", "on_filed_on"), "core.revision", "what a person said of a state outlives it"),
    Rule(("correction_id",), "core.correction", _COMPUTED, "mart"),
    Rule(("current_revision_id", "current_filed_on"), "core.revision", "set in the transaction that writes the revision"),
    Rule(("article_id",), "core.article", _COMPUTED, "mart"),
    Rule(("outlet_id",), "ref.outlet", _COMPUTED, "mart"),
    Rule(("claim_id",), "core.claim", _COMPUTED, "mart"),
    Rule(("entity_id",), "ref.entity", _KNOWLEDGE),
    Rule(("source_entity_id",), "ref.entity", _KNOWLEDGE),
    Rule(("actor_entity_id",), "ref.entity", _KNOWLEDGE),
    Rule(("speaker_entity_id",), "ref.entity", _KNOWLEDGE),
    Rule(("parent_id",), "ref.entity", "seeds may name a parent further down"),
    Rule(("code",), "ref.topic", "a topic may leave the seeds, and what was tagged stays"),
    Rule(("object_id",), "ops.archive_object", _IN_HAND),
    Rule(("batch_id",), "ops.batch", _IN_HAND),
)


def with_declared(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations, each table with what the rules say beside its foreign keys. What is staged refers to nothing yet."""
    return tuple(
        relation
        if relation.is_view or relation.schema == "stage"
        else dataclasses.replace(relation, references=(*relation.references, *_declared(relation)))
        for relation in relations
    )


def _declared(table: Relation) -> Iterator[Reference]:
    """What `table` refers to by the rules: each column once, and none that a foreign key explains or that names its own rows."""
    names = {column.name for column in table.columns} - {f"{table.name}_id"}
    explained = {column for reference in table.references for column in reference.columns}
    for rule in RULES:
        columns = set(rule.columns)
        is_own = rule.target == table.full_name and columns <= set(table.primary_key)
        if columns <= names and not columns & explained and not is_own and rule.among in ("", table.schema):
            explained |= columns
            yield Reference(rule.columns, rule.target, rule.reason)
