"""Content codings (gzip, br) undone within bounds and checked to the end of their stream. Pure.

HTTP clients give out what they could decode of a stream that was cut short; here that is an error, because validators
stored with half a feed would hide the other half for ever.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

from media_monitor.collect.failure import FetchError

ADVERTISED = "gzip, br"

_RATIO = 200
"""Decoded bytes per byte received; markup compresses 5 to 30 times, bombs a thousand times."""
_RATIO_FROM = 2**20
"""Decoded bytes below which the ratio says nothing."""


class _Coding(Protocol):
    def decode(self, chunk: bytes, limit: int) -> bytes: ...
    def is_complete(self) -> bool: ...


class _Identity:
    def decode(self, chunk: bytes, limit: int) -> bytes:
        return chunk[:limit]

    def is_complete(self) -> bool:
        return True


class _Gzip:
    """gzip, with any number of members (RFC 1952, 2.2); what follows the last one and is no member is padding."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._is_padding = False

    def decode(self, chunk: bytes, limit: int) -> bytes:
        out = b""
        while chunk and not self._is_padding and len(out) < limit:
            if self._member.eof:
                self._is_padding = not chunk.startswith(b"\x1f")
                self._member = self._member if self._is_padding else zlib.decompressobj(31)
                continue
            out += self._member.decompress(chunk, limit - len(out))
            chunk = self._member.unused_data if self._member.eof else b""
        return out

    def is_complete(self) -> bool:
        return self._member.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def decode(self, chunk: bytes, limit: int) -> bytes:
        decoded: bytes = self._stream.process(chunk, output_buffer_limit=limit)
        return decoded

    def is_complete(self) -> bool:
        return bool(self._stream.is_finished())


_CODINGS: dict[str, type[_Coding]] = {"": _Identity, "identity": _Identity, "gzip": _Gzip, "x-gzip": _Gzip, "br": _Brotli}


class Decoder:
    """A body in the making: `feed` it what arrives, then `finish`."""

    def __init__(self, content_encoding: str, max_bytes: int, keeps_prefix: bool) -> None:
        """Decoder of `content_encoding` (header value) up to `max_bytes` decoded bytes. Raises FetchError (bad_encoding).

        `keeps_prefix`: what lies beyond `max_bytes` is cut off instead of an error.
        """
        coding = _CODINGS.get(content_encoding.strip().lower())
        if coding is None:
            raise FetchError("bad_encoding", f"content encoding {content_encoding[:80]!r} was not asked for ({ADVERTISED})")
        self._coding = coding()
        self._max_bytes = max_bytes
        self._keeps_prefix = keeps_prefix
        self._received = 0
        self._body = bytearray()

    def feed(self, chunk: bytes) -> bool:
        """Take `chunk`; False where no more is needed. Raises FetchError (too_large, bad_encoding)."""
        self._received += len(chunk)
        try:
            self._body += self._coding.decode(chunk, self._max_bytes + 1 - len(self._body))
        except (zlib.error, brotli.error) as error:
            raise FetchError("bad_encoding", f"the compressed body is broken ({error})") from None
        if len(self._body) <= self._max_bytes:
            if len(self._body) > _RATIO_FROM and len(self._body) > _RATIO * self._received:
                raise FetchError("too_large", f"the body grows more than {_RATIO}-fold when decompressed")
            return True
        if self._keeps_prefix:
            del self._body[self._max_bytes :]
            return False
        raise FetchError("too_large", f"the decoded body is larger than {self._max_bytes:,} bytes")

    def finish(self) -> bytes:
        """The whole body. Raises FetchError (truncated) where its coding has not come to its end."""
        is_cut = self._keeps_prefix and len(self._body) == self._max_bytes
        if self._received and not is_cut and not self._coding.is_complete():
            raise FetchError("truncated", "the compressed body stops before its end")
        return bytes(self._body)
