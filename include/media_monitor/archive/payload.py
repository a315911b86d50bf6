"""HTTP messages as archives keep them. Pure: bytes in, values out.

Archives are looser than the wire: bodies are often stored decoded while the header still names the coding, chunk sizes are
wrong, status lines lack a reason. What can be read is read; what cannot is said in `problem`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass

import brotli

BODY_LIMIT = 20 * 1024 * 1024
"""Most decoded bytes of one page. Four times the cap of a live fetch, since foreign archives had other caps."""

BLOCK_LIMIT = BODY_LIMIT + 64 * 1024
"""Most bytes read of one record: a body that needed no decoding, and its header."""

_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t].*)?$")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_HEAD_LIMIT = 64 * 1024
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP response as stored."""

    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    """Body as stored, codings and all."""

    def header(self, name: str) -> str:
        """First header called `name` (any case), or ''."""
        return next((v for k, v in self.headers if k.lower() == name), "")


def parse_message(block: bytes) -> Message | None:
    """HTTP response in `block`, or None where it does not begin with a status line and header of at most 64 KiB."""
    end = _HEAD_END.search(block, 0, _HEAD_LIMIT)
    head, payload = (block[: end.start()], block[end.end() :]) if end else (block[:_HEAD_LIMIT], b"")
    lines = head.replace(b"\r\n", b"\n").split(b"\n")
    status = _STATUS_LINE.match(lines[0].strip())
    if not status:
        return None
    pairs = (line.decode("latin-1").partition(":") for line in lines[1:])
    return Message(int(status[1]), tuple((k.strip(), v.strip()) for k, colon, v in pairs if colon), payload)


def media_type(content_type: str) -> tuple[str, str | None]:
    """(type/subtype in lower case or '', charset or None) of a Content-Type value."""
    kind, _, parameters = content_type.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset[1] if charset else None


def decode_body(message: Message, limit: int = BODY_LIMIT) -> tuple[bytes, str | None]:
    """Body without transfer and content codings, at most `limit` bytes, and what was wrong with it (None = nothing)."""
    body = message.payload
    if "chunked" in message.header("transfer-encoding").lower():
        body = _without_chunks(body)
    problem = None
    for coding in reversed([c.strip().lower() for c in message.header("content-encoding").split(",")]):
        if problem is None and coding not in {"", "identity", "utf-8", "none"}:
            body, problem = _decoded(body, coding, limit)
    if len(body) > limit:
        return body[:limit], f"body is larger than {limit} bytes"
    return body, problem


def digest_agrees(digest: str | None, candidates: tuple[bytes, ...]) -> bool:
    """Whether a WARC digest header ('sha1:BASE32', or hexadecimal) fits one of `candidates`. Unknown algorithms agree."""
    algorithm, _, value = (digest or "").partition(":")
    if algorithm.lower() not in {"sha1", "sha256", "md5"}:
        return True
    expected = _digest_bytes(value.strip())
    digests = (hashlib.new(algorithm.lower(), c, usedforsecurity=False).digest() for c in candidates)
    return expected is None or expected in digests


def _digest_bytes(value: str) -> bytes | None:
    """Bytes of a digest written in hexadecimal or base 32; None where it is neither."""
    try:
        if len(value) in {32, 40, 64} and re.fullmatch(r"[0-9a-fA-F]+", value) and not (len(value) == 32 and value.isupper()):
            return bytes.fromhex(value)
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except (binascii.Error, ValueError):
        return None


def _without_chunks(body: bytes) -> bytes:
    """Chunked body put together; a body that is not chunked after all comes back as it is, a broken tail as stored."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    return b"".join([*parts, body[at:]])


def _decoded(body: bytes, coding: str, limit: int) -> tuple[bytes, str | None]:
    """`body` without one content coding: at most limit + 1 bytes, and what was wrong."""
    if coding in {"gzip", "x-gzip"} and not body.startswith(_GZIP_MAGIC):
        return body, None  # stored decoded, the header kept: common in archives
    try:
        if coding in {"gzip", "x-gzip"}:
            return _inflated(body, zlib.MAX_WBITS | 16, limit)
        if coding == "deflate":
            return _inflated(body, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS, limit)
        if coding == "br":
            return _unbrotlied(body, limit)
    except (zlib.error, brotli.error) as error:
        looks_plain = body.lstrip()[:1] in {b"<", b"{"}
        return (body, None) if looks_plain else (b"", f"{coding} body cannot be decoded: {error}")
    return b"", f"content coding {coding[:20]!r} is not known"


def _inflated(body: bytes, wbits: int, limit: int) -> tuple[bytes, str | None]:
    decoder = zlib.decompressobj(wbits)
    out = decoder.decompress(body, limit + 1)
    cut = not decoder.eof and len(out) <= limit
    return out, "compressed body is cut short" if cut else None


def _unbrotlied(body: bytes, limit: int) -> tuple[bytes, str | None]:
    decoder = brotli.Decompressor()
    out = bytearray(decoder.process(body, output_buffer_limit=limit + 1))
    while not decoder.is_finished() and len(out) <= limit:
        more = decoder.process(b"", output_buffer_limit=limit + 1 - len(out))
        if not more:
            return bytes(out), "compressed body is cut short"
        out += more
    return bytes(out), None
