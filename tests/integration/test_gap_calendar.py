"""The gap calendar and the health of feeds, on a simulated month: what tells "no news" from "no feed"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg2
import pytest

from media_monitor.model import Entry
from media_monitor.settings import Settings
from media_monitor.stages import status
from media_monitor.warehouse import gaps, polls
from media_monitor.warehouse.db import connect, query
from warehouse_fixtures import DAY, HOUR, ask, one

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday."""
FEED = "ledger-news"


@pytest.fixture
def ledger(settings: Settings) -> Settings:
    """An outlet with one feed that nobody has polled."""
    ask(settings, "insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'The Ledger', 'ledger.test')")
    add_feed(settings, FEED)
    return settings


def add_feed(settings: Settings, feed_id: str) -> None:
    ask(
        settings,
        "insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values (%s, 'ledger', %s, sha256(%s), 0)",
        *(feed_id, feed_id, feed_id.encode()),
    )
    ask(settings, "insert into ops.feed_state (feed_id) values (%s)", feed_id)


def poll(
    settings: Settings, at: Iterable[datetime], new: int = 0, known: int = 20, outcome: str = "changed", feed_id: str = FEED
) -> None:
    """Polls at these times, each of a document with so many new and known entries."""
    connection = psycopg2.connect(settings.dsn, options="-c timezone=UTC")
    failed = outcome not in {"changed", "same_body", "not_modified"}
    counts = (0, 0, 0) if failed else (new + known, new, known)
    with connection, connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.feed_poll (feed_id, polled_at, outcome, entry_count, new_count, known_count, repeated_count) "
            "values (%s, %s, %s, %s, %s, %s, 0)",
            [(feed_id, moment, outcome, *counts) for moment in at],
        )
    connection.close()


def hours(day: int, first: int = 0, last: int = 23) -> list[datetime]:
    """The full hours of a day, counted from MIDNIGHT."""
    return [MIDNIGHT + day * DAY + hour * HOUR for hour in range(first, last + 1)]


def steady(settings: Settings, days: range, new: int = 1) -> None:
    """A feed that is polled every hour and has something new each time."""
    for day in days:
        poll(settings, hours(day), new=new)


def fill(settings: Settings, until: datetime) -> list[date]:
    with connect(str(settings.dsn)) as connection:
        return gaps.fill(connection, until)


def states(settings: Settings, feed_id: str = FEED) -> dict[int, str]:
    """Day, counted from MIDNIGHT, → state."""
    rows = ask(settings, "select covers_on, state from report.gap_calendar where feed_id = %s order by covers_on", feed_id)
    return {(day - MIDNIGHT.date()).days: state for day, state in rows}


def row(settings: Settings, day: int, column: str) -> Any:
    return one(settings, f"select {column} from mart.gap_calendar where covers_on = %s", (MIDNIGHT + day * DAY).date())


# ---- a month with outages ------------------------------------------------------------------------------------------------


def month(settings: Settings) -> None:
    """30 days: on 10 and 11 the feed fails, on 15 to 17 nobody polls, on 22 and 23 it answers and has nothing new."""
    for day in range(30):
        if day in {10, 11}:
            poll(settings, hours(day), outcome="server_error")
        elif day in {22, 23}:
            poll(settings, hours(day), outcome="not_modified", known=0)
        elif day not in {15, 16, 17}:
            poll(settings, hours(day), new=1)
    fill(settings, MIDNIGHT + 30 * DAY)


def test_a_month_with_outages(ledger: Settings) -> None:
    month(ledger)
    expected = (
        dict.fromkeys(range(31), "ok")
        | dict.fromkeys((10, 11), "no data")
        | dict.fromkeys((15, 16, 17, 30), "not polled")
        | dict.fromkeys((22, 23), "silent")
    )
    assert states(ledger) == expected
    assert row(ledger, 30, "is_over") is False


def test_filling_it_again_in_one_go_or_day_by_day_changes_nothing(ledger: Settings) -> None:
    month(ledger)
    table = "select * from mart.gap_calendar order by covers_on"
    whole = ask(ledger, table)
    assert fill(ledger, MIDNIGHT + 30 * DAY) == [date(2026, 3, 31), date(2026, 4, 1)]
    assert ask(ledger, table) == whole
    ask(ledger, "delete from mart.gap_calendar")
    for day in range(31):
        for hour in (7, 19):
            fill(ledger, MIDNIGHT + day * DAY + hour * HOUR)
    fill(ledger, MIDNIGHT + 30 * DAY)
    assert ask(ledger, table) == whole


def test_polls_that_are_logged_late_change_their_day(ledger: Settings) -> None:
    steady(ledger, range(3))
    fill(ledger, MIDNIGHT + 3 * DAY)
    assert states(ledger)[3] == "not polled"
    poll(ledger, hours(3, 0, 3), new=2)
    fill(ledger, MIDNIGHT + 4 * DAY)
    assert (states(ledger)[3], row(ledger, 3, "entry_count")) == ("ok", 8)


def test_a_feed_has_no_row_before_its_first_poll_and_none_after_it_is_switched_off(ledger: Settings) -> None:
    add_feed(ledger, "ledger-sport")
    steady(ledger, range(5))
    poll(ledger, hours(2), new=1, feed_id="ledger-sport")
    fill(ledger, MIDNIGHT + 3 * DAY)
    assert states(ledger, "ledger-sport") == {2: "ok", 3: "not polled"}
    ask(ledger, "update ref.feed set is_active = false where feed_id = 'ledger-sport'")
    fill(ledger, MIDNIGHT + 5 * DAY)
    assert states(ledger, "ledger-sport") == {2: "ok"}


def test_without_polls_there_is_nothing_to_fill(ledger: Settings) -> None:
    assert fill(ledger, MIDNIGHT) == []


def test_a_month_whose_partition_is_missing_is_made(ledger: Settings) -> None:
    poll(ledger, [datetime(2031, 7, 31, 23, tzinfo=UTC)])
    assert fill(ledger, datetime(2031, 8, 1, 1, tzinfo=UTC)) == [date(2031, 7, 31), date(2031, 8, 1)]


# ---- volume --------------------------------------------------------------------------------------------------------------


def test_the_backlog_of_a_first_poll_is_no_volume(ledger: Settings) -> None:
    poll(ledger, [MIDNIGHT], new=50, known=0)
    poll(ledger, [MIDNIGHT + HOUR], new=2)
    fill(ledger, MIDNIGHT + HOUR)
    assert (row(ledger, 0, "entry_count"), row(ledger, 0, "arrival_count"), row(ledger, 0, "lossy_count")) == (2, 1, 0)


def test_expected_is_the_median_of_the_weekday_where_two_are_known_and_of_all_days_until_then(ledger: Settings) -> None:
    for day in range(22):
        poll(ledger, hours(day), new=4 if day % 7 == 0 else 1)
    fill(ledger, MIDNIGHT + 22 * DAY)
    mondays = 24 * 4
    first_monday = mondays - 4  # its first poll brought the backlog
    assert row(ledger, 2, "expected_count") is None
    assert row(ledger, 3, "expected_count") == 24
    assert row(ledger, 7, "expected_count") == 24
    assert row(ledger, 14, "expected_count") == (first_monday + mondays) / 2
    assert row(ledger, 16, "expected_count") == 24


def test_days_without_data_do_not_count_and_a_silent_one_among_others_hardly(ledger: Settings) -> None:
    month(ledger)
    assert row(ledger, 29, "expected_count") == 24  # a Tuesday, as the silent day 22 was


@pytest.mark.parametrize(("usual", "state"), [(7, "silent"), (6, "ok")])
def test_a_whole_day_without_an_entry_is_silence_where_that_is_no_chance(ledger: Settings, usual: int, state: str) -> None:
    for day in range(4):  # all its entries at noon: a rhythm too slow to be broken by one day
        poll(ledger, hours(day, 0, 11), outcome="not_modified", known=0)
        poll(ledger, hours(day, 12, 12), new=usual)
        poll(ledger, hours(day, 13, 23), outcome="not_modified", known=0)
    poll(ledger, hours(4), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 4 * DAY + 23 * HOUR)
    assert states(ledger)[4] == "ok", "the day is not over"
    fill(ledger, MIDNIGHT + 5 * DAY)
    assert states(ledger)[4] == state


# ---- rhythm --------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("M01")
def test_a_feed_that_answers_and_says_nothing_for_ten_of_its_usual_gaps_is_silent(ledger: Settings) -> None:
    steady(ledger, range(3))
    poll(ledger, hours(3, 0, 9), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 3 * DAY + 9 * HOUR)
    assert (states(ledger)[3], row(ledger, 3, "silence_seconds")) == ("ok", 10 * 3_600)
    poll(ledger, hours(3, 10, 10), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 3 * DAY + 10 * HOUR)
    assert states(ledger)[3] == "silent"
    health = ask(ledger, "select health, ailing_since, usual_gap_seconds, silence_seconds from mart.source_health")
    assert health == [("never polled", MIDNIGHT + 3 * DAY - HOUR, 3_600, 11 * 3_600)]
    ask(ledger, "update ops.feed_state set last_polled_at = %s", MIDNIGHT + 3 * DAY + 10 * HOUR)
    assert one(ledger, "select health from mart.source_health") == "silent"
    poll(ledger, hours(3, 11, 11), new=1)  # it speaks again
    fill(ledger, MIDNIGHT + 3 * DAY + 11 * HOUR)
    assert states(ledger)[3] == "ok"
    assert ask(ledger, "select health, ailing_since from mart.source_health") == [("ok", None)]


@pytest.mark.rel("M01")
def test_a_slower_feed_has_more_time(ledger: Settings) -> None:
    """The control: what is silence for one feed is the rhythm of another."""
    for day in range(6):
        poll(ledger, hours(day, 0, 0), new=1)
        poll(ledger, hours(day, 1, 23), outcome="not_modified", known=0)
    poll(ledger, hours(6), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 6 * DAY + 23 * HOUR)
    assert states(ledger)[6] == "ok"


def test_a_feed_that_sleeps_at_night_is_not_silent_each_night(ledger: Settings) -> None:
    """Something new every quarter of an hour by day, nothing in the 15 hours of its night: ten of its gaps are under 7 hours."""
    for day in range(8):
        poll(ledger, hours(day, 0, 6) + hours(day, 16, 23), outcome="not_modified", known=0)
        poll(ledger, [at + quarter * HOUR / 4 for at in hours(day, 7, 15) for quarter in range(4)], new=1)
    fill(ledger, MIDNIGHT + 8 * DAY)
    assert [day for day, state in states(ledger).items() if state == "silent"] == [1], "then two nights are known"
    assert row(ledger, 7, "usual_gap_seconds") * 10 < 7 * 3_600 < row(ledger, 7, "silence_limit_seconds")


def test_a_feed_that_rests_at_weekends_is_not_silent_each_weekend_once_two_are_known(ledger: Settings) -> None:
    for day in range(21):
        is_weekend = day % 7 in {5, 6}
        poll(ledger, hours(day), new=0 if is_weekend else 1, outcome="not_modified" if is_weekend else "changed")
    fill(ledger, MIDNIGHT + 21 * DAY)
    found = states(ledger)
    assert [day for day, state in found.items() if state == "silent"] == [5, 6, 12, 13], "two are a habit"


def test_hours_in_which_nobody_listened_are_no_silence(ledger: Settings) -> None:
    steady(ledger, range(3))
    fill(ledger, MIDNIGHT + 10 * DAY)
    assert row(ledger, 10, "silence_seconds") == 0
    poll(ledger, hours(10, 0, 0), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 10 * DAY)
    assert row(ledger, 10, "silence_seconds") == 27 * 3_600, (
        "a gap of ours counts as the longest wait between two polls, not more"
    )


def test_a_feed_that_stays_silent_for_months_stays_so(ledger: Settings) -> None:
    steady(ledger, range(5))
    for day in range(5, 50):
        poll(ledger, hours(day, 0, 0), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 49 * DAY)
    assert {day for day, state in states(ledger).items() if state == "silent"} == set(range(5, 50))


def test_an_unusual_silence_does_not_make_the_next_one_usual(ledger: Settings) -> None:
    steady(ledger, range(3))
    poll(ledger, hours(3), outcome="not_modified", known=0)
    steady(ledger, range(4, 7))
    poll(ledger, hours(7), outcome="not_modified", known=0)
    fill(ledger, MIDNIGHT + 7 * DAY + 23 * HOUR)
    assert {day for day, state in states(ledger).items() if state == "silent"} == {3, 7}


# ---- loss ----------------------------------------------------------------------------------------------------------------


def health(settings: Settings) -> tuple[Any, ...]:
    return ask(settings, "select lossy_count, round(unheard_count), loss from mart.source_health")[0]


def state(settings: Settings, **columns: Any) -> None:
    for name, value in columns.items():
        ask(settings, f"update ops.feed_state set {name} = %s", value)


def test_a_document_without_a_known_entry_tells_of_loss(ledger: Settings) -> None:
    steady(ledger, range(2))
    state(ledger, last_polled_at=MIDNIGHT + 2 * DAY, last_success_at=MIDNIGHT + 2 * DAY)
    fill(ledger, MIDNIGHT + 2 * DAY)
    assert health(ledger) == (0, 0, "unlikely")
    poll(ledger, hours(2, 23, 23), new=20, known=0)
    fill(ledger, MIDNIGHT + 2 * DAY + 23 * HOUR)
    assert health(ledger) == (1, 0, "likely")


@pytest.mark.parametrize(("outage", "loss"), [(4, "unlikely"), (6, "possible"), (11, "likely")])
def test_loss_is_likely_when_more_was_published_unheard_than_the_document_holds(ledger: Settings, outage: int, loss: str) -> None:
    """Two entries an hour, 22 in the document."""
    for day in range(2):
        poll(ledger, hours(day), new=2, known=20)
    last = MIDNIGHT + 2 * DAY - HOUR
    poll(ledger, [last + hour * HOUR for hour in range(1, outage + 1)], outcome="server_error")
    state(ledger, last_polled_at=last + outage * HOUR, last_success_at=last, failure_count=outage)
    fill(ledger, last + outage * HOUR)
    assert health(ledger) == (0, 2 * outage, loss)
    assert ask(ledger, "select health, ailing_since from mart.source_health") == [("failing", last)]


def told(settings: Settings, moment: datetime, guids: range) -> None:
    """A poll of a document with these entries, through the statements that polls go through."""
    entries = [
        polls.AddressedEntry(Entry(f"https://ledger.test/{n}", f"{n}", f"Headline {n}", MIDNIGHT), f"https://ledger.test/{n}", "")
        for n in guids
    ]
    row = {
        "feed_id": FEED, "polled_at": moment, "outcome": "changed", "http_status": 200, "byte_count": 1, "dropped_count": 0,
        "duration_ms": 1, "detail": None, "archive_url": None, "archive_offset": None, "entry_count": len(entries),
    }  # fmt: skip
    with connect(str(settings.dsn)) as connection:
        found = polls.write_entries(connection, [polls.Document(FEED, "ledger", moment, entries)])[FEED]
        counts = {f"{name}_count": getattr(found, name) for name in ("new", "changed", "known", "repeated")}
        polls.write_polls(connection, [row | counts | {"alias_count": found.aliases}])
    state(settings, last_polled_at=moment, last_success_at=moment)


def gapped(settings: Settings) -> list[tuple[Any, ...]]:
    return ask(settings, "select polled_at, gap_seconds from ops.feed_poll where gap_seconds is not null order by polled_at")


@pytest.mark.rel("G14")
def test_a_poll_that_shares_nothing_with_what_was_seen_says_how_long_nobody_looked(ledger: Settings) -> None:
    told(ledger, MIDNIGHT, range(20))  # the feed is new: its first document has no other to overlap with
    told(ledger, MIDNIGHT + HOUR, range(19, 39))  # one entry is enough
    poll(ledger, [MIDNIGHT + 2 * HOUR], outcome="not_modified", known=0)
    poll(ledger, [MIDNIGHT + 3 * HOUR], outcome="timeout")
    assert gapped(ledger) == []
    told(ledger, MIDNIGHT + 12 * HOUR, range(100, 120))
    assert gapped(ledger) == [(MIDNIGHT + 12 * HOUR, 10 * 3600)]
    told(ledger, MIDNIGHT + 13 * HOUR, range(101, 121))
    assert len(gapped(ledger)) == 1


@pytest.mark.rel("G14")
def test_a_feed_whose_log_is_gone_is_measured_from_its_last_success(ledger: Settings) -> None:
    told(ledger, MIDNIGHT, range(20))
    ask(ledger, "delete from ops.feed_poll")
    told(ledger, MIDNIGHT + 3 * HOUR, range(100, 120))
    assert gapped(ledger) == [(MIDNIGHT + 3 * HOUR, 3 * 3600)]


@pytest.mark.rel("G14")
@pytest.mark.parametrize(("outage", "loss", "missed"), [(3, "possible", False), (20, "likely", True)])
def test_how_likely_a_loss_is_follows_from_the_feeds_own_rhythm(ledger: Settings, outage: int, loss: str, missed: bool) -> None:
    """Two entries an hour, 20 in the document: three hours' worth fits, twenty hours' worth does not."""
    for hour in range(49):
        told(ledger, MIDNIGHT + hour * HOUR, range(2 * hour, 2 * hour + 20))
    last = MIDNIGHT + 48 * HOUR
    fill(ledger, last)
    assert ask(ledger, "select loss, gap_since, gap_until, missed_count from mart.source_health") == [
        ("unlikely", None, None, None)
    ]
    told(ledger, last + outage * HOUR, range(1000, 1020))
    fill(ledger, last + outage * HOUR)
    found = ask(ledger, "select loss, gap_since, gap_until, missed_count > 1 from report.source_health")
    assert found == [(loss, last, last + outage * HOUR, missed)]


def shown(settings: Settings) -> tuple[bool, str | None]:
    """What the report says of the feed: is it healthy, and if not, why."""
    with connect(str(settings.dsn)) as connection:
        (row,) = query(connection, "overview/feeds")
    return row["is_healthy"], row["problem"]


@pytest.mark.rel("G14")
def test_status_and_report_name_a_gap(ledger: Settings) -> None:
    told(ledger, MIDNIGHT, range(20))
    fill(ledger, MIDNIGHT)
    assert (shown(ledger), status.read(ledger).gaps) == ((True, None), [])
    told(ledger, MIDNIGHT + 20 * HOUR, range(100, 120))
    fill(ledger, MIDNIGHT + 20 * HOUR)
    since, until = f"{MIDNIGHT:%-d %b %H:%M}", f"{MIDNIGHT + 20 * HOUR:%-d %b %H:%M}"
    assert shown(ledger) == (False, f"loss possible, not heard from {since} to {until}")
    ((feed_id, _outlet, gap_since, *_rest),) = status.read(ledger).gaps
    assert (feed_id, gap_since) == (FEED, f"{MIDNIGHT:%Y-%m-%d %H:%M}Z")


# ---- counts that add up ----------------------------------------------------------------------------------------------------


@pytest.mark.rel("M02")
def test_the_entries_of_a_poll_are_new_changed_known_or_repeated(ledger: Settings) -> None:
    def document(*entries: tuple[str, str]) -> polls.EntryCounts:
        found = [
            polls.AddressedEntry(Entry(link=None, guid=key, title=title, published_at=None), None, "") for key, title in entries
        ]
        with connect(str(ledger.dsn)) as connection:
            moment = MIDNIGHT + one(ledger, "select count(*) from ops.entry_title") * HOUR
            return polls.write_entries(connection, [polls.Document(FEED, "ledger", moment, found)])[FEED]

    assert document(("a", "A"), ("b", "B"), ("a", "A")) == polls.EntryCounts(new=2, repeated=1)
    assert document(("a", "A"), ("b", "other"), ("c", "C"), ("c", "C2")) == polls.EntryCounts(1, 1, 1, 1)


@pytest.mark.rel("M02")
def test_a_poll_whose_counts_do_not_add_up_is_refused(ledger: Settings) -> None:
    insert = (
        "insert into ops.feed_poll "
        "(feed_id, polled_at, outcome, entry_count, new_count, changed_count, known_count, repeated_count) "
        "values ('ledger-news', %s, 'changed', %s, 1, 2, 3, 4)"
    )
    ask(ledger, insert, MIDNIGHT, 10)
    with pytest.raises(psycopg2.errors.CheckViolation, match="feed_poll_adds_up"):
        ask(ledger, insert, MIDNIGHT + timedelta(hours=1), 11)
