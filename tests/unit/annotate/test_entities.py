"""Linking: which alias wins where, and what must not match."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.lexicon import ALIAS_COLUMNS, ENTITY_COLUMNS, Lexicon, load
from media_monitor.model import Document
from media_monitor.settings import default_seeds


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_seeds())


def _ids(lexicon: Lexicon, text: str, title: str | None = None) -> list[tuple[str, str | None]]:
    return [(m.span.text, m.entity_id) for m in link(folded_fields(Document("d", text, title)), lexicon)]


def test_a_branch_is_not_its_parent(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "ISIS-K and ISIS differ.") == [("ISIS-K", "org:islamic-state-khorasan"), ("ISIS", "org:islamic-state")]


def test_an_unknown_branch_is_not_its_parent(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "ISIS-Q said so.") == []


def test_the_longest_alias_wins(lexicon: Lexicon) -> None:
    text = "Islamic State Khorasan Province and the Islamic State."
    assert [i for _, i in _ids(lexicon, text)] == ["org:islamic-state-khorasan", "org:islamic-state"]


def test_a_weak_alias_needs_another_name_of_the_entity(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "What IS this? IS it late?") == []
    assert _ids(lexicon, "The Islamic State (IS) posted a video. IS gave no proof.") == [
        ("Islamic State", "org:islamic-state"),
        ("IS", "org:islamic-state"),
        ("IS", "org:islamic-state"),
    ]


def test_the_other_name_may_stand_in_the_title(lexicon: Lexicon) -> None:
    assert ("IS", "org:islamic-state") in _ids(lexicon, "IS gave no proof.", "Islamic State claims blast")


def test_case_decides_where_the_alias_is_exact(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "The US left us in turkey and polish.") == [("US", "state:united-states")]


def test_a_headline_in_capitals_still_matches(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "UKRAINE AND TURKEY SIGN") == [("UKRAINE", "state:ukraine"), ("TURKEY", "state:turkey")]


def test_a_name_ends_at_a_word_boundary(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "Hamasaki and Iranology") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the U.S.-Israeli plan", ["state:united-states", "state:israel"]),
        ("an Iran-linked gang", ["state:iran"]),
        ("pro-Russian rebels", []),
        ("Kyiv’s mayor", ["place:kyiv"]),
    ],
)
def test_hyphens_and_possessives(text: str, expected: list[str], lexicon: Lexicon) -> None:
    assert [i for _, i in _ids(lexicon, text)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [("وفي أوكرانيا", "أوكرانيا"), ("وروسيا", "روسيا"), ("بالكرملين", "كرملين"), ("لحماس", "حماس")],
)
def test_arabic_names_are_found_behind_their_proclitics(text: str, words: str, lexicon: Lexicon) -> None:
    found = _ids(lexicon, text)
    assert len(found) == 1
    assert found[0][0].endswith(words)


def test_an_arabic_name_inside_another_word_is_none(lexicon: Lexicon) -> None:
    assert _ids(lexicon, "شحماسة") == []


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("в Україні", "state:ukraine"),
        ("российскими войсками", "state:russia"),
        ("la bande de Gaza", "place:gaza-strip"),
        ("Кремлем", "gov:kremlin"),
    ],
)
def test_inflected_and_foreign_names(text: str, entity: str, lexicon: Lexicon) -> None:
    assert entity in [i for _, i in _ids(lexicon, text)]


def test_offsets_are_those_of_the_unmodified_text(lexicon: Lexicon) -> None:
    text = "Straße ﬁn 🙂 Al‑Qaïda, Ка\u0301бул\u200b and “Ｈamas”: İ Иран"
    for mention in link(folded_fields(Document("d", text)), lexicon):
        assert text[mention.span.start : mention.span.end] == mention.span.text
    assert {"Al‑Qaïda", "Иран"} <= {m.span.text for m in link(folded_fields(Document("d", text)), lexicon)}


def test_mentions_never_overlap(lexicon: Lexicon) -> None:
    text = "U.S. Central Command and Russia's Foreign Ministry in New York, United States of America"
    spans = [(m.span.start, m.span.end) for m in link(folded_fields(Document("d", text)), lexicon)]
    assert spans
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_place_carries_its_state_and_coordinates(lexicon: Lexicon) -> None:
    (mention,) = link(folded_fields(Document("d", "Kharkiv")), lexicon)
    assert (mention.kind, mention.iso) == ("place", "UA")
    assert mention.lat == pytest.approx(49.99, abs=0.1)


def test_an_empty_lexicon_links_nothing(tmp_path: Path) -> None:
    assert link(folded_fields(Document("d", "Hamas")), load(tmp_path)) == ()


def test_an_alias_with_a_context_counts_beside_its_words(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text(
        f"{','.join(ENTITY_COLUMNS)}\norg:base,The Base,group,,,,,,,,own,Apache-2.0\n", encoding="utf-8"
    )
    (tmp_path / "aliases.csv").write_text(
        f"{','.join(ALIAS_COLUMNS)}\norg:base,The Base,en,exact context=neo-nazis?|militants,own\n"
        "org:base,Base network,en,exact,own\n",
        encoding="utf-8",
    )
    lexicon = load(tmp_path)
    assert _ids(lexicon, "The Base of the statue cracked.") == []
    assert _ids(lexicon, "The Base of the neo-nazistic statue cracked.") == []
    assert _ids(lexicon, "The Base took in men.", "Neo-Nazis arrested") == [("The Base", "org:base")]
    assert [i for _, i in _ids(lexicon, "The Base, also called Base network, took in men.")] == ["org:base", "org:base"]
