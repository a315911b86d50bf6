"""The story on a page: candidate bodies, the choice between them, its paragraphs."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_SHORT = 250
"""Characters below which a body is doubtful."""

_WEAK_SHARE = 0.6
"""A body with less than this share of the page's running text is doubtful."""

_MARKS = re.compile(r"^\s*-\s|\|")
_FOLD = re.compile(r"[\W_]+")
_RUNNING_CELLS = ".//td//p[string-length(normalize-space()) > 80]"
_LAYOUT_PARAGRAPHS = 2
"""Paragraphs of running text from which on a table is no table of data."""
_SHINGLE = 40
"""Folded characters by which a paragraph is found again in another version of the text."""


def paragraphs(tree: HtmlElement) -> list[str]:
    """Paragraphs of the story in `tree`, with what stands around it.

    The quick extractor is right on most pages and the thorough one costs twice its time and finds whole feeds of stories on
    pages that load more as one scrolls: it is asked where the quick one found little, and believed where it found more of
    the same.
    The articleBody of JSON-LD is no help: as often cut short, or joined with captions, as whole (measured on 104 pages).
    """
    _open_layout_tables(tree)
    found = _extracted(tree, is_fast=True)
    if _is_doubtful(found, tree):
        more = _extracted(tree, is_fast=False)
        if _extends(more, found, tree):
            found = more
    return found


def _open_layout_tables(tree: HtmlElement) -> None:
    """Make blocks of the tables that only lay out the page: the extractor would read a whole column as one row of data."""
    for table in list(tree.iter("table")):
        if len(table.xpath(_RUNNING_CELLS)) >= _LAYOUT_PARAGRAPHS:
            for element in (table, *table.xpath("./tbody | ./tr | ./tbody/tr | ./tr/td | ./tbody/tr/td")):
                element.tag = "div"


def _extracted(tree: HtmlElement, *, is_fast: bool) -> list[str]:
    """Lines of the body as trafilatura finds it, without its marks of lists and table cells."""
    from trafilatura import bare_extraction

    document = bare_extraction(tree, fast=is_fast, include_comments=False, with_metadata=False)
    lines = (document.text or "").split("\n") if document is not None else ()
    return [plain for line in lines if (plain := " ".join(_MARKS.sub(" ", line).split()))]


def _is_doubtful(found: list[str], tree: HtmlElement) -> bool:
    length = sum(map(len, found))
    if length < _SHORT:  # a flash, where the page says little else; anything else is too little
        visible = " ".join(tree.xpath(".//text()[not(parent::script or parent::style)]"))
        return length < _WEAK_SHARE * len(" ".join(visible.split()))
    return length < _WEAK_SHARE * _running_text(tree)


def _running_text(tree: HtmlElement) -> int:
    """Characters in paragraphs that are not mostly links."""
    total = 0
    for element in tree.iter("p"):
        length = len(" ".join(element.text_content().split()))
        if length > 40 and sum(len(a.text_content()) for a in element.iter("a")) < length / 2:
            total += length
    return total


def _extends(more: list[str], found: list[str], tree: HtmlElement) -> bool:
    """Whether `more` is a fuller version of `found` rather than another part of the page."""
    if sum(map(len, more)) < 1.5 * sum(map(len, found)):
        return False
    if sum(map(len, found)) < _SHORT:
        return True
    haystack = _folded(" ".join(more))
    long = [p for p in found if len(p) > _SHINGLE]
    shared = sum(_folded(p) in haystack for p in long)
    has_one_story = len(tree.findall(".//h1")) <= 2
    return has_one_story and shared >= 0.4 * len(long)


def _folded(text: str) -> str:
    return _FOLD.sub("", text.lower())
