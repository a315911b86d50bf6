"""The violent events of a document, as far as its words give them: type, place, date. Pure.

The event that the document is about is `e1`. A sentence that speaks of another time ("in 2019", "two years ago", a day weeks
before publication) tells of an older one, and so do the sentences after it in its paragraph, up to one that speaks of now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal

from media_monitor.annotate.dates import DAYS, MONTHS, dates, day_of, struck_on
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
_MONTH, _DAY = "|".join(MONTHS), "|".join(DAYS)
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
_NOW = re.compile(rf"\b(?:today|tonight|this (?:morning|week)|on (?:{_DAY})|late (?:{_DAY})|overnight)\b", re.IGNORECASE)


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
    day = next((found for text in texts if (found := struck_on(text, document.published_at))), None)
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
    published, day = day_of(published_at), next((d.day for d in dates(text, published_at)), None)
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
