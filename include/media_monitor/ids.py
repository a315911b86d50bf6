"""Stable keys. Pure: text in, bytes or short text out; no randomness, no clock.

Keys are SHA-256 because a B-tree refuses index rows over 2,704 bytes while URLs and GUIDs have no such bound
(PostgreSQL 15 and 18, measured).
"""

from __future__ import annotations

import hashlib


def sha256(text: str) -> bytes:
    """SHA-256 of UTF-8 `text` (32 bytes). Lone surrogates, which UTF-8 cannot carry, are hashed as '?'."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def url_key(canonical_url: str) -> bytes:
    """Article key of a canonical URL. Neither scheme nor a leading `www.` counts: sites serve one article under all of them."""
    return sha256("url:" + canonical_url.partition("://")[2].removeprefix("www."))


def guid_key(feed_id: str, guid: str) -> bytes:
    """Article key of a feed entry's GUID, which is unique within its feed only (RSS 2.0, `guid`)."""
    return sha256(f"guid:{feed_id}\n{guid}")


def short_id(text: str, length: int = 12) -> str:
    """First `length` hexadecimal digits of the SHA-256 of `text`: an id that people can read out."""
    return sha256(text).hex()[:length]


def shard_of(text: str, shards: int) -> int:
    """Shard 0..shards-1 of `text`; the same in every process and release (unlike `hash`)."""
    return int.from_bytes(sha256(text)[:8], "big") % shards
