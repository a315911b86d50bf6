"""A hostile HTTP server on loopback: each path misbehaves in its own way. It logs what it was asked."""

from __future__ import annotations

import asyncio
import functools
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
    called: list[str] = field(default_factory=list)
    """The address of this server that each connection came to."""
    connections: int = 0
    busy: int = 0
    busiest: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.called.append(writer.get_extra_info("sockname")[0])
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
    server = await asyncio.start_server(evil.serve, "0.0.0.0", 0)
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
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@functools.cache
def gzip_bomb(mebibytes: int) -> bytes:
    """Zeros, a thousand times smaller; the flushed block may be repeated. Its end is missing, which nobody lives to see."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head, block = (packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return head + block * (mebibytes - 1)


@functools.cache
def brotli_bomb(mebibytes: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join(packer.process(bytes(2**20)) for _ in range(mebibytes)) + packer.finish()


def nested(depth: int) -> bytes:
    body = FEED_XML
    for _ in range(depth):
        body = gzip.compress(body)
    return response(body, "Content-Encoding: " + ", ".join(["gzip"] * depth))


CONSENT = b"<!DOCTYPE html><html><head><title>Before you continue</title></head><body><form>Accept all</form></body></html>"
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
    "/gzip-cut": lambda: response(gzip.compress(NOISE)[:300], "Content-Encoding: gzip", 'ETag: "half"'),
    "/br-cut": lambda: response(brotli.compress(NOISE)[:-9], "Content-Encoding: br"),
    "/gzip-broken": lambda: response(b"this is no gzip stream", "Content-Encoding: gzip"),
    "/bomb/gzip": lambda: response(gzip_bomb(2048), "Content-Encoding: gzip"),
    "/bomb/br": lambda: response(brotli_bomb(2048), "Content-Encoding: br"),
    "/bomb/small": lambda: response(gzip_bomb(2), "Content-Encoding: gzip"),
    "/bomb/zstd": lambda: response(b"(\xb5/\xfd" + bytes(65_000), "Content-Encoding: zstd"),
    "/zstd": lambda: response(b"(\xb5/\xfd\x04\x00", "Content-Encoding: zstd"),
    "/deflate": lambda: response(zlib.compress(FEED_XML), "Content-Encoding: deflate"),
    "/nested/2": lambda: nested(2),
    "/nested/6": lambda: nested(6),
    "/length-too-short": lambda: response(FEED_XML, length=100),
    "/length-too-long": lambda: response(FEED_XML, length=len(FEED_XML) + 100),
    "/chunked-cut": lambda: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
    "/empty": response,
    "/204": lambda: b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "/206": lambda: response(FEED_XML[:90], "Content-Range: bytes 0-89/300", 'ETag: "v1"', status="206 Partial Content"),
    "/226": lambda: response(FEED_XML, "IM: feed", 'ETag: "v1"', status="226 IM Used"),
    "/304": lambda: b'HTTP/1.1 304 Not Modified\r\nETag: W/"v2"\r\nConnection: close\r\n\r\n',
    "/consent": lambda: response(CONSENT, "Content-Type: text/html; charset=utf-8", 'ETag: "wall"'),
    "/challenge": lambda: response(CONSENT, "Content-Type: text/html", "cf-mitigated: challenge", 'ETag: "wall"'),
    "/challenge-403": lambda: response(CONSENT, "cf-mitigated: challenge", status="403 Forbidden"),
    "/404": lambda: response(b"gone fishing", status="404 Not Found"),
    "/429": lambda: response(status="429 Too Many Requests"),
    "/503": lambda: response(b"", "Retry-After: 120", status="503 Service Unavailable"),
    "/header-1mb": lambda: response(b"x", "X-Long: " + "a" * 1_000_000),
    "/headers-5000": lambda: response(b"x", *(f"X-{i}: a" for i in range(5000))),
    "/location-60k": lambda: response(b"", "Location: /" + "a" * 60_000, status="302 Found"),
    "/header-nul": lambda: response(b"x", "X-Odd: a\0b"),
    "/header-lone-cr": lambda: response(b"x", "X-Odd: a\rX-Smuggled: yes"),
    "/location-crlf": lambda: response(b"", "Location: /feed\r\nX-Smuggled: yes", status="302 Found"),
    "/location-escaped-crlf": lambda: response(b"", "Location: /feed?%0d%0aX-Smuggled:%20yes", status="302 Found"),
    "/not-http": lambda: b"\x00\x01\x02 hello\r\n\r\n",
    "/hang-up": lambda: b"",
    "/loop": lambda: response(b"", "Location: /loop", status="302 Found"),
}


async def drip(start: bytes, drop: bytes) -> AsyncIterator[bytes]:
    yield start
    while True:
        yield drop
        await asyncio.sleep(0.05)


def redirect(target: str, status: str = "302 Found") -> bytes:
    return response(b"", f"Location: {target}", status=status)


async def slow_hop(_: str) -> AsyncIterator[bytes]:
    """Redirects to itself, after a while."""
    await asyncio.sleep(0.15)
    yield redirect("/slow-hop")


async def hops(left: str) -> AsyncIterator[bytes]:
    """/hops/3 takes three redirects to the feed."""
    yield redirect(f"/hops/{int(left) - 1}" if int(left) > 1 else "/feed", "301 Moved Permanently")


async def detour(left: str) -> AsyncIterator[bytes]:
    """/detour/3?URL redirects to URL at the fourth hop."""
    count, _, target = left.partition("?")
    yield redirect(f"/detour/{int(count) - 1}?{target}" if int(count) else unquote(target))


async def megabytes(count: str) -> AsyncIterator[bytes]:
    """/megabytes/50 sends 50 MiB, uncompressed."""
    yield OPEN
    for _ in range(int(count)):
        yield NOISE[:1024] * 1024


async def endless(_: str) -> AsyncIterator[bytes]:
    yield OPEN
    while True:
        yield NOISE


async def silence(_: str) -> AsyncIterator[bytes]:
    await asyncio.sleep(30)
    yield b""


WAYS: dict[str, Callable[[str], AsyncIterator[bytes]]] = {
    "/slow-hop": slow_hop,
    "/hops/": hops,
    "/detour/": detour,
    "/megabytes/": megabytes,
    "/endless": endless,
    "/silence": silence,
}


async def answer(request: Request) -> AsyncIterator[bytes]:
    path = request.path.partition("?")[0]
    if path in ANSWERS:
        yield ANSWERS[path]()
    elif request.path in DRIPS:
        async for part in drip(*DRIPS[request.path]):
            yield part
    elif request.path.startswith("/to?"):  # /to?URL redirects to URL
        yield redirect(unquote(request.path[4:]))
    else:
        start = next((start for start in WAYS if request.path.startswith(start)), None)
        if start is not None:
            async for part in WAYS[start](request.path.removeprefix(start)):
                yield part
