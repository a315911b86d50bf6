"""The gate: what a batch is checked for, by Great Expectations in the database, and what becomes of pages that fail."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Clones
from media_monitor.errors import StageFailed, WarehouseError
from media_monitor.quality.run import check_batch
from media_monitor.quality.suites import ARTICLE_SUITE, Expectation
from media_monitor.settings import Settings
from media_monitor.stages import check, publish
from media_monitor.warehouse.db import sqlalchemy_url
from media_monitor.warehouse.load import COLUMNS, StagedRows
from warehouse_fixtures import AT, DAY, Told, ask, one, open_batch, settings_for, stage, staged_rows

Spoil = Callable[[StagedRows, int], None]


def cell(table: str, **values: Any) -> Spoil:
    """Puts `values` into the rows of a page."""

    def spoil(staged: StagedRows, offset: int) -> None:
        for number, row in enumerate(staged.rows[table]):
            if row[0] == offset:
                changed = dict(zip(COLUMNS[table], row, strict=True)) | values
                staged.rows[table][number] = tuple(changed.values())

    return spoil


def without_text(staged: StagedRows, offset: int) -> None:
    """An empty text, and no tag that could stand in it."""
    for table in ("mention", "claim", "casualty", "quote"):
        staged.rows[table] = [row for row in staged.rows[table] if row[0] != offset]
    cell("article", text="")(staged, offset)


def without_title(staged: StagedRows, offset: int) -> None:
    """No headline, and a claim that says it stands there."""
    cell("article", title=None)(staged, offset)
    cell("claim", evidence_field="title", evidence_start=0, evidence_end=5, cue_text="Blast")(staged, offset)


BAD: dict[str, Spoil] = {
    "url is present": cell("article", url=None),
    "canonical URL is absolute http(s)": cell("article", canonical_url="javascript:alert(1)"),
    "outlet is known": cell("article", outlet_id=None),
    "text has 1 to 1,000,000 characters": without_text,
    "title has at most 1,000 characters": cell("article", title="é" * 1001),
    "title is present": cell("article", title=None),
    "fetch time is present": cell("article", fetched_at=None),
    "publication date is known": cell("article", published_on=None),
    "published between 1990 and a day after the fetch": cell("article", published_on=AT.date() + timedelta(days=2)),
    "language is one we can identify": cell("article", language="tlh"),
    "word count is positive": cell("article", word_count=0),
    "terrorism relevance lies between 0 and 1": cell("article", terrorism=1.01),
    "content hash is present": cell("article", content_sha=None),
    "one state per address and moment": cell("article", canonical_url="https://ledger.test/good/0"),
    "mentions stand where they say": cell("mention", start_offset=1),
    "evidence contains its cue": cell("claim", cue_text="no such word"),
    "stance is one of the vocabulary": cell("claim", stance="boasted"),
    "figures and quotes lie inside the text": cell("quote", start_offset=10_000, end_offset=10_010),
    "casualty bounds are in order": cell("casualty", maximum=3),
}
"""For each expectation a page that fails it, and only it."""

MORE_BAD: list[tuple[str, Spoil]] = [
    ("text has 1 to 1,000,000 characters", cell("article", text=staged_rows((Told(),)).rows["article"][0][12] + "ж" * 1_000_000)),
    ("published between 1990 and a day after the fetch", cell("article", published_on=date(1989, 12, 31))),
    ("word count is positive", cell("article", word_count=-1)),
    ("terrorism relevance lies between 0 and 1", cell("article", terrorism=-0.01)),
    ("canonical URL is absolute http(s)", cell("article", canonical_url="/relative")),
    ("mentions stand where they say", cell("mention", start_offset=9, end_offset=2)),
    ("mentions stand where they say", cell("mention", start_offset=-4, end_offset=2)),
    ("evidence contains its cue", cell("claim", evidence_start=40, evidence_end=9)),
    ("evidence contains its cue", cell("claim", evidence_start=-9)),
    ("evidence contains its cue", cell("claim", evidence_end=10_000)),
    ("evidence contains its cue", without_title),
    ("stance is one of the vocabulary", cell("claim", stance=None)),
    ("figures and quotes lie inside the text", cell("quote", start_offset=9, end_offset=2)),
    ("figures and quotes lie inside the text", cell("casualty", figure_start=-1)),
    ("figures and quotes lie inside the text", cell("casualty", evidence_end=10_000)),
    ("casualty bounds are in order", cell("casualty", minimum=-1)),
    ("casualty bounds are in order", cell("casualty", minimum=None)),
]
GOOD = 40


@dataclass(frozen=True, slots=True)
class Gated:
    """A batch after the gate: GOOD good pages, then one for each of BAD, then one for each of MORE_BAD."""

    settings: Settings
    counts: dict[str, int]
    reasons: dict[int, list[str]]
    """Record offset → reasons in quarantine."""
    log: str

    def reason(self, number: int) -> list[str]:
        return self.reasons.get((GOOD + number) * 100, [])


class Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def gated(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gated]:
    spoils = [*BAD.values(), *(spoil for _, spoil in MORE_BAD)]
    told = [Told(url=f"https://ledger.test/good/{n}") for n in range(GOOD)]
    told += [Told(url=f"https://ledger.test/bad/{n}") for n in range(len(spoils))]
    staged = staged_rows(tuple(told))
    for number, spoil in enumerate(spoils):
        spoil(staged, (GOOD + number) * 100)
    kept = Kept()
    with clones() as dsn:
        settings = settings_for(dsn, Path(tmp_path_factory.mktemp("gate")))
        batch_id = stage(settings, open_batch(settings), staged, "staged")
        logging.getLogger().addHandler(kept)
        try:
            report = check.run(settings, batch_id)
        finally:
            logging.getLogger().removeHandler(kept)
        assert report is not None
        publish.run(settings, batch_id)
        reasons = dict(ask(settings, "select record_offset, reasons from ops.quarantine"))
        yield Gated(settings, report.counts, reasons, "\n".join(kept.lines))


SEVERITY = {item.name: item.severity for item in ARTICLE_SUITE}


@pytest.mark.parametrize("name", SEVERITY)
def test_a_page_that_fails_an_expectation_is_kept_out_with_it_as_the_reason(gated: Gated, name: str) -> None:
    number = list(BAD).index(name)  # a new expectation needs a page that fails it
    assert gated.reason(number) == ([name] if SEVERITY[name] == "quarantine" else [])
    found = ask(gated.settings, "select is_success, failed_count > 0 from ops.check_result where expectation = %s", name)
    assert found[0][1], "the failing page was not found"


@pytest.mark.parametrize("number", range(len(MORE_BAD)))
def test_so_is_every_other_way_to_fail(gated: Gated, number: int) -> None:
    assert gated.reason(len(BAD) + number) == [MORE_BAD[number][0]]


def test_the_other_pages_are_published(gated: Gated) -> None:
    warned = sum(severity == "warn" for severity in SEVERITY.values())
    assert one(gated.settings, "select count(*) from core.article") == GOOD + warned
    assert one(gated.settings, "select count(*) from core.revision where url like '%%/good/%%'") == GOOD
    assert not [offset for offset in gated.reasons if offset < GOOD * 100]


def test_outcomes_add_up_and_name_the_expectation(gated: Gated) -> None:
    pages = GOOD + len(BAD) + len(MORE_BAD)
    assert one(gated.settings, "select count(*) from ops.outcome") == pages
    held = ask(gated.settings, "select reason from ops.outcome where outcome = 'quarantined'")
    assert len(held) == gated.counts["quarantined"] == len(gated.reasons)
    assert {reason for (reason,) in held} == {name for name, severity in SEVERITY.items() if severity == "quarantine"}


def test_nothing_of_a_quarantined_page_is_left_in_staging_or_reaches_core(gated: Gated) -> None:
    assert one(gated.settings, "select count(*) from stage.claim") == 0
    assert one(gated.settings, "select count(*) from core.claim where stance = 'boasted'") == 0


def test_every_result_counts_the_articles_of_the_batch(gated: Gated) -> None:
    assert ask(gated.settings, "select distinct row_count from ops.check_result") == [(gated.counts["articles"],)]


def test_no_text_of_an_article_is_logged(gated: Gated) -> None:
    assert "Copper Hand" not in gated.log
    assert "javascript:" not in gated.log


# ---- more than a few pages -------------------------------------------------------------------------------------------


def batch(settings: Settings, good: int, spoils: list[Spoil]) -> int:
    told = tuple(Told(url=f"https://ledger.test/{n}") for n in range(good + len(spoils)))
    staged = staged_rows(told)
    for number, spoil in enumerate(spoils):
        spoil(staged, number * 100)
    return stage(settings, open_batch(settings), staged, "staged")


def test_every_failing_page_is_held_however_many_there_are(settings: Settings) -> None:
    """Great Expectations cuts lists short in several places; the 201st bad page must not slip through."""
    spoils = [BAD["stance is one of the vocabulary"]] * 230 + [BAD["word count is positive"]] * 230
    report = check.run(settings, batch(settings, 480, spoils))
    assert report is not None
    assert report.counts["quarantined"] == 460
    assert one(settings, "select count(*) from stage.article") == 480


def test_a_batch_that_fails_for_the_most_part_is_refused_whole_and_stays(settings: Settings) -> None:
    batch_id = batch(settings, 5, [BAD["word count is positive"]] * 6)
    with pytest.raises(StageFailed, match=rf"batch {batch_id}: 6 of 11 pages fail, most of them 'word count is positive'"):
        check.run(settings, batch_id)
    assert one(settings, "select count(*) from stage.article") == 11
    assert one(settings, "select count(*) from ops.quarantine") == 0
    assert one(settings, "select failed_count from ops.check_result where expectation = 'word count is positive'") == 6
    assert publish.run(settings, batch_id) is None
    ask(settings, "update stage.article set word_count = 9")  # the cause is mended: it may be run again at once
    assert check.run(settings, batch_id) is not None
    assert publish.run(settings, batch_id) is not None
    assert one(settings, "select count(*) from core.article") == 11


def test_an_expectation_that_cannot_be_evaluated_lets_nothing_through(settings: Settings) -> None:
    batch_id = batch(settings, 1, [])
    broken = (Expectation("is broken", "text", "sql:published_window", "quarantine", "a test"),)
    assert check_batch(sqlalchemy_url(str(settings.dsn)), batch_id, broken)[0].is_success  # the control
    ask(settings, "alter table stage.article rename column published_on to renamed")
    try:
        with pytest.raises(WarehouseError, match="'is broken' could not be evaluated"):
            check_batch(sqlalchemy_url(str(settings.dsn)), batch_id, broken)
    finally:
        ask(settings, "alter table stage.article rename column renamed to published_on")


def test_a_batch_without_articles_passes(settings: Settings) -> None:
    batch_id = stage(settings, open_batch(settings), StagedRows(), "staged")
    report = check.run(settings, batch_id)
    assert report is not None
    assert report.counts == {"batches": 1, "articles": 0, "expectations": 0, "failed": 0, "quarantined": 0}


def test_a_page_that_fails_when_it_is_read_again_keeps_its_outcome(settings: Settings) -> None:
    """A re-tagged page which the gate stops stays published as it was."""
    told = Told(at=AT + DAY)
    publish.run(settings, stage(settings, open_batch(settings), staged_rows((told,))))
    object_id = one(settings, "select object_id from core.revision")
    staged = staged_rows((told,))
    BAD["stance is one of the vocabulary"](staged, 0)
    batch_id = stage(settings, open_batch(settings, object_id, "retag", "test-2"), staged, "staged")
    check.run(settings, batch_id)
    publish.run(settings, batch_id)
    assert ask(settings, "select outcome from ops.outcome") == [("published",)]
    assert one(settings, "select count(*) from core.claim") == 1
    assert one(settings, "select count(*) from ops.quarantine") == 1
