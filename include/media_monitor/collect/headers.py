"""Dates, waits and ages in HTTP response headers. Pure; junk is None, never an error."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,18})', re.IGNORECASE | re.ASCII)
_NEVER_FRESH = re.compile(r"(?:^|[\s,])no-(?:store|cache)\b", re.IGNORECASE)


def http_date(value: str | None) -> datetime | None:
    """HTTP-date `value` (RFC 9110, 5.6.7) as UTC, else None. A date without a zone is UTC."""
    try:
        date = parsedate_to_datetime(value or "")
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def imf_fixdate(moment: datetime) -> str:
    """`moment` as the one format of date that a client may send (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def retry_after(value: str | None, now: datetime) -> int | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3): a count or a date; None for junk and for the past."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    date = http_date(text)
    return max(int((date - now).total_seconds()), 0) or None if date else None


def freshness(cache_control: str | None, expires: str | None, now: datetime) -> int | None:
    """Seconds for which the response asks to be kept, else None.

    Cache-Control's max-age counts before Expires (RFC 9111, 5.3). 0, `no-cache` and dates gone by ask for nothing.
    """
    if cache_control:
        if _NEVER_FRESH.search(cache_control):
            return None
        if age := _MAX_AGE.search(cache_control):
            return int(age[1]) or None
    date = http_date(expires)
    return int((date - now).total_seconds()) if date and date > now else None
