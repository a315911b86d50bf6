"""What people say of stories, upon what was found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from media_monitor.relate.stories import Story, StoryInput, key_of
from media_monitor.relate.story_verdicts import StoryVerdict, settled

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)


def article(article_id: int) -> StoryInput:
    return StoryInput(article_id, AT + timedelta(hours=article_id), f"Headline {article_id}", "", "en", ())


ARTICLES = [article(n) for n in range(1, 7)]
FOUND = [
    Story(key_of(ARTICLES[0]), (1, 2, 3), ("word:en:blast",)),
    Story(key_of(ARTICLES[3]), (4, 5), ("word:en:cup",)),
    Story(key_of(ARTICLES[5]), (6,), ()),
]


def same(a: int, b: int) -> StoryVerdict:
    return StoryVerdict(a, b, is_same=True)


def other(a: int, b: int) -> StoryVerdict:
    return StoryVerdict(a, b, is_same=False)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], [(1, 2, 3), (4, 5), (6,)]),
        ([same(1, 4)], [(1, 2, 3, 4, 5), (6,)]),
        ([same(5, 3)], [(1, 2, 3, 4, 5), (6,)]),
        ([same(1, 4), same(5, 6)], [(1, 2, 3, 4, 5, 6)]),
        ([other(2, 1)], [(1, 3), (2,), (4, 5), (6,)]),
        ([other(1, 2)], [(1,), (2, 3), (4, 5), (6,)]),
        ([other(2, 4)], [(1, 2, 3), (4, 5), (6,)]),
        ([same(1, 2)], [(1, 2, 3), (4, 5), (6,)]),
        ([same(1, 4), other(4, 1)], [(1, 2, 3, 5), (4,), (6,)]),
        ([other(2, 1), same(2, 1)], [(1, 2, 3), (4, 5), (6,)]),
        ([other(2, 1), same(2, 6)], [(1, 3), (2, 6), (4, 5)]),
        ([same(1, 99), other(99, 1)], [(1, 2, 3), (4, 5), (6,)]),
    ],
)
def test_stories_are_as_people_have_them_and_the_later_word_wins(
    verdicts: list[StoryVerdict], expected: list[tuple[int, ...]]
) -> None:
    stories = settled(ARTICLES, FOUND, verdicts)
    assert [s.article_ids for s in stories] == expected
    assert [s.key for s in stories] == [key_of(ARTICLES[s.article_ids[0] - 1]) for s in stories]
    assert settled(ARTICLES[::-1], FOUND, verdicts) == stories


def test_a_story_that_no_verdict_touches_is_as_it_was_found() -> None:
    assert settled(ARTICLES, FOUND, [same(4, 6)])[0] is FOUND[0]
