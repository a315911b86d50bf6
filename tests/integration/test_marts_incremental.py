"""Marts are filled for the days that changed; the outcome is that of filling everything from nothing, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

import warehouse_fixtures as wf
from conftest import EMPTY
from mart_fixtures import REFERENCE, Page, Says, Toll, at, known, load_pages, s, staged
from media_monitor.settings import Settings
from media_monitor.stages import rebuild
from media_monitor.warehouse import load, marts, queue
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, ask, one, refreshed

HAND, LAMP = "The Copper Hand", "Grey Lamp"
CLAIMED = s("The Copper Hand said it planted the bomb.", Says("claimed", HAND, HAND))
SUSPECTED = s("Grey Lamp is suspected.", Says("suspected", LAMP, is_hedged=True))
DEAD, MORE_DEAD = (s(f"The bomb killed {n} people.", Toll("killed", str(n), n)) for n in (3, 9))
TERROR = s("Terrorists, he said.")
QUOTED = s("“We saw the smoke,” said Ilva Tarn.", quoted="We saw the smoke,")

MARTS = """
select format('%I.%I', n.nspname, c.relname)
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid and n.nspname = 'mart'
inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'covers_on'
where c.relkind in ('r', 'p') and not c.relispartition
order by 1
"""


def checksums(settings: Settings) -> dict[str, Any]:
    """Rows and checksum of every mart that is filled by publication day."""
    question = "select count(*), md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from {} as t"
    return {name: ask(settings, question.format(name)) for (name,) in ask(settings, MARTS)}


def from_nothing(settings: Settings) -> dict[str, Any]:
    """What the marts are when they are emptied and every day is filled, one at a time."""
    for (name,) in ask(settings, MARTS):
        ask(settings, f"truncate {name}")
    with connect(str(settings.dsn)) as connection:
        for day in marts.all_days(connection):
            marts.refresh_days(connection, [day])
    return checksums(settings)


def differing(settings: Settings) -> set[str]:
    """Marts that are not what they would be if they were filled from nothing."""
    refreshed(settings)
    kept = checksums(settings)
    filled = from_nothing(settings)
    return {name for name in kept if kept[name] != filled[name]}


# ---- what may happen -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """Pages are published in one batch."""

    pages: tuple[Page, ...]

    def happen(self, settings: Settings, loaded: list[tuple[int, Load]]) -> None:
        batch_id = wf.stage(settings, wf.open_batch(settings), staged(*self.pages))
        loaded.append((batch_id, self))
        publish(settings, batch_id)


@dataclass(frozen=True, slots=True)
class Retag:
    """The pages of an earlier batch are read again, and other things are found in them."""

    which: int
    finds: tuple[Any, ...]

    def happen(self, settings: Settings, loaded: list[tuple[int, Load]]) -> None:
        if not loaded:
            return
        batch_id, first = loaded[self.which % len(loaded)]
        object_id = one(settings, "select object_id from ops.batch where batch_id = %s", batch_id)
        version = f"test-{one(settings, 'select count(*) from ops.batch') + 1}"
        again = [replace(page, says=self.finds, annotator=version) for page in first.pages]
        publish(settings, wf.stage(settings, wf.open_batch(settings, object_id, "retag", version), staged(*again)))


@dataclass(frozen=True, slots=True)
class Refresh:
    """A report that gets through some of the stale days, in an order of its own."""

    order: tuple[int, ...]

    def happen(self, settings: Settings, loaded: list[tuple[int, Load]]) -> None:
        with connect(str(settings.dsn)) as connection:
            days = marts.stale_days(connection)
            for number in self.order:
                if number < len(days):
                    marts.refresh_days(connection, [days[number]])
                    marts.call_fresh(connection, [days[number]])


def publish(settings: Settings, batch_id: int) -> None:
    """Publish a checked batch at a time of its own, later than all before it."""
    with connect(str(settings.dsn)) as connection:
        batch = queue.claim_batch(connection, batch_id, "checked")
        assert batch is not None
        load.publish(connection, batch, AT + timedelta(days=100, seconds=batch_id))


SAYS = st.lists(st.sampled_from([CLAIMED, SUSPECTED, DEAD, MORE_DEAD, TERROR, QUOTED]), min_size=1, max_size=4, unique=True).map(
    tuple
)
PAGES = st.builds(
    Page,
    name=st.sampled_from(["a", "b", "c"]),
    outlet=st.sampled_from(["ledger", "gazette"]),
    says=SAYS,
    at=st.integers(0, 80).map(at),
    published=st.sampled_from([at(-1), at(-30), at(-24 * 40), None]),
    agency=st.sampled_from([None, "Lake Wire"]),
    terrorism=st.sampled_from([0.9, 0.1]),
)
HAPPENINGS = st.lists(
    st.one_of(
        st.builds(Load, st.lists(PAGES, min_size=1, max_size=3, unique_by=lambda page: (page.url, page.at)).map(tuple)),
        st.builds(Load, st.lists(PAGES, min_size=1, max_size=3, unique_by=lambda page: (page.url, page.at)).map(tuple)),
        st.builds(Retag, st.integers(0, 9), SAYS),
        st.builds(Refresh, st.permutations(range(3)).map(tuple)),
    ),
    min_size=2,
    max_size=8,
)


def happened(settings: Settings, what: Sequence[Load | Retag | Refresh]) -> None:
    """An empty warehouse in which this happens."""
    ask(settings, EMPTY)
    ask(settings, REFERENCE)
    loaded: list[tuple[int, Load]] = []
    for happening in what:
        happening.happen(settings, loaded)


def holds(examples: int) -> Any:
    """The property, with this many examples."""

    @tuned(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        phases=[Phase.generate],
        print_blob=True,
    )
    @given(what=HAPPENINGS)
    def check(settings: Settings, what: list[Load | Retag | Refresh]) -> None:
        happened(settings, what)
        assert differing(settings) == set()
        assert one(settings, "select count(*) from ops.report_due") == 0

    return check


def test_whatever_happens_the_marts_are_as_if_filled_from_nothing(settings: Settings) -> None:
    holds(8)(settings)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_whatever_happens_at_length_the_marts_are_as_if_filled_from_nothing(settings: Settings) -> None:
    holds(200)(settings)


# ---- the property can fail -------------------------------------------------------------------------------------------

MOVED = (
    Load((Page("a", (CLAIMED, DEAD, TERROR), published=None),)),
    Refresh((0, 1, 2)),
    Load((Page("a", (CLAIMED, MORE_DEAD), at=at(1), published=at(-24 * 40)),)),
)
FORGETS_THE_OLD_DAY = "delete from ops.report_due where covers_on not in (select covers_on from core.article)"


def test_an_article_that_moves_leaves_nothing_behind_on_its_old_day(settings: Settings) -> None:
    happened(settings, MOVED)
    assert differing(settings) == set()


def test_a_publish_that_forgets_the_old_day_of_a_moved_article_is_found_out(settings: Settings) -> None:
    happened(settings, MOVED)
    ask(settings, FORGETS_THE_OLD_DAY)
    found = differing(settings)
    assert found >= {
        *(
            "mart.article_state",
            "mart.coverage_daily",
            "mart.ledger_claim",
            "mart.ledger_figure",
            "mart.sentence",
            "mart.term_use",
        ),
    }


def test_a_retag_that_marks_no_day_is_found_out(settings: Settings) -> None:
    happened(settings, (*MOVED, Refresh((0, 1, 2)), Retag(0, (SUSPECTED,))))
    assert one(settings, "select count(*) from ops.report_due") > 0
    ask(settings, "delete from ops.report_due")
    assert "mart.ledger_claim" in differing(settings)


@contextmanager
def fills_without(name: str) -> Iterator[None]:
    """A refresh that leaves one of its fills out."""
    kept = marts.steps
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marts, "steps", lambda folder: tuple(step for step in kept(folder) if not step.endswith(f"/{name}")))
        yield


FILLS = ["03_states", "10_claims", "11_figures", "12_sentences", "13_terms", "16_former_states", "20_coverage", "30_search"]


@pytest.mark.parametrize("fill", FILLS)
def test_every_fill_is_seen_by_the_checksums(settings: Settings, fill: str) -> None:
    everything = Page("a", (CLAIMED, DEAD, TERROR, QUOTED))
    happened(settings, (Load((everything,)), Load((replace(everything, says=(CLAIMED, MORE_DEAD), at=at(1)),))))
    with fills_without(fill):
        refreshed(settings)
    kept = checksums(settings)
    assert kept != from_nothing(settings)


# ---- again and again -------------------------------------------------------------------------------------------------


def test_a_refresh_again_changes_nothing(settings: Settings) -> None:
    happened(settings, MOVED)
    refreshed(settings)
    before = checksums(settings)
    refreshed(settings, *(day for (day,) in ask(settings, "select distinct covers_on from core.article")))
    assert checksums(settings) == before
    assert sum(count for ((count, _),) in before.values()) > 10


def test_days_in_one_step_or_one_by_one_are_the_same(settings: Settings) -> None:
    happened(settings, (Load(tuple(Page(f"d{n}", (CLAIMED, DEAD), at=at(24 * n), published=at(24 * n)) for n in range(4))),))
    days = [day for (day,) in ask(settings, "select distinct covers_on from core.article order by 1 desc")]
    with connect(str(settings.dsn)) as connection:
        marts.refresh_days(connection, days)
    together = checksums(settings)
    assert from_nothing(settings) == together


def test_what_is_held_now_is_held_since_a_time(settings: Settings) -> None:
    """The columns have a default, for rows that an upgrade met: no fill may lean on it."""
    happened(settings, MOVED)
    refreshed(settings)
    for table in ("article_state", "ledger_claim", "ledger_figure"):
        infinite = f"select count(*) from mart.{table} where held_from = 'infinity' or known_from = 'infinity'"
        assert one(settings, infinite) == 0, table


# ---- rebuild ---------------------------------------------------------------------------------------------------------


def test_a_rebuild_mends_every_mart_and_tells_how_far_it_is(settings: Settings) -> None:
    happened(settings, MOVED)
    refreshed(settings)
    right = checksums(settings)
    ask(settings, "update mart.coverage_daily set article_count = 77; delete from mart.ledger_claim")
    ask(settings, "insert into mart.coverage_daily values ('2020-01-01', 'ledger', 1, 1, 1)")
    heard: list[tuple[int, int]] = []
    report = rebuild.run(settings, lambda done, days: heard.append((done, days)))
    assert checksums(settings) == right
    assert report.counts == {"days": 2, "articles": 1}
    assert heard == [(2, 2)]
    assert one(settings, "select count(*) from ops.report_due") == 0


def test_a_day_that_waits_for_a_report_still_does_after_a_rebuild(settings: Settings) -> None:
    """A rebuild computes no stories: were the day called fresh, those of its new articles would never be."""
    happened(settings, MOVED)
    refreshed(settings)
    stale = Page("b", (CLAIMED,), at=at(2), published=at(2))
    load_pages(settings, stale)
    rebuild.run(settings, lambda done, days: None)
    assert one(settings, "select covers_on from ops.report_due") == stale.at.date()
    assert one(settings, "select count(*) from mart.article_state where covers_on = %s", stale.at.date()) == 1


def test_a_rebuild_goes_in_steps_of_so_many_articles() -> None:
    days = {date(2026, 3, day): count for day, count in ((1, 2), (2, 2), (3, 9), (4, 0), (5, 1))}
    first, second, third, fourth, fifth = days
    assert list(rebuild.steps(days, most=4)) == [[first, second], [third], [fourth, fifth]]
    assert list(rebuild.steps({})) == []


def test_a_report_waits_for_a_rebuild_of_the_same_day(settings: Settings) -> None:
    """Two fills of one day at once would both insert its rows."""
    happened(settings, MOVED)
    refreshed(settings)
    with connect(str(settings.dsn)) as connection:
        marts.take_days(connection, [AT.date()], AT)
        with connect(str(settings.dsn)) as other, other.cursor() as cursor:
            cursor.execute("set local lock_timeout = '100ms'")
            with pytest.raises(Exception, match="lock timeout"):
                marts.take_days(other, [AT.date()], AT)
            other.rollback()


# ---- what a day costs ------------------------------------------------------------------------------------------------


UNKNOWN = """
do $$
declare found record;
begin
    for found in select * from pg_stats where schemaname in ('core', 'mart') loop
        perform pg_clear_attribute_stats(found.schemaname, found.tablename, found.attname, found.inherited);
    end loop;
    for found in select * from pg_stat_user_tables where schemaname in ('core', 'mart') loop
        perform pg_clear_relation_stats(found.schemaname, found.relname);
    end loop;
end $$
"""
"""Takes from the planner what autovacuum may have told it: that a handful of rows are here, of which it reads all."""


def read_by_refresh(settings: Settings, day: date) -> set[str]:
    """Partitions that the refresh of a day reads, by the statistics of the server."""
    ask(settings, UNKNOWN)
    counter = "select relname, seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where schemaname = any(%s)"
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")  # which is how a table of a few rows is read, whatever its indexes
        marts.refresh_days(connection, [day])
        cursor.execute(counter, (["core", "mart"],))
        return {name for name, rows in cursor.fetchall() if rows}


@pytest.mark.rel("K07")
def test_a_day_is_refreshed_from_the_months_of_its_articles(settings: Settings) -> None:
    """Days are months apart; an article of the middle one changed a month later, and that month is read, too."""
    moments = [AT + n * 62 * DAY for n in range(4)]
    known(settings)
    for number, moment in enumerate(moments):
        load_pages(settings, Page(f"m{number}", (CLAIMED, DEAD), at=moment, published=moment))
    load_pages(settings, Page("m1", (CLAIMED, MORE_DEAD), at=moments[1] + 31 * DAY, published=moments[1]))
    refreshed(settings)
    read = {name for name in read_by_refresh(settings, moments[1].date()) if "_y2026m" in name}
    # whether a state followed in a later month is what core.revision alone is asked; months before the first sight are not
    assert not {name for name in read if name.endswith("2026m03")}
    assert {name[-7:] for name in read if not name.startswith("revision_")} == {"2026m05", "2026m06"}, read
    assert {name[-7:] for name in read if name.startswith(("ledger_", "article_state", "sentence"))} == {"2026m05"}, read
