"""The two ends of `media-monitor annotate`: JSON Lines to documents, annotations to the shape of `annotate.schema.json`. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from media_monitor.errors import MediaMonitorError
from media_monitor.model import Annotation, Casualty, Claim, Document, Event, Mention, Quote, Span, TopicTag

_OPTIONAL = ("title", "url", "outlet", "published_at", "language")


class DocumentError(MediaMonitorError):
    """A line of the input is not a document; `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line, self.problem = line, problem


def read_documents(lines: Iterable[str]) -> Iterator[Document]:
    """Documents of JSON Lines, blank lines skipped. Raises DocumentError with the number of a line that is none."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _document(number, line)


def _document(number: int, line: str) -> Document:
    try:
        fields = json.loads(line)
    except ValueError as problem:
        raise DocumentError(number, f"not JSON ({problem})") from None
    if not isinstance(fields, dict):
        raise DocumentError(number, f"a JSON {type(fields).__name__} where an object belongs")
    for name in ("id", "text"):
        if not isinstance(fields.get(name), str):
            raise DocumentError(number, f"{name!r} must be a string; it is {json.dumps(fields.get(name))[:40]}")
    for name in _OPTIONAL:
        if not isinstance(fields.get(name), str | None):
            raise DocumentError(number, f"{name!r} must be a string or null")
    return Document(fields["id"], fields["text"], **{name: fields.get(name) for name in _OPTIONAL})


def to_json(annotation: Annotation) -> dict[str, Any]:
    """The annotation as one output line; absent values are None."""
    return {
        "id": annotation.id,
        "language": annotation.language,
        "annotator": annotation.annotator,
        "relevance": {"terrorism": annotation.terrorism, "armed_conflict": annotation.armed_conflict},
        "relevance_threshold": annotation.relevance_threshold,
        "entities": [_mention(mention) for mention in annotation.entities],
        "topics": [_topic(tag) for tag in annotation.topics],
        "claims": [_claim(claim) for claim in annotation.claims],
        "casualties": [_casualty(figure) for figure in annotation.casualties],
        "quotes": [_quote(quote) for quote in annotation.quotes],
        "events": [_event(event) for event in annotation.events],
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"field": span.field, "start": span.start, "end": span.end, "text": span.text}


def _spans(spans: tuple[Span, ...]) -> Any:
    """None, one span, or a list of several."""
    return None if not spans else _span(spans[0]) if len(spans) == 1 else [_span(span) for span in spans]


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "field": mention.span.field, "start": mention.span.start, "end": mention.span.end, "text": mention.span.text,
        "id": mention.entity_id, "nil_id": mention.nil_id,
        "name": mention.name, "aliases": list(mention.aliases), "kind": mention.kind,
        "wikidata": mention.wikidata, "iso": mention.iso, "lat": mention.lat, "lon": mention.lon, "geonames": mention.geonames,
    }  # fmt: skip


def _topic(tag: TopicTag) -> dict[str, Any]:
    return {
        "code": tag.code,
        "label": tag.label,
        "score": tag.score,
        "evidence": [_span(s) for s in tag.evidence],
        "voice": tag.voice,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "stance": claim.stance,
        "source": _spans(claim.source),
        "source_entity": claim.source_entity,
        "source_name": claim.source_name,
        "is_authority": claim.is_authority,
        "actor": _spans(claim.actor),
        "actor_entity": claim.actor_entity,
        "actor_name": claim.actor_name,
        "act": _span(claim.act),
        "medium": _span(claim.medium),
        "stated_on": claim.stated_on,
        "is_hedged": claim.is_hedged,
        "is_negated": claim.is_negated,
        "is_quoted": claim.is_quoted,
        "quoted_by": _span(claim.quoted_by),
        "via": _span(claim.via),
        "event": claim.event,
        "cue": _span(claim.cue),
        "evidence": _span(claim.evidence),
        "rule": claim.rule,
    }


def _casualty(figure: Casualty) -> dict[str, Any]:
    return {
        "kind": figure.kind, "minimum": figure.minimum, "maximum": figure.maximum, "qualifier": figure.qualifier,
        "figure": _span(figure.figure), "source": _span(figure.source), "is_part_of": figure.is_part_of,
        "is_aggregate": figure.is_aggregate, "event": figure.event, "evidence": _span(figure.evidence),
    }  # fmt: skip


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id, "type": event.type, "place": event.place, "date": event.date,
        "lat": event.lat, "lon": event.lon, "precision": event.precision,
    }  # fmt: skip


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "field": quote.span.field, "start": quote.span.start, "end": quote.span.end, "text": quote.span.text,
        "speaker": _span(quote.speaker), "speaker_entity": quote.speaker_entity, "verb": quote.verb, "is_direct": quote.is_direct,
    }  # fmt: skip
