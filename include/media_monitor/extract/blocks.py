"""A page as blocks of text in reading order, each with its place in the tree. Pure; one pass, nothing judged."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick
from lxml.html import HtmlElement

_SILENT = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "applet", "select", "option",
    "optgroup", "input", "textarea", "canvas", "audio", "video", "map", "math", "head", "link", "meta", "title", "base",
    "datalist", "progress", "meter", "frameset", "frame", "noframes", "source", "track", "area", "param",
})  # fmt: skip
"""Elements whose text no reader sees, or sees as part of a control."""

_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "amp-img",
})  # fmt: skip
_LINK, _EMPHASIS = 1, 2
_STYLES = {tag: {"a": _LINK}.get(tag, _EMPHASIS if tag in {"b", "strong", "em", "i"} else 0) for tag in _INLINE}
"""What an inline element makes of the text in it, as bits."""

_BODIES = itertools.product(
    ("article", "story", "post", "entry", "news", "blog", "body", "main", "page", "single", "detail"),
    ("", "s"), ("", "-", "--"),
    ("body", "content", "text", "copy", "inner", "detail", "main"),
)  # fmt: skip

_WORDS: dict[str, str] = {
    "bodyish": " ".join(map("".join, _BODIES)) + " richtext rich-text wysiwyg paragraph prose",
    "content": "content article story post entry main text body",
    "related": "relat recom also -more readmore read-more readnext read-next trending popular latest most- teaser promo suggest"
    " outbrain taboola carousel headlines similar next- upnext recirc onward discover",
    "card": "card item list grid feed loop river stream collection",
    "social": "share sharing social follow facebook twitter whatsapp telegram addthis sns",
    "comment": "comment disqus reply replies respond discussion review",
    "offer": "newsletter subscri signup sign-up donat -cta paywall regwall callto call-to member offer optin piano mailing email"
    " support promo app-",
    "byline": "byline author contributor writer -bio profile vcard people person agency source",
    "date": "date time publish posted stamp meta- -meta info",
    "caption": "caption credit figure legend copyright",
    "picture": "photo image img media gallery slide video player thumb picture lightbox audio podcast",
    "nav": "nav menu breadcrumb header masthead topbar toolbar skip pagination pager crumb",
    "foot": "foot legal disclaim cookie consent gdpr privacy banner modal popup overlay notice alert dialog",
    "side": "sidebar side- -side aside -rail widget right secondary tertiary complementary",
    "tags": "tag categor topic keyword label kicker eyebrow section-name badge",
    "ad": "-ad- -ads- advert sponsor dfp gpt partner commercial affiliate shop product price buy",
    "title": "title headline heading -hed-",
    "lede": "lead lede summary deck standfirst subtitle subhead sub-head excerpt intro -dek- description subhed abstract keypoint"
    " key-point highlights takeaways",
    "embed": "embed tweet instagram pullquote pull-quote quote twitter-",
    "box": "-toc- table-of infobox factbox reference footnote navbox mw-editsection reflist print edit",
}
"""What publishers call the parts of their pages, in class and id: parts of names, whose words a hyphen begins and ends."""

_ELEMENTS: dict[str, tuple[str, ...]] = {
    "article": ("article",), "main": ("main",), "section": ("section",), "aside": ("aside",), "header": ("header",),
    "footer": ("footer",), "nav": ("nav",), "form": ("form",), "figure": ("figure", "figcaption"), "table": ("table",),
    "list": ("ul", "ol", "li"), "blockquote": ("blockquote",), "articleBody": (), "hidden": (),
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"), "dl": ("dl", "dt", "dd"), "button": ("button",),
}  # fmt: skip
"""What an element is by its tag; articleBody and hidden are read from attributes."""

CUES = tuple(dict.fromkeys((*_WORDS, *_ELEMENTS)))
"""Names of the cues, in the order of their bits."""

_BIT_OF = [1 << bit for bit, words in enumerate(_WORDS.values()) for _ in words.split()]
_PARTS = AhoCorasick([part for words in _WORDS.values() for part in words.split()], store_patterns=False)
_PUNCTUATION = str.maketrans(dict.fromkeys("_:./@", "-"))
_OF_TAG = {tag: 1 << CUES.index(name) for name, tags in _ELEMENTS.items() for tag in tags}
_ARTICLE_BODY, _HIDDEN = 1 << CUES.index("articleBody"), 1 << CUES.index("hidden")


class Block(NamedTuple):
    """Text without a break in it."""

    text: str
    """White space folded."""
    tag: str
    """Tag of the block element that holds it."""
    link_share: float
    emphasis: float
    """Share of the text in bold or italics."""
    place: int


class Place(NamedTuple):
    """A block element."""

    parent: int
    """Number of the place around it; the outermost is 0 and its own parent."""
    depth: int
    cues: int
    kind: str
    """Tag and class, alike for elements that are styled alike."""


class Outline:
    """Blocks in reading order, and the tree of the places that hold them."""

    def __init__(self, tree: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.spans: list[tuple[int, int]] = [(0, 0)]
        """By place: its first block and the one after its last."""
        body = tree.find("body") if tree.tag == "html" else tree
        outermost = tree if body is None else body
        self._holders: list[tuple[HtmlElement, int, str]] = [(outermost, 0, "body")]
        self._parts: list[str] = []
        self._linked = self._emphasised = 0
        self._read(outermost, 0, "body", 0)
        self._close(0, "body")
        self.spans[0] = (0, len(self.blocks))
        self.places = self._described()

    def around(self, place: int) -> Iterable[int]:
        """`place` and the places around it, the outermost last."""
        while place:
            yield place
            place = self.places[place].parent
        yield 0

    def _read(self, element: HtmlElement, place: int, tag: str, style: int) -> None:
        if text := element.text:
            self._add(text, style)
        for child in element:
            name = child.tag
            if name in _STYLES:
                self._read(child, place, tag, style | _STYLES[name])
            elif name in {"br", "hr"}:
                self._close(place, tag)
            elif name not in _SILENT and isinstance(name, str):
                self._close(place, tag)
                if len(child) or child.text:
                    self._open(child, place, name, style)
            if text := child.tail:
                self._add(text, style)

    def _open(self, element: HtmlElement, around: int, tag: str, style: int) -> None:
        place, first = len(self._holders), len(self.blocks)
        self._holders.append((element, around, tag))
        self.spans.append((first, first))
        self._read(element, place, tag, style)
        self._close(place, tag)
        if len(self.blocks) > first:
            self.spans[place] = (first, len(self.blocks))
        else:
            del self._holders[place:], self.spans[place:]

    def _described(self) -> list[Place]:
        """The places of the elements that hold text; of the others nothing is asked."""
        places = [Place(0, 0, 0, "body")]
        for element, around, tag in self._holders[1:]:
            kind = f"{tag}.{element.get('class', '')}"
            places.append(Place(around, places[around].depth + 1, _cues(element, tag), kind))
        return places

    def _add(self, text: str, style: int) -> None:
        if text.isspace():
            if self._parts:
                self._parts.append(" ")
            return
        self._parts.append(text)
        if style & _LINK:
            self._linked += len(text.strip())
        if style & _EMPHASIS:
            self._emphasised += len(text.strip())

    def _close(self, place: int, tag: str) -> None:
        """End the block that is being read."""
        if not self._parts:
            return
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        length = len(text)
        linked, emphasised = min(1.0, self._linked / length), min(1.0, self._emphasised / length)
        self.blocks.append(Block(text, tag, linked, emphasised, place))
        self._linked = self._emphasised = 0


def _cues(element: HtmlElement, tag: str) -> int:
    found = _OF_TAG.get(tag, 0)
    for name, value in element.items():
        if name in {"class", "id"}:
            found |= _cues_of_names(value)
        elif name == "itemprop" and "articleBody" in value:
            found |= _ARTICLE_BODY
        elif name in {"hidden", "aria-hidden", "style"} and _hides(name, value):
            found |= _HIDDEN
    return found


def _hides(attribute: str, value: str) -> bool:
    if attribute == "style":
        return "display:none" in value.replace(" ", "")
    return attribute == "hidden" or value == "true"


@lru_cache(maxsize=8_192)
def _cues_of_names(names: str) -> int:
    text = f"-{'- -'.join(names.lower().translate(_PUNCTUATION).split())}-"
    found = 0
    for part, _, _ in _PARTS.find_matches_as_indexes(text, overlapping=True):
        found |= _BIT_OF[part]
    return found
