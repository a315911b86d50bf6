"""Feeds that a page announces, and the places to try where it does not."""

from __future__ import annotations

import pytest

from media_monitor.collect.discover import feed_links

URL = "https://news.test/section/page.html"


def page(head: str) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><p>News.</p></body></html>".encode()


def test_announced_feeds_come_first_in_their_order() -> None:
    links = feed_links(
        page(
            '<link rel="stylesheet" type="text/css" href="/style.css">'
            '<link rel="alternate" type="application/rss+xml" href="all.xml">'
            '<LINK REL="Alternate nofollow" TYPE="application/atom+xml; charset=utf-8" HREF="//feeds.test/atom">'
            '<link rel="alternate" hreflang="fr" href="/fr/">'
            '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
            '<link rel="alternate" type="application/rss+xml">'
        ),
        URL,
    )
    assert links[:3] == ["https://news.test/section/all.xml", "https://feeds.test/atom", "https://news.test/feed"]


def test_the_base_of_the_page_counts() -> None:
    head = '<base href="/base/"><link rel="alternate" type="application/rss+xml" href="all.xml">'
    assert feed_links(page(head), URL)[0] == "https://news.test/base/all.xml"


def test_an_announced_common_place_is_named_once() -> None:
    links = feed_links(page('<link rel="alternate" type="application/rss+xml" href="/rss">'), URL)
    assert links[0] == "https://news.test/rss"
    assert links.count("https://news.test/rss") == 1


@pytest.mark.parametrize("body", [b"", b"\0", b"<", b"plain words", b"<html><head>" + b"<div>" * 5000, b"\xff\xfe"])
def test_any_page_leaves_the_common_places(body: bytes) -> None:
    assert "https://news.test/rss.xml" in feed_links(body, URL)
