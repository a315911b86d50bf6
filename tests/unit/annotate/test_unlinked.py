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
        ("Ossa Harbour Authority", "Ossa Harbour Authority", "other"),
        ("OHA", "Ossa Harbour Authority", "other"),
        ("OHA", "Ossa Harbour Authority", "other"),
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
