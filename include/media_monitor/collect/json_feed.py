"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Pure."""

from __future__ import annotations

import json
from typing import Any

from media_monitor.collect.raw_feed import NotAFeedError, RawFeed, RawItem

_VERSIONS = {"https://jsonfeed.org/version/1": "json10", "https://jsonfeed.org/version/1.1": "json11"}


def read(body: bytes) -> RawFeed:
    """The feed in `body`. Raises NotAFeedError for other JSON, ValueError for what is no JSON."""
    document = json.loads(body)
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or version.rstrip("/") not in _VERSIONS:
        raise NotAFeedError("JSON, but no JSON Feed")
    items = document.get("items")
    return RawFeed(
        version=_VERSIONS[version.rstrip("/")],
        title=_text(document.get("title")),
        items=[_item(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else [],
        is_malformed=not isinstance(items, list),
    )


def _item(item: dict[str, Any]) -> RawItem:
    return RawItem(
        link=_text(item.get("url")) or _text(item.get("external_url")),
        guid=_text(item.get("id")),
        title=_text(item.get("title")),
        summary=_text(item.get("summary")) or _text(item.get("content_text")) or _text(item.get("content_html")),
        date=_text(item.get("date_published")) or _text(item.get("date_modified")),
    )


def _text(value: Any) -> str | None:
    """`value` as text; numbers too, which 1.0 allowed as ids."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)
