"""Bylines: who signed and for which agency. Invented names; the other half of the set is scored unread by `make eval-extract`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.extract.bylines import MOST_PEOPLE, agency, people

SET = Path(__file__).parents[3] / "evaluations" / "sets" / "bylines.jsonl"
ROWS = [row for row in map(json.loads, SET.read_text("utf-8").splitlines()) if row["half"] == 0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["byline"])
def test_a_byline_is_split_into_people_and_agency(row: dict[str, object]) -> None:
    byline = str(row["byline"])
    assert (list(people(byline, "The Ledger")), agency(byline)) == (row["people"], row["agency"])


@pytest.mark.parametrize("outlet", ["The Ledger", "Ledger"])
def test_the_outlet_does_not_sign_as_a_person(outlet: str) -> None:
    assert people("The Ledger", outlet) == people("Ledger", "The Ledger") == ()
    assert people("Ada Ledger", outlet) == ("Ada Ledger",)


@pytest.mark.parametrize("name", ["Abby Kass", "Oda Weatherby", "Anders Anderson", "Ina Mayer", "Ned Marchand", "Emily Post"])
def test_words_within_a_name_do_not_cut_it(name: str) -> None:
    assert people(f"By {name}", None) == (name,)


@given(st.text(max_size=400))
def test_whatever_stands_there_names_are_short_and_few(byline: str) -> None:
    names = people(byline, "The Ledger")
    assert len(names) <= MOST_PEOPLE
    assert all(0 < len(name) <= 62 for name in names)
    agency(byline)
