"""Figures: what they count, their bounds and qualifier."""

from __future__ import annotations

import pytest

from media_monitor.annotate.casualties import casualties, number
from media_monitor.annotate.lexicon import load
from media_monitor.annotate.pipeline import annotate
from media_monitor.annotate.sentences import sentences
from media_monitor.model import Casualty, Document
from media_monitor.settings import default_seeds


def _figures(text: str) -> tuple[Casualty, ...]:
    return casualties(sentences("text", text))


def _rows(text: str) -> list[tuple[object, ...]]:
    return [(f.kind, f.minimum, f.maximum, f.qualifier) for f in _figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people were killed.", [("killed", 9, 9, "exact")]),
        (
            "The blast killed at least 31 people and wounded scores more.",
            [("killed", 31, None, "at_least"), ("injured", 40, None, "scores")],
        ),
        ("One dead and 78 injured at the port.", [("killed", 1, 1, "exact"), ("injured", 78, 78, "exact")]),
        ("More than 180 people died.", [("killed", 180, None, "more_than")]),
        ("Up to 40 people were injured.", [("injured", None, 40, "up_to")]),
        ("Fewer than 20 residents were hurt.", [("injured", None, 20, "fewer_than")]),
        ("Around twenty civilians were injured.", [("injured", 20, 20, "about")]),
        ("Between them, 10 to 15 people were killed.", [("killed", 10, 15, "range")]),
        ("Between 40 and 50 people were injured.", [("injured", 40, 50, "range")]),
        ("Dozens of prisoners were killed.", [("killed", 24, None, "dozens")]),
        ("Several were wounded.", [("injured", 3, None, "several")]),
        ("The death toll rose to 115 from 93.", [("killed", 115, 115, "exact")]),
        ("There were reportedly over 120 injured people.", [("injured", 120, None, "more_than")]),
        ("A man was killed in the raid.", [("killed", 1, 1, "exact")]),
        ("A 33-year-old man was killed and another wounded.", [("killed", 1, 1, "exact"), ("injured", 1, 1, "exact")]),
        ("Gunmen kidnapped 24 pupils.", [("abducted", 24, 24, "exact")]),
        ("Police detained two hundred and fifty protesters.", [("detained", 250, 250, "exact")]),
        ("At least 101 people are missing.", [("missing", 101, None, "at_least")]),
        ("1,200 people were killed.", [("killed", 1200, 1200, "exact")]),
    ],
)
def test_figures_are_read_as_printed(text: str, expected: list[tuple[object, ...]]) -> None:
    assert _rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lena Tavel, 18, was arrested.",
        "The 1992 murders shook the town.",
        "The team killed off the match in 12 minutes.",
        "He bought 30 houses.",
        "Twenty drones were shot down.",
        "The village has 300 people.",
        "A man was arrested on Monday.",
    ],
)
def test_other_numbers_are_no_casualties(text: str) -> None:
    assert _rows(text) == []


def test_a_part_and_an_aggregate_are_marked() -> None:
    part = _figures("Nine people, including five children, were killed.")
    assert [(f.minimum, f.is_part_of) for f in part] == [(9, False), (5, True)]
    (whole,) = _figures("Some 4,000 civilians have been killed since the start of the war.")
    assert whole.is_aggregate


def test_the_figure_span_holds_number_and_noun() -> None:
    (figure,) = _figures("It rained. At least two civilians were killed.")
    assert (figure.figure.text, figure.evidence.text) == ("At least two civilians", "At least two civilians were killed.")


def test_the_source_of_a_figure_is_who_gives_it() -> None:
    lexicon = load(default_seeds())
    said = annotate(Document("d", "Nine people were killed, the governor said.", language="en"), lexicon).casualties
    own = annotate(Document("d", "Nine people were killed.", language="en"), lexicon).casualties
    assert [f.source.text if f.source else None for f in (*said, *own)] == ["the governor", None]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,200", 1200),
        ("1.2 million", 1_200_000),
        ("twenty-one", 21),
        ("two hundred and fifty", 250),
        ("a dozen", 12),
        ("three thousand", 3000),
    ],
)
def test_number_words(words: str, value: float) -> None:
    assert number(words) == value


def test_what_is_no_number_has_no_value() -> None:
    assert number("many") is None


def test_a_count_takes_up_the_harm_of_the_sentence_before() -> None:
    assert _rows("About 90 people were hurt. The ministry's figure was more than 80.") == [
        ("injured", 90, 90, "about"),
        ("injured", 80, None, "more_than"),
    ]
    assert _rows("About 90 people came. The ministry's figure was more than 80.") == []


def test_the_cause_of_death_is_not_counted() -> None:
    assert _rows("A bomb on a ferry pier killed nine people.") == [("killed", 9, 9, "exact")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THE MURDER OF SIX TEACHERS SHOCKED THE TOWN.", [("killed", 6, 6, "exact")]),
        ("FOUR POLICEMEN AND NINE CIVILIANS WERE KILLED.", [("killed", 4, 4, "exact"), ("killed", 9, 9, "exact")]),
        ("THE DEATH TOLL ROSE TO 40.", [("killed", 40, 40, "exact")]),
    ],
)
def test_text_in_capitals_is_read_like_any_other(text: str, expected: list[tuple[object, ...]]) -> None:
    assert _rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The assassination of three judges shook Doran.", [("killed", 3, 3, "exact")]),
        ("It denied the abduction of 14 nuns.", [("abducted", 14, 14, "exact")]),
        ("The rebels held about 20 foreign diplomats hostage.", [("abducted", 20, 20, "about")]),
        ("Two nurses are among the wounded.", [("injured", 2, 2, "exact")]),
        ("The bodies of seven miners were found.", [("killed", 7, 7, "exact")]),
        ("Gunmen kidnapped on Tuesday two Mexicans.", [("abducted", 2, 2, "exact")]),
        (
            "The blast killed an engineer, two guards and five passers-by in Velm.",
            [("killed", 1, 1, "exact"), ("killed", 2, 2, "exact"), ("killed", 5, 5, "exact")],
        ),
    ],
)
def test_people_are_harmed_in_nouns_and_lists_too(text: str, expected: list[tuple[object, ...]]) -> None:
    assert _rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Three gunmen killed Omar Vesk in his home.",
        "He was shot eight times in the chest.",
        "We ended up with a dead board.",
        "One of the missing features is search.",
        "The mob killed a woman named Ilse Arn.",
        "Three massacres were reported.",
    ],
)
def test_who_harms_and_what_is_counted_otherwise_gives_no_figure(text: str) -> None:
    assert not _rows(text)


def test_a_list_ends_before_those_who_do_something() -> None:
    assert _rows("The blast killed a judge, and two guards fled.") == [("killed", 1, 1, "exact")]


@pytest.mark.parametrize("text", ["The war has left 70,000 dead.", "Some 350 people died in the last three years."])
def test_the_toll_of_a_war_or_of_years_is_an_aggregate(text: str) -> None:
    assert [figure.is_aggregate for figure in _figures(text)] == [True]
    assert [figure.is_aggregate for figure in _figures("The blast has left 7 dead.")] == [False]
