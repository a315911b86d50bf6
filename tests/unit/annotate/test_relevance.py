"""The trained models: ordinary crime and accidents are neither terrorism nor war, case does not count, a bad file is named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from media_monitor.annotate.lexicon import load
from media_monitor.annotate.pipeline import annotate
from media_monitor.annotate.relevance import Model, read_models, terms
from media_monitor.errors import SeedError
from media_monitor.model import Document
from media_monitor.settings import default_seeds

LEXICON = load(default_seeds())
ATTACK = "A bomb planted by militants killed nine worshippers in a mosque, police said. An Islamist group claimed the attack."
WAR = "Shelling went on along the front line as troops and rebels fought for the town; the ceasefire had collapsed."
ORDINARY = [
    "A fire in a block of flats killed five people; a faulty heater is blamed.",
    "A man was charged with the murder of his wife after a row about money.",
    "A train left the rails and hit a truck. Thirty people were hurt, two of them badly.",
    "The striker scored twice as the champions beat their rivals in a tense derby.",
    "Robbers held up a jeweller's shop and fled on a motorcycle, police said.",
]


def _relevance(text: str) -> tuple[bool, bool]:
    made = annotate(Document("d", text, language="en"), LEXICON)
    return made.terrorism >= made.relevance_threshold, made.armed_conflict >= made.relevance_threshold


def test_an_attack_and_a_war_are_told() -> None:
    assert _relevance(ATTACK)[0]
    assert _relevance(WAR)[1]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_crime_accidents_and_sport_are_neither(text: str) -> None:
    assert _relevance(text) == (False, False)


def test_case_does_not_count() -> None:
    assert _relevance(ATTACK.upper()) == _relevance(ATTACK)


def test_figures_are_one_term_and_pairs_are_terms() -> None:
    counts = Counter(terms("", "killed 12 and killed 13"))
    assert counts == {"killed": 2, "#": 2, "and": 1, "killed #": 2, "# and": 1, "and killed": 1}


def test_unknown_words_leave_the_bias() -> None:
    assert Model({}, {}, 0.0).score({"word": 3}, {}) == 0.5


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "relevance.json").write_text("[]")
    with pytest.raises(SeedError, match=r"relevance\.json"):
        read_models([tmp_path / "relevance.json"])
