"""Pages saved as HTML files, by a browser or a script.

The file itself does not say where it came from, so its address is a claim: an address given by the caller, a sidecar `NAME.url`
(plain or as Windows writes it), the comment browsers leave (`saved from url=`), a file name that is an escaped address.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from media_monitor.archive.payload import BODY_LIMIT
from media_monitor.archive.records import BadRecord
from media_monitor.errors import ArchiveError
from media_monitor.model import Page

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->")
_SIDECAR_LIMIT = 16 * 1024


def saved_files(path: Path) -> list[Path]:
    """HTML files at or below `path`, sorted by name."""
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.name.lower().endswith(SUFFIXES) and p.is_file())


def read_saved(path: Path, url: str | None = None) -> Iterator[Page | BadRecord]:
    """A Page per HTML file at or below `path`, in order of name; `record_offset` counts the files from 0.

    `url` is the address where one file is given. A page whose address nobody knows has the url ''. `fetched_at` is the time
    of the file. Raises ArchiveError if `path` does not exist.
    """
    if not path.exists():
        raise ArchiveError(f"{path}: no such file or folder; give WARC, ARC or HTML files, or a folder of them")
    for ordinal, file in enumerate(saved_files(path)):
        try:
            yield _page(file, ordinal, url)
        except (OSError, EOFError, zlib.error) as error:
            yield BadRecord(ordinal, f"{file.name}: cannot be read: {error}", url)


def _page(file: Path, ordinal: int, url: str | None) -> Page:
    with gzip.open(file, "rb") if file.name.lower().endswith(".gz") else file.open("rb") as stream:
        body = stream.read(BODY_LIMIT + 1)
    return Page(
        url=url or _address(file, body),
        fetched_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        status=200,
        content_type="text/html",
        charset=None,
        body=body[:BODY_LIMIT],
        record_offset=ordinal,
        problem=f"body is larger than {BODY_LIMIT} bytes" if len(body) > BODY_LIMIT else None,
    )


def _address(file: Path, body: bytes) -> str:
    """Best claim to the file's address, or ''."""
    for sidecar in (file.with_name(file.name + ".url"), file.with_name(file.name.split(".")[0] + ".url")):
        if sidecar.is_file():
            with sidecar.open("rb") as stream:
                lines = stream.read(_SIDECAR_LIMIT).decode("utf-8", "replace").split()
            found = next((line.removeprefix("URL=") for line in lines if line.removeprefix("URL=").startswith("http")), None)
            if found:
                return found
    if comment := _SAVED_FROM.search(body, 0, _SIDECAR_LIMIT):
        return comment[1].decode("utf-8", "replace")
    name = unquote(file.name)
    return name if name.startswith(("http://", "https://")) else ""
