"""What stories are called, and what becomes of names when stories meet and part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from media_monitor.relate.story_keys import Move, Story, key_of, moves, named

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
TOLD = {n: AT + timedelta(hours=n) for n in range(1, 13)}


def key(n: int) -> str:
    return key_of(n, TOLD[n])


def test_a_new_story_is_called_after_its_earliest_article() -> None:
    assert named([{3, 2}, {1}], TOLD, {}) == [Story(key(1), (1,)), Story(key(2), (2, 3))]
    assert key(2).startswith("20260310-")


def test_a_key_stays_when_an_earlier_article_comes_late() -> None:
    assert named([{1, 2, 3}], TOLD, {2: key(2), 3: key(2)}) == [Story(key(2), (1, 2, 3))]


def test_of_stories_that_become_one_the_larger_gives_its_name_and_the_earlier_where_equal() -> None:
    former = {1: key(1), 2: key(2), 3: key(2), 4: key(4), 5: key(5)}
    assert [s.key for s in named([{1, 2, 3}, {4, 5}], TOLD, former)] == [key(2), key(4)]


def test_of_a_story_that_parts_the_larger_part_keeps_the_name() -> None:
    former = dict.fromkeys((1, 2, 3), key(1))
    assert named([{1}, {2, 3}], TOLD, former) == [Story(key_of(1, TOLD[1], 2), (1,)), Story(key(1), (2, 3))]


def test_no_story_takes_a_name_that_another_has() -> None:
    assert named([{1, 2}], TOLD, {}, [key(1)]) == [Story(key(2), (1, 2))]


def test_what_went_from_one_story_into_another_is_told() -> None:
    former = {1: "a", 2: "a", 3: "b", 4: "c"}
    stories = [Story("a", (1, 3)), Story("d", (2, 5)), Story("c", (4,))]
    assert moves(stories, former) == [Move("a", "d", "split", 1), Move("b", "a", "merged", 1)]


@given(
    st.lists(st.integers(0, 4), min_size=12, max_size=12),
    st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=12, max_size=12),
)
def test_each_story_has_a_key_of_its_own(homes: list[int], known: list[str | None]) -> None:
    groups = [{n + 1 for n, home in enumerate(homes) if home == h} for h in set(homes)]
    former = {n + 1: k for n, k in enumerate(known) if k}
    stories = named(groups, TOLD, former)
    assert len({s.key for s in stories}) == len(stories)
    assert sorted(i for s in stories for i in s.article_ids) == list(range(1, 13))
    assert named(groups[::-1], TOLD, former) == stories
