"""One page that PostgreSQL refuses does not stop the pages beside it: it goes to quarantine, and says why without its words."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from media_monitor.errors import StageFailed, WarehouseError
from media_monitor.extract.suppress import Suppressed
from media_monitor.model import Page
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest, publish
from media_monitor.warehouse import load, poison
from media_monitor.warehouse.db import Json, connect
from reliability.harness import archived, quick_loader
from warehouse_fixtures import AT, DAY, Told, ask, one, open_batch, staged_rows
from warehouse_fixtures import stage as stage_rows

SECRET = "Ilva Tarn"
"""Stands in every text: it must not stand in a reason."""
Spoil = Callable[[load.StagedRows, int], None]


def pages(count: int) -> list[Told]:
    return [Told(url=f"https://ledger.test/{n}") for n in range(count)]


def cell(table: str, **values: Any) -> Spoil:
    """Puts `values` into the first row of a page in a staging table."""

    def spoil(staged: load.StagedRows, offset: int) -> None:
        number = next(n for n, row in enumerate(staged.rows[table]) if row[0] == offset)
        changed = dict(zip(load.COLUMNS[table], staged.rows[table][number], strict=True)) | values
        staged.rows[table][number] = tuple(changed.values())

    return spoil


def doubled(table: str) -> Spoil:
    """The same tag of a page twice."""

    def spoil(staged: load.StagedRows, offset: int) -> None:
        staged.rows[table] += [row for row in staged.rows[table] if row[0] == offset]

    return spoil


YEAR_10000 = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=14)))

AT_THE_COPY: dict[str, tuple[Spoil, str]] = {
    "NUL": (cell("article", title=f"{SECRET}\0"), "22021 character_not_in_repertoire"),
    "lone surrogate": (cell("article", text=f"{SECRET} \ud800"), "UnicodeEncodeError"),
    "NUL in JSON": (cell("claim", actor_spans=Json([SECRET, "\0"])), "22P05 untranslatable_character: claim.actor_spans"),
    "surrogate in JSON": (cell("topic_tag", evidence=Json(["\udfff"])), "UnicodeEncodeError"),
    "NaN in JSON": (cell("topic_tag", evidence=Json([float("nan")])), "22P02 invalid_text_representation: topic_tag.evidence"),
    "the year 10000": (cell("article", modified_at=YEAR_10000), "OverflowError"),
    "numeric overflow": (cell("article", word_count=2**31), "22003 numeric_value_out_of_range: article.word_count"),
    "real overflow": (cell("article", terrorism=1e60), "22003 numeric_value_out_of_range: article.terrorism"),
    "no number": (cell("casualty", minimum=SECRET), "22P02 invalid_text_representation: casualty.minimum"),
    "no date": (cell("article", published_on="2026-02-30"), "22008 datetime_field_overflow: article.published_on"),
}
AT_PUBLISH: dict[str, tuple[Spoil, str]] = {
    "a kind that the vocabulary lacks": (cell("casualty", kind="hurt"), "23514 check_violation: casualty_kind_check"),
    "a stance that the vocabulary lacks": (cell("claim", stance=SECRET), "23514 check_violation: claim_stance_check"),
    "a tag without its kind": (cell("mention", kind=None), "23502 not_null_violation: mention.kind"),
    "a field that does not exist": (cell("quote", field="body"), "23514 check_violation: quote_field_check"),
    "a topic twice": (doubled("topic_tag"), "23505 unique_violation: topic_tag_pkey"),
    "an article without a fetch time": (cell("article", fetched_at=None), "22004 null_value_not_allowed"),
    "an article without an outlet": (cell("article", outlet_id=None), "23502 not_null_violation: outlet.outlet_id"),
    "an article without a content hash": (cell("article", content_sha=None), "23502 not_null_violation: revision.content_sha"),
}
POISON = AT_THE_COPY | AT_PUBLISH
STORED: dict[str, Spoil] = {
    "a URL of 2,800 characters": cell("article", url="https://ledger.test/" + "u" * 2_800),
    "a canonical URL of 2,800 characters": cell("article", canonical_url="https://ledger.test/" + "c" * 2_800),
    "a GUID of a million characters": cell("article", guid="g" * 1_000_000, guid_sha=b"g" * 32),
    "an outlet's name of 10,000 characters": cell("article", outlet_name="n" * 10_000),
    "a text of 10 MB": cell("article", text="x" * 10_000_000),
    "a text of 1.5 million words": cell("article", text="word " * 1_500_000),
}


def spoiled(settings: Settings, told: list[Told], spoils: dict[int, Spoil]) -> int:
    """A checked batch of these pages, of which some are spoiled; its id."""
    staged = staged_rows(tuple(told))
    for number, spoil in spoils.items():
        spoil(staged, number * 100)
    return stage_rows(settings, open_batch(settings), staged)


@pytest.mark.rel("G08")
@pytest.mark.parametrize("name", POISON)
def test_a_page_that_is_refused_goes_to_quarantine_and_the_others_land(settings: Settings, name: str) -> None:
    spoil, reason = POISON[name]
    batch_id = spoiled(settings, pages(9), {4: spoil})
    assert one(settings, "select count(*) from ops.quarantine") == (name in AT_THE_COPY)
    report = publish.run(settings, batch_id)
    assert report is not None
    assert report.counts == {"batches": 1, "published": 8, "quarantined": 1}
    assert ask(settings, "select record_offset, url, reasons from ops.quarantine") == [(400, "https://ledger.test/4", [reason])]
    assert one(settings, "select reason from ops.outcome where outcome = 'quarantined'") == reason
    assert sorted(url for (url,) in ask(settings, "select url from core.revision")) == [
        p.url for p in pages(9) if p.url[-1] != "4"
    ]
    assert one(settings, "select count(*) from core.claim") == one(settings, "select count(*) from core.casualty") == 8
    assert report.problems == ((f"https://ledger.test/4: {reason}",) if name in AT_PUBLISH else ())
    assert one(settings, "select (select count(*) from stage.article) + (select count(*) from stage.claim)") == 0
    counts = "record_count, article_count, rejected_count, quarantined_count, state"
    assert ask(settings, f"select {counts} from ops.batch") == [(9, 8, 0, 1, "published")]


@pytest.mark.rel("G08")
def test_of_five_hundred_pages_every_poison_is_found_and_the_other_pages_land(settings: Settings) -> None:
    spoils = dict(zip(itertools.count(7, 27), (spoil for spoil, _ in POISON.values()), strict=False))
    report = publish.run(settings, spoiled(settings, pages(500), spoils))
    assert report is not None
    assert report.counts == {"batches": 1, "published": 500 - len(POISON), "quarantined": len(POISON)}
    assert dict(ask(settings, "select record_offset / 100, reasons[1] from ops.quarantine")) == dict(
        zip(spoils, (reason for _, reason in POISON.values()), strict=True)
    )
    assert not ask(settings, "select 1 from ops.quarantine where array_to_string(reasons, ' ') like %s", f"%{SECRET}%")
    assert not ask(settings, "select 1 from ops.run_report where array_to_string(problems, ' ') like %s", f"%{SECRET}%")


@pytest.mark.rel("G08")
@pytest.mark.parametrize("name", POISON)
def test_without_the_search_one_page_stops_its_batch(settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what is refused is refused, and not one of the nine pages lands."""
    monkeypatch.setattr(poison, "refusal", lambda _: None)
    with pytest.raises((WarehouseError, UnicodeEncodeError, OverflowError)):
        publish.run(settings, spoiled(settings, pages(9), {4: POISON[name][0]}))
    assert one(settings, "select count(*) from core.article") == 0


@pytest.mark.rel("K06")
@pytest.mark.parametrize("name", STORED)
def test_what_is_merely_long_is_stored(settings: Settings, name: str) -> None:
    """Keys are hashes, and no index holds an address or a text: a B-tree refuses rows over 2,704 bytes."""
    report = publish.run(settings, spoiled(settings, pages(3), {1: STORED[name]}))
    assert report is not None
    assert report.counts == {"batches": 1, "published": 3}


@pytest.mark.rel("K06")
def test_an_index_over_addresses_would_refuse_long_ones(settings: Settings) -> None:
    """The negative control: the refusal of an index is poison like any other."""
    unlike = "".join(f"{n:x}" for n in range(40_000))[:100_000]  # what is like itself is compressed and fits
    ask(settings, "create unique index addresses on core.article (canonical_url)")
    try:
        spoil = cell("article", canonical_url=f"https://ledger.test/{unlike}")
        report = publish.run(settings, spoiled(settings, pages(3), {1: spoil}))
        assert report is not None
        assert report.counts == {"batches": 1, "published": 2, "quarantined": 1}
        assert one(settings, "select reasons[1] from ops.quarantine") == "54000 program_limit_exceeded"
    finally:
        ask(settings, "drop index core.addresses")


@pytest.mark.rel("G08")
def test_the_address_of_a_page_that_core_refuses_says_so(settings: Settings) -> None:
    batch_id = spoiled(settings, pages(3), {1: cell("mention", kind=None)})
    ask(settings, FETCHED, batch_id)
    publish.run(settings, batch_id)
    outcomes = ask(settings, "select url, outcome, outcome_reason from ops.page order by url")
    assert outcomes == [
        ("https://ledger.test/0", "published", None),
        ("https://ledger.test/1", "quarantined", "23502 not_null_violation: mention.kind"),
        ("https://ledger.test/2", "published", None),
    ]


FETCHED = """
with page as (
    insert into ops.page (url, url_sha, shard, discovered_at) select url, url_sha, 0, fetched_at from stage.article
    returning page_id, url
)
insert into ops.page_fetch (page_id, fetched_at, outcome, object_id, record_offset)
select p.page_id, s.fetched_at, 'fetched', b.object_id, s.record_offset
from page as p join stage.article as s on p.url = s.url join ops.batch as b on s.batch_id = b.batch_id where b.batch_id = %s
"""
"""The pages of a staged batch, as a worker has fetched them."""


# ---- where the search ends -----------------------------------------------------------------------------------------------


@pytest.mark.rel("G08")
def test_a_fault_of_every_page_is_not_looked_for_in_the_pages(settings: Settings) -> None:
    """A release that breaks every tag must not empty its batches into quarantine."""
    batch_id = spoiled(settings, pages(30), dict.fromkeys(range(30), cell("mention", kind=None)))
    with pytest.raises(WarehouseError, match="kind"):
        publish.run(settings, batch_id)
    assert one(settings, "select count(*) from ops.quarantine") == 0
    assert one(settings, "select state from ops.batch") == "checked"
    assert one(settings, "select count(*) from stage.article") == 30


@pytest.mark.rel("G08")
def test_nor_is_a_fault_that_no_row_has(settings: Settings) -> None:
    batch_id = spoiled(settings, pages(3), {})
    ask(settings, "alter table core.quote rename verb to renamed")
    try:
        with pytest.raises(WarehouseError, match='column "verb"'):
            publish.run(settings, batch_id)
    finally:
        ask(settings, "alter table core.quote rename renamed to verb")
    assert one(settings, "select count(*) from ops.quarantine") == 0


@pytest.mark.rel("G08")
def test_a_page_that_is_read_again_and_refused_keeps_its_tags(settings: Settings) -> None:
    told = [replace(item, at=AT + DAY) for item in pages(3)]
    publish.run(settings, spoiled(settings, told, {}))
    staged = staged_rows(tuple(replace(item, annotator="test-2") for item in told))
    cell("mention", kind=None)(staged, 100)
    object_id = one(settings, "select object_id from core.revision limit 1")
    batch_id = stage_rows(settings, open_batch(settings, object_id, "retag", "test-2"), staged)
    report = publish.run(settings, batch_id)
    assert report is not None
    assert report.problems == ("https://ledger.test/1: 23502 not_null_violation: mention.kind",)
    rules = "select r.url, c.rule from core.claim as c join core.revision as r using (revision_id) order by 1"
    assert ask(settings, rules) == [(told[0].url, "test-2"), (told[1].url, "test-1"), (told[2].url, "test-2")]
    assert ask(settings, "select distinct outcome from ops.outcome") == [("published",)]


# ---- from the archive ----------------------------------------------------------------------------------------------------


@pytest.mark.rel("G08")
@pytest.mark.rel("M02")
def test_ingest_counts_a_refused_page_as_quarantined_and_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told = pages(12)
    quick_loader(monkeypatch, told)
    read = ingest.reader(settings, {}, Suppressed({}))

    def spoiling(staged: load.StagedRows, page: Page) -> str:
        kind = read(staged, page)
        if page.url.endswith(("/3", "/11")):
            cell("article", title="\0")(staged, page.record_offset)
        return kind

    monkeypatch.setattr(ingest, "reader", lambda *_: spoiling)
    monkeypatch.setattr(ingest, "PAGES_PER_COPY", 5)
    batch_id = archived(settings, *told)
    report = ingest.run(settings, batch_id)
    assert report is not None
    assert report.counts == {"batches": 1, "pages": 12, "article": 10, "quarantined": 2}
    check.run(settings, batch_id)
    published = publish.run(settings, batch_id)
    assert published is not None
    assert published.counts == {"batches": 1, "published": 10, "quarantined": 2}
    assert one(settings, "select count(*) from ops.outcome") == one(settings, "select record_count from ops.batch") == 12


@pytest.mark.rel("G08")
def test_a_batch_that_is_refused_for_the_most_part_fails(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told = pages(12)
    quick_loader(monkeypatch, told)
    read = ingest.reader(settings, {}, Suppressed({}))

    def spoiling(staged: load.StagedRows, page: Page) -> str:
        kind = read(staged, page)
        if int(page.url.rpartition("/")[2]) < 7:
            cell("article", title="\0")(staged, page.record_offset)
        return kind

    monkeypatch.setattr(ingest, "reader", lambda *_: spoiling)
    monkeypatch.setattr(ingest, "PAGES_PER_COPY", 4)
    with pytest.raises(StageFailed, match="7 of 12 pages cannot be read; nothing was staged"):
        ingest.run(settings, archived(settings, *told))
    assert one(settings, "select count(*) from ops.quarantine") == 0


@pytest.mark.rel("G08")
def test_a_time_that_could_not_be_read_back_is_not_written(settings: Settings) -> None:
    """PostgreSQL stores the year 10000, and Python can never read it again."""
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz is not null", (YEAR_10000.isoformat(),))
        assert cursor.fetchone() == (True,)
        cursor.execute("select %s::timestamptz", (YEAR_10000.isoformat(),))
        with pytest.raises((ValueError, OverflowError)):
            cursor.fetchone()
    assert AT.tzinfo is UTC
