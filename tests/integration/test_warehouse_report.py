"""What is reported: as much of a sentence as its outlet allows, days that changed, copies and stories, and upkeep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from media_monitor.settings import Settings
from media_monitor.stages import maintain, report
from media_monitor.warehouse import upkeep
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, CLAIM, DAY, FIGURE, HOUR, TALK, TEXT, Told, ask, one, published, refreshed

# ---- quotation policy ------------------------------------------------------------------------------------------------

SHOWN = "select sentence from mart.evidence where sentence is not null order by array_position(%s, sentence)"
ALL = [CLAIM, FIGURE, TALK]


def shown(settings: Settings, allowance: int | None, *told: Told) -> list[str]:
    """Sentences that the views show under this allowance, in the order of precedence."""
    published(settings, *(told or (Told(),)))
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = %s", allowance)
    return [sentence for (sentence,) in ask(settings, SHOWN, ALL)]


@pytest.mark.parametrize(
    ("allowance", "expected"),
    [
        (500, ALL),
        (len("".join(ALL)), ALL),
        (len("".join(ALL)) - 1, ALL[:2]),
        (len(CLAIM), ALL[:1]),
        (len(CLAIM) - 1, []),
        (0, []),
        (None, []),
    ],
)
def test_sentences_are_shown_as_far_as_the_allowance_reaches(
    settings: Settings, allowance: int | None, expected: list[str]
) -> None:
    assert shown(settings, allowance) == expected


def test_the_ledgers_show_the_row_and_its_offsets_even_where_the_sentence_is_withheld(settings: Settings) -> None:
    assert shown(settings, 0) == []
    rows = ask(
        settings, "select url, evidence_start, evidence_end, length(evidence_sha), evidence_text from report.attribution_ledger"
    )
    assert rows == [(Told().url, 0, len(CLAIM), 64, None)]
    assert ask(settings, "select minimum, evidence_text from report.casualty_ledger") == [(12, None)]


def test_the_ledgers_show_the_sentence_where_they_may(settings: Settings) -> None:
    shown(settings, 500)
    assert one(settings, "select evidence_text from report.attribution_ledger") == CLAIM
    assert one(settings, "select evidence_text from report.casualty_ledger") == FIGURE


def test_claims_come_before_figures_before_quotes_wherever_they_stand(settings: Settings) -> None:
    backwards = Told(text=f"{TALK} {FIGURE}\n\n{CLAIM}")
    assert shown(settings, len(CLAIM) + len(FIGURE), backwards) == [CLAIM, FIGURE]
    assert shown(settings, len(TALK), backwards) == [], "a quote does not jump the queue because it fits"


def test_a_sentence_that_is_evidence_twice_counts_once(settings: Settings) -> None:
    published(settings, Told())
    ask(settings, "update core.casualty set evidence_start = 0, evidence_end = %s", len(CLAIM))
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = %s", len(CLAIM))
    assert one(settings, "select evidence_text from report.attribution_ledger") == CLAIM
    assert one(settings, "select evidence_text from report.casualty_ledger") == CLAIM


def test_characters_are_code_points(settings: Settings) -> None:
    wide = "🙂🙂 Київ — «Ясно». "
    told = Told(text=wide + TEXT, title="Вибух")
    assert shown(settings, len(CLAIM), told) == [CLAIM]
    ask(settings, "update ref.outlet set quote_characters = %s", len(TALK))
    ask(settings, "update core.claim set evidence_start = 0, evidence_end = %s", len(wide))
    refreshed(settings, AT.date())
    assert one(settings, "select evidence_text from report.attribution_ledger") == wide


def test_the_allowance_holds_for_each_article_and_for_each_outlet(settings: Settings) -> None:
    published(settings, Told(), Told(url="https://ledger.test/other"), Told(url="https://gazette.test/b", outlet="gazette"))
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = %s where outlet_id = 'ledger'", len(CLAIM))
    found = ask(settings, "select outlet_id, evidence_text from report.attribution_ledger order by url")
    assert found == [("gazette", None), ("ledger", CLAIM), ("ledger", CLAIM)]


OVERDRAWN = """
select count(*) from (
    select article_id, sum(char_length(sentence)) as shown from mart.evidence group by article_id
) as e inner join core.article as a using (article_id) inner join ref.outlet as o using (outlet_id)
where e.shown > coalesce(o.quote_characters, 0)
"""


def test_no_article_ever_shows_more_than_its_allowance(settings: Settings) -> None:
    repeated = "\n\n".join(f"{CLAIM} {FIGURE} {TALK}" for _ in range(3))
    published(settings, Told(text=repeated))
    refreshed(settings)
    for allowance in (None, *range(0, len(repeated), 31)):
        ask(settings, "update ref.outlet set quote_characters = %s", allowance)
        assert one(settings, OVERDRAWN) == 0, allowance


def test_the_overdraft_is_seen(settings: Settings) -> None:
    published(settings, Told())
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = 500")
    assert one(settings, OVERDRAWN.replace("o.quote_characters", "o.quote_characters - 499")) == 1


def test_only_the_current_state_is_reported(settings: Settings) -> None:
    published(settings, Told(), replace(Told(), text=f"{FIGURE} {TALK}", at=AT + HOUR))
    refreshed(settings)
    assert one(settings, "select count(*) from report.attribution_ledger") == 0
    assert one(settings, "select count(*) from core.claim") == 1
    assert one(settings, "select revision_count from report.article") == 2


# ---- the report stage ------------------------------------------------------------------------------------------------


STORY = """
select (select count(*) from core.story), (select count(*) from core.story_article), (select count(*) from core.copy_group)
"""
LONG = "\n\n".join(f"{TEXT} Boat {n} of the ferry office carried {n + 40} people across the lake that night." for n in range(8))


def related() -> tuple[Told, ...]:
    """An agency's report, a copy of it elsewhere, and something else."""
    wire = Told(text=LONG, agency="Lake Wire")
    copy = replace(wire, url="https://gazette.test/wire", outlet="gazette", at=AT + HOUR, published=AT)
    other = Told(
        url="https://ledger.test/cup", title="Rovers win the cup", text="Rovers beat Athletic by two goals to nil on Tuesday."
    )
    return wire, copy, other


RESULTS = (
    "select covers_on, outlet_id, article_count, claim_count from mart.coverage_daily order by 1, 2",
    "select article_id, copy_group_id, is_origin from core.copy_group order by 1",
    "select article_id, story_id from core.story_article order by 1",
    "select * from core.story order by 1",
)


def test_copies_and_stories_are_written_and_a_second_run_changes_nothing(settings: Settings) -> None:
    published(settings, *related())
    first = report.run(settings)
    assert (first.counts["days"], first.counts["articles"], first.counts["copy_groups"]) == (1, 3, 1)
    stories, _, copies = ask(settings, STORY)[0]
    assert (stories >= 1, copies) == (True, 2)
    assert ask(settings, RESULTS[0]) == [(AT.date(), "gazette", 1, 8), (AT.date(), "ledger", 2, 8)]
    assert one(settings, "select count(*) from report.attribution_ledger where is_copy") > 0
    before = [ask(settings, question) for question in RESULTS]
    assert report.run(settings).counts == {"days": 0, "articles": 0, "stories": 0, "copy_groups": 0}
    ask(settings, "insert into ops.report_due select published_on, now() from core.article limit 1")
    assert report.run(settings).counts["articles"] == 0, "what they say is as it was"
    assert [ask(settings, question) for question in RESULTS] == before
    assert settings.briefing.read_text("utf-8").rstrip().endswith("</html>")


def test_a_story_takes_in_an_article_of_weeks_later(settings: Settings) -> None:
    days = [timedelta(days=n) for n in (0, 10, 20)]
    told = [Told(url=f"https://ledger.test/day-{d.days}", at=AT + d, published=AT + d) for d in days]
    published(settings, *told[:2])
    report.run(settings)
    before = ask(settings, RESULTS[2])
    assert len({story for _, story in before}) == 1
    published(settings, told[2])
    assert report.run(settings).counts["articles"] == 1
    assert ask(settings, RESULTS[2]) == [*before, (before[-1][0] + 1, before[0][1])]


def test_stories_found_a_few_articles_at_a_time_are_the_same(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [timedelta(days=n) for n in (0, 1, 2)]
    told = [Told(url=f"https://ledger.test/day-{d.days}", at=AT + d, published=AT + d) for d in days]
    published(settings, *told, *related()[1:])
    report.run(settings)
    before = [ask(settings, question) for question in RESULTS[2:]]
    ask(settings, "delete from core.story_article; delete from core.story; truncate core.article_feature, core.feature_frequency")
    ask(settings, "insert into ops.report_due select distinct covers_on, now() from core.article")
    monkeypatch.setattr("media_monitor.stages.stories.AT_ONCE", 1)
    assert report.run(settings).counts["articles"] == 5
    assert [ask(settings, question) for question in RESULTS[2:]] == before


def test_an_article_that_is_read_anew_is_counted_once(settings: Settings) -> None:
    published(settings, Told())
    report.run(settings)
    counted = ask(settings, "select * from core.feature_frequency order by 1")
    assert max(count for _, count in counted) == 1
    ask(settings, "update core.story_article set annotator = 'older'")
    ask(settings, "insert into ops.report_due select covers_on, now() from core.article")
    assert report.run(settings).counts["articles"] == 1
    assert ask(settings, "select * from core.feature_frequency order by 1") == counted


HEAD = (
    "select article_count, outlet_count, origin_count, state, summary from report.story_head order by article_count desc limit 1"
)


def test_the_head_of_a_story_keeps_to_the_allowance_and_counts_copies_once(settings: Settings) -> None:
    wire, copy, _ = related()
    published(settings, wire, copy)
    report.run(settings)
    ask(settings, "update ref.outlet set quote_characters = %s", len(CLAIM))
    assert ask(settings, HEAD) == [(2, 2, 1, "quiet", [CLAIM])]
    ask(settings, "update ref.outlet set quote_characters = %s", len(CLAIM) - 1)
    assert ask(settings, HEAD) == [(2, 2, 1, "quiet", [])]
    ask(settings, "update core.story set last_seen_at = now()")
    assert ask(settings, HEAD)[0][3] == "developing"


def test_why_an_article_belongs_is_kept_and_no_capitalised_word_with_it(settings: Settings) -> None:
    published(settings, Told(), Told(url="https://ledger.test/again", at=AT + HOUR))
    report.run(settings)
    reasons = [set(words) for (words,) in ask(settings, "select reasons from report.story_article order by article_id")]
    assert len(reasons) == 2
    assert all(reasons)
    assert not any(word in words for words in reasons for word in ("Ledger", "ledger"))


def test_only_stale_days_are_counted_anew(settings: Settings) -> None:
    published(settings, Told(), Told(url="https://ledger.test/later", at=AT + 20 * DAY, published=AT + 20 * DAY))
    report.run(settings)
    ask(settings, "update mart.coverage_daily set article_count = 77")
    published(settings, Told(url="https://ledger.test/latest", at=AT + 20 * DAY, published=AT + 20 * DAY))
    assert report.run(settings).counts["days"] == 1
    assert ask(settings, RESULTS[0]) == [(AT.date(), "ledger", 77, 1), ((AT + 20 * DAY).date(), "ledger", 2, 2)]


def test_an_article_whose_date_is_corrected_is_counted_once(settings: Settings) -> None:
    published(settings, Told())
    report.run(settings)
    published(settings, replace(Told(), title="Corrected", at=AT + HOUR, published=AT - 3 * DAY))
    report.run(settings)
    assert ask(settings, RESULTS[0]) == [((AT - 3 * DAY).date(), "ledger", 1, 1)]


# ---- upkeep ----------------------------------------------------------------------------------------------------------

LOGS = """
insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'The Ledger', 'ledger.test');
insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values ('f', 'ledger', 'https://ledger.test/f', 'f', 0);
insert into ops.feed_poll (feed_id, polled_at, outcome) values ('f', %(old)s, 'changed'), ('f', %(new)s, 'changed');
insert into ops.robots (origin, fetched_at, body) values ('https://a.test', %(old)s, ''), ('https://b.test', %(new)s, '');
insert into ops.archive_object (url, purpose, created_at, record_count, page_count, byte_count)
values ('memory://x', 'pages', %(old)s, 1, 1, 1);
insert into ops.page (url, url_sha, shard, discovered_at) values ('https://ledger.test/a', 'a', 0, %(old)s);
insert into ops.page_fetch (page_id, fetched_at, outcome, object_id, record_offset)
select page_id, at, 'fetched', case when is_archived then object_id end, 0
from ops.page, ops.archive_object, (
    values (%(old)s, true), (%(old)s - interval '1 hour', false), (%(new)s, false)
) as v (at, is_archived);
insert into ops.outlet_block (
    outlet_id, block_sha, version, article_count, articles_before, first_seen_at, last_seen_at, object_id, record_offset,
    learned_at
)
select 'ledger', sha, 1, 9, 0, at, at, object_id, 0, at
from ops.archive_object cross join (values ('\\x01'::bytea, %(old)s::timestamptz), ('\\x02', %(new)s)) as b (sha, at)
"""


def test_pruning_drops_old_log_rows_and_keeps_provenance(settings: Settings) -> None:
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(LOGS, {"old": AT, "new": AT + 2 * DAY})
        nothing = dict.fromkeys(("polls", "fetches", "checks", "quarantine", "robots", "blocks"), 0)
        assert upkeep.prune(connection, AT + DAY, AT) == nothing | {"polls": 1, "fetches": 1, "robots": 1, "blocks": 1}
        assert upkeep.prune(connection, AT + DAY, AT) == nothing
    kept = ask(settings, "select fetched_at, object_id is not null from ops.page_fetch order by 1")
    assert kept == [(AT, True), (AT + 2 * DAY, False)]


def test_maintenance_reports_what_it_dropped(settings: Settings) -> None:
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(LOGS, {"old": AT - 1000 * DAY, "new": AT + 40_000 * DAY})
    counts = maintain.run(settings).counts
    assert counts == {
        "polls": 1,
        "fetches": 1,
        "checks": 0,
        "quarantine": 0,
        "robots": 1,
        "blocks": 1,
        "partitions": 0,
        "texts": 0,
        "retired_articles": 0,
    }


# ---- ledgers by day, and by the time they were true ------------------------------------------------------------------


def test_a_claim_that_an_article_dropped_ends_when_the_next_state_was_seen(settings: Settings) -> None:
    published(settings, Told(), replace(Told(), text=f"{FIGURE} {TALK}", at=AT + HOUR))
    refreshed(settings)
    assert ask(settings, "select seen_from, seen_until::text from mart.ledger_claim") == [(AT, str(AT + HOUR)[:-3])]
    assert ask(settings, "select seen_from, seen_until::text from mart.ledger_figure order by 1") == [
        (AT, str(AT + HOUR)[:-3]),
        (AT + HOUR, "infinity"),
    ]


def test_an_article_whose_day_becomes_known_leaves_the_ledger_of_its_old_day(settings: Settings) -> None:
    published(settings, replace(Told(), published=None))
    refreshed(settings)
    published(settings, replace(Told(), at=AT + HOUR, title="Dated", published=AT - 40 * DAY))
    refreshed(settings)
    assert ask(settings, "select distinct covers_on from mart.ledger_claim") == [((AT - 40 * DAY).date(),)]
    assert one(settings, "select count(*) from mart.ledger_claim") == 2


def test_a_month_that_nobody_made_ahead_is_made_by_the_batch_that_needs_it(settings: Settings) -> None:
    old = Told(at=AT.replace(year=2019), published=AT.replace(year=2018))
    published(settings, old)
    refreshed(settings)
    assert one(settings, "select tableoid::regclass::text from core.revision") == "core.revision_y2019m03"
    assert one(settings, "select tableoid::regclass::text from mart.ledger_claim") == "mart.ledger_claim_y2018m03"
    assert one(settings, "select ops.ensure_month('2019-03-31')") == 0, "nothing is missing any more"


def test_maintenance_makes_the_months_ahead_once(settings: Settings) -> None:
    parents = one(
        settings, "select count(*) from pg_class where relkind = 'p' and relnamespace::regnamespace::text in ('core', 'mart')"
    )
    with connect(str(settings.dsn)) as connection:
        assert upkeep.make_months_ahead(connection, date(2044, 12, 31), 2) == 3 * parents
        assert upkeep.make_months_ahead(connection, date(2044, 12, 1), 2) == 0
