"""Bytes to entries: formats, entries, text, links and dates."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.collect.feed_text import plain, published_at, web_link
from media_monitor.collect.feeds import parse
from media_monitor.collect.raw_feed import MAX_ENTRIES, MAX_TITLE
from media_monitor.collect.supervise import CPU_SECONDS
from media_monitor.model import Entry, ParsedFeed
from unit.collect.documents import NOW, SITEMAP, URL, entry, feed, refusal, rss

# ---- formats ----------------------------------------------------------------------------------------------------------


def test_rss_gives_title_link_guid_date_and_summary() -> None:
    item = entry(
        "<title>Ferry strike ends</title><link>/news/1</link><guid isPermaLink='false'>hp-1</guid>"
        "<pubDate>Fri, 16 May 2031 20:00:00 +0200</pubDate><description>&lt;p&gt;Crews return.&lt;/p&gt;</description>"
    )
    assert item == Entry(
        link="https://news.test/news/1",
        guid="hp-1",
        title="Ferry strike ends",
        published_at=datetime(2031, 5, 16, 18, 0, tzinfo=UTC),
        published_raw="Fri, 16 May 2031 20:00:00 +0200",
        summary="Crews return.",
    )


def test_atom_is_read() -> None:
    result = feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title><entry><id>tag:news.test,2031:1</id>'
        b'<title type="html">Ferries &amp;amp; &lt;b&gt;trams&lt;/b&gt;</title><link rel="self" href="/self"/>'
        b'<link href="/news/1"/><updated>2031-05-17T09:00:00Z</updated><published>2031-05-16T09:00:00+01:00</published>'
        b"</entry></feed>",
        "application/atom+xml",
    )
    assert (result.version, result.title, result.is_malformed) == ("atom10", "Harbour Post", False)
    assert result.entries[0].title == "Ferries & trams"
    assert result.entries[0].link == "https://news.test/news/1"
    assert result.entries[0].published_at == datetime(2031, 5, 16, 8, 0, tzinfo=UTC)


def test_json_feed_is_read() -> None:
    items: list[Any] = [
        {"id": 7, "url": "../news/7", "title": "Tram &amp; tide", "date_published": "2031-05-17T08:00:00+02:00"},
        {"id": "8", "content_text": "Short note", "date_published": 5},
        "junk",
        {},
    ]
    result = feed(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "items": items}).encode())
    assert (result.version, result.title, result.dropped_count) == ("json11", "Harbour Post", 1)
    assert result.entries[0].link == "https://news.test/news/7"
    assert (result.entries[0].guid, result.entries[0].title) == ("7", "Tram & tide")
    assert result.entries[0].published_at == datetime(2031, 5, 17, 6, 0, tzinfo=UTC)
    assert result.entries[1].summary == "Short note"


def test_a_google_news_sitemap_is_read() -> None:
    news = (
        "<url><loc>https://news.test/1</loc><news:news><news:title>Bridge &lt;opens&gt; &amp;amp; more</news:title>"
        "<news:publication_date>2031-05-17</news:publication_date></news:news></url><url><loc>https://news.test/about</loc></url>"
    )
    result = feed(SITEMAP.format(news).encode())
    assert result.version == "sitemap"
    assert [(e.link, e.published_at) for e in result.entries] == [("https://news.test/1", datetime(2031, 5, 17, tzinfo=UTC))]


def test_a_sitemap_without_news_is_no_feed() -> None:
    assert refusal(SITEMAP.format("<url><loc>https://news.test/about</loc></url>").encode()).kind == "not_a_feed"


@pytest.mark.rel("E11")
@pytest.mark.parametrize(
    ("body", "version"),
    [
        ('<rss version="0.91"><channel><title>HP</title><item><title>One</title></item></channel></rss>', "rss091u"),
        ('<rss version="0.92"><channel><title>HP</title><item><title>One</title></item></channel></rss>', "rss092"),
        (('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
         "<channel><title>HP</title></channel><item><title>One</title></item></rdf:RDF>"), "rss090"),
        (('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
         "<channel><title>HP</title></channel><item><title>One</title></item></rdf:RDF>"), "rss10"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>One</title></entry></feed>', "atom03"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "One"}]}', "json10"),
    ],
)  # fmt: skip
def test_every_format_is_told_by_its_name(body: str, version: str) -> None:
    result = feed(body.encode())
    assert (result.version, [e.title for e in result.entries]) == (version, ["One"])


@pytest.mark.rel("E11")
@pytest.mark.parametrize(
    "body",
    [
        '<opml version="2.0"><head><title>x</title></head><body><outline type="rss" xmlUrl="https://news.test/f"/></body></opml>',
        (
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://news.test/1</loc></sitemap>'
            "</sitemapindex>"
        ),
        '<html><body><pre><rss version="2.0"><channel><item><title>One</title></item></channel></rss></pre></body></html>',
        '<html><body><pre>&lt;rss version="2.0"&gt;&lt;/rss&gt;</pre></body></html>',
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body/></html>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "%PDF-1.4 ...",
        'callback({"version": "https://jsonfeed.org/version/1", "items": []})',
    ],
)
def test_what_wraps_or_lists_feeds_is_none(body: str) -> None:
    assert refusal(body.encode()).kind == "not_a_feed"


# ---- entries ----------------------------------------------------------------------------------------------------------


def test_a_guid_does_not_depend_on_where_the_feed_lies() -> None:
    body = rss("<item><title>a</title><link>/a</link><guid>item-1</guid></item>")
    elsewhere = parse(body, "http://mirror.test/x/", None, NOW)
    assert isinstance(elsewhere, ParsedFeed)
    assert elsewhere.entries[0].guid == feed(body).entries[0].guid == "item-1"


@pytest.mark.rel("E08")
def test_one_bad_item_of_fifty_is_dropped_and_the_others_are_kept() -> None:
    items = [f"<item><title>News {n}</title><link>/{n}</link></item>" for n in range(50)]
    items[25] = "<item><title></title><link>javascript:alert(1)</link></item>"
    result = feed(rss("".join(items)))
    assert (len(result.entries), result.dropped_count) == (49, 1)


@pytest.mark.rel("E08")
def test_one_bad_item_of_fifty_in_json_and_sitemaps_is_dropped_too() -> None:
    items: list[Any] = [{"id": str(n), "title": f"News {n}"} for n in range(49)]
    document = {"version": "https://jsonfeed.org/version/1.1", "items": [*items, {"id": [], "url": 7.5e300, "title": {}}, None]}
    result = feed(json.dumps(document).encode())
    assert [e.guid for e in result.entries][:49] == [str(n) for n in range(49)]
    url = "<url><loc>{}</loc><news:news><news:title>{}</news:title></news:news></url>"
    news = [url.format(f"https://news.test/{n}", f"News {n}") for n in range(49)] + [url.format("mailto:desk", "")]
    result = feed(SITEMAP.format("".join(news)).encode())
    assert (len(result.entries), result.dropped_count) == (49, 1)


@pytest.mark.rel("E08")
def test_a_title_of_ten_megabytes_is_cut() -> None:
    start = time.process_time()
    title = entry(f"<title>{'Ferry strike ends ' * 600_000}</title>").title
    assert title
    assert len(title) <= MAX_TITLE
    assert title.startswith("Ferry strike ends Ferry")
    assert time.process_time() - start < CPU_SECONDS


@pytest.mark.rel("E08")
def test_a_giant_guid_becomes_a_short_one_that_still_tells_items_apart() -> None:
    one, two = (entry(f"<guid isPermaLink='false'>{'g' * 10**6}{n}</guid><title>a</title>").guid for n in (1, 2))
    assert one
    assert two
    assert len(one) < 100
    assert one != two


def test_items_that_nothing_names_are_counted_and_dropped() -> None:
    result = feed(rss("<item><description>lost</description></item><item><title>Found</title></item>"))
    assert ([e.title for e in result.entries], result.dropped_count) == (["Found"], 1)


@pytest.mark.rel("E08")
def test_the_newest_two_thousand_are_kept_in_order() -> None:
    def item(n: int) -> str:
        day = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
        return f"<item><guid isPermaLink='false'>{n}</guid><pubDate>{day:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"

    undated = "<item><title>undated</title></item>"
    result = feed(rss(undated + "".join(item(n) for n in range(MAX_ENTRIES + 5))))
    assert [e.guid for e in result.entries] == [str(n) for n in range(5, MAX_ENTRIES + 5)]
    assert result.dropped_count == 6


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>120</ttl>", 7200),
        ("<ttl>-5</ttl>", None),
        ("<ttl>often</ttl>", None),
        ("<ttl>nan</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0.1</sy:updateFrequency>", 36_000),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<sy:updatePeriod>dayly</sy:updatePeriod><ttl>60</ttl>", 3600),
        ("<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 86_400),
        ("", None),
    ],
)
def test_the_pace_that_a_document_asks_for_is_read(channel: str, seconds: int | None) -> None:
    body = rss("", channel).replace(b"<rss ", b'<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    assert feed(body).hint_seconds == seconds


# ---- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Ferries &amp; trams", "Ferries & trams"),
        ("<b>Port</b>  city\n\tnews ", "Port city news"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ('<img src=x onerror="alert(1)">Hi', "Hi"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("AT&T", "AT&T"),
        ("a\0b\x07c\ud800d\x85e", "abcde"),
        ("&#0;&#xD800;x", "\ufffd\ufffdx"),
        ("<br/>", None),
        ("", None),
        (None, None),
        ("x" * 2000, "x" * 1000),
        ("🚢" * 1500, "🚢" * 1000),
    ],
)
def test_titles_become_plain_text(markup: str | None, text: str | None) -> None:
    assert plain(markup, 1000) == text


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("/a?b=1&c", "https://news.test/a?b=1&c"),
        ("b", "https://news.test/feeds/b"),
        ("//other.test/x", "https://other.test/x"),
        ("http://other.test/a b", "http://other.test/a%20b"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        (" java\x01script:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("http://", None),
        ("http://news.test/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_links_become_absolute_web_addresses_or_nothing(href: str | None, link: str | None) -> None:
    assert web_link(href, URL) == link


# ---- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("E07")
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Fri, 16 May 2031 10:00:00 GMT", "2031-05-16T10:00"),
        ("16 May 31 10:00 EST", "2031-05-16T15:00"),
        ("Fri, 16 May 2031 10:00:00 BST", "2031-05-16T09:00"),
        ("Fri, 16 May 2031 10:00:00 CEST", "2031-05-16T08:00"),
        ("Fri, 16 May 2031 10:00:00", "2031-05-16T10:00"),
        ("2031-05-16T10:00:00.123456789+02:00", "2031-05-16T08:00"),
        ("2031-05-16 10:00:00 +0200", "2031-05-16T08:00"),
        ("20310516T100000Z", "2031-05-16T10:00"),
        ("2031-05-16", "2031-05-16T00:00"),
        ("2031-05-18T09:00Z", "2031-05-18T09:00"),
        ("2031-05-18T10:00Z", None),
        ("1989-12-31T23:59:59Z", None),
        ("1990-01-01T00:00:00Z", "1990-01-01T00:00"),
        ("2031-02-30T10:00:00Z", None),
        ("Sun, 30 Feb 2031 10:00:00 GMT", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0000-00-00T00:00:00Z", None),
        ("-2024-01-01", None),
        ("1704103200", None),
        ("2031-05-16T10:00:60Z", None),
        ("Fri, 16 May 2031 24:00:00 GMT", None),
        ("2031-05-16T10:00:00+25:00", None),
        ("Fri, 16 May 0031 10:00:00 GMT", "2031-05-16T10:00"),
        ("16/05/2031", None),
        ("0", None),
        ("now", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_or_none_but_never_invented(raw: str, expected: str | None) -> None:
    item = entry(f"<title>a</title><pubDate>{raw}</pubDate>")
    assert (item.published_at.strftime("%Y-%m-%dT%H:%M") if item.published_at else None) == expected
    assert item.published_raw == (raw or None)


@pytest.mark.rel("E07")
def test_an_update_is_a_publication_date_only_where_there_is_no_better() -> None:
    assert entry("<title>a</title>").published_at is None
    both = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><updated>2031-05-17T09:00:00Z</updated>%s</entry></feed>'
    assert feed(both % b"").entries[0].published_at == datetime(2031, 5, 17, 9, tzinfo=UTC)
    older = feed(both % b"<published>2031-05-01T09:00:00Z</published>").entries[0]
    assert older.published_at == datetime(2031, 5, 1, 9, tzinfo=UTC)


DATE_LIKE = r"\d{1,5}-\d{1,2}-\d{1,2}[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d|Z| [A-Z]{3})?"


@pytest.mark.rel("E07")
@settings(deadline=None)
@given(st.text(max_size=40) | st.from_regex(DATE_LIKE, fullmatch=True))
def test_any_date_is_inside_the_window_or_none(raw: str) -> None:
    moment = published_at(raw, None, NOW)
    assert moment is None or datetime(1990, 1, 1, tzinfo=UTC) <= moment <= NOW + timedelta(hours=24)
