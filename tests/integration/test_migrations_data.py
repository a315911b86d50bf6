"""A warehouse with years in it, upgraded from any revision: nothing is lost, and its schema is that of a new one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from history import REVISIONS, ROWS, History, by_age, run
from inventory import Holdings, catalogue, differences, looking, relations

from media_monitor.local.postgres import Server
from media_monitor.warehouse.migrate import upgrade

HEAD = REVISIONS[-1]

RETIRED: dict[str, str] = {
    "mart.revision_time": "0004: the refresh computes it, for the days that changed",
    "mart.attribution_ledger.seen_at": "0004: seen_from and seen_until say since when and until when",
    "report.attribution_ledger.seen_at": "0004: seen_from and seen_until say since when and until when",
    "mart.quality_scorecard.batch_count": "0020: check_count, for core is checked by day and not by batch",
    "mart.quality_scorecard.failed_batch_count": "0020: failed_check_count",
    "mart.quality_scorecard.row_count": "0020: failed_share_7d and failed_share_28d say how many of how many",
    "mart.quality_scorecard.failed_row_count": "0020: last_failed_count, and the two shares",
}
"""Tables, views and columns (`schema.table`, `schema.table.column`) that a later migration takes away → which one, and why."""
TOUCHED: dict[str, str] = {
    "ops.report_due": "0004 makes every day stale: its new marts are empty until the next report",
    "ops.audit": "each migration leaves a row",
}
"""Tables that hold more afterwards than before, by intent."""

# ---- nothing is lost -------------------------------------------------------------------------------------------------


@pytest.mark.rel("K05")
@pytest.mark.parametrize("revision", by_age(REVISIONS[:-1]))
def test_an_upgrade_keeps_every_row(revision: str, history: History) -> None:
    with history.at(revision) as dsn:
        with looking(dsn) as cursor:
            held = Holdings.of(cursor, RETIRED, TOUCHED)
        assert sum(count for count, _ in held.rows.values()) > 500
        upgrade(dsn)
        with looking(dsn) as cursor:
            assert held.losses(cursor) == []


@pytest.fixture(scope="module")
def upgraded(history: History) -> Iterator[tuple[str, Holdings]]:
    """A warehouse that was upgraded, and what it held before."""
    with history.at("0002") as dsn:
        with looking(dsn) as cursor:
            held = Holdings.of(cursor, RETIRED, TOUCHED)
        upgrade(dsn)
        yield dsn, held


@pytest.mark.rel("K05")
@pytest.mark.parametrize(
    ("accident", "told"),
    [
        ("delete from core.quote where revision_id = 1", "core.quote: (80, "),
        ("update core.mention set lat = lat + 1e-16 where lat < 1", "core.mention: "),
        ("update core.revision set seen_at = seen_at + interval '1 microsecond' where revision_id = 1", "core.revision: "),
        ("update ops.run_report set counts = counts - 'ünicode'", "ops.run_report: (1, "),
        ("alter table core.revision drop column agency cascade", "core.revision.agency is gone"),
        ("drop view report.article cascade", "report.article.url is gone"),
        ("drop table core.copy_group cascade", "core.copy_group.share is gone"),
    ],
)
def test_a_loss_is_seen(accident: str, told: str, upgraded: tuple[str, Holdings]) -> None:
    dsn, held = upgraded
    with looking(dsn) as cursor:
        assert held.losses(cursor) == []
        cursor.execute(accident)
        found = held.losses(cursor)
    assert any(told in loss for loss in found), found


@pytest.mark.rel("K05")
def test_a_row_is_filed_under_the_utc_day_on_which_it_was_fetched(history: History) -> None:
    with history.at("0002") as dsn:
        upgrade(dsn)
        assert run(dsn, "select count(*) from core.revision where filed_on <> (seen_at at time zone 'UTC')::date") == [(0,)]
        turn = "select seen_at::text, filed_on::text from core.revision where article_id < 3 and revision_id < 4 order by 1"
        assert run(dsn, f"set local timezone = 'UTC'; {turn}")[:2] == [
            ("2025-12-31 23:59:59.999999+00", "2025-12-31"),
            ("2026-01-01 00:00:00+00", "2026-01-01"),
        ]
        for tag in ("mention", "topic_tag", "event", "claim", "casualty", "quote"):
            orphans = f"select count(*) from core.{tag} as t left join core.revision as r using (revision_id, filed_on)"
            assert run(dsn, f"{orphans} where r.revision_id is null") == [(0,)], tag
        current = "select count(*) from core.article as a inner join core.revision as r on a.current_revision_id = r.revision_id"
        assert run(dsn, f"{current} and a.current_filed_on = r.filed_on") == run(dsn, "select count(*) from core.article")


COUNTED = """
select format('%I.%I', n.nspname, c.relname), a.attname, pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)
from pg_attribute as a
inner join pg_class as c on a.attrelid = c.oid
inner join pg_namespace as n on c.relnamespace = n.oid
where a.attidentity <> '' and not c.relispartition and n.nspname in ('ref', 'ops', 'core', 'mart')
"""


@pytest.mark.rel("K05")
def test_ids_go_on_where_they_were(history: History) -> None:
    with history.at("0001") as dsn:
        upgrade(dsn)
        counted = run(dsn, COUNTED)
        assert len(counted) >= 9
        for table, column, sequence in counted:
            ((highest, following),) = run(dsn, f"select (select coalesce(max({column}), 0) from {table}), nextval('{sequence}')")
            assert following > highest, table


def test_what_is_retired_is_gone(history: History) -> None:
    with history.at(HEAD) as dsn, looking(dsn) as cursor:
        there = {name for relation, _, column, _ in relations(cursor) for name in (relation, f"{relation}.{column}")}
    assert RETIRED.keys() & there == set()


def test_every_table_that_is_not_computed_has_rows_to_lose(history: History) -> None:
    with history.at(HEAD) as dsn, looking(dsn) as cursor:
        rows = Holdings.of(cursor, RETIRED, TOUCHED).rows
    empty = [name for name, (count, _) in rows.items() if name.startswith(("ref.", "ops.", "core.")) and count == 0]
    assert empty == [], f"insert some into these tables in {ROWS}/NNNN.sql, NNNN being the revision that made them"


# ---- fresh = migrated ------------------------------------------------------------------------------------------------


@pytest.mark.rel("K03")
def test_a_migrated_warehouse_has_the_schema_of_a_new_one(history: History, shared_warehouse: str) -> None:
    with history.at(HEAD) as dsn, looking(dsn) as migrated, looking(shared_warehouse) as fresh:
        found, wanted = catalogue(migrated), catalogue(fresh)
    assert wanted.total() > 800
    assert differences(found, wanted) == []


@pytest.mark.rel("K03")
@pytest.mark.parametrize(
    "drift",
    [
        "alter table core.article add column drifted integer",
        "alter table core.article alter column title set default 'x'",
        "alter table ops.robots alter column body type varchar",
        "alter table core.article alter column outlet_id drop not null",
        "alter table ref.feed drop constraint feed_shard_check",
        "drop index core.mention_entity",
        "create index drifted on core.article (title)",
        "comment on column core.article.covers_on is 'another'",
        "comment on view report.article is null",
        "comment on function ops.ensure_month is null",
        "create or replace view mart.drifted as select 1 as n",
        "alter function ops.ensure_month(date) reset search_path",
        "grant select on report.article to public",
        "grant usage on schema report to public",
        "revoke execute on function ops.ensure_month(date) from media_monitor_loader",
        "alter table stage.article set logged",
        "alter table core.article enable row level security",
        "create extension btree_gin",
        "create type ops.mood as enum ('a')",
    ],
)
def test_a_drifted_schema_is_seen(drift: str, shared_warehouse: str) -> None:
    with looking(shared_warehouse) as cursor:
        before = catalogue(cursor)
        cursor.execute(drift)
        assert differences(before, catalogue(cursor)) != []


# ---- a large one -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.rel("K05")
def test_an_upgrade_keeps_a_million_rows(postgres: Server, record_property: Callable[[str, object], None]) -> None:
    with History(postgres, articles=60_000, kept=["0002"]).at("0002") as dsn:
        with looking(dsn) as cursor:
            held = Holdings.of(cursor, RETIRED, TOUCHED)
        assert sum(count for count, _ in held.rows.values()) > 1_000_000
        began = time.monotonic()
        upgrade(dsn)
        record_property("seconds", round(time.monotonic() - began, 1))
        with looking(dsn) as cursor:
            assert held.losses(cursor) == []
