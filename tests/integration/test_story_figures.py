"""Stories as the annotator's names make them: of the sample newsroom, and of real articles in labelled events.

The real articles are not ours to ship: they are measured where MEDIA_MONITOR_DATA points.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.lexicon import Lexicon, load
from media_monitor.local.newsdesk import read_edition
from media_monitor.model import Document
from media_monitor.relate.stories import Named, StoryInput, assign

SEEDS = Path(__file__).parents[2] / "seeds"
DATA = os.environ.get("MEDIA_MONITOR_DATA")

Labelled = list[tuple[Document, str | None]]


def stories(labelled: Labelled, lexicon: Lexicon) -> dict[str, str]:
    """Document → story."""
    inputs = [
        StoryInput(n, datetime.fromisoformat(d.published_at or ""), d.title, d.text[:2_000], d.language, names(d, lexicon))
        for n, (d, _) in enumerate(labelled)
    ]
    return {labelled[n][0].id: story.key for story in assign(inputs) for n in story.article_ids}


def names(document: Document, lexicon: Lexicon) -> tuple[Named, ...]:
    return tuple(
        Named(m.entity_id, m.kind, lexicon.entities[m.entity_id].parent_id, m.span.field, m.span.start, m.span.end)
        for m in link(folded_fields(document), lexicon)
        if m.entity_id is not None
    )


@pytest.fixture(scope="module")
def newsroom() -> tuple[Labelled, dict[str, str]]:
    folder = SEEDS / "newsroom"
    truth = {row["url"]: row for row in yaml.safe_load((folder / "truth.yaml").read_text("utf-8"))["articles"]}
    edition = read_edition(folder)
    labelled: Labelled = []
    for item in edition.items:
        url, state = edition.url(item), item.revisions[-1]
        if url in truth:
            text, published = "\n\n".join(state.paragraphs), item.published.isoformat()
            labelled.append(
                (Document(url, text, state.title, published_at=published, language=item.language), truth[url]["story"])
            )
    assert len(labelled) == len(truth)
    return labelled, stories(labelled, load(SEEDS, folder))


def test_no_story_of_the_newsroom_holds_two_events(newsroom: tuple[Labelled, dict[str, str]]) -> None:
    labelled, found = newsroom
    events = defaultdict(set)
    for document, event in labelled:
        events[found[document.id]].add(event)
    assert [e for e in events.values() if len(e) > 1] == []


def test_each_event_of_the_newsroom_is_one_story_in_five_languages(newsroom: tuple[Labelled, dict[str, str]]) -> None:
    labelled, found = newsroom
    parts = defaultdict(Counter)
    for document, event in labelled:
        if event is not None:
            parts[event][found[document.id]] += 1
    assert {event: sorted(sizes.values()) for event, sizes in parts.items()} == {
        "marenz-station-bombing": [28],
        "lake-ossa-ferry": [3],
        "harrow-mill-fire": [2],
    }


@pytest.mark.skipif(not DATA, reason="MEDIA_MONITOR_DATA is not set: stories of 383 real articles not measured")
def test_real_articles_of_an_event_find_each_other() -> None:
    with gzip.open(Path(DATA or "") / "clusters" / "giveme5w1h-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    labelled: Labelled = [
        (Document(r["id"], r["text"], r["title"], published_at=f"{_utc(r['date_publish'])}", language="en"), r["event"])
        for r in rows
    ]
    precision, recall = b_cubed(stories(labelled, load(SEEDS)), {d.id: str(event) for d, event in labelled})
    assert precision >= 0.99
    assert 2 * precision * recall / (precision + recall) >= 0.855


def _utc(stamp: str) -> str:
    found = datetime.fromisoformat(stamp)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def b_cubed(found: Mapping[str, str], gold: Mapping[str, str]) -> tuple[float, float]:
    """Mean over the articles: share of its story that is of its event, share of its event that is in its story."""
    sizes, events, both = Counter(found.values()), Counter(gold.values()), Counter((found[i], gold[i]) for i in gold)
    return _mean(both[found[i], gold[i]] / sizes[found[i]] for i in gold), _mean(
        both[found[i], gold[i]] / events[gold[i]] for i in gold
    )


def _mean(values: Iterable[float]) -> float:
    these = list(values)
    return sum(these) / len(these)
