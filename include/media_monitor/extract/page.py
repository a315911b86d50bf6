"""The article on an archived page, or why there is none. Pure and total: no page makes it raise."""

from __future__ import annotations

import importlib.metadata
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from lxml.html import HtmlElement

from media_monitor.annotate.language import LANGUAGES, identify
from media_monitor.extract import body, boilerplate, dates, fields, kinds, outlet_rules, times
from media_monitor.extract.html import EXTRACT_LIMIT, UnreadableError, parse
from media_monitor.extract.urls import canonicalise, registrable_domain
from media_monitor.model import Article, Page, Rejected, RejectedOutcome

VERSION = 3
"""Counts changes of what `extract` returns: stored with every result, so that one knows what to extract again."""

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", ""})
_OTHER_FORMATS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"\x00\x00\x00")
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|title|meta|p|div|article|h1|span|br)\b", re.IGNORECASE)
_FEED = re.compile(rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_WORD = re.compile(r"\w+")
_LETTERS_FOR_LANGUAGE = 40
_ENOUGH_FOR_LANGUAGE = 700
"""Code points of a text that are looked at; more cost time and change nothing."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]")


def extract(page: Page) -> Article | Rejected:
    """The article on `page`, or Rejected with a short fixed reason. Never raises; needs no other page, no clock, no network."""
    try:
        return _extract(page)
    except UnreadableError as problem:
        outcome: RejectedOutcome = "empty" if str(problem) == "empty" else "broken"
        return rejected(page, outcome, str(problem))
    except Exception as error:  # noqa: BLE001  the extractor meets every page of the web; one of them must not stop the others
        return rejected(page, "broken", f"extractor failed: {type(error).__name__}")


@lru_cache(maxsize=1)
def extractor() -> str:
    """Name and version of what makes the articles."""
    return f"media-monitor {VERSION} / trafilatura {importlib.metadata.version('trafilatura')}"


def _extract(page: Page) -> Article | Rejected:
    if refusal := _refusal(page):
        return rejected(page, *refusal)
    source = fields.Source(parse(page.body, page.charset), page.url, page.fetched_at)
    if not page.url and (claimed := fields.claimed_address(source)):
        source = replace(source, url=claimed)
    outlet = fields.outlet(source)
    title, authors = fields.title(source, outlet), fields.authors(source, outlet)
    dated = times.published(source, page.origin.published_at)
    outlet_rules.apply(source.tree, registrable_domain(source.url))
    found = body.paragraphs(source, title)
    story = [clean for p in boilerplate.story(found, title, authors) if (clean := _clean(p))]
    text = "\n\n".join(story)
    language = _language(source, f"{title or ''}\n{text}" if len(text) < _LETTERS_FOR_LANGUAGE else text)
    if reason := _not_an_article(source, title, found, story):
        return replace(
            rejected(page, "empty" if reason == "no text" else "not_an_article", reason), title=title, language=language
        )
    modified = times.modified(source)
    return Article(
        url=source.url,
        canonical_url=fields.canonical_link(source) or canonicalise(source.url) or source.url,
        title=_clean(title or page.origin.title or "") or None,
        text=text,
        authors=authors,
        published_at=_utc(dated.published),
        published_source=dated.source,
        modified_at=_utc(modified),
        language=language,
        agency=fields.agency(source, story[0], found[-3:], outlet),
        outlet=outlet,
        image=fields.image(source),
        word_count=word_count(text),
        is_paywalled=_is_stub(source, found, text),
        is_live=kinds.is_live(source.nodes, source.url),
        extractor=extractor(),
        published_local=dated.published,
        edition_at=dated.edition,
    )


def word_count(text: str) -> int:
    """Words of a text."""
    return len(_WORD.findall(text))


def _refusal(page: Page) -> tuple[RejectedOutcome, str] | None:
    """Why the page is not even parsed, or None."""
    head = page.body[:2048]
    if page.status >= 400:
        return "not_an_article", "error page"
    if 300 <= page.status < 400:
        return "not_an_article", "redirect"
    if page.problem and "digest" not in page.problem:
        return "broken", page.problem
    if not head.strip():
        return "empty", "empty"
    if page.content_type not in _HTML_TYPES or head.startswith(_OTHER_FORMATS):
        return "not_html", page.content_type or "not text"
    if _FEED.match(head):
        return "not_html", "feed"
    if page.content_type in {"", "text/plain"} and not _MARKUP.search(page.body[:65536]):
        return "not_html", "plain text"
    return ("broken", "page is larger than 5 MiB") if len(page.body) > EXTRACT_LIMIT else None


def _not_an_article(source: fields.Source, title: str | None, found: list[str], story: list[str]) -> str | None:
    """Reason why a parsed page holds no article, or None."""
    if reason := kinds.wall(title, "\n".join(found)):
        return reason
    if reason := kinds.listing(source.tree, source.nodes, source.url, story):
        return reason
    return None if any(any(c.isalpha() for c in p) for p in story) else "no text"


def _is_stub(source: fields.Source, found: list[str], text: str) -> bool:
    if len(text) > kinds.STUB_LENGTH:
        return False
    return kinds.is_stub(source.tree, source.node, text, "\n".join(found[-3:]) + _paywall_text(source.tree))


def _paywall_text(tree: HtmlElement) -> str:
    """What the elements say that call themselves a paywall."""
    walls = tree.xpath(".//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'regwall')]")
    return "\n".join(" ".join(e.text_content().split())[:400] for e in walls[:5])


def _language(source: fields.Source, text: str) -> str | None:
    """Language of the text; the declared one where the text is short, or the declared language is none that is told apart."""
    declared = fields.declared_language(source)
    if declared and declared not in LANGUAGES:
        return declared
    letters = sum(c.isalpha() for c in text[:400])
    return (
        (identify(text[:_ENOUGH_FOR_LANGUAGE]) or declared) if letters >= _LETTERS_FOR_LANGUAGE else (declared or identify(text))
    )


def rejected(page: Page, outcome: RejectedOutcome, reason: str) -> Rejected:
    """The refusal of a page."""
    return Rejected(outcome, reason, page.url, canonicalise(page.url), extractor=extractor())


def _clean(text: str) -> str:
    """NFC, white space folded, nothing invisible."""
    return " ".join(_UNPRINTABLE.sub("", unicodedata.normalize("NFC", text)).split())


def _utc(moment: dates.Moment | None) -> dates.Moment | None:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
