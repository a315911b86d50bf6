"""Bytes to entries: formats, text, links, dates, and documents that are no feeds or want to do harm."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media_monitor.collect.feed_text import plain, published_at, web_link
from media_monitor.collect.feeds import parse
from media_monitor.collect.raw_feed import MAX_ENTRIES, MAX_TITLE
from media_monitor.collect.supervise import CPU_SECONDS
from media_monitor.model import Entry, NotAFeed, ParsedFeed
from unit.collect.visits import memory_growth

NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
URL = "https://news.test/feeds/all.xml"


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


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>"""


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


# ---- documents that are none ------------------------------------------------------------------------------------------

CONSENT = b"<!DOCTYPE html><html><head><title>Before you continue</title></head><body><form>Accept all</form></body></html>"


@pytest.mark.rel("C12")
@pytest.mark.parametrize(
    "body",
    [b"", b"  \n", b"\xef\xbb\xbf", CONSENT, b"<!-- cached --><html><body>Not found</body></html>", b"<x/>", b"gone fishing",
     b'{"version": "https://example.test/1"}', b"[]", b"\xff\xfe<r"],
)  # fmt: skip
def test_what_is_no_feed_is_never_a_feed_without_entries(body: bytes) -> None:
    assert refusal(body).kind == "not_a_feed"


def test_an_html_page_is_called_one() -> None:
    assert "HTML page" in refusal(CONSENT, "text/html; charset=utf-8").detail
    assert "HTML page" not in refusal(b"gone fishing").detail


@pytest.mark.rel("E01")
@pytest.mark.parametrize(
    "body", [b"/dev/zero", b"/dev/null", b"/etc/passwd", b"/etc/passwd\n", b"http://127.0.0.1/x", b"file:///etc/passwd", b"../x"]
)
def test_a_body_that_names_a_file_or_address_opens_neither(body: bytes, opened: list[str]) -> None:
    assert refusal(body).kind == "not_a_feed"
    assert opened == []


@pytest.mark.rel("E01")
@pytest.mark.parametrize("given", ["/dev/null", b"/dev/null"])
def test_feedparser_alone_would_open_it(given: str | bytes, opened: list[str]) -> None:
    feedparser.parse(given)
    assert "/dev/null" in [str(name).strip("b'") for name in opened]


@pytest.mark.rel("E01")
def test_opening_a_file_would_be_seen(opened: list[str]) -> None:
    with open("/dev/null", encoding="utf-8"):  # noqa: PTH123
        assert opened == ["/dev/null"]


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "billion laughs": (f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]>', "&a9;"),
    "quadratic": (f'<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 1000),
    "cyclic": ('<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
    "parameters in parameters": ('<!DOCTYPE r [<!ENTITY % a "ha"><!ENTITY % b "%a;%a;"><!ENTITY c "%b;">]>', "&c;"),
}
OUTSIDE = {
    "entity of a file": ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
    "entity of an address": ('<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/x">]>', "&x;"),
    "public entity": ('<!DOCTYPE r [<!ENTITY x PUBLIC "-//X//Y" "file:///etc/passwd">]>', "&x;"),
    "grammar at an address": ('<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd">', ""),
    "grammar in a file": ('<!DOCTYPE r SYSTEM "file:///etc/passwd">', ""),
    "public grammar": ('<!DOCTYPE r PUBLIC "-//X//Y" "http://127.0.0.1/x.dtd">', ""),
    "parameter entity": ('<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x">%x;]>', ""),
    "parameter entity of a file": ('<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>', ""),
    "inclusion": ("", '<xi:include href="file:///etc/passwd" parse="text" xmlns:xi="http://www.w3.org/2001/XInclude"/>'),
    "style sheet": ('<?xml-stylesheet href="file:///etc/passwd" type="text/xsl"?>', ""),
    "notation": (
        '<!DOCTYPE r [<!NOTATION n SYSTEM "file:///etc/passwd"><!ENTITY x SYSTEM "file:///etc/passwd" NDATA n>]>',
        "&x;",
    ),
}


RSS = """<?xml version="1.0"?>{}<rss version="2.0"><channel><title>a{}</title><item><title>b{}</title></item></channel></rss>"""


def as_rss(head: str, use: str) -> bytes:
    return RSS.format(head, use, use).encode()


def as_sitemap(head: str, use: str) -> bytes:
    news = f"<url><loc>https://news.test/1</loc><news:news><news:title>b{use}</news:title></news:news></url>"
    return SITEMAP.replace("<urlset", f"{head}<urlset").format(news).encode()


@pytest.mark.rel("E04")
@pytest.mark.parametrize("write", [as_rss, as_sitemap])
@pytest.mark.parametrize("case", OUTSIDE)
def test_nothing_outside_of_a_document_is_opened(write: Any, case: str, opened: list[str]) -> None:
    result = parse(write(*OUTSIDE[case]), URL, None, NOW)
    assert opened == []
    assert "root:" not in str(result)


@pytest.mark.rel("E04")
@pytest.mark.parametrize("write", [as_rss, as_sitemap])
@pytest.mark.parametrize("case", BOMBS)
def test_entities_do_not_blow_up(write: Any, case: str) -> None:
    body = write(*BOMBS[case])
    parse(as_rss("", ""), URL, None, NOW)  # what a first document loads is no growth
    start = time.process_time()
    with memory_growth() as growth:
        result = parse(body, URL, None, NOW)
    assert len(str(result)) < 5_000
    assert growth.mebibytes < 150  # of the 1,024 that the child has
    assert time.process_time() - start < CPU_SECONDS


WATCHED: list[list[str]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    what = str(args[1] if event == "socket.connect" else next(iter(args), ""))
    is_import = what.endswith((".py", ".pyc"))  # codecs and the like, at their first use
    if WATCHED and event in {"open", "socket.connect", "socket.getaddrinfo"} and not is_import:
        WATCHED[-1].append(what)


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """What is opened or connected to while the test runs. An audit hook cannot be removed, only silenced."""
    if not getattr(sys, "_media_monitor_watch", False):
        sys.addaudithook(_watch)
        sys._media_monitor_watch = True  # type: ignore[attr-defined]
    WATCHED.append([])
    yield WATCHED[-1]
    WATCHED.pop()


def declared(encoding: str) -> bytes:
    return rss("<item><title>a</title></item>").replace(b'"1.0"?', f'"1.0" encoding="{encoding}"?'.encode())


RAISING: dict[str, tuple[bytes, str | None]] = {
    "half a surrogate": (rss("<item><title>&#xD800;</title></item>"), None),
    "beyond Unicode": (rss("<item><title>&#x110000;</title></item>"), None),
    "an encoding that is undefined": (declared("undefined"), None),
    "an encoding that cuts": (declared("punycode"), None),
    "a surrogate by escape": (declared("unicode_escape").replace(b">a<", b">\\ud800<"), None),
    "a header with NUL": (rss("<item/>"), 'text/xml; charset="utf-8\0"'),
    "a header that is undefined": (rss("<item/>"), "text/xml; charset=undefined"),
    "a map without numbers": (
        (
            b'<rss version="2.0" xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml"><channel><item>'
            b'<title>b</title><georss:where><gml:Point srsName="urn:ogc:def:crs:EPSG::abc"><gml:pos>1 2</gml:pos></gml:Point>'
            b"</georss:where></item></channel></rss>"
        ),
        None,
    ),
}
"""Documents on which feedparser raises."""


@pytest.mark.rel("E02")
@pytest.mark.parametrize("case", RAISING)
def test_what_feedparser_raises_on_is_a_parse_error(case: str) -> None:
    body, content_type = RAISING[case]
    assert refusal(body, content_type).kind == "parse_error"
    headers = {"content-type": content_type} if content_type else {}
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, it must not be ours to foresee
        feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    assert type(caught.value).__name__ in refusal(body, content_type).detail


@pytest.mark.rel("E02")
@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b'{"version": ', "application/feed+json"), (b"[" * 200_000, None), (SITEMAP.format("<url>").encode(), None)],
)
def test_what_breaks_another_reader_is_a_parse_error(body: bytes, content_type: str | None) -> None:
    assert refusal(body, content_type).kind == "parse_error"


# ---- encodings -----------------------------------------------------------------------------------------------------------

GREETING = "Gr\u00fc\u00dfe \u2014 x"


@pytest.mark.rel("E06")
@pytest.mark.parametrize(
    ("declared", "actual", "title"),
    [
        ("utf-8", "utf-8", GREETING),
        ("utf-8", "utf-8-sig", GREETING),
        ("utf-16", "utf-16", GREETING),
        ("utf-8", "utf-16-le", GREETING),
        ("utf-8", "utf-16-be", GREETING),
        ("utf-32", "utf-32", GREETING),
        ("windows-1252", "cp1252", GREETING),
        ("utf-8", "cp1252", GREETING),
        ("iso-8859-1", "utf-8", GREETING),
        ("x-none", "utf-8", GREETING),
        ("zlib_codec", "utf-8", GREETING),
        ("koi8-r", "koi8-r", "\u041f\u0440\u0438\u0432\u0435\u0442"),
        ("gb2312", "gb2312", "\u4f60\u597d"),
        ("shift_jis", "shift_jis", "\u65e5\u672c"),
        ("big5", "big5", "\u4e2d\u6587"),
        ("windows-1251", "cp1251", "\u041f\u0440\u0438\u0432\u0435\u0442"),
    ],
)
def test_titles_are_decoded_whatever_the_document_says_of_itself(declared: str, actual: str, title: str) -> None:
    text = rss(f"<item><title>{title}</title></item>").decode().replace('"1.0"?', f'"1.0" encoding="{declared}"?', 1)
    assert [e.title for e in feed(text.encode(actual)).entries] == [title]


@pytest.mark.rel("E06")
@pytest.mark.parametrize(
    "content_type",
    ["text/xml", "text/xml; charset=iso-8859-1", "text/xml; charset=utf-16", "application/xml; charset=nonsense", "text/plain",
     "text/html; charset=utf-8", "; ;=", "text/xml; charset=zlib_codec", "x" * 5000],
)  # fmt: skip
def test_a_content_type_does_not_spoil_what_is_utf_8(content_type: str) -> None:
    body = rss(f"<item><title>{GREETING}</title></item>")
    assert [e.title for e in feed(body, content_type).entries] == [GREETING]


@pytest.mark.rel("E06")
def test_bytes_that_are_no_text_are_dropped_and_told() -> None:
    result = feed(rss("<item><title>a\0b</title></item>"))
    assert [e.title for e in result.entries] == ["ab"]
    assert result.is_malformed


@pytest.mark.rel("E08")
def test_a_feed_cut_short_keeps_its_whole_items_and_says_so() -> None:
    body = rss("<item><title>One</title></item><item><title>Two</title></item>")
    result = feed(body[: body.index(b"Two")])
    assert [e.title for e in result.entries][:1] == ["One"]
    assert result.is_malformed
    assert not feed(body).is_malformed


def with_title(noise: bytes) -> bytes:
    return rss("<item><title>T</title></item>").replace(b"T<", noise + b"<")


ANYTHING = st.binary(max_size=300) | st.binary(max_size=80).map(with_title)


@pytest.mark.rel("E10")
@settings(deadline=None)
@given(ANYTHING)
@example(b"\x00")
def test_any_bytes_end_as_a_value_that_can_be_stored(body: bytes) -> None:
    is_storable_and_the_same_again(body)


SPLINTERS = [b"<rss version='2.0'><channel>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<item>", b"</item>",
             b"<entry>", b"<title>", b"</title>", b"<link>", b"<link href='", b"'/>", b"<guid>", b"<pubDate>", b"2031-02-30",
             b"<![CDATA[", b"]]>", b"&#x0;", b"&#xD800;", b"&#1114112;", b"&a;", b"<!DOCTYPE r [<!ENTITY a '", b"'>]>",
             b"<?xml version='1.0' encoding='", b"utf-16", b"utf-7", b"'?>", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"<urlset>",
             b"<news:news>", b'{"version":', b"<content type='xhtml'>", b"<div>", b"<script>", b"javascript:", b"http://[",
             b" xml:base='"]  # fmt: skip


@pytest.mark.rel("E10")
@pytest.mark.slow
@settings(deadline=None, max_examples=20_000)
@given(st.lists(st.sampled_from(SPLINTERS) | st.binary(max_size=12), max_size=25).map(b"".join))
def test_any_splinters_of_feeds_end_as_a_value_that_can_be_stored(body: bytes) -> None:
    is_storable_and_the_same_again(body)


def is_storable_and_the_same_again(body: bytes) -> None:
    result = parse(body, URL, None, NOW)
    assert isinstance(result, ParsedFeed | NotAFeed)
    texts = [result.title] if isinstance(result, ParsedFeed) else [result.detail]
    for item in getattr(result, "entries", ()):
        texts += [item.link, item.guid, item.title, item.summary, item.published_raw]
    for text in filter(None, texts):
        assert "\0" not in text
        text.encode()
    assert parse(body, URL, None, NOW) == result


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
