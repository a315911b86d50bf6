"""Renders an edition: for each address, what it shows from which moment on.

Input: an `Edition` and the folder of its Jinja templates. Output: `Timelines`. No sockets; the only I/O is reading templates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import jinja2

from media_monitor.local.newsdesk import Edition, Item, NewsFeed, Revision

WINDOW = 15
"""Entries a feed lists at most; common content systems list 10 to 20."""
RELATED = 3
"""Links to earlier articles of the same outlet below an article."""

_FEED_FILES = {
    "rss": ("feeds/rss.xml", "application/rss+xml; charset=utf-8"),
    "rss_bare": ("feeds/rss_bare.xml", "text/xml; charset=utf-8"),
    "atom": ("feeds/atom.xml", "application/atom+xml; charset=utf-8"),
    "rdf": ("feeds/rdf.xml", "application/rdf+xml"),
    "json": ("feeds/feed.json", "application/feed+json"),
    "soft_404": ("feeds/soft_404.html", "text/html; charset=utf-8"),
}
_PAGE_FILES = {"consent": "consent.html", "empty": "empty.html", "pdf": "report.pdf"}


@dataclass(frozen=True, slots=True)
class State:
    """What one address shows from `since` on."""

    since: datetime
    media_type: str
    body: bytes
    max_age: int | None = None

    @property
    def etag(self) -> str:
        """Strong validator: a digest of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


Timelines = dict[tuple[str, str], tuple[State, ...]]
"""(host, path) → its states, oldest first. An address without a state yet, or at all, is a 404."""


def print_edition(edition: Edition, templates: Path) -> Timelines:
    """Every state of every address of `edition`."""
    jinja = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    jinja.filters["rfc822"] = format_datetime
    opens = min([edition.start, *(item.published for item in edition.items)])
    hosts = {key: outlet.host for key, outlet in edition.outlets.items()}
    timelines = {(hosts[feed.outlet_id], feed.path): _feed_states(edition, feed, jinja, opens) for feed in edition.feeds.values()}
    timelines |= {(hosts[item.outlet_id], item.path): _page_states(edition, item, jinja) for item in edition.items}
    for outlet in edition.outlets.values():
        if outlet.robots is not None:
            timelines[outlet.host, "/robots.txt"] = (State(opens, "text/plain; charset=utf-8", outlet.robots.encode()),)
    return timelines


def _feed_states(edition: Edition, feed: NewsFeed, jinja: jinja2.Environment, opens: datetime) -> tuple[State, ...]:
    """The feed at the start and after every publication and change of title or text."""
    template, media_type = _FEED_FILES[feed.format]
    items = [item for item in edition.items if item.feed_id == feed.feed_id]
    moments = sorted({opens} | {revision.at for item in items for revision in item.revisions})
    local = _clock(edition, feed.outlet_id)

    def body(at: datetime) -> bytes:
        shown = sorted(((item, revision) for item in items if (revision := item.revision_at(at))), key=_newest_first)
        entries = [
            {
                "guid": f"{feed.feed_id}-{item.file[:3]}",
                "link": edition.url(item) + feed.link_suffix,
                "title": revision.title,
                "summary": revision.paragraphs[0] if revision.paragraphs else "",
                "published": local(item.published),
                "updated": local(revision.at),
            }
            for item, revision in shown[:WINDOW]
        ]
        context = {"feed": feed, "outlet": edition.outlets[feed.outlet_id], "entries": entries, "updated": local(at)}
        return jinja.get_template(template).render(context).encode()

    return tuple(State(at, media_type, body(at), feed.max_age) for at in moments)


def _newest_first(shown: tuple[Item, Revision]) -> float:
    return -shown[0].published.timestamp()


def _page_states(edition: Edition, item: Item, jinja: jinja2.Environment) -> tuple[State, ...]:
    """The page at each of its revisions; none for a page that is gone."""
    if item.kind == "gone":
        return ()
    template = jinja.get_template(_PAGE_FILES.get(item.kind, f"{item.outlet_id}.html"))
    media_type = "application/pdf" if item.kind == "pdf" else "text/html; charset=utf-8"
    local = _clock(edition, item.outlet_id)
    context = {
        "outlet": edition.outlets[item.outlet_id],
        "item": item,
        "url": edition.url(item),
        "related": _related(edition, item),
    }
    return tuple(
        State(
            revision.at,
            media_type,
            template.render(context, revision=revision, published=local(item.published), modified=local(revision.at)).encode(),
        )
        for revision in item.revisions
    )


def _related(edition: Edition, item: Item) -> list[dict[str, str]]:
    """The outlet's latest articles when `item` went up, under the titles they had then: a page's links never change."""
    earlier = [
        (other, revision)
        for other in edition.items
        if other.outlet_id == item.outlet_id and other.kind == "article" and other is not item
        if (revision := other.revision_at(item.published))
    ]
    return [
        {"url": edition.url(other), "title": revision.title} for other, revision in sorted(earlier, key=_newest_first)[:RELATED]
    ]


def _clock(edition: Edition, outlet_id: str) -> Callable[[datetime], datetime]:
    """Turns a moment into the outlet's own zone."""
    zone = timezone(timedelta(hours=edition.outlets[outlet_id].utc_offset_hours))
    return lambda moment: moment.astimezone(zone)
