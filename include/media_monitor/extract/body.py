"""The story on a page: candidate bodies, the choice between them, its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml.etree import _Element
from lxml.html import HtmlElement

_SHORT = 250
"""Characters below which a body is doubtful."""

_WEAK_SHARE = 0.6
"""A body with less than this share of the page's running text is doubtful."""

_FOLD = re.compile(r"[\W_]+")
_SHINGLE = 40
"""Folded characters by which a paragraph is found again in another version of the text."""


def paragraphs(tree: HtmlElement, structured: str | None) -> list[str]:
    """Paragraphs of the story in `tree`; `structured` is the body that the page's JSON-LD gives, if it does.

    The quick extractor is right on most pages and the thorough one costs twice its time and finds whole feeds of stories on
    pages that load more as one scrolls: it is asked where the quick one found little, and believed where it found more of the same.
    """
    found = _extracted(tree, is_fast=True)
    if _is_doubtful(found, tree):
        more = _extracted(tree, is_fast=False)
        if _extends(more, found, tree):
            found = more
    return _confirmed(found, structured) if structured else found


def _extracted(tree: HtmlElement, *, is_fast: bool) -> list[str]:
    from trafilatura import bare_extraction

    document = bare_extraction(tree, fast=is_fast, include_comments=False, with_metadata=False)
    if document is None:
        return []
    return list(_lines(document.body)) if document.body is not None else []


def _lines(body: _Element) -> Iterator[str]:
    """Text of each block below the extractor's body element, lists and tables by item and row, white space folded."""
    for block in body:
        if block.tag in {"list", "table"}:
            for item in block.iter("item", "row"):
                yield from _split(item)
        else:
            yield from _split(block)


def _split(block: _Element) -> Iterator[str]:
    copy = deepcopy(block)
    copy.tail = None
    for line_break in copy.iter("lb"):
        line_break.text = "\n"
    for line in "".join(copy.itertext()).split("\n"):
        if folded := " ".join(line.split()):
            yield folded


def _is_doubtful(found: list[str], tree: HtmlElement) -> bool:
    length = sum(map(len, found))
    return length < _SHORT or length < _WEAK_SHARE * _running_text(tree)


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


def _confirmed(found: list[str], structured: str) -> list[str]:
    """`found` without paragraphs that the structured body lacks, where the two are versions of one text."""
    body = _folded(structured)
    held = [p for p in found if _is_in(p, body)]
    held_length = sum(len(_folded(p)) for p in held)
    is_same = held_length >= 0.8 * len(body) and len(body) >= 0.4 * len(_folded(" ".join(found)))
    return held if is_same else found


def _is_in(paragraph: str, body: str) -> bool:
    folded = _folded(paragraph)
    return bool(folded) and (folded in body or (len(folded) > 2 * _SHINGLE and (folded[:_SHINGLE] in body or folded[-_SHINGLE:] in body)))


def _folded(text: str) -> str:
    return _FOLD.sub("", text.lower())
