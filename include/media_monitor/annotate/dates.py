"""The days that a sentence gives, and whether each is of a statement or of what the statement is about. Pure.

"Police said on Wednesday that the bomb went off on Tuesday": a report is full of the days on which somebody spoke, and taken for
the day of the act they make three attacks of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from media_monitor.annotate.folding import plain

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH, _DAY = "|".join(MONTHS), "|".join(DAYS)
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}))(?:,? (?P<year>(?:19|20)\d\d))?\b"
    rf"|\b(?:on|late|early|last|overnight|since) (?P<weekday>{_DAY})\b"
    rf"|\b(?P<owner>{_DAY})['’]s\b",
    re.IGNORECASE,
)
_SPOKEN = (
    r"sa(?:id|ys?|ying)|t(?:old|ells?)|announce\w*|confirm\w*|den(?:y|ies|ied)|claim\w*|accus\w+|blam\w+|reject\w*|condemn\w*|"
    r"charg(?:ed|es)|arrest\w*|detain\w*|convict\w*|sentenc\w+|jailed|acquit\w*|releas\w+|publish\w*|post(?:ed|s)?|issue[ds]?|"
    r"wrote|add(?:ed|s)|report(?:ed|ers)?|statement|letter|message|video|call|e-?mail|interview|conference|briefing|speech|"
    r"telegram|named?|linked|clear(?:ed|s)|freed|suspect\w*|investigat\w*|identif\w+|pointed|repeat\w*|vow\w*|warn\w*|court|hearing|trial|parliament"
)
_STRUCK = (
    r"attacked|bombed|explod\w+|struck|hit|shell(?:ed|s)|shot|kill\w*|wound\w*|injur\w+|died|dead|kidnap\w*|abduct\w*|raided|"
    r"ambushed|stabb\w+|ramm\w+|murder\w*|detonat\w*|blew|went off|hijack\w*|destroy\w*|downed|crash\w*|fired|took place"
)
_ACT = (
    r"attacks?|bombings?|bombs?|blasts?|explosions?|(?:air ?)?strikes?|shelling|shootings?|gunfire|assaults?|raids?|ambush|"
    r"massacre|arson|fire|siege|abduction"
)
_WORD = re.compile(rf"\b(?:(?P<spoken>{_SPOKEN})|(?P<struck>{_STRUCK})|(?P<act>{_ACT}))\b", re.IGNORECASE)
_WHICH = re.compile(r",? (?:that|which) (?:\w+ )?", re.IGNORECASE)
_STOP = re.compile(r"[.;:!?]\s")
_NEAR, _FAR = 70, 300
"""Characters beside a day in which the word stands that it belongs to, and before it in which that word's verb stands."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that a sentence gives."""

    day: str
    """YYYY-MM-DD."""
    is_spoken: bool
    """Whether somebody spoke, or was charged or tried, on that day."""
    is_struck: bool
    """Whether a word of violence or harm stands beside it."""


def struck_on(text: str, published_at: str | None) -> str | None:
    """The day of the act that `text` tells of; None where it gives none but those of statements."""
    found = [d for d in dates(text, published_at) if not d.is_spoken]
    return next((d.day for d in found if d.is_struck), found[0].day if found else None)


def stated_on(text: str, published_at: str | None) -> str | None:
    """The day on which somebody spoke, as `text` gives it."""
    return next((d.day for d in dates(text, published_at) if d.is_spoken), None)


def dates(text: str, published_at: str | None) -> Iterator[Dated]:
    """The days of `text`, in order; one without a year, or a weekday, is the last such day up to publication (ISO 8601)."""
    folded, published = plain(text), day_of(published_at)
    for match in _DATE.finditer(folded):
        if day := _resolved(match, published):
            owner = _owner(folded, match)
            yield Dated(day, owner == "spoken", owner in {"struck", "act"})


def _owner(text: str, match: re.Match[str]) -> str | None:
    """Kind of the word that a day belongs to: what it is said to be of, else the verb before it, else the first word after it.

    "Denied any part in the bombing on Wednesday" tells of Wednesday's denial: a day is of a verb before it rather than of a noun,
    but for an act whose harm follows at once ("claimed a bombing on Tuesday that killed nine").
    """
    after = _STOP.split(text[match.end() : match.end() + _NEAR], maxsplit=1)[0]
    first = _WORD.search(after)
    if match["owner"] or (first is not None and first.lastgroup == "struck" and _WHICH.fullmatch(after, 0, first.start())):
        return first.lastgroup if first else None
    before = _STOP.split(text[: match.start()])[-1][-_FAR:]
    words = list(_WORD.finditer(before))
    verbs = [word for word in words if word.lastgroup != "act"]
    near = [word for word in words if word.end() > len(before) - _NEAR]
    last = verbs[-1] if near and verbs else near[-1] if near else first
    return last.lastgroup if last else None


def _resolved(match: re.Match[str], published: date | None) -> str | None:
    if weekday := match["weekday"] or match["owner"]:
        if published is None:
            return None
        back = (published.weekday() - DAYS.index(weekday.lower())) % 7
        return (published - timedelta(days=back)).isoformat()
    month, day = MONTHS.index((match["m1"] or match["m2"]).lower()) + 1, int(match["d1"] or match["d2"])
    try:
        if match["year"]:
            return date(int(match["year"]), month, day).isoformat()
        if published is None:
            return None
        found = date(published.year, month, day)
        return (found if found <= published + timedelta(days=1) else date(published.year - 1, month, day)).isoformat()
    except ValueError:  # 31 February
        return None


def day_of(stamp: str | None) -> date | None:
    """The day of an ISO 8601 time; None where it is none."""
    try:
        return datetime.fromisoformat(stamp or "").date()
    except ValueError:
        return None
