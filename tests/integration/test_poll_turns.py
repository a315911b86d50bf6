"""Which due feeds are polled now, and which later: crowded hosts, long lists, hosts that send us away, and clocks that jump."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

from media_monitor import ids
from media_monitor.collect.slots import PAUSE
from media_monitor.settings import Settings
from media_monitor.stages.run import shard_groups
from media_monitor.warehouse import hosts, polls, queue, reference
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, HOUR, ask, one

TICK = queue.TICK
SHARDS = list(range(queue.SHARDS))


def add_feeds(settings: Settings, names: list[str], start: datetime = AT) -> None:
    """Feeds at these hosts, named host/number."""
    with connect(str(settings.dsn)) as connection:
        reference.merge(connection, "outlet", [("news", "News", None, "news.test", None, "en", None, True, None)])
        rows = [
            (name, "news", f"https://{name}", ids.sha256(name), ids.shard_of(name.split("/")[0], 64), "en", None, None)
            for name in names
        ]
        reference.merge(connection, "feed", rows)
        reference.start_feeds(connection, start)


def settle(settings: Settings, now: datetime) -> None:
    with connect(str(settings.dsn)) as connection:
        queue.settle_feeds(connection, now, PAUSE)


def poll_tick(settings: Settings, now: datetime) -> list[tuple[str, datetime]]:
    """A round of the poll DAG, played without its requests: who is polled and when it was due; each is due again in an hour."""
    settle(settings, now)
    found = []
    with connect(str(settings.dsn)) as connection:
        groups = shard_groups(queue.feed_shards(connection, now), 1_000)
        assert len(groups) <= 64
        for group in groups:
            while held := queue.claim_feeds(connection, group, now, 200):
                found += [(h.feed.feed_id, h.due_at) for h in held]
    ask(
        settings,
        "update ops.feed_state set leased_until = null, last_polled_at = %s, next_poll_at = %s where feed_id = any(%s)",
        now, now + HOUR, [name for name, _ in found],
    )  # fmt: skip
    return found


def p95(values: list[timedelta]) -> timedelta:
    return sorted(values)[int(0.95 * len(values))]


@pytest.mark.rel("A14")
def test_a_host_with_900_feeds_gets_its_turns_and_nobody_else_waits(settings: Settings) -> None:
    add_feeds(settings, [f"crowd.test/{n}" for n in range(900)] + [f"other-{n}.test/feed" for n in range(100)])
    ask(settings, "update ops.feed_state set next_poll_at = %s", AT)
    most = queue.TURNS_FOR.total_seconds() / PAUSE
    lateness, crowd = [], Counter[str]()
    for tick in range(30):
        now = AT + tick * TICK
        polled = poll_tick(settings, now)
        others = [now - due for name, due in polled if not name.startswith("crowd")]
        assert len(polled) - len(others) <= most  # so that at 5 s from one to the next, all are done before the next round
        lateness += others
        crowd.update(name for name, _ in polled if name.startswith("crowd"))
    assert len(lateness) >= 200
    assert p95(lateness) < TICK
    assert len(crowd) == 900  # each of the many had its turn
    assert max(crowd.values()) <= 2


@pytest.mark.rel("A14")
def test_a_host_that_asks_for_a_longer_pause_gets_fewer_turns(settings: Settings) -> None:
    add_feeds(settings, [f"slow.test/{n}" for n in range(20)])
    with connect(str(settings.dsn)) as connection:
        hosts.pace(connection, {"slow.test": 120.0})
    assert [len(poll_tick(settings, AT + n * TICK)) for n in range(3)] == [2, 2, 2]


@pytest.mark.rel("A16")
def test_a_long_list_starts_over_an_hour(settings: Settings) -> None:
    add_feeds(settings, [f"host-{n}.test/feed" for n in range(20_000)])
    due = [at for (at,) in ask(settings, "select next_poll_at from ops.feed_state order by 1")]
    assert due[0] == AT
    assert due[-1] - due[0] >= HOUR - timedelta(minutes=1)
    per_second = Counter((at - AT).total_seconds() // 36 for at in due)
    assert max(per_second.values()) == 200


@pytest.mark.slow
@pytest.mark.rel("A16")
def test_after_a_stop_20_000_feeds_start_anew_without_a_burst_and_then_keep_time(settings: Settings) -> None:
    add_feeds(settings, [f"host-{n}.test/feed" for n in range(20_000)])
    ask(settings, "update ops.feed_state set next_poll_at = %s, last_polled_at = %s", AT - 9 * HOUR, AT - 10 * HOUR)
    starts: defaultdict[int, list[timedelta]] = defaultdict(list)
    for tick in range(26):
        now = AT + tick * TICK
        starts[tick] += [now - due for _, due in poll_tick(settings, now)]
    counts = [len(found) for found in starts.values()]
    assert sum(counts[:13]) >= 20_000  # within the hour that follows, all of them
    assert max(counts) <= 20_000 / 12 * 1.3  # a burst would be 20,000
    assert p95([late for tick in range(1, 26) for late in starts[tick]]) < TICK
    assert one(settings, "select count(*) from ops.feed_state where plan_reason like '%%its turn comes later%%'") > 15_000


def test_few_feeds_that_waited_long_are_polled_at_once(settings: Settings) -> None:
    add_feeds(settings, [f"host-{n}.test/feed" for n in range(150)])
    assert len(poll_tick(settings, AT + 9 * HOUR)) == 150


# ---- hosts that send us away -------------------------------------------------------------------------------------------------


def send_away(settings: Settings, *names: str, at: datetime = AT, wait: timedelta = 2 * HOUR) -> None:
    """These feeds answered 503 with Retry-After at `at`."""
    ask(
        settings,
        "update ops.feed_state set last_polled_at = %s, throttled_until = %s, next_poll_at = %s where feed_id = any(%s)",
        at, at + wait, at + wait, list(names),
    )  # fmt: skip


def waiting(settings: Settings, now: datetime) -> int:
    """Feeds that a rest of crowd.test put off."""
    with connect(str(settings.dsn)) as connection:
        return polls.rest_hosts(connection, ["crowd.test"], now)


@pytest.mark.rel("A15")
def test_one_feed_that_is_sent_away_waits_alone_and_two_speak_for_their_host(settings: Settings) -> None:
    add_feeds(settings, [f"crowd.test/{n}" for n in range(50)] + ["other.test/feed"])
    send_away(settings, "crowd.test/1")
    assert waiting(settings, AT) == 0
    send_away(settings, "crowd.test/2", at=AT + timedelta(minutes=9), wait=3 * HOUR)
    assert waiting(settings, AT + timedelta(minutes=9)) == 49
    until = AT + timedelta(minutes=189)
    assert one(settings, "select count(*) from ops.feed_state where next_poll_at = %s", until) == 50
    assert one(settings, "select next_poll_at from ops.feed_state where feed_id = 'other.test/feed'") == AT


@pytest.mark.rel("A15")
def test_two_feeds_that_are_sent_away_an_hour_apart_are_two_bad_routes(settings: Settings) -> None:
    add_feeds(settings, [f"crowd.test/{n}" for n in range(5)])
    send_away(settings, "crowd.test/1")
    send_away(settings, "crowd.test/2", at=AT + HOUR)
    assert waiting(settings, AT + HOUR) == 0


# ---- clocks ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("A17")
@pytest.mark.parametrize("ahead", [timedelta(hours=1), DAY, 365 * DAY], ids=["an hour", "a day", "a year"])
def test_a_clock_that_was_ahead_neither_silences_a_feed_nor_hurries_it(settings: Settings, ahead: timedelta) -> None:
    add_feeds(settings, ["host.test/feed"])
    wrong = AT + ahead
    assert len(poll_tick(settings, wrong)) == 1
    assert one(settings, "select next_poll_at from ops.feed_state") == wrong + HOUR
    assert poll_tick(settings, AT) == []  # the clock is right again: that poll was just now, as far as anybody knows
    assert one(settings, "select next_poll_at from ops.feed_state") == AT + HOUR
    assert len(poll_tick(settings, AT + HOUR)) == 1


@pytest.mark.rel("A17")
def test_a_clock_that_was_behind_hurries_nobody(settings: Settings) -> None:
    add_feeds(settings, ["host.test/feed"], start=AT - DAY)
    assert len(poll_tick(settings, AT - DAY)) == 1
    assert len(poll_tick(settings, AT)) == 1
    assert poll_tick(settings, AT + HOUR / 2) == []
