"""Invented coverage: articles and what the taggers would find in them. Deterministic; nobody published a word of it.

An article is named by a day and a number: the same two give the same article in every run. Up to `LAST_DAY` all days tell one
day's texts under addresses of their own, so that a history can be multiplied inside the database; later days have their own.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from media_monitor.extract.urls import canonicalise
from media_monitor.model import (
    Annotation,
    Article,
    Casualty,
    CasualtyKind,
    Claim,
    EntityKind,
    EntryOrigin,
    Event,
    Mention,
    Page,
    Quote,
    Span,
    Stance,
    TopicTag,
)
from media_monitor.relate.revisions import content_sha
from media_monitor.warehouse.load import StagedRows
from media_monitor.warehouse.rows import Provenance, add_article

LAST_DAY = date(2026, 6, 15)
"""The last day of the history: amid a month, so that the newest partition is half full, however long the history is."""
DAILY = 1_667
"""Articles a day: 50,000 a month."""
FETCHED = timedelta(minutes=20)
"""After its publication an article is fetched."""
ANNOTATOR = "invented-1"
TOPICS = (
    ("medtop:20000053", "act of terror"), ("medtop:20000103", "terrorism"), ("medtop:20000055", "terrorist bombings"),
    ("medtop:20000056", "armed conflict"), ("medtop:20000139", "emergency incident"), ("medtop:20000121", "law enforcement"),
    ("medtop:20000106", "judiciary"), ("medtop:20000593", "government"), ("medtop:20000638", "international relations"),
    ("medtop:20000587", "election"), ("medtop:20000349", "economy"), ("medtop:20000822", "sport"),
)  # fmt: skip
STANCES: tuple[Stance, ...] = ("claimed", "confirmed", "accused", "suspected", "denied", "no_evidence", "reported", "cleared")
_STANCE_WEIGHTS = (14, 14, 26, 16, 9, 3, 17, 1)

_COMMON = {
    "en": "the of and to in a that was for on is with by it as at from he be has an are were which had this said but who they",
    "fr": "le la de et les des en un une du que dans pour qui sur est par au plus il ce pas avec ont a été sont aux se son",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin",
    "ar": "في من على أن إلى التي عن مع هذا كان ما هذه بعد قد كل لم بين أو ذلك لا حيث قال كما هو عند غير إن",
}
_SYLLABLES = {
    "ar": tuple(a + b for a in "بتجدرسصعفقكلمن" for b in ("ا", "و", "ي", "")),
    "": tuple(a + b for a in (*"bcdfghklmnprstvz", "br", "dr", "st", "tr") for b in (*"aeiou", "an", "er", "in", "or")),
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet, with the feeds that its articles come through."""

    outlet_id: str
    language: str
    quote_characters: int | None

    @property
    def domain(self) -> str:
        """Where its pages lie."""
        return f"{self.outlet_id}.test"

    @property
    def feeds(self) -> tuple[str, str]:
        """Two: news and the rest."""
        return f"{self.outlet_id}-news", f"{self.outlet_id}-world"


@dataclass(frozen=True, slots=True)
class Told:
    """An article as it was fetched, and what was found in it."""

    page: Page
    article: Article
    annotation: Annotation
    provenance: Provenance

    def add_to(self, staged: StagedRows, record_offset: int) -> None:
        """Append its staging rows, as the record at `record_offset` of its archive object."""
        add_article(staged, replace(self.page, record_offset=record_offset), self.article, self.annotation, self.provenance)


@functools.cache
def outlets() -> tuple[Outlet, ...]:
    """Forty, six in ten of them English; the first have the most to tell."""
    languages = ("en", "en", "fr", "en", "de", "en", "es", "en", "ar", "en")
    allowances = (300, 500, None, 0)
    return tuple(Outlet(f"paper-{n:02}", languages[n % len(languages)], allowances[n % len(allowances)]) for n in range(40))


@functools.cache
def entities() -> tuple[tuple[str, str, EntityKind], ...]:
    """Id, name and kind of the entities that articles name, the most frequent first; the last hundred have no id of their own."""
    kinds: tuple[EntityKind, ...] = ("place", "person", "group", "government", "agency", "military", "company", "other")
    rng = random.Random("entities")
    names = [" ".join(_word(rng, "en").capitalize() for _ in range(rng.choice((1, 2, 2, 3)))) for _ in range(500)]
    return tuple((f"invented:{n}" if n < 400 else "", name, kinds[n % len(kinds)]) for n, name in enumerate(names))


def address(day: date, number: int) -> str:
    """Canonical URL of an article. The day stands in it as /2026/06/15/."""
    return f"https://{_outlet(number).domain}/{day:%Y/%m/%d}/{_word(random.Random(number), 'en')}-{number}"


def guid(day: date, number: int) -> str:
    """Its GUID, which begins with the feed that carries it."""
    outlet = _outlet(number)
    return f"{outlet.feeds[number % 2]}/{day:%Y/%m/%d}/{number}"


def is_relevant(number: int) -> bool:
    """Whether the article is about what this system looks for: two in five are."""
    return number % 5 < 2


def told(
    day: date, number: int, *, state: int = 0, url: str | None = None, after: timedelta = FETCHED, is_tagged: bool | None = None
) -> Told:
    """The article in its first state or a later one, fetched so long `after` its publication, at its address or at another `url`.

    `is_tagged` decides whether it is about what this system looks for; else its number does.
    """
    outlet, url = _outlet(number), url or address(day, number)
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=(number * 47) % 75_000)
    draft = _Draft(f"{number}" if day <= LAST_DAY else f"{day} {number}", outlet.language, state)
    article = Article(
        url=url,
        canonical_url=url,
        title=draft.title,
        text=draft.text,
        authors=(draft.name(),),
        published_at=at,
        published_source="json-ld",
        modified_at=None if state == 0 else at + FETCHED,
        language=outlet.language,
        agency="Relay International" if number % 12 == 0 else None,
        outlet=outlet.outlet_id.title(),
        image=f"https://{outlet.domain}/images/{number}.jpg",
        word_count=draft.word_count,
        extractor="invented",
    )
    origin = EntryOrigin(guid(day, number).partition("/")[0], outlet.outlet_id, guid(day, number), draft.title, at)
    page = Page(url, at + after, 200, "text/html", "utf-8", b"", 0, origin)
    annotation = draft.annotation(url, is_relevant(number) if is_tagged is None else is_tagged)
    provenance = Provenance(outlet.outlet_id, outlet.domain, canonicalise(page.url) or page.url, content_sha(article))
    return Told(page, article, annotation, provenance)


def _outlet(number: int) -> Outlet:
    """Whose article it is: half of all come from the first fifth of the outlets."""
    known = outlets()
    return known[(number // 2) % len(known) if number % 2 else (number // 2) % (len(known) // 5)]


def _word(rng: random.Random, language: str) -> str:
    return "".join(rng.choices(_SYLLABLES.get(language, _SYLLABLES[""]), k=rng.choice((2, 2, 3, 3, 4))))


@functools.cache
def _vocabulary(language: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Words and their cumulative weights, by Zipf's law: the common words of the language, then 6,000 that it does not have."""
    rng = random.Random(f"words of {language}")
    words = (*_COMMON[language].split(), *(_word(rng, language) for _ in range(6_000)))
    return words, tuple(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))


class _Draft:
    """Text, and where in it the names stand. One generator of random numbers, asked in one order."""

    def __init__(self, seed: str, language: str, state: int) -> None:
        self._rng = random.Random(seed)
        self._language = language
        self.word_count = min(4_000, max(60, round(self._rng.lognormvariate(6.3, 0.5))))
        words, weights = _vocabulary(language)
        self._tokens = self._rng.choices(words, cum_weights=weights, k=self.word_count)
        self._names = self._named()
        self._sentences = self._punctuate()
        self._starts = [0, *itertools.accumulate(map(len, self._tokens))]
        # each later state says one thing more, at the end, so that names and sentences stay where they are
        news = (f"\n\n{number} {' '.join(words[100 * number : 100 * number + 12])}." for number in range(1, state + 1))
        self.text = "".join(self._tokens).rstrip() + "".join(news)
        self.title = " ".join(self._rng.choices(words, cum_weights=weights, k=9)).capitalize()

    def _named(self) -> dict[int, int]:
        """Token → entity whose name stands there, one in 26: 25 in an article of the usual length. Puts the names in."""
        count = max(2, self.word_count // 26)
        places = sorted(self._rng.sample(range(self.word_count), count))
        found = {place: min(int(self._rng.paretovariate(0.7)) - 1, len(entities()) - 1) for place in places}
        for place, entity in found.items():
            self._tokens[place] = entities()[entity][1]
        return found

    def _punctuate(self) -> list[tuple[int, int]]:
        """First token of each sentence and of the next one. Puts blanks, full stops and paragraphs in."""
        found, first, paragraph = [], 0, 0
        while first < self.word_count:
            last = min(first + self._rng.randint(9, 30), self.word_count)
            if self.word_count - last < 5:
                last = self.word_count
            paragraph += 1
            self._tokens[first:last] = [f"{token} " for token in self._tokens[first:last]]
            self._tokens[last - 1] = self._tokens[last - 1].rstrip() + (". " if paragraph % 3 else ".\n\n")
            found.append((first, last))
            first = last
        return found

    def _span(self, first: int, last: int) -> Span:
        """The tokens from `first` to before `last`, without the blanks and stops around them."""
        start = self._starts[first]
        words = self.text[start : self._starts[last]].rstrip().removesuffix("." if last - first == 1 else "")
        return Span("text", start, start + len(words), words)

    def name(self) -> str:
        """Somebody's."""
        return f"{_word(self._rng, 'en').capitalize()} {_word(self._rng, 'en').capitalize()}"

    def annotation(self, url: str, is_tagged: bool) -> Annotation:
        """What the taggers would find: everything where the article is about it, some names and a topic elsewhere."""
        rng = self._rng
        mentions = tuple(self._mention(place, entity) for place, entity in self._names.items())
        topics = rng.sample(TOPICS[:6], 4) if is_tagged else rng.sample(TOPICS[6:], 1)
        told_of = rng.choice(range(6)) if is_tagged else 0
        counted = rng.choice(range(4)) if is_tagged else 0
        return Annotation(
            id=url,
            language=self._language,
            annotator=ANNOTATOR,
            terrorism=round(rng.uniform(0.5, 1) if is_tagged else rng.uniform(0, 0.3), 3),
            armed_conflict=round(rng.uniform(0, 1), 3),
            relevance_threshold=0.5,
            entities=mentions if is_tagged else mentions[::2],
            topics=tuple(
                TopicTag(code, label, round(rng.uniform(4, 12), 2), tuple(self._some_words(3)), "own") for code, label in topics
            ),
            claims=tuple(self._claim() for _ in range(told_of)),
            casualties=tuple(self._casualty() for _ in range(counted)),
            quotes=tuple(self._quote() for _ in range(3 if is_tagged else 1)),
            events=(Event("e1", "bombing", entities()[0][1], None),) if told_of or counted else (),
        )

    def _mention(self, place: int, entity: int) -> Mention:
        entity_id, name, kind = entities()[entity]
        found = Mention(self._span(place, place + 1), entity_id or None, name, kind)
        return replace(found, iso="XA", lat=10.5, lon=20.25) if entity_id and kind == "place" else found

    def _some_words(self, count: int) -> Iterator[Span]:
        return (self._span(place, place + 1) for place in self._rng.sample(range(self.word_count), count))

    def _evidence(self) -> tuple[Span, Sequence[Span]]:
        """A sentence and four of its words."""
        first, last = self._rng.choice(self._sentences)
        return self._span(first, last), [self._span(p, p + 1) for p in sorted(self._rng.sample(range(first, last), 4))]

    def _party(self) -> tuple[str | None, str]:
        """Id and name of one who acts or speaks: few are in many articles."""
        entity_id, name, _ = entities()[min(int(self._rng.paretovariate(0.6)) + 1, len(entities()) - 1)]
        return entity_id or None, name

    def _claim(self) -> Claim:
        evidence, (source, actor, act, cue) = self._evidence()
        (source_id, _), (actor_id, actor_name) = self._party(), self._party()
        return Claim(
            stance=self._rng.choices(STANCES, _STANCE_WEIGHTS)[0],
            source=(source,),
            source_entity=source_id,
            is_authority=self._rng.random() < 0.4,
            actor=(actor,),
            actor_entity=actor_id,
            actor_name=actor_name,
            act=act,
            medium=None,
            stated_on=None,
            is_hedged=self._rng.random() < 0.2,
            is_negated=self._rng.random() < 0.05,
            is_quoted=False,
            quoted_by=None,
            via=None,
            cue=cue,
            evidence=evidence,
            rule="invented rule",
            event="e1",
        )

    def _casualty(self) -> Casualty:
        evidence, (figure, source, _, _) = self._evidence()
        count = float(self._rng.choice((1, 2, 3, 5, 8, 12, 17, 40)))
        kinds: tuple[CasualtyKind, ...] = ("killed", "killed", "injured", "missing")
        kind = self._rng.choice(kinds)
        return Casualty(kind, count, None, "at_least", figure, source, evidence, event="e1")

    def _quote(self) -> Quote:
        evidence, (speaker, _, _, _) = self._evidence()
        return Quote(evidence, speaker, self._party()[0], "said", True)
