"""The story on a page: its blocks chosen by the trained trees, and trafilatura asked where these are in doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from media_monitor.extract import dates, jsonld, model
from media_monitor.extract.blocks import Outline
from media_monitor.extract.features import Floats, Hints, columns
from media_monitor.extract.fields import Source

SURE = 0.9
"""F1 that the chosen blocks are expected to reach, below which trafilatura is asked. Of 996 real pages, read by trees that had
not seen their sites, one in fourteen falls below; asking there raises the mean F1 from .947 to .953."""

_LEAST_PROBABILITY = 0.2
"""A block below it is never chosen, however little else there is."""

_NEVER = ("within comment",)
"""Cues of what is told by others than the outlet, whatever the trees say: few pages to learn from show their comments."""

_SHORT = 250
"""Characters below which a body is doubtful."""

_SWALLOWS = 3
"""Times the chosen blocks' length from which on the rules have taken the page for one text that holds many."""

_WEAK_SHARE = 0.6
"""A body with less than this share of the page's running text is doubtful."""

_DECLARED_LENGTH = 200
"""Characters from which on an articleBody is one, and no summary."""

_MARKS = re.compile(r"^\s*-\s|\|")
_FOLD = re.compile(r"[\W_]+")
_RUNNING_CELLS = ".//td//p[string-length(normalize-space()) > 80]"
_LAYOUT_PARAGRAPHS = 2
"""Paragraphs of running text from which on a table is no table of data."""
_SHINGLE = 40
"""Folded characters by which a paragraph is found again in another version of the text."""


def paragraphs(source: Source, title: str | None) -> list[str]:
    """Paragraphs of the story on the page, with what stands around it.

    The trees are quicker than trafilatura and right on more pages, and they know when they are not: pages that load story after
    story, galleries, lists of offers. There trafilatura's rules, which know publishers' ways by name, are the better guess.
    """
    outline = Outline(source.tree)
    if not outline.blocks:
        return []
    found = columns(outline, hints(source, title))
    is_chosen, expected = chosen(model.trees().probabilities(found), found)
    own = [block.text for block, is_one in zip(outline.blocks, is_chosen, strict=True) if is_one]
    return settled(own, expected, lambda: by_rules(source.tree))


def settled(own: list[str], expected: float, ask: Callable[[], list[str]]) -> list[str]:
    """The chosen blocks, or what the rules find where the choice is in doubt: but no text that swallows them many times over."""
    if expected >= SURE:
        return own
    found, length = ask(), sum(map(len, own))
    is_swallowed = length >= _SHORT and sum(map(len, found)) > _SWALLOWS * length
    return own if is_swallowed or not found else found


def hints(source: Source, title: str | None) -> Hints:
    """What the page's head says that helps to find its story."""
    types = {t for node in source.nodes for t in jsonld.types(node)}
    declared = source.node.get("articleBody")
    facts = {
        "news": bool(types & {"NewsArticle", "ReportageNewsArticle"}), "web page": "WebPage" in types, "untyped": not types,
        "dated address": dates.in_url(source.url) is not None, "address depth": source.url.count("/"),
    }  # fmt: skip
    return Hints(
        title,
        jsonld.text(declared) if isinstance(declared, str) and len(declared) > _DECLARED_LENGTH else None,
        {name: float(value) for name, value in facts.items()},
    )


def chosen(probabilities: Floats, found: Mapping[str, Floats]) -> tuple[NDArray[np.bool_], float]:
    """The blocks whose choice makes the expected F1 in words greatest, and that F1.

    With probabilities p and words w it is 2·Σ(chosen w·p) ÷ (Σ(chosen w) + Σ(w·p)), greatest for all blocks above some p.
    """
    words = found["words"]
    p = np.where(np.any([found[name] > 0 for name in _NEVER], axis=0), 0.0, probabilities)
    order = np.argsort(-p, kind="stable")
    expected = np.cumsum((words * p)[order])
    f1 = 2 * expected / (np.cumsum(words[order]) + expected[-1] + 1e-9)
    best = int(f1.argmax())
    return p >= max(p[order[best]], _LEAST_PROBABILITY), float(f1[best])


def by_rules(tree: HtmlElement) -> list[str]:
    """The story as trafilatura finds it: quickly, or thoroughly where that found little and more of the same is there."""
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
