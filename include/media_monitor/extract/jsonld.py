"""Structured data that pages carry for search engines (schema.org in JSON-LD), read as leniently as it is written."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]

_SCRIPT_LIMIT = 2 * 1024 * 1024
_NODE_LIMIT = 2_000
_DEPTH_LIMIT = 40
_WRAPPERS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review)$")


def nodes(tree: HtmlElement) -> list[Node]:
    """Every JSON object in the page's JSON-LD, outer before inner; scripts that cannot be read are passed over."""
    found: list[Node] = []
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in script.get("type", "").lower() and script.text and len(script.text) <= _SCRIPT_LIMIT:
            found.extend(_objects(_loads(script.text), 0))
    return found[:_NODE_LIMIT]


def article(all_nodes: list[Node]) -> Node:
    """The node that describes the article: the richest of schema.org's article types; {} where there is none."""
    candidates = [n for n in all_nodes if is_article(n)]
    return max(
        candidates, key=lambda n: sum(bool(n.get(k)) for k in ("headline", "datePublished", "author", "articleBody")), default={}
    )


def is_article(node: Node) -> bool:
    """Whether the node's type is one of schema.org's kinds of article."""
    return any(_ARTICLE.search(t) for t in types(node))


def types(node: Node) -> list[str]:
    """The node's @type as a list of names."""
    value = node.get("@type")
    return [t for t in (value if isinstance(value, list) else [value]) if isinstance(t, str)]


def text(value: object) -> str | None:
    """Plain text of a JSON-LD value: a string, a node's name or url, the first of a list."""
    if isinstance(value, list):
        return next((t for v in value[:5] if (t := text(v))), None)
    if isinstance(value, dict):
        return text(value.get("name")) or text(value.get("@value"))
    if isinstance(value, str):
        plain = " ".join(re.sub(r"<[^>]{1,200}>", " ", html.unescape(value)).split())
        return plain or None
    return None


def address(value: object) -> str | None:
    """URL of a JSON-LD value: a string, or a node's url or @id."""
    if isinstance(value, list):
        return next((a for v in value[:5] if (a := address(v))), None)
    if isinstance(value, dict):
        return address(value.get("url")) or address(value.get("contentUrl")) or address(value.get("@id"))
    return value.strip() if isinstance(value, str) and value.strip() else None


def _loads(source: str) -> object:
    source = _WRAPPERS.sub("", source).strip().rstrip(";")
    for attempt in (source, _TRAILING_COMMA.sub(r"\1", source), html.unescape(source)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[Node]:
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)
