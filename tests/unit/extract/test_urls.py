from __future__ import annotations

import json
import os
import re
from pathlib import Path
from unittest.mock import patch

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.extract import urls
from media_monitor.extract.urls import accepted_canonical, canonicalise, registrable_domain


@pytest.mark.rel("F05")
@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://news.test/a?utm_source=x&id=5&fbclid=1#top", "https://news.test/a?id=5"),
        ("https://news.test/a?UTM_Medium=x&gclid=2", "https://news.test/a"),
        ("https://NEWS.test:443/Story/ABC", "https://news.test/Story/ABC"),
        ("http://news.test:80/a", "http://news.test/a"),
        ("http://news.test:8080/a", "http://news.test:8080/a"),
        ("https://news.test/%7Ejo/%e4", "https://news.test/~jo/%E4"),
        ("https://news.test/%4%31", "https://news.test/A"),
        ("https://news.test/a;jsessionid=0A1B2C?x=1", "https://news.test/a?x=1"),
        ("https://news.test/a//b", "https://news.test/a//b"),
        ("https://news.test", "https://news.test/"),
        ("https://user:secret@news.test/a", "https://news.test/a"),
        ("https://bücher.test/ä", "https://xn--bcher-kva.test/%C3%A4"),
        ("  https://news.test/a \n", "https://news.test/a"),
        ("https://news.test/a?b&&c=", "https://news.test/a?b&c="),
        ("https://news.test/a?page=2&p=7", "https://news.test/a?page=2&p=7"),
    ],
)
def test_one_page_has_one_address(url: str, canonical: str) -> None:
    assert canonicalise(url) == canonical


@pytest.mark.rel("F07")
@pytest.mark.parametrize(
    "url",
    [
        "https://news.test/story/amp/",
        "https://news.test/story/amp",
        "https://news.test/story.amp",
        "https://news.test/story?amp=1",
        "https://news.test/story?outputType=amp",
        "https://www.google.com/amp/s/news.test/story",
        "https://news-test.cdn.ampproject.org/c/s/news.test/story/amp",
        "https://web.archive.org/web/20240102030405id_/https://news.test/story",
        "https://web.archive.org/web/20240102/https://news.test/story?utm_source=rss",
    ],
)
def test_wrappings_of_a_page_are_folded(url: str) -> None:
    assert canonicalise(url) == "https://news.test/story"


@pytest.mark.parametrize("url", ["https://news.test/guitar-amp", "https://news.test/amplifier?id=5", "https://amp.test/"])
def test_a_story_about_amplifiers_is_left_alone(url: str) -> None:
    assert canonicalise(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.test/a",
        "ftp://news.test/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "http://[bad",
        "https://n.test/" + "a" * 2100,
    ],
)
def test_what_is_no_web_address_has_no_canonical_form(url: str) -> None:
    assert canonicalise(url) is None


_PIECES = st.sampled_from(
    [
        *("http://", "https://", "news.test", "EXAMPLE.co.uk", ":80", ":443", "/", "//", "/amp", ".amp", "amp/", "?", "&", "#"),
        *("%", "%4", "1", "%2e", "%7E", "..", ";jsessionid=1", "utm_a=b", "id=5", "amp", "=", "ü", "@", " ", "\t"),
        *("web.archive.org/web/2020/", "www.google.com/amp/s/"),
    ]
)


@pytest.mark.rel("F05")
@given(st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=40).map("https://news.test/".__add__))
def test_canonicalising_twice_changes_nothing(url: str) -> None:
    once = canonicalise(url)
    assert once is None or canonicalise(once) == once


_PLAIN_PIECES = st.sampled_from(
    [
        *("/", "//", "a", "News", "-", "_", "~", "1", "%41", "0x7f", "127", "xn--", "www.", ".test", ".com", ".html", ".htm"),
        *(".amp", "amp", "/amp", "/amp/", "AMP", "google", "google.com/amp/", "c.cdn.ampproject.org/", "c/", "s/"),
        *("web.archive.org/", "web/2020/"),
    ]
)


@pytest.mark.rel("F05")
@given(st.lists(_PLAIN_PIECES, min_size=1, max_size=9).map("".join).map("https://".__add__))
def test_the_short_way_for_plain_addresses_gives_what_the_long_way_gives(url: str) -> None:
    short = canonicalise(url)
    with patch.object(urls, "_PLAIN", re.compile("(?!)")):
        assert short == canonicalise(url)


@pytest.mark.rel("F05")
@pytest.mark.skipif("MEDIA_MONITOR_DATA" not in os.environ, reason="MEDIA_MONITOR_DATA is unset: no WHATWG corpus")
def test_whatwg_cases_keep_their_host() -> None:
    cases = json.loads((Path(os.environ["MEDIA_MONITOR_DATA"]) / "hostile" / "urltestdata.json").read_text())
    hosts = [
        (c["href"], canonicalise(c["href"])) for c in cases if isinstance(c, dict) and str(c.get("href", "")).startswith("http")
    ]
    checked = [(href, ada_url.URL(href).host, ada_url.URL(canonical).host) for href, canonical in hosts if canonical]
    assert len(checked) > 100
    assert [c for c in checked if c[1] != c[2]] == []


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.news.co.uk/a", "news.co.uk"),
        ("https://a.b.example.com", "example.com"),
        ("https://harbour.test/", "harbour.test"),
        ("https://desk.harbour.test/", "harbour.test"),
        ("https://one.blogspot.com/", "one.blogspot.com"),
        ("http://192.0.2.7/", "192.0.2.7"),
        ("http://[2001:db8::1]/", "[2001:db8::1]"),
        ("nonsense", None),
    ],
)
def test_the_site_is_what_one_can_register(url: str, domain: str | None) -> None:
    assert registrable_domain(url) == domain


PAGE = "https://www.news.test/world/2024/story-17?utm_source=rss"


@pytest.mark.rel("F06")
@pytest.mark.parametrize(
    "declared", ["https://news.test/world/2024/story-17", "/world/2024/story-17", "https://m.news.test/world/2024/the-story-17/"]
)
def test_a_canonical_link_within_the_site_is_believed(declared: str) -> None:
    assert accepted_canonical(PAGE, declared) is not None


@pytest.mark.rel("F06")
@pytest.mark.parametrize(
    ("page", "declared"),
    [
        (PAGE, "https://news.test/"),
        (PAGE, "https://other.test/world/2024/story-17"),
        (PAGE, "https://news.test.evil.test/world/2024/story-17"),
        (PAGE, "https://www.news.test/world/2024"),
        (PAGE, "javascript:alert(1)"),
        (PAGE, None),
        (PAGE, ""),
        ("https://news.test/article.php?id=17", "https://news.test/article.php"),
        ("https://one.blogspot.com/a", "https://two.blogspot.com/a"),
    ],
)
def test_a_canonical_link_that_would_merge_pages_is_refused(page: str, declared: str | None) -> None:
    assert accepted_canonical(page, declared) is None
