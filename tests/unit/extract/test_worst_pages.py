"""What the evaluation says of its worst pages."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.extract import went_wrong

GOLD = {"text": "The ferry resumed on Monday", "title": "Ferry resumes", "date": "2024-03-24"}
RIGHT: dict[str, Any] = {
    "outcome": "article",
    "reason": None,
    "text": GOLD["text"],
    "title": GOLD["title"],
    "published_at": GOLD["date"],
}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"text": "The ferry resumed on Monday. Read also"}, "2 of 7 words are not of the story"),
        ({"text": "The ferry resumed"}, "2 of the story's 5 words are missing"),
        ({"title": "Ferries"}, "title: 'Ferries', not 'Ferry resumes'"),
        ({"published_at": None}, "date: None, not '2024-03-24'"),
        ({"text": None, "outcome": "not_an_article", "reason": "hub"}, "not_an_article: hub"),
    ],
)
def test_a_page_says_what_went_wrong(found: dict[str, Any], said: str) -> None:
    assert said in went_wrong(GOLD, RIGHT | found)


def test_the_day_is_what_counts_of_a_time() -> None:
    assert went_wrong(GOLD, RIGHT | {"published_at": "2024-03-24T10:00:00Z"}) == [
        "0 of 5 words are not of the story",
        "0 of the story's 5 words are missing",
    ]
