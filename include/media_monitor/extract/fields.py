"""What a page says about its article, each field by a list of places in order of trust. The first that holds wins."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from lxml.html import HtmlElement

from media_monitor.extract import dates, jsonld
from media_monitor.extract.urls import accepted_canonical, registrable_domain
from media_monitor.model import PublishedSource

Moment = dates.Moment
Published = tuple[dates.Moment | None, PublishedSource | None]

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
    "dcterms.modified",     "dc.date.modified", "article.updated", "modified", "revised",
)  # fmt: skip
TITLE_META = ("og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "sailthru.title", "headline", "title")
AUTHOR_META = (
    "parsely-author", "author", "article:author", "dc.creator", "dcterms.creator", "sailthru.author", "byl",
    "cxenseparse:author", "article.author",
)  # fmt: skip
OUTLET_META = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "cre")
IMAGE_META = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")

_AGREES = 0.4
"""Least agreement at which a heading is the declared headline in other words; other headings of a page share a word or two."""

_PUBLISHED_NAME = re.compile(r"publi[a-z]*[-_.:]?(?:date|time)|(?:date|time)[-_.:]?publi|(?:create|release)[a-z]?[-_.:]?date")
"""Names of meta elements that no list has, but that say what they are."""

_DATE_CLASS = re.compile(r"date|time|publi|posted|stamp|byline|meta|info", re.IGNORECASE)
_BYLINE_CLASS = re.compile(r"\b(?:author|byline|creator|writer)", re.IGNORECASE)
_BY = re.compile(
    r"^(?:by|von|par|por|di|door|автор|текст|автори|autor|auteur|reported by|written by|story by)\s*:?\s+", re.IGNORECASE
)
_ROLE = re.compile(r"\s*(?:[,|•·–—/(]|\b(?:staff|special to|for the|in [A-Z]|updated|published)\b).*$")
_NO_PERSON = re.compile(
    r"https?:|@|\bwww\.|\d{3}|\b(?:staff|admin|editor(?:ial)?s?|newsroom|desk|team|"
    r"redaktion|редакция|редакція|contributors?|unknown|null|none)\b",
    re.IGNORECASE,
)
_SPLIT_AUTHORS = re.compile(
    r"\s*(?:;|,(?!\s*(?:jr|sr|ii|iii)\b)|\band\b|&|\bund\b|\bet\b|\by\b|\bта\b|\bи\b|\|)\s*", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_NEAR, _BEFORE = 60, 12
"""Elements after the headline, and before it, in which a time stamp is looked for."""

_EDITION = timedelta(days=182)
"""Longest time after its publication in which a page that is no news article is shown under the date of its last change."""

_STAMPS = 120
"""Elements looked at whose class says that they are time stamps."""

_SMALL = 12
"""Children from which on an element is no time stamp."""

_LEAST_STAMP, _STAMP_LENGTH, _BARE_STAMP_LENGTH = 5, 220, 30
"""Characters of a time stamp: more than the first, at most the second; the third where nothing else marks it."""

_SAME_META = 12
"""Meta elements of one name that are looked at."""

_LANG = re.compile(r"^([A-Za-z]{2})(?:[-_]|$)")

AGENCIES = {
    "Reuters": r"Reuters|Рейтер[а-яі]*|رويترز",
    "AP": r"AP|Associated Press|A\.P\.",
    "AFP": r"AFP|Agence France[- ]Presse|فرانس برس",
    "dpa": r"dpa|Deutsche Presse-Agentur",
    "EFE": r"EFE", "ANSA": r"ANSA", "TASS": r"TASS|ТАСС", "RIA Novosti": r"RIA Novosti|РИА Новости",
    "Interfax": r"Interfax|Интерфакс",
    "Interfax-Ukraine": r"Interfax-Ukraine|Інтерфакс-Україна", "Ukrinform": r"Ukrinform|Укрінформ|Укринформ", "Xinhua": r"Xinhua",
    "Anadolu": r"Anadolu(?: Agency)?|AA", "UPI": r"UPI", "PA Media": r"PA Media|Press Association", "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap", "PTI": r"PTI|Press Trust of India", "ANI": r"ANI", "IANS": r"IANS", "Bloomberg": r"Bloomberg(?: News)?",
    "WAFA": r"WAFA", "SANA": r"SANA", "IRNA": r"IRNA", "SPA": r"SPA", "CNW": r"CNW", "Belga": r"Belga", "APA": r"APA",
    "Lusa": r"Lusa",
}  # fmt: skip
"""News agencies and the names they sign with. Upper-case signs are matched as written."""

_AGENCY = {name: re.compile(rf"(?:{pattern})") for name, pattern in AGENCIES.items()}
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
    declared = [jsonld.text(source.node.get("headline")), *source.first_meta(TITLE_META), _text(source.tree.find(".//title"))]
    known = [_without_site(t, outlet, source.url) for t in declared if t]
    marked = source.tree.xpath(".//h1 | .//*[@itemprop='headline']")
    headings = [h for e in marked[:20] if 3 < len(h := _text(e)) <= 300 and not _is_site_name(h, outlet)]
    best = max(headings, key=lambda h: max((_agreement(h, k) for k in known), default=0.0), default=None)
    if best and any(_agreement(best, k) >= _AGREES for k in known):
        return best
    # Old pages head their stories with an h2 or h3; the page's title then holds it beside the name of the site.
    lesser = [h for e in source.tree.xpath(".//h2 | .//h3")[:20] if 10 < len(h := _text(e)) <= 300]
    return next((h for k in known for h in lesser if _is_end_of(h, k)), None) or next((k[:1000] for k in known if k), best)


def _is_end_of(heading: str, declared: str) -> bool:
    """Whether `declared` is `heading` with something short before or after it."""
    short, long = heading.casefold(), declared.casefold()
    return len(short) > len(long) / 2 and (long.startswith(short) or long.endswith(short))


def published(source: Source, feed_time: datetime | None) -> Published:
    """When it was published (on the publisher's own day), and which place says so. Never when it was fetched.

    The date beside the headline is the day that the publisher counts: a time of the structured data is told in a zone in which
    it falls on that day. Where it is the day of a later change, and no feed has brought the article, the page is a new edition.
    """
    shown = _visible_date(source.tree, source.fetched_at)
    moment, place = _first_said(source, feed_time, shown)
    if moment is None:
        return None, None
    for day in (shown, dates.in_url(source.url)):
        if day is not None and isinstance(moment, datetime) and (local := dates.on_day(moment, day)):
            return local, place
    if feed_time is None and shown and _day(moment) < shown and _has_editions(source, shown - _day(moment)):
        edition = modified(source)
        anew = dates.on_day(edition, shown) if isinstance(edition, datetime) else edition
        if anew and _day(anew) == shown:
            return anew, "text"
    return moment, place


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
        names = [name for t in texts if t and len(t) <= 200 for name in _names(t, outlet)]
        if names:
            return tuple(dict.fromkeys(names))[:12]
    return ()


def agency(source: Source, opening: str, closing: Iterable[str], site: str | None) -> str | None:
    """News agency that signs the text: in its byline, in the dateline of its `opening`, or in one of its `closing` lines."""
    signed = [jsonld.text(source.node.get(k)) for k in ("author", "sourceOrganization", "creator")]
    dateline = _DATELINE.match(opening[:140])
    signatures = [s[1] for line in closing if (len(line) < 80 or line.endswith(")")) and (s := _SIGNATURE.search(line[-80:]))]
    candidates = (*signed, *source.first_meta(AUTHOR_META), *(dateline.groups() if dateline else ()), *signatures)
    parts = [part.strip() for c in candidates if c for part in re.split(r"[,/;&|]|\band\b", c)]
    known = next((name for part in parts for name, pattern in _AGENCY.items() if pattern.fullmatch(part)), None)
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
    yield from map(_text, tree.xpath(path)[:most])


def _text(element: HtmlElement | None) -> str:
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


def _names(text: str, outlet: str | None) -> Iterator[str]:
    for part in _SPLIT_AUTHORS.split(_BY.sub("", text)):
        name = _ROLE.sub("", _BY.sub("", part)).strip(" .,:;-–—")
        words = name.split()
        if (
            1 <= len(words) <= 5
            and 3 <= len(name) <= 60
            and not _NO_PERSON.search(name)
            and not _is_site_name(name, outlet)
            and _is_name(words)
        ):
            yield name


def _is_name(words: list[str]) -> bool:
    """Whether the words look like a person's: letters, the first one not in lower case; agencies sign elsewhere."""
    name = " ".join(words)
    return words[0][0].isalpha() and not words[0][0].islower() and not any(p.fullmatch(name) for p in _AGENCY.values())


def _marked_times(tree: HtmlElement) -> Iterator[str]:
    """Machine-readable times in the page's body, the ones marked as publication first."""
    for element in tree.xpath(".//*[contains(@itemprop, 'datePublished')]")[:3]:
        yield element.get("datetime") or element.get("content") or _text(element)
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
    heading = max(tree.iter("h1"), key=lambda h: len(_text(h)), default=None)
    if heading is not None:
        about = (*heading.xpath("following::*")[:_NEAR], *heading.xpath(f"preceding::*[position() <= {_BEFORE}]"))
        if found := _first_written(about, latest, _STAMP_LENGTH):
            return found
    stamps = (e for e in tree.iter("time", "span", "p", "div", "small") if _DATE_CLASS.search(e.get("class") or ""))
    marked = _first_written(itertools.islice(stamps, _STAMPS), latest, _STAMP_LENGTH)
    return marked or _first_written(tree.iter("p", "span", "div", "li", "em", "small"), latest, _BARE_STAMP_LENGTH)


def _first_written(elements: Iterable[HtmlElement], latest: datetime, longest: int) -> date | None:
    for element in elements:
        if len(element) < _SMALL and isinstance(element.tag, str) and element.tag not in {"script", "style", "template"}:
            text = " ".join(" ".join(element.itertext()).split())
            if _LEAST_STAMP < len(text) <= longest and (day := dates.written(text)) and dates.within(day, latest):
                return day
    return None


def _day(moment: dates.Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _same_day(one: dates.Moment, other: datetime) -> bool:
    """Within a day of each other: a local date and a UTC time may differ by one."""
    return abs((_day(one) - other.date()).days) <= 1
