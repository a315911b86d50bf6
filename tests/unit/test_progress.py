"""The history of an evaluation: a line for each run, and what moved since the one before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import figures, progress


def run(*values: tuple[str, float]) -> list[figures.Figure]:
    return [figures.reported(name, value, "share") for name, value in values]


def test_each_run_is_a_line_with_its_time_its_commit_and_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "var" / "x.json"
    for text in (0.94, 0.95):
        figures.record(path, run(("pages: text", text), ("  of half 0", text), ("pages: title", 0.9), ("  of half 0", 0.8)), {})
    first, second = map(json.loads, (tmp_path / "var" / "x-history.jsonl").read_text("utf-8").splitlines())
    assert second["figures"] == {
        "pages: text": 0.95, "pages: text, of half 0": 0.95, "pages: title": 0.9, "pages: title, of half 0": 0.8,
    }  # fmt: skip
    assert first.keys() == second.keys() == {"at", "commit", "figures"}
    assert json.loads(path.read_text("utf-8"))["figures"][0]["value"] == 0.95
    printed = capsys.readouterr().out
    assert "the first run of this history" in printed
    assert "0.940 → 0.950 (+0.010)" in printed
    assert "title" not in printed


def test_figures_that_came_went_or_moved_are_named_and_others_are_not() -> None:
    before = {"at": "2026-01-01T00:00:00+00:00", "commit": None, "figures": {"kept": 1.0, "gone": 2.0, "moved": 3.0}}
    now = {"figures": {"kept": 1.0001, "moved": 2.5, "new": 4.0}}
    told = "\n".join(progress.changes(before, now))
    assert told.startswith("against no commit of 2026-01-01")
    assert "3.000 → 2.500 (-0.500)" in told
    assert "none → 4.000" in told
    assert "2.000 → none" in told
    assert "kept" not in told
    assert progress.changes(before, {"figures": before["figures"]}) == ["as at no commit of 2026-01-01T00:00:00+00:00"]


@pytest.mark.parametrize(("value", "holds"), [(6, True), (5, False), (7, False)])
def test_a_count_may_have_to_be_exact(value: float, holds: bool) -> None:
    assert figures.against("rows", value, "rows", "=", 6).holds is holds
