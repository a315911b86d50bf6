"""Old pages: laid out by tables, headed by an h2, signed beside their time stamp, credited in their dateline."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from media_monitor.extract import body
from media_monitor.extract.page import extract
from media_monitor.model import Article, Page

PARAGRAPHS = (
    "Two barges broke loose from the quay at Ossa Bridge on Monday and drifted against the piers of the old lock.",
    "The harbour office said nobody was hurt, and that the lock would stay shut until divers had looked at the gates.",
    "The barges carried gravel for the new road, which the council wants to open before the summer fair begins.",
)
NAVIGATION = "<td><a href='/'>The Quay Paper</a> <a href='/home'>Home news</a> <a href='/abroad'>From abroad</a></td>"
SIDEBAR = "<td><b>Elsewhere</b><br><a href='/a'>Council quarrels over the fair</a><br><a href='/b'>Lock keeper retires</a></td>"


def article(content: str, title: str = "The Quay Paper: Barges break loose at Ossa Bridge") -> Article:
    markup = f"<html lang=en><head><title>{title}</title></head><body>{content}</body></html>"
    result = extract(
        Page("http://quay.test/barges", datetime(2026, 3, 10, tzinfo=UTC), 200, "text/html", "utf-8", markup.encode(), 0)
    )
    assert isinstance(result, Article)
    return result


def laid_out(story: str) -> str:
    return f"<table><tr>{NAVIGATION}</tr><tr><td>{story}</td>{SIDEBAR}</tr></table>"


def paragraphs(texts=PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_table_that_lays_out_the_page_does_not_join_its_columns():
    assert article(laid_out(paragraphs())).text == "\n\n".join(PARAGRAPHS)


def test_a_table_of_data_is_left_alone():
    rows = "<table><tr><td><p>Monday</p></td><td><p>two barges</p></td></tr></table>"
    tree = document_fromstring(f"<article>{paragraphs()}{rows}</article>")
    list(body.by_rules(tree))
    assert tree.find(".//table") is not None


def test_a_lesser_heading_is_the_headline_where_the_title_ends_in_it():
    story = laid_out(f"<h2>Barges break loose at Ossa Bridge</h2>{paragraphs()}")
    assert article(story).title == "Barges break loose at Ossa Bridge"


def test_a_lesser_heading_that_the_title_does_not_hold_is_no_headline():
    story = laid_out(f"<h2>What the harbour office says about it</h2>{paragraphs()}")
    assert article(story, title="Barges break loose at Ossa Bridge").title == "Barges break loose at Ossa Bridge"


def test_a_name_cut_off_from_its_time_stamp_is_no_paragraph():
    signed = "<p><i>Isolde Crane</i>, <time datetime='2026-03-10T07:00:00+00:00'>10 March</time></p>"
    assert article(laid_out(signed + paragraphs())).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("MARENZ (Meridian Wire) — ", "Meridian Wire"),
        ("LISSA (Reuters) - ", "Reuters"),
        ("MARENZ (from our own reporter) — ", None),
        ("MARENZ — ", None),
        ("The mayor (Ossa Party) ", None),
    ],
)
def test_a_dateline_names_the_agency(dateline, agency):
    assert article(f"<article>{paragraphs((dateline + PARAGRAPHS[0], *PARAGRAPHS[1:]))}</article>").agency == agency


def test_an_outlet_that_signs_its_own_dateline_is_no_agency():
    story = paragraphs(("MARENZ (Quay Paper) — " + PARAGRAPHS[0], *PARAGRAPHS[1:]))
    assert article(f"<meta property='og:site_name' content='Quay Paper'><article>{story}</article>").agency is None
