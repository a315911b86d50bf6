from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from media_monitor.extract import dates


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-22T20:15:00+03:00", datetime(2024, 3, 22, 17, 15, tzinfo=UTC)),
        ("2024-03-22T20:15:59.123Z", datetime(2024, 3, 22, 20, 15, tzinfo=UTC)),
        ("2024-03-22 20:15 UTC", datetime(2024, 3, 22, 20, 15, tzinfo=UTC)),
        ("20240322T201500", date(2024, 3, 22)),
        ("2024-03-22T20:15:00", date(2024, 3, 22)),
        ("2024-03-22", date(2024, 3, 22)),
        ("Fri, 22 Mar 2024 20:15:00 +0100", datetime(2024, 3, 22, 19, 15, tzinfo=UTC)),
        ("22 March 2024", date(2024, 3, 22)),
        ("Published on March 22nd, 2024 by staff", date(2024, 3, 22)),
        ("Dec. 5, 2023", date(2023, 12, 5)),
        ("22 березня 2024, 20:15", date(2024, 3, 22)),
        ("22 марта 2024", date(2024, 3, 22)),
        ("22. März 2024", date(2024, 3, 22)),
        ("1er février 2024", date(2024, 2, 1)),
        ("22 de marzo de 2024", date(2024, 3, 22)),
        ("22 مارس 2024", date(2024, 3, 22)),
        ("22.03.2024", date(2024, 3, 22)),
        ("22/03/2024", date(2024, 3, 22)),
        ("03/22/2024", date(2024, 3, 22)),
        ("03/04/2024", None),
        ("2024-02-30", None),
        ("2024-03-22T25:15:00Z", date(2024, 3, 22)),
        ("yesterday", None),
        ("1704103200", None),
        ("", None),
        (None, None),
    ],
)
def test_a_zone_makes_a_time_and_doubt_makes_nothing(text: str | None, moment: dates.Moment | None) -> None:
    found = dates.parse(text)
    assert found == moment
    assert isinstance(found, datetime) == isinstance(moment, datetime)


def test_the_page_s_own_zone_is_kept() -> None:
    found = dates.parse("2024-03-22T23:30:00-05:00")
    assert isinstance(found, datetime)
    assert found.isoformat() == "2024-03-22T23:30:00-05:00"


@pytest.mark.parametrize(
    ("moment", "is_possible"),
    [
        (date(1989, 12, 31), False),
        (date(1990, 1, 1), True),
        (datetime(2024, 3, 23, 11, tzinfo=UTC), True),
        (date(2024, 3, 24), False),
        (datetime(9999, 1, 1, tzinfo=UTC), False),
    ],
)
def test_dates_before_the_web_and_after_the_fetch_are_impossible(moment: dates.Moment, is_possible: bool) -> None:
    fetched_at = datetime(2024, 3, 22, 12, tzinfo=UTC)
    assert (dates.within(moment, fetched_at) == moment) is is_possible


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://n.test/2024/03/22/story", date(2024, 3, 22)),
        ("https://n.test/2024/mar/22/story", date(2024, 3, 22)),
        ("https://n.test/story-2024-03-22", date(2024, 3, 22)),
        ("https://n.test/a20240322.html", date(2024, 3, 22)),
        ("https://n.test/2024/13/45/story", None),
        ("https://n.test/120240322999", None),
        ("https://n.test/id/20991399", None),
    ],
)
def test_days_are_read_from_addresses(url: str, day: date | None) -> None:
    assert dates.in_url(url) == day
