"""Times of publication as pages write them. A zone makes a time; without one only the day is certain."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

Moment = datetime | date

EARLIEST = date(1990, 1, 1)
"""No page of the web is older; an earlier date is a default of some software."""

_HOUR = timedelta(hours=1)
_WESTERNMOST, _EASTERNMOST = -12, 14
"""Zones of the world, in hours from UTC (IANA tz database)."""

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{8}(?=T|$))(?:[T ]+(?P<time>\d{1,2}:\d{2})(?::\d{2})?(?:[.,]\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_URL_SPLIT = re.compile(r"(?<!\d)((?:19|20)\d{2})([/_-])(\d{1,2}|[a-z]{3})\2(\d{1,2})(?!\d)", re.IGNORECASE)
_URL_JOINED = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan januar janvier janv enero ene gennaio gen janeiro january января січня stycznia يناير",
        "february feb februar février févr febrero febbraio fevereiro февраля лютого lutego فبراير",
        "march mar märz mars marzo março марта березня marca مارس",
        "april apr avril avr abril abr aprile апреля квітня kwietnia أبريل",
        "may mai mayo maggio mag maio мая травня maja مايو",
        "june jun juni juin junio giugno giu junho июня червня czerwca يونيو",
        "july jul juli juillet juil julio luglio lug julho июля липня lipca يوليو",
        "august aug août agosto ago августа серпня sierpnia أغسطس",
        "september sep sept septembre septiembre settembre set setembro сентября вересня września سبتمبر",
        "october oct oktober octobre octubre ottobre ott outubro октября жовтня października أكتوبر",
        "november nov novembre noviembre novembro ноября листопада listopada نوفمبر",
        "december dec dezember décembre déc diciembre dic dicembre dezembro декабря грудня grudnia ديسمبر",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))

_NAME = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?({_NAME})\b\.?,?\s+(?:de\s+|del\s+)?(\d{{4}})\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b({_NAME})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(20\d{2}|19\d{2})\b")


def parse(text: str | None) -> Moment | None:
    """Datetime to the minute, in the zone given with it, or date in a machine-readable or written-out date; None where none."""
    text = " ".join((text or "").split())[:120]
    if not text:
        return None
    return _iso(text) or _rfc_2822(text) or written(text)


def within(moment: Moment | None, latest: datetime) -> Moment | None:
    """`moment` if it lies between 1990 and a day after `latest` (when the page was fetched), else None."""
    if moment is None:
        return None
    day = moment.date() if isinstance(moment, datetime) else moment
    return moment if EARLIEST <= day <= (latest + timedelta(days=1)).date() else None


def on_day(moment: datetime, day: date) -> datetime | None:
    """`moment` in a zone in which it falls on `day`: its own, else the nearest whole hour; None where there is no such zone."""
    if moment.date() == day:
        return moment
    utc = moment.astimezone(UTC)
    first, last = datetime(day.year, day.month, day.day, tzinfo=UTC), datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
    ahead, behind = math.ceil((first - utc) / _HOUR), math.floor((last - utc) / _HOUR)
    hours = ahead if ahead > 0 else behind
    if not _WESTERNMOST <= hours <= _EASTERNMOST:
        return None
    return utc.astimezone(timezone(timedelta(hours=hours)))


def in_url(url: str) -> date | None:
    """The day an address carries (/2024/03/22/, /2024-03-22-, /20240322), or None."""
    for pattern in (_URL_SPLIT, _URL_JOINED):
        for match in pattern.finditer(url):
            month = match[match.lastindex - 1] if match.lastindex else ""
            found = _day(match[1], _MONTHS.get(month.lower(), month), match[match.lastindex or 0])
            if found:
                return found
    return None


def written(text: str) -> date | None:
    """First written-out date in `text` (22 March 2024, March 22, 2024, 22.03.2024, 2024-03-22), or None.

    Ambiguous 3/4/2024 is none.
    """
    if match := _YEAR_FIRST.search(text):
        return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.search(text):
        return _day(match[3], _MONTHS[match[2].lower()], match[1])
    if match := _MONTH_FIRST.search(text):
        return _day(match[3], _MONTHS[match[1].lower()], match[2])
    if match := _NUMERIC.search(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12:
            return _day(match[4], second, first)
        return _day(match[4], first, second) if second > 12 or first == second else None
    return None


def _iso(text: str) -> Moment | None:
    match = _ISO.match(text)
    if not match:
        return None
    digits = match["day"]
    parts = (digits[:4], digits[4:6], digits[6:]) if "-" not in digits else digits.split("-")
    day = _day(*parts)
    if day is None or match["time"] is None or match["zone"] is None:
        return day
    hour, minute = map(int, match["time"].split(":"))
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=_zone(match["zone"]))
        local.astimezone(UTC)  # a time at the very edge of the calendar has no UTC
    except (ValueError, OverflowError):
        return day
    return local


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _rfc_2822(text: str) -> Moment | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.date() if moment.tzinfo is None else moment.replace(second=0, microsecond=0)


def _day(year: object, month: object, day: object) -> date | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
