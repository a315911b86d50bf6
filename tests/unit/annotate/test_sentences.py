"""Sentence boundaries."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.annotate.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. Nobody came.", ["It rained.", "Nobody came."]),
        ("Mr. Holm met Gen. A. Brandt in St. Orm.", ["Mr. Holm met Gen. A. Brandt in St. Orm."]),
        ("He left the U.S. The rest stayed.", ["He left the U.S.", "The rest stayed."]),
        ("The U.S. Army left.", ["The U.S. Army left."]),
        ("Prices rose 3.5 percent. Wages fell.", ["Prices rose 3.5 percent.", "Wages fell."]),
        ("“We left.” They stayed.", ["“We left.”", "They stayed."]),
        ("“Why?” Mayor Dana Orlev asked. No reply.", ["“Why?” Mayor Dana Orlev asked.", "No reply."]),
        ("Title without stop\nA paragraph.", ["Title without stop", "A paragraph."]),
        ("Он уехал в 2020 г. в Киев. Она осталась.", ["Он уехал в 2020 г. в Киев.", "Она осталась."]),
        ("هل غادر؟ نعم. لا", ["هل غادر؟", "نعم.", "لا"]),
        ("", []),
        (" \n\u200b\n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [span.text for span in sentences("text", text)] == expected


@given(st.text(alphabet=st.characters(), max_size=300))
def test_every_letter_stands_in_exactly_one_sentence(text: str) -> None:
    spans = sentences("text", text)
    assert all(text[s.start : s.end] == s.text for s in spans)
    covered = [i for s in spans for i in range(s.start, s.end)]
    assert len(covered) == len(set(covered))
    assert all(i in set(covered) for i, c in enumerate(text) if c.isalnum())


def test_time_grows_with_length_alone() -> None:
    hostile = "a." * 200_000
    started = time.process_time()
    sentences("text", hostile)
    assert time.process_time() - started < 5


def test_text_without_a_stop_is_cut_between_words() -> None:
    text = "word " * 1_000
    spans = sentences("text", text)
    assert all(len(span.text) <= 1_000 for span in spans)
    assert " ".join(span.text for span in spans) == text.strip()
