"""What follows from check results."""

from __future__ import annotations

import pytest

from media_monitor.quality.policy import SMALLEST_REFUSED, CheckResult, decide
from media_monitor.quality.suites import ARTICLE_SUITE, Severity


def result(name: str, *failed: int, severity: Severity = "quarantine") -> CheckResult:
    return CheckResult(name, "text", severity, not failed, 100, failed)


def test_a_page_is_quarantined_with_every_expectation_it_failed() -> None:
    decision = decide([result("a", 7, 3), result("b", 7), result("c")], 100)
    assert decision.quarantined == {3: ("a",), 7: ("a", "b")}
    assert list(decision.quarantined) == [3, 7]
    assert decision.refusal is None


def test_a_warning_holds_nothing_back() -> None:
    decision = decide([result("a", *range(100), severity="warn")], 100)
    assert (decision.quarantined, decision.refusal) == ({}, None)


@pytest.mark.parametrize(("failed", "is_refused"), [(50, False), (51, True)])
def test_a_batch_is_refused_where_more_than_half_of_its_pages_fail(failed: int, is_refused: bool) -> None:
    decision = decide([result("a", *range(failed)), result("b", 0)], 100)
    assert (decision.refusal is not None) is is_refused
    if is_refused:
        assert decision.refusal == "51 of 100 pages fail, most of them 'a'; nothing was published"


@pytest.mark.parametrize(("row_count", "is_refused"), [(SMALLEST_REFUSED - 1, False), (SMALLEST_REFUSED, True)])
def test_a_small_batch_is_never_refused(row_count: int, is_refused: bool) -> None:
    assert (decide([result("a", *range(row_count))], row_count).refusal is not None) is is_refused


def test_pages_that_fail_twice_count_once_towards_a_refusal() -> None:
    assert decide([result("a", *range(40)), result("b", *range(40))], 100).refusal is None
    assert decide([result("a", *range(40)), result("b", *range(40, 80))], 100).refusal is not None


def test_no_results_are_no_reason() -> None:
    assert decide([], 0).refusal is None


def test_the_suite_names_each_expectation_once_and_says_why() -> None:
    assert len({item.name for item in ARTICLE_SUITE}) == len(ARTICLE_SUITE)
    assert [item.name for item in ARTICLE_SUITE if not item.why] == []
