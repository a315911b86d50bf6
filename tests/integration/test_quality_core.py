"""What core, the feeds and the pipeline are checked for when something changed, and what follows."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from media_monitor.errors import StageFailed
from media_monitor.quality.core import CORE_OUTLETS, CORE_TAGS, FEEDS, PIPELINE
from media_monitor.quality.expectation import Suite
from media_monitor.quality.run import Value, run_suite
from media_monitor.settings import Settings
from media_monitor.stages import report, watch
from media_monitor.warehouse import marts
from media_monitor.warehouse.db import connect, sqlalchemy_url
from warehouse_fixtures import AT, DAY, HOUR, Told, ask, one, published

ON = AT.date()


def failing(settings: Settings, suite: Suite, **values: Value) -> dict[str, tuple[str, ...]]:
    """Expectation → subjects that fail it."""
    results = run_suite(sqlalchemy_url(str(settings.dsn)), suite, values)
    assert results, "nothing was looked at"
    return {result.expectation.name: result.failed for result in results if not result.is_success}


def outlets(settings: Settings, *days: date) -> dict[str, tuple[str, ...]]:
    return failing(settings, CORE_OUTLETS, days=days or [ON], today=ON + 9 * DAY)


def refreshed(settings: Settings) -> None:
    """The marts are those of core."""
    with connect(str(settings.dsn)) as connection:
        days = marts.stale_days(connection)
        marts.refresh_days(connection, days)
        marts.call_fresh(connection, days)


@pytest.fixture
def told(settings: Settings) -> Settings:
    """An article with two states, and one of another outlet; the marts are fresh."""
    published(settings, Told(), Told(at=AT + HOUR, text=Told().text + " More follows."))
    published(settings, Told(url="https://post.test/bridge", outlet="post", at=AT + HOUR))
    refreshed(settings)
    return settings


# ---- core: sound or not ------------------------------------------------------------------------------------------------

BROKEN = {
    "articles have a current revision": "update core.article set current_revision_id = 999999 where outlet_id = 'ledger'",
    "the current revision is the newest": (
        "update core.article as a set current_revision_id = r.revision_id, current_filed_on = r.filed_on "
        "from core.revision as r where r.article_id = a.article_id and r.seen_at = a.first_seen_at and a.outlet_id = 'ledger'"
    ),
    "evidence lies inside the text": (
        "update core.quote set end_offset = 100000 where revision_id in (select current_revision_id from core.article "
        "where outlet_id = 'ledger')"
    ),
    "the ledger holds the claims of core": "delete from mart.ledger_claim where outlet_id = 'ledger'",
    "profiles count the articles of core": "delete from mart.text_profile where outlet_id = 'ledger'",
    "articles are found by their address": (
        "update core.article_key set article_id = (select article_id from core.article where outlet_id = 'post') "
        "where article_id = (select article_id from core.article where outlet_id = 'ledger')"
    ),
    "no revision is older than its article": (
        "update core.article set first_seen_at = first_seen_at + interval '2 hours' where outlet_id = 'ledger'"
    ),
}
"""For each of these expectations what breaks it, and only it, for one outlet of two."""


def test_core_as_it_is_published_is_sound(told: Settings) -> None:
    assert outlets(told) == {}


@pytest.mark.parametrize("name", BROKEN)
def test_core_that_is_broken_is_found_with_the_outlet(told: Settings, name: str) -> None:
    ask(told, BROKEN[name])
    found = outlets(told)
    assert found[name] == ("ledger",)
    if name != "articles have a current revision":  # without one, nothing else of it adds up
        assert found == {name: ("ledger",)}


def test_a_publication_day_after_the_fetch_is_found(settings: Settings) -> None:
    published(settings, Told())
    ask(settings, "update core.article set published_on = %s", ON + 9 * DAY)
    ask(settings, "update ops.report_due set covers_on = %s", ON + 9 * DAY)
    refreshed(settings)
    assert outlets(settings, ON + 9 * DAY) == {"published between 1990 and a day after the fetch": ("ledger",)}


def test_a_text_that_retention_has_removed_is_no_breach(told: Settings) -> None:
    ask(told, "update core.revision set text = null")
    assert outlets(told) == {}


def test_days_that_did_not_change_are_not_looked_at(told: Settings) -> None:
    ask(told, BROKEN["the ledger holds the claims of core"])
    published(told, Told(url="https://ledger.test/late", at=AT + 2 * DAY, published=AT + 2 * DAY))
    refreshed(told)
    assert outlets(told, ON + 2 * DAY) == {}


# ---- core: as usual or not ---------------------------------------------------------------------------------------------


def profile(
    settings: Settings, day: date, articles: int = 24, language: str = "en", claims: int | None = None, words: float = 400
) -> None:
    """What the outlet published on a day; all of it relevant, with a claim each unless said otherwise."""
    ask(
        settings,
        "insert into mart.text_profile "
        "(covers_on, outlet_id, language, article_count, relevant_count, claim_count, word_log_sum) "
        "values (%s, 'ledger', %s, %s, %s, %s, %s)",
        *(day, language, articles, articles, articles if claims is None else claims, articles * math.log(words)),
    )


def four_weeks(settings: Settings) -> None:
    """The 28 days before ON, all alike."""
    for ago in range(1, 29):
        profile(settings, ON - ago * DAY)


def drift(settings: Settings, today: date = ON + DAY) -> set[str]:
    found = failing(settings, CORE_OUTLETS, days=[ON], today=today)
    return set(found) - {"profiles count the articles of core"}  # of which there are none here


DRIFTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "languages are the outlet's own": ({"language": "tr"}, {"language": "en"}),
    "texts are as long as usual": ({"words": 190}, {"words": 210}),
    "relevant articles yield as many claims as usual": ({"claims": 7}, {"claims": 8}),
    "volume is as usual on this weekday": ({"articles": 121}, {"articles": 120}),
}
"""Expectation → a day that fails it, and one that just does not."""


@pytest.mark.parametrize("name", DRIFTS)
def test_a_day_that_is_not_as_the_outlet_is_is_found(settings: Settings, name: str) -> None:
    strange, usual = DRIFTS[name]
    four_weeks(settings)
    profile(settings, ON, **strange)
    assert drift(settings) == {name}
    ask(settings, "delete from mart.text_profile where covers_on = %s", ON)
    profile(settings, ON, **usual)
    assert drift(settings) == set()


VOLUME = "volume is as usual on this weekday"


def test_a_day_without_an_article_of_an_outlet_that_always_has_some_is_found(settings: Settings) -> None:
    four_weeks(settings)
    assert drift(settings) == {VOLUME}


def test_a_day_that_is_not_over_has_no_volume_yet(settings: Settings) -> None:
    four_weeks(settings)
    assert drift(settings, today=ON) == set()


def test_volume_is_that_of_the_same_weekday(settings: Settings) -> None:
    """24 articles on this weekday, 240 on the others: 24 is no drop."""
    for ago in range(1, 29):
        profile(settings, ON - ago * DAY, articles=24 if ago % 7 == 0 else 240)
    profile(settings, ON, articles=24)
    assert drift(settings) == set()
    ask(settings, "update mart.text_profile set article_count = 4, relevant_count = 4, claim_count = 4 where covers_on = %s", ON)
    assert drift(settings) == {VOLUME}


def calendar(settings: Settings, day: date, state: str = "ok", **columns: Any) -> None:
    """A row of the gap calendar."""
    row = {
        "covers_on": day,
        "feed_id": "ledger-news",
        "outlet_id": "ledger",
        "state": state,
        "is_over": True,
        "poll_count": 24,
        "success_count": 24,
        "entry_count": 24,
        "expected_count": 24,
        "arrival_count": 20,
        "lossy_count": 0,
        "watched_seconds": 86_400,
        "silence_seconds": 0,
        "longest_silence_seconds": 3_600,
        "silence_limit_seconds": 36_000,
    } | columns
    ask(settings, "select ops.ensure_month(%s)", day)
    ask(
        settings,
        f"insert into mart.gap_calendar ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})",
        *row.values(),
    )


def test_a_day_on_which_no_feed_of_the_outlet_was_heard_is_a_gap_and_no_drop(settings: Settings) -> None:
    four_weeks(settings)
    calendar(settings, ON, "no data", success_count=0)
    assert drift(settings) == set()


def test_gaps_do_not_lower_what_is_usual(settings: Settings) -> None:
    """Of four such weekdays two were not heard: 24 articles each on the two others are 24 a day, not 12."""
    for ago in range(1, 29):
        if ago not in {7, 14}:
            profile(settings, ON - ago * DAY)
    profile(settings, ON, articles=4)
    assert drift(settings) == set()  # 48 articles in four weeks: fewer than 20 a day
    for ago in (7, 14):
        calendar(settings, ON - ago * DAY, "not polled")
    assert drift(settings) == {VOLUME}


# ---- tags --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["mention", "topic_tag", "event", "claim", "casualty", "quote"])
def test_a_tag_whose_revision_is_missing_is_found_with_its_table(told: Settings, table: str) -> None:
    assert failing(told, CORE_TAGS, days=[ON]) == {}
    ask(told, f"update core.{table} set revision_id = revision_id + 1000")
    assert failing(told, CORE_TAGS, days=[ON]) == {"tags belong to a revision": (table,)}


@pytest.mark.parametrize("column", ["batch_id", "object_id"])
def test_a_revision_from_nowhere_is_found(told: Settings, column: str) -> None:
    ask(told, f"update core.revision set {column} = {column} + 999999")
    assert failing(told, CORE_TAGS, days=[ON]) == {"revisions come from a batch and an archived page": ("revision",)}


# ---- feeds -------------------------------------------------------------------------------------------------------------

UNWELL: dict[str, dict[str, Any]] = {
    "feeds are polled every day": {"poll_count": 0, "success_count": 0},
    "feeds can be read": {"poll_count": 24, "success_count": 11},
    "feeds speak in their own rhythm": {"silence_seconds": 36_001},
    "feeds bring as much as usual on this weekday": {"entry_count": 4},
    "polls overlap": {"lossy_count": 1},
}


@pytest.mark.parametrize("name", UNWELL)
def test_a_feed_that_is_not_well_is_found(settings: Settings, name: str) -> None:
    calendar(settings, ON)
    calendar(settings, ON, feed_id="ledger-sport", **UNWELL[name])
    ask(settings, "insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'The Ledger', 'ledger.test')")
    add_feed(settings, "ledger-news")
    add_feed(settings, "ledger-sport")
    assert failing(settings, FEEDS, days=[ON]) == {name: ("ledger-sport",)}


def add_feed(settings: Settings, feed_id: str, next_poll_at: datetime | None = AT) -> None:
    ask(
        settings,
        "insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values (%s, 'ledger', %s, sha256(%s), 0)",
        *(feed_id, feed_id, feed_id.encode()),
    )
    ask(settings, "insert into ops.feed_state (feed_id, next_poll_at) values (%s, %s)", feed_id, next_poll_at)


@pytest.fixture
def ledger(settings: Settings) -> Settings:
    ask(settings, "insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'The Ledger', 'ledger.test')")
    return settings


def test_a_feed_that_is_gone_need_not_be_polled(ledger: Settings) -> None:
    calendar(ledger, ON, "not polled", poll_count=0, success_count=0)
    add_feed(ledger, "ledger-news", next_poll_at=None)
    assert failing(ledger, FEEDS, days=[ON]) == {}


def test_a_day_that_is_not_over_says_nothing_of_volume(ledger: Settings) -> None:
    add_feed(ledger, "ledger-news")
    calendar(ledger, ON, entry_count=0, poll_count=0, success_count=0, is_over=False)
    assert failing(ledger, FEEDS, days=[ON]) == {}


# ---- the pipeline ------------------------------------------------------------------------------------------------------

MINUTE = timedelta(minutes=1)


def pipeline(settings: Settings, now: datetime) -> set[str]:
    return set(failing(settings, PIPELINE, now=now))


@pytest.mark.rel("M01")
def test_polls_that_do_not_take_place_are_missed(ledger: Settings) -> None:
    """The dead man's line: what is due and not done tells of the runs that are not there to tell."""
    add_feed(ledger, "ledger-news", next_poll_at=AT)
    assert pipeline(ledger, AT + 30 * MINUTE) == set()
    assert pipeline(ledger, AT + 31 * MINUTE) == {"no feed waits for its poll"}
    ask(ledger, "update ref.feed set is_active = false")  # the control: nobody waits for it
    assert pipeline(ledger, AT + 31 * MINUTE) == set()


@pytest.mark.rel("M01")
def test_so_are_fetches_loads_and_reports(ledger: Settings) -> None:
    ask(
        ledger,
        "insert into ops.page (url, url_sha, shard, discovered_at) values ('https://ledger.test/1', '\\x01', 0, %s)",
        AT,
    )
    ask(ledger, "insert into ops.page_due (page_id, due_at, reason) select page_id, %s, 'new' from ops.page", AT)
    ask(
        ledger,
        "insert into ops.archive_object (url, purpose, created_at, record_count, page_count, byte_count) "
        "values ('memory://x', 'pages', %s, 1, 1, 1)",
        AT,
    )
    ask(ledger, "insert into ops.report_due (covers_on, since) values (%s, %s)", ON, AT)
    assert pipeline(ledger, AT + 120 * MINUTE) == set()
    assert pipeline(ledger, AT + 121 * MINUTE) == {"no archived page waits to be loaded"}
    assert pipeline(ledger, AT + 361 * MINUTE) == {"no archived page waits to be loaded", "no page waits for its fetch"}
    assert "no report waits" in pipeline(ledger, AT + 24 * HOUR + MINUTE)


def test_each_expectation_has_a_failing_example() -> None:
    of_outlets = {*BROKEN, *DRIFTS, "published between 1990 and a day after the fetch"}
    assert {item.name for item in CORE_OUTLETS.expectations} == of_outlets
    assert {item.name for item in FEEDS.expectations} == set(UNWELL)
    assert len(CORE_TAGS.expectations) == 2
    assert len(PIPELINE.expectations) == 4


# ---- the stage ---------------------------------------------------------------------------------------------------------


def results(settings: Settings) -> dict[tuple[str, date], tuple[int, int]]:
    """Suite and day → expectations that were looked at, and those that fail."""
    found = ask(
        settings,
        "select suite, covers_on, count(*), count(*) filter (where not is_success) from ops.check_result group by 1, 2",
    )
    return {(suite, day): (checked, failed) for suite, day, checked, failed in found}


def test_a_report_checks_the_days_that_it_refreshed(settings: Settings) -> None:
    published(settings, Told())
    report.run(settings)
    assert results(settings) == {("core outlets", ON): (12, 0)}
    assert settings.briefing.exists()


def test_the_same_again_changes_nothing(settings: Settings) -> None:
    published(settings, Told())
    report.run(settings)
    before = results(settings)
    watch.run(settings, [ON])
    assert results(settings) == before


def test_core_that_is_broken_fails_the_report_when_all_is_written(settings: Settings) -> None:
    published(settings, Told())
    refreshed(settings)
    ask(settings, BROKEN["evidence lies inside the text"])
    ask(settings, "insert into ops.report_due (covers_on, since) values (%s, %s)", ON, AT)
    with pytest.raises(
        StageFailed, match=r"core: 'evidence lies inside the text' does not hold \(core outlets, 2026-03-10: ledger\)"
    ):
        report.run(settings)
    assert one(settings, "select subjects from ops.check_result where not is_success") == ["ledger"]
    assert "evidence lies inside the text" in settings.briefing.read_text()
    assert one(settings, "select count(*) from ops.report_due") == 0
    assert one(settings, "select problems from ops.run_report where stage = 'watch'") == [
        "2026-03-10 core outlets: 'evidence lies inside the text' fails for ledger"
    ]


def test_tags_are_looked_at_where_batches_filed_revisions_and_not_again_before_hours_later(settings: Settings) -> None:
    published(settings, Told())
    ask(settings, "insert into ops.archive_day (object_id, covers_on, page_count) select object_id, %s, 1 from ops.batch", ON)
    watch.run(settings)
    assert results(settings) == {("core tags", ON): (2, 0)}
    ask(settings, "update core.mention set revision_id = revision_id + 1000")
    watch.run(settings)
    assert results(settings) == {("core tags", ON): (2, 0)}
    ask(settings, "update ops.check_result set checked_at = checked_at - interval '7 hours'")
    ask(settings, "update ops.batch set finished_at = finished_at - interval '9 hours'")
    watch.run(settings)
    assert results(settings) == {("core tags", ON): (2, 0)}, "no batch since then"
    ask(settings, "update ops.batch set finished_at = now()")
    with pytest.raises(StageFailed, match=r"'tags belong to a revision' does not hold \(core tags, 2026-03-10: mention\)"):
        watch.run(settings)
    assert results(settings) == {("core tags", ON): (2, 1)}


def test_where_nothing_is_to_be_checked_nothing_is(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(watch, "run_suite", lambda url, suite, values: looked_at.append(suite.name) or [])
    assert watch.run(settings).counts == {"gap_days": 0, "expectations": 0, "failed": 0}
    report.run(settings)
    assert looked_at == []
    published(settings, Told())  # the control
    report.run(settings)
    assert looked_at == ["core outlets"]


def test_feeds_that_wait_are_named_in_the_report_of_the_run(ledger: Settings) -> None:
    add_feed(ledger, "ledger-news", next_poll_at=datetime.now(UTC) - HOUR)
    ask(
        ledger,
        "insert into ops.feed_poll (feed_id, polled_at, outcome) values ('ledger-news', now() - interval '2 hours', 'changed')",
    )
    found = watch.run(ledger)
    assert [line.partition(" ")[2] for line in found.problems] == ["pipeline: 'no feed waits for its poll' fails for pipeline"]
