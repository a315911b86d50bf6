"""Which entries of a feed are one: GUIDs that change or are used anew, addresses that change with every request, moved hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from media_monitor.extract.urls import canonicalise
from media_monitor.model import Entry
from media_monitor.settings import Settings
from media_monitor.warehouse import polls
from media_monitor.warehouse.db import connect
from warehouse_fixtures import ask, one

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = "ledger-news"

Poll: TypeAlias = Callable[..., polls.EntryCounts]


@pytest.fixture
def poll(settings: Settings) -> Poll:
    """Stores a document of an outlet's only feed, an hour after the last one."""
    ask(settings, "insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'The Ledger', 'ledger.test')")
    ask(
        settings,
        "insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values (%s, 'ledger', %s, '\\x01', 0)",
        *(FEED, "https://ledger.test/rss"),
    )
    ask(settings, "insert into ops.feed_state (feed_id) values (%s)", FEED)
    moments = iter(START + hour * HOUR for hour in range(100))

    def store(entries: Iterable[Entry], at: datetime | None = None) -> polls.EntryCounts:
        addressed = [polls.AddressedEntry(e, canonicalise(e.link) if e.link else None, "ledger.test") for e in entries]
        with connect(str(settings.dsn)) as connection:
            return polls.write_entries(connection, [polls.Document(FEED, "ledger", at or next(moments), addressed)])[FEED]

    return store


def entry(n: int, **changes: object) -> Entry:
    """The n-th of a feed's entries, a minute older than the one before."""
    plain = Entry(f"https://ledger.test/news/{n}", f"guid-{n}", f"Headline {n}", START - n * timedelta(minutes=1))
    return replace(plain, **changes)


FIFTY = [entry(n) for n in range(50)]


def pages(settings: Settings) -> int:
    return int(one(settings, "select count(*) from ops.page"))


# ---- F01 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("F01")
@pytest.mark.parametrize("dated", [True, False])
def test_guids_that_all_change_are_aliases_where_the_links_stay(settings: Settings, poll: Poll, dated: bool) -> None:
    before = [e if dated else replace(e, published_at=None) for e in FIFTY]
    churned = [replace(e, guid=f"new-{e.guid}") for e in before]
    assert poll(before) == polls.EntryCounts(new=50)
    assert poll(churned) == polls.EntryCounts(known=50, aliases=50)
    assert poll(churned) == polls.EntryCounts(known=50)
    assert poll(before) == polls.EntryCounts(known=50)
    assert (one(settings, "select count(*) from ops.entry"), pages(settings)) == (50, 50)
    assert ask(settings, "select kind, count(*) from ops.entry_name group by kind order by kind") == [("guid", 100), ("link", 50)]


@pytest.mark.rel("F01")
def test_another_guid_at_a_link_that_bears_another_story_is_another_entry(settings: Settings, poll: Poll) -> None:
    """The cartoon of the day has one address for ever; its page is looked at anew."""
    poll([entry(1, link="https://ledger.test/cartoon", title="Monday's cartoon")])
    tuesday = entry(2, link="https://ledger.test/cartoon", title="Tuesday's cartoon", published_at=START + 24 * HOUR)
    assert poll([tuesday]) == polls.EntryCounts(new=1)
    assert poll([tuesday]) == polls.EntryCounts(known=1)
    assert pages(settings) == 1
    assert ask(settings, "select reason from ops.page_due order by reason") == [("headline",), ("new",)]


@pytest.mark.rel("F01")
def test_two_entries_that_a_document_tells_apart_are_not_joined_by_their_link(settings: Settings, poll: Poll) -> None:
    one_link = [entry(n, link="https://ledger.test/live", title="Live", published_at=START) for n in range(3)]
    assert poll(one_link) == polls.EntryCounts(new=3)
    assert poll(one_link[:1]) == polls.EntryCounts(known=1, aliases=1)
    assert poll(one_link) == polls.EntryCounts(known=3)


# ---- F02 -----------------------------------------------------------------------------------------------------------------


def volatile(entries: Iterable[Entry], token: str) -> list[Entry]:
    return [replace(e, link=f"{e.link}?v={token}") for e in entries]


@pytest.mark.rel("F02")
def test_links_that_change_with_every_request_make_nothing_new_and_flag_the_feed(settings: Settings, poll: Poll) -> None:
    without = [replace(e, guid=None) for e in FIFTY]
    assert poll(volatile(without, "a")) == polls.EntryCounts(new=50)
    assert one(settings, "select volatile_links_at from ops.feed_state") is None
    assert poll(volatile(without, "b")) == polls.EntryCounts(known=50)
    assert poll(volatile(without, "c")) == polls.EntryCounts(known=50)
    assert pages(settings) == 50
    assert one(settings, "select count(*) from ops.entry_name") == 100  # nor do names pile up
    assert one(settings, "select volatile_links_at from ops.feed_state") == START + 2 * HOUR
    assert one(settings, "select has_volatile_links from mart.source_health") is True


@pytest.mark.rel("F02")
def test_links_that_change_under_a_guid_make_no_pages_either(settings: Settings, poll: Poll) -> None:
    assert poll(volatile(FIFTY, "a")) == polls.EntryCounts(new=50)
    assert poll(volatile(FIFTY, "b")) == polls.EntryCounts(known=50)
    assert pages(settings) == 50


@pytest.mark.rel("F02")
@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another headline"},
        {"published_at": START + HOUR},
        {"link": "https://ledger.test/elsewhere?v=b"},
        {"link": "https://other.test/news/1?v=b"},
    ],
    ids=["title", "date", "path", "host"],
)
def test_without_a_guid_only_title_date_and_place_together_say_that_a_link_is_volatile(
    settings: Settings, poll: Poll, other: dict[str, object]
) -> None:
    first = entry(1, guid=None, link="https://ledger.test/news/1?v=a")
    poll([first])
    assert poll([replace(first, link="https://ledger.test/news/1?v=b")]) == polls.EntryCounts(known=1)
    assert poll([replace(first, **{"link": "https://ledger.test/news/1?v=b"} | other)]) == polls.EntryCounts(new=1)


@pytest.mark.rel("F02")
def test_undated_titles_that_recur_are_apart(settings: Settings, poll: Poll) -> None:
    weather = Entry("https://ledger.test/story?id=5", None, "Weather", None)
    assert poll([weather]) == polls.EntryCounts(new=1)
    assert poll([replace(weather, link="https://ledger.test/story?id=6")]) == polls.EntryCounts(new=1)
    assert one(settings, "select volatile_links_at from ops.feed_state") is None


# ---- F03 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("F03")
def test_one_guid_for_all_entries_of_a_document_names_none_of_them(settings: Settings, poll: Poll) -> None:
    same = [replace(e, guid="item") for e in FIFTY]
    assert poll(same) == polls.EntryCounts(new=50)
    assert poll(same) == polls.EntryCounts(known=50)
    assert poll(same[:1]) == polls.EntryCounts(known=1, aliases=1)
    assert poll([entry(60, guid="item")]) == polls.EntryCounts(new=1)
    assert (one(settings, "select count(*) from ops.entry"), pages(settings)) == (51, 51)


@pytest.mark.rel("F03")
@pytest.mark.parametrize("days", [30, None], ids=["dated", "undated"])
def test_a_guid_that_is_used_anew_is_another_entry(settings: Settings, poll: Poll, days: int | None) -> None:
    monthly = [entry(n, guid="the-guid", published_at=START + n * timedelta(days=days) if days else None) for n in range(3)]
    for told in monthly:
        assert poll([told]) == polls.EntryCounts(new=1)
    for told in monthly:
        assert poll([told]) == polls.EntryCounts(known=1)
    assert pages(settings) == 3


@pytest.mark.rel("F03")
def test_an_entry_whose_link_moves_under_its_guid_and_date_stays_one(settings: Settings, poll: Poll) -> None:
    """Desks move stories from one section to another, and give them another headline while they are at it."""
    moved = entry(1, link="https://ledger.test/nation/1", title="A better headline")
    poll([entry(1)])
    assert poll([moved]) == polls.EntryCounts(changed=1, aliases=1)
    assert poll([entry(1)], START + HOUR / 2).new == 0
    assert pages(settings) == 2


# ---- F04 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("F04")
@pytest.mark.parametrize("guid", [None, "link"])
@pytest.mark.parametrize(
    "address", ["http://ledger.test/news/1", "https://www.ledger.test/news/1", "http://www.ledger.test/news/1"]
)
def test_scheme_and_www_make_no_other_entry(settings: Settings, poll: Poll, address: str, guid: str | None) -> None:
    first = entry(1)
    poll([replace(first, guid=guid and first.link)])
    found = poll([replace(first, link=address, guid=guid and address)])
    assert (found.new, found.known, pages(settings)) == (0, 1, 1)


@pytest.mark.rel("F04")
def test_another_domain_is_another_entry_unless_the_guid_says_otherwise(settings: Settings, poll: Poll) -> None:
    """Whether the page is another article is for redirects and canonical addresses to say, when it is read."""
    bare = entry(1, guid=None)
    poll([bare])
    assert poll([replace(bare, link="https://herald.test/news/1")]) == polls.EntryCounts(new=1)
    poll([entry(2)])
    assert poll([entry(2, link="https://herald.test/news/2")]) == polls.EntryCounts(known=1, aliases=1)
    assert pages(settings) == 4


# ---- G06, and what holds for all -----------------------------------------------------------------------------------------


@pytest.mark.rel("G06")
def test_what_a_document_tells_twice_is_one_entry_with_the_last_headline(settings: Settings, poll: Poll) -> None:
    assert poll([entry(1), entry(2), entry(1, title="The last word")]) == polls.EntryCounts(new=2, repeated=1)
    assert ask(settings, "select title from ops.entry where guid = 'guid-1'") == [("The last word",)]
    assert poll([entry(1, title="The last word"), entry(1, title="The last word")]) == polls.EntryCounts(known=1, repeated=1)


def test_an_entry_that_loses_its_guid_or_gets_one_stays_one(settings: Settings, poll: Poll) -> None:
    bare = [replace(e, guid=None) for e in FIFTY]
    assert poll(FIFTY[:25] + bare[25:]) == polls.EntryCounts(new=50)
    assert poll(bare[:25] + FIFTY[25:]).new == 0


@pytest.mark.parametrize("order", [(2, 0, 1), (2, 1, 0), (1, 2, 0)])
def test_documents_in_another_order_leave_the_same_entries(settings: Settings, poll: Poll, order: tuple[int, ...]) -> None:
    documents = [
        [*FIFTY[:10], *volatile([entry(60, guid=None)], "a")],
        [replace(e, guid=f"new-{e.guid}") for e in FIFTY[5:20]],
        [*(replace(e, title=f"{e.title}, revised") for e in FIFTY[15:20]), *volatile([entry(60, guid=None)], "b")],
    ]
    look = "select title, link, first_seen_at, last_seen_at from ops.entry order by title"
    for n in order:
        poll(documents[n], START + n * HOUR)
    state = ask(settings, look)
    assert len(state) == 21
    assert [title for title, *_ in state if "revised" in title] == [f"Headline {n}, revised" for n in range(15, 20)]
    for n in (0, 1, 2):
        assert poll(documents[n], START + n * HOUR).new == 0
    assert ask(settings, look) == state
