"""Stories of the sample newsroom, as the annotator's names make them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.lexicon import Lexicon, load
from media_monitor.local.newsdesk import read_edition
from media_monitor.model import Document
from media_monitor.relate.stories import LiveStories
from media_monitor.relate.story_features import Named, StoryInput

SEEDS = Path(__file__).parents[2] / "seeds"

Labelled = list[tuple[Document, str | None]]


def stories(labelled: Labelled, lexicon: Lexicon) -> dict[str, str]:
    """Document → story."""
    inputs = [
        StoryInput(n, datetime.fromisoformat(d.published_at or ""), d.title, d.text[:2_000], d.language, names(d, lexicon))
        for n, (d, _) in enumerate(labelled)
    ]
    return {labelled[n][0].id: str(number) for number, group in enumerate(LiveStories().add(inputs)) for n in group.members}


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
