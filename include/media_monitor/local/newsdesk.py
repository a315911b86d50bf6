"""The sample newsroom's files as values: outlets, feeds, and articles with their revisions.

Input: `newsroom.yaml` and `articles/*.yaml` of a folder. Output: an `Edition`. Reads files, renders and serves nothing.
Every problem is a `SeedError` that names the file.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import yaml

from media_monitor.errors import SeedError

Kind = Literal["article", "consent", "empty", "pdf", "gone"]
FeedFormat = Literal["rss", "rss_bare", "atom", "rdf", "json", "soft_404"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher of the invented world."""

    outlet_id: str
    name: str
    host: str
    language: str
    utc_offset_hours: int
    """Zone in which the outlet prints its times."""
    robots: str | None
    """Text of /robots.txt; None = the host has none (404)."""


@dataclass(frozen=True, slots=True)
class NewsFeed:
    """One feed address and how its server behaves."""

    feed_id: str
    outlet_id: str
    path: str
    format: FeedFormat
    title: str
    language: str
    max_age: int | None
    """Seconds promised in Cache-Control; None = no such header."""
    link_suffix: str = ""
    """What the feed hangs on its links: tracking parameters."""


_Row = TypeVar("_Row", Outlet, NewsFeed)


@dataclass(frozen=True, slots=True)
class Revision:
    """An article as it reads from `at` on."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One address that a feed announces, usually an article."""

    file: str
    outlet_id: str
    feed_id: str
    path: str
    kind: Kind
    language: str
    section: str
    author: str | None
    credit: str | None
    """Agency credited with the text."""
    caption: str | None
    revisions: tuple[Revision, ...]
    """The first is the publication."""

    @property
    def published(self) -> datetime:
        """When it went up."""
        return self.revisions[0].at

    def revision_at(self, at: datetime) -> Revision | None:
        """The revision that readers see at `at`, None before publication."""
        return next((r for r in reversed(self.revisions) if r.at <= at), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything the newsroom publishes between `start` and `end`."""

    start: datetime
    end: datetime
    outlets: dict[str, Outlet]
    feeds: dict[str, NewsFeed]
    items: tuple[Item, ...]
    """By file name."""

    def url(self, item: Item) -> str:
        """Address of `item`."""
        return f"http://{self.outlets[item.outlet_id].host}{item.path}"


def read_edition(folder: Path) -> Edition:
    """The edition written down in `folder`. Raises SeedError naming the file that is wrong and why."""
    file = folder / "newsroom.yaml"
    raw = _mapping(file, {"start", "end", "outlets", "feeds"})
    outlets = {key: _build(Outlet, file, outlet_id=key, **row) for key, row in raw["outlets"].items()}
    feeds = {key: _build(NewsFeed, file, feed_id=key, **row) for key, row in raw["feeds"].items()}
    for feed in feeds.values():
        _require(feed.outlet_id in outlets, file, f"feed {feed.feed_id} names the unknown outlet {feed.outlet_id}")
        _require(feed.format in get_args(FeedFormat), file, f"feed {feed.feed_id} has the unknown format {feed.format!r}")
    items = tuple(_item(path, feeds, raw["end"]) for path in sorted((folder / "articles").glob("*.yaml")))
    addresses = [(item.outlet_id, item.path) for item in items]
    for item in items:
        _require(addresses.count((item.outlet_id, item.path)) == 1, folder / "articles" / item.file, f"{item.path} is used twice")
    return Edition(raw["start"], raw["end"], outlets, feeds, items)


_ITEM_KEYS = {"feed", "path", "published", "section", "title", "body"}
_ITEM_EXTRAS = {"kind", "author", "credit", "caption", "revisions"}


def _item(file: Path, feeds: dict[str, NewsFeed], end: datetime) -> Item:
    """The article in `file`; its outlet and language are its feed's."""
    raw = _mapping(file, _ITEM_KEYS, _ITEM_EXTRAS)
    kind = raw.get("kind", "article")
    _require(kind in get_args(Kind), file, f"unknown kind {kind!r}; one of {', '.join(get_args(Kind))}")
    _require(raw["feed"] in feeds, file, f"unknown feed {raw['feed']!r}")
    _require(str(raw["path"]).startswith("/"), file, "path must start with /")
    feed = feeds[raw["feed"]]
    return Item(
        file=file.name,
        outlet_id=feed.outlet_id,
        feed_id=feed.feed_id,
        path=raw["path"],
        kind=kind,
        language=feed.language,
        section=raw["section"],
        author=raw.get("author"),
        credit=raw.get("credit"),
        caption=raw.get("caption"),
        revisions=_revisions(file, raw, end),
    )


def _revisions(file: Path, raw: dict[str, Any], end: datetime) -> tuple[Revision, ...]:
    """Publication and what changed later: a revision keeps the title or the body that it does not give."""
    states = [Revision(raw["published"], raw["title"], _paragraphs(raw["body"]))]
    for change in raw.get("revisions", ()):
        unknown = set(change) - {"at", "title", "body"}
        _require(not unknown and "at" in change and len(change) > 1, file, "a revision has at, and title or body or both")
        last = states[-1]
        body = _paragraphs(change["body"]) if "body" in change else last.paragraphs
        states.append(Revision(change["at"], change.get("title", last.title), body))
    moments = [state.at for state in states]
    _require(all(isinstance(m, datetime) and m.tzinfo for m in moments), file, "times need a zone: 2026-03-10T07:10:00Z")
    _require(moments == sorted(set(moments)) and moments[-1] <= end, file, "revisions must follow each other, before the end")
    return tuple(states)


def _paragraphs(body: str) -> tuple[str, ...]:
    """Paragraphs of `body`, which blank lines divide; a line break inside one is a space."""
    return tuple(" ".join(block.split()) for block in body.split("\n\n") if block.strip())


def _mapping(file: Path, required: AbstractSet[str], optional: AbstractSet[str] = frozenset()) -> dict[str, Any]:
    """The YAML mapping in `file`, with every required key and no unknown one."""
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SeedError(str(file), 1, None, f"cannot be read as YAML: {error}") from error
    _require(isinstance(raw, dict), file, "must be a mapping")
    _require(required <= set(raw), file, f"lacks {', '.join(sorted(required - set(raw)))}")
    unknown = set(raw) - required - optional
    _require(not unknown, file, f"has unknown keys: {', '.join(sorted(unknown))}")
    return dict(raw)


def _build(kind: type[_Row], file: Path, **row: Any) -> _Row:
    """A `kind` from `row`, whose keys must be its fields."""
    names = {field.name for field in fields(kind)}
    _require(set(row) <= names, file, f"unknown keys {sorted(set(row) - names)}; known are {sorted(names)}")
    try:
        return kind(**row)
    except TypeError as error:
        raise SeedError(str(file), 1, None, str(error)) from error


def _require(holds: bool, file: Path, problem: str) -> None:
    """Raise SeedError unless `holds`. YAML has lost its line numbers here, so the line is 1."""
    if not holds:
        raise SeedError(str(file), 1, None, problem)
