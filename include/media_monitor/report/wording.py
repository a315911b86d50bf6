"""Words both faces of a report share: how a stance, a number, a time, a link and a stranger's text are put. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from media_monitor.report.model import CasualtyBand, ClaimRow

# Escape sequences and lone surrogates of web text would reach the terminal or stop the file from being written.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def stance_words(claim: ClaimRow) -> str:
    """The stance in words that need no colour: "not confirmed", "no evidence"."""
    words = claim.stance.replace("_", " ")
    return f"not {words}" if claim.is_negated else words


def source_words(claim: ClaimRow) -> str:
    """Who asserts it: the source, or the outlet in its own voice."""
    return claim.source or claim.outlet


def actor_words(claim: ClaimRow) -> str | None:
    """Who is said to have done it; None where the source speaks of itself, so that nobody is named twice."""
    if claim.actor is None:
        return "no actor named"
    return None if claim.actor == claim.source else claim.actor


def band_words(band: CasualtyBand) -> str:
    """The range of reported figures: "4 to 12", "at least 4", "7"."""
    low, high = band.minimum, band.maximum
    if low is None or high is None:
        bound = low if high is None else high
        return "no figure" if bound is None else f"{'at least' if high is None else 'up to'} {number(bound)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def number(value: float | None) -> str:
    """A count for people: thousands apart, no decimals where there are none; "–" for None."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def clock(at: datetime) -> str:
    """Day and minute, UTC: "4 Mar 12:05"."""
    return f"{at.day} {at:%b %H:%M}"


def window_words(since: datetime, until: datetime) -> str:
    """The report's window: "1 Mar 18:00 to 4 Mar 2026 18:00 UTC"."""
    return f"{clock(since)} to {until.day} {until:%b %Y %H:%M} UTC"


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 outlet", "1,200 articles", "2 stories"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def printable(text: str) -> str:
    """`text` with control characters and lone surrogates shown as U+FFFD. It is still not safe as markup."""
    return _UNPRINTABLE.sub("\ufffd", text)


def link(url: str) -> str | None:
    """`url` if it may become a link: absolute http(s) with a host, no user name, no white space or control character."""
    if any(c <= " " or c == "\\" or "\x7f" <= c <= "\xa0" for c in url):
        return None
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if is_plain else None


def figure_words(minimum: float | None, maximum: float | None, qualifier: str) -> str:
    """A casualty figure as printed: "at least 12", "dozens", "4 to 7"."""
    if qualifier == "range":
        return f"{number(minimum)} to {number(maximum)}"
    printed = number(maximum if minimum is None else minimum)
    if qualifier in _VAGUE:
        return qualifier
    return printed if qualifier == "exact" else f"{qualifier.replace('_', ' ')} {printed}"


_VAGUE = frozenset({"dozens", "scores", "hundreds", "thousands", "several", "some"})
