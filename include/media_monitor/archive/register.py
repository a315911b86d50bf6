"""Which archive objects there are, and what days they cover."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import fsspec

from media_monitor.archive.read import is_page, open_object, page_day
from media_monitor.archive.records import BadRecord, records
from media_monitor.archive.saved import SUFFIXES as HTML_SUFFIXES
from media_monitor.errors import ArchiveError

ARCHIVE_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")

_PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ObjectSurvey:
    """What one archive object holds."""

    record_count: int
    byte_count: int
    days: dict[date, int]
    """Page records per UTC day of their WARC-Date (the day of the fetch, not of publication), in order."""
    problems: tuple[str, ...]
    """At most 20, one for each unreadable record, with its offset."""


def survey(url: str) -> ObjectSurvey:
    """Count the records of a WARC or ARC object by the day of their fetch. Raises ArchiveError if it cannot be opened."""
    days: Counter[date] = Counter()
    problems: list[str] = []
    record_count = 0
    with open_object(url) as stream:
        for item in records(stream):
            if isinstance(item, BadRecord):
                problems.append(f"at {item.offset}: {item.problem}")
                continue
            record_count += 1
            if is_page(item):
                day = page_day(item)
                if day:
                    days[day] += 1
                else:
                    problems.append(f"at {item.offset}: WARC-Date cannot be read")
        byte_count = stream.seek(0, 2)
    return ObjectSurvey(record_count, byte_count, dict(sorted(days.items())), tuple(problems[:_PROBLEMS_SHOWN]))


def list_objects(source_url: str) -> list[str]:
    """Archive objects and HTML files at `source_url`: a file, a folder (all levels) or a glob; sorted.

    A file named outright is listed whatever its suffix. Raises ArchiveError where there is nothing at all.
    """
    try:
        fs, path = fsspec.url_to_fs(source_url)
        if any(c in source_url for c in "*?[") and not fs.exists(path):
            found = [p for p in fs.glob(path) if fs.isfile(p)]
        elif fs.isfile(path):
            found = [path]
        else:
            found = [p for p in fs.find(path) if p.lower().endswith(ARCHIVE_SUFFIXES + HTML_SUFFIXES)]
    except (OSError, ValueError, ImportError) as error:
        raise ArchiveError(f"{source_url}: cannot be listed: {error}; check the address and that it may be read") from error
    if not found and not fs.exists(path):
        raise ArchiveError(f"{source_url}: nothing there; give a file, a folder or a glob of WARC, ARC or HTML files")
    return [fs.unstrip_protocol(p) if "://" in source_url else p for p in sorted(found)]
