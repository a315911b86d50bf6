"""When a feed is asked again, and an article fetched again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.collect.schedule import DAY, HOUR, LEAST, MOST, Plan, next_recheck, plan_poll
from media_monitor.model import Failed, FailureKind, Feed, Fetched, NotAFeed, NotModified, ParsedFeed

NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
FEED = Feed("f1", "https://news.test/feed", "news")
NO_HINT = ParsedFeed("rss20", None, ())


def fetched(**headers: str) -> Fetched:
    return Fetched(FEED.url, 200, tuple((k.replace("_", "-"), v) for k, v in headers.items()), b"<rss/>", NOW, 1)


def unchanged(**headers: str) -> NotModified:
    return NotModified(FEED.url, tuple((k.replace("_", "-"), v) for k, v in headers.items()), NOW, 1)


def failed(status: int | None = None, *, retry_after: int | None = None, kind: FailureKind = "http_status") -> Failed:
    return Failed(FEED.url, kind, "", NOW, status=status, retry_after_seconds=retry_after)


def plan(
    result: Fetched | NotModified | Failed | NotAFeed,
    parsed: ParsedFeed | None = None,
    *,
    feed: Feed = FEED,
    jitter: float = 0.0,
    newest: datetime | None = NOW,
) -> Plan:
    return plan_poll(feed, result, parsed, NOW, jitter, newest)


def wait(a_plan: Plan) -> float:
    assert a_plan.next_poll_at is not None
    return (a_plan.next_poll_at - NOW).total_seconds()


def test_without_a_hint_a_feed_is_asked_once_an_hour() -> None:
    assert plan(fetched(), NO_HINT) == Plan(NOW + timedelta(hours=1), HOUR, "usual")


@pytest.mark.parametrize(
    ("cache_control", "hint_seconds", "seconds"),
    [("max-age=600", None, 600), ("max-age=60", None, LEAST), ("max-age=43200", None, 43_200),
     ("max-age=1000000000000", None, MOST), ("", 7200, 7200), ("max-age=600", 7200, 7200), ("max-age=7200", 600, 7200),
     ("no-store", None, HOUR), ("max-age=abc", None, HOUR)],
)  # fmt: skip
def test_the_longest_wish_of_the_publisher_counts_within_bounds(
    cache_control: str, hint_seconds: int | None, seconds: int
) -> None:
    result = plan(fetched(Cache_Control=cache_control), replace(NO_HINT, hint_seconds=hint_seconds))
    assert wait(result) == seconds == result.interval_seconds


def test_an_unchanged_feed_keeps_the_interval_its_document_asked_for() -> None:
    polled = replace(FEED, interval_seconds=7200)
    assert wait(plan(unchanged(), feed=polled)) == 7200
    assert wait(plan(unchanged(Cache_Control="max-age=60"), feed=polled)) == 7200
    assert wait(plan(unchanged(Cache_Control="max-age=9000"), feed=polled)) == 9000
    assert wait(plan(fetched(), feed=polled)) == 7200
    assert wait(plan(fetched(), NO_HINT, feed=polled)) == HOUR


def test_an_idle_feed_is_asked_once_a_day_and_wakes_up_again() -> None:
    old = NOW - timedelta(days=31)
    assert plan(unchanged(), newest=old) == Plan(NOW + timedelta(days=1), HOUR, "idle")
    assert wait(plan(unchanged(), newest=NOW - timedelta(days=29))) == HOUR
    assert wait(plan(unchanged(), newest=None)) == HOUR
    assert wait(plan(unchanged(), newest=old, feed=replace(FEED, interval_seconds=2 * DAY))) == 2 * DAY


@pytest.mark.parametrize(("failures_before", "hours"), [(0, 1), (1, 2), (5, 6), (23, 24), (500, 24)])
def test_failures_back_off_step_by_step_up_to_a_day(failures_before: int, hours: int) -> None:
    for result in (failed(500), failed(404), failed(kind="timeout"), NotAFeed("not_a_feed", "an HTML page")):
        answer = plan(result, feed=replace(FEED, failure_count=failures_before))
        assert (wait(answer), answer.reason, answer.interval_seconds) == (hours * HOUR, "back_off", HOUR)


def test_backing_off_never_asks_sooner_than_the_publisher_wished() -> None:
    slow = replace(FEED, interval_seconds=2 * DAY)
    assert wait(plan(failed(500), feed=slow)) == 2 * DAY
    assert wait(plan(failed(403), feed=slow)) == 2 * DAY
    assert wait(plan(failed(429, retry_after=60), feed=slow)) == 2 * DAY


def test_retry_after_is_waited_for() -> None:
    assert wait(plan(failed(429, retry_after=317_100))) == 317_100
    assert wait(plan(failed(503, retry_after=10**9))) == MOST
    assert wait(plan(failed(503, retry_after=60))) == HOUR


@pytest.mark.parametrize(("failures_before", "hours"), [(0, 4), (1, 8), (5, 24), (50, 24)])
def test_a_closed_door_is_tried_again_after_hours(failures_before: int, hours: int) -> None:
    for status in (401, 403):
        answer = plan(failed(status), feed=replace(FEED, failure_count=failures_before))
        assert (wait(answer), answer.reason) == (hours * HOUR, "forbidden")


def test_what_is_gone_is_not_asked_again() -> None:
    assert plan(failed(410)) == Plan(None, HOUR, "gone")
    assert plan(failed(410, retry_after=60)).next_poll_at is None


def test_what_robots_disallow_is_asked_again_after_a_day() -> None:
    assert (wait(plan(failed(kind="disallowed"))), plan(failed(kind="disallowed")).reason) == (DAY, "disallowed")


@settings(deadline=None)
@given(
    jitter=st.floats(0, 1),
    status=st.sampled_from([200, 304, 401, 404, 429, 500, 503]),
    age=st.integers(0, 10**13),
    hint=st.none() | st.integers(0, 10**13),
    failures=st.integers(0, 10**6),
    retry=st.none() | st.integers(0, 10**13),
)
def test_no_plan_is_sooner_than_five_minutes_or_later_than_a_week(
    jitter: float, status: int, age: int, hint: int | None, failures: int, retry: int | None
) -> None:
    feed = replace(FEED, failure_count=failures)
    caching = {"Cache_Control": f"max-age={age}"}
    result: Fetched | NotModified | Failed
    if status == 200:
        result = fetched(**caching)
    elif status == 304:
        result = unchanged(**caching)
    else:
        result = failed(status, retry_after=retry)
    parsed = replace(NO_HINT, hint_seconds=hint) if status == 200 else None
    calm, jittered = wait(plan(result, parsed, feed=feed)), wait(plan(result, parsed, feed=feed, jitter=jitter))
    assert LEAST <= calm <= jittered <= MOST * 1.1
    assert jittered <= calm * 1.1 + 1


def test_articles_are_fetched_again_five_times() -> None:
    ages = [next_recheck(NOW, done) for done in range(6)]
    minutes = [(age - NOW).total_seconds() / 60 for age in ages if age]
    assert minutes == [15, 60, 180, 3 * 1440, 30 * 1440]
    assert ages[5] is None
