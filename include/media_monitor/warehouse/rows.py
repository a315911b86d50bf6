"""Values → staging rows. Pure; the order of each tuple is that of `load.COLUMNS`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime

from media_monitor import ids
from media_monitor.extract.recurring import Known, block_sha
from media_monitor.model import Annotation, Article, Casualty, Claim, Mention, Page, Quote, Rejected, Span, TopicTag
from media_monitor.warehouse.db import Json
from media_monitor.warehouse.load import StagedRows

MOST_BLOCKS = 300
"""Paragraphs of an article that are learned from: more is a list, or an attack."""


@dataclasses.dataclass(frozen=True, slots=True)
class Provenance:
    """Whose article it is, and the keys it goes by."""

    outlet_id: str
    domain: str
    url_key: str
    """Canonical form of the fetched URL."""
    content_sha: bytes


def add_article(staged: StagedRows, page: Page, article: Article, annotation: Annotation, provenance: Provenance) -> None:
    """Append an article and everything found in it."""
    at = page.record_offset
    staged.add("article", _article(page, article, annotation, provenance))
    for position, mention in enumerate(annotation.entities):
        staged.add("mention", (at, position, *_mention(mention)))
    for topic in annotation.topics:
        staged.add("topic_tag", (at, *_topic(topic)))
    for event in annotation.events:
        staged.add("event", (at, event.id, event.type, event.place, event.date))
    for position, claim in enumerate(annotation.claims):
        staged.add("claim", (at, position, *_claim(claim)))
    for position, casualty in enumerate(annotation.casualties):
        staged.add("casualty", (at, position, *_casualty(casualty)))
    for position, quote in enumerate(annotation.quotes):
        staged.add("quote", (at, position, *_quote(quote)))


def add_blocks(
    staged: StagedRows, page: Page, article: Article, provenance: Provenance, dropped: Sequence[bytes], known: Known
) -> None:
    """Append what the article is made of, each paragraph once, and which of its paragraphs were `dropped` for what is `known`."""
    at, outlet = page.record_offset, provenance.outlet_id
    headline = block_sha(article.title or article.text)
    blocks = dict.fromkeys(map(block_sha, article.text.split("\n\n")[:MOST_BLOCKS]))
    staged.blocks += [(at, outlet, headline, block, page.fetched_at) for block in blocks]
    staged.dropped += [(at, block, outlet, *known.blocks[outlet][block]) for block in dict.fromkeys(dropped)]


def add_rejected(staged: StagedRows, record_offset: int, url: str | None, outcome: str, reason: str | None) -> None:
    """Append a page without an article."""
    staged.add("rejected", (record_offset, url, None if url is None else ids.url_key(url), outcome, reason))


def rejected_outcome(rejected: Rejected) -> tuple[str, str]:
    """Pipeline outcome and reason of a rejected page."""
    if rejected.outcome == "broken":
        return "failed", f"broken: {rejected.reason}"
    reason = rejected.reason if rejected.outcome == "not_an_article" else rejected.outcome
    return "not_an_article", reason


def _article(page: Page, article: Article, annotation: Annotation, provenance: Provenance) -> Sequence[object]:
    published_at, published_on = _moment_and_day(article.published_at)
    guid, feed_id = page.origin.guid, page.origin.feed_id
    return (
        page.record_offset,
        page.url,
        ids.url_key(provenance.url_key),
        article.canonical_url,
        ids.url_key(article.canonical_url),
        guid,
        ids.guid_key(feed_id, guid) if guid and feed_id else None,
        provenance.outlet_id,
        article.outlet,
        provenance.domain,
        page.fetched_at,
        article.title,
        article.text,
        provenance.content_sha,
        published_at,
        published_on,
        article.published_precision,
        article.published_source,
        _moment_and_day(article.modified_at)[0],
        annotation.language,
        list(article.authors),
        article.agency,
        article.image,
        article.word_count,
        article.is_paywalled,
        article.extractor,
        annotation.annotator,
        annotation.terrorism,
        annotation.armed_conflict,
        annotation.relevance_threshold,
    )


def _moment_and_day(value: datetime | date | None) -> tuple[datetime | None, date | None]:
    """A time and its UTC day; a mere day has no time."""
    if isinstance(value, datetime):
        return value, value.date()
    return None, value


def _mention(m: Mention) -> tuple[object, ...]:
    return (m.span.field, m.span.start, m.span.end, m.span.text, m.entity_id, m.name, m.kind, m.iso, m.lat, m.lon)


def _topic(t: TopicTag) -> tuple[object, ...]:
    return (t.code, t.label, t.score, t.voice, _spans(t.evidence))


def _claim(c: Claim) -> tuple[object, ...]:
    return (
        c.stance,
        c.source_name or _words(c.source),
        _spans(c.source),
        c.source_entity,
        c.is_authority,
        _words(c.actor),
        _spans(c.actor),
        c.actor_entity,
        c.actor_name,
        _text(c.act),
        _text(c.medium),
        c.stated_on,
        c.is_hedged,
        c.is_negated,
        c.is_quoted,
        _text(c.quoted_by),
        _text(c.via),
        _text(c.cue),
        c.evidence.field,
        c.evidence.start,
        c.evidence.end,
        ids.sha256(c.evidence.text),
        c.event,
        c.rule,
    )


def _casualty(c: Casualty) -> tuple[object, ...]:
    return (
        c.kind,
        c.minimum,
        c.maximum,
        c.qualifier,
        c.figure.field,
        c.figure.start,
        c.figure.end,
        _text(c.source),
        c.is_part_of,
        c.is_aggregate,
        c.event,
        c.evidence.field,
        c.evidence.start,
        c.evidence.end,
    )


def _quote(q: Quote) -> tuple[object, ...]:
    return (q.span.field, q.span.start, q.span.end, _text(q.speaker), q.speaker_entity, q.verb, q.is_direct)


def _text(span: Span | None) -> str | None:
    return None if span is None else span.text


def _words(spans: Sequence[Span]) -> str | None:
    return "; ".join(span.text for span in spans) or None


def _spans(spans: Sequence[Span]) -> Json:
    """Offsets only: the words are in the revision."""
    return Json([{"field": s.field, "start": s.start, "end": s.end} for s in spans])
