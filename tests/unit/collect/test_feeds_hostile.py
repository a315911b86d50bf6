"""Documents that are no feeds, that break parsers, or that want to do harm."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media_monitor.collect import sitemap
from media_monitor.collect.feeds import parse
from media_monitor.collect.supervise import CPU_SECONDS
from media_monitor.model import NotAFeed, ParsedFeed
from unit.collect.documents import NOW, SITEMAP, URL, feed, refusal, rss
from unit.collect.evil import CONSENT
from unit.collect.visits import memory_growth

# ---- documents that are none ------------------------------------------------------------------------------------------


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
@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_parser_that_resolves_entities_would_read_a_file_into_a_title(
    is_guarded: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What libxml2 opens no audit hook sees, hence the file whose words would be in the title."""
    secret = tmp_path / "secret.txt"
    secret.write_text("tide tables", encoding="utf-8")
    if not is_guarded:
        parser = sitemap.etree.XMLParser
        monkeypatch.setattr(sitemap.etree, "XMLParser", lambda **_: parser(resolve_entities=True))
    body = as_sitemap(f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', "&x;")
    assert ("tide tables" in str(parse(body, URL, None, NOW))) is not is_guarded


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
@pytest.mark.timeout(900)
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
