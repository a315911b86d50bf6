"""The violent event of a document, as far as its words give it: type, place, date. One event a document. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from media_monitor.annotate.folding import plain
from media_monitor.model import Claim, Document, Event, Mention

_TYPES: tuple[tuple[str, str], ...] = (
    ("suicide bombing", r"suicide (?:bomb\w*|attack\w*)"),
    ("vehicle attack", r"(?:car|vehicle)[- ]ramming"),
    (
        "air strike",
        (
            r"air ?-?strikes?|drone (?:strikes?|attacks?)|missile (?:strikes?|attacks?)|(?:israeli|russian|u\.s\.|"
            r"us|american|ukrainian) strikes?"
        ),
    ),
    ("bombing", r"bomb(?:ing|ings|ed|s)?|explosive device"),
    ("shelling", r"shell(?:ing|ed)|bombardment"),
    ("shooting", r"shooting|gunm[ae]n|opened fire|shot"),
    ("stabbing", r"stabb\w+|knife attack"),
    ("abduction", r"kidnap\w*|abduct\w*|hostages?"),
    ("arson", r"arson|firebomb\w*"),
    ("cyberattack", r"cyber-?attacks?|hack(?:ed|ing)?"),
    ("assassination", r"assassinat\w+"),
    ("killing", r"murder\w*|killing"),
    ("attack", r"attack\w*|assault\w*|strikes?|raid\w*"),
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(_MONTHS)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}))(?:,? (?P<y>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:on|late|early|last|overnight) (?P<day>{'|'.join(_DAYS)})\b", re.IGNORECASE)


def events(document: Document, claims: Sequence[Claim], mentions: Sequence[Mention]) -> tuple[Event, ...]:
    """The event that the document's claims are about, with id `e1`; none where it makes no claim."""
    if not claims:
        return ()
    evidence = [claim.evidence.text for claim in claims]
    place = _place(claims, mentions)
    day = next((found for text in evidence if (found := when(text, document.published_at))), None)
    spot = next((m for m in mentions if m.entity_id == place), None) if place else None
    if spot is None or spot.lat is None:
        return (Event("e1", _type(evidence), place, day),)
    return (Event("e1", _type(evidence), place, day, spot.lat, spot.lon, _precision(spot)),)


def _precision(place: Mention) -> Literal["point", "area", "country"]:
    """What the coordinates of a place stand for."""
    if (place.entity_id or "").startswith("state:"):
        return "country"
    return "area" if place.geonames is None else "point"


def _type(evidence: Sequence[str]) -> str:
    """The most specific type that the evidence names most often."""
    counts = Counter(
        {name: sum(len(re.findall(rf"\b(?:{pattern})\b", plain(text).lower())) for text in evidence) for name, pattern in _TYPES}
    )
    best = max(counts.values(), default=0)
    return next((name for name, _ in _TYPES if best and counts[name] * 2 >= best), "attack")


def _place(claims: Sequence[Claim], mentions: Sequence[Mention]) -> str | None:
    """Id of the place named most often beside the claims that is no actor or source of them."""
    parties = {entity for claim in claims for entity in (claim.actor_entity, claim.source_entity)}
    spoken = [span for claim in claims for span in (*claim.source, *claim.actor)]
    counts: Counter[str] = Counter()
    for mention in mentions:
        if mention.kind != "place" or mention.entity_id is None or mention.entity_id in parties:
            continue
        beside = any(
            c.evidence.field == mention.span.field and c.evidence.start <= mention.span.start < c.evidence.end for c in claims
        )
        if beside and not any(
            s.field == mention.span.field and s.start < mention.span.end and mention.span.start < s.end for s in spoken
        ):
            counts[mention.entity_id] += 2 if mention.entity_id.startswith("place:") else 1
    return counts.most_common(1)[0][0] if counts else None


def when(text: str, published_at: str | None) -> str | None:
    """First date that `text` gives, YYYY-MM-DD; one without a year, or a weekday, is the last such day up to publication."""
    published = _day(published_at)
    match = _DATE.search(plain(text))
    if match is not None:
        month = _MONTHS.index((match["m1"] or match["m2"]).lower()) + 1
        return _dated(match["y"], month, int(match["d1"] or match["d2"]), published)
    weekday = _WEEKDAY.search(plain(text))
    if weekday is not None and published is not None:
        back = (published.weekday() - _DAYS.index(weekday["day"].lower())) % 7
        return (published - timedelta(days=back)).isoformat()
    return None


def _dated(year: str | None, month: int, day: int, published: date | None) -> str | None:
    if year is None and published is None:
        return None
    try:
        if year is not None:
            return date(int(year), month, day).isoformat()
        assert published is not None
        found = date(published.year, month, day)
        return (found if found <= published + timedelta(days=1) else date(published.year - 1, month, day)).isoformat()
    except ValueError:  # 31 February
        return None


def _day(published_at: str | None) -> date | None:
    try:
        return datetime.fromisoformat(published_at or "").date()
    except ValueError:
        return None
