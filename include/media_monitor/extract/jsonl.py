"""`media-monitor extract`: archived and saved pages to JSON Lines (docs/interfaces/extract.schema.json).

The edge of this package: it opens the files that the other modules only see the bytes of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.archive.register import list_objects
from media_monitor.archive.saved import SUFFIXES, read_saved
from media_monitor.extract import dates
from media_monitor.extract.page import extractor
from media_monitor.extract.supervise import PageExtractor
from media_monitor.model import Article, Page, Rejected

Line = dict[str, Any]


def extract_inputs(inputs: Iterable[str], url: str | None = None) -> Iterator[Line]:
    """One line per response record or HTML file of `inputs` (files, folders, globs), in order, nothing dropped.

    `url` is the address of a single HTML file. Raises ArchiveError for an input that is not there.
    """
    with PageExtractor() as pages:
        for name in (name for source in inputs for name in list_objects(source)):
            is_html = name.lower().endswith(SUFFIXES)
            file = Path(name.removeprefix("file://"))
            for item in read_saved(file, url) if is_html else read_pages(name):
                result = None if isinstance(item, BadRecord) else pages.extract(item)
                yield line(item, result, file.name if is_html else None)


def line(item: Page | BadRecord, result: Article | Rejected | None, record: str | None = None) -> Line:
    """The line of one page: `record` is the file's name, else the record's offset. A BadRecord has no result."""
    place = record or (item.offset if isinstance(item, BadRecord) else item.record_offset)
    if result is None:
        return _line(place, item.url or None, None, "broken", item.problem)
    if isinstance(result, Rejected):
        row = _line(place, item.url or None, result.canonical_url, result.outcome, result.reason)
        return row | {"title": result.title, "language": result.language}
    outcome, reason = ("paywalled", "paywall stub") if result.is_paywalled else ("article", None)
    return _line(place, result.url or None, result.canonical_url or None, outcome, reason) | {
        "title": result.title,
        "text": result.text,
        "authors": list(result.authors),
        "published_at": _iso(result.published_local),
        "published_precision": result.published_precision,
        "published_source": result.published_source,
        "modified_at": _iso(result.modified_at),
        "language": result.language,
        "agency": result.agency,
        "outlet": result.outlet,
        "image": result.image,
        "word_count": result.word_count,
    }


def _line(record: int | str, url: str | None, canonical_url: str | None, outcome: str, reason: str | None) -> Line:
    """A line without an article."""
    fields = ("title", "text", "published_at", "published_precision", "published_source", "modified_at", "language", "agency")
    absent = dict.fromkeys((*fields, "outlet", "image", "word_count"))
    place = {"record": record, "url": url, "canonical_url": canonical_url, "outcome": outcome, "reason": reason}
    return place | absent | {"authors": [], "extractor": extractor()}


def _iso(moment: dates.Moment | None) -> str | None:
    """RFC 3339 to the minute in the zone the page wrote it in, or the day alone."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat() if moment else None
