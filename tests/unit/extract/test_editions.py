"""The day beside the headline: the publisher's own day, and new editions of news."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from media_monitor.extract import dates, jsonl
from media_monitor.extract.page import extract
from media_monitor.model import Article, EntryOrigin, Page

STORY = "<p>Two barges broke loose from the quay at Ossa Bridge on Monday and drifted against the piers of the old lock.</p>"
FETCHED = datetime(2026, 6, 1, tzinfo=UTC)


def article(shown: str, published: str, modified: str | None = None, kind: str = "NewsArticle", **changes: object) -> Article:
    change = f', "dateModified": "{modified}"' if modified else ""
    data = f'{{"@type": "{kind}", "headline": "Barges break loose", "datePublished": "{published}"{change}}}'
    head = f"<title>Barges break loose</title><script type='application/ld+json'>{data}</script>"
    body = f"<article><h1>Barges break loose</h1><div>{shown}</div>{STORY * 3}</article>"
    markup = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    page = Page("https://quay.test/a", FETCHED, 200, "text/html", "utf-8", markup, 0, **changes)  # type: ignore[arg-type]
    result = extract(page)
    assert isinstance(result, Article)
    return result


@pytest.mark.parametrize(
    ("moment", "day", "hours"),
    [
        ("2026-03-10T01:48:00+00:00", date(2026, 3, 9), -2),
        ("2026-03-10T22:15:00+00:00", date(2026, 3, 11), 2),
        ("2026-03-10T12:00:00+05:00", date(2026, 3, 10), 5),
        ("2026-03-10T01:00:00+00:00", date(2026, 3, 12), None),
        ("2026-03-10T23:00:00+00:00", date(2026, 3, 9), None),
    ],
)
def test_a_time_is_told_in_a_zone_in_which_it_falls_on_the_day(moment: str, day: date, hours: int | None) -> None:
    found = dates.on_day(datetime.fromisoformat(moment), day)
    assert (found.utcoffset() if found else None) == (None if hours is None else timedelta(hours=hours))
    assert found is None or found == datetime.fromisoformat(moment)


def test_the_day_shown_is_the_publishers_and_the_moment_stays_what_it_is() -> None:
    found = article("Published March 9, 2026", "2026-03-10T01:48:00Z")
    assert found.published_at == datetime(2026, 3, 10, 1, 48, tzinfo=UTC)
    assert found.published_local == datetime(2026, 3, 9, 23, 48, tzinfo=timezone(timedelta(hours=-2)))
    assert found.published_source == "json-ld"


@pytest.mark.parametrize(
    ("kind", "published", "is_edition"),
    [
        ("NewsArticle", "2026-03-10T09:00:00Z", True),
        ("NewsArticle", "2024-03-10T09:00:00Z", True),
        ("Article", "2026-03-10T09:00:00Z", True),
        ("Article", "2024-03-10T09:00:00Z", False),
        ("BlogPosting", "2026-03-10T09:00:00Z", False),
    ],
)
def test_news_shown_under_the_day_of_its_change_is_a_new_edition_and_keeps_its_first_publication(
    kind: str, published: str, is_edition: bool
) -> None:
    found = article("13 March 2026", published, "2026-03-13T08:00:00Z", kind)
    assert (found.published_at, found.published_source) == (datetime.fromisoformat(published), "json-ld")
    assert found.edition_at == (datetime(2026, 3, 13, 8, tzinfo=UTC) if is_edition else None)


@pytest.mark.parametrize(
    ("shown", "published_at", "source"),
    [("13 March 2026", "2026-03-13T08:00:00Z", "text"), ("10 March 2026", "2026-03-10T09:00:00Z", "json-ld")],
)
def test_a_line_gives_the_edition_shown_and_the_first_publication(shown: str, published_at: str, source: str) -> None:
    page = Page("https://quay.test/a", FETCHED, 200, "text/html", "utf-8", b"", 0)
    found = jsonl.line(page, article(shown, "2026-03-10T09:00:00Z", "2026-03-13T08:00:00Z"))
    assert (found["published_at"], found["published_precision"], found["published_source"]) == (published_at, "minute", source)
    assert found["first_published_at"] == "2026-03-10T09:00:00Z"


def test_a_change_that_the_page_does_not_show_is_no_edition() -> None:
    found = article("10 March 2026", "2026-03-10T09:00:00Z", "2026-03-13T08:00:00Z")
    assert found.published_at == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def test_what_a_feed_has_brought_stays_published_when_it_was() -> None:
    origin = EntryOrigin(published_at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC))
    found = article("13 March 2026", "2026-03-10T09:00:00Z", "2026-03-13T08:00:00Z", origin=origin)
    assert found.published_at == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
