"""Cues of attribution by the shipped model: what reports, and what does not."""

from __future__ import annotations

import pytest

from media_monitor.annotate.lexicon import Lexicon, load
from media_monitor.annotate.pipeline import annotate
from media_monitor.annotate.reading import Sentence, read_all
from media_monitor.annotate.reporting import reports
from media_monitor.annotate.sentences import sentences
from media_monitor.model import Document
from media_monitor.settings import default_seeds


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_seeds())


def _sentence(text: str, lexicon: Lexicon) -> Sentence:
    (span,) = sentences("text", text)
    return read_all([span], (), frozenset({"a"}), lexicon)[span]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The mayor quipped that the bridge had been built twice.", {"quipped"}),
        ("According to the mayor, the bridge is closed.", {"According"}),
        ("The mayor built the bridge in two years.", set()),
        ("The river froze in the night and the ferry stayed ashore.", set()),
    ],
)
def test_the_words_that_report_are_marked(text: str, cues: set[str], lexicon: Lexicon) -> None:
    sentence = _sentence(text, lexicon)
    assert {sentence.text(index) for index in reports(sentence)} == cues


def test_nothing_is_marked_in_a_sentence_without_a_parse(lexicon: Lexicon) -> None:
    (span,) = sentences("text", "THE MAYOR SAID THAT THE BRIDGE WAS CLOSED.")
    assert reports(read_all([span], (), frozenset(), lexicon)[span]) == frozenset()


def test_a_verb_that_no_lexicon_lists_may_give_the_source(lexicon: Lexicon) -> None:
    text = "The mayor quipped that Hamas had attacked the bridge."
    assert "quipped" not in lexicon.cues["say"]
    (claim,) = annotate(Document("d", text, language="en"), lexicon).claims
    assert (claim.stance, claim.source_name) == ("accused", "The mayor")
