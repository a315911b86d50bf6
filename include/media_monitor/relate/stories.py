"""Which articles tell of the same event, as they arrive. Pure; precision over recall: two bombings in different cities stay two.

In two steps, each joining the two most alike groups first (average linkage) as long as they are alike enough:

1. within a language, by the words of headline and opening, each weighted by how rare it is;
2. between languages, by the linked names, which are the same in all of them.

Articles come one by one, by their time as far as they are given together. Each takes the small stories that are like it apart
and is grouped with their articles anew, so that it hardly matters which came first (the test states how little).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from itertools import count
from typing import Literal, TypeAlias

from media_monitor.relate.frequencies import Frequencies
from media_monitor.relate.linkage import linked
from media_monitor.relate.nearest import Nearest
from media_monitor.relate.story_features import Features, StoryInput, features
from media_monitor.relate.story_group import ALIKE, ALIKE_NAMES, Group, by_names, by_words

LOOSE = 30
"""Articles of a story that may be taken apart; a larger one has found itself."""
NEARLY, CLEARLY = 0.8, 2.0
"""Share of the least likeness from which a story is taken apart for a new article, and from which the only such story is not."""
_REASONS = 6
_MORE = 1.1  # what an article weighs alone in its group is 1, however much rarer its words were when it came

Side: TypeAlias = Literal["words", "names"]
Likeness: TypeAlias = Callable[[Group, Group], float]
_STEPS: tuple[tuple[Side, Likeness, float], ...] = (("words", by_words, ALIKE), ("names", by_names, ALIKE_NAMES))


class LiveStories:
    """Stories so far, as groups of articles. What they are called is not its matter: see `story_keys`.

    A large story stays whole.
    """

    def __init__(self, frequencies: Frequencies | None = None) -> None:
        self.frequencies = frequencies or Frequencies()
        self._groups: dict[int, Group] = {}
        self._articles: dict[int, Group] = {}
        """Each article of a story that may be taken apart, as a group of one."""
        self._numbers = count()
        self._indexes: dict[Side, Nearest[int]] = {"words": Nearest(), "names": Nearest()}

    @property
    def groups(self) -> list[Group]:
        """All of them, earliest first."""
        return sorted(self._groups.values(), key=_by_time)

    def keep(self, articles: Sequence[Group], others: Sequence[int] = ()) -> None:
        """A story as it is known: `articles` of it, groups of one, and the ids of `others`. None of them is counted again."""
        group = reduce(Group.joined, articles)
        self._articles |= {one.members[0]: one for one in articles}
        self._put(replace(group, members=(*group.members, *others)))

    def add(self, articles: Iterable[StoryInput]) -> list[Group]:
        """Take in new articles, by their time; the groups that changed, earliest first.

        Who is given with whom, and before whom, hardly matters.
        """
        touched: set[int] = set()
        for article in sorted(articles, key=lambda a: (a.published_at, a.article_id)):
            found = features(article)
            self.frequencies.add((*found.words, *found.names))
            touched.update(self._take_in(single(article, found, self.frequencies)))
        return sorted((self._groups[n] for n in touched & self._groups.keys()), key=_by_time)

    def _take_in(self, article: Group) -> list[int]:
        """Group an article, and those of the small stories that are like it; numbers of the groups that have one of these now."""
        loose = sorted([article, *self._taken_apart(article)], key=_by_time)
        self._articles[article.members[0]] = article
        numbers = [self._new(group) for group in loose]
        sought = {number for number, group in zip(numbers, loose, strict=True) if group is article}
        for side, likeness, least in _STEPS:
            parts = self._linked(numbers, sought, side, likeness, least)
            numbers, sought = parts, set(parts)
        return numbers

    def _taken_apart(self, article: Group) -> list[Group]:
        """The articles of the small stories that are like `article`, unless it is clearly of one; these stories are no more."""
        alike: dict[int, float] = {}
        for side, likeness, least in _STEPS:
            for n in self._indexes[side].near(getattr(article, side)):
                alike[n] = max(alike.get(n, 0.0), likeness(article, self._groups[n]) / least)
        near = {n for n, share in alike.items() if share >= NEARLY}
        if len(near) == 1 and alike[min(near)] >= CLEARLY:
            return []
        small = sorted(n for n in near if len(self._groups[n].members) <= LOOSE)
        articles = [self._articles[i] for n in small for i in self._groups[n].members]
        for n in small:
            self._drop(n)
        return articles

    def _linked(self, numbers: Sequence[int], sought: Collection[int], side: Side, likeness: Likeness, least: float) -> list[int]:
        """Join what is alike among the groups `numbers` and what is near those `sought`; what these are now."""
        index, inside, pairs = self._indexes[side], set(numbers), set()
        for n in numbers:
            vector: Mapping[str, float] = getattr(self._groups[n], side)
            near = (other for other in index.near(vector) if other != n and (n in sought or other in inside))
            pairs |= {(min(n, other), max(n, other)) for other in near}
            index.put(n, vector, len(self._groups[n].members))
        items = sorted({*numbers, *(n for pair in pairs for n in pair)})
        place = {n: at for at, n in enumerate(items)}
        groups = linked([self._groups[n] for n in items], {(place[a], place[b]) for a, b in pairs}, likeness, least)
        whole = {id(group) for group in groups}
        kept = {n for n in items if id(self._groups[n]) in whole}
        known = {id(self._groups[n]) for n in kept}
        for n in set(items) - kept:
            self._drop(n)
        return [n for n in numbers if n in kept] + [self._put(group) for group in groups if id(group) not in known]

    def _new(self, group: Group) -> int:
        number = next(self._numbers)
        self._groups[number] = group
        return number

    def _put(self, group: Group) -> int:
        number = self._new(group)
        for side, index in self._indexes.items():
            index.put(number, getattr(group, side), len(group.members))
        if len(group.members) > LOOSE:
            for article_id in group.members:
                self._articles.pop(article_id, None)
        return number

    def _drop(self, number: int) -> None:
        del self._groups[number]
        for index in self._indexes.values():
            index.discard(number)


def single(article: StoryInput, found: Features, frequencies: Frequencies) -> Group:
    """An article as a group of one."""
    return Group(
        members=(article.article_id,),
        first=article.published_at,
        last=article.published_at,
        languages={article.language: 1},
        words=frequencies.vector(found.words),
        names=frequencies.vector(found.names),
        titles=found.titles,
        headline=found.headline,
        scene=found.scene,
        places=found.places,
        venues=dict.fromkeys(found.venues, 1),
        acts=found.acts,
        struck=(article.published_at, article.published_at) if found.is_fresh else None,
    )


def shared(article: Features, frequencies: Frequencies, story: Group) -> tuple[str, ...]:
    """What an article has in common with others of its story, what says most first: ids of names, concepts, words."""
    if len(story.members) == 1:
        return ()
    products: dict[str, float] = {}
    for counts, ours in ((article.names, story.names), (article.words, story.words)):
        own = frequencies.vector(counts)
        products |= {f: own[f] * ours[f] for f in own if ours.get(f, 0.0) > own[f] * _MORE}
    told = (f for f in products if f in article.spelled or f in article.names)
    best = sorted(told, key=lambda f: (-products[f], f))[:_REASONS]
    return tuple(article.spelled.get(feature, feature) for feature in best)


def _by_time(group: Group) -> tuple[datetime, tuple[int, ...]]:
    return group.first, group.members
