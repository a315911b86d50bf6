"""Staging has no write-ahead log, so a crash of PostgreSQL empties it: such a batch is loaded again, never closed as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from media_monitor.errors import WarehouseError
from media_monitor.quality.expectation import none
from media_monitor.quality.policy import CheckResult
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest, publish
from media_monitor.warehouse import load
from reliability.harness import archived, differences, load_all, quick_loader
from warehouse_fixtures import AT, HOUR, Told, ask, one

TOLD = [Told(url=f"https://ledger.test/{n}", guid=str(n), at=AT + n * HOUR) for n in range(3)]
LOST = "truncate " + ", ".join(f"stage.{table}" for table in load.COLUMNS)
"""What PostgreSQL itself does to unlogged tables when it starts after a crash."""


@pytest.fixture
def batch_id(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> int:
    """A batch of TOLD, in staging."""
    quick_loader(monkeypatch, TOLD)
    batch_id = archived(settings, *TOLD)
    ingest.run(settings, batch_id)
    return batch_id


def problem(settings: Settings, batch_id: int, stage: str) -> str:
    """The line of the stage's report that tells a person what happened."""
    ((counts, (line,)),) = ask(settings, "select counts, problems from ops.run_report where stage = %s", stage)
    assert counts == {"batches": 0, "reopened": 1}
    assert line.startswith(f"batch {batch_id} (")
    assert "3 of 3 pages are gone from staging" in line
    return str(line)


@pytest.mark.rel("G02")
def test_a_checked_batch_whose_rows_are_gone_is_loaded_again(settings: Settings, batch_id: int) -> None:
    check.run(settings, batch_id)
    ask(settings, LOST)
    publish.run(settings, batch_id)
    assert "the batch is open again" in problem(settings, batch_id, "publish")
    assert one(settings, "select state from ops.batch") == "open"
    assert one(settings, "select count(*) from core.article") == 0
    load_all(settings)
    assert differences(settings, TOLD) == []


@pytest.mark.rel("G02")
def test_a_staged_batch_whose_rows_are_gone_does_not_pass_the_gate(settings: Settings, batch_id: int) -> None:
    ask(settings, LOST)
    check.run(settings, batch_id)
    problem(settings, batch_id, "check")
    load_all(settings)
    assert differences(settings, TOLD) == []


@pytest.mark.rel("G02")
def test_nor_does_one_whose_rows_go_while_it_is_checked(
    settings: Settings, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The expectations that are evaluated after the crash would pass on empty tables."""
    with monkeypatch.context() as crash:
        crash.setattr(check, "check_batch", lambda *_: ask(settings, LOST))
        check.run(settings, batch_id)
    problem(settings, batch_id, "check")
    assert one(settings, "select count(*) from ops.check_result") == 0
    load_all(settings)
    assert differences(settings, TOLD) == []


@pytest.mark.rel("G02")
def test_a_page_that_was_kept_out_before_the_crash_is_judged_anew(
    settings: Settings, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    offset = one(settings, "select min(record_offset) from stage.article")
    with monkeypatch.context() as strict:
        too_strict = none("too strict", "count", "quarantine", "a test")
        strict.setattr(check, "check_batch", lambda *_: [CheckResult("a suite", "7", too_strict, 3, (str(offset),))])
        check.run(settings, batch_id)
    assert ask(settings, "select outcome, reason from ops.outcome") == [("quarantined", "too strict")]
    ask(settings, LOST)
    publish.run(settings, batch_id)
    load_all(settings)
    assert differences(settings, TOLD) == []
    assert one(settings, "select count(*) from ops.quarantine") == 0


@pytest.mark.rel("M02")
def test_a_batch_is_not_published_unless_its_pages_add_up(
    settings: Settings, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A constraint stands behind the stage: here the stage does not look."""
    check.run(settings, batch_id)
    ask(settings, "delete from stage.article where url like '%%/1'")
    monkeypatch.setattr(load.PageCounts, "missing", 0)
    with pytest.raises(WarehouseError, match="batch_counts_add_up"):
        publish.run(settings, batch_id)
    assert one(settings, "select state from ops.batch") == "checked"
    assert one(settings, "select count(*) from core.article") == 0


@pytest.mark.rel("M02")
def test_without_both_guards_the_pages_would_be_lost(settings: Settings, batch_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    check.run(settings, batch_id)
    ask(settings, LOST)
    monkeypatch.setattr(load.PageCounts, "missing", 0)
    definition = one(settings, "select pg_get_constraintdef(oid) from pg_constraint where conname = 'batch_counts_add_up'")
    ask(settings, "alter table ops.batch drop constraint batch_counts_add_up")
    try:
        load_all(settings)
        assert "pages with an outcome: 0, not 3" in differences(settings, TOLD)
    finally:
        ask(settings, "delete from ops.batch")
        ask(settings, f"alter table ops.batch add constraint batch_counts_add_up {definition}")


@pytest.mark.rel("M02")
def test_counts_of_a_batch_tell_where_each_page_went(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [*TOLD, replace(TOLD[0], at=AT + 9 * HOUR)]
    quick_loader(monkeypatch, told)
    archived(settings, *told)
    load_all(settings)
    counts = "record_count, article_count, rejected_count, quarantined_count"
    assert ask(settings, f"select {counts} from ops.batch") == [(4, 4, 0, 0)]
    assert ask(settings, "select outcome, count(*) from ops.outcome group by 1 order by 1") == [
        ("published", 3),
        ("unchanged", 1),
    ]


# ---- nobody has to look after them -----------------------------------------------------------------------------------------


def backfill(settings: Settings, state: str, lease: str, record_count: int | None) -> list[int]:
    """What `ingest` plans where there is one batch of archived coverage in this state."""
    batch_id = archived(settings, *TOLD)
    ask(
        settings,
        f"update ops.batch set purpose = 'backfill', state = %s, leased_until = {lease}, record_count = %s where batch_id = %s",
        *(state, record_count, batch_id),
    )
    ask(settings, "update ops.archive_object set purpose = 'collection'")
    return ingest.plan(settings)


@pytest.mark.rel("G05")
@pytest.mark.parametrize(
    ("state", "lease", "record_count", "is_planned"),
    [
        ("open", "null", None, False),  # its run has not begun
        ("open", "now() + interval '1 minute'", None, False),  # its run is at it
        ("staged", "null", 3, False),  # its run goes on with the next task
        ("open", "null", 3, True),  # its rows are gone
        ("open", "now() - interval '1 minute'", None, True),  # its worker was killed
        ("staged", "now() - interval '1 minute'", 3, True),
    ],
)
def test_archived_coverage_that_no_run_is_at_any_more_is_finished_with_the_live_pages(
    settings: Settings, state: str, lease: str, record_count: int | None, is_planned: bool
) -> None:
    """A retry finds the lease of the killed worker and takes "held" for "done": without this the day would never be loaded."""
    assert bool(backfill(settings, state, lease, record_count)) == is_planned
