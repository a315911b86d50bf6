"""The article that the project started from, wrapped in a page as it was scraped: from bytes to claims."""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.annotate import lexicon
from media_monitor.annotate.pipeline import annotate
from media_monitor.extract.page import extract
from media_monitor.model import Annotation, Article, Document, Page
from media_monitor.settings import default_seeds

DATA = os.environ.get("MEDIA_MONITOR_DATA")
URL = "https://news.example/2024/03/24/us-confirms"
pytestmark = pytest.mark.skipif(not DATA, reason="MEDIA_MONITOR_DATA is not set: the collected article is needed")


@dataclass(frozen=True)
class Scraped:
    """The article's lines: what tells the story, and what stands around it."""

    title: str
    story: list[str]
    around: list[str]


@pytest.fixture(scope="module")
def scraped() -> Scraped:
    lines = [line for line in (Path(DATA or "") / "seed-article.txt").read_text("utf-8").splitlines() if line.strip()]
    title = next(line for line in lines if lines.count(line) == 2)  # it stands above the picture and above the story
    first = len(lines) - lines[::-1].index(title)
    last = next(n for n, line in enumerate(lines) if line.startswith("Read also"))
    header = lines[: lines.index(title)]
    return Scraped(title, lines[first:last], header + lines[last:])


@pytest.fixture(scope="module")
def article(scraped: Scraped) -> Article:
    lines = (Path(DATA or "") / "seed-article.txt").read_text("utf-8").splitlines()
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    head = f"<head><title>{html.escape(scraped.title)}</title></head>"
    body = f"<html lang=en>{head}<body><main>{paragraphs}</main></body></html>"
    result = extract(Page(URL, datetime(2024, 3, 24, tzinfo=UTC), 200, "text/html", "utf-8", body.encode(), 0))
    assert isinstance(result, Article)
    return result


@pytest.fixture(scope="module")
def annotation(article: Article) -> Annotation:
    return annotate(Document("seed", article.text, article.title), lexicon.load(default_seeds()))


def test_boilerplate_is_gone(scraped, article):
    assert len(scraped.around) > 15
    assert [line for line in scraped.around if line.strip() in article.text] == []


def test_the_story_is_kept(scraped, article):
    assert len(scraped.story) > 8
    assert [line for line in scraped.story if line.strip() not in article.text] == []


def test_the_parties_are_linked(annotation):
    found = {m.entity_id for m in annotation.entities}
    assert found >= {"org:islamic-state", "org:islamic-state-khorasan", "state:united-states", "state:ukraine", "gov:white-house"}


def test_isis_k_is_not_isis(annotation):
    linked = {m.span.text: m.entity_id for m in annotation.entities}
    assert linked["ISIS-K"] == "org:islamic-state-khorasan"


def test_terrorism_and_attribution_are_tagged(annotation):
    assert {t.code for t in annotation.topics} >= {"medtop:20000053", "medtop:20000103", "mm:attribution"}
    assert annotation.terrorism >= annotation.relevance_threshold


@pytest.mark.parametrize(
    ("stance", "source", "actor"),
    [
        ("claimed", "org:islamic-state", "org:islamic-state"),
        ("confirmed", "state:united-states", "org:islamic-state"),
        ("denied", "state:ukraine", "state:ukraine"),
        ("no_evidence", "gov:white-house", "state:ukraine"),
    ],
)
def test_the_main_claims_are_in_the_ledger(annotation, stance, source, actor):
    assert (stance, source, actor) in {(c.stance, c.source_entity, c.actor_entity) for c in annotation.claims}
