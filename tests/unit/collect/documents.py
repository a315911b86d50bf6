"""Feeds in a few words, and what the reader makes of them."""

from __future__ import annotations

from datetime import UTC, datetime

from media_monitor.collect.feeds import parse
from media_monitor.model import Entry, NotAFeed, ParsedFeed

NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
URL = "https://news.test/feeds/all.xml"
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>"""


def rss(items: str, channel: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>{channel}{items}</channel></rss>'.encode()
    )


def feed(body: bytes, content_type: str | None = None) -> ParsedFeed:
    result = parse(body, URL, content_type, NOW)
    assert isinstance(result, ParsedFeed), result
    return result


def entry(item: str) -> Entry:
    (only,) = feed(rss(f"<item>{item}</item>")).entries
    return only


def refusal(body: bytes, content_type: str | None = None) -> NotAFeed:
    result = parse(body, URL, content_type, NOW)
    assert isinstance(result, NotAFeed), result
    assert "\n" not in result.detail
    return result
