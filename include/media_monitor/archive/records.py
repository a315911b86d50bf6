"""Records of WARC and ARC objects, one after the other, past every damaged one.

FastWARC frames WARC (it refuses header bombs at once and says where a record starts). ARC is framed here: an ARC record is one
line and as many bytes as it says (ARC 1.0: https://archive.org/web/researcher/ArcFileFormat.php).
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord

_GZIP_MAGIC = b"\x1f\x8b\x08"
_WARC_MAGIC = b"WARC/1."
_WINDOW = 1 << 20
_LINE_LIMIT = 8 * 1024
"""Longest ARC header line; URLs end long before."""

_ARC_LINE = re.compile(
    r"(?P<url>\S.*?) (?P<ip>[0-9a-fA-F.:]+|-) (?P<date>\d{14}) (?P<type>\S+)(?: \S+ \S+ \S+ \S+ \S+)? (?P<length>\d{1,12})"
)


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record, or the bytes after one, that could not be read."""

    offset: int
    problem: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record as framed, its block not yet read."""

    offset: int
    """Byte offset in the object. Where records share a gzip member (and in a compressed ARC) it is an ordinal only."""
    kind: str
    """WARC-Type; `response` for the pages of an ARC."""
    length: int
    """Bytes of the block, as declared."""
    headers: dict[str, str]
    """WARC header, names in lower case. ARC lines are given as if they were one."""
    read: Callable[[int], bytes]
    """First n bytes of the block; before the next record is asked for."""


def records(stream: BinaryIO, start: int = 0) -> Iterator[Record | BadRecord]:
    """Every record of a seekable WARC or ARC `stream` from byte `start` on; damage becomes one BadRecord, then goes on."""
    stream.seek(0)
    head = stream.read(_LINE_LIMIT)
    plain = _first_bytes(head)
    if not head:
        yield BadRecord(0, "the object is empty")
    elif _ARC_LINE.match(plain.decode("utf-8", "replace")) or plain.startswith(b"filedesc:"):
        yield from _arc_records(stream, is_gzip=head.startswith(_GZIP_MAGIC))
    else:
        yield from _warc_records(stream, start, _GZIP_MAGIC if head.startswith(_GZIP_MAGIC) else _WARC_MAGIC)


def _first_bytes(head: bytes) -> bytes:
    if not head.startswith(_GZIP_MAGIC):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _LINE_LIMIT)
    except zlib.error:
        return b""


# ---- WARC ------------------------------------------------------------------------------------------------------------


def _warc_records(stream: BinaryIO, start: int, magic: bytes) -> Iterator[Record | BadRecord]:
    """Records framed by FastWARC; where it stops, reading goes on at the next place that looks like a record."""
    at: int | None = start
    owed: BadRecord | None = None
    while at is not None:
        last, error = None, None
        stream.seek(at)
        try:
            for raw in ArchiveIterator(stream, parse_http=False):
                if owed:
                    yield owed
                    owed = None
                last = raw.stream_pos if last is None else max(raw.stream_pos, last + 1)
                yield _warc_record(raw, last)
        except OSError as stopped:
            error = str(stopped)
        if error is None:
            if last is not None and magic == _GZIP_MAGIC and (end := _member_end(stream, last)) is not None:
                yield BadRecord(end, "the object ends in the middle of this record")
            return
        if last is None:
            yield BadRecord(at, f"not a readable WARC record: {error}")
            owed = None
        else:
            # an offset of its own, where no record can begin: every page and every damage has its one outcome
            owed = BadRecord(last + 1, f"the bytes after this record are not a WARC record: {error}")
        at = _next_magic(stream, (at if last is None else last) + 1, magic)
    if owed:
        yield owed


def _warc_record(raw: WarcRecord, offset: int) -> Record | BadRecord:
    headers = {k.lower(): v.strip() for k, v in reversed(raw.headers.to_tuples())}
    if "content-length" not in headers:  # mandatory (ISO 28500, 5.3); FastWARC takes it for 0
        return BadRecord(offset, "truncated in its header, or none of WARC: it has no Content-Length")
    return Record(offset, headers.get("warc-type", "unknown").lower(), raw.content_length, headers, raw.reader.read)


def _member_end(stream: BinaryIO, start: int) -> int | None:
    """Offset of what follows the gzip member at `start`; None if nothing does, or no whole member is there.

    FastWARC says nothing of a last member that is cut before its first line.
    """
    stream.seek(start)
    member, given = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
    try:
        while not member.eof and (window := member.unconsumed_tail or stream.read(_WINDOW)):
            given += 0 if member.unconsumed_tail else len(window)
            member.decompress(window, _WINDOW)
    except zlib.error:
        return None
    is_followed = bool(member.unused_data or stream.read(1))
    return start + given - len(member.unused_data) if member.eof and is_followed else None


def _next_magic(stream: BinaryIO, start: int, magic: bytes) -> int | None:
    """Offset of the next `magic` at or after `start`, or None."""
    tail = b""
    while True:
        stream.seek(start)
        window = stream.read(_WINDOW)
        if not window:
            return None
        found = (tail + window).find(magic)
        if found >= 0:
            return start - len(tail) + found
        tail = window[-len(magic) + 1 :]
        start += len(window)


# ---- ARC -------------------------------------------------------------------------------------------------------------


def _arc_records(stream: BinaryIO, *, is_gzip: bool) -> Iterator[Record | BadRecord]:
    """Records of an ARC object; offsets count decompressed bytes."""
    stream.seek(0)
    source: BinaryIO = gzip.GzipFile(fileobj=stream) if is_gzip else stream  # type: ignore[assignment]
    offset, is_lost = 0, False
    while True:
        offset = source.tell()
        try:
            line = source.readline(_LINE_LIMIT)
        except (OSError, EOFError, zlib.error) as error:
            yield BadRecord(offset, f"the object ends in the middle: {error}")
            return
        if not line:
            return
        record = _arc_record(line, offset, source)
        if isinstance(record, BadRecord) and not is_lost:
            yield record
        elif isinstance(record, Record):
            yield record
            if not _skip_to(source, offset + len(line) + record.length):
                return
        is_lost = isinstance(record, BadRecord) and not line.endswith(b"\n")


def _arc_record(line: bytes, offset: int, source: BinaryIO) -> Record | BadRecord | None:
    """Record of an ARC header line; None for blank lines and what belongs to no record."""
    text = line.decode("utf-8", "replace").strip()
    match = _ARC_LINE.fullmatch(text)
    if match:
        kind = "response" if match["url"].startswith(("http://", "https://")) else "warcinfo"
        headers = {"warc-target-uri": match["url"], "warc-date": _iso_time(match["date"]), "content-type": "application/http"}
        return Record(offset, kind, int(match["length"]), headers, lambda n: _read_some(source, min(n, int(match["length"]))))
    if text.startswith(("http://", "https://")):
        return BadRecord(offset, f"not an ARC header line: {text[:120]}", text.split(" ")[0])
    return None


def _iso_time(digits: str) -> str:
    """ISO 8601 form of an ARC date, '' where it is no time."""
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def _read_some(source: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; fewer where the stream is damaged or ends."""
    parts: list[bytes] = []
    try:
        while size > 0 and (part := source.read(min(size, _WINDOW))):
            parts.append(part)
            size -= len(part)
    except (OSError, EOFError, zlib.error):
        pass  # the caller sees a short block, and says so
    return b"".join(parts)


def _skip_to(source: BinaryIO, end: int) -> bool:
    """Move on to `end`; False where the stream breaks before."""
    while (missing := end - source.tell()) > 0:
        if not _read_some(source, min(missing, _WINDOW)):
            return False
    return True
