"""Feeds that a page points to, and where else they usually lie. Pure: the page is given, nothing is asked."""

from __future__ import annotations

import re

from lxml import html
from lxml.etree import ParserError

from media_monitor.collect.feed_text import web_link

_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
_COMMON = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/news-sitemap.xml")
"""Paths to try where a page announces nothing, the most frequent first."""

_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(https?://[^\s#]+)", re.IGNORECASE | re.MULTILINE)


def feed_links(page: bytes, url: str) -> list[str]:
    """Addresses where the site of `page`, which came from `url`, may have a feed: announced ones first, then common places."""
    return list(dict.fromkeys((*announced_feeds(page, url), *common_places(url))))


def announced_feeds(page: bytes, url: str) -> list[str]:
    """Addresses of the feeds that `page`, which came from `url`, announces, in its order."""
    return list(dict.fromkeys(link for link in _announced(page, url) if link))


def robots_sitemaps(robots: str) -> list[str]:
    """Addresses in the `Sitemap:` lines of a robots.txt, which are nobody's in particular (RFC 9309, 2.2.4)."""
    return list(dict.fromkeys(_SITEMAP_LINE.findall(robots)))


def common_places(url: str) -> list[str]:
    """Addresses at which sites like that of `url` have feeds, the most frequent first."""
    return [link for path in _COMMON if (link := web_link(path, url))]


def _announced(page: bytes, url: str) -> list[str | None]:
    """What `<link rel=alternate>` elements with the type of a feed refer to (HTML, 4.6.7.1)."""
    try:
        document = html.document_fromstring(page)
    except (ParserError, ValueError):
        return []
    base = next((link for element in document.iter("base") if (link := web_link(element.get("href"), url))), url)
    return [
        web_link(link.get("href"), base)
        for link in document.iter("link")
        if "alternate" in link.get("rel", "").lower().split() and link.get("type", "").partition(";")[0].strip().lower() in _TYPES
    ]
