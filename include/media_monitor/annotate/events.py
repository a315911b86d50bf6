"""The violent events of a document, as far as its words give them: type, place, date. Pure.

The event that the document is about is `e1`. A sentence that speaks of another time ("in 2019", "two years ago", a day weeks
before publication) tells of an older one, and so do the sentences after it in its paragraph, up to one that speaks of now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from media_monitor.annotate.folding import plain
from media_monitor.model import Casualty, Claim, Document, Event, Mention, Span

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
_RECENT_DAYS = 14
"""Older than that is background in a news report."""
_BEFORE = re.compile(
    rf"\b(?:in|on|of) (?:(?:early|late|mid-?) ?)?(?:(?:{_MONTH})(?: \d{{1,2}},?)? )?(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?:last|the previous) (?:year|month)\b"
    r"|\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a few) (?:year|month|week|decade)s?"
    r" (?:ago|earlier|before)\b"
    rf"|\b(?:an? similar|another|an earlier|a previous) (?:\w+ )?(?:attack|bombing|strike|shooting|assault) in (?:{_MONTH})\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    rf"\b(?:today|tonight|this (?:morning|week)|on (?:{'|'.join(_DAYS)})|late (?:{'|'.join(_DAYS)})|overnight)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"\b(?:on|late|early|last|overnight) (?P<day>{'|'.join(_DAYS)})\b", re.IGNORECASE)


def events(
    document: Document, claims: Sequence[Claim], figures: Sequence[Casualty], mentions: Sequence[Mention]
) -> tuple[tuple[Event, ...], dict[Span, str]]:
    """The events that the rows of a document hang on, and the id of that of every sentence with a row; none without a claim."""
    if not claims:
        return (), {}
    spans = sorted(
        {*(claim.evidence for claim in claims), *(figure.evidence for figure in figures)},
        key=lambda span: (span.field != "title", span.start),
    )
    times = _times(document, spans)
    order = list(dict.fromkeys([None, *times.values()] if None in times.values() else times.values()))
    ids = {time: f"e{number}" for number, time in enumerate(order, 1)}
    made = tuple(_event(document, ids[time], [s for s in spans if times[s] == time], claims, mentions) for time in order)
    return made, {span: ids[time] for span, time in times.items()}


def _event(document: Document, name: str, spans: Sequence[Span], claims: Sequence[Claim], mentions: Sequence[Mention]) -> Event:
    told = [claim for claim in claims if claim.evidence in spans]
    texts = [span.text for span in spans]
    day = next((found for text in texts if (found := when(text, document.published_at))), None)
    place = _place(told, mentions)
    spot = next((m for m in mentions if m.entity_id == place), None) if place else None
    if spot is None or spot.lat is None:
        return Event(name, _type(texts), place, day)
    return Event(name, _type(texts), place, day, spot.lat, spot.lon, _precision(spot))


def _precision(place: Mention) -> Literal["point", "area", "country"]:
    """What the coordinates of a place stand for."""
    if (place.entity_id or "").startswith("state:"):
        return "country"
    return "area" if place.geonames is None else "point"


def _times(document: Document, spans: Sequence[Span]) -> dict[Span, str | None]:
    """Of which other time each sentence speaks; None = of the time that the document is about."""
    found: dict[Span, str | None] = {}
    last: tuple[Span, str | None] | None = None
    for span in spans:
        time = _other_time(span.text, document.published_at)
        if time is None and last is not None and _continues(document, last[0], span):
            time = last[1]
        found[span] = time
        last = span, time
    return found


def _other_time(text: str, published_at: str | None) -> str | None:
    """The words for a time well before publication; None where `text` has none."""
    match = _BEFORE.search(plain(text))
    published, day = _day(published_at), when(text, published_at)
    if match is not None and (match["year"] is None or published is None or int(match["year"]) < published.year):
        return match.group().lower()
    if published is None or day is None or (published - date.fromisoformat(day)).days <= _RECENT_DAYS:
        return None
    return day


def _continues(document: Document, before: Span, span: Span) -> bool:
    """The sentence stands in the paragraph of the one before, and no word brings the reader back to now."""
    if before.field != span.field or span.field == "title" or "\n" in document.text[before.end : span.start]:
        return False
    return _NOW.search(span.text) is None


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
