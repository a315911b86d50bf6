"""What was known when: as of a moment, each ledger is what the current views showed at that moment.

Two clocks: `at` is when pages were fetched, `known_at` when this warehouse loaded them. With both at one moment the views of that
moment come back; with `at` alone, coverage that arrived late counts from when it was fetched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg2
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from conftest import EMPTY
from mart_fixtures import REFERENCE, Page, Says, Sentence, Toll, at, known, load_pages, one_story, s
from media_monitor.settings import Settings
from warehouse_fixtures import AT, DAY, HOUR, ask, one, refreshed

HAND, LAMP, MINISTRY = "The Copper Hand", "Grey Lamp", "the interior ministry"
CLAIMED = s("The Copper Hand said it planted the bomb.", Says("claimed", HAND, HAND))
SUSPECTED = s("Grey Lamp is suspected.", Says("suspected", LAMP, is_hedged=True))
CONFIRMED = s("It was The Copper Hand, the interior ministry confirmed.", Says("confirmed", HAND, MINISTRY, is_authority=True))
LEDGERS = ("article", "attribution_ledger", "casualty_ledger", "casualty_band", "stance_timeline")
OF_TODAY = {"seen_until", "covers_on", "first_seen_at"}
"""Columns that say what is known today: the end of a state, the day that its article is filed under, its first sight."""

View = dict[str, list[dict[str, Any]]]


def dead(minimum: float) -> Sentence:
    """A sentence with a toll."""
    return s(f"The bomb killed {minimum} people.", Toll("killed", str(minimum), minimum))


def rows(settings: Settings, relation: str, leave_out: set[str] = OF_TODAY) -> list[dict[str, Any]]:
    """Rows of a view or function as dictionaries, in an order of their own."""
    found = [row for (row,) in ask(settings, f"select to_jsonb(t) from report.{relation} as t")]
    kept = [{name: value for name, value in row.items() if name not in leave_out} for row in found]
    return sorted(kept, key=lambda row: json.dumps(row, sort_keys=True))


def current(settings: Settings) -> View:
    """What the views show now."""
    return {name: rows(settings, name) for name in LEDGERS}


def as_of(settings: Settings, moment: datetime, known_at: datetime | None = None) -> View:
    """What the functions say they showed."""
    arguments = f"'{moment.isoformat()}'" + (f", '{known_at.isoformat()}'" if known_at else "")
    return {name: rows(settings, f"{name}_as_of({arguments})") for name in LEDGERS}


def loaded(settings: Settings, *pages: Page, now: datetime) -> View:
    """Publish pages at `now`, refresh, and what the views then show."""
    load_pages(settings, *pages, now=now)
    one_story(settings)
    ask(settings, "update ref.outlet set quote_characters = 100000")
    refreshed(settings)
    return current(settings)


# ---- live coverage ---------------------------------------------------------------------------------------------------


def test_each_moment_is_as_the_views_showed_it(settings: Settings) -> None:
    known(settings)
    steps = [
        (Page("a", (SUSPECTED, dead(3))),),
        (Page("b", (CLAIMED, dead(9)), outlet="gazette", at=at(2), published=at(1)),),
        (Page("a", (SUSPECTED, dead(12)), at=at(4)),),
        (Page("a", (CONFIRMED, dead(12)), at=at(6), title="Ministry names The Copper Hand"), Page("c", (CLAIMED,), at=at(6))),
        (Page("b", (dead(9),), outlet="gazette", at=at(8), published=at(-30)),),
    ]
    shown = {pages[0].at: loaded(settings, *pages, now=pages[0].at) for pages in steps}
    assert len({json.dumps(view, sort_keys=True) for view in shown.values()}) == len(steps), "every step shows something else"
    for moment, view in shown.items():
        assert as_of(settings, moment) == view, moment
        assert as_of(settings, moment + timedelta(minutes=59)) == view, "until the next page is fetched"
    assert as_of(settings, AT - HOUR) == {name: [] for name in LEDGERS}
    assert as_of(settings, datetime.max.replace(tzinfo=AT.tzinfo) - DAY) == current(settings)


def test_infinity_is_now(settings: Settings) -> None:
    known(settings)
    view = loaded(settings, Page("a", (CLAIMED, dead(3))), Page("a", (CLAIMED, dead(4)), at=at(1)), now=at(1))
    assert {name: rows(settings, f"{name}_as_of('infinity')") for name in LEDGERS} == view


def test_the_end_of_a_state_is_the_beginning_of_the_next(settings: Settings) -> None:
    known(settings)
    loaded(settings, Page("a", (dead(3),)), Page("a", (dead(9),), at=at(1)), now=at(1))
    figures = "select minimum from report.casualty_ledger_as_of(%s)"
    assert ask(settings, figures, at(1) - timedelta(microseconds=1)) == [(3,)]
    assert ask(settings, figures, at(1)) == [(9,)], "one state at a time: never none, never both"


# ---- coverage that arrives late --------------------------------------------------------------------------------------


def test_late_coverage_is_not_in_what_this_warehouse_showed(settings: Settings) -> None:
    known(settings)
    first = loaded(settings, Page("a", (SUSPECTED, dead(3))), now=at(1))
    second = loaded(settings, Page("b", (CLAIMED,), outlet="gazette", at=at(2)), now=at(3))
    # an archive fetched these long ago; this warehouse meets them now: a state between two, and one before all
    loaded(settings, Page("c", (CONFIRMED, dead(9)), outlet="herald", at=at(2)), Page("a", (CONFIRMED,), at=at(2)), now=at(50))
    third = loaded(settings, Page("a", (dead(1),), at=at(-20), published=at(-21)), now=at(60))
    assert as_of(settings, at(1), at(1)) == first
    assert as_of(settings, at(3), at(3)) == second
    assert as_of(settings, at(60), at(60)) == third == current(settings)


def test_without_known_at_late_coverage_counts_from_when_it_was_fetched(settings: Settings) -> None:
    known(settings)
    loaded(settings, Page("a", (SUSPECTED,)), now=at(1))
    loaded(settings, Page("b", (CONFIRMED,), outlet="herald", at=at(2)), now=at(50))
    stances = "select stance from report.attribution_ledger_as_of(%s) order by 1"
    assert ask(settings, stances, at(1)) == [("suspected",)]
    assert ask(settings, stances, at(3)) == [("confirmed",), ("suspected",)], "nobody here had it yet, but it had been fetched"
    assert ask(settings, stances.replace("%s", "%s, %s"), at(3), at(3)) == [("suspected",)]


def test_a_late_state_between_two_hides_neither_until_it_is_known(settings: Settings) -> None:
    known(settings)
    loaded(settings, Page("a", (dead(3),)), now=at(0))
    loaded(settings, Page("a", (dead(9),), at=at(6)), now=at(6))
    loaded(settings, Page("a", (dead(5),), at=at(3)), now=at(50))
    figures = "select minimum from report.casualty_ledger_as_of(%s, %s)"
    assert ask(settings, figures, at(4), at(6)) == [(3,)], "its successor was not known"
    assert ask(settings, figures, at(4), at(50)) == [(5,)]
    assert ask(settings, figures, at(6), at(6)) == [(9,)]
    assert ask(settings, figures, at(6), at(5)) == [(3,)], "fetched, but not loaded"


def test_an_earlier_sight_of_a_known_state_moves_its_beginning_only(settings: Settings) -> None:
    """The one thing that a load forgets: where a state is seen earlier than it was known to be, its old beginning is gone."""
    known(settings)
    page = Page("a", (CLAIMED, dead(3)), at=at(5), published=at(4))
    before = loaded(settings, page, now=at(6))
    loaded(settings, Page("a", (CLAIMED, dead(3)), at=at(2), published=at(4)), now=at(50))
    assert one(settings, "select count(*) from core.revision") == 1
    after = as_of(settings, at(6), at(6))
    for name in LEDGERS:
        differing = {
            column for old, new in zip(before[name], after[name], strict=True) for column in old if old[column] != new[column]
        }
        assert differing <= {"seen_from"}, name


# ---- at random -------------------------------------------------------------------------------------------------------

SENTENCES = [CLAIMED, SUSPECTED, CONFIRMED, dead(3), dead(9)]
PAGE = st.builds(
    Page,
    name=st.sampled_from(["a", "b"]),
    outlet=st.sampled_from(["ledger", "gazette"]),
    says=st.lists(st.sampled_from([CLAIMED, SUSPECTED, CONFIRMED, dead(3), dead(9)]), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
    at=st.integers(0, 60).map(at),
    published=st.sampled_from([at(-1), at(-30), None]),
    title=st.sampled_from(["Blast at Ossa Bridge", "What we know"]),
)
DEFER = timedelta(minutes=30)


def distinct(pages: Sequence[Page]) -> list[Page]:
    """One page per article and moment, and no state of an article twice: a state seen again moves, which is tested above."""
    seen: set[object] = set()
    kept = []
    for page in pages:
        keys = {(page.url, page.at), (page.url, page.says, page.title)}
        if not keys & seen:
            seen |= keys
            kept.append(page)
    return kept


def past_stays(examples: int) -> Any:
    """The property, with this many examples."""

    @tuned(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        phases=[Phase.generate],
        print_blob=True,
    )
    @given(pages=st.lists(PAGE, min_size=2, max_size=7), late=st.lists(st.booleans(), min_size=7, max_size=7))
    def check(settings: Settings, pages: list[Page], late: list[bool]) -> None:
        ask(settings, EMPTY)
        ask(settings, REFERENCE)
        shown: dict[datetime, View] = {}
        loads = sorted(
            ((page.at + (100 * HOUR if is_late else DEFER), page) for page, is_late in zip(distinct(pages), late, strict=False)),
            key=lambda load: load[0],
        )
        for number, (now, page) in enumerate(loads):
            moment = now + number * timedelta(seconds=1)
            shown[moment] = loaded(settings, page, now=moment)
        for moment, view in shown.items():
            then = as_of(settings, moment, moment)
            for name in LEDGERS:
                assert then[name] == view[name], (moment, name)

    return check


def test_whatever_arrives_in_whatever_order_the_past_stays_what_it_was(settings: Settings) -> None:
    past_stays(8)(settings)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_whatever_arrives_at_length_the_past_stays_what_it_was(settings: Settings) -> None:
    past_stays(150)(settings)


# ---- quotation policy ------------------------------------------------------------------------------------------------


def shown_characters(settings: Settings, moments: Sequence[datetime]) -> int:
    """Characters of different sentences that one query shows which asks for all these moments at once."""
    union = " union ".join(
        f"select evidence_field, evidence_text from report.{ledger}_as_of('{moment.isoformat()}')"
        for moment in moments
        for ledger in ("attribution_ledger", "casualty_ledger")
    )
    found: int = one(settings, f"select coalesce(sum(length(evidence_text)), 0)::int from ({union}) as t")
    return found


@pytest.mark.rel("J03")
def test_no_collection_of_moments_shows_more_than_the_allowance(settings: Settings) -> None:
    known(settings)
    states = [Page("a", (CLAIMED, dead(n)), at=at(n)) for n in range(1, 8)]
    loaded(settings, *states, now=at(9))
    moments = [page.at for page in states]
    every = len(CLAIMED.words) + sum(len(page.says[1].words) for page in states)
    assert shown_characters(settings, moments) == every, "the stimulus is real: without a limit everything is shown"
    for allowance in (None, 0, 30, len(CLAIMED.words), 80, 120, every - 1):
        ask(settings, "update ref.outlet set quote_characters = %s", allowance)
        assert shown_characters(settings, moments) <= (allowance or 0)


@pytest.mark.rel("J03")
def test_the_current_state_is_shown_before_older_ones(settings: Settings) -> None:
    known(settings)
    loaded(settings, Page("a", (CLAIMED, dead(3))), Page("a", (CLAIMED, dead(9)), at=at(1)), now=at(1))
    ask(settings, "update ref.outlet set quote_characters = %s", len(CLAIMED.words) + len(dead(9).words))
    assert one(settings, "select evidence_text from report.casualty_ledger") == dead(9).words
    assert one(settings, "select evidence_text from report.casualty_ledger_as_of(%s)", AT) is None
    assert one(settings, "select evidence_text from report.attribution_ledger_as_of(%s)", AT) == CLAIMED.words, "shown anyway"


def test_the_evidence_of_a_past_state_is_its_own_sentence(settings: Settings) -> None:
    known(settings)
    longer = Page("a", (s("Traffic stood still."), CLAIMED, dead(9)), at=at(1))
    loaded(settings, Page("a", (CLAIMED, dead(3))), longer, now=at(1))
    found = ask(settings, "select evidence_start, evidence_text from report.casualty_ledger_as_of(%s)", AT)
    assert found == [(len(CLAIMED.words) + 1, dead(3).words)]


# ---- rights and plans ------------------------------------------------------------------------------------------------

REPORTER = """
create role as_of_reporter;
grant usage on schema report to as_of_reporter;
grant select on all tables in schema report to as_of_reporter;
grant execute on all functions in schema report to as_of_reporter;
set local role as_of_reporter;
"""


@pytest.mark.rel("J01")
def test_rights_on_report_are_enough_and_reach_no_further(settings: Settings) -> None:
    known(settings)
    loaded(settings, Page("a", (CLAIMED, dead(3))), now=AT)
    with psycopg2.connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(REPORTER)
        for name in LEDGERS:
            cursor.execute(f"select count(*) from report.{name}_as_of(now(), now())")
            assert cursor.fetchall() == [(1,)], name
            cursor.execute(f"select count(*) from report.{name}")
        cursor.execute("savepoint s")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("select count(*) from mart.ledger_claim")
        cursor.execute("rollback to s")
        connection.rollback()


def scanned(settings: Settings, question: str) -> set[str]:
    """Tables that the plan of a query reads."""
    plan = one(settings, f"explain (format json) {question}")
    found: set[str] = set()
    todo = [plan[0]["Plan"]]
    while todo:
        node = todo.pop()
        todo += node.get("Plans", [])
        found |= {node["Relation Name"]} if "Relation Name" in node else set()
    return found


@pytest.mark.rel("K07")
@pytest.mark.parametrize("ledger", ["attribution_ledger", "casualty_ledger", "article"])
def test_a_condition_reaches_through_the_function_to_the_month(settings: Settings, ledger: str) -> None:
    months = [AT + n * 31 * DAY for n in range(3)]
    for number, moment in enumerate(months):
        load_pages(settings, Page(f"m{number}", (CLAIMED, dead(3)), at=moment, published=moment))
    refreshed(settings)
    day = months[1].date()
    question = f"select * from report.{ledger}_as_of(now()) where covers_on = '{day}'"
    read = scanned(settings, question)
    assert not any("Function" in name for name in read)
    marts = {name for name in read if name.startswith(("ledger_", "article_state"))}
    assert marts
    assert all(name.endswith("_y2026m04") for name in marts), marts
    assert len(scanned(settings, question.replace("=", "<>"))) > len(read), "the stimulus is real: another condition reads more"


def test_a_question_about_a_story_reads_the_months_of_its_articles(settings: Settings) -> None:
    """Which months these are is known when the query runs: the plan leaves the others out then."""
    for month in range(3):
        moment = AT + month * 31 * DAY
        pages = [Page(f"m{month}-{n}", (CLAIMED, SUSPECTED, CONFIRMED), at=moment, published=moment) for n in range(20)]
        load_pages(settings, *pages)
    one_story(settings, "s1", "m1-7$")
    refreshed(settings)
    # what autovacuum does sooner or later: without statistics the order of the joins is anybody's guess
    ask(settings, "analyze mart.ledger_claim; analyze core.article; analyze core.story_article")
    plan = "\n".join(
        line
        for (line,) in ask(settings, "explain (analyze, costs off) select * from report.stance_timeline where story_id = 's1'")
    )
    assert plan.count("never executed") >= 2, plan
