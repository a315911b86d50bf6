from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console
from sample_report import CLAIMS, EMPTY, REPORT

from media_monitor.report.terminal import render


def printed(report=REPORT, width=120, **options) -> str:
    out = StringIO()
    render(report, Console(file=out, width=width, **options))
    return out.getvalue()


def row(text: str, start: str) -> str:
    return next(" ".join(line.split()) for line in text.splitlines() if line.startswith(start))


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_console_or_100_columns(width):
    long = replace(
        CLAIMS[0], source="s" * 300, actor="a " * 200, outlet="o" * 300, evidence="word " * 60, url="https://x.test/" + "p" * 300
    )
    withheld = replace(long, evidence=None)
    lines = printed(replace(REPORT, claims=(*CLAIMS, long, withheld)), width).splitlines()
    assert max(cell_len(line) for line in lines) <= min(width, 100)


def test_plain_where_there_is_no_terminal():
    assert "\x1b" not in printed()
    assert "\x1b[" in printed(force_terminal=True)


def test_negation_and_hedge_are_words():
    text = printed()
    assert row(text, "3 Mar 12:00") == "3 Mar 12:00 interior ministry not confirmed Amber Front Evening Courier"
    assert row(text, "4 Mar 03:00") == "4 Mar 03:00 interior ministry confirmed Amber Front Coast Wire +4"
    assert row(text, "3 Mar 07:00") == "3 Mar 07:00 port police suspected? Amber Front Harbour Ledger +2"


def test_the_ledger_is_grouped_by_story_and_ordered_by_time():
    starts = [
        line[:11]
        for line in printed(replace(REPORT, claims=CLAIMS[::-1])).splitlines()
        if line[1:7] in {" Mar 0", " Mar 1", " Mar 2"}
    ]
    assert starts[:7] == sorted(starts[:7])
    assert len(starts) == len(CLAIMS)
    text = printed()
    assert (
        text.index("Bomb at Old Harbour")
        < text.index("Shells hit Hill Town")
        < text.index("Other coverage")
        < text.index("Ivo Marrek")
    )


def test_withheld_evidence_gives_the_link_instead():
    text = printed(replace(REPORT, claims=(replace(CLAIMS[0], evidence=None),)))
    assert f"behind its link: {CLAIMS[0].url}" in text
    assert "behind its link" not in printed(replace(REPORT, claims=(replace(CLAIMS[0], evidence="It stands here."),)))


def test_long_sentences_are_shown_whole():
    sentence = " ".join(f"word{n}" for n in range(60))
    text = printed(replace(REPORT, claims=(replace(CLAIMS[0], evidence=sentence),)))
    assert f"“{sentence}”" in " ".join(text.split())


def test_web_text_cannot_steer_the_terminal():
    evil = "\x1b]0;title\x07\x1b[2J \u202eesrever [red]markup[/red] [link=javascript:x]y[/link]\nnext\rline"
    text = printed(replace(REPORT, claims=(replace(CLAIMS[0], source=evil, outlet=evil, evidence=evil, actor=evil),)))
    assert not set(text) & set("\x1b\x07\r\u202e")
    assert "[red]markup[/red] [link=javascript:x]y[/link] next line" in " ".join(text.split())


def test_outlets_link_to_http_pages_only():
    page = printed(replace(REPORT, claims=(replace(CLAIMS[0], url="https://ledger.test/a"),), casualties=()), force_terminal=True)
    assert ";https://ledger.test/a\x1b" in page
    for url in ("javascript:alert(1)", "https://ledger.test/\x1b\\evil"):
        text = printed(replace(REPORT, claims=(replace(CLAIMS[0], url=url),), casualties=()), force_terminal=True)
        assert "\x1b]8;" not in text


def test_failing_checks_and_feeds_are_named_and_good_ones_counted():
    text = printed()
    assert "2 of 4 passed" in text
    assert "critical: publication is not in the future (staged articles), 2 rows, getting worse" in text
    assert "Evening Courier courier-news: HTTP 503 for seven hours, 6 failures" in text
    assert "ledger-top" not in text


def test_figures_show_their_range_and_both_rules():
    assert row(printed(), "killed") == "killed 2 to 12 GTD 12 · ACLED 2 at least 2 → 4 → 7 → at least 12"


def test_figures_of_no_story_are_not_a_sequence():
    figures = tuple(replace(f, story=None) for f in REPORT.casualties[:2])
    assert row(printed(replace(REPORT, casualties=figures)), "killed") == "killed at least 2 · 4"


def test_the_sample_is_called_a_sample_and_an_empty_window_empty():
    assert "everything here is invented" in printed()
    empty = printed(EMPTY)
    assert "No claim and no figure in this window." in empty
    assert "invented" not in empty
