"""A page as blocks of text in reading order, each with its place in the tree. Pure; one pass, nothing judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

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
_EMPHASIS = frozenset({"b", "strong", "em", "i"})

_WORDS: dict[str, str] = {
    "bodyish": r"(?:article|story|post|entry|news|blog|body|main|page|single|detail)s?[-_]*(?:body|content|text|copy|inner|detail"
    r"|main)|rich-?text|wysiwyg|paragraph|prose",
    "content": r"content|article|story|post|entry|main|text|body",
    "related": r"relat|recom|also|\bmore|read-?(?:more|next)|trending|popular|latest|most-|teaser|promo|suggest|outbrain|taboola"
    r"|carousel|headlines|similar|next-|upnext|recirc|onward|discover",
    "card": r"card|item|list|grid|feed|loop|river|stream|collection",
    "social": r"share|sharing|social|follow|facebook|twitter|whatsapp|telegram|addthis|sns",
    "comment": r"comment|disqus|repl(?:y|ies)|respond|discussion|review",
    "offer": r"newsletter|subscri|sign-?up|donat|\bcta|paywall|regwall|call-?to|member|offer|optin|piano|mailing|email|support"
    r"|promo|app-",
    "byline": r"byline|author|contributor|writer|\bbio|profile|vcard|people|person|agency|source",
    "date": r"date|time|publish|posted|stamp|meta\b|meta-|-meta|info",
    "caption": r"caption|credit|figure|legend|copyright",
    "picture": r"photo|image|img|media|gallery|slide|video|player|thumb|picture|lightbox|audio|podcast",
    "nav": r"nav|menu|breadcrumb|header|masthead|topbar|toolbar|skip|pagination|pager|crumb",
    "foot": r"foot|legal|disclaim|cookie|consent|gdpr|privacy|banner|modal|popup|overlay|notice|alert|dialog",
    "side": r"sidebar|side-|-side|aside|\brail|-rail|widget|right|secondary|tertiary|complementary",
    "tags": r"tag|categor|topic|keyword|label|kicker|eyebrow|section-name|badge",
    "ad": r"\bads?\b|\bad-|-ad\b|advert|sponsor|dfp|gpt|partner|commercial|affiliate|shop|product|price|buy",
    "title": r"title|headline|heading|\bhed\b",
    "lede": r"lead|lede|summary|deck|standfirst|subtitle|sub-?head|excerpt|intro|\bdek\b|description|subhed|abstract|key-?points"
    r"|highlights|takeaways",
    "embed": r"embed|tweet|instagram|pull-?quote|quote|twitter-",
    "box": r"\btoc\b|table-of|infobox|factbox|reference|footnote|navbox|mw-editsection|reflist|print|edit",
}
"""What publishers call the parts of their pages, in class and id."""

_ELEMENTS: dict[str, tuple[str, ...]] = {
    "article": ("article",), "main": ("main",), "section": ("section",), "aside": ("aside",), "header": ("header",),
    "footer": ("footer",), "nav": ("nav",), "form": ("form",), "figure": ("figure", "figcaption"), "table": ("table",),
    "list": ("ul", "ol", "li"), "blockquote": ("blockquote",), "articleBody": (), "hidden": (),
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"), "dl": ("dl", "dt", "dd"), "button": ("button",),
}  # fmt: skip
"""What an element is by its tag; articleBody and hidden are read from attributes."""

CUES = tuple(dict.fromkeys((*_WORDS, *_ELEMENTS)))
"""Names of the cues, in the order of their bits."""

_PATTERNS = tuple((1 << bit, re.compile(pattern)) for bit, pattern in enumerate(_WORDS.values()))
_OF_TAG = {tag: 1 << CUES.index(name) for name, tags in _ELEMENTS.items() for tag in tags}
_ARTICLE_BODY, _HIDDEN = 1 << CUES.index("articleBody"), 1 << CUES.index("hidden")


class Block(NamedTuple):
    """Text without a break in it."""

    text: str
    """White space folded."""
    tag: str
    """Tag of the block element that holds it."""
    link_share: float
    links: int
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
        self.places: list[Place] = [Place(0, 0, 0, "body")]
        self.spans: list[tuple[int, int]] = [(0, 0)]
        """By place: its first block and the one after its last."""
        self._parts: list[str] = []
        self._linked = self._links = self._emphasised = 0
        body = tree.find("body") if tree.tag == "html" else tree
        self._read(tree if body is None else body, 0, "body", is_link=False, is_emphasis=False)
        self._close(0, "body")
        self.spans[0] = (0, len(self.blocks))

    def around(self, place: int) -> Iterable[int]:
        """`place` and the places around it, the outermost last."""
        while place:
            yield place
            place = self.places[place].parent
        yield 0

    def _read(self, element: HtmlElement, place: int, tag: str, *, is_link: bool, is_emphasis: bool) -> None:
        if element.text:
            self._add(element.text, is_link, is_emphasis)
        for child in element:
            name = child.tag
            if name in _SILENT:
                pass
            elif name in _INLINE:
                self._links += name == "a"
                self._read(child, place, tag, is_link=is_link or name == "a", is_emphasis=is_emphasis or name in _EMPHASIS)
            elif name in {"br", "hr"}:
                self._close(place, tag)
            elif isinstance(name, str):
                if self._parts:
                    self._close(place, tag)
                self._open(child, place, name, is_link, is_emphasis)
            if child.tail:
                self._add(child.tail, is_link, is_emphasis)

    def _open(self, element: HtmlElement, around: int, tag: str, is_link: bool, is_emphasis: bool) -> None:
        place, first = len(self.places), len(self.blocks)
        self.places.append(Place(around, self.places[around].depth + 1, _cues(element, tag), f"{tag}.{element.get('class', '')}"))
        self.spans.append((first, first))
        self._read(element, place, tag, is_link=is_link, is_emphasis=is_emphasis)
        if self._parts:
            self._close(place, tag)
        self.spans[place] = (first, len(self.blocks))

    def _add(self, text: str, is_link: bool, is_emphasis: bool) -> None:
        self._parts.append(text)
        if is_link:
            self._linked += len(text.strip())
        if is_emphasis:
            self._emphasised += len(text.strip())

    def _close(self, place: int, tag: str) -> None:
        """End the block that is being read."""
        if not self._parts:
            return
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        if text:
            length = len(text)
            linked, emphasised = min(1.0, self._linked / length), min(1.0, self._emphasised / length)
            self.blocks.append(Block(text, tag, linked, self._links, emphasised, place))
        self._linked = self._links = self._emphasised = 0


def _cues(element: HtmlElement, tag: str) -> int:
    attributes = element.attrib
    found = _OF_TAG.get(tag, 0)
    for name, value in attributes.items():
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
    found = 0
    for name in names.lower().split():
        found |= _cues_of_name(name)
    return found


@lru_cache(maxsize=32_768)
def _cues_of_name(name: str) -> int:
    return sum(bit for bit, pattern in _PATTERNS if pattern.search(name))
