"""The marts that analysts read, each against a few invented pages whose answer can be worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mart_fixtures import Page, Says, Sentence, Toll, at, copied, known, load_pages, one_story, s
from media_monitor.model import Event
from media_monitor.settings import Settings
from media_monitor.warehouse import polls, upkeep
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, HOUR, ask, one, refreshed

HAND, LAMP, TORVIA, MINISTRY = "The Copper Hand", "Grey Lamp", "Torvia", "the interior ministry"
CLAIMED = s("The Copper Hand said it planted the bomb.", Says("claimed", HAND, HAND))
NO_CLAIM = s("No group has claimed the attack.", Says("claimed", "No group", "No group", is_negated=True))
SUSPECTED = s(
    "They were members of The Copper Hand, the interior ministry suspected.",
    Says("suspected", HAND, MINISTRY, is_authority=True, is_hedged=True),
)
CONFIRMED = s("It was The Copper Hand, the interior ministry confirmed.", Says("confirmed", HAND, MINISTRY, is_authority=True))
DENIED = s("Torvia denied any part in it.", Says("denied", TORVIA, TORVIA))
ACCUSED = s("Behind it stands Torvia, the interior ministry said.", Says("accused", TORVIA, MINISTRY, is_authority=True))


def told(settings: Settings, *pages: Page) -> None:
    """The marts over these pages, all of one story."""
    known(settings)
    for page in pages:
        load_pages(settings, page)
    one_story(settings)
    refreshed(settings)


def dead(words: str, minimum: float | None, maximum: float | None = None, **more: Any) -> Sentence:
    """A sentence with a figure of people killed."""
    return s(f"The bomb killed {words} people.", Toll("killed", words, minimum, maximum, **more))


# ---- stance ----------------------------------------------------------------------------------------------------------


def test_a_stance_timeline_counts_origins_not_outlets(settings: Settings) -> None:
    wire = Page("a", (CLAIMED,), agency="Lake Wire")
    copy = Page("b", (CLAIMED,), outlet="gazette", at=at(1), agency="Lake Wire")
    via = s("The Copper Hand said it planted the bomb, Lake Wire reported.", Says("claimed", HAND, HAND, via="Lake Wire"))
    own = Page("d", (CLAIMED,), outlet="herald", at=at(3))
    told(settings, wire, copy, Page("c", (via,), outlet="courier", at=at(2)), own)
    copied(settings, wire, copy)
    found = ask(
        settings, "select source_name, actor_name, independent_count, article_count, outlet_count from report.stance_timeline"
    )
    assert found == [(HAND, HAND, 2, 4, 4)], "Lake Wire thrice, and the Herald"
    assert ask(settings, "select distinct origin from report.attribution_ledger order by 1") == [("Herald",), ("Lake Wire",)]


def test_the_text_copied_from_an_outlet_is_that_outlets_word(settings: Settings) -> None:
    origin, copy = Page("a", (CLAIMED,)), Page("b", (CLAIMED,), outlet="gazette", at=at(1))
    told(settings, origin, copy)
    copied(settings, origin, copy)
    assert ask(settings, "select outlet, origin, is_copy from report.attribution_ledger order by outlet") == [
        ("Gazette", "Ledger", True),
        ("Ledger", "Ledger", False),
    ]


CHANGES = "select source_name, actor_name, previous_stance, stance, held_for, change from report.stance_change order by since"


def test_a_source_that_changes_its_stance_is_followed_over_articles(settings: Settings) -> None:
    told(
        settings,
        Page("a", (SUSPECTED,), published=at(0)),
        Page("b", (SUSPECTED, CONFIRMED), published=at(5), at=at(6)),
        Page("c", (DENIED,), published=at(1), at=at(2)),
        Page("d", (ACCUSED,), published=at(7), at=at(8)),
    )
    assert ask(settings, CHANGES) == [("Interior Ministry", HAND, "suspected", "confirmed", 5 * HOUR, "hardened")]


def test_a_denial_after_a_claim_is_a_reversal_even_where_the_article_dropped_the_claim(settings: Settings) -> None:
    denial = s("The Copper Hand said it had not done it.", Says("denied", HAND, HAND))
    told(settings, Page("a", (CLAIMED,)), Page("a", (denial,), at=at(3)))
    assert one(settings, "select stance from report.attribution_ledger") == "denied"
    assert ask(settings, CHANGES) == [(HAND, HAND, "claimed", "denied", 4 * HOUR, "reversed")]


def test_two_stances_in_one_article_are_no_change(settings: Settings) -> None:
    told(settings, Page("a", (SUSPECTED, CONFIRMED)))
    assert ask(settings, CHANGES) == []


def test_who_named_the_actor_first_and_how_long_after(settings: Settings) -> None:
    told(
        settings,
        Page("flash", (dead("3", 3),), published=at(0), outlet="herald"),
        Page("a", (NO_CLAIM,), published=at(1), at=at(1)),
        Page("b", (SUSPECTED,), published=at(4), at=at(5), outlet="gazette"),
        Page("c", (CLAIMED,), published=at(30), at=at(31)),
        Page("d", (DENIED,), published=at(2), at=at(3)),
    )
    found = ask(
        settings,
        "select naming_rank, outlet, stance, source_name, after_first_report, after_first_naming, event_on, days_after_act "
        "from report.actor_naming order by naming_rank",
    )
    assert found == [
        (1, "Gazette", "suspected", "Interior Ministry", 4 * HOUR, timedelta(0), "2026-03-10", 0),
        (2, "Ledger", "claimed", HAND, 30 * HOUR, 26 * HOUR, "2026-03-10", 1),
    ], "nobody names 'No group', and a denial names nobody"


def test_an_act_without_a_day_has_no_distance(settings: Settings) -> None:
    told(settings, Page("a", (CLAIMED,), event=None))
    assert ask(settings, "select event_on, days_after_act from report.actor_naming") == [(None, None)]


def test_outlets_behind_a_confirmation_are_those_that_do_not_tell_of_it(settings: Settings) -> None:
    told(
        settings,
        Page("a", (SUSPECTED,), published=at(0), outlet="gazette"),
        Page("b", (SUSPECTED,), published=at(0), outlet="herald"),
        Page("c", (CONFIRMED, SUSPECTED), published=at(3), at=at(4)),
        Page("d", (dead("3", 3),), published=at(5), at=at(6), outlet="herald"),
    )
    found = ask(
        settings,
        "select outlet, actor_name, stance, confirmed_actor_name, has_written_since from report.outlet_behind order by outlet",
    )
    assert found == [("Gazette", HAND, "suspected", HAND, False), ("Herald", HAND, "suspected", HAND, True)]


def test_an_outlet_that_updates_its_article_is_no_longer_behind(settings: Settings) -> None:
    told(
        settings,
        Page("c", (CONFIRMED,), published=at(0)),
        Page("a", (SUSPECTED,), outlet="gazette"),
        Page("a", (CONFIRMED,), outlet="gazette", at=at(9)),
    )
    assert ask(settings, "select * from report.outlet_behind") == []


CONTEST = (
    "select contest, claimant_count, actor_name, claimed_count, denied_count, is_denied_by_itself from report.competing_claims "
    "order by actor_name"
)


def test_two_claimants_compete_and_each_has_its_origins(settings: Settings) -> None:
    lamp = s("Grey Lamp said it was its work.", Says("claimed", LAMP, LAMP))
    told(settings, Page("a", (CLAIMED,)), Page("b", (CLAIMED, lamp), outlet="gazette", at=at(1)))
    assert ask(settings, CONTEST) == [("several claim", 2, LAMP, 1, 0, False), ("several claim", 2, HAND, 2, 0, False)]


def test_a_claim_competes_with_the_blame_of_another(settings: Settings) -> None:
    told(settings, Page("a", (CLAIMED, ACCUSED, DENIED)))
    assert ask(settings, CONTEST) == [
        ("one claims, others are blamed", 1, HAND, 1, 0, False),
        ("one claims, others are blamed", 1, TORVIA, 0, 1, True),
    ]


@pytest.mark.parametrize("says", [(CLAIMED,), (CLAIMED, CONFIRMED), (ACCUSED, DENIED), (NO_CLAIM, SUSPECTED)])
def test_without_a_rival_nothing_competes(settings: Settings, says: tuple[Sentence, ...]) -> None:
    told(settings, Page("a", says))
    assert ask(settings, CONTEST) == []


# ---- figures ---------------------------------------------------------------------------------------------------------

BAND = "select kind, lowest, highest, latest, gtd_rule, acled_rule, figure_count, origin_count from report.casualty_band"


def test_the_rules_of_gtd_and_acled_side_by_side(settings: Settings) -> None:
    told(
        settings,
        Page("a", (dead("9", 9),), published=at(-48), at=at(0)),
        Page("b", (dead("14", 14),), published=at(0), at=at(0)),
        Page("c", (dead("19", 19),), published=at(10), at=at(11), outlet="gazette"),
        Page("d", (dead("19", 19),), published=at(11), at=at(12), outlet="herald"),
        Page("e", (dead("21", 21),), published=at(12), at=at(13), outlet="courier"),
    )
    # GTD: of the three origins of the last six hours two say 19; ACLED: the least of the last day is 14
    assert ask(settings, BAND) == [("killed", 9, 21, 21, 19, 14, 5, 4)]


def test_without_a_majority_gtd_takes_the_lowest_of_the_newest(settings: Settings) -> None:
    told(
        settings,
        Page("a", (dead("21", 21),), published=at(0)),
        Page("b", (dead("19", 19),), published=at(1), at=at(2), outlet="gazette"),
    )
    assert ask(settings, "select gtd_rule, latest from report.casualty_band") == [(19, 19)]


def test_an_origin_votes_once_with_its_newest_figure(settings: Settings) -> None:
    told(
        settings,
        Page("a", (dead("19", 19),), published=at(0)),
        Page("b", (dead("19", 19),), published=at(1), at=at(2)),
        Page("c", (dead("21", 21),), published=at(2), at=at(3)),
    )
    assert one(settings, "select gtd_rule from report.casualty_band") == 21, "the Ledger speaks once, and last said 21"


def test_a_figure_on_the_perpetrators_word_is_set_aside_by_gtd(settings: Settings) -> None:
    boast = s(
        "The Copper Hand said its bomb killed 60 people.",
        Says("claimed", HAND, HAND),
        Toll("killed", "60", 60, source=HAND),
    )
    told(settings, Page("a", (dead("19", 19),), published=at(0)), Page("b", (boast,), published=at(1), at=at(2)))
    assert ask(settings, "select highest, gtd_rule, acled_rule from report.casualty_band") == [(60, 19, 19)]


def test_where_only_the_perpetrator_counts_gtd_has_no_figure(settings: Settings) -> None:
    boast = s("The Copper Hand said it killed 60.", Says("claimed", HAND, HAND), Toll("killed", "60", 60, source=HAND))
    told(settings, Page("a", (boast,)))
    assert ask(settings, "select gtd_rule, acled_rule from report.casualty_band") == [(None, 60)]


@pytest.mark.parametrize(("qualifier", "stored", "acled"), [("dozens", 24, 12), ("hundreds", 200, 100), ("scores", 40, 40)])
def test_acled_gives_numbers_to_words_and_the_ledger_keeps_the_word(
    settings: Settings, qualifier: str, stored: float, acled: float
) -> None:
    told(settings, Page("a", (dead(qualifier, stored, qualifier=qualifier),)))
    assert ask(settings, "select acled_rule, gtd_rule from report.casualty_band") == [(acled, stored)]
    assert ask(settings, "select minimum, qualifier from report.casualty_ledger") == [(stored, qualifier)]


def test_parts_aggregates_and_copies_do_not_move_the_band(settings: Settings) -> None:
    origin = Page("a", (dead("9", 9), dead("2", 2, is_part_of=True), dead("400", 400, is_aggregate=True)))
    copy = Page("b", (dead("90", 90),), outlet="gazette", at=at(1))
    told(settings, origin, copy)
    copied(settings, origin, copy)
    assert ask(settings, "select lowest, highest, figure_count from report.casualty_band") == [(9, 9, 1)]


def test_two_events_of_a_story_have_bands_of_their_own(settings: Settings) -> None:
    second = Event("e1", "bombing", "place:ossa", "2026-03-11")
    told(
        settings,
        Page("a", (dead("9", 9),)),
        Page("b", (dead("4", 4),), at=at(26), published=at(25), event=second),
        Page("c", (dead("7", 7),), at=at(27), published=at(26), event=None),
    )
    found = ask(settings, "select event_place, event_on, lowest, highest from report.casualty_band_event order by event_on")
    assert found == [("Ossa Bridge", "2026-03-10", 9, 9), ("Ossa", "2026-03-11", 4, 4)]
    assert ask(settings, "select lowest, highest from report.casualty_band") == [(4, 9)]


# ---- words -----------------------------------------------------------------------------------------------------------

TERMS = "select covers_on, outlet, language, term, voice, article_count, use_count from report.terminology order by 3, 4, 5"


def test_a_word_in_the_outlets_own_voice_and_in_words_of_others(settings: Settings) -> None:
    told(
        settings,
        Page(
            "a",
            (
                s("Terrorists struck the bridge."),
                s("“These terrorists will be found,” said Ilva Tarn.", quoted="These terrorists will be found,"),
                s("The so-called “terrorist” cell is unknown."),
                s("It was a terrorist, the interior ministry said.", Says("accused", "a terrorist", MINISTRY)),
                s("Militants hold the pass."),
            ),
        ),
    )
    day = AT.date()
    assert ask(settings, TERMS) == [
        (day, "Ledger", "en", "militant", "own", 1, 1),
        (day, "Ledger", "en", "terrorist", "own", 1, 1),
        (day, "Ledger", "en", "terrorist", "quoted", 1, 3),
    ]


def test_words_are_counted_in_the_language_of_the_article_and_whole(settings: Settings) -> None:
    told(
        settings,
        Page("a", (s("Des terroristes, un terrorist, bioterroriste."),), language="fr"),
        Page("b", (s("Терористи втекли, терористів шукають."),), language="uk", at=at(1)),
        Page("c", (s("The rebels won the cup, rebellious as ever."),), terrorism=0.1, at=at(2)),
    )
    assert [row[2:] for row in ask(settings, TERMS)] == [
        ("fr", "terrorist", "own", 1, 1),
        ("uk", "terrorist", "own", 1, 2),
    ], "no French word in English, no part of a word, nothing in a report of sport"


# ---- coverage --------------------------------------------------------------------------------------------------------


def poll(settings: Settings, feed: str, outlet: str, polled_at: object, outcome: str) -> None:
    """A poll, as the poll stage writes it."""
    ask(
        settings,
        "insert into ref.outlet (outlet_id, name, domain) values (%s, initcap(%s), 'x.test') on conflict do nothing",
        outlet,
        outlet,
    )
    ask(
        settings,
        "insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values (%s, %s, %s, sha256(%s::bytea), 0) "
        "on conflict do nothing",
        feed,
        outlet,
        feed,
        feed,
    )
    row = dict.fromkeys(("http_status", "byte_count", "detail", "archive_url", "archive_offset"))
    kinds = ("entry_count", "new_count", "changed_count", "known_count", "repeated_count", "alias_count", "dropped_count")
    counts = dict.fromkeys((*kinds, "duration_ms"), 0)
    with connect(str(settings.dsn)) as connection:
        polls.write_polls(connection, [{**row, **counts, "feed_id": feed, "polled_at": polled_at, "outcome": outcome}])


COVERAGE = (
    "select covers_on, outlet, article_count, feed_count, active_feed_count, is_gap, articles_per_feed, terrorism_share "
    "from report.coverage_daily order by 1, 2"
)


def test_coverage_is_counted_per_feed_that_answered_and_gaps_have_no_rate(settings: Settings) -> None:
    for feed in ("ledger-a", "ledger-b"):
        poll(settings, feed, "ledger", AT, "changed")
    poll(settings, "ledger-c", "ledger", AT, "timeout")
    poll(settings, "ledger-a", "ledger", AT + HOUR, "timeout")
    poll(settings, "ledger-a", "ledger", AT + DAY, "timeout")
    poll(settings, "gazette-a", "gazette", AT + DAY, "not_modified")
    told(
        settings,
        *(Page(f"a{n}", (dead("3", 3),)) for n in range(3)),
        Page("cup", (s("Rovers win."),), terrorism=0.0),
        Page("old", (s("Old news."),), outlet="gazette", terrorism=0.0),
        Page("b", (dead("3", 3),), at=AT + DAY, published=AT + DAY),
    )
    day = AT.date()
    assert ask(settings, COVERAGE) == [
        (day, "Gazette", 1, 0, 0, True, None, None),
        (day, "Ledger", 4, 3, 2, False, 2, pytest.approx(0.75)),
        (day + DAY, "Gazette", 0, 1, 1, False, 0, None),
        (day + DAY, "Ledger", 1, 1, 0, True, None, None),
    ]


def test_a_poll_logged_twice_counts_once_and_outlives_the_log(settings: Settings) -> None:
    for _ in range(2):
        poll(settings, "ledger-a", "ledger", AT, "changed")
    with connect(str(settings.dsn)) as connection:
        assert upkeep.prune(connection, AT + DAY, AT)["polls"] == 1
    assert ask(settings, "select polled_on, poll_count, answered_count from ops.feed_day") == [(AT.date(), 1, 1)]


def test_the_share_of_agencies_in_a_days_coverage(settings: Settings) -> None:
    told(
        settings,
        *(Page(f"w{n}", (CLAIMED,), agency="Lake Wire") for n in range(3)),
        Page("own", (CLAIMED,)),
        Page("g", (CLAIMED,), outlet="gazette"),
    )
    found = ask(
        settings, "select outlet, agency, article_count, article_share::float from report.agency_share order by 1, 2 nulls last"
    )
    assert found == [("Gazette", None, 1, 1.0), ("Ledger", "Lake Wire", 3, 0.75), ("Ledger", None, 1, 0.25)]


# ---- changes of an article -------------------------------------------------------------------------------------------


def test_what_a_revision_changes_is_told_fact_by_fact(settings: Settings) -> None:
    blamed = s("It was Torvia, the interior ministry said.", Says("accused", TORVIA, MINISTRY))
    instead = s("It was Grey Lamp, the interior ministry said.", Says("accused", LAMP, MINISTRY))
    told(
        settings,
        Page("a", (blamed, CLAIMED, dead("12", 12), s("Terrorists, then."))),
        Page("a", (instead, CLAIMED, dead("at least 19", 19, qualifier="at_least")), at=at(3)),
    )
    found = ask(
        settings,
        "select fact, subject, change, said_before, said_after, highest_before, highest_after, changed_at "
        "from report.revision_change order by 1, 2",
    )
    assert found == [
        ("claim", "Interior Ministry", "changed", "accused Torvia", "accused Grey Lamp", None, None, at(3)),
        ("figure", "killed", "changed", "12", "at_least 19", 12, 19, at(3)),
        ("term", "terrorist", "vanished", "own", None, None, None, at(3)),
    ]


def test_a_state_is_compared_with_the_one_before_it_only(settings: Settings) -> None:
    told(settings, *(Page("a", (dead(str(n), n),), at=at(n)) for n in (3, 5, 3)))
    assert one(settings, "select count(*) from core.revision") == 3 - 1, "the pages at 3 h are one state"
    assert ask(settings, "select highest_before, highest_after from report.revision_change order by changed_at") == [(3, 5)]


def test_a_revision_that_changes_words_only_changes_no_fact(settings: Settings) -> None:
    told(settings, Page("a", (CLAIMED,)), Page("a", (CLAIMED, s("Traffic stood still.")), at=at(3)))
    assert ask(settings, "select * from report.revision_change") == []


# ---- the rest of what an analyst reads -------------------------------------------------------------------------------


def test_a_quote_is_shown_within_the_policy_only(settings: Settings) -> None:
    said = s("“We saw the smoke,” said Ilva Tarn.", quoted="We saw the smoke,")
    told(settings, Page("a", (said,)))
    quotes = "select start_offset, end_offset, verb, quote_text from report.quote"
    assert ask(settings, quotes) == [(1, 18, "said", None)]
    ask(settings, "update ref.outlet set quote_characters = 17")
    assert ask(settings, quotes) == [(1, 18, "said", "We saw the smoke,")]


def test_a_story_has_the_event_that_most_of_its_articles_tell(settings: Settings) -> None:
    vague = Event("e1", "attack", None, None)
    told(
        settings,
        *(Page(f"v{n}", (CLAIMED,), event=vague) for n in range(2)),
        Page("a", (CLAIMED,)),
        Page("odd", (CLAIMED,), event=Event("e1", "attack", "state:torvia", "March")),
    )
    found = ask(settings, "select event_type, event_on, place, country, iso, lat from report.story")
    assert found == [("bombing", "2026-03-10", "Ossa Bridge", "Valdena", "VD", 51.6)]


def test_the_other_views_answer(settings: Settings) -> None:
    ask(settings, "insert into ref.designation values ('org:copper-hand', 'EU', 'List', '2020-01-01', null, 'OJ')")
    ask(settings, "insert into ref.topic values ('medtop:20000053', 'act of terror', 4, 'IPTC')")
    ask(settings, "insert into ref.entity_alias select 'org:copper-hand', 'Copper Hand', 'en', '' where false")
    page = Page("a", (CLAIMED,))
    told(settings, page)
    assert ask(settings, "select name, jurisdiction, listed_on from report.designation") == [(HAND, "EU", date(2020, 1, 1))]
    assert ask(settings, "select code, label from report.topic") == [("medtop:20000053", "act of terror")]
    assert ask(settings, "select code, voice, evidence_count from report.topic_tag") == [("medtop:20000053", "own", 1)]
    assert ask(settings, "select entity_id, start_offset, end_offset from report.mention") == [("org:copper-hand", 0, 15)]
    assert ask(settings, "select event_type, event_place, story_id from report.event") == [("bombing", "Ossa Bridge", "s1")]
    assert ask(settings, "select story_id, url from report.story_article") == [("s1", page.url)]
    assert one(settings, "select parent_name from report.entity where entity_id = 'place:ossa'") == "Valdena"
    assert ask(settings, "select outlet, quote_characters from report.outlet") == [("Ledger", None)]
    assert ask(settings, "select state_number, seen_from, previous_revision_id from report.revision") == [(1, AT, None)]


def test_every_column_of_the_marts_and_reports_is_explained(settings: Settings) -> None:
    silent = ask(
        settings,
        """
        select n.nspname, c.relname, a.attname
        from pg_attribute as a
        inner join pg_class as c on a.attrelid = c.oid and c.relkind in ('r', 'p', 'v') and not c.relispartition
        inner join pg_namespace as n on c.relnamespace = n.oid and n.nspname in ('mart', 'report')
        where a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) is null
        """,
    )
    assert silent == []


MARTS = {
    *("attribution_ledger", "stance_timeline", "competing_claims", "casualty_ledger", "casualty_band", "coverage_daily"),
    *("terminology", "stance_change", "actor_naming", "outlet_behind", "agency_share", "revision_change"),
}


def test_report_alone_is_enough(settings: Settings) -> None:
    """What mart computes, report shows: no analyst needs rights on more than one schema."""
    shown = {name for (name,) in ask(settings, "select viewname from pg_views where schemaname = 'report'")}
    assert shown >= MARTS
    told(settings, Page("a", (CLAIMED, CONFIRMED, dead("3", 3))))
    for name in sorted(shown):
        ask(settings, f"select * from report.{name} limit 1")
