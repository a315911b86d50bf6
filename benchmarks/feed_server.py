"""A loopback server of feeds that change together: every reader that is measured asks this one, in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

ENTRIES = 20
"""Items of a feed; most news feeds hold between 10 and 50."""
_FIRST = datetime(2026, 3, 1, 6, tzinfo=UTC)
_VALIDATOR = re.compile(rb"^if-none-match:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_SUMMARY = "The council met in the old hall until late and put off the vote on the bridge, the quay and the two ferries. " * 3


def document(feed: str, version: int) -> bytes:
    """The feed in a version: each begins with an item that the one before did not have."""
    return _template(version).replace(b"@feed@", feed.encode())


_templates: dict[int, bytes] = {}


def _template(version: int) -> bytes:
    if version not in _templates:
        items = "".join(_item(number) for number in range(version + ENTRIES, version, -1))
        head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News @feed@</title><link>http://news-@feed@.test/</link>'
        _templates[version] = f"{head}<description>All that happened</description>{items}</channel></rss>".encode()
    return _templates[version]


def _item(number: int) -> str:
    link = f"http://news-@feed@.test/2026/{number}/the-council-of-@feed@-met"
    dated = _FIRST + timedelta(minutes=number)
    return (
        f"<item><title>Council of @feed@ meets for the {number}th time</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{dated:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{_SUMMARY}</description></item>"
    )


class _Feeds(asyncio.Protocol):
    """/N.xml is feed N, which knows its ETag; /version/N makes all feeds change. Connections are kept unless asked not to."""

    version = 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._pending = transport, b""

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            head, self._pending = self._pending[:end], self._pending[end + 4 :]
            is_last = b"connection: close" in head.lower()
            self._transport.write(self._answer(head, b"Connection: close\r\n" if is_last else b""))
            if is_last:
                self._transport.close()

    def _answer(self, head: bytes, closing: bytes) -> bytes:
        path = head.split(b" ", 2)[1].partition(b"?")[0].decode()
        if path.startswith("/version/"):
            _Feeds.version = int(path.rpartition("/")[2])
            return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        tag = b'"v%d"' % self.version
        fields = b"ETag: " + tag + b"\r\nCache-Control: max-age=300\r\n" + closing
        known = _VALIDATOR.search(head)
        if known and known.group(1) == tag:
            return b"HTTP/1.1 304 Not Modified\r\n" + fields + b"\r\n"
        body = document(path.rpartition("/")[2].removesuffix(".xml"), self.version)
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n" % len(body)
        return kind + fields + b"\r\n" + body


def _serve(report: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Feeds, "127.0.0.1", 0, backlog=1000)
        report.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def served() -> Iterator[int]:
    """Port of the server, while the block runs."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()
