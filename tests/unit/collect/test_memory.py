"""What a feed remembers of its polls: validators, wishes, and whether its server can be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from media_monitor.collect.memory import conditions, remembered
from media_monitor.collect.rhythm import rhythm
from media_monitor.collect.schedule import plan_poll
from media_monitor.collect.skips import skips
from media_monitor.model import Entry, Failed, Feed, Fetched, Move, NotAFeed, NotModified, ParsedFeed

NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ODD_DATE = "Thu, 1 Jan 1970 00:00:00 -0000"
FEED = Feed("f1", "https://news.test/feed", "news", whole_at=NOW - DAY)
KNOWN = replace(
    FEED, etag='W/"v1"', last_modified=ODD_DATE, body_sha=b"1", unchanged_at=NOW - HOUR, newest_entry_at=NOW - 3 * DAY
)


def entry(age: timedelta | None = None) -> Entry:
    return Entry("https://news.test/1", None, "Ferry strike ends", None if age is None else NOW - age)


def parsed(*ages: timedelta | None, **more: Any) -> ParsedFeed:
    return ParsedFeed(**{"version": "rss20", "title": None, "entries": tuple(entry(age) for age in ages)} | more)


def headers(**values: str) -> tuple[tuple[str, str], ...]:
    return tuple((name.replace("_", "-"), value) for name, value in values.items())


def after(
    feed: Feed,
    reading: ParsedFeed | NotAFeed | None = None,
    *,
    sha: bytes = b"2",
    is_whole: bool = False,
    redirects: tuple[tuple[int, str], ...] = (),
    at: datetime = NOW,
    **sent: str,
) -> Feed:
    """The feed after a 200."""
    response = Fetched(FEED.url, 200, headers(**sent), b"", at, 1, redirects=redirects)
    return remembered(feed, response, reading, sha, at, is_whole=is_whole)


def after_304(feed: Feed, *, at: datetime = NOW, redirects: tuple[tuple[int, str], ...] = (), **sent: str) -> Feed:
    return remembered(feed, NotModified(FEED.url, headers(**sent), at, 1, redirects), None, None, at, is_whole=False)


# ---- validators --------------------------------------------------------------------------------------------------------


@pytest.mark.rel("A01")
@pytest.mark.rel("A02")
def test_validators_are_sent_back_as_they_came_and_none_is_invented() -> None:
    first = after(FEED, parsed(HOUR), ETag='W/"v1"', Last_Modified=ODD_DATE)
    assert conditions(first, NOW) == ('W/"v1"', ODD_DATE)
    assert conditions(after(FEED, parsed(HOUR), ETag="v1"), NOW) == ("v1", None)
    assert conditions(after(FEED, parsed(HOUR), Date="Sat, 17 May 2031 09:30:00 GMT"), NOW) == (None, None)


@pytest.mark.rel("A03")
def test_the_same_body_under_new_validators_leaves_the_new_ones() -> None:
    touched = after(KNOWN, None, sha=b"1", ETag='"v2"', Last_Modified="Sat, 17 May 2031 09:00:00 GMT")
    assert conditions(touched, NOW) == ('"v2"', "Sat, 17 May 2031 09:00:00 GMT")


@pytest.mark.rel("A04")
def test_a_304_renews_what_it_names_keeps_the_rest_and_is_a_success() -> None:
    failing = replace(KNOWN, failure_count=3, fresh_seconds=600)
    renewed = after_304(failing, Last_Modified="Sat, 17 May 2031 09:00:00 GMT")
    assert (renewed.etag, renewed.last_modified) == ('W/"v1"', "Sat, 17 May 2031 09:00:00 GMT")
    assert (renewed.failure_count, renewed.unchanged_at, renewed.fresh_seconds, renewed.body_sha) == (0, NOW, 600, b"1")
    assert after_304(failing).last_modified == ODD_DATE
    assert after_304(failing, Cache_Control="max-age=1800").fresh_seconds == 1800
    assert after_304(failing, Cache_Control="no-store").fresh_seconds is None


def test_a_body_that_is_no_feed_leaves_the_validators_of_the_one_that_was() -> None:
    consent = after(KNOWN, NotAFeed("not_a_feed", "an HTML page"), ETag='"consent"')
    assert consent == replace(KNOWN, failure_count=1, last_polled_at=NOW)
    failed = remembered(KNOWN, Failed(FEED.url, "truncated", "", NOW), None, None, NOW, is_whole=False)
    assert failed == replace(KNOWN, failure_count=1, last_polled_at=NOW)


# ---- asking for the whole feed -----------------------------------------------------------------------------------------


@pytest.mark.rel("A11")
def test_a_feed_is_asked_for_whole_at_first_and_then_once_a_week() -> None:
    assert conditions(replace(KNOWN, whole_at=None), NOW) == (None, None)
    assert conditions(replace(KNOWN, whole_at=NOW - 7 * DAY + HOUR), NOW) == ('W/"v1"', ODD_DATE)
    assert conditions(replace(KNOWN, whole_at=NOW - 7 * DAY), NOW) == (None, None)
    broken = remembered(KNOWN, Failed(FEED.url, "timeout", "", NOW), None, None, NOW, is_whole=True)
    assert broken.whole_at == NOW  # a canary that failed was a request, too


@pytest.mark.rel("A12")
def test_the_canary_finds_a_server_that_hides_what_is_new() -> None:
    lying = after(KNOWN, parsed(2 * DAY, HOUR), is_whole=True, ETag='W/"v2"')
    assert lying.distrusted_at == NOW
    assert conditions(lying, NOW + HOUR) == (None, None)
    assert after(lying, parsed(HOUR), sha=b"3", is_whole=True, at=NOW + DAY).distrusted_at == NOW
    same_tag = replace(KNOWN, etag='"v1"')
    assert after(same_tag, parsed(HOUR), is_whole=True, ETag='"v1"').distrusted_at == NOW
    assert after(same_tag, parsed(None), is_whole=True, ETag='"v1"').distrusted_at == NOW


@pytest.mark.rel("A12")
@pytest.mark.parametrize(
    ("feed", "reading", "sha", "is_whole"),
    [
        (KNOWN, parsed(HOUR, 2 * HOUR), b"2", True),  # news of this hour, which no 304 could have told
        (KNOWN, parsed(3 * DAY, 4 * DAY), b"2", True),  # nothing that was not seen
        (KNOWN, None, b"1", True),
        (KNOWN, parsed(2 * DAY), b"2", False),  # told at once
        (replace(KNOWN, unchanged_at=None), parsed(2 * DAY), b"2", True),  # it never said 304
        (replace(KNOWN, unchanged_at=NOW - 4 * DAY, whole_at=NOW - 5 * DAY), parsed(2 * DAY), b"2", True),  # it was down since
        (replace(KNOWN, unchanged_at=NOW - HOUR, whole_at=NOW - HOUR), parsed(2 * DAY), b"2", True),  # a promise hides nothing
        (replace(KNOWN, etag='"v2"', unchanged_at=NOW - HOUR, whole_at=NOW - HOUR), parsed(HOUR), b"2", True),  # nor does a tag
    ],
    ids=["new", "known", "same", "conditional", "never 304", "down", "promised", "same tag"],
)
def test_an_honest_server_is_not_taken_for_a_liar(feed: Feed, reading: ParsedFeed | None, sha: bytes, is_whole: bool) -> None:
    assert after(feed, reading, sha=sha, is_whole=is_whole, ETag='"v2"').distrusted_at is None


def test_conditional_requests_work_until_the_same_body_comes_in_spite_of_them() -> None:
    assert after(KNOWN, parsed(HOUR), ETag='"v2"').unchanged_at == KNOWN.unchanged_at
    assert after(KNOWN, None, sha=b"1", is_whole=True, ETag='"v1"').unchanged_at == KNOWN.unchanged_at
    broken = after(KNOWN, None, sha=b"1", ETag='"v1"')
    assert broken.unchanged_at is None
    # a promise once broken is not believed again, what is kept is
    assert after(broken, parsed(HOUR), sha=b"3", ETag='"v3"').unchanged_at is None
    assert after(broken, parsed(HOUR), sha=b"3", is_whole=True, ETag='"v3"').unchanged_at is None
    assert after_304(broken).unchanged_at == NOW


@pytest.mark.parametrize("sent", [{"ETag": '"v1"'}, {"Last_Modified": ODD_DATE}], ids=["tag", "date"])
def test_a_feed_that_changes_between_all_polls_is_followed_in_its_rhythm_if_it_promises_304s(sent: dict[str, str]) -> None:
    def interval(feed: Feed) -> int:
        return plan_poll(feed, Fetched(FEED.url, 200, (), b"", NOW, 1), NOW, 0.0).interval_seconds

    every_ten_minutes = parsed(*(timedelta(minutes=10 * n) for n in range(8)))
    promised = after(replace(FEED, whole_at=None), every_ten_minutes, is_whole=True, **sent)
    assert interval(promised) == 600
    for n in range(5):  # always another body
        promised = after(promised, every_ten_minutes, sha=bytes([n]), **sent)
    assert interval(promised) == 600
    assert interval(after(FEED, every_ten_minutes, is_whole=True)) == 3600  # no promise
    broken = after(promised, None, sha=bytes([4]), **sent)
    assert interval(broken) == 3600
    assert interval(after(broken, every_ten_minutes, sha=b"new", **sent)) == 3600
    assert interval(replace(promised, distrusted_at=NOW)) == 86_400


# ---- wishes ------------------------------------------------------------------------------------------------------------


def test_the_document_is_asked_for_its_wishes_when_it_comes_and_remembered_when_not() -> None:
    read = after(FEED, parsed(HOUR, hint_seconds=7200, skip_hours=(1, 2), skip_days=(7,)), Cache_Control="max-age=900")
    assert (read.document_seconds, read.fresh_seconds, read.skip_hours, read.skip_days) == (7200, 900, (1, 2), (7,))
    for later in (after_304(read), after(read, None, sha=b"2", Cache_Control="max-age=900")):
        assert (later.document_seconds, later.fresh_seconds, later.skip_hours, later.skip_days) == (7200, 900, (1, 2), (7,))
    assert after(read, parsed(HOUR), sha=b"3").document_seconds is None


def test_the_dates_of_a_news_sitemap_are_an_invitation() -> None:
    gaps = [timedelta(minutes=10 * n) for n in range(8)]
    assert after(FEED, parsed(*gaps, version="sitemap")).document_seconds == 600
    assert after(FEED, parsed(*gaps)).document_seconds is None
    assert after(FEED, parsed(*(9 * gap for gap in gaps), version="sitemap")).document_seconds == 3600


def test_the_newest_entry_is_never_one_of_the_future_and_an_undated_document_is_as_new_as_it_came() -> None:
    assert after(KNOWN, parsed(-DAY, HOUR)).newest_entry_at == NOW - HOUR
    assert after(KNOWN, parsed(5 * DAY)).newest_entry_at == NOW - 3 * DAY
    assert after(KNOWN, parsed(-DAY)).newest_entry_at == NOW - 3 * DAY
    assert after(KNOWN, parsed(None, None)).newest_entry_at == NOW
    assert after(KNOWN, parsed()).newest_entry_at == NOW - 3 * DAY


def test_the_rhythm_is_the_usual_gap_of_the_latest_entries() -> None:
    def found(*minutes: int | None) -> int | None:
        return rhythm([entry(None if m is None else timedelta(minutes=m)) for m in minutes], NOW)

    assert found(0, 10, 20, 30, 40) == 600
    assert found(0, 10, 20, 30, 700, 710, 720) == 600  # a night is no rhythm
    assert found(0, 0, 0, 0, 0, 0) is None  # nor is a burst
    assert found(0, 10, 20, 30, None) is None
    assert found(-50, -40, -30, -20, -10) is None  # nor is what is still to come
    assert found(*range(0, 200, 10), *range(200, 100_000, 60)) == 600  # yesterday's pace


# ---- moves -------------------------------------------------------------------------------------------------------------

THERE = "https://feeds.news.test/new"


def led(*hops: tuple[int, str], polls: int = 3, every: timedelta = 13 * HOUR, feed: Feed = FEED) -> Move | None:
    for n in range(polls):
        feed = after_304(feed, at=NOW + n * every, redirects=hops)
    return feed.move


@pytest.mark.rel("A09")
def test_a_feed_moves_after_three_polls_over_a_day_that_agree() -> None:
    for status in (301, 308):
        assert led((status, THERE)) == Move(THERE, 3, NOW, moved_at=NOW + 26 * HOUR)
    assert led((301, "https://news.test/b"), (308, THERE)) == Move(THERE, 3, NOW, moved_at=NOW + 26 * HOUR)
    for too_soon in (led((301, THERE), polls=2), led((301, THERE), polls=20, every=HOUR)):
        assert too_soon is not None
        assert too_soon.moved_at is None


@pytest.mark.rel("A09")
def test_a_redirect_that_is_not_permanent_moves_nothing() -> None:
    for status in (302, 303, 307):
        assert led((status, THERE)) is None
    assert led((302, "https://news.test/b"), (301, THERE)) is None
    # only as far as it is permanent: what a login page or a mirror adds is not part of the address
    assert led((301, "https://news.test/b"), (302, THERE)) == Move("https://news.test/b", 3, NOW, moved_at=NOW + 26 * HOUR)


@pytest.mark.rel("A09")
def test_a_feed_never_moves_to_another_site_by_itself() -> None:
    stays = led((301, "https://portal.example/feed"), polls=50)
    assert stays == Move("https://portal.example/feed", 50, NOW)


@pytest.mark.rel("A09")
def test_polls_that_disagree_begin_anew() -> None:
    once = after_304(FEED, redirects=((301, THERE),))
    other = after_304(once, redirects=((301, "https://news.test/other"),))
    assert other.move == Move("https://news.test/other", 1, NOW)
    assert after_304(once).move is None
    failed = remembered(once, Failed(FEED.url, "timeout", "", NOW), None, None, NOW, is_whole=False)
    assert failed.move == once.move
    moved = replace(FEED, url=THERE, move=Move(THERE, 3, NOW, NOW))
    assert after_304(moved).move == moved.move


# ---- skipHours and skipDays --------------------------------------------------------------------------------------------


def rss(inside: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()


@pytest.mark.rel("A08")
@pytest.mark.parametrize(
    ("inside", "hours", "days"),
    [
        ("<skipHours><hour>0</hour><hour> 6 </hour><hour>06</hour></skipHours>", (0, 6), ()),
        ("<skipHours><hour>24</hour><hour>23</hour></skipHours>", (0, 23), ()),
        ("<skipDays><day>Sunday</day><day> saturday</day></skipDays>", (), (6, 7)),
        ("<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour><hour/><hour>٣</hour></skipHours>", (), ()),
        ("<skipHours><hour>" + "9" * 5000 + "</hour></skipHours>", (), ()),
        ("<skipDays><day>Domingo</day><day>Mon</day></skipDays>", (), ()),
        ("<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>", (), ()),
        ("<item><skipHours><hour>1</hour></skipHours></item>", (), ()),
        ("<skipHours><hour>1</hour>", (1,), ()),
    ],
)
def test_only_real_hours_and_days_are_skipped(inside: str, hours: tuple[int, ...], days: tuple[int, ...]) -> None:
    assert skips(rss(inside)) == (hours, days)


def test_a_document_that_cannot_be_read_skips_nothing() -> None:
    assert skips(b"skipHours") == ((), ())
    assert skips(b"") == ((), ())
