"""Quotations and their speakers."""

from __future__ import annotations

import pytest

from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.lexicon import load
from media_monitor.annotate.quotes import quotes
from media_monitor.model import Document, Quote
from media_monitor.settings import default_seeds


def _quotes(text: str) -> tuple[Quote, ...]:
    return quotes("text", text, link(folded_fields(Document("d", text)), load(default_seeds())))


@pytest.mark.parametrize(
    ("text", "speaker", "verb"),
    [
        ("“We saw the smoke from here,” Dana Orlev said.", "Dana Orlev", "said"),
        ('"We saw the smoke from here," said Dana Orlev, the mayor.', "Dana Orlev", "said"),
        (
            "“We saw the smoke,” Ivo P. Harlan, an analyst at the Tarn Group, a firm in Oslo, is quoted as saying.",
            "Ivo P. Harlan",
            "saying",
        ),
        ('Dana Orlev said: "We saw the smoke from here."', "Dana Orlev", "said"),
        ("«Ми бачили дим здалеку», — заявив Павло Гай.", "Павло Гай", "заявив"),
    ],
)
def test_speaker_and_verb_are_found_on_either_side(text: str, speaker: str, verb: str) -> None:
    (quote,) = _quotes(text)
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.verb) == (speaker, verb)


def test_a_known_speaker_is_linked() -> None:
    (quote,) = _quotes("“We will not yield to that,” the Kremlin said.")
    assert quote.speaker_entity == "gov:kremlin"


def test_saying_takes_the_subject_of_its_sentence() -> None:
    (quote,) = _quotes("Hamas released a video on Monday, saying, “Our men struck the post at dawn.”")
    assert quote.speaker_entity == "org:hamas"


def test_a_quotation_over_two_paragraphs_is_one() -> None:
    (quote,) = _quotes('"We left at dawn and walked.\n\n"Nobody spoke on the road," Dana Orlev said.')
    assert quote.span.text.startswith("We left")
    assert quote.span.text.endswith("road,")


def test_a_second_quotation_in_the_paragraph_has_the_same_speaker() -> None:
    found = _quotes('"We left at dawn," Dana Orlev said. "Nobody spoke on the road."')
    assert [q.speaker.text if q.speaker else None for q in found] == ["Dana Orlev", "Dana Orlev"]


def test_scare_quotes_are_no_quotation() -> None:
    assert _quotes('The "shadow fleet" sailed.') == ()


def test_a_quotation_without_a_speaker_stands_without_one() -> None:
    (quote,) = _quotes('On the wall: "No water on Sundays here".')
    assert quote.speaker is None


def test_an_open_quotation_mark_takes_nothing_along() -> None:
    assert _quotes('He wrote "we left at dawn and never came back') == ()
