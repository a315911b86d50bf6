"""Bytes to entries: RSS, Atom and RDF by feedparser, JSON Feed, Google News sitemaps. Pure: no network, no file.

feedparser opens what looks like a path or URL, so it is given streams only. It raises whatever it likes, and some shapes of
input cost it quadratic time: callers with untrusted bytes go through `supervise`.
"""

from __future__ import annotations

import io
import math
import re
from datetime import datetime
from typing import Any

import feedparser
from lxml import etree

from media_monitor.collect import json_feed, sitemap
from media_monitor.collect.raw_feed import NotAFeedError, RawFeed, RawItem, parsed_feed
from media_monitor.collect.skips import skips
from media_monitor.model import NotAFeed, ParsedFeed

_SITEMAP = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_HEAD = 2048
"""Bytes within which a document shows what it is, past comments and declarations."""

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400, "yearly": 365 * 86_400}
"""Seconds of sy:updatePeriod (RSS 1.0 syndication module)."""


def parse(body: bytes, url: str, content_type: str | None, now: datetime) -> ParsedFeed | NotAFeed:
    """The feed in `body`, which came from `url` as `content_type` (header value) at `now`. Never raises.

    An HTML page that answers in a feed's place is NotAFeed, never a feed without entries.
    """
    try:
        return parsed_feed(_read(body, content_type), url, now)
    except NotAFeedError as error:
        return NotAFeed("not_a_feed", str(error))
    except Exception as error:  # noqa: BLE001 - feedparser raises UnicodeError, AttributeError, MemoryError, … on hostile input
        return NotAFeed("parse_error", f"the parser gave up on the document ({type(error).__name__})")


def _read(body: bytes, content_type: str | None) -> RawFeed:
    """`body` by the reader of its format. Raises NotAFeedError, and what those readers raise."""
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise NotAFeedError("an empty document")
    if head.startswith((b"{", b"[")):
        return json_feed.read(body)
    if _SITEMAP.search(head):
        return sitemap.read(body)
    return _read_xml(body, content_type, is_html=bool(_HTML.search(head)))


def _read_xml(body: bytes, content_type: str | None, *, is_html: bool) -> RawFeed:
    """RSS, Atom or RDF. Cleaning and relative links are left to `raw_feed`: feedparser's own are quadratic."""
    headers = {"content-type": content_type} if content_type else {}
    document = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not document.get("version"):
        raise NotAFeedError("an HTML page; the feed may have moved, or a consent page stands before it" if is_html else "no feed")
    problem = document.get("bozo_exception")
    is_harmless = isinstance(problem, feedparser.NonXMLContentType | feedparser.CharacterEncodingOverride)
    hours, days = skips(body)
    is_malformed = bool(document.get("bozo")) and not is_harmless
    return RawFeed(
        version=document["version"],
        title=document["feed"].get("title"),
        items=[_item(entry) for entry in document["entries"]],
        hint_seconds=_hint_seconds(document["feed"]),
        skip_hours=hours,
        skip_days=days,
        is_malformed=is_malformed,
        fault=_fault(body) if is_malformed else None,
    )


def _fault(body: bytes) -> str | None:
    """Line, column and words of an XML parser's complaint about `body`; feedparser counts lines of a text that it has changed."""
    try:
        etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        return error.msg
    return None


def _item(entry: dict[str, Any]) -> RawItem:
    """One entry of feedparser's. Read with `dict.get`: its own `get` passes an update off as a publication."""
    values = {key: dict.get(entry, key) for key in ("link", "id", "title", "summary")}
    kind = next((key for key in ("published", "created", "updated") if dict.get(entry, key)), "published")
    return RawItem(
        link=values["link"],
        guid=values["id"],
        title=values["title"],
        summary=values["summary"],
        date=dict.get(entry, kind),
        date_guess=dict.get(entry, f"{kind}_parsed"),
    )


def _hint_seconds(channel: dict[str, Any]) -> int | None:
    """Least seconds between polls by `ttl` (minutes) and sy:updatePeriod / sy:updateFrequency; the longer one. Junk is None."""
    wishes = [_number(channel.get("ttl")) * 60]
    period = _PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower(), 0)
    wishes.append(period / (_number(channel.get("sy_updatefrequency")) or 1))
    return int(min(max(wishes), 10**9)) or None


def _number(value: Any) -> float:
    """`value` as a number above zero, else 0."""
    try:
        number = float(str(value))
    except ValueError:
        return 0
    return number if math.isfinite(number) and number > 0 else 0
