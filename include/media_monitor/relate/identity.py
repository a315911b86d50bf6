"""Which pages of a batch are one article, and which article of the warehouse they are. Pure; the rule is docs/adr/0004.

A page goes by three names, and the earlier decides before the later: the canonical URL that it declares, the URL it was fetched
at, the GUID of its feed entry. Pages that a chain of names connects are one article; two articles that the warehouse tells apart
stay apart, whatever connects them now. A GUID, which feeds use again, connects only pages with the same time of publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

MOST_ADDRESSES = 3
"""Addresses of one article beside its own: AMP, print, a second page. More that share a canonical URL and no text are misled."""


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page, the keys of its names, and the articles that these name already."""

    page: int
    """Record offset."""
    fetched_at: datetime
    canonical: bytes
    url: bytes
    guid: bytes | None
    published: datetime | date | None
    content: bytes | None
    by_canonical: int | None
    by_url: int | None
    by_guid: int | None
    """Only where that article was published at the same time."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a page is a state of."""

    group: int
    """A page of this batch that is the same for all pages of the article."""
    article_id: int | None
    """None for an article that the warehouse does not have."""


def misled_pages(pages: Iterable[NamedPage]) -> set[int]:
    """Pages whose canonical URL is not to be believed: a site gives the same to pages that have nothing in common."""
    declared: dict[bytes, list[NamedPage]] = defaultdict(list)
    for page in pages:
        if page.url != page.canonical:
            declared[page.canonical].append(page)
    return {
        page.page
        for same in declared.values()
        if len(addresses := {p.url for p in same}) > MOST_ADDRESSES and len({p.content for p in same}) >= len(addresses)
        for page in same
    }


def identify(pages: Collection[NamedPage], misled: Collection[int] = ()) -> dict[int, Identity]:
    """What each page of a batch is; the order of `pages` does not matter. `misled` pages stand for their own address."""
    named = (replace(p, canonical=p.url, by_canonical=p.by_url) if p.page in misled else p for p in pages)
    in_time = sorted(named, key=lambda p: (p.fetched_at, p.page))
    groups = _Groups()
    for page in in_time:
        groups.add(page)
    for page in in_time:
        groups.name(page.canonical, page.by_canonical)
    for page in in_time:
        groups.name(page.canonical, page.by_url)
    groups.connect((page.url, page.canonical) for page in in_time)
    for page in in_time:
        groups.name(page.canonical, page.by_guid)
    dated = (page for page in in_time if page.guid is not None and page.published is not None)
    groups.connect(((page.guid, page.published), page.canonical) for page in dated)
    return {page.page: groups.identity(page.canonical) for page in in_time}


class _Groups:
    """Canonical URLs that are known to be one article: disjoint sets with at most one article each."""

    def __init__(self) -> None:
        self._parent: dict[bytes, bytes] = {}
        self._first: dict[bytes, int] = {}
        self._article: dict[bytes, int] = {}

    def add(self, page: NamedPage) -> None:
        """A page of the batch, in time."""
        self._parent.setdefault(page.canonical, page.canonical)
        self._first.setdefault(page.canonical, page.page)

    def name(self, canonical: bytes, article_id: int | None) -> None:
        """A name of a page of this set names an article: it is that one, unless an earlier name said otherwise."""
        if article_id is not None:
            self._article.setdefault(self._root(canonical), article_id)

    def connect(self, names: Iterable[tuple[object, bytes]]) -> None:
        """Sets that share a name become one, unless they are known as two articles; what was seen first decides."""
        holder: dict[object, bytes] = {canonical: canonical for canonical in self._parent}
        for name, canonical in names:
            self._join(holder.setdefault(name, canonical), canonical)

    def identity(self, canonical: bytes) -> Identity:
        """What the pages of this canonical URL are."""
        root = self._root(canonical)
        return Identity(self._first[root], self._article.get(root))

    def _join(self, one: bytes, other: bytes) -> None:
        first, second = self._root(one), self._root(other)
        articles = {self._article[root] for root in (first, second) if root in self._article}
        if first == second or len(articles) > 1:
            return
        self._parent[second] = first
        for article_id in articles:
            self._article[first] = article_id

    def _root(self, canonical: bytes) -> bytes:
        while (parent := self._parent[canonical]) != canonical:
            self._parent[canonical] = canonical = self._parent[parent]
        return canonical
