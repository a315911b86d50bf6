"""Claims: the golden sentences, and what reaches over more than one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from media_monitor.annotate.lexicon import Lexicon, load
from media_monitor.annotate.pipeline import annotate
from media_monitor.model import Annotation, Claim, Document, Span
from media_monitor.settings import default_seeds

GOLDEN = Path(__file__).parents[2] / "golden"
SENTENCES = yaml.safe_load((GOLDEN / "claims.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_seeds())


def _read(lexicon: Lexicon, text: str, title: str | None = None, language: str = "en") -> Annotation:
    return annotate(Document("d", text, title, published_at="2026-05-14T10:00:00Z", language=language), lexicon)


def _text(spans: tuple[Span, ...]) -> str | None:
    return spans[0].text if spans else None


def _row(claim: Claim) -> tuple[object, ...]:
    return claim.stance, _text(claim.source), _text(claim.actor), claim.is_negated


def _expected(row: list[str | None]) -> tuple[object, ...]:
    return row[0], row[1], row[2], len(row) > 3


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: s["text"][:50])
def test_a_sentence_makes_exactly_these_claims(sentence: dict, lexicon: Lexicon) -> None:
    found = _read(lexicon, sentence["text"], language=sentence.get("language", "en")).claims
    assert sorted(map(_row, found), key=str) == sorted(map(_expected, sentence["claims"]), key=str)


def test_the_golden_set_covers_every_stance_and_refuses_as_well() -> None:
    stances = {claim[0] for sentence in SENTENCES for claim in sentence["claims"]}
    assert stances == {"claimed", "confirmed", "accused", "suspected", "denied", "no_evidence", "reported", "cleared"}
    assert sum(not sentence["claims"] for sentence in SENTENCES) >= 10


def test_confirmed_this_takes_up_the_last_actor(lexicon: Lexicon) -> None:
    found = _read(lexicon, "Hamas claimed responsibility for the raid. Egypt confirmed this on Monday.").claims
    assert [(c.stance, c.source_entity, c.actor_entity) for c in found] == [
        ("claimed", "org:hamas", "org:hamas"),
        ("confirmed", "state:egypt", "org:hamas"),
    ]


def test_confirmed_this_without_an_actor_before_names_none(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "Egypt confirmed this on Monday.").claims
    assert claim.actor_entity is None


def test_which_x_denied_is_its_own_denial_only_where_x_was_blamed(lexicon: Lexicon) -> None:
    own = _read(lexicon, "Russia said Ukraine had attacked the bridge, which Kyiv denied.").claims
    assert ("denied", "Kyiv", "Kyiv", False) in map(_row, own)
    other = _read(lexicon, "Russia said Ukraine had attacked the bridge, which Turkey denied.").claims
    assert ("denied", "Turkey", None, False) in map(_row, other)


def test_a_capital_that_speaks_stands_for_its_state(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "Tehran denied any role in the attack.").claims
    assert (claim.source_entity, claim.is_authority) == ("state:iran", True)


def test_settlers_are_not_their_state(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "Israeli settlers attacked the village, residents said.").claims
    assert (_text(claim.actor), claim.actor_entity) == ("Israeli settlers", None)


def test_the_paper_that_cites_is_the_channel(lexicon: Lexicon) -> None:
    text = "The Tribune, citing a U.S. official, said Israel was behind the assassination."
    (claim,) = _read(lexicon, text).claims
    assert claim.via is not None
    assert (claim.via.text, _text(claim.source)) == ("The Tribune", "a U.S. official")


def test_an_agency_that_reports_a_claim_is_its_channel(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "Boko Haram claimed responsibility for the raid, Reuters reported.").claims
    assert claim.via is not None
    assert claim.via.text == "Reuters"


def test_a_claim_inside_quotation_marks_names_who_is_quoted(lexicon: Lexicon) -> None:
    text = 'The talks failed. "Hezbollah attacked our village with rockets," said Mayor Dana Orlev.'
    quoted = [claim for claim in _read(lexicon, text).claims if claim.is_quoted]
    assert [(c.stance, c.quoted_by.text if c.quoted_by else None) for c in quoted] == [("accused", "Mayor Dana Orlev")]


def test_medium_and_day_of_a_statement(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "The Taliban claimed responsibility for the bombing on Tuesday in a statement.").claims
    assert claim.medium is not None
    assert (claim.medium.text, claim.stated_on) == ("a statement", "2026-05-12")


def test_the_same_words_in_title_and_text_are_two_claims(lexicon: Lexicon) -> None:
    found = _read(lexicon, "Hamas claimed responsibility for the raid.", "Hamas claims responsibility for raid").claims
    assert [claim.evidence.field for claim in found] == ["title", "text"]


def test_evidence_is_the_sentence_and_spans_lie_in_it(lexicon: Lexicon) -> None:
    text = "It rained.\n\nTamarin Front fighters attacked the dam on Monday, the governor said. Nobody slept."
    (claim,) = _read(lexicon, text).claims
    assert claim.evidence.text == "Tamarin Front fighters attacked the dam on Monday, the governor said."
    for span in (*claim.source, *claim.actor, claim.cue, claim.act):
        assert span is not None
        assert text[span.start : span.end] == span.text
        assert claim.evidence.start <= span.start < span.end <= claim.evidence.end


SPORT = (
    "The striker scored in the first half and the referee stopped the match twice. {} The coach praised the season's best match."
)


def test_an_attack_in_a_match_is_a_move_of_the_game(lexicon: Lexicon) -> None:
    assert _read(lexicon, SPORT.format("Germany's attack ran into a wall."), "Late goal ends league match").claims == ()


def test_an_attack_outside_of_sport_is_reported(lexicon: Lexicon) -> None:
    assert [c.stance for c in _read(lexicon, "Germany's attack ran into a wall.").claims] == ["reported"]


def test_what_was_suspected_before_needs_an_act_before(lexicon: Lexicon) -> None:
    suspicion = "Officials had suspected Hamas since the morning."
    after = _read(lexicon, f"Hezbollah claimed responsibility for the bombing. {suspicion}").claims
    assert [(c.stance, c.actor_entity) for c in after] == [("claimed", "org:hezbollah"), ("suspected", "org:hamas")]
    assert _read(lexicon, suspicion).claims == ()


@pytest.mark.parametrize(
    ("language", "second", "source"),
    [
        ("uk", "Про це в середу заявила держсекретарка Альбренії Мод Кестрі.", "Мод Кестрі"),
        ("ru", "Об этом сообщила Сельма Корван.", "Сельма Корван"),
        ("uk", "Мод Кестрі повернулася до Данміра.", "США"),
    ],
)
def test_the_next_sentence_may_name_who_said_so(language: str, second: str, source: str) -> None:
    first = {
        "uk": "США не бачать доказів причетності Ірану до вибуху.",
        "ru": "США не видят доказательств причастности Ирана к взрыву.",
    }
    world = load(default_seeds(), default_seeds() / "newsroom")
    assert [_text(claim.source) for claim in _read(world, f"{first[language]} {second}", language=language).claims] == [source]


def test_a_figure_is_not_the_word_of_who_claims_the_act(lexicon: Lexicon) -> None:
    found = _read(lexicon, "Hamas has claimed responsibility for the bombing, which killed at least 31 people.")
    assert [figure.source for figure in found.casualties] == [None]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("Harbour blast: two men charged with murder", [("accused", None, "two men", False)]),
        ("Norwegian attack: minister condemns shooting at clinic", []),
        ("Israeli strike on school: minister condemns killing of pupils", [("reported", None, "Israeli", False)]),
        ("UN tribunal: Hezbollah member guilty in minister's killing", [("confirmed", "UN tribunal", "Hezbollah member", False)]),
        ("Docker guilty of market murder", [("confirmed", None, "Docker", False)]),
        ("Docker not guilty of market murder", []),
        ("Docker gets life for market murder", [("confirmed", None, "Docker", False)]),
        ("Docker gets life vest for ferry trip", []),
        ("Poland says Russia likely behind rail sabotage", [("suspected", "Poland", "Russia", False)]),
        ("Tavel blames Norwegian guard for shooting", [("accused", "Tavel", "Norwegian guard", False)]),
        ("Israel strikes Arden suburb, says targeted militia chief", [("reported", None, "Israel", False)]),
        (
            "Israel says Hamas fighters attacked its troops, Hamas denies involvement",
            [("denied", "Hamas", "Hamas", False), ("accused", "Israel", "Hamas fighters", False)],
        ),
        ("Taliban strike German consulate", [("reported", None, "Taliban", False)]),
    ],
)
def test_a_headline_makes_exactly_these_claims(title: str, rows: list[tuple[object, ...]], lexicon: Lexicon) -> None:
    assert [_row(claim) for claim in _read(lexicon, "", title).claims] == rows


def test_of_two_readings_of_one_suspect_the_fuller_stays(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "Suspected Islamist militants killed ten villagers, two officials said.").claims
    assert (_text(claim.source), _text(claim.actor)) == ("two officials", "Islamist militants")


@pytest.mark.parametrize(
    ("text", "source", "actor"),
    [
        (
            "Police cleared Tobin Arle of the bombing, two days after they had suspected him of planting the bomb.",
            "Police",
            "Tobin Arle",
        ),
        ("The group struck. Jon Tavel killed the guard. He is accused of the murder of a clerk.", None, "Jon Tavel"),
        ('"We attacked the convoy," said a Hezbollah spokesman.', "a Hezbollah spokesman", "Hezbollah"),
        ("She is accused of the murder of a clerk.", None, "She"),
    ],
)
def test_a_pronoun_is_told_by_name_where_a_rule_can(text: str, source: str | None, actor: str, lexicon: Lexicon) -> None:
    (claim,) = (c for c in _read(lexicon, text).claims if _text(c.actor) in {"him", "He", "She", "We"})
    assert (claim.source_name, claim.actor_name) == (source, actor)


def test_he_who_is_quoted_is_who_spoke_before(lexicon: Lexicon) -> None:
    text = 'Minister Iven Tarsk said experts were at work. "We cannot confirm that Hamas carried out the attack," he said.'
    (claim,) = _read(lexicon, text).claims
    assert (claim.stance, claim.is_negated, claim.source_name) == ("confirmed", True, "Minister Iven Tarsk")


def test_a_pronoun_that_no_rule_resolves_has_no_name(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "They accused Hamas of the bombing.").claims
    assert (_text(claim.source), claim.source_name) == ("They", None)


def test_a_headline_without_a_claimant_names_nobody(lexicon: Lexicon) -> None:
    (claim,) = _read(lexicon, "", "No claim for bombing of Arden station").claims
    assert (_text(claim.source), _text(claim.actor), claim.is_negated) == ("No claim", "No claim", True)
