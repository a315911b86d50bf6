"""What `make bench-warehouse` does not show: its machinery on a small history, and publishing beside two million articles."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from benchmarks import figures, speed, warehouse
from benchmarks.plans import Scan, needless, scans

TWO_MILLION_BAR = 1.3
"""Most that publishing an article beside 2 million may cost of what it costs beside 50,000."""
ROOM = 40 * 2**30
"""Bytes that 2 million articles and what is left of the building of them take."""


@pytest.mark.slow
@pytest.mark.timeout(5_400)
def test_publishing_beside_two_million_articles_costs_little_more_than_beside_fifty_thousand(tmp_path: Path) -> None:
    if shutil.disk_usage("/var/tmp").free < ROOM:
        pytest.skip(f"less than {ROOM >> 30} GiB free in /var/tmp: no room for 2 million articles")
    bench = warehouse.Bench(tmp_path, tmp_path / "figures.json")
    try:
        warehouse.run(bench, warehouse.MONTH, 40 * warehouse.MONTH, ["publish"], TWO_MILLION_BAR)
    finally:
        bench.remove()
    assert [figures.line(figure) for figure in bench.figures if not figure.holds] == []


def test_a_figure_below_its_bar_falls_short_and_is_kept(tmp_path: Path) -> None:
    good, bad = figures.against("loads", 0.5, "ratio", "≥", 0.4), figures.against("grows", 1.21, "ratio", "≤", 1.2)
    assert (good.holds, bad.holds) == (True, False)
    assert "holds" in figures.line(good)
    assert "FALLS SHORT" in figures.line(bad)
    figures.write(tmp_path / "bench" / "x.json", [good, bad], {"cores": 2})
    kept = json.loads((tmp_path / "bench" / "x.json").read_text())
    assert kept["figures"][1] == {"name": "grows", "value": 1.21, "unit": "ratio", "bar": "≤ 1.2", "holds": False}
    assert kept["context"] == {"cores": 2}


def _leaf(month: str, rows: float, loops: int = 1, kind: str = "Index Scan") -> dict[str, object]:
    return {
        "Node Type": kind,
        "Schema": "mart",
        "Relation Name": f"term_use_y{month}",
        "Actual Rows": rows,
        "Actual Loops": loops,
    }


def test_partitions_that_were_pruned_while_the_query_ran_are_not_read() -> None:
    plan = {"Plan": {"Node Type": "Append", "Plans": [_leaf("2026m05", 0, loops=0), _leaf("2026m06", 3)]}}
    assert scans(plan) == [Scan("mart.term_use_y2026m06", date(2026, 6, 1), 3, is_whole=False)]


@pytest.mark.parametrize(
    ("leaf", "is_needless"),
    [
        (_leaf("2026m05", 0), True),
        (_leaf("2026m05", 7), False),  # an index led to rows of another month
        (_leaf("2026m05", 7, kind="Seq Scan"), True),
        (_leaf("2026m06", 0), False),
        (_leaf("2026m06", 0, kind="Seq Scan"), False),
    ],
)
def test_a_partition_outside_the_window_is_read_in_vain_where_no_index_led_to_rows_of_it(
    leaf: dict[str, object], *, is_needless: bool
) -> None:
    found = scans({"Plan": {"Node Type": "Append", "Plans": [leaf]}})
    assert bool(needless(found, {"mart": (date(2026, 6, 3), date(2026, 6, 9))})) is is_needless


def test_what_is_compared_takes_turns_and_noise_cancels() -> None:
    from benchmarks.measure import Cost, ratio

    ones = [Cost(2 * noise, 0, 0) for noise in (1, 10, 3)]
    others = [Cost(noise, 0, 0) for noise in (1, 10, 3)]
    assert ratio(ones, others, lambda cost: cost.wall) == 2
    assert speed.PUBLISH_BAR < TWO_MILLION_BAR
