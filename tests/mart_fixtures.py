"""Invented coverage, sentence by sentence: what the tests of the marts have in common."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import warehouse_fixtures as wf
from media_monitor.extract.urls import canonicalise
from media_monitor.model import Annotation, Casualty, Claim, Event, Mention, Quote, Span, TopicTag
from media_monitor.relate.revisions import content_sha
from media_monitor.settings import Settings
from media_monitor.warehouse import load, queue, rows
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, HOUR, Told, ask

NAMES = {
    "The Copper Hand": ("org:copper-hand", "group"),
    "Grey Lamp": ("org:grey-lamp", "group"),
    "Torvia": ("state:torvia", "place"),
    "Ossa Bridge": ("place:ossa-bridge", "place"),
    "the interior ministry": ("gov:interior", "government"),
}
"""Words → entity: whoever is named here is known."""


@dataclass(frozen=True, slots=True)
class Says:
    """A claim of the sentence it stands in. Words of source and actor must stand there."""

    stance: str
    actor: str | None
    source: str | None = None
    is_authority: bool = False
    is_negated: bool = False
    is_hedged: bool = False
    via: str | None = None
    medium: str | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure of the sentence it stands in."""

    kind: str
    words: str
    minimum: float | None
    maximum: float | None = None
    qualifier: str = "exact"
    source: str | None = None
    is_part_of: bool = False
    is_aggregate: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and what an annotator would find in them."""

    words: str
    finds: tuple[Says | Toll, ...] = ()
    quoted: str | None = None
    """Words within the sentence that stand in quotation marks."""


def s(words: str, *finds: Says | Toll, quoted: str | None = None) -> Sentence:
    """A sentence."""
    return Sentence(words, finds, quoted)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched: which article, when, and what it says."""

    name: str
    says: tuple[Sentence, ...]
    at: datetime = AT
    outlet: str = "ledger"
    title: str = "Blast at Ossa Bridge"
    published: datetime | None = AT - HOUR
    agency: str | None = None
    language: str = "en"
    event: Event | None = field(default_factory=lambda: Event("e1", "bombing", "place:ossa-bridge", "2026-03-10"))
    annotator: str = "test-1"
    terrorism: float = 0.9

    @property
    def url(self) -> str:
        """Address of the article."""
        return f"https://{self.outlet}.test/{self.name}"


def told(page: Page) -> Told:
    """The page as the warehouse's fixtures know it."""
    return Told(
        url=page.url,
        at=page.at,
        text=" ".join(item.words for item in page.says) or "Nothing.",
        title=page.title,
        feed=f"{page.outlet}-news",
        outlet=page.outlet,
        published=page.published,
        annotator=page.annotator,
        agency=page.agency,
    )


def annotation(page: Page) -> Annotation:
    """What an annotator would find in the page."""
    claims: list[Claim] = []
    tolls: list[Casualty] = []
    quotes: list[Quote] = []
    start = 0
    for item in page.says:
        whole = Span("text", start, start + len(item.words), item.words)
        for found in item.finds:
            if isinstance(found, Says):
                claims.append(_claim(whole, found, page))
            else:
                tolls.append(_toll(whole, found, page))
        if item.quoted:
            quotes.append(Quote(_within(whole, item.quoted), None, None, "said", True))
        start = whole.end + 1
    return Annotation(
        id=page.url,
        language=page.language,
        annotator=page.annotator,
        terrorism=page.terrorism,
        armed_conflict=0.1,
        relevance_threshold=0.5,
        entities=_mentions(page),
        topics=(TopicTag("medtop:20000053", "act of terror", 0.9, (Span("text", 0, 3, ""),), "own"),),
        claims=tuple(claims),
        casualties=tuple(tolls),
        quotes=tuple(quotes),
        events=(page.event,) if page.event else (),
    )


def _within(sentence: Span, words: str) -> Span:
    start = sentence.start + sentence.text.index(words)
    return Span("text", start, start + len(words), words)


def _entity(words: str | None) -> str | None:
    return NAMES[words][0] if words in NAMES else None


def _claim(sentence: Span, found: Says, page: Page) -> Claim:
    return Claim(
        stance=found.stance,  # type: ignore[arg-type]
        source=() if found.source is None else (_within(sentence, found.source),),
        source_entity=_entity(found.source),
        is_authority=found.is_authority,
        actor=() if found.actor is None else (_within(sentence, found.actor),),
        actor_entity=_entity(found.actor),
        actor_name=found.actor,
        act=None,
        medium=None if found.medium is None else _within(sentence, found.medium),
        stated_on=None,
        is_hedged=found.is_hedged,
        is_negated=found.is_negated,
        is_quoted=False,
        quoted_by=None,
        via=None if found.via is None else _within(sentence, found.via),
        cue=None,
        evidence=sentence,
        rule="test",
        event=page.event.id if page.event else None,
    )


def _toll(sentence: Span, found: Toll, page: Page) -> Casualty:
    return Casualty(
        kind=found.kind,  # type: ignore[arg-type]
        minimum=found.minimum,
        maximum=found.maximum,
        qualifier=found.qualifier,  # type: ignore[arg-type]
        figure=_within(sentence, found.words),
        source=None if found.source is None else _within(sentence, found.source),
        evidence=sentence,
        is_part_of=found.is_part_of,
        is_aggregate=found.is_aggregate,
        event=page.event.id if page.event else None,
    )


def _mentions(page: Page) -> tuple[Mention, ...]:
    text = told(page).text
    return tuple(
        Mention(Span("text", text.index(words), text.index(words) + len(words), words), entity_id, words, kind)  # type: ignore[arg-type]
        for words, (entity_id, kind) in NAMES.items()
        if words in text
    )


def staged(*pages: Page) -> load.StagedRows:
    """Staging rows of pages; record offsets are 0, 100, 200, …"""
    found = load.StagedRows()
    for number, page in enumerate(pages):
        item = told(page)
        extracted = replace(wf.article(item), language=page.language, outlet=page.outlet.title())
        provenance = rows.Provenance(
            page.outlet, f"{page.outlet}.test", canonicalise(page.url) or page.url, content_sha(extracted)
        )
        rows.add_article(found, wf.page(item, number * 100), extracted, annotation(page), provenance)
    return found


def load_pages(settings: Settings, *pages: Page, now: datetime | None = None) -> dict[str, int]:
    """Publish these pages as one batch, at `now` (default: when the last of them was fetched); pages per outcome."""
    batch_id = wf.stage(settings, wf.open_batch(settings), staged(*pages))
    with connect(str(settings.dsn)) as connection:
        batch = queue.claim_batch(connection, batch_id, "checked")
        assert batch is not None
        return load.publish(connection, batch, now or max(page.at for page in pages))


REFERENCE = """
insert into ref.entity (entity_id, name, kind, parent_id, iso, lat, lon) values
('org:copper-hand', 'The Copper Hand', 'group', null, null, null, null),
('org:grey-lamp', 'Grey Lamp', 'group', null, null, null, null),
('gov:interior', 'Interior Ministry', 'government', 'state:valdena', null, null, null),
('state:torvia', 'Torvia', 'place', null, 'TV', 50, 20),
('state:valdena', 'Valdena', 'place', null, 'VD', 51, 21),
('place:ossa', 'Ossa', 'place', 'state:valdena', 'VD', 51.5, 21.5),
('place:ossa-bridge', 'Ossa Bridge', 'place', 'place:ossa', 'VD', 51.6, 21.6);
"""

STORY = """
insert into core.story (story_id, title, first_seen_at, last_seen_at, article_count, outlet_count)
select %(story)s, min(title), min(coalesce(published_at, first_seen_at)), max(coalesce(published_at, first_seen_at)), count(*),
    count(distinct outlet_id)
from core.article where canonical_url ~ %(pattern)s
on conflict (story_id) do update set last_seen_at = excluded.last_seen_at, first_seen_at = excluded.first_seen_at,
    article_count = excluded.article_count, outlet_count = excluded.outlet_count;
insert into core.story_article (article_id, story_id)
select article_id, %(story)s from core.article where canonical_url ~ %(pattern)s
on conflict (article_id) do nothing;
"""


def known(settings: Settings) -> None:
    """Enter the entities of NAMES into the warehouse."""
    ask(settings, REFERENCE)


def one_story(settings: Settings, story: str = "s1", pattern: str = ".") -> None:
    """Put every article whose address matches into one story: how stories are found is tested elsewhere."""
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(STORY, {"story": story, "pattern": pattern})


def copied(settings: Settings, origin: Page, *copies: Page) -> None:
    """Declare pages copies of another."""
    ((origin_id,),) = ask(settings, "select article_id from core.article where canonical_url = %s", origin.url)
    for page in (origin, *copies):
        ask(
            settings,
            "insert into core.copy_group select %s, article_id, %s, 1 from core.article where canonical_url = %s",
            str(origin_id),
            page is origin,
            page.url,
        )


def at(hours: float) -> datetime:
    """So many hours after the first page of a test."""
    return AT + hours * HOUR


UTC_DAY = datetime(2026, 3, 10, tzinfo=UTC)
"""Midnight before the first page of a test."""
