"""`media-monitor extract`: archived and saved pages to JSON Lines (docs/interfaces/extract.schema.json).

The edge of this package: it opens the files that the other modules only see the bytes of.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.archive.register import list_objects
from media_monitor.archive.saved import SUFFIXES, read_saved
from media_monitor.extract import dates, recurring
from media_monitor.extract.page import extractor, word_count
from media_monitor.extract.supervise import PageExtractor
from media_monitor.extract.urls import registrable_domain
from media_monitor.model import Article, Page, Rejected, precision

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


def learned(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines without the paragraphs that recur on their outlets' articles; `recurring` says which, and why.

    The lines wait in a file until the last one was read: nothing can be known to recur before.
    """
    store = recurring.Store()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:
        for found in lines:
            if found["text"]:
                store.learn(_outlet(found), found["title"] or found["text"], found["text"].split("\n\n"))
            waiting.write(json.dumps(found) + "\n")
        waiting.seek(0)
        yield from (_without_recurring(json.loads(text), store) for text in waiting)


def _without_recurring(found: Line, store: recurring.Store) -> Line:
    if not found["text"]:
        return found
    own, dropped = store.split(_outlet(found), found["text"].split("\n\n"))
    if not dropped or not own:  # an article that is all boilerplate is a copy of another, or a mistake here
        return found | {"recurring": []}
    text = "\n\n".join(own)
    return found | {"text": text, "word_count": word_count(text), "recurring": [asdict(block) for block in dropped]}


def _outlet(found: Line) -> str:
    return registrable_domain(found["canonical_url"] or found["url"] or "") or ""


def line(item: Page | BadRecord, result: Article | Rejected | None, record: str | None = None) -> Line:
    """The line of one page: `record` is the file's name, else the record's offset. A BadRecord has no result."""
    place = record or (item.offset if isinstance(item, BadRecord) else item.record_offset)
    if result is None:
        return _line(place, item.url or None, None, "broken", item.problem)
    if isinstance(result, Rejected):
        row = _line(place, item.url or None, result.canonical_url, result.outcome, result.reason)
        return row | {"title": result.title, "language": result.language}
    outcome, reason = "article", "live blog" if result.is_live else None
    if result.is_paywalled:
        outcome, reason = "paywalled", "paywall stub"
    shown = result.edition_at or result.published_local
    return _line(place, result.url or None, result.canonical_url or None, outcome, reason) | {
        "title": result.title,
        "text": result.text,
        "authors": list(result.authors),
        "published_at": _iso(shown),
        "published_precision": precision(shown),
        "published_source": "text" if result.edition_at else result.published_source,
        "first_published_at": _iso(result.published_local),
        "modified_at": _iso(result.modified_at),
        "language": result.language,
        "agency": result.agency,
        "outlet": result.outlet,
        "image": result.image,
        "word_count": result.word_count,
    }


def _line(record: int | str, url: str | None, canonical_url: str | None, outcome: str, reason: str | None) -> Line:
    """A line without an article."""
    fields = ("title", "text", "published_at", "published_precision", "published_source", "first_published_at", "modified_at")
    absent = dict.fromkeys((*fields, "language", "agency", "outlet", "image", "word_count"))
    place = {"record": record, "url": url, "canonical_url": canonical_url, "outcome": outcome, "reason": reason}
    return place | absent | {"authors": [], "extractor": extractor()}


def _iso(moment: dates.Moment | None) -> str | None:
    """RFC 3339 to the minute in the zone the page wrote it in, or the day alone."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat() if moment else None
