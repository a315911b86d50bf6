"""When an article was published and last changed: the places that say so, in order of trust, and the day the page shows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from media_monitor.extract import dates, jsonld
from media_monitor.extract.fields import Source, text_of
from media_monitor.model import PublishedSource

Published = tuple[dates.Moment | None, PublishedSource | None]


class Dated(NamedTuple):
    """When an article was published, and under which date the page shows it."""

    published: dates.Moment | None
    source: PublishedSource | None
    edition: dates.Moment | None = None
    """The change that the page is dated by, where the date beside the headline is not the first publication's."""


PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished", "sailthru.date",
    "cxenseparse:recs:publishtime", "article.published", "published-date", "publish-date", "publishdate", "pubdate",
    "publication_date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "article_date_original", "citation_publication_date", "citation_date", "bt:pubdate", "sailthru-date", "og:pubdate",
    "displaydate", "originalpublicationdate", "cxenseparse:publishtime", "dc.date", "dcterms.date", "article.created",
    "date",
)  # fmt: skip

MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "article.updated", "modified", "revised",
)  # fmt: skip

_PUBLISHED_NAME = re.compile(r"publi[a-z]*[-_.:]?(?:date|time)|(?:date|time)[-_.:]?publi|(?:create|release)[a-z]?[-_.:]?date")
"""Names of meta elements that no list has, but that say what they are."""

_DATE_CLASS = re.compile(r"date|time|publi|posted|stamp|byline|meta|info", re.IGNORECASE)

_NEAR, _BEFORE = 60, 12
"""Elements after the headline, and before it, in which a time stamp is looked for."""

_EDITION = timedelta(days=182)
"""Longest time after its publication in which a page that is no news article is shown under the date of its last change."""

_STAMPS = 120
"""Elements looked at whose class says that they are time stamps."""

_SMALL = 12
"""Children from which on an element is no time stamp."""

_TEXTS = cast(Callable[[HtmlElement], list[str]], etree.XPath("descendant::text()", smart_strings=False))

_LEAST_STAMP, _STAMP_LENGTH, _BARE_STAMP_LENGTH = 5, 220, 30
"""Characters of a time stamp: more than the first, at most the second; the third where nothing else marks it."""


def published(source: Source, feed_time: datetime | None) -> Dated:
    """When it was published (on the publisher's own day), and which place says so. Never when it was fetched.

    The date beside the headline is the day that the publisher counts: a time of the structured data is told in a zone in which
    it falls on that day. Where it is the day of a later change, and no feed has brought the article, the page is a new edition:
    who was first is decided by the publication, a reader is shown the edition.
    """
    shown = _visible_date(source.tree, source.fetched_at)
    moment, place = _first_said(source, feed_time, shown)
    if moment is None:
        return Dated(None, None)
    for day in (shown, dates.in_url(source.url)):
        if day is not None and isinstance(moment, datetime) and (local := dates.on_day(moment, day)):
            return Dated(local, place)
    if feed_time is None and shown and _day(moment) < shown and _has_editions(source, shown - _day(moment)):
        edition = modified(source)
        anew = dates.on_day(edition, shown) if isinstance(edition, datetime) else edition
        if anew and _day(anew) == shown:
            return Dated(moment, place, anew)
    return Dated(moment, place)


def _has_editions(source: Source, age: timedelta) -> bool:
    """Whether a page changed at that age is dated anew: news is; a blog's article, and advice that is kept up to date, is not."""
    kinds = {kind for node in source.nodes for kind in jsonld.types(node)}
    return any(kind.endswith("NewsArticle") for kind in kinds) or (age <= _EDITION and "BlogPosting" not in kinds)


def _first_said(source: Source, feed_time: datetime | None, shown: date | None) -> Published:
    url_day = dates.within(dates.in_url(source.url), source.fetched_at)
    strong: list[tuple[PublishedSource, Iterable[str | None]]] = [
        ("json-ld", (jsonld.text(source.node.get("datePublished")),)),
        ("meta", source.first_meta(PUBLISHED_META)),
    ]
    weak: list[tuple[PublishedSource, Iterable[str | None]]] = [
        ("json-ld", (jsonld.text(n.get(k)) for n in source.nodes for k in ("datePublished", "uploadDate", "dateCreated"))),
        ("meta", (c for name, contents in source.meta.items() if _PUBLISHED_NAME.search(name) for c in contents)),
        ("meta", _marked_times(source.tree)),
    ]
    found = _best_moment(strong, source.fetched_at)
    if found[0] is None or not isinstance(found[0], datetime):
        other = _best_moment(weak, source.fetched_at)
        known = found[0] or url_day  # weak places may belong to another item of the page: they only refine
        if other[0] is not None and (known is None or (isinstance(other[0], datetime) and _same_day(known, other[0]))):
            found = other
    if found[0] is not None:
        return found
    if feed_time is not None:
        return feed_time, "feed"
    if url_day is not None and not (shown and abs((shown - url_day).days) <= 1):  # an address may count days elsewhere
        return url_day, "url"
    return (shown, "text") if shown else (None, None)


def modified(source: Source) -> dates.Moment | None:
    """When it was last changed, as the page says."""
    texts = (jsonld.text(source.node.get("dateModified")), *source.first_meta(MODIFIED_META))
    return next((m for t in texts if (m := dates.within(dates.parse(t), source.fetched_at))), None)


def _marked_times(tree: HtmlElement) -> Iterator[str]:
    """Machine-readable times in the page's body, the ones marked as publication first."""
    for element in tree.xpath(".//*[contains(@itemprop, 'datePublished')]")[:3]:
        yield element.get("datetime") or element.get("content") or text_of(element)
    times = [e for e in tree.iter("time") if e.get("datetime")][:8]
    marked = [e for e in times if "pubdate" in e.attrib or "publish" in (e.get("class") or "").lower()]
    for element in (*marked, *[e for e in times if not _is_aside(e)][:1]):
        yield element.get("datetime") or ""


def _is_aside(element: HtmlElement) -> bool:
    return any(a.tag in {"aside", "nav", "footer", "li"} for a in element.iterancestors())


def _best_moment(candidates: list[tuple[PublishedSource, Iterable[str | None]]], fetched_at: datetime) -> Published:
    """First day found, made exact by the first time of that day."""
    best: Published = (None, None)
    for place, texts in candidates:
        for text in texts:
            moment = dates.within(dates.parse(text), fetched_at)
            if isinstance(moment, datetime) and (best[0] is None or _same_day(best[0], moment)):
                return moment, place
            if moment is not None and best[0] is None:
                best = moment, place
    return best


def _visible_date(tree: HtmlElement, latest: datetime) -> date | None:
    """First written-out date among the short texts about the headline, else in what looks like one, else anywhere alone."""
    heading = max(tree.iter("h1"), key=lambda h: len(text_of(h)), default=None)
    if heading is not None:
        about = itertools.chain(itertools.islice(_after(heading), _NEAR), itertools.islice(_before(heading), _BEFORE))
        if found := _first_written(about, latest, _STAMP_LENGTH):
            return found
    stamps = (e for e in tree.iter("time", "span", "p", "div", "small") if _DATE_CLASS.search(e.get("class") or ""))
    marked = _first_written(itertools.islice(stamps, _STAMPS), latest, _STAMP_LENGTH)
    return marked or _first_written(tree.iter("p", "span", "div", "li", "em", "small"), latest, _BARE_STAMP_LENGTH)


def _after(element: HtmlElement) -> Iterator[HtmlElement]:
    """What follows an element in the document; XPath would first collect all of it."""
    for around in (element, *element.iterancestors()):
        for sibling in around.itersiblings():
            yield from sibling.iter()


def _before(element: HtmlElement) -> Iterator[HtmlElement]:
    """What precedes an element in the document, the nearest first."""
    for around in (element, *element.iterancestors()):
        for sibling in around.itersiblings(preceding=True):
            yield from reversed(list(sibling.iter()))


def _first_written(elements: Iterable[HtmlElement], latest: datetime, longest: int) -> date | None:
    for element in elements:
        if len(element) < _SMALL and isinstance(element.tag, str) and element.tag not in {"script", "style", "template"}:
            text = " ".join(" ".join(_TEXTS(element)).split())
            if _LEAST_STAMP < len(text) <= longest and (day := dates.written(text)) and dates.within(day, latest):
                return day
    return None


def _day(moment: dates.Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _same_day(one: dates.Moment, other: datetime) -> bool:
    """Within a day of each other: a local date and a UTC time may differ by one."""
    return abs((_day(one) - other.date()).days) <= 1
