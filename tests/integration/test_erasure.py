"""What must go is gone, everywhere, and stays gone; what a policy no longer keeps goes with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from media_monitor import ids
from media_monitor.errors import SettingsError
from media_monitor.extract.urls import canonicalise
from media_monitor.settings import Settings
from media_monitor.stages import erase, publish
from media_monitor.warehouse import erasure
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, CLAIM, DAY, HOUR, Told, ask, one, open_batch, published, refreshed, stage, staged_rows

PAGE = Told(guid="tag:ledger.test,7")
CANARY = "Copper Hand"
"""Words of the page that stand in its text, its claim, its mentions and what is searched."""

HOLDERS = """
select table_schema || '.' || table_name from information_schema.tables
where table_type = 'BASE TABLE' and table_schema in ('core', 'mart', 'stage', 'ops') order by 1
"""


def holders(settings: Settings, words: str) -> list[str]:
    """Tables in which a row holds these words, in any column."""
    return [
        name
        for (name,) in ask(settings, HOLDERS)
        if one(settings, f"select exists (select 1 from {name} as t where t::text ilike %s)", f"%{words}%")
    ]


def fetched(settings: Settings, told: Told) -> None:
    """What polling and fetching leave behind of a page: entry, headline, request."""
    key = ids.url_key(canonicalise(told.url) or told.url)
    ask(
        settings,
        "insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'The Ledger', 'ledger.test') on conflict do nothing",
    )
    ask(settings, "insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values ('ledger-news', 'ledger', 'u', 'u', 0)")
    ask(
        settings,
        "insert into ops.page (url, url_sha, shard, title, discovered_at, outcome) values (%s, %s, 0, %s, now(), 'published')",
        *(told.url, key, CANARY),
    )
    ask(settings, "insert into ops.page_due select page_id, now(), 'recheck' from ops.page")
    ask(
        settings,
        "insert into ops.entry (feed_id, key_sha, link, title, first_seen_at, last_seen_at, page_id) "
        "select 'ledger-news', 'k', url, title, now(), now(), page_id from ops.page",
    )
    ask(settings, "insert into ops.entry_title select entry_id, now(), title from ops.entry")


@pytest.mark.rel("J09")
def test_an_erased_article_is_gone_from_every_table(settings: Settings) -> None:
    fetched(settings, PAGE)
    published(
        settings, PAGE, replace(PAGE, at=AT + HOUR, title="Second state"), Told(url="https://ledger.test/other", text="Rain.")
    )
    refreshed(settings)
    places = holders(settings, CANARY)
    assert any(place.startswith("core.claim") for place in places), "the stimulus is real"
    assert any(place.startswith("mart.article_search") for place in holders(settings, "copper")), "the stimulus is real"
    assert {"ops.page", "ops.entry", "ops.entry_title"} <= set(places)
    done = erase.run(settings, [PAGE.url], "asked for by whom it names", "desk")
    assert (done.articles, done.rows > 10) == (1, True)
    assert len(done.archived) == 2, "the archive's records are named, since they are not scrubbed"
    assert holders(settings, "copper") == []
    assert one(settings, "select count(*) from ops.outcome where url = %s", PAGE.url) == 0
    assert one(settings, "select count(*) from ops.page_due") == 0
    assert ask(settings, "select canonical_url from core.article") == [("https://ledger.test/other",)], "the others stay"


@pytest.mark.rel("J09")
@pytest.mark.parametrize(
    "again",
    [
        replace(PAGE, at=AT + DAY),
        replace(PAGE, at=AT + DAY, url="https://ledger.test/print/1", canonical=PAGE.url),
        replace(PAGE, at=AT + DAY, url="https://ledger.test/moved", canonical="https://ledger.test/moved"),
    ],
    ids=["the same address", "its canonical address", "its GUID"],
)
def test_a_tombstone_keeps_it_out_however_it_comes_back(settings: Settings, again: Told) -> None:
    published(settings, PAGE)
    erase.run(settings, [PAGE.url], "asked for")
    other = Told(url="https://ledger.test/other", text="Rain all day.")
    assert published(settings, again, other) == {"gone": 1, "published": 1}
    assert ask(settings, "select canonical_url from core.article") == [("https://ledger.test/other",)]
    newest = (
        "select outcome, reason, url from ops.outcome where outcome = 'gone' and batch_id = (select max(batch_id) from ops.batch)"
    )
    assert ask(settings, newest) == [("gone", "erased", None)]


def test_without_the_tombstone_it_would_come_back(settings: Settings) -> None:
    published(settings, PAGE)
    erase.run(settings, [PAGE.url], "asked for")
    ask(settings, "delete from core.tombstone")
    assert published(settings, replace(PAGE, at=AT + DAY)) == {"published": 1}


def test_reading_its_page_again_does_not_bring_it_back(settings: Settings) -> None:
    published(settings, PAGE)
    object_id = one(settings, "select object_id from core.revision")
    erase.run(settings, [PAGE.url], "asked for")
    again = open_batch(settings, object_id, "retag", "test-2")
    publish.run(settings, stage(settings, again, staged_rows((replace(PAGE, annotator="test-2"),))))
    assert one(settings, "select count(*) from core.article") + one(settings, "select count(*) from core.claim") == 0


def test_an_address_that_nobody_fetched_yet_is_kept_out_too(settings: Settings) -> None:
    assert erase.run(settings, [PAGE.url], "asked for").articles == 0
    assert published(settings, PAGE) == {"gone": 1}


def test_an_erasure_is_audited_without_saying_what_was_erased(settings: Settings) -> None:
    published(settings, PAGE)
    erase.run(settings, [PAGE.url], "asked for", "desk")
    ((by, details),) = ask(
        settings, "select on_behalf_of, details::text from ops.audit where what = 'erasure' order by at desc limit 1"
    )
    assert by == "desk"
    assert '"articles": 1' in details
    assert "ledger.test" not in details


def test_what_is_no_address_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="not an http"):
        erase.run(settings, ["The Ledger"], "asked for")


# ---- retention -------------------------------------------------------------------------------------------------------


def retained(settings: Settings, days_later: int) -> dict[str, int]:
    with connect(str(settings.dsn)) as connection:
        return erasure.retain(connection, AT.date() + timedelta(days=days_later), AT + timedelta(days=days_later))


@pytest.mark.rel("J08")
def test_texts_past_their_days_go_and_what_was_found_in_them_stays(settings: Settings) -> None:
    published(settings, PAGE)
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = 500")
    ask(settings, "insert into ref.retention values ('text', 90)")
    assert retained(settings, 90) == {"texts": 0, "retired_articles": 0}, "the ninetieth day is kept"
    assert one(settings, "select evidence_text from report.attribution_ledger") == CLAIM
    assert retained(settings, 91) == {"texts": 1, "retired_articles": 0}
    refreshed(settings)
    assert ask(settings, "select title, text from core.revision") == [(PAGE.title, None)]
    assert ask(settings, "select stance, evidence_text from report.attribution_ledger") == [("claimed", None)]
    assert one(settings, "select has_text from mart.article_search") is False
    assert retained(settings, 92) == {"texts": 0, "retired_articles": 0}
    assert one(settings, "select count(*) from ops.audit where what = 'retention'") >= 1


@pytest.mark.rel("J08")
def test_articles_past_their_days_go_whole(settings: Settings) -> None:
    published(settings, PAGE)
    refreshed(settings)
    ask(settings, "insert into ref.retention values ('everything', 1826)")
    assert retained(settings, 1826)["retired_articles"] == 0
    assert retained(settings, 1827)["retired_articles"] == 1
    assert not [name for name in holders(settings, CANARY) if name.startswith(("core.", "mart."))]


def test_without_a_policy_everything_is_kept(settings: Settings) -> None:
    published(settings, PAGE)
    assert retained(settings, 100_000) == {"texts": 0, "retired_articles": 0}
