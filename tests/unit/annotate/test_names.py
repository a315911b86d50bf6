"""Names and folding: exact offsets on any text; Arabic proclitics; overlapping names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.annotate.folding import fold
from media_monitor.annotate.names import Names

ODD = st.text(alphabet=st.characters() | st.sampled_from("\0\u200b\u200f\u202eİßﬁ…ｱ́ـة‐😀\ud800"), max_size=80)


@given(ODD)
def test_every_folded_character_leads_back_to_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for char, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert char in fold(text[start:end]).text


@given(ODD, ODD)
def test_a_name_is_found_where_it_stands(before: str, after: str) -> None:
    text = fold(f"{before} 'Ossa Bridge' {after}")
    found = [(text.text[f.start : f.end], f.bearers) for f in Names({"ossa bridge": ["it"]}).find(text.text)]
    assert ("ossa bridge", ("it",)) in found


def test_names_may_overlap_and_end_at_the_edges_of_words() -> None:
    names = Names({"new york": [1], "york": [2], "yorks": [3]})
    assert [(f.start, f.end, f.bearers) for f in names.find("new york, yorkshire")] == [(0, 8, (1,)), (4, 8, (2,))]


@pytest.mark.parametrize(("word", "is_found"), [("وبغداد", True), ("ببغداد", True), ("والبغداد", True), ("سبغداد", False)])
def test_only_proclitics_may_stand_before_an_arabic_name(word: str, is_found: bool) -> None:
    assert bool(list(Names({"بغداد": [1]}).find(word))) is is_found


def test_names_that_begin_at_a_place_are_given_shortest_first() -> None:
    names = Names({"new": [1], "new york": [2], "york": [3]})
    assert [f.end for f in names.starting("in new york city", 3)] == [6, 11]


def test_no_names_find_nothing() -> None:
    assert list(Names({}).find("anything")) == []
