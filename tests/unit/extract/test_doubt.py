"""Where the trees are in doubt about a story, and what the rules may say then."""

from __future__ import annotations

import pytest

from media_monitor.extract import body

OWN = ["The ferry between Port Aldan and the islands resumed on Monday after a strike of three weeks. " * 3]
RULES = ["Ferry resumes. " + OWN[0]]


@pytest.mark.parametrize(
    ("own", "expected", "rules", "found"),
    [
        (OWN, body.SURE, RULES, OWN),
        (OWN, body.SURE - 0.1, RULES, RULES),
        (OWN, body.SURE - 0.1, [], OWN),
        (OWN, body.SURE - 0.1, OWN * 4, OWN),
        (["Ferry."], body.SURE - 0.1, OWN, OWN),
    ],
    ids=["sure", "doubt", "rules find nothing", "rules find many stories", "trees find next to nothing"],
)
def test_the_rules_are_heard_where_the_choice_is_in_doubt(
    own: list[str], expected: float, rules: list[str], found: list[str]
) -> None:
    assert body.settled(own, expected, lambda: rules) == found


def test_the_rules_are_not_asked_where_the_choice_is_sure() -> None:
    def ask() -> list[str]:
        raise AssertionError

    assert body.settled(OWN, 1.0, ask) == OWN
