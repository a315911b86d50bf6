import pytest
from sample_report import CLAIMS, END, at, claim, toll

from media_monitor.report.charts import coverage_bars, stance_lanes, toll_chart
from media_monitor.report.model import CasualtyBand, CoverageHour
from media_monitor.report.wording import band_words, counted, number


def test_a_stance_holds_until_the_source_takes_another():
    claims = (
        claim(0, "ministry", "suspected", "Amber Front", "Coast Wire", None),
        claim(10, "ministry", "suspected", "Amber Front", "Harbour Ledger", None),
        claim(24, "ministry", "confirmed", "Amber Front", "Coast Wire", None),
    )
    [lane] = stance_lanes(claims[::-1], END)
    assert [(s.x, s.width, s.claim.stance) for s in lane.segments] == [(0, 50, "suspected"), (50, 50, "confirmed")]


def test_negation_is_another_stance_and_another_actor_another_lane():
    lanes = stance_lanes([c for c in CLAIMS if c.story == "harbour"], END)
    ministry = next(lane for lane in lanes if lane.source == "interior ministry")
    assert [s.claim.is_negated for s in ministry.segments] == [True, False]
    assert len(lanes) == 6
    two = [claim(0, "ministry", "denied", actor, "Coast Wire", None) for actor in ("Amber Front", "Hill Council")]
    assert len(stance_lanes(two, END)) == 2


def test_lanes_stay_inside_the_chart_and_are_never_too_thin_to_see():
    claims = [
        claim(h, "ministry", stance, "x", "Coast Wire", None)
        for h, stance in ((0, "suspected"), (0.01, "accused"), (48, "denied"))
    ]
    [lane] = stance_lanes(claims, END)
    assert all(s.width >= 1.2 and s.x >= 0 and s.x + s.width <= 100.001 for s in lane.segments)
    [lane] = stance_lanes([claim(60, "ministry", "denied", "x", "Coast Wire", None)], END)
    assert lane.segments[0].x == 0
    assert stance_lanes([], END) == []


def test_the_toll_steps_up_with_each_figure():
    figures = [toll(h, "killed", str(n), n, n, None, "Coast Wire") for h, n in ((0, 2), (5, 4), (10, 8))]
    chart = toll_chart(figures[::-1])
    assert chart is not None
    assert chart.path == "M0 75H50V50H100V0"
    assert (chart.first.value, chart.last.value, chart.highest) == ("2", "8", 8)


def test_no_chart_without_two_numbers_at_two_times():
    one = toll(0, "killed", "2", 2, 2, None, "Coast Wire")
    assert toll_chart([]) is None
    assert toll_chart([one]) is None
    assert toll_chart([one, toll(0, "killed", "3", 3, 3, None, "Coast Wire")]) is None
    assert toll_chart([one, toll(4, "killed", "many", None, None, None, "Coast Wire")]) is None
    assert toll_chart([toll(0, "missing", "none", 0, 0, None, "A"), toll(4, "missing", "none", 0, 0, None, "A")]) is not None
    assert toll_chart([one, toll(4, "killed", "up to 3", None, 3, None, "Coast Wire")]) is not None


def test_a_gap_in_polling_is_not_an_empty_hour():
    bars = coverage_bars([CoverageHour(at(0), 4), CoverageHour(at(1), None), CoverageHour(at(2), 0), CoverageHour(at(3), 2)])
    assert [bar.height for bar in bars] == [100, None, 0, 50]
    assert [bar.x for bar in bars] == [0, 25, 50, 75]
    assert coverage_bars([]) == []


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (2, 12, "2 to 12"),
        (4, 4, "4"),
        (24, None, "at least 24"),
        (None, 30, "up to 30"),
        (None, None, "no figure"),
        (1200, 1500.5, "1,200 to 1,500.5"),
    ],
)
def test_bands_in_words(low, high, words):
    assert band_words(CasualtyBand("s", "killed", low, high, None, None)) == words


def test_counts_in_words():
    assert [counted(1, "story"), counted(2, "story"), counted(1200, "article")] == ["1 story", "2 stories", "1,200 articles"]
    assert [number(None), number(0), number(2.5)] == ["–", "0", "2.5"]
