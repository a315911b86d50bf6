"""The gate: what a batch is checked for, by Great Expectations in the database, and what becomes of pages that fail."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Clones
from media_monitor.errors import StageFailed, WarehouseError
from media_monitor.quality.core import SUITES
from media_monitor.quality.expectation import Suite, between, is_true
from media_monitor.quality.run import run_suite
from media_monitor.quality.staged import STAGED_ARTICLES, STAGED_BATCH
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


def doubled(table: str) -> Spoil:
    """A tag that is there twice."""

    def spoil(staged: StagedRows, offset: int) -> None:
        staged.rows[table].append(next(row for row in staged.rows[table] if row[0] == offset))

    return spoil


BAD: dict[str, Spoil] = {
    "url is present": cell("article", url=None),
    "canonical URL is absolute http(s)": cell("article", canonical_url="javascript:alert(1)"),
    "outlet is known": cell("article", outlet_id=None),
    "text has 1 to 1,000,000 characters": without_text,
    "title has at most 1,000 characters": cell("article", title="é" * 1001),
    "title is present": cell("article", title=None),
    "word count is positive": cell("article", word_count=0),
    "content hash is present": cell("article", content_sha=None),
    "fetched between 1990 and a day after the batch was made": cell("article", fetched_at=None),
    "publication date is known": cell("article", published_on=None),
    "published between 1990 and a day after the fetch": cell("article", published_on=AT.date() + timedelta(days=2)),
    "modified between 1990 and a day after the fetch": cell("article", modified_at=AT + timedelta(days=2)),
    "language is one we can identify": cell("article", language="tlh"),
    "relevance lies between 0 and 1": cell("article", terrorism=1.01),
    "topic scores lie between 0 and 1": cell("topic_tag", score=1.5),
    "stance is one of the vocabulary": cell("claim", stance="boasted"),
    "kinds are of the vocabulary": cell("mention", kind="weapon"),
    "casualty bounds are in order": cell("casualty", maximum=3),
    "mentions stand where they say": cell("mention", start_offset=1),
    "evidence contains its cue": cell("claim", cue_text="no such word"),
    "evidence has the hash of its sentence": cell("claim", evidence_sha=bytes(32)),
    "figures and quotes lie inside the text": cell("quote", start_offset=10_000, end_offset=10_010),
    "one state per address and moment": cell("article", canonical_url="https://ledger.test/good/0"),
    "tags are numbered once": doubled("mention"),
    "claims name an event of their article": cell("claim", event="e9"),
    "entities are in the reference data": cell("mention", entity_id="org:nobody"),
    "topics are in the reference data": cell("topic_tag", code="medtop:0"),
}
"""For each expectation a page that fails it, and only it."""

_CUE, _HASH = "evidence contains its cue", "evidence has the hash of its sentence"
MORE_BAD: list[tuple[set[str], Spoil]] = [
    (
        {"text has 1 to 1,000,000 characters"},
        cell("article", text=staged_rows((Told(),)).rows["article"][0][12] + "ж" * 1_000_000),
    ),
    ({"fetched between 1990 and a day after the batch was made"}, cell("article", fetched_at=AT + timedelta(days=400))),
    ({"published between 1990 and a day after the fetch"}, cell("article", published_on=date(1989, 12, 31))),
    ({"modified between 1990 and a day after the fetch"}, cell("article", modified_at=AT.replace(year=1970))),
    ({"word count is positive"}, cell("article", word_count=-1)),
    ({"word count is positive"}, cell("article", word_count=None)),
    ({"relevance lies between 0 and 1"}, cell("article", terrorism=-0.01)),
    ({"relevance lies between 0 and 1"}, cell("article", armed_conflict=None)),
    ({"canonical URL is absolute http(s)"}, cell("article", canonical_url="/relative")),
    ({"canonical URL is absolute http(s)"}, cell("article", canonical_url=None)),
    ({"url is present"}, cell("article", url="")),
    ({"mentions stand where they say"}, cell("mention", start_offset=9, end_offset=2)),
    ({"mentions stand where they say"}, cell("mention", start_offset=-4, end_offset=2)),
    ({"kinds are of the vocabulary"}, cell("mention", kind=None)),
    ({"kinds are of the vocabulary"}, cell("casualty", kind="annoyed")),
    ({_CUE, _HASH}, cell("claim", evidence_start=40, evidence_end=9)),
    ({_CUE}, cell("claim", evidence_start=-9)),
    ({_CUE, _HASH}, cell("claim", evidence_end=10_000)),
    ({_CUE, _HASH}, without_title),
    ({"stance is one of the vocabulary"}, cell("claim", stance=None)),
    ({"topic scores lie between 0 and 1"}, cell("topic_tag", score=None)),
    ({"figures and quotes lie inside the text"}, cell("quote", start_offset=9, end_offset=2)),
    ({"figures and quotes lie inside the text"}, cell("casualty", figure_start=-1)),
    ({"figures and quotes lie inside the text"}, cell("casualty", evidence_end=10_000)),
    ({"casualty bounds are in order"}, cell("casualty", minimum=-1)),
    ({"casualty bounds are in order"}, cell("casualty", minimum=None)),
    *(({"tags are numbered once"}, doubled(table)) for table in ("claim", "casualty", "quote", "topic_tag", "event")),
]
GOOD = 60


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


def known_reference(settings: Settings) -> None:
    """What the pages of the fixtures name."""
    ask(settings, "insert into ref.entity (entity_id, name, kind) values ('org:copper-hand', 'The Copper Hand', 'group')")
    ask(settings, "insert into ref.topic (code, label) values ('medtop:20000053', 'act of terror')")


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
        known_reference(settings)
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


SEVERITY = {item.name: item.severity for item in STAGED_ARTICLES.expectations}


@pytest.mark.parametrize("name", SEVERITY)
def test_a_page_that_fails_an_expectation_is_kept_out_with_it_as_the_reason(gated: Gated, name: str) -> None:
    number = list(BAD).index(name)  # a new expectation needs a page that fails it
    assert gated.reason(number) == ([name] if SEVERITY[name] == "quarantine" else [])
    found = ask(gated.settings, "select is_success, failed_count > 0 from ops.check_result where expectation = %s", name)
    assert found[0][1], "the failing page was not found"


@pytest.mark.parametrize("number", range(len(MORE_BAD)))
def test_so_is_every_other_way_to_fail(gated: Gated, number: int) -> None:
    assert set(gated.reason(len(BAD) + number)) == MORE_BAD[number][0]


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
    assert {reason for (reason,) in held if reason in SEVERITY} == {
        name for name, severity in SEVERITY.items() if severity == "quarantine"
    }


def test_nothing_of_a_quarantined_page_is_left_in_staging_or_reaches_core(gated: Gated) -> None:
    assert one(gated.settings, "select count(*) from stage.claim") == 0
    assert one(gated.settings, "select count(*) from core.claim where stance = 'boasted'") == 0


def test_every_result_counts_the_articles_of_the_batch(gated: Gated) -> None:
    counted = ask(gated.settings, "select distinct row_count from ops.check_result where suite = 'staged articles'")
    assert counted == [(gated.counts["articles"],)]


def test_no_text_of_an_article_is_logged(gated: Gated) -> None:
    assert "Copper Hand" not in gated.log
    assert "javascript:" not in gated.log


# ---- nothing of a page leaves the database ----------------------------------------------------------------------------


MARK = "<script>alert('copper')</script>"
"""Stands in title, text, language, tags and address of a page that fails nearly everything."""


def marked(staged: StagedRows, offset: int) -> None:
    cell("article", url=MARK, canonical_url=MARK, title=MARK * 50, text=MARK, language=MARK, content_sha=None)(staged, offset)
    cell("mention", text=MARK, kind=MARK)(staged, offset)
    cell("claim", stance=MARK, cue_text=MARK, event=MARK)(staged, offset)
    cell("casualty", kind=MARK, minimum=-1)(staged, offset)
    cell("topic_tag", code=MARK)(staged, offset)


@pytest.fixture
def kept_by_gx(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What Great Expectations returns, in full."""
    import great_expectations as gx

    outcomes: list[Any] = []
    run = gx.ValidationDefinition.run

    def kept(self: Any, *arguments: Any, **named: Any) -> Any:
        outcomes.append(run(self, *arguments, **named))
        return outcomes[-1]

    monkeypatch.setattr(gx.ValidationDefinition, "run", kept)
    return outcomes


def as_page(outcome: Any) -> str:
    """The document that Great Expectations makes of a result, with the result as JSON behind it."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    rendered = DefaultJinjaPageView().render(ValidationResultsPageRenderer().render(outcome))
    return f"{rendered}\n{outcome.to_json_dict()}\n{outcome}"


@pytest.mark.rel("I06")
def test_no_value_of_a_failing_page_reaches_a_result_a_document_a_log_or_the_ledger(
    settings: Settings, kept_by_gx: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    report = check.run(settings, batch(settings, 4, [marked]))
    assert report is not None
    assert report.counts["quarantined"] == 1
    assert len(kept_by_gx) == 2
    written = "\n".join(
        [
            *map(as_page, kept_by_gx),
            caplog.text,
            str(report),
            *(str(ask(settings, f"select * from ops.{table}")) for table in ("check_result", "run_report")),
            str(ask(settings, "select reasons, outlet_id from ops.quarantine")),
        ]
    )
    assert "evidence contains its cue" in written
    for kept_out in ("alert(", "script&gt;", "copper", "Copper Hand", "smoke from the quay"):
        assert kept_out not in written, kept_out


@pytest.mark.rel("I06")
def test_with_the_articles_themselves_under_check_great_expectations_would_keep_their_words(
    settings: Settings, kept_by_gx: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same search finds the words where a suite looks at texts and not at facts."""
    import media_monitor.quality.run as gate

    batch_id = batch(settings, 4, [marked])
    whole = "select batch_id::text as slice, record_offset::text as subject, title from stage.article"
    monkeypatch.setattr(gate, "_facts", lambda suite, values: whole)
    suite = Suite("texts", "none", (between("title is short", "title", "warn", "a test", None, None),))
    suite = replace(
        suite,
        expectations=(replace(suite.expectations[0], kind="ExpectColumnValueLengthsToBeBetween", arguments={"max_value": 9}),),
    )
    run_suite(sqlalchemy_url(str(settings.dsn)), suite, {"batch_id": batch_id})
    assert "<script>alert('copper')" in as_page(kept_by_gx[0])


@pytest.mark.rel("I06")
@pytest.mark.parametrize("suite", [STAGED_BATCH, STAGED_ARTICLES, *SUITES], ids=lambda suite: suite.name)
def test_no_fact_is_a_text(settings: Settings, suite: Suite) -> None:
    import media_monitor.quality.run as gate

    values = {"batch_id": 1, "days": [AT.date()], "today": AT.date(), "now": AT}
    columns = ask(
        settings,
        f"create temporary table facts as {gate._facts(suite, values)}; "
        "select attname, format_type(atttypid, null) from pg_attribute where attrelid = 'facts'::regclass and attnum > 0",
    )
    kinds = {name: kind for name, kind in columns if name not in {"slice", "subject"}}
    assert {item.fact for item in suite.expectations} == set(kinds), "every fact is expected of, and is there"
    # a language code is cut to three letters where it is measured
    assert {
        name for name, kind in kinds.items() if kind not in {"bigint", "integer", "numeric", "double precision", "boolean"}
    } <= {"language"}


# ---- the batch as a whole ----------------------------------------------------------------------------------------------


def usual(
    settings: Settings, outlet: str = "ledger", language: str = "en", articles: int = 40, claims: int = 40, words: int = 32
) -> None:
    """Each of the 28 days before AT, the outlet had published a 28th of this; all of it relevant."""
    ask(
        settings,
        "insert into mart.text_profile "
        "(covers_on, outlet_id, language, article_count, relevant_count, claim_count, word_log_sum) "
        "values (%s, %s, %s, %s, %s, %s, %s)",
        AT.date() - DAY * 3,
        outlet,
        language,
        articles,
        articles,
        claims,
        articles * math.log(words),
    )


def batch_results(settings: Settings, batch_id: int) -> dict[str, bool]:
    """How the batch as a whole did on each expectation."""
    found = run_suite(sqlalchemy_url(str(settings.dsn)), STAGED_BATCH, {"batch_id": batch_id})
    return {result.expectation.name: result.is_success for result in found}


def whole(settings: Settings, count: int, **values: Any) -> int:
    """A batch of `count` pages with `values` in their articles; claims: how many of them keep their claim."""
    claims = values.pop("claims", count)
    staged = staged_rows(tuple(Told(url=f"https://ledger.test/{n}") for n in range(count)))
    for number in range(count):
        cell("article", **values)(staged, number * 100)
    staged.rows["claim"] = staged.rows["claim"][:claims]
    return stage(settings, open_batch(settings), staged, "staged")


DRIFTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "languages are the outlets' own": ({}, {"language": "tr"}),
    "texts are as long as usual": ({}, {"word_count": 15}),
    "relevant articles yield as many claims as usual": ({}, {"claims": 5}),
}
"""For each expectation of drift: what is usual, and a batch that is not."""


@pytest.mark.parametrize("name", DRIFTS)
def test_a_batch_that_is_not_as_its_outlets_are_is_warned_of_and_published(settings: Settings, name: str) -> None:
    before, drifted = DRIFTS[name]
    usual(settings, **before)
    known_reference(settings)
    batch_id = whole(settings, 20, **drifted)
    assert {found for found, holds in batch_results(settings, batch_id).items() if not holds} == {name}
    assert check.run(settings, batch_id) is not None
    assert ask(settings, "select expectation, severity, failed_count from ops.check_result where not is_success") == [
        (name, "warn", 1)
    ]
    assert publish.run(settings, batch_id) is not None


def test_a_batch_that_is_as_its_outlets_are_is_not(settings: Settings) -> None:
    usual(settings)
    assert all(batch_results(settings, whole(settings, 20)).values())


@pytest.mark.parametrize("name", DRIFTS)
def test_of_few_articles_or_an_outlet_that_is_hardly_known_nothing_strange_is_said(settings: Settings, name: str) -> None:
    drifted = DRIFTS[name][1]
    usual(settings)
    assert all(batch_results(settings, whole(settings, 19, **drifted)).values())
    ask(settings, "update mart.text_profile set article_count = 19")
    assert all(batch_results(settings, whole(settings, 40, **drifted)).values())
    ask(settings, "update mart.text_profile set article_count = 40, covers_on = %s", AT.date())  # not before the fetch
    assert all(batch_results(settings, whole(settings, 40, **drifted)).values())
    ask(settings, "update mart.text_profile set covers_on = %s", AT.date() - 29 * DAY)  # long ago
    assert all(batch_results(settings, whole(settings, 40, **drifted)).values())


def test_tags_of_a_page_that_is_not_there_block_the_batch(settings: Settings) -> None:
    batch_id = batch(settings, 3, [BAD["word count is positive"]])
    ask(settings, "insert into stage.mention (batch_id, record_offset, position) values (%s, 999, 0)", batch_id)
    with pytest.raises(StageFailed, match="'tags belong to a staged article' does not hold"):
        check.run(settings, batch_id)
    assert one(settings, "select state from ops.batch") == "staged"
    assert one(settings, "select count(*) from ops.quarantine") == 0
    ask(settings, "delete from stage.mention where record_offset = 999")
    assert check.run(settings, batch_id) is not None


@pytest.mark.rel("M02")
def test_pages_that_are_not_those_that_were_read_block_the_batch(settings: Settings) -> None:
    batch_id = batch(settings, 3, [])
    assert batch_results(settings, batch_id)["staged pages are the pages that were read"]
    ask(settings, "update ops.batch set record_count = record_count - 1")
    assert not batch_results(settings, batch_id)["staged pages are the pages that were read"]


def test_the_suite_of_a_batch_has_a_failing_example_of_each() -> None:
    blocked = {"staged pages are the pages that were read", "tags belong to a staged article"}
    assert {item.name for item in STAGED_BATCH.expectations} == {*DRIFTS, *blocked}


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
    url, values = sqlalchemy_url(str(settings.dsn)), {"batch_id": batch(settings, 1, [])}
    sound = Suite("sound", "staged_article", (is_true("is sound", "is_addressed", "quarantine", "a test"),))
    broken = Suite("broken", "staged_article", (is_true("is broken", "no_such_fact", "quarantine", "a test"),))
    assert run_suite(url, sound, values)[0].is_success  # the control
    with pytest.raises(WarehouseError, match="'is broken' could not be evaluated"):
        run_suite(url, broken, values)


def test_facts_that_cannot_be_measured_let_nothing_through(settings: Settings) -> None:
    batch_id = batch(settings, 1, [])
    ask(settings, "alter table stage.article rename column published_on to renamed")
    try:
        with pytest.raises(WarehouseError, match="the facts of 'staged articles' could not be measured"):
            check.run(settings, batch_id)
    finally:
        ask(settings, "alter table stage.article rename column renamed to published_on")
    assert one(settings, "select state from ops.batch") == "staged"
    assert check.run(settings, batch_id) is not None  # it was let go of


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
