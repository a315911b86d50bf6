"""Boilerplate learned across an outlet's articles: paragraphs that come back on page after page are not the story. Pure.

What is learned is kept as hashes with their counts, so that each drop can be explained: by `Store` within one run, with a sample
of the words; by the warehouse from run to run, with the place of a page in the archive instead (warehouse/boilerplate.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from media_monitor.ids import sha256

VERSION = 1
"""Counts changes of what is hashed and counted: hashes of another version mean nothing."""

LEAST_ARTICLES = 3
LEAST_SHARE = 1 / 3
"""A paragraph recurs that stands in so many articles of an outlet, and in such a share of them. The background that follow-ups
repeat stays below the share where an outlet reports on more than one matter."""

# From run to run, where articles come one after the other and not all at once, more is asked (mart.recurring_block): 5 articles,
# over two days or more, and a third of what the outlet published since the first of them. A day on which an outlet writes of one
# matter alone does not make the background of that matter boilerplate.

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
        known, headline = self._outlets[outlet], block_sha(title)
        known.titles.add(headline)
        for paragraph in paragraphs:
            known.seen[block_sha(paragraph)].add(headline)

    def split(self, outlet: str, paragraphs: Iterable[str]) -> tuple[list[str], list[Recurring]]:
        """The paragraphs that are the article's own, and those that recur on the outlet's pages."""
        known = self._outlets[outlet]
        own, dropped = [], []
        for paragraph in paragraphs:
            key = block_sha(paragraph)
            count, of = len(known.seen[key]), len(known.titles)
            if count >= LEAST_ARTICLES and count >= LEAST_SHARE * of:
                dropped.append(Recurring(key.hex(), count, of, paragraph[:_SAMPLE]))
            else:
                own.append(paragraph)
        return own, dropped


def block_sha(text: str) -> bytes:
    """What a paragraph or headline is known by: SHA-256 of its letters alone, for boxes count readers and name the day."""
    return sha256(f"{VERSION} {_FOLD.sub(' ', text.lower()).strip()}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known to recur on the pages of an outlet."""

    blocks: Mapping[str, Mapping[bytes, tuple[int, int]]]
    """Outlet → hash of a paragraph → articles it stands in, of how many since its first."""

    def places(self, outlet: str, text: str) -> list[tuple[int, int]]:
        """Where in `text` the paragraphs stand that recur on the outlet's pages: start, end."""
        blocks = self.blocks.get(outlet)
        if not blocks:
            return []
        ends = accumulate(len(paragraph) + 2 for paragraph in text.split("\n\n"))
        return [(end - 2 - len(p), end - 2) for p, end in zip(text.split("\n\n"), ends, strict=True) if block_sha(p) in blocks]

    def own(self, outlet: str, text: str) -> tuple[str, list[bytes]]:
        """`text` without the paragraphs that recur on the outlet's pages, and the hashes of these, in order.

        A text of which nothing would be left is a copy of another page, or our mistake: it stays whole.
        """
        blocks = self.blocks.get(outlet)
        if not blocks:
            return text, []
        paragraphs = [(paragraph, block_sha(paragraph)) for paragraph in text.split("\n\n")]
        kept = [paragraph for paragraph, sha in paragraphs if sha not in blocks]
        dropped = [sha for _, sha in paragraphs if sha in blocks]
        return ("\n\n".join(kept), dropped) if kept else (text, [])


NOTHING = Known({})
