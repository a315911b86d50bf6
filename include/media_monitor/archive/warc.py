"""Writing the archive: WARC 1.1 (ISO 28500:2017), one gzip member per record, so that a record can be read by its offset."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tempfile
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Self

import fsspec
from fsspec.implementations.local import LocalFileSystem

from media_monitor.errors import ArchiveError
from media_monitor.model import EntryOrigin, Fetched

_NAMESPACE = uuid.UUID("7a0d5f53-6a9c-5f6f-9d8a-3c54e30ab1c5")
"""Record ids are made from object name and position: writing the same pages again gives the same bytes."""

_DECODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer describe the stored body, which is decoded."""


_ADVICE = "{url}: cannot be written: {error}; check MEDIA_MONITOR_ARCHIVE, its rights and its free space"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record lies in its object."""

    offset: int
    length: int


class ArchiveWriter:
    """Context manager that writes one archive object and makes it visible, whole, at its end.

    Until then the records lie in a temporary file; an error inside the block leaves no object behind. When the block has
    ended the object is on stable storage: only then may its entries count as fetched.
    """

    def __init__(self, archive_url: str, name: str, now: datetime) -> None:
        """`name`: path of the object below `archive_url`, with its .warc.gz. `now`: time of the warcinfo record."""
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not name.endswith(".warc.gz"):
            raise ArchiveError(f"{name!r} cannot name an archive object: give a relative path that ends in .warc.gz")
        self.url = f"{archive_url.rstrip('/')}/{path}"
        self._name, self._now, self._offset = str(path), now, 0
        self._fs, self._path = fsspec.url_to_fs(self.url)

    def __enter__(self) -> Self:
        try:
            self._fs.makedirs(str(PurePosixPath(self._path).parent), exist_ok=True)
            # Beside its final place where that is a local folder: a rename is atomic within one file system only.
            folder = Path(self._path).parent if isinstance(self._fs, LocalFileSystem) else None
            self._file = tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False)
        except OSError as error:
            raise ArchiveError(_ADVICE.format(url=self.url, error=error)) from error
        fields = _fields([("software", "media-monitor"), ("format", "WARC File Format 1.1")])
        self._append("warcinfo", self._now, {"WARC-Filename": self._name, "Content-Type": "application/warc-fields"}, fields)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        temporary = Path(self._file.name)
        try:
            with self._file as file:
                file.flush()
                os.fsync(file.fileno())
            if kind is None:
                self._publish(temporary)
        except OSError as error:
            raise ArchiveError(_ADVICE.format(url=self.url, error=error)) from error
        finally:
            temporary.unlink(missing_ok=True)

    def write(self, fetched: Fetched, origin: EntryOrigin | None = None) -> Location:
        """Append a response and the metadata record of its request and origin. Gives the response's place."""
        block, payload_digest = _http_block(fetched)
        headers = {
            "WARC-Target-URI": fetched.url,
            "WARC-Payload-Digest": payload_digest,
            "Content-Type": "application/http; msgtype=response",
        }
        location, record_id = self._append("response", fetched.fetched_at, headers, block)
        headers = {"WARC-Target-URI": fetched.url, "WARC-Refers-To": record_id, "Content-Type": "application/warc-fields"}
        about = _fields([*_request_fields(fetched), *_origin_fields(origin or EntryOrigin())])
        self._append("metadata", fetched.fetched_at, headers, about)
        return location

    def _append(self, kind: str, moment: datetime, headers: dict[str, str], block: bytes) -> tuple[Location, str]:
        record_id = f"<urn:uuid:{uuid.uuid5(_NAMESPACE, f'{self._name}#{self._offset}')}>"
        member = _member(kind, record_id, moment, headers, block)
        self._file.write(member)
        location = Location(self._offset, len(member))
        self._offset += len(member)
        return location, record_id

    def _publish(self, temporary: Path) -> None:
        """Make the object visible under its name, durably."""
        if not isinstance(self._fs, LocalFileSystem):
            with temporary.open("rb") as source, self._fs.open(self._path, "wb") as target:
                shutil.copyfileobj(source, target)
            return
        final = Path(self._path)
        temporary.chmod(0o644)  # a temporary file is its owner's alone, an archive object is not
        temporary.replace(final)
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # without it the new name may not survive a power cut
        finally:
            os.close(folder)


def _member(kind: str, record_id: str, moment: datetime, headers: dict[str, str], block: bytes) -> bytes:
    """One WARC record as a gzip member of its own."""
    stamp = moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id,
        "WARC-Date": stamp,
        **headers,
        "WARC-Block-Digest": _digest(block),
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in named.items())
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)  # no time stamp in the member: same input, same bytes
    return packer.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n") + packer.flush()


def _http_block(fetched: Fetched) -> tuple[bytes, str]:
    """The response as an HTTP message with its decoded body, and the digest of that body."""
    try:
        reason = HTTPStatus(fetched.status).phrase
    except ValueError:
        reason = ""
    kept = [(k, v) for k, v in fetched.headers if k.lower() not in _DECODED]
    lines = [f"HTTP/1.1 {fetched.status:03d} {reason}", *(f"{_one_line(k)}: {_one_line(v)}" for k, v in kept)]
    head = "\r\n".join([*lines, f"Content-Length: {len(fetched.body)}", "", ""])
    return head.encode("utf-8", "replace") + fetched.body, _digest(fetched.body)


def _request_fields(fetched: Fetched) -> list[tuple[str, str | None]]:
    """How long it took, and each redirect on the way: status and where to. `fetchTimeMs` is what crawlers name it."""
    return [("fetchTimeMs", str(fetched.duration_ms)), *(("redirect", f"{status} {url}") for status, url in fetched.redirects)]


def _origin_fields(origin: EntryOrigin) -> list[tuple[str, str | None]]:
    return [
        ("feed", origin.feed_id),
        ("outlet", origin.outlet_id),
        ("guid", origin.guid),
        ("title", origin.title),
        ("published", origin.published_at.isoformat() if origin.published_at else None),
    ]


def _fields(values: Iterable[tuple[str, str | None]]) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in values if value).encode("utf-8", "replace")


def _one_line(value: str) -> str:
    """`value` without line ends: a header or a headline must not be able to start a new field."""
    return " ".join(value.splitlines()).replace("\0", "")


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()
