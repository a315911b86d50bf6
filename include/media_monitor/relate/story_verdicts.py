"""What people say of stories: these are one, this article is not of that one. Pure; it changes what `stories.assign` found.

A story's key is that of its earliest article, before and after, so a verdict leaves every other story's key as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from media_monitor.relate.stories import Story, StoryInput, key_of


@dataclass(frozen=True, slots=True)
class StoryVerdict:
    """A person's word on two articles."""

    article_id: int
    other_article_id: int
    is_same: bool
    """True: the stories of both are one. False: the first is not of the story of the second."""


def settled(articles: Sequence[StoryInput], stories: Sequence[Story], verdicts: Iterable[StoryVerdict]) -> list[Story]:
    """`stories` of `articles` as `verdicts` have them, earliest story first. Verdicts hold in their order: the later wins.

    A verdict on an article that is not among `articles` changes nothing.
    """
    members = [set(story.article_ids) for story in stories]
    home = {article_id: group for group in members for article_id in group}
    for verdict in verdicts:
        group, other = home.get(verdict.article_id), home.get(verdict.other_article_id)
        if group is None or other is None:
            continue
        if verdict.is_same and group is not other:
            other |= group
            home.update(dict.fromkeys(group, other))
            group.clear()
        elif not verdict.is_same and group is other:
            group.remove(verdict.article_id)
            home[verdict.article_id] = {verdict.article_id}
    return _stories(articles, stories, home)


def _stories(articles: Sequence[StoryInput], stories: Sequence[Story], home: dict[int, set[int]]) -> list[Story]:
    """A story per group of `home`; one that no verdict touched is as it was found."""
    found = {story.article_ids: story for story in stories}
    members: dict[int, list[StoryInput]] = {}
    for article in sorted(articles, key=lambda a: (a.published_at, a.article_id)):
        members.setdefault(id(home[article.article_id]), []).append(article)
    grouped = ((group[0], tuple(article.article_id for article in group)) for group in members.values())
    return [found.get(article_ids) or Story(key_of(first), article_ids, ()) for first, article_ids in grouped]
