"""What people say of stories: these are one, this article is not of that one. Pure; it changes what `stories` found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryVerdict:
    """A person's word on two articles."""

    article_id: int
    other_article_id: int
    is_same: bool
    """True: the stories of both are one. False: the first is not of the story of the second."""


def settled(groups: Iterable[Collection[int]], verdicts: Iterable[StoryVerdict]) -> list[frozenset[int]]:
    """`groups` of article ids as `verdicts` have them. Verdicts hold in their order: the later wins.

    A verdict on an article that is in none of `groups` changes nothing.
    """
    home = {article_id: members for group in groups if (members := set(group)) for article_id in members}
    for verdict in verdicts:
        group, other = home.get(verdict.article_id), home.get(verdict.other_article_id)
        if group is None or other is None:
            continue
        if verdict.is_same and group is not other:
            other |= group
            home.update(dict.fromkeys(group, other))
        elif not verdict.is_same and group is other:
            group.remove(verdict.article_id)
            home[verdict.article_id] = {verdict.article_id}
    return [frozenset(group) for group in {id(group): group for group in home.values()}.values()]
