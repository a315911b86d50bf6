"""Pages of an archive object: WARC or ARC, compressed or not, ours or anybody's.

Only what a browser would have shown counts: `response` records over HTTP, ARC captures, and `resource` records with an
http(s) address (status 200). Requests, revisits, DNS and crawl notes are passed over without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import BinaryIO

import ada_url
import fsspec

from media_monitor.archive.payload import BLOCK_LIMIT, BODY_LIMIT, Message, decode_body, digest_agrees, media_type, parse_message
from media_monitor.archive.records import BadRecord, Record, records
from media_monitor.errors import ArchiveError
from media_monitor.model import EntryOrigin, Page

__all__ = ["BadRecord", "is_page", "open_object", "page_day", "read_pages"]

_FIELDS_LIMIT = 64 * 1024


def read_pages(url: str, *, day: date | None = None, offsets: Collection[int] | None = None) -> Iterator[Page | BadRecord]:
    """Pages of the object at `url` in its order, and a BadRecord for whatever could not be read.

    `day`: only pages fetched on that UTC day. `offsets`: only the records at these byte offsets. With either, bad records
    are still reported where they are met. Raises ArchiveError if the object itself cannot be opened.
    """
    wanted = None if offsets is None else frozenset(offsets)
    if wanted is not None and not wanted:
        return
    with open_object(url) as stream:
        start = _start(stream, wanted)

        def is_wanted(record: Record) -> bool:
            return (wanted is None or record.offset in wanted) and (day is None or page_day(record) in {day, None})

        remaining = len(wanted) if wanted is not None else None
        for item in _pages(records(stream, start), is_wanted):
            yield item
            if remaining is not None and isinstance(item, Page):
                remaining -= 1
                if remaining == 0:
                    return


def open_object(url: str) -> BinaryIO:
    """Seekable stream of the object at `url` (any fsspec URL, a local path). Raises ArchiveError with what went wrong."""
    try:
        stream: BinaryIO = fsspec.open(url, "rb").open()
    except (OSError, ValueError, ImportError) as error:
        raise ArchiveError(f"{url}: cannot be opened: {error}; check the address and that it may be read") from error
    return stream


def is_page(record: Record) -> bool:
    """Whether the record holds what an http(s) address returned."""
    address = record.headers.get("warc-target-uri", "").lstrip("<")
    if record.kind == "resource":
        return address.startswith(("http://", "https://"))
    return record.kind == "response" and not address.startswith(("dns:", "filedesc:", "whois:", "metadata:"))


def page_day(record: Record) -> date | None:
    """UTC day of WARC-Date, or None where it cannot be read."""
    moment = _moment(record.headers.get("warc-date", ""))
    return moment.date() if moment else None


def _start(stream: BinaryIO, wanted: frozenset[int] | None) -> int:
    """Where to begin reading: the first record asked for, if a record does begin there."""
    if not wanted:
        return 0
    first = min(wanted)
    stream.seek(first)
    return first if stream.read(7).startswith((b"\x1f\x8b\x08", b"WARC/1.")) else 0


def _pages(items: Iterator[Record | BadRecord], is_wanted: Callable[[Record], bool]) -> Iterator[Page | BadRecord]:
    """Pages in order; the metadata record behind a response gives its origin."""
    held: Page | None = None
    held_id: str | None = None
    for item in items:
        if isinstance(item, Record) and held and item.kind == "metadata" and item.headers.get("warc-refers-to") == held_id:
            fields = item.read(_FIELDS_LIMIT)
            held = replace(held, origin=_origin(fields))
            if len(fields) < min(item.length, _FIELDS_LIMIT):
                yield held
                yield BadRecord(item.offset, "the record is truncated: what it says of the page before it is not whole", held.url)
                held = None
            continue
        if held:
            yield held
            held = None
        if isinstance(item, BadRecord):
            yield item
        elif is_page(item) and is_wanted(item):
            result = _page(item)
            if isinstance(result, Page):
                held, held_id = result, item.headers.get("warc-record-id", "")
            else:
                yield result
    if held:
        yield held


def _page(record: Record) -> Page | BadRecord:
    """Page of one response, resource or ARC record."""
    address = record.headers.get("warc-target-uri", "").strip("<> ")
    block = record.read(min(record.length, BLOCK_LIMIT) + 1)
    fetched_at = _moment(record.headers.get("warc-date", ""))
    refusal = _refusal(record, address, block, fetched_at)
    if refusal or fetched_at is None:
        return BadRecord(record.offset, refusal or "no time", address or None)
    message = _bare(record, block) if record.kind == "resource" else parse_message(block)
    if message is None:
        return BadRecord(record.offset, "the record holds no HTTP response", address)
    body, problem = decode_body(message)
    content_type, charset = media_type(message.header("content-type"))
    return Page(
        url=address,
        fetched_at=fetched_at,
        status=message.status,
        content_type=content_type,
        charset=charset,
        body=body,
        record_offset=record.offset,
        problem=problem or _problem(record, block, message, body),
    )


def _bare(record: Record, block: bytes) -> Message:
    """A `resource` record as the response it would have been."""
    return Message(200, (("Content-Type", record.headers.get("content-type", "")),), block)


def _refusal(record: Record, address: str, block: bytes, fetched_at: datetime | None) -> str | None:
    """Why the record cannot be a page at all, or None."""
    if not _is_web_address(address):
        return f"target URI is not an http(s) address: {address[:120]!r}"
    if fetched_at is None:
        return f"WARC-Date cannot be read: {record.headers.get('warc-date', '')[:40]!r}"
    if len(block) < min(record.length, BLOCK_LIMIT):
        return f"truncated: {len(block)} of {record.length} bytes are there"
    return None


def _problem(record: Record, block: bytes, message: Message, body: bytes) -> str | None:
    """What is wrong with a page that could be read, or None."""
    if record.length > BLOCK_LIMIT:
        return f"body is larger than {BODY_LIMIT} bytes"
    if reason := record.headers.get("warc-truncated"):
        return f"cut short by the crawler: {reason[:40]}"
    if not digest_agrees(record.headers.get("warc-block-digest"), (block,)):
        return "block digest does not agree"
    if not digest_agrees(record.headers.get("warc-payload-digest"), (message.payload, body)):
        return "payload digest does not agree"
    return None


def _is_web_address(address: str) -> bool:
    return address.startswith(("http://", "https://")) and bool(ada_url.check_url(address))


def _moment(text: str) -> datetime | None:
    """UTC datetime of an ISO 8601 time; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _origin(fields: bytes) -> EntryOrigin:
    """Origin written by `warc.ArchiveWriter` as application/warc-fields."""
    pairs = (line.partition(":") for line in fields.decode("utf-8", "replace").split("\r\n"))
    values = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return EntryOrigin(
        feed_id=values.get("feed") or None,
        outlet_id=values.get("outlet") or None,
        guid=values.get("guid") or None,
        title=values.get("title") or None,
        published_at=_moment(values.get("published", "")),
    )
