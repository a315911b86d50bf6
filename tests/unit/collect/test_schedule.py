"""When a feed is asked again, and an article fetched again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.collect.schedule import DAY, HOUR, LEAST, LONGEST_ABSENCE, MOST, Plan, next_recheck, plan_poll
from media_monitor.model import Failed, FailureKind, Feed, Fetched, NotAFeed, NotModified

NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
FEED = Feed("f1", "https://news.test/feed", "news")
WORKING = replace(FEED, etag='"v1"', unchanged_at=NOW, newest_entry_at=NOW)
"""Conditional requests work."""
ANSWER = Fetched(FEED.url, 200, (), b"<rss/>", NOW, 1)
SAME = NotModified(FEED.url, (), NOW, 1)


def failed(status: int | None = None, *, retry_after: int | None = None, kind: FailureKind = "http_status") -> Failed:
    return Failed(FEED.url, kind, "", NOW, status=status, retry_after_seconds=retry_after)


def plan(feed: Feed, result: Fetched | NotModified | Failed | NotAFeed = ANSWER, jitter: float = 0.0) -> Plan:
    return plan_poll(feed, result, NOW, jitter)


def wait(a_plan: Plan) -> float:
    assert a_plan.next_poll_at is not None
    return (a_plan.next_poll_at - NOW).total_seconds()


def failing(times: int, **known: Any) -> Feed:
    return replace(FEED, failure_count=times, **known)


def test_without_a_hint_a_feed_is_asked_once_an_hour() -> None:
    assert plan(FEED) == Plan(NOW + timedelta(hours=1), HOUR, "its publisher says nothing: once an hour")


# ---- the publisher's wishes --------------------------------------------------------------------------------------------


@pytest.mark.rel("A07")
@pytest.mark.parametrize(
    ("fresh", "inside", "seconds", "reason"),
    [(600, None, 600, "its publisher asks for 10 min between polls (max-age or Expires)"),
     (60, None, LEAST, "its publisher asks for 60 s between polls (max-age or Expires); five minutes are the least"),
     (43_200, None, 43_200, "its publisher asks for 12 h between polls (max-age or Expires)"),
     (10**12, None, MOST, "its publisher asks for 11574074 days between polls (max-age or Expires); a week is the most"),
     (None, 7200, 7200, "its publisher asks for 2 h between polls (inside the feed)"),
     (600, 7200, 7200, "its publisher asks for 2 h between polls (inside the feed)"),
     (7200, 600, 7200, "its publisher asks for 2 h between polls (max-age or Expires)")],
)  # fmt: skip
def test_the_longest_wish_of_the_publisher_counts_within_bounds(
    fresh: int | None, inside: int | None, seconds: int, reason: str
) -> None:
    for result in (ANSWER, SAME):
        result_plan = plan(replace(FEED, fresh_seconds=fresh, document_seconds=inside), result)
        assert (wait(result_plan), result_plan.interval_seconds, result_plan.reason) == (seconds, seconds, reason)


@pytest.mark.rel("A08")
@pytest.mark.parametrize(
    ("now", "hours", "days", "next_poll"),
    [
        ("2031-05-17T23:30", (0, 1, 2, 3, 4, 5, 6), (), "2031-05-18T07:00"),
        ("2031-05-17T22:30", (0, 1, 2, 3, 4, 5, 6), (), "2031-05-17T23:30"),
        ("2031-05-16T23:30", (), (6, 7), "2031-05-19T00:00"),
        ("2031-05-16T23:30", (0,), (6, 7), "2031-05-19T01:00"),
        ("2031-05-17T09:30", tuple(range(1, 24)), (1, 2, 3, 4, 5, 6), "2031-05-18T00:00"),
    ],
)
def test_hours_and_days_that_the_publisher_closes_are_skipped_in_utc(
    now: str, hours: tuple[int, ...], days: tuple[int, ...], next_poll: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    feed = replace(FEED, skip_hours=hours, skip_days=days)
    for result in (ANSWER, failed(500)):
        found = plan_poll(replace(feed, failure_count=1), result, at.astimezone(timezone(timedelta(hours=9))), 0.0)
        assert found.next_poll_at == datetime.fromisoformat(next_poll).replace(tzinfo=UTC)
    assert ("ask to skip" in found.reason) == (next_poll[-5:] != "23:30")


# ---- the feed's own rhythm ---------------------------------------------------------------------------------------------


def test_a_quick_feed_is_asked_as_often_as_it_changes_if_that_costs_its_server_little() -> None:
    assert plan(replace(WORKING, rhythm_seconds=900)) == Plan(
        NOW + timedelta(minutes=15), 900, "something new every 15 min, and its server can be asked for changes only"
    )
    assert wait(plan(replace(WORKING, rhythm_seconds=7))) == LEAST
    assert wait(plan(replace(WORKING, rhythm_seconds=0))) == LEAST
    assert wait(plan(replace(WORKING, rhythm_seconds=9_000))) == HOUR
    # the publisher's word stands above what we measure
    assert wait(plan(replace(WORKING, rhythm_seconds=900, fresh_seconds=5_400))) == 5_400


@pytest.mark.parametrize(
    "lack", [{"etag": None}, {"unchanged_at": None}, {"rhythm_seconds": None}], ids=["no validator", "no 304", "no rhythm"]
)
def test_a_quick_feed_whose_polls_cost_the_whole_document_is_asked_once_an_hour(lack: dict[str, None]) -> None:
    assert wait(plan(replace(WORKING, rhythm_seconds=900))) == 900  # the control
    assert wait(plan(replace(WORKING, **{"rhythm_seconds": 900} | lack))) == HOUR


@pytest.mark.rel("A18")
def test_the_longer_a_feed_is_silent_the_longer_it_is_left_alone() -> None:
    def waits(*hours: float, feed: Feed = FEED) -> list[float]:
        silent = [replace(feed, newest_entry_at=NOW - timedelta(hours=h)) for h in hours]
        return [wait(plan(feed, SAME)) / HOUR for feed in silent]

    assert waits(0, 30, 75, 150, 720, 10_000) == [1, 1, 2.5, 5, 24, 24]
    assert waits(0, 5, 15, feed=replace(WORKING, rhythm_seconds=600)) == [1 / 6, 1 / 6, 0.5]
    # who invites us is taken at its word until it is idle
    assert waits(150, 720, 721, feed=replace(FEED, fresh_seconds=600)) == [1 / 6, 1 / 6, 24]
    assert waits(10_000, feed=replace(FEED, fresh_seconds=2 * DAY)) == [48]
    assert wait(plan(replace(FEED, newest_entry_at=None), SAME)) == HOUR
    assert plan(replace(FEED, newest_entry_at=NOW - timedelta(days=12))).reason == "nothing new for 12 days"


@pytest.mark.rel("A12")
def test_a_feed_whose_304s_are_untrue_is_asked_once_a_day() -> None:
    feed = replace(WORKING, distrusted_at=NOW, rhythm_seconds=600, fresh_seconds=600)
    assert wait(plan(feed)) == DAY
    assert "once a day" in plan(feed).reason
    assert wait(plan(replace(feed, fresh_seconds=3 * DAY))) == 3 * DAY


# ---- failures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (6, 6), (24, 24), (501, 24)])
def test_failures_back_off_step_by_step_up_to_a_day(failures: int, hours: int) -> None:
    for result in (failed(500), failed(kind="timeout"), NotAFeed("not_a_feed", "an HTML page")):
        answer = plan(failing(failures), result)
        assert (wait(answer), answer.interval_seconds) == (hours * HOUR, HOUR)
    assert plan(failing(3), failed(500)).reason == "failed 3 times in a row (500)"
    assert plan(failing(1), failed(kind="timeout")).reason == "failed (timeout)"


@pytest.mark.rel("A10")
@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (6, 32), (10, 512), (11, 720), (30, 720), (10**6, 720)])
def test_what_is_not_found_is_asked_for_ever_more_rarely_but_never_given_up(failures: int, hours: int) -> None:
    answer = plan(failing(failures), failed(404))
    assert wait(answer) == hours * HOUR <= LONGEST_ABSENCE
    assert answer.reason.startswith("not found (404), failed")
    assert wait(plan(FEED)) == HOUR  # and once it is back


def test_backing_off_never_asks_sooner_than_the_publisher_wished() -> None:
    slow = failing(1, interval_seconds=2 * DAY)
    assert [wait(plan(slow, failed(status))) for status in (500, 403, 404)] == [2 * DAY] * 3
    assert wait(plan(slow, failed(429, retry_after=60))) == 2 * DAY


@pytest.mark.rel("A06")
def test_retry_after_is_waited_for_exactly() -> None:
    for jitter in (0.0, 1.0):
        assert wait(plan(failing(1), failed(429, retry_after=317_100), jitter)) == 317_100
        assert wait(plan(failing(1), failed(503, retry_after=10**18), jitter)) == MOST
        assert wait(plan(failing(1), failed(503, retry_after=60), jitter)) == HOUR
    assert plan(failing(1), failed(429, retry_after=316_800)).reason == "its server asks to wait 4 days (Retry-After)"
    # junk is no Retry-After: see test_headers
    assert [wait(plan(failing(n), failed(429))) for n in (1, 2)] == [HOUR, 2 * HOUR]


@pytest.mark.parametrize(("failures", "hours"), [(1, 4), (2, 8), (6, 24), (51, 24)])
def test_a_closed_door_is_tried_again_after_hours(failures: int, hours: int) -> None:
    for status in (401, 403):
        answer = plan(failing(failures), failed(status))
        assert wait(answer) == hours * HOUR
        assert answer.reason.startswith(f"its server lets nobody in ({status})")


@pytest.mark.rel("A10")
def test_what_is_gone_is_not_asked_again() -> None:
    answer = plan(failing(1), failed(410))
    assert (answer.next_poll_at, answer.interval_seconds) == (None, HOUR)
    assert "another address" in answer.reason
    assert plan(failing(1), failed(410, retry_after=60)).next_poll_at is None


def test_what_robots_disallow_is_asked_again_after_a_day() -> None:
    answer = plan(failing(1), failed(kind="disallowed"))
    assert (wait(answer), answer.reason) == (DAY, "robots.txt disallows it")


# ---- always ------------------------------------------------------------------------------------------------------------

EARLIEST, LATEST = NOW.replace(year=1990, tzinfo=None), NOW.replace(year=2090, tzinfo=None)
seconds_or_none = st.none() | st.integers(0, 10**18)


@pytest.mark.rel("A05")
@pytest.mark.rel("A17")
@settings(deadline=None)
@given(
    now=st.datetimes(EARLIEST, LATEST, timezones=st.sampled_from([UTC, ZoneInfo("Europe/Dublin")])),
    jitter=st.floats(0, 1),
    status=st.sampled_from([200, 304, 401, 404, 429, 500, 503]),
    fresh=seconds_or_none,
    inside=seconds_or_none,
    rhythm=seconds_or_none,
    failures=st.integers(1, 10**6),
    retry=seconds_or_none,
    newest=st.none() | st.integers(-(10**8), 10**8),
    hours=st.sets(st.integers(0, 23), max_size=23),
    days=st.sets(st.integers(1, 7), max_size=6),
)
def test_whatever_happens_a_feed_is_neither_hurried_nor_silenced_and_chance_only_adds(
    now: datetime,
    jitter: float,
    status: int,
    fresh: int | None,
    inside: int | None,
    rhythm: int | None,
    failures: int,
    retry: int | None,
    newest: int | None,
    hours: set[int],
    days: set[int],
) -> None:
    feed = replace(WORKING, fresh_seconds=fresh, document_seconds=inside, rhythm_seconds=rhythm, failure_count=failures)
    feed = replace(feed, newest_entry_at=None if newest is None else now.astimezone(UTC) - timedelta(seconds=newest))
    result = ANSWER if status == 200 else SAME if status == 304 else failed(status, retry_after=retry)

    def waits(feed: Feed, jitter: float) -> float:
        at = plan_poll(feed, result, now, jitter).next_poll_at
        assert at is not None
        return (at.astimezone(UTC) - now.astimezone(UTC)).total_seconds()

    calm, jittered = waits(feed, 0.0), waits(feed, jitter)
    advertised = max(fresh or 0, inside or 0) if status in {200, 304} else 0
    least = max(LEAST, min(advertised, MOST)) if advertised or (rhythm is not None and rhythm < HOUR) else HOUR
    assert least <= calm <= jittered <= calm * 1.1 + 1
    assert calm <= (LONGEST_ABSENCE if status == 404 else MOST)
    skipping = replace(feed, skip_hours=tuple(sorted(hours)), skip_days=tuple(sorted(days)))
    assert jittered - 0.001 <= waits(skipping, jitter) <= max(jittered, calm * 1.1) + 7 * DAY
    at = plan_poll(skipping, result, now, jitter).next_poll_at
    assert at is not None
    assert at.astimezone(UTC).hour not in hours
    assert at.astimezone(UTC).isoweekday() not in days


def test_articles_are_fetched_again_five_times() -> None:
    ages = [next_recheck(NOW, done) for done in range(6)]
    minutes = [(age - NOW).total_seconds() / 60 for age in ages if age]
    assert minutes == [15, 60, 180, 3 * 1440, 30 * 1440]
    assert ages[5] is None
