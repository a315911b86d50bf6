"""Persons and organisations that the knowledge base does not hold."""

from __future__ import annotations

import pytest

from media_monitor.annotate.lexicon import load
from media_monitor.annotate.pipeline import annotate, tag
from media_monitor.model import Document
from media_monitor.settings import default_seeds

LEXICON = load(default_seeds())


def _nil(text: str) -> list[tuple[str, str, str]]:
    return [(m.span.text, m.name, m.kind) for m in tag(Document("d", text, language="en"), LEXICON).unlinked]


def test_a_person_is_known_again_by_surname() -> None:
    assert _nil("Robert Quillow spoke first. Then Quillow left.") == [
        ("Robert Quillow", "Robert Quillow", "person"),
        ("Quillow", "Robert Quillow", "person"),
    ]


def test_a_body_is_known_again_by_the_acronym_it_explains() -> None:
    assert _nil("The Ossa Harbour Authority (OHA) was asked. OHA gave no answer.") == [
        ("Ossa Harbour Authority", "Ossa Harbour Authority", "agency"),
        ("OHA", "Ossa Harbour Authority", "agency"),
        ("OHA", "Ossa Harbour Authority", "agency"),
    ]


def test_a_person_of_a_body_is_two() -> None:
    assert [name for _, name, _ in _nil("says Colonel Jonas Reed of the Harbour Police Union.")] == [
        "Jonas Reed",
        "Harbour Police Union",
    ]


@pytest.mark.parametrize(
    "text", ["The Old Bridge fell.", "On Monday the mayor spoke.", "COLONEL JONAS REED OF THE POLICE UNION SPOKE."]
)
def test_other_capitals_are_no_names(text: str) -> None:
    assert _nil(text) == []


def test_what_is_linked_is_not_proposed_again() -> None:
    made = annotate(Document("d", "The Taliban told Robert Quillow in Kabul.", language="en"), LEXICON)
    assert [(m.entity_id, m.span.text) for m in made.entities] == [
        ("org:taliban", "Taliban"),
        (None, "Robert Quillow"),
        ("place:kabul", "Kabul"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Then Foreign Secretary Anna Ossberg left.", "Anna Ossberg", "person"),
        ("The Minister of State Oleksandr Ossenko spoke.", "Oleksandr Ossenko", "person"),
        ("Quillon Treskow, 34, was held.", "Quillon Treskow", "person"),
        ("Quillon Treskow, who was held, spoke.", "Quillon Treskow", "person"),
        ("Men of the 47th Ossa Brigade left.", "47th Ossa Brigade", "military"),
        ("The 407th AEG flew home.", "407th AEG", "military"),
        ("The Ossa Trading Corporation closed.", "Ossa Trading Corporation", "company"),
    ],
)
def test_offices_ages_and_numbers_tell_of_names(text: str, name: str, kind: str) -> None:
    assert [(n, k) for _, n, k in _nil(text)] == [(name, kind)]


@pytest.mark.parametrize(
    "text", ["The 18th Century Fair opened.", "Quillon Treskow, 34 people said.", "On 4th July the town ate."]
)
def test_numbers_alone_tell_of_none(text: str) -> None:
    assert _nil(text) == []


def test_one_name_has_one_id_in_all_documents() -> None:
    def ids(text: str) -> list[str | None]:
        return [m.nil_id for m in annotate(Document("d", text, language="en"), LEXICON).entities]

    (one, again), (other,) = ids("Robert Quillow spoke. Then Quillow left."), ids("In the hall stood Robert Quillow.")
    assert one == again == other is not None
    assert ids("Robert Quillon spoke.") != [one]
    assert ids("Men of the Taliban spoke.") == [None]
