"""What follows from check results."""

from __future__ import annotations

from itertools import chain

import pytest

from media_monitor.quality.core import SUITES
from media_monitor.quality.expectation import Severity, none
from media_monitor.quality.policy import SMALLEST_REFUSED, CheckResult, breach, decide
from media_monitor.quality.staged import STAGED_ARTICLES, STAGED_BATCH

EVERY = (STAGED_BATCH, STAGED_ARTICLES, *SUITES)


def result(
    name: str, *failed: int, severity: Severity = "quarantine", rows: int = 100, tolerated: float = 0, part: str = "7"
) -> CheckResult:
    return CheckResult("a suite", part, none(name, "count", severity, "a test", tolerated), rows, tuple(map(str, failed)))


def test_a_page_is_quarantined_with_every_expectation_it_failed() -> None:
    decision = decide([result("a", 7, 3), result("b", 7), result("c")])
    assert decision.quarantined == {3: ("a",), 7: ("a", "b")}
    assert list(decision.quarantined) == [3, 7]
    assert decision.refusal is None


def test_a_warning_holds_nothing_back() -> None:
    decision = decide([result("a", *range(100), severity="warn")])
    assert (decision.quarantined, decision.refusal) == ({}, None)


def test_what_blocks_refuses_the_batch_and_quarantines_nothing() -> None:
    decision = decide([result("a", 1, 2, 3, 4, severity="block"), result("b", severity="block")])
    assert decision.quarantined == {}
    assert decision.refusal == "'a' does not hold (a suite, 7: 1, 2, 3)"


def test_a_breach_names_the_first_and_counts_the_others() -> None:
    broken = [result(name, 1, severity="block") for name in "abc"]
    assert breach([result("w", 1, severity="warn"), *broken]) == "'a' does not hold (a suite, 7: 1), and 2 more"
    assert breach([result("w", 1, severity="warn"), result("q", 1)]) is None


@pytest.mark.parametrize(("failed", "is_success"), [(5, True), (6, False)])
def test_an_expectation_holds_while_no_more_fail_than_it_tolerates(failed: int, is_success: bool) -> None:
    assert result("a", *range(failed), tolerated=0.05).is_success is is_success


@pytest.mark.parametrize(("failed", "is_refused"), [(50, False), (51, True)])
def test_a_batch_is_refused_where_more_than_half_of_its_pages_fail(failed: int, is_refused: bool) -> None:
    decision = decide([result("a", *range(failed)), result("b", 0)])
    assert (decision.refusal is not None) is is_refused
    if is_refused:
        assert decision.refusal == "51 of 100 pages fail, most of them 'a'; nothing was published"


@pytest.mark.parametrize(("row_count", "is_refused"), [(SMALLEST_REFUSED - 1, False), (SMALLEST_REFUSED, True)])
def test_a_small_batch_is_never_refused(row_count: int, is_refused: bool) -> None:
    assert (decide([result("a", *range(row_count), rows=row_count)]).refusal is not None) is is_refused


def test_pages_that_fail_twice_count_once_towards_a_refusal() -> None:
    assert decide([result("a", *range(40)), result("b", *range(40))]).refusal is None
    assert decide([result("a", *range(40)), result("b", *range(40, 80))]).refusal is not None


def test_a_replay_is_not_refused_because_its_pages_fail_again() -> None:
    failing = [result("a", *range(100))]
    assert decide(failing, is_replay=True).refusal is None
    assert len(decide(failing, is_replay=True).quarantined) == 100
    assert decide([result("b", 1, severity="block")], is_replay=True).refusal is not None


def test_no_results_are_no_reason() -> None:
    assert decide([]).refusal is None


def test_suites_name_each_expectation_once_and_say_why() -> None:
    assert len({suite.name for suite in EVERY}) == len(EVERY)
    assert [item.name for suite in EVERY for item in suite.expectations if not item.why] == []
    of_a_batch = [item.name for item in chain(STAGED_BATCH.expectations, STAGED_ARTICLES.expectations)]
    assert len(set(of_a_batch)) == len(of_a_batch)  # they share the ledger's key
    for suite in SUITES:
        assert len({item.name for item in suite.expectations}) == len(suite.expectations)


def test_only_pages_of_a_batch_can_go_to_quarantine() -> None:
    severities = {suite.name: {item.severity for item in suite.expectations} for suite in EVERY}
    assert [name for name, found in severities.items() if "quarantine" in found] == ["staged articles"]
