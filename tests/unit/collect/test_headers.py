"""Dates, waits and ages in headers: junk never counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from media_monitor.collect.headers import freshness, http_date, imf_fixdate, retry_after

NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)


@pytest.mark.rel("A06")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 317100 ", 317_100),
        ("Sat, 17 May 2031 09:31:30 GMT", 90),
        ("Sat, 17 May 2031 09:00:00 GMT", None),
        ("-5", None),
        ("soon", None),
        ("1e3", None),
        ("٣٠", None),
        ("9" * 40, None),
        ("", None),
        (None, None),
        ("Sat, 17 May 99999 09:31:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_to_come(value: str | None, seconds: int | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.rel("A07")
@pytest.mark.parametrize(
    ("cache_control", "expires", "seconds"),
    [
        ("max-age=43200", None, 43_200),
        ('public, Max-Age="600"', None, 600),
        ("max-age=600", "Sat, 17 May 2031 19:30:00 GMT", 600),
        ("public", "Sat, 17 May 2031 19:30:00 GMT", 36_000),
        ("s-maxage=900", None, None),
        ("max-age=0", None, None),
        ("no-store, max-age=600", None, None),
        ("no-cache", "Sat, 17 May 2031 19:30:00 GMT", None),
        ("max-age=abc", None, None),
        ("max-age=-1", None, None),
        (None, "0", None),
        (None, "Sat, 17 May 2031 09:00:00 GMT", None),
        (None, None, None),
        ("max-age=1000000000000", None, 10**12),
    ],
)
def test_freshness_is_what_the_publisher_states(cache_control: str | None, expires: str | None, seconds: int | None) -> None:
    assert freshness(cache_control, expires, NOW) == seconds


def test_dates_are_utc_both_ways() -> None:
    assert http_date("Sat, 17 May 2031 11:30:00 +0200") == NOW
    assert http_date("Sat, 17 May 2031 09:30:00") == NOW
    assert imf_fixdate(NOW.astimezone(timezone(timedelta(hours=5)))) == "Sat, 17 May 2031 09:30:00 GMT"
