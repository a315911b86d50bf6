"""What a page says about its article, each field by a list of places in order of trust. The first that holds wins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from media_monitor.extract import bylines, dates, jsonld
from media_monitor.extract.outlet_rules import Path
from media_monitor.extract.urls import accepted_canonical, registrable_domain

Moment = dates.Moment

TITLE_META = ("og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "sailthru.title", "headline", "title")
AUTHOR_META = (
    "parsely-author", "author", "article:author", "dc.creator", "dcterms.creator", "sailthru.author", "byl",
    "cxenseparse:author", "article.author",
)  # fmt: skip
OUTLET_META = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "cre")
IMAGE_META = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")

_AGREES = 0.4
"""Least agreement at which a heading is the declared headline in other words; other headings of a page share a word or two."""


_HEADINGS = cast(Path, etree.XPath("descendant::*[self::h1 or @itemprop='headline']"))  # a union takes twice as long
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")


_SAME_META = 12
"""Meta elements of one name that are looked at."""

_LANG = re.compile(r"^([A-Za-z]{2})(?:[-_]|$)")

_DATELINE = re.compile(r"^.{0,60}?\(([^()]{2,40})\)\s*[-–—.:]|^[^.]{2,50}?[-–—,]\s*\(?([A-Z][\w ./-]{1,30})\)?\s*[-–—:]\s")
_CITY_AND_AGENCY = re.compile(r"^[A-Z][\w .,'-]{1,40} \(((?:[A-Z][\w&'-]*)(?: [A-Z][\w&'-]*){0,3})\)\s*[-–—]\s")
_SIGNATURE = re.compile(r"(?:^|[(–—-]\s*|\b(?:Source|Quelle|Fuente|Источник|Джерело)\s*:\s*)([\w ./'-]{2,40})\)?\.?$")


@dataclass(frozen=True)
class Source:
    """A parsed page, with what all fields look up."""

    tree: HtmlElement
    url: str
    fetched_at: datetime

    @cached_property
    def nodes(self) -> list[jsonld.Node]:
        """All JSON-LD objects."""
        return jsonld.nodes(self.tree)

    @cached_property
    def node(self) -> jsonld.Node:
        """The JSON-LD object of the article."""
        return jsonld.article(self.nodes)

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Contents of meta elements by name, property or itemprop in lower case."""
        found: dict[str, list[str]] = defaultdict(list)
        for element in self.tree.iter("meta"):
            content = " ".join((element.get("content") or "").split())
            for key in {(element.get(a) or "").strip().lower() for a in ("property", "name", "itemprop")} - {""}:
                if content and len(found[key]) < _SAME_META:
                    found[key].append(content)
        return found

    def first_meta(self, names: Iterable[str]) -> Iterator[str]:
        """Contents of the named meta elements, in the order of `names`."""
        for name in names:
            yield from self.meta.get(name, ())


def title(source: Source, outlet: str | None) -> str | None:
    """Headline: the heading that agrees best with the metadata, else the metadata's, without the site's name."""
    declared = [jsonld.text(source.node.get("headline")), *source.first_meta(TITLE_META), text_of(source.tree.find(".//title"))]
    known = [_without_site(t, outlet, source.url) for t in declared if t]
    headings = [h for e in _HEADINGS(source.tree)[:20] if 3 < len(h := text_of(e)) <= 300 and not _is_site_name(h, outlet)]
    best = max(headings, key=lambda h: max((_agreement(h, k) for k in known), default=0.0), default=None)
    if best and any(_agreement(best, k) >= _AGREES for k in known):
        return best
    # Old pages head their stories with an h2 or h3; the page's title then holds it beside the name of the site.
    lesser = [h for e in source.tree.xpath(".//h2 | .//h3")[:20] if 10 < len(h := text_of(e)) <= 300]
    return next((h for k in known for h in lesser if _is_end_of(h, k)), None) or next((k[:1000] for k in known if k), best)


def _is_end_of(heading: str, declared: str) -> bool:
    """Whether `declared` is `heading` with something short before or after it."""
    short, long = heading.casefold(), declared.casefold()
    return len(short) > len(long) / 2 and (long.startswith(short) or long.endswith(short))


def authors(source: Source, outlet: str | None) -> tuple[str, ...]:
    """People who signed it, in order; not desks, not the outlet."""
    value = source.node.get("author") or source.node.get("creator")
    listed = [jsonld.text(v) for v in (value if isinstance(value, list) else [value])]
    places: tuple[Iterable[str | None], ...] = (
        listed,
        source.first_meta(AUTHOR_META),
        _texts_of(source.tree, ".//*[@rel='author' or contains(@itemprop, 'author')]", 6),
        _texts_of(source.tree, ".//*[contains(@class, 'author') or contains(@class, 'byline')]", 4),
    )
    for texts in places:
        names = [name for t in texts if t and len(t) <= 200 for name in bylines.people(t, outlet)]
        if names:
            return tuple(dict.fromkeys(names))[: bylines.MOST_PEOPLE]
    return ()


def agency(source: Source, opening: str, closing: Iterable[str], site: str | None) -> str | None:
    """News agency that signs the text: in its byline, in the dateline of its `opening`, or in one of its `closing` lines."""
    signed = [jsonld.text(source.node.get(k)) for k in ("author", "sourceOrganization", "creator")]
    dateline = _DATELINE.match(opening[:140])
    signatures = [s[1] for line in closing if (len(line) < 80 or line.endswith(")")) and (s := _SIGNATURE.search(line[-80:]))]
    candidates = (*signed, *source.first_meta(AUTHOR_META), *(dateline.groups() if dateline else ()), *signatures)
    known = next((name for c in candidates if c and (name := bylines.agency(c))), None)
    return known or _unknown_agency(opening, site)


def _unknown_agency(opening: str, site: str | None) -> str | None:
    """Agency that a dateline names and our list does not: "MARENZ (Meridian Wire) —". An outlet may sign so itself."""
    found = _CITY_AND_AGENCY.match(opening[:140])
    return found[1] if found and found[1].casefold() != (site or "").casefold() else None


def outlet(source: Source) -> str | None:
    """Name of the site as the page gives it."""
    names = (*source.first_meta(OUTLET_META[:1]), jsonld.text(source.node.get("publisher")), *source.first_meta(OUTLET_META[1:]))
    return next((n[:200] for n in names if n and not n.startswith("http")), None)


def declared_language(source: Source) -> str | None:
    """ISO 639-1 code the page declares for itself, or None."""
    texts = (
        source.tree.get("lang"),
        jsonld.text(source.node.get("inLanguage")),
        *source.first_meta(("og:locale", "content-language", "language")),
    )
    return next((m[1].lower() for t in texts if t and (m := _LANG.match(t.strip()))), None)


def canonical_link(source: Source) -> str | None:
    """What the page declares as its address and may be believed in; None where nothing may."""
    links = [e.get("href") for e in source.tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    return next((c for d in (*links[:1], *source.first_meta(("og:url",))) if (c := accepted_canonical(source.url, d))), None)


def claimed_address(source: Source) -> str | None:
    """Address a page of unknown origin gives itself (rel=canonical, og:url)."""
    links = [e.get("href") for e in source.tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    return next((d for d in (*links, *source.first_meta(("og:url",))) if d and d.startswith(("http://", "https://"))), None)


def image(source: Source) -> str | None:
    """Address of the lead picture."""
    found = (*source.first_meta(IMAGE_META), jsonld.address(source.node.get("image")))
    return next((i for i in found if i and i.startswith(("http://", "https://")) and len(i) <= 2048), None)


def _texts_of(tree: HtmlElement, path: str, most: int) -> Iterator[str]:
    """Texts of the first elements on a path; the tree is searched when the first is asked for."""
    yield from map(text_of, tree.xpath(path)[:most])


def text_of(element: HtmlElement | None) -> str:
    """Text of an element, white space folded."""
    return " ".join(element.text_content().split()) if element is not None else ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _agreement(one: str, other: str) -> float:
    """Words two headlines share, as a share of the longer one's."""
    a, b = _words(one), _words(other)
    return len(a & b) / max(len(a), len(b)) if a and b else 0.0


def _is_site_name(text: str, outlet: str | None) -> bool:
    return outlet is not None and _words(text) <= _words(outlet)


def _without_site(text: str, outlet: str | None, url: str) -> str:
    """`text` without a leading or trailing ' | Site name'."""
    parts = _SEPARATOR.split(text)
    if len(parts) < 2:
        return text
    squeezed = re.sub(r"\W", "", (registrable_domain(url) or "").rpartition(".")[0].lower())

    def names_site(part: str) -> bool:
        folded = re.sub(r"\W", "", part.lower())
        known = re.sub(r"\W", "", (outlet or "").lower())
        is_of_domain = len(folded) > 2 and bool(squeezed) and (folded in squeezed or squeezed in folded)
        return is_of_domain or (bool(known) and known in folded)

    for cut, rest in ((parts[-1], text[: text.rfind(parts[-1])]), (parts[0], text[len(parts[0]) :])):
        stripped = rest.strip(" |–—·•»:-")
        if names_site(cut) and len(stripped) > 8:
            return _without_site(stripped, outlet, url)
    return text
