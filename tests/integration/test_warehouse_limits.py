"""What one login may use up: time, memory, connections, a transaction left open. A guard against accidents, not malice."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg2
import pytest

from media_monitor.settings import Settings
from media_monitor.stages import doctor, roles
from warehouse_fixtures import Login, ask, one

pytestmark = pytest.mark.rel("J10")
LIMITS = "select name, setting from pg_settings where name = any(%s)"
NAMES = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "work_mem"]
CROSS_JOIN = "select count(*) from generate_series(1, 1000000) as a cross join generate_series(1, 1000000) as b"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("reporter", ["60000", "5000", "60000", "32768"]),
        ("licensed", ["60000", "5000", "60000", "32768"]),
        ("plugin", ["15000", "5000", "30000", "16384"]),
    ],
)
def test_a_login_has_the_limits_of_its_role(login: Login, role: str, expected: list[str]) -> None:
    assert dict(ask(login(role), LIMITS, NAMES)) == dict(zip(NAMES, expected, strict=True))


def test_the_pipeline_itself_has_none(settings: Settings, login: Login) -> None:
    found = dict(ask(login("loader"), LIMITS, NAMES))
    assert found == dict(ask(settings, LIMITS, NAMES))
    assert found["statement_timeout"] == "0"


@pytest.fixture
def hurried(settings: Settings, login: Login) -> Iterator[Settings]:
    """A reporter of a server whose administrator gives reporters a second."""
    try:
        ask(settings, "alter role media_monitor_reporter set statement_timeout = '1s'")
        ask(settings, "alter role media_monitor_reporter set idle_in_transaction_session_timeout = '500ms'")
        yield login("reporter")
    finally:
        ask(settings, "alter role media_monitor_reporter set statement_timeout = '60s'")
        ask(settings, "alter role media_monitor_reporter set idle_in_transaction_session_timeout = '60s'")
        login("reporter")


def test_a_cross_join_is_cut_off_and_says_why(hurried: Settings) -> None:
    begun = time.monotonic()
    with pytest.raises(psycopg2.errors.QueryCanceled, match="canceling statement due to statement timeout"):
        ask(hurried, CROSS_JOIN)
    assert time.monotonic() - begun < 30


def test_without_the_limit_the_cross_join_would_run_on(login: Login) -> None:
    begun = time.monotonic()
    with pytest.raises(psycopg2.errors.QueryCanceled):
        ask(login("loader"), f"set statement_timeout = '3s'; {CROSS_JOIN}")  # the test's own, for it would take a day
    assert time.monotonic() - begun >= 3


def test_a_transaction_left_open_is_ended(hurried: Settings) -> None:
    connection = psycopg2.connect(hurried.dsn)
    with connection.cursor() as cursor:
        cursor.execute("select 1 from report.article")
        time.sleep(1.5)
        with pytest.raises(psycopg2.OperationalError, match=r"idle-in-transaction timeout|closed the connection"):
            cursor.execute("select 1")
    connection.close()


def test_a_login_gets_no_more_than_its_connections(login: Login) -> None:
    reporter = login("reporter")
    opened = [psycopg2.connect(reporter.dsn) for _ in range(5)]
    with pytest.raises(psycopg2.OperationalError, match="too many connections for role"):
        psycopg2.connect(reporter.dsn)
    for connection in opened:
        connection.close()


def test_a_member_made_by_hand_is_without_limits_and_named(settings: Settings) -> None:
    ask(settings, "drop role if exists by_hand; create role by_hand login in role media_monitor_reporter")
    try:
        finding = next(f for f in doctor.examine(settings) if f.what == "roles")
        assert not finding.is_ok
        assert "by_hand has no idle_in_transaction_session_timeout and no lock_timeout and no statement_timeout" in finding.detail
        assert "`media-monitor roles admit by_hand --as reporter`" in finding.detail
        assert roles.admit(settings, "by_hand", "reporter") is False
        assert next(f for f in doctor.examine(settings) if f.what == "roles").is_ok
        assert one(settings, "select rolconnlimit from pg_roles where rolname = 'by_hand'") == 5
    finally:
        ask(settings, "drop owned by by_hand; drop role by_hand")
