"""The database describes itself completely, and the documents in docs/ say what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from history import REVISIONS, History, migration, rigged_with, run

from media_monitor.catalogue.declared import RULES
from media_monitor.catalogue.model import Catalogue, Relation
from media_monitor.local.document import documents
from media_monitor.settings import Settings
from media_monitor.warehouse import catalogue
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.migrate import upgrade
from warehouse_fixtures import ask

ROOT = Path(__file__).parents[2]
GRAIN = re.compile(r"One row (per|for) \w")
ANALYSTS = ("report", "mart")
"""Schemas of which every column is described: people who did not build them read them."""


def read(dsn: str | None) -> Catalogue:
    with connect(str(dsn)) as connection:
        return catalogue.read(connection)


def undescribed(found: Catalogue) -> list[str]:
    """Statements that a migration still has to make, one for each thing that nothing is said of."""
    return [
        *(f"comment on schema {name} is '…';" for name, comment in found.schemas.items() if not comment),
        *(line for relation in found.relations for line in _of_relation(relation)),
        *(
            f"comment on function {routine.schema}.{routine.name} is '…';"
            for routine in found.routines
            if not (routine.comment or "").strip()
        ),
    ]


def _of_relation(relation: Relation) -> Iterator[str]:
    if not GRAIN.match(relation.comment or ""):
        yield f"comment on {'view' if relation.is_view else 'table'} {relation.full_name} is 'One row per …';"
    for column in relation.columns:
        if relation.schema in ANALYSTS and not (column.comment or "").strip():
            yield f"comment on column {relation.full_name}.{column.name} is '…';"


def test_everything_is_described(settings: Settings) -> None:
    missing = undescribed(read(settings.dsn))
    assert missing == [], "\n".join(["a migration must say what these are (then `make docs`):", *missing])


def test_every_schema_is_looked_at(settings: Settings) -> None:
    found = read(settings.dsn)
    known = {name for (name,) in ask(settings, "select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$'")}
    assert known == {*found.schemas, "public"}
    assert sum(len(relation.columns) for relation in found.relations) > 600


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("comment on table core.story is null", "comment on table core.story is 'One row per …';"),
        ("comment on table core.story is 'Stories'", "comment on table core.story is 'One row per …';"),
        ("create view report.new as select 1 as n", "comment on view report.new is 'One row per …';"),
        ("create view report.new as select 1 as n", "comment on column report.new.n is '…';"),
        ("create table mart.new (n integer)", "comment on column mart.new.n is '…';"),
        ("comment on column report.article.url is ' '", "comment on column report.article.url is '…';"),
        ("comment on schema mart is null", "comment on schema mart is '…';"),
        ("create function ops.new() returns int language sql return 1", "comment on function ops.new is '…';"),
    ],
)
def test_what_is_not_described_is_told_as_the_statement_to_write(change: str, told: str, shared_warehouse: str) -> None:
    with connect(shared_warehouse, as_login=True) as connection:
        connection.cursor().execute(change)
        assert told in undescribed(catalogue.read(connection))
        connection.rollback()


# ---- the documents -----------------------------------------------------------------------------------------------------


@pytest.mark.rel("K03")
def test_the_documents_are_those_of_the_newest_schema(settings: Settings) -> None:
    stale = [path for path, text in documents(str(settings.dsn)).items() if (ROOT / path).read_text("utf-8") != text]
    assert stale == [], "run `make docs` and commit what it wrote"


@pytest.mark.parametrize("path", ["docs/data-dictionary.md", "docs/schema.svg"])
def test_another_schema_makes_other_documents(path: str, history: History) -> None:
    with history.at(REVISIONS[-1]) as dsn:
        assert documents(dsn)[path] == (ROOT / path).read_text("utf-8")  # what the rows are does not count, nor when they came
        run(dsn, "create table core.new (article_id bigint primary key references core.article (article_id), n integer)")
        assert documents(dsn)[path] != (ROOT / path).read_text("utf-8")


def test_every_declared_relation_is_one_of_the_schema(settings: Settings) -> None:
    relations = {relation.full_name: relation for relation in read(settings.dsn).relations}
    used = {(r.columns, r.target, r.reason) for relation in relations.values() for r in relation.references if r.reason}
    assert {(rule.columns, rule.target, rule.reason) for rule in RULES} == used
    assert {target for _, target, _ in used} <= {name for name, relation in relations.items() if not relation.is_view}


# ---- what a view inherits ------------------------------------------------------------------------------------------------

VIEWS = """
comment on column core.article_key.key_text is 'the base';
create view mart.lower as select key_text, article_id, kind as other from core.article_key;
create view mart.upper as select key_text, 1 as article_id, other as kind from mart.lower;
comment on column mart.upper.article_id is 'its own'
"""


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Adds a migration whose SQL file has the given text: its number, the one before, the text."""
    from media_monitor.warehouse.migrations import script

    texts: dict[str, str] = {}
    original = script._file
    monkeypatch.setattr(script, "_file", lambda *path: texts.get(path[-1]) or original(*path))

    def add(number: str, after: str, text: str) -> None:
        texts[f"{number}.sql"] = text
        source = migration(number, after, "").replace("op.execute('')", f"run_script('{number}.sql')")
        source = source.replace("from alembic import op", "from media_monitor.warehouse.migrations.script import run_script")
        rigged_with(monkeypatch, tmp_path, **{number: source})

    return add


def comments(dsn: str, relation: str) -> dict[str, str | None]:
    (found,) = (r for r in read(dsn).relations if r.full_name == relation)
    return {column.name: column.comment for column in found.columns}


def test_a_view_says_of_a_column_what_the_table_says(history: History, scripted: Callable[[str, str, str], None]) -> None:
    scripted("x1", REVISIONS[-1], VIEWS)
    with history.at(REVISIONS[-1]) as dsn:
        upgrade(dsn)
        assert comments(dsn, "mart.lower")["key_text"] == "the base"
        assert comments(dsn, "mart.lower")["other"] is None  # another name, another meaning
        assert comments(dsn, "mart.upper") == {"key_text": "the base", "article_id": "its own", "kind": None}


def test_a_comment_changed_at_the_table_changes_in_the_views(history: History, scripted: Callable[[str, str, str], None]) -> None:
    scripted("x1", REVISIONS[-1], VIEWS)
    scripted("x2", "x1", "comment on column core.article_key.key_text is 'better'; comment on column mart.lower.other is 'own'")
    with history.at(REVISIONS[-1]) as dsn:
        upgrade(dsn)
        assert comments(dsn, "mart.lower")["key_text"] == "better"
        assert comments(dsn, "mart.upper") == {"key_text": "better", "article_id": "its own", "kind": None}


def test_two_meanings_are_not_inherited(history: History, scripted: Callable[[str, str, str], None]) -> None:
    scripted(
        "x1",
        REVISIONS[-1],
        "create view mart.torn as select coalesce(a.title, r.title) as title from core.article as a, core.revision as r",
    )
    with history.at(REVISIONS[-1]) as dsn:
        upgrade(dsn)
        assert comments(dsn, "mart.torn") == {"title": None}
