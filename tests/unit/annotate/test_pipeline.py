"""The whole annotator: hostile input, offsets, version, and the JSON it is written as."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_monitor.annotate import reading
from media_monitor.annotate.jsonl import DocumentError, read_documents, to_json
from media_monitor.annotate.lexicon import load
from media_monitor.annotate.parsing import Parse
from media_monitor.annotate.pipeline import MOST_CHARACTERS, annotate, annotator
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Annotation, Document
from media_monitor.settings import default_seeds

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/interfaces/annotate.schema.json").read_text(encoding="utf-8"))
LEXICON = load(default_seeds())
ARTICLE = """The Taliban claimed responsibility for a bombing in Kabul on Tuesday that killed at least nine people.

"Our fighters attacked the base," the Taliban said in a statement. Pakistan denied any role in the attack, Reuters reported.

Police blamed the Islamic State (IS). The Kremlin said there was no sign that Russia was involved in the killing."""


def _annotate(text: str, title: str | None = None, language: str | None = None) -> Annotation:
    return annotate(Document("d", text, title, published_at="2026-05-14T10:00:00Z", language=language), LEXICON)


def _spans(value: object) -> list[dict]:
    if isinstance(value, dict):
        own = [value] if {"field", "start", "end", "text"} <= value.keys() else []
        return own + [span for inner in value.values() for span in _spans(inner)]
    return [span for inner in value for span in _spans(inner)] if isinstance(value, list) else []


def test_an_article_becomes_a_line_of_the_schema() -> None:
    line = to_json(_annotate(ARTICLE, "Taliban claims Kabul bombing"))
    jsonschema.validate(line, SCHEMA)
    assert line["language"] == "en"
    assert all(line[part] for part in ("entities", "topics", "claims", "casualties", "quotes", "events"))


def test_the_schema_refuses_a_line_without_its_evidence() -> None:
    line = to_json(_annotate(ARTICLE))
    del line["claims"][0]["evidence"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line, SCHEMA)


def test_every_span_holds_the_words_of_its_field() -> None:
    title = "Taliban claims Kabul bombing"
    spans = _spans(to_json(_annotate(ARTICLE, title)))
    assert len(spans) > 20
    for span in spans:
        field = ARTICLE if span["field"] == "text" else title
        assert field[span["start"] : span["end"]] == span["text"]


def test_the_same_document_gives_the_same_line() -> None:
    assert to_json(_annotate(ARTICLE)) == to_json(_annotate(ARTICLE))


def test_the_version_names_rules_and_tables() -> None:
    assert _annotate(ARTICLE).annotator == annotator(LEXICON) == f"rules-4+{LEXICON.version}"


def test_claims_and_figures_belong_to_the_event() -> None:
    annotation = _annotate(ARTICLE)
    (event,) = annotation.events
    assert (event.place, event.date) == ("place:kabul", "2026-05-12")
    assert {c.event for c in annotation.claims} == {f.event for f in annotation.casualties} == {event.id}


def test_a_document_without_claims_has_no_event() -> None:
    assert _annotate("It rained in Kabul on Tuesday.").events == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "\ud800 lone \udfff",
        "🙂" * 500,
        "\u202eattacked Israel\u202c said",
        '"' * 501,
        ", said " * 300,
        "( " * 400,
        "killed by " * 300,
        "no evidence that",
        "claimed responsibility",
        "1,2,3,4,5 killed " * 50,
        "accused each other of",
        "suspected",
        "X" * 5000,
        "of of of by by by attack by",
        "which denied",
    ],
    ids=range(18),
)
def test_hostile_text_is_read_without_an_error(text: str) -> None:
    line = to_json(_annotate(text, text, "en"))
    jsonschema.validate(line, SCHEMA)
    for span in _spans(line):
        assert text[span["start"] : span["end"]] == span["text"]


WORDS = words(
    'Israel Hamas ISIS-K the police attack strikes killed struck claimed responsibility denied accused of blamed on said "'
    " , . that which whom by no evidence link between and suspected charged with murder guilty not found court sentenced"
    " 12 at least dozens people injured according to citing Reuters its they confirmed this trade bl"
    "ame - ' ( ) U.S. \u200b \u202e"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(WORDS)), max_size=40))
def test_any_order_of_cue_words_is_read_without_an_error(order: list[str]) -> None:
    text = " ".join(order)
    line = to_json(_annotate(text, language="en"))
    for span in _spans(line):
        assert text[span["start"] : span["end"]] == span["text"]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200), st.sampled_from(["en", "uk", "ru", "fr", "ar", None]))
def test_any_text_is_read_without_an_error(text: str, language: str | None) -> None:
    for span in _spans(to_json(_annotate(text, language=language))):
        assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(
    "unit", ["Israel said it attacked. ", "a", '"', "killed 3 ", "(,"], ids=["prose", "letter", "marks", "figures", "stops"]
)
def test_five_megabytes_take_bounded_time(unit: str) -> None:
    text = unit * (5_000_000 // len(unit))
    started = time.process_time()
    annotation = _annotate(text, language="en")
    assert time.process_time() - started < 20
    assert all(m.span.end <= MOST_CHARACTERS for m in annotation.entities)


@pytest.mark.parametrize(
    "text",
    ["the attackers killed and " * 2_500, '"Hamas attacked our village again," he said. ' * 2_000, "(" * 9_000 + "killed"],
    ids=["a sentence of 10,000 words", "2,000 quotations", "9,000 brackets"],
)
def test_what_no_reporter_writes_takes_bounded_time(text: str) -> None:
    started = time.process_time()
    _annotate(text, language="en")
    assert time.process_time() - started < 10


def test_an_unknown_language_is_identified() -> None:
    assert _annotate("Влада міста повідомила про вибухи вночі, є постраждалі.").language == "uk"


def test_a_given_language_is_kept() -> None:
    assert annotate(replace(Document("d", "Bonjour"), language="fr"), LEXICON).language == "fr"


def test_documents_are_read_line_by_line_and_blank_lines_skipped() -> None:
    lines = ['{"id": "a", "text": "x", "title": null}', "", '{"id": "b", "text": "", "language": "fr", "more": 1}']
    assert list(read_documents(lines)) == [Document("a", "x"), Document("b", "", language="fr")]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": 1, "text": "x"}', '{"id": "a", "text": "x", "title": 3}'])
def test_a_malformed_line_is_named_by_its_number(line: str) -> None:
    with pytest.raises(DocumentError, match="line 2") as caught:
        list(read_documents(['{"id": "a", "text": "x"}', line]))
    assert caught.value.line == 2


def test_the_article_the_project_began_with() -> None:
    folder = os.environ.get("MEDIA_MONITOR_DATA")
    if not folder:
        pytest.skip("MEDIA_MONITOR_DATA is not set: 1 real article not read")
    text = (Path(folder) / "seed-article.txt").read_text(encoding="utf-8")
    annotation = annotate(Document("seed", text), LEXICON)
    rows = {(c.stance, c.source_entity, c.actor_entity) for c in annotation.claims}
    assert rows >= {
        ("claimed", "org:islamic-state", "org:islamic-state"),
        ("confirmed", "state:united-states", "org:islamic-state"),
        ("denied", "state:ukraine", "state:ukraine"),
        ("no_evidence", "gov:white-house", "state:ukraine"),
    }
    assert {m.entity_id for m in annotation.entities} >= {
        "org:islamic-state", "org:islamic-state-khorasan", "state:united-states", "state:ukraine",
    }  # fmt: skip
    assert {t.code for t in annotation.topics} >= {"medtop:20000053", "medtop:20000103", "mm:attribution"}
    figures = {(f.kind, f.minimum, f.qualifier) for f in annotation.casualties}
    assert figures >= {
        ("killed", 115, "at_least"),
        ("injured", 100, "more_than"),
        ("killed", 115, "exact"),
        ("injured", 120, "more_than"),
    }


def test_the_older_attack_of_a_background_paragraph_keeps_its_own_toll() -> None:
    made = _annotate(
        "Hamas fighters attacked a market in Kabul on Tuesday, killing 12 people, police said.\n\n"
        "In 2019 the Taliban attacked the same market, killing 40 people. That bombing left 90 people wounded."
    )
    assert [(figure.maximum, figure.event) for figure in made.casualties] == [(12, "e1"), (40, "e2"), (90, "e2")]
    assert [event.id for event in made.events] == ["e1", "e2"]


def test_a_word_for_now_ends_the_background() -> None:
    made = _annotate(
        "Hamas fighters attacked a market in Kabul, killing 12 people. "
        "In 2019 the Taliban killed 40 people there. On Tuesday police arrested 3 people."
    )
    assert [figure.event for figure in made.casualties] == ["e1", "e2", "e1"]


def test_text_wrapped_at_a_width_and_in_capitals_names_who_did_it() -> None:
    text = (
        "   SAN SALVADOR, 12 MAY 91 -- THE MAYOR OF THE TOWN SAID TODAY THAT SIX\nTEACHERS AND A DRIVER HAVE BEEN KIDNAPPED BY"
        " TERRORISTS OF THE\nFARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN] NEAR THE\nCOAST.  THE KIDNAPPING TOOK"
        " PLACE AT A BRIDGE, AND THE BUS WAS FOUND\nIN THE MORNING.\n"
    )
    (claim,) = _annotate(text).claims
    assert (claim.actor_entity, claim.rule) == ("org:fmln", "en.model.perpetrator")
    assert claim.evidence.text.endswith("COAST.")


_GAME = "The final boss strikes back. Players attacked the fortress and bombed the bridge. "
_LEVELS = "Each level takes an hour to play, and the music is by a duo from Lyon. " * 12


def test_a_long_text_of_other_things_lays_no_act_to_anyone() -> None:
    game = "Robin Hale attacked the fortress with an axe." + " " + _GAME + _LEVELS
    assert not _annotate(game).claims
    news = "Robin Hale attacked a policeman with an axe, and gunmen kidnapped two hostages." + " " + _GAME + _LEVELS
    assert any(claim.actor_name == "Robin Hale" for claim in _annotate(news).claims)


def test_only_sentences_with_someone_to_blame_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def parses(sentences: list[list[str]], skipped: list[int]) -> list[Parse]:
        asked.extend(sentences)
        return real(sentences, skipped)

    real = reading.parses
    monkeypatch.setattr(reading, "parses", parses)
    _annotate("The attack lasted an hour. Rebels attacked a bridge. Windows broke when the attack began.")
    assert [sentence[0] for sentence in asked] == ["Rebels"]
