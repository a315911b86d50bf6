"""What people say of stories, upon what was found."""

from __future__ import annotations

import pytest

from media_monitor.relate.story_verdicts import StoryVerdict, settled

FOUND = [(1, 2, 3), (4, 5), (6,)]


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
    assert sorted(tuple(sorted(group)) for group in settled(FOUND, verdicts)) == expected
