"""Invented pages, as rows in a warehouse: what the warehouse tests have in common."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import psycopg2
from psycopg2 import sql

from media_monitor.extract.urls import canonicalise
from media_monitor.model import (
    Annotation,
    Article,
    Casualty,
    Claim,
    EntryOrigin,
    Event,
    Mention,
    Page,
    Quote,
    Span,
    StageReport,
    TopicTag,
)
from media_monitor.relate.revisions import content_sha
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import publish
from media_monitor.warehouse import load, marts, polls, queue, rows
from media_monitor.warehouse.db import connect

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
"""When the first page of a test is fetched."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CLAIM = "The Copper Hand said it had planted the bomb at Ossa Bridge."
FIGURE = "At least 12 people were killed, the ferry office said."
TALK = "“We saw the smoke from the quay,” said Ilva Tarn."
TEXT = f"{CLAIM} Traffic stood still.\n\n{FIGURE} {TALK}"
TITLE = "Blast at Ossa Bridge"

_objects = itertools.count(1)

Login: TypeAlias = Callable[[str], Settings]
"""Settings of a login that has this role in the warehouse of the test."""


@dataclass(frozen=True, slots=True)
class Told:
    """A page as it was fetched: what differs between the pages of a test."""

    url: str = "https://ledger.test/bridge"
    at: datetime = AT
    text: str = TEXT
    title: str | None = TITLE
    canonical: str | None = None
    guid: str | None = None
    feed: str = "ledger-news"
    outlet: str = "ledger"
    published: datetime | date | None = AT - HOUR
    annotator: str = "test-1"
    agency: str | None = None
    language: str = "en"


def settings_for(dsn: str | None, folder: Path) -> Settings:
    """Settings of an installation whose files lie in `folder`, for the seeds of this checkout."""
    return Settings(
        dsn=dsn,
        archive_url=str(folder / "archive"),
        seeds=default_seeds(),
        feeds=None,
        var=folder / "var",
        contact="https://desk.example/contact",
        sample=None,
    )


def ask(settings: Settings, question: str | sql.Composed, *values: object) -> list[tuple[Any, ...]]:
    """Rows of a query, in a transaction of its own."""
    connection = psycopg2.connect(settings.dsn, options="-c timezone=UTC")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def one(settings: Settings, question: str, *values: object) -> Any:
    """The only value of a query's only row."""
    ((value,),) = ask(settings, question, *values)
    return value


# ---- values ----------------------------------------------------------------------------------------------------------


def span(told: Told, words: str, since: int = 0) -> Span:
    """Where `words` stand in the text, from `since` on."""
    start = told.text.index(words, since)
    return Span("text", start, start + len(words), words)


def spans(told: Told, words: str) -> list[Span]:
    """Everywhere that `words` stand in the text."""
    return [span(told, words, found.start()) for found in re.finditer(re.escape(words), told.text)]


def page(told: Told, offset: int) -> Page:
    """The archived response."""
    origin = EntryOrigin(told.feed, told.outlet, told.guid, told.title, None)
    return Page(told.url, told.at, 200, "text/html", "utf-8", b"", offset, origin)


def article(told: Told) -> Article:
    """What was extracted from it."""
    canonical = told.canonical or canonicalise(told.url) or told.url
    return Article(
        url=told.url,
        canonical_url=canonical,
        title=told.title,
        text=told.text,
        authors=("Ilva Tarn",),
        published_at=told.published,
        published_source="json-ld",
        modified_at=None,
        language=told.language,
        agency=told.agency,
        outlet="The Ledger",
        image=None,
        word_count=len(told.text.split()),
        extractor="test",
    )


def annotation(told: Told) -> Annotation:
    """Claim, figure and quote of TEXT, each as far as the page has it; the source is marked with the annotator's version."""
    entities, claims = [], []
    for evidence in spans(told, CLAIM):
        actor = span(told, "The Copper Hand", evidence.start)
        entities.append(Mention(actor, "org:copper-hand", "The Copper Hand", "group"))
        entities.append(Mention(span(told, "Ossa Bridge", evidence.start), None, "Ossa Bridge", "place"))
        claims.append(claim(told, evidence, actor))
    casualties = tuple(
        Casualty("killed", 12, None, "at_least", span(told, "12", e.start), span(told, "the ferry office", e.start), e)
        for e in spans(told, FIGURE)
    )
    quotes = tuple(Quote(e, span(told, "Ilva Tarn", e.start), None, "said", True) for e in spans(told, TALK))
    return Annotation(
        id=told.url,
        language=told.language,
        annotator=told.annotator,
        terrorism=0.9,
        armed_conflict=0.1,
        relevance_threshold=0.5,
        entities=tuple(entities),
        topics=tuple(TopicTag("medtop:20000053", "act of terror", 0.9, (c.evidence,), "own") for c in claims[:1]),
        claims=tuple(claims),
        casualties=casualties,
        quotes=quotes,
        events=(Event("e1", "bombing", "Ossa Bridge", "2026-03-10"),) if claims else (),
    )


def claim(told: Told, evidence: Span, actor: Span) -> Claim:
    """`actor` claims, in the sentence `evidence`."""
    return Claim(
        stance="claimed",
        source=(actor,),
        source_entity="org:copper-hand",
        is_authority=False,
        actor=(actor,),
        actor_entity="org:copper-hand",
        actor_name="The Copper Hand",
        act=None,
        medium=None,
        stated_on=None,
        is_hedged=False,
        is_negated=False,
        is_quoted=False,
        quoted_by=None,
        via=None,
        cue=span(told, "said", evidence.start),
        evidence=evidence,
        rule=told.annotator,
        event="e1",
    )


# ---- batches ---------------------------------------------------------------------------------------------------------


def archive_object(settings: Settings, purpose: str = "pages", days: dict[date, int] | None = None) -> int:
    """An entry in the ledger of archive objects; its id."""
    with connect(str(settings.dsn)) as connection:
        counts = {"record_count": 0, "page_count": 0, "byte_count": 0}
        return polls.write_object(connection, f"memory://object-{next(_objects)}.warc.gz", purpose, AT, counts, days or {})


def open_batch(settings: Settings, object_id: int | None = None, purpose: str = "live", annotator: str = "") -> int:
    """A batch that nobody has begun; its id."""
    object_id = object_id or archive_object(settings)
    with connect(str(settings.dsn)) as connection:
        queue.open_batch(connection, object_id, None, purpose, annotator, AT)
        return max(queue.pending_batches(connection, purpose, most=1_000))


def staged_rows(told: tuple[Told, ...]) -> load.StagedRows:
    """Staging rows of pages; record offsets are 0, 100, 200, …"""
    staged = load.StagedRows()
    for number, item in enumerate(told):
        found = article(item)
        provenance = rows.Provenance(item.outlet, "ledger.test", canonicalise(item.url) or item.url, content_sha(found))
        rows.add_article(staged, page(item, number * 100), found, annotation(item), provenance)
    return staged


def stage(settings: Settings, batch_id: int, staged: load.StagedRows, state: str = "checked") -> int:
    """Put rows into staging as `ingest` would, and the batch into `state`; its id."""
    with connect(str(settings.dsn)) as connection:
        batch = queue.claim_batch(connection, batch_id, "open", "staged")
        assert batch is not None
        load.clear_stage(connection, batch)
        load.write_stage(connection, batch, staged, AT)
        queue.advance_batch(connection, batch, state, record_count=len(staged.rows["article"]) + len(staged.rows["rejected"]))
    return batch_id


def checked(settings: Settings, *told: Told) -> int:
    """A batch of these pages that passed the gate; its id."""
    return stage(settings, open_batch(settings), staged_rows(told))


def published(settings: Settings, *told: Told) -> dict[str, int]:
    """Publish these pages as one batch; pages per outcome."""
    report = publish.run(settings, checked(settings, *told))
    assert isinstance(report, StageReport)
    return {name: count for name, count in report.counts.items() if name != "batches"}


def refreshed(settings: Settings, *days: date) -> None:
    """Fill the marts of the days that are stale, and of `days`; copies and stories are left as they are."""
    with connect(str(settings.dsn)) as connection:
        found = [*marts.stale_days(connection), *days]
        marts.refresh_days(connection, found)
        marts.call_fresh(connection, found)
