"""A hostile HTTP server on loopback: each path misbehaves in its own way. It logs what it was asked."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

import brotli

FEED_XML = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>
<item><title>Ferry strike ends</title><link>/news/1</link><guid>hp-1</guid></item></channel></rss>"""


@dataclass
class Request:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Evil:
    """A running server."""

    address: str
    port: int
    log: list[Request] = field(default_factory=list)
    connections: int = 0
    busy: int = 0
    busiest: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            request = await read_request(reader)
            self.log.append(request)
            async for part in answer(request):
                writer.write(part)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.busy -= 1
            writer.close()


@asynccontextmanager
async def evil_server() -> AsyncIterator[Evil]:
    """The server, on a port of its own."""
    evil = Evil("", 0)
    server = await asyncio.start_server(evil.serve, "127.0.0.1", 0)
    evil.port = server.sockets[0].getsockname()[1]
    evil.address = f"127.0.0.1:{evil.port}"
    try:
        yield evil
    finally:
        server.close()


async def read_request(reader: asyncio.StreamReader) -> Request:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:] if line)
    return Request(lines[0].split()[1], headers, asyncio.get_running_loop().time())


def response(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def gzip_bomb(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(mebibytes)) + packer.flush()


def brotli_bomb(mebibytes: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join(packer.process(bytes(2**20)) for _ in range(mebibytes)) + packer.finish()


def nested(depth: int) -> bytes:
    body = FEED_XML
    for _ in range(depth):
        body = gzip.compress(body)
    return response(body, "Content-Encoding: " + ", ".join(["gzip"] * depth))


OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n"
DRIPS = {"/slow-body": (OPEN, b"<"), "/slow-headers": (b"HTTP/1.1 200 OK\r\n", b"X-More: a\r\n")}
NOISE = bytes(i * 7919 % 251 for i in range(60_000))
ANSWERS: dict[str, Callable[[], bytes]] = {
    "/feed": lambda: response(FEED_XML, "Content-Type: application/rss+xml", 'ETag: W/"v1"', "Set-Cookie: track=1"),
    "/gzip": lambda: response(gzip.compress(FEED_XML), "Content-Encoding: gzip"),
    "/gzip-members": lambda: response(
        gzip.compress(FEED_XML[:40]) + gzip.compress(FEED_XML[40:]) + b"\0\0", "Content-Encoding: gzip"
    ),
    "/br": lambda: response(brotli.compress(FEED_XML), "Content-Encoding: br"),
    "/gzip-cut": lambda: response(gzip.compress(NOISE)[:300], "Content-Encoding: gzip"),
    "/br-cut": lambda: response(brotli.compress(NOISE)[:-9], "Content-Encoding: br"),
    "/gzip-broken": lambda: response(b"this is no gzip stream", "Content-Encoding: gzip"),
    "/bomb/gzip": lambda: response(gzip_bomb(64), "Content-Encoding: gzip"),
    "/bomb/br": lambda: response(brotli_bomb(64), "Content-Encoding: br"),
    "/bomb/small": lambda: response(gzip_bomb(2), "Content-Encoding: gzip"),
    "/zstd": lambda: response(b"(\xb5/\xfd\x04\x00", "Content-Encoding: zstd"),
    "/deflate": lambda: response(zlib.compress(FEED_XML), "Content-Encoding: deflate"),
    "/nested/2": lambda: nested(2),
    "/nested/6": lambda: nested(6),
    "/length-too-long": lambda: response(FEED_XML, length=len(FEED_XML) + 100),
    "/chunked-cut": lambda: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
    "/empty": response,
    "/204": lambda: b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "/304": lambda: b'HTTP/1.1 304 Not Modified\r\nETag: W/"v2"\r\nConnection: close\r\n\r\n',
    "/404": lambda: response(b"gone fishing", status="404 Not Found"),
    "/429": lambda: response(status="429 Too Many Requests"),
    "/503": lambda: response(b"", "Retry-After: 120", status="503 Service Unavailable"),
    "/header-1mb": lambda: response(b"x", "X-Long: " + "a" * 1_000_000),
    "/headers-5000": lambda: response(b"x", *(f"X-{i}: a" for i in range(5000))),
    "/location-60k": lambda: response(b"", "Location: /" + "a" * 60_000, status="302 Found"),
    "/not-http": lambda: b"\x00\x01\x02 hello\r\n\r\n",
    "/hang-up": lambda: b"",
    "/loop": lambda: response(b"", "Location: /loop", status="302 Found"),
}


async def drip(start: bytes, drop: bytes) -> AsyncIterator[bytes]:
    yield start
    while True:
        yield drop
        await asyncio.sleep(0.05)


async def answer(request: Request) -> AsyncIterator[bytes]:
    path, _, query = request.path.partition("?")
    if path in ANSWERS:
        yield ANSWERS[path]()
    elif path in DRIPS:
        async for part in drip(*DRIPS[path]):
            yield part
    elif path == "/to":  # /to?URL redirects to URL
        yield response(b"", "Location: " + unquote(query), status="302 Found")
    elif path == "/slow-hop":  # redirects to itself, after a while
        await asyncio.sleep(0.15)
        yield response(b"", "Location: /slow-hop", status="302 Found")
    elif path.startswith("/hops/"):  # /hops/3 takes three redirects to the feed
        left = int(path[6:])
        target = f"/hops/{left - 1}" if left > 1 else "/feed"
        yield response(b"", f"Location: {target}", status="301 Moved Permanently")
    elif path.startswith("/megabytes/"):  # /megabytes/50 sends 50 MiB, uncompressed
        yield OPEN
        for _ in range(int(path[11:])):
            yield NOISE[:1024] * 1024
    elif path == "/silence":
        await asyncio.sleep(30)
