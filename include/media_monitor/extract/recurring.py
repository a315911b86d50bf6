"""Boilerplate learned across an outlet's articles: paragraphs that come back on page after page are not the story. Pure.

What is learned is kept as hashes with their counts and a sample of their words, so that each drop can be explained.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from media_monitor.ids import sha256

VERSION = 1
"""Counts changes of what is hashed and counted: hashes of another version mean nothing."""

LEAST_ARTICLES = 3
LEAST_SHARE = 1 / 3
"""A paragraph recurs that stands in so many articles of an outlet, and in such a share of them. The background that follow-ups
repeat stays below the share where an outlet reports on more than one matter."""

_FOLD = re.compile(r"[\W\d_]+")
_SAMPLE = 80


@dataclass(frozen=True, slots=True)
class Recurring:
    """A paragraph that was dropped, and why."""

    sha256: str
    articles: int
    """Articles of the outlet it stands in."""
    of: int
    """Articles of the outlet that were read."""
    sample: str


@dataclass(slots=True)
class Outlet:
    """What was seen of one outlet."""

    titles: set[bytes] = field(default_factory=set)
    """Hashes of its articles' headlines: an article that comes twice counts once."""
    seen: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Hash of each paragraph → headlines of the articles it stands in."""


class Store:
    """Paragraphs by outlet, learned article by article."""

    def __init__(self) -> None:
        self._outlets: dict[str, Outlet] = defaultdict(Outlet)

    def learn(self, outlet: str, title: str, paragraphs: Iterable[str]) -> None:
        """Count the paragraphs of an article."""
        known, headline = self._outlets[outlet], _hash(title)
        known.titles.add(headline)
        for paragraph in paragraphs:
            known.seen[_hash(paragraph)].add(headline)

    def split(self, outlet: str, paragraphs: Iterable[str]) -> tuple[list[str], list[Recurring]]:
        """The paragraphs that are the article's own, and those that recur on the outlet's pages."""
        known = self._outlets[outlet]
        own, dropped = [], []
        for paragraph in paragraphs:
            key = _hash(paragraph)
            count, of = len(known.seen[key]), len(known.titles)
            if count >= LEAST_ARTICLES and count >= LEAST_SHARE * of:
                dropped.append(Recurring(key.hex(), count, of, paragraph[:_SAMPLE]))
            else:
                own.append(paragraph)
        return own, dropped


def _hash(text: str) -> bytes:
    """Of the letters alone: boxes count readers and name the day."""
    return sha256(f"{VERSION} {_FOLD.sub(' ', text.lower()).strip()}")
