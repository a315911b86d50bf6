"""The sample newsroom, read without the pipeline: what the annotator finds is what `truth.yaml` says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from media_monitor.annotate.lexicon import load
from media_monitor.annotate.pipeline import annotate
from media_monitor.local.newsdesk import Item, read_edition
from media_monitor.local.truth import TRUTH, differences
from media_monitor.model import Annotation, Claim, Document
from media_monitor.settings import default_seeds

NEWSROOM = default_seeds() / "newsroom"
ELSEWHERE: dict[str, Any] = {"totals": {}, "failed_feeds": [], "outcomes": [], "articles": []}
"""Parts of the truth that are not the annotator's."""


def _found(annotations: dict[str, Annotation]) -> dict[str, list[dict[str, Any]]]:
    return {
        "entities": [{"url": url, "entity": m.entity_id} for url, a in annotations.items() for m in a.entities],
        "topics": [{"url": url, "topic": t.code} for url, a in annotations.items() for t in a.topics],
        "claims": [{"url": url, **_claim(c)} for url, a in annotations.items() for c in a.claims],
        "casualties": [
            {"url": url, "kind": f.kind, "minimum": f.minimum, "maximum": f.maximum, "qualifier": f.qualifier}
            | {"aggregate": f.is_aggregate}
            for url, a in annotations.items()
            for f in a.casualties
        ],
        "feeds": [],
        "addresses": [],
        "articles": [],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    source = claim.source[0].text if claim.source else None
    actor = claim.actor[0].text if claim.actor else None
    entities = {"source_entity": claim.source_entity, "actor_entity": claim.actor_entity}
    return {"stance": claim.stance, "source": source, "actor": actor, "negated": claim.is_negated, **entities}


def _documents() -> Iterator[Document]:
    edition = read_edition(NEWSROOM)
    for item in edition.items:
        if item.kind == "article":
            yield _document(edition.url(item), item)


def _document(url: str, item: Item) -> Document:
    last = item.revisions[-1]
    published = item.published.isoformat()
    return Document(url, "\n\n".join(last.paragraphs), last.title, url, published_at=published, language=item.language)


def _truth() -> dict[str, Any]:
    truth: dict[str, Any] = yaml.safe_load((NEWSROOM / TRUTH).read_text("utf-8"))
    return truth | ELSEWHERE


def test_the_annotator_finds_what_the_newsroom_says() -> None:
    lexicon = load(default_seeds(), NEWSROOM)
    found = _found({document.id: annotate(document, lexicon) for document in _documents()})
    assert list(differences(_truth(), found)) == []


def test_a_lexicon_without_the_newsroom_does_not() -> None:
    lexicon = load(default_seeds())
    found = _found({document.id: annotate(document, lexicon) for document in list(_documents())[:8]})
    assert len(list(differences(_truth(), found))) > 20
