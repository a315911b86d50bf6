"""Two weeks of polling, played against publishers of every kind: what their server saw is the evidence.

The pipeline is the real one from queue to wire and back; the clock is the test's. Up to three schedulers at a time look for work,
and some of their workers are killed after they asked and before they stored anything.
"""

from __future__ import annotations

import math
import random
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Self

import pytest
from publishers import DAY, HOUR, START, Asked, Publisher, World, newsroom, quick

from media_monitor import ids
from media_monitor.collect import feeds
from media_monitor.collect.http import Client
from media_monitor.collect.schedule import JITTER
from media_monitor.errors import StageFailed
from media_monitor.settings import Settings
from media_monitor.stages import poll
from media_monitor.stages.clock import Clock
from media_monitor.warehouse import queue, reference
from media_monitor.warehouse.db import Connection, connect
from warehouse_fixtures import ask, one, settings_for

MINUTE = timedelta(minutes=1)
SLACK = timedelta(seconds=1)
TARGETS = {"feeds.moved.test", "other.test"}
"""Where redirects lead; not on the list."""


class Killed(BaseException):
    """As if by SIGKILL: nothing is let go."""


class Parser:
    """The parser without its processes: they have tests of their own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    async def parse(self, *document: object) -> object:
        return feeds.parse(*document)


class Pool:
    """A connection for each thread, kept: to open one takes longer than a poll."""

    def __init__(self) -> None:
        self._local, self._kept = threading.local(), ExitStack()

    @contextmanager
    def connect(self, dsn: str) -> Iterator[Connection]:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._kept.enter_context(connect(dsn))
        try:
            yield self._local.connection
            self._local.connection.commit()
        except BaseException:
            self._local.connection.rollback()
            raise

    def close(self) -> None:
        self._kept.close()


@dataclass
class Simulation:
    """A world, a warehouse and up to three schedulers."""

    settings: Settings
    world: World
    look_every: timedelta
    """From one look at what is due to the next."""
    pool: Pool = field(default_factory=Pool)
    chance: random.Random = field(default_factory=lambda: random.Random(31))
    lease: timedelta | None = None
    """How long a killed worker's feeds are nobody's; None: as long as the warehouse says."""
    kill_rate: float = 0.02
    """Part of the workers that are killed."""
    kills: int = 0
    leases: list[tuple[datetime, list[str]]] = field(default_factory=list)
    """When the feeds of killed workers are free again: leases run by the server's clock, which is not the test's."""

    def run(self, until: datetime) -> None:
        with ThreadPoolExecutor(3) as schedulers:
            while (moment := self._next_moment()) is not None and moment < until:
                late = (START - moment) % self.look_every if self.look_every else timedelta()
                self.world.now = max(moment + late, self.world.now) + timedelta(seconds=self.chance.uniform(0, 5))
                self._expire_leases()
                crowd = 3 if self.chance.random() < 0.05 else 1
                for _ in schedulers.map(lambda _: self._work(), range(crowd)):
                    pass

    def _next_moment(self) -> datetime | None:
        with self.pool.connect(str(self.settings.dsn)) as connection, connection.cursor() as cursor:
            cursor.execute("select min(next_poll_at) from ops.feed_state where leased_until is null")
            ((due,),) = cursor.fetchall()
        return min((moment for moment in (due, *(end for end, _ in self.leases)) if moment), default=None)

    def _work(self) -> None:
        with suppress(Killed, StageFailed):
            poll.run(self.settings)

    def kill_some(self, claimed: list[queue.HeldFeed]) -> bool:
        """Whether this worker is killed."""
        if self.chance.random() > self.kill_rate:
            return False
        self.kills += 1
        ends = "select extract(epoch from leased_until - now()) from ops.feed_state where feed_id = %s"
        for held in claimed:
            seconds = float(one(self.settings, ends, held.feed.feed_id))
            self.leases.append((self.world.now + (self.lease or timedelta(seconds=seconds)), [held.feed.feed_id]))
            self.world.lose_last(held.feed.feed_id)
        return True

    def _expire_leases(self) -> None:
        free = [name for end, names in self.leases if end <= self.world.now for name in names]
        self.leases = [(end, names) for end, names in self.leases if end > self.world.now]
        if free:
            ask(self.settings, "update ops.feed_state set leased_until = null where feed_id = any(%s)", free)


@contextmanager
def simulated(
    settings: Settings, publishers: dict[str, Publisher], *, is_deadly: bool = True, look_every: timedelta = 15 * MINUTE
) -> Iterator[Simulation]:
    """A simulation whose feeds are due at START."""
    world = World(publishers)
    found = Simulation(settings, world, look_every)
    poll_all, release = poll.Poller.poll_all, poll.released_on_error

    async def poll_or_die(poller: poll.Poller, polled: list[poll.Polled]) -> None:
        await poll_all(poller, polled)
        if is_deadly and found.kill_some([p.held for p in polled]):
            raise Killed

    @contextmanager
    def release_unless_killed(*arguments: object) -> Iterator[None]:
        try:
            with release(settings, lambda connection: None):
                yield
        except Killed:
            raise
        except BaseException:
            with release(*arguments):
                raise

    with world.open(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(poll.Poller, "poll_all", poll_or_die)
        patch.setattr(poll, "released_on_error", release_unless_killed)
        patch.setattr(poll, "ParserPool", Parser)
        patch.setattr(poll, "connect", found.pool.connect)
        patch.setattr(poll, "clock", lambda _: Clock(world.now, world.now, is_played=False))
        patch.setattr(poll, "spacing", lambda _: 0.0)
        patch.setattr(poll, "open_client", lambda settings, slots: Client(settings.user_agent, sample=world.address, slots=slots))
        _list_feeds(settings, [host for host in publishers if host not in TARGETS])
        try:
            yield found
        finally:
            found.pool.close()


def _list_feeds(settings: Settings, hosts: list[str]) -> None:
    with connect(str(settings.dsn)) as connection:
        reference.merge(connection, "outlet", [("news", "News", None, "news.test", None, "en", None, True, None)])
        rows = [
            (host, "news", f"http://{host}/feed", ids.url_key(f"http://{host}/feed"), ids.shard_of(host, 64), "en", None, None)
            for host in hosts
        ]
        reference.merge(connection, "feed", rows)
        reference.start_feeds(connection, START)


# ---- what must be true of the server's log -----------------------------------------------------------------------------------


def gaps(log: list[Asked]) -> list[timedelta]:
    return [later.at - earlier.at for earlier, later in pairwise(log)]


def hurried(log: list[Asked], least: timedelta) -> list[str]:
    """Requests that came sooner after the one before than they may."""
    return [f"{earlier.at} {later.at}" for earlier, later in pairwise(log) if later.at - earlier.at < least - SLACK]


def ill_conditioned(log: list[Asked]) -> list[str]:
    """Requests whose conditions are not those that the server last gave, byte for byte, or that it never gave."""
    problems, given = list[str](), dict[str, str]()
    for asked in log:
        sent = {name: asked.headers.get(name) for name in ("If-None-Match", "If-Modified-Since")}
        known = {"If-None-Match": given.get("ETag"), "If-Modified-Since": given.get("Last-Modified")}
        if asked.is_conditional and sent != known:
            problems.append(f"{asked.at}: {sent}, not {known}")
        if asked.status in {200, 304} and not asked.is_lost:
            kept = given if asked.status == 304 else {}
            given = {**kept, **{n: v for n, v in asked.sent.items() if n in {"ETag", "Last-Modified"}}}
    return problems


def whole(log: list[Asked]) -> list[Asked]:
    """The requests without conditions."""
    return [asked for asked in log if not asked.is_conditional]


def delays(publisher: Publisher, log: list[Asked], until: datetime) -> list[timedelta]:
    """How long each item waited to be seen."""
    seen = [asked.at for asked in log if asked.status in {200, 304}]
    items = [at for at in publisher.items(until) if at > START]
    return [next(at for at in seen if at >= item) - item for item in items if item <= seen[-1]]


def p95(values: list[timedelta]) -> timedelta:
    return sorted(values)[int(0.95 * len(values))]


# ---- two weeks ---------------------------------------------------------------------------------------------------------------

DAYS = 14
in_two_weeks = pytest.mark.slow
"""A minute on an idle machine, five on a busy one."""


@pytest.fixture(scope="module")
def fortnight(clones, tmp_path_factory) -> Iterator[Simulation]:
    with clones() as dsn:
        with simulated(settings_for(dsn, tmp_path_factory.mktemp("fortnight")), newsroom()) as simulation:
            simulation.run(START + DAYS * DAY)
        yield simulation


def state(simulation: Simulation, host: str, columns: str) -> object:
    return ask(simulation.settings, f"select {columns} from ops.feed_state where feed_id = %s", host)[0]


@in_two_weeks
@pytest.mark.rel("A05")
@pytest.mark.rel("A07")
@pytest.mark.rel("A08")
def test_nobody_is_asked_sooner_than_they_wish(fortnight: Simulation) -> None:
    assert fortnight.kills > 10  # the stimulus is real
    least = defaultdict(lambda: HOUR) | {
        "maxage.test": 12 * HOUR,
        "forever.test": 7 * DAY,
        "expires.test": 7 * DAY,
        "ttl.test": 2 * HOUR,
        "sundays.test": 4 * HOUR,
    }
    log = fortnight.world.log
    found = {host: hurried(log[host], least[host]) for host in log if host not in TARGETS}
    assert {host: early for host, early in found.items() if early} == {}
    for host in ("plain.test", "tags.test", "dates.test", "nostore.test", "junk.test", "nights.test"):
        assert len(log[host]) > 150, host  # nor forgotten
    assert max(gaps(log["plain.test"])) < 3 * HOUR
    assert 24 <= len(log["maxage.test"]) <= 28
    assert len(log["forever.test"]) == 2


@in_two_weeks
@pytest.mark.rel("A01")
@pytest.mark.rel("A02")
@pytest.mark.rel("A04")
def test_conditions_are_the_servers_own_words(fortnight: Simulation) -> None:
    log = fortnight.world.log
    on_the_way = {"moved.test", "feeds.moved.test"}  # what the one gives is echoed to the other that leads to it
    assert {host: found[:3] for host in log if host not in on_the_way and (found := ill_conditioned(log[host]))} == {}
    for host, header in (("tags.test", "If-None-Match"), ("dates.test", "If-Modified-Since"), ("both.test", "If-Modified-Since")):
        assert sum(header in asked.headers for asked in log[host]) > 100
        assert sum(asked.status == 304 for asked in log[host]) > 100
    assert not any("If-Modified-Since" in asked.headers for asked in log["tags.test"])


@in_two_weeks
@pytest.mark.rel("A11")
def test_an_unchanged_feed_is_asked_for_whole_once_and_once_a_week(fortnight: Simulation) -> None:
    for host in ("still.test", "tags.test", "both.test"):
        unconditional = whole(fortnight.world.log[host])
        assert 2 <= len(unconditional) <= 3, host
        assert hurried(unconditional, 7 * DAY) == []


@in_two_weeks
@pytest.mark.rel("A12")
def test_a_server_that_hides_what_is_new_is_found_out_within_a_week(fortnight: Simulation) -> None:
    (distrusted_at,) = state(fortnight, "lying.test", "distrusted_at")
    assert isinstance(distrusted_at, datetime)
    assert distrusted_at < START + 7 * DAY + 6 * HOUR  # it seemed silent for six days
    after = [asked for asked in fortnight.world.log["lying.test"] if asked.at > distrusted_at + MINUTE]
    assert len(after) >= 5
    assert whole(after) == after
    assert hurried(after, DAY) == []
    assert one(fortnight.settings, "select count(*) from ops.feed_state where distrusted_at is not null") == 1


@in_two_weeks
@pytest.mark.rel("A06")
def test_who_is_sent_away_stays_away_as_long_as_it_was_told(fortnight: Simulation) -> None:
    log = fortnight.world.log["throttled.test"]
    sent_away = [(earlier, later) for earlier, later in pairwise(log) if earlier.status == 429 and not earlier.is_lost]
    assert len({earlier.sent["Retry-After"] for earlier, _ in sent_away}) >= 4
    for earlier, later in sent_away:
        wait = earlier.sent["Retry-After"]
        least = timedelta(seconds=20_000) if wait == "20000" else 5 * HOUR if wait.endswith("GMT") else HOUR
        assert least - SLACK <= later.at - earlier.at <= 2.2 * least + 30 * MINUTE, wait


@in_two_weeks
@pytest.mark.rel("A08")
def test_closed_hours_and_days_are_kept(fortnight: Simulation) -> None:
    log = fortnight.world.log
    assert {asked.at.hour for asked in log["nights.test"][1:]} == set(range(7, 24))
    assert {asked.at.isoweekday() for asked in log["sundays.test"]} == set(range(1, 7))


@in_two_weeks
@pytest.mark.rel("A09")
def test_a_feed_moves_within_its_site_and_nowhere_else(fortnight: Simulation) -> None:
    log = fortnight.world.log
    led = [asked for asked in log["moved.test"] if asked.status == 301]
    assert 3 <= len(led) <= 30
    assert DAY <= led[-1].at - led[0].at < DAY + 3 * HOUR
    assert log["feeds.moved.test"][-1].at > START + 13 * DAY
    assert ask(fortnight.settings, "select url, host from ops.feed_address where feed_id = 'moved.test'") == [
        ("http://feeds.moved.test/new", "feeds.moved.test")
    ]
    assert state(fortnight, "taken.test", "move_target, moved_at") == ("http://other.test/feed", None)
    assert state(fortnight, "lent.test", "move_target, moved_at") == (None, None)
    assert log["taken.test"][-1].at > START + 13 * DAY


@in_two_weeks
@pytest.mark.rel("A10")
def test_what_is_gone_is_left_alone_and_what_is_missing_is_found_when_it_is_back(fortnight: Simulation) -> None:
    log = fortnight.world.log
    assert [asked.status for asked in log["gone.test"] if not asked.is_lost].count(410) == 1
    assert log["gone.test"][-1].status == 410
    missing = [asked for asked in log["missing.test"] if asked.status == 404]
    waits = gaps(missing)
    assert waits == sorted(waits)
    assert waits[-1] > DAY
    assert log["missing.test"][-1].status == 200
    assert min(gaps(log["missing.test"][-10:])) < 2 * HOUR
    closed = [asked for asked in log["closed.test"] if asked.status == 403]
    assert hurried(closed, 4 * HOUR) == []
    assert max(gaps(closed)) <= DAY * (1 + JITTER) + MINUTE


@in_two_weeks
@pytest.mark.rel("A18")
def test_a_feed_that_does_not_change_is_asked_ever_less_and_nothing_of_it_is_written_again(fortnight: Simulation) -> None:
    waits = gaps(fortnight.world.log["stillwhole.test"])
    assert waits[0] < 2 * HOUR
    assert waits[-1] > 9 * HOUR
    silent = "select count(*) from ops.entry where feed_id = 'stillwhole.test' and last_seen_at > %s"
    assert one(fortnight.settings, silent, START + DAY) == 0


@in_two_weeks
@pytest.mark.rel("A13")
def test_every_request_says_who_asks_and_nothing_about_a_reader(fortnight: Simulation) -> None:
    every = [asked.headers for log in fortnight.world.log.values() for asked in log]
    assert {headers["User-Agent"] for headers in every} == {fortnight.settings.user_agent}
    assert {headers["Accept-Encoding"] for headers in every} == {"gzip, br"}
    assert all("rss+xml" in headers["Accept"] for headers in every)
    assert not any(name in headers for headers in every for name in ("Cookie", "Referer", "A-IM"))


@in_two_weeks
def test_every_plan_says_why(fortnight: Simulation) -> None:
    reasons = dict(ask(fortnight.settings, "select feed_id, plan_reason from ops.feed_state"))
    assert "says nothing" in reasons["plain.test"]
    assert "12 h" in reasons["maxage.test"]
    assert "410" in reasons["gone.test"]
    assert "whole feed" in reasons["lying.test"]


# ---- invitations --------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("A05")
def test_who_invites_us_is_visited_within_one_advertised_interval(settings: Settings) -> None:
    until = START + DAY  # some 400 visits: of the 30 in a morning two may be late by chance
    with simulated(settings, quick(), is_deadly=False, look_every=timedelta()) as simulation:
        simulation.run(until)
    log = simulation.world.log
    shares = []
    for host, advertised in (("five.test", 5 * MINUTE), ("quarter.test", 15 * MINUTE)):
        assert hurried(log[host], advertised) == []
        found = delays(simulation.world.publishers[host], log[host], until)
        assert len(found) > 40
        late, share = sum(delay > advertised for delay in found), 0.05
        assert late <= share * len(found) + 3 * math.sqrt(share * (1 - share) * len(found))
        assert max(found) <= advertised * 1.2
        shares += [delay / advertised * MINUTE for delay in found]
    assert p95(shares) <= MINUTE
    # who invites nobody, but can be asked for changes only, is followed in its rhythm; chance may add a tenth
    rhythm = simulation.world.publishers["rhythm.test"].every
    assert hurried(log["rhythm.test"], rhythm) == []
    found = delays(simulation.world.publishers["rhythm.test"], log["rhythm.test"], until)
    assert len(found) > 20
    assert p95(found) <= rhythm * (1 + JITTER)
    assert hurried(log["costly.test"], HOUR) == []
    assert p95(delays(simulation.world.publishers["costly.test"], log["costly.test"], until)) > 2 * rhythm  # the control


# ---- negative controls --------------------------------------------------------------------------------------------------------


def misbehaving(settings: Settings, name: str, value: object, hosts: list[str], days: int = 1) -> dict[str, list[Asked]]:
    """The log of a collector that differs from ours in one respect."""
    publishers = {host: publisher for host, publisher in newsroom().items() if host in hosts}
    with simulated(settings, publishers, is_deadly=False) as simulation, pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"media_monitor.{name}", value)
        simulation.run(START + days * DAY)
    return simulation.world.log


@pytest.mark.rel("A05")
def test_a_scheduler_that_subtracts_its_jitter_is_found_out(settings: Settings) -> None:
    log = misbehaving(settings, "collect.schedule.JITTER", -0.1, ["plain.test"])
    assert len(hurried(log["plain.test"], HOUR)) > 5


@pytest.mark.rel("A05")
def test_a_lease_shorter_than_the_interval_would_be_found_out(settings: Settings) -> None:
    with simulated(settings, {"plain.test": Publisher()}) as simulation:
        simulation.lease, simulation.kill_rate = timedelta(minutes=15), 0.3
        simulation.run(START + DAY)
    assert simulation.kills > 0
    assert len(hurried(simulation.world.log["plain.test"], HOUR)) > 0


@pytest.mark.rel("A02")
@pytest.mark.parametrize(
    "conditions",
    [lambda feed, now: (feed.etag, f"{now:%a, %d %b %Y %H:%M:%S GMT}"), lambda feed, now: (feed.etag and feed.etag[2:], None)],
    ids=["invents a date", "trims the tag"],
)
def test_a_collector_that_does_not_echo_validators_is_found_out(settings: Settings, conditions: Callable[..., object]) -> None:
    log = misbehaving(settings, "stages.poller.conditions", conditions, ["tags.test"])
    assert len(ill_conditioned(log["tags.test"])) > 5


@pytest.mark.rel("A11")
@pytest.mark.rel("A12")
def test_a_collector_without_canaries_believes_a_liar(settings: Settings) -> None:
    log = misbehaving(settings, "stages.poller.conditions", lambda feed, now: (feed.etag, None), ["lying.test"], days=8)
    assert len(whole(log["lying.test"])) == 1
    assert one(settings, "select count(*) from ops.feed_state where distrusted_at is not null") == 0


@pytest.mark.rel("A09")
def test_a_collector_that_follows_any_move_is_found_out(settings: Settings) -> None:
    log = misbehaving(settings, "collect.moves.is_same_site", lambda url, other: True, ["taken.test", "other.test"], days=4)
    assert log["taken.test"][-1].at < START + 3 * DAY
