"""The whole sample newsroom through every stage, without Airflow: three days of polls, fetches, articles and reports."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from played_newsroom import FOLDER, Round, play

from media_monitor.local import truth
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages import batches, rounds
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.holdings import holdings
from warehouse_fixtures import ask, one

LAYERS = ["ref", "ops", "stage", "core", "mart"]


@dataclass(frozen=True, slots=True)
class Played:
    """The warehouse after the first round and after a second one."""

    settings: Settings
    first: dict[str, StageReport]
    second: dict[str, StageReport]
    sums: tuple[dict[str, Any], dict[str, Any]]
    differences: list[str]
    found: dict[str, list[dict[str, Any]]]
    is_complete: bool


@pytest.fixture(scope="module")
def played(newsroom: Round) -> Played:
    settings = newsroom.settings
    is_complete = rounds.status(settings, newsroom.since).is_complete
    with connect(str(settings.dsn)) as connection:
        found = holdings(connection)
    before = checksums(settings)
    second = play(settings)
    sums = (before, checksums(settings))
    return Played(settings, newsroom.reports, second, sums, truth.check(settings), found, is_complete)


def checksums(settings: Settings) -> dict[str, Any]:
    """Checksum of every table that a round may change, run reports aside."""
    tables = ask(settings, "select schemaname || '.' || tablename from pg_tables where schemaname = any(%s)", LAYERS)
    names = sorted(name for (name,) in tables if name != "ops.run_report")
    return {name: one(settings, f"select md5(string_agg(t::text, '|' order by t::text)) from {name} as t") for name in names}


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / truth.TRUTH).read_text("utf-8"))
    return found


def test_the_warehouse_holds_what_the_truth_says(played: Played) -> None:
    assert not played.differences, "\n".join(["", *played.differences])


def test_every_stage_did_its_work(played: Played, expected: dict[str, Any]) -> None:
    assert list(played.first) == ["reference", "poll", "fetch", "ingest", "check", "publish", "report"]
    assert played.first["poll"].counts["failed"] == expected["totals"]["feeds_failed"]
    assert played.first["fetch"].counts["pages"] == expected["totals"]["urls"]
    assert played.first["fetch"].counts["archived"] > 0
    assert played.is_complete


def test_every_archived_page_has_one_outcome(played: Played) -> None:
    archived = one(played.settings, "select count(*) from ops.page_fetch where object_id is not null")
    assert one(played.settings, "select count(*) from ops.outcome") == archived
    assert one(played.settings, "select count(*) from ops.page where outcome = 'pending'") == 0


def test_a_second_round_changes_nothing_but_run_reports(played: Played) -> None:
    before, after = played.sums
    assert len(before) > 30
    assert sum(value is not None for value in before.values()) > 20
    assert {name for name in before if before[name] != after[name]} == set()
    assert played.second["poll"].counts["feeds"] == 0
    assert "ingest" not in played.second


def test_the_checksum_sees_a_change(played: Played) -> None:
    before = checksums(played.settings)["core.story"]
    ask(played.settings, "update core.story set title = title || '.'")
    try:
        assert checksums(played.settings)["core.story"] != before
    finally:
        ask(played.settings, "update core.story set title = left(title, -1)")
    assert checksums(played.settings)["core.story"] == before


def test_the_briefing_is_written(played: Played) -> None:
    briefing = played.settings.briefing.read_text("utf-8")
    assert "Marenz" in briefing
    assert "</html>" in briefing


def test_batches_that_wait_are_named_by_day_and_state(played: Played) -> None:
    assert batches.waiting(played.settings, None) == []
    assert batches.checked(played.settings) == []


# ---- the checker itself ----------------------------------------------------------------------------------------------


def told(expected: dict[str, Any], played: Played) -> dict[str, Any]:
    """A copy of what the warehouse holds, to be spoiled."""
    return copy.deepcopy(played.found)


def new_lines(expected: dict[str, Any], played: Played, spoiled: dict[str, Any]) -> list[str]:
    """What the checker says about `spoiled` that it does not say about the warehouse."""
    known = set(truth.differences(expected, played.found))
    return [line for line in truth.differences(expected, spoiled) if line not in known]


def test_a_deleted_article_is_reported(played: Played, expected: dict[str, Any]) -> None:
    spoiled = told(expected, played)
    gone = spoiled["articles"].pop(0)
    lines = new_lines(expected, played, spoiled)
    assert f"{gone['url']}: missing" in lines
    assert any(line.startswith("articles: ") for line in lines)


def held_claims(expected: dict[str, Any], played: Played) -> list[dict[str, Any]]:
    """Expected claims that the warehouse holds in one row only, so that a change of that row must be noticed."""
    lacking = " ".join(truth.differences(expected, played.found))
    rows = [
        [f for f in played.found["claims"] if f["url"] == row["url"] and f["stance"] == row["stance"]]
        for row in expected["claims"]
        if f"{row['url']}: no claim" not in lacking
    ]
    return [found[0] for found in rows if len(found) == 1]


def test_a_changed_stance_is_reported(played: Played, expected: dict[str, Any]) -> None:
    row = held_claims(expected, played)[0]
    spoiled = told(expected, played)
    spoiled["claims"][played.found["claims"].index(row)]["stance"] = "cleared" if row["stance"] != "cleared" else "denied"
    lines = new_lines(expected, played, spoiled)
    assert [line for line in lines if line.startswith(f"{row['url']}: no claim with stance {row['stance']}")]


def test_a_lost_claim_is_reported(played: Played, expected: dict[str, Any]) -> None:
    row = held_claims(expected, played)[-1]
    spoiled = told(expected, played)
    spoiled["claims"].remove(row)
    assert [line for line in new_lines(expected, played, spoiled) if line.startswith(f"{row['url']}: no claim")]


@pytest.mark.parametrize(
    ("part", "column", "value"),
    [
        ("articles", "title", "Another headline"),
        ("articles", "revisions", 99),
        ("addresses", "outcome", "failed"),
        ("feeds", "has_failed", None),
    ],
)
def test_a_changed_row_is_reported(played: Played, expected: dict[str, Any], part: str, column: str, value: object) -> None:
    spoiled = told(expected, played)
    row = spoiled[part][0]
    row[column] = not row[column] if value is None else value
    assert new_lines(expected, played, spoiled)


def test_two_stories_that_run_together_are_reported(played: Played, expected: dict[str, Any]) -> None:
    spoiled = told(expected, played)
    for row in spoiled["articles"]:
        row["story"] = row["story"] and "one"
    assert [line for line in new_lines(expected, played, spoiled) if line.endswith("are one")]
