"""Days of a sentence: of an act, or of what somebody said of it."""

from __future__ import annotations

import pytest

from media_monitor.annotate.dates import dates, stated_on, struck_on

NOW = "2026-05-14T10:00:00Z"
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 22 March", "2026-03-22"),
        ("on December 30", "2025-12-30"),
        ("October 7, 2023", "2023-10-07"),
        ("on Thursday", "2026-05-14"),
        ("late Friday", "2026-05-08"),
        ("Friday's train", "2026-05-08"),
        ("on 31 February", None),
        ("soon", None),
    ],
)
def test_a_day_without_a_year_is_the_last_one(text: str, day: str | None) -> None:
    assert next((d.day for d in dates(text, NOW)), None) == day


def test_without_a_date_of_publication_a_weekday_is_no_day() -> None:
    assert list(dates("on Thursday", None)) == []


@pytest.mark.parametrize(
    ("text", "struck", "stated"),
    [
        ("A bomb went off at the mill on Tuesday.", "2026-05-12", None),
        ("Five people were killed on 9 May in an attack on the mill.", "2026-05-09", None),
        ("Police said on Wednesday that the bomb went off on Tuesday.", "2026-05-12", "2026-05-13"),
        ("The Reed Guard claimed responsibility on Wednesday for Tuesday's bombing.", "2026-05-12", "2026-05-13"),
        ("The ministry denied any part in the bombing of the mill on Wednesday.", None, "2026-05-13"),
        ("Prosecutors on Wednesday charged a miller with planting the bomb.", None, "2026-05-13"),
        ("In a letter published on 11 May the group took the blame for the blast.", None, "2026-05-11"),
        ("Wednesday's statement says nothing of the fire.", None, "2026-05-13"),
        ("An explosion tore through the mill on Sunday, the mayor said.", "2026-05-10", None),
        ("The mayor spoke of an attack. It happened on Sunday.", "2026-05-10", None),
    ],
)
def test_a_day_is_of_the_act_or_of_the_statement(text: str, struck: str | None, stated: str | None) -> None:
    assert (struck_on(text, NOW), stated_on(text, NOW)) == (struck, stated)


def test_a_day_before_the_harm_of_an_act_is_that_of_the_act() -> None:
    assert struck_on("The group claimed a bombing on Tuesday that killed nine people.", "2026-05-14T10:00:00Z") == "2026-05-12"
    assert struck_on("The group claimed a bombing on Tuesday that it had long planned.", "2026-05-14T10:00:00Z") is None
