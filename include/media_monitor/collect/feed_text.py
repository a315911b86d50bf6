"""What feeds call text, links and dates, made into what they should be. Pure."""

from __future__ import annotations

import html
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

import ada_url
import nh3

from media_monitor.collect.address import MAX_URL

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No web page is older; what claims to be is a default of some software."""
LATEST = timedelta(hours=24)
"""Ahead of now. A publisher's clock and zone may be wrong by as much; anything later is an error or a lure."""

_RAW_PER_CHARACTER = 10
"""Characters of markup read for one character of text: bounds the work on a title of 10 MB."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""PostgreSQL refuses NUL and lone surrogates; the other control characters mean nothing in a title."""

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{8}(?=T))(?:[T ]\s*(\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE | re.ASCII
)
_ZONES = {"BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "PKT": 5, "HKT": 8, "SGT": 8,
          "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}  # fmt: skip
"""Hours from UTC of zone names that RFC 822 does not know and that stand for one zone in news feeds (BST: London)."""


def plain(markup: str | None, limit: int) -> str | None:
    """`markup` without tags and entities, white space folded, at most `limit` code points; None where nothing is left."""
    if not markup:
        return None
    text = nh3.clean(_UNPRINTABLE.sub("", markup[: limit * _RAW_PER_CHARACTER]), tags=set())
    return " ".join(_UNPRINTABLE.sub("", html.unescape(text)).split())[:limit].rstrip() or None


def web_link(href: str | None, base: str) -> str | None:
    """`href` as an absolute http(s) URL, read relative to `base`; None for other schemes and what is no URL."""
    if not href or len(href) > MAX_URL:
        return None
    try:
        url = ada_url.URL(_UNPRINTABLE.sub("", href), base)
    except ValueError:
        return None
    return url.href if url.protocol in {"http:", "https:"} and len(url.href) <= MAX_URL else None


def published_at(raw: str | None, guess: time.struct_time | None, now: datetime) -> datetime | None:
    """The moment that `raw` names, in UTC; None where it is impossible or outside EARLIEST … `now` + LATEST.

    A time without a zone is UTC. `guess` is feedparser's reading: it knows more languages, but makes years out of thin air,
    so it counts only where `raw` is of no standard form and its year stands in `raw`.
    """
    text = (raw or "").strip()
    try:
        moment = _iso(text) if _ISO.fullmatch(text) else _rfc822(text) or _guessed(text, guess)
    except (ValueError, OverflowError):
        return None
    return moment if moment and EARLIEST <= moment <= now + LATEST else None


def _iso(text: str) -> datetime:
    """ISO 8601, also with a blank before the zone. Raises ValueError."""
    date, clock, zone = _ISO.fullmatch(text).groups()  # type: ignore[union-attr]
    moment = datetime.fromisoformat(f"{date}T{clock}{zone or ''}" if clock else date)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _rfc822(text: str) -> datetime | None:
    """RFC 822 with two- or four-digit years. Raises ValueError for days that do not exist."""
    parts = parsedate_tz(text)
    if parts is None:
        return None
    hours = _ZONES.get(text.rpartition(" ")[2].upper(), 0)
    offset = parts[9] or hours * 3600
    return datetime(*parts[:6], tzinfo=UTC) - timedelta(seconds=offset)


def _guessed(text: str, guess: time.struct_time | None) -> datetime | None:
    """`guess`, if its year is in `text`."""
    return datetime(*guess[:6], tzinfo=UTC) if guess and str(guess.tm_year) in text else None
