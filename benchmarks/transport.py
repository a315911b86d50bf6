"""python -m benchmarks.transport: what one polite and guarded GET costs beside one of a bare aiohttp session.

Both ask the same loopback server, which answers 304, for the same feeds with the same number of requests in flight; they take
turns, so that what else the machine does hits both. Exits 1 when a figure falls short.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp

from benchmarks import figures
from benchmarks.figures import Figure, against, reported
from media_monitor.collect.http import FEED, FEED_TYPES, Client
from media_monitor.collect.network import FixedResolver
from media_monitor.model import NotModified

BAR = 0.5
"""Of the bare session's requests per second; the collector, which stores what it learns, must reach 0.3."""
FLAT_BAR = 1.2
"""Memory after 20,000 requests divided by memory after 2,000."""
ROUNDS = 5
REQUESTS = 5_000
HOSTS = 250
"""Twenty feeds each: what a list of 5,000 feeds looks like. Hosts that are asked once only are measured beside it."""
IN_FLIGHT = (32, 100)
NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
AGENT = "media-monitor/0 (+https://example.org/contact)"

Get = Callable[[str], Awaitable[None]]


class NotModifiedServer(asyncio.Protocol):
    """Answers 304 to whatever it is asked, as fast as Python can, and keeps the connection unless it is asked not to."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._pending = transport, b""

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            is_last = b"connection: close" in self._pending[:end].lower()
            self._pending = self._pending[end + 4 :]
            closing = b"Connection: close\r\n" if is_last else b""
            self._transport.write(
                b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nCache-Control: max-age=3600\r\n' + closing + b"\r\n"
            )
            if is_last:
                self._transport.close()


def serve(report: Connection) -> None:
    """Run the server for ever; its port goes to `report`."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(NotModifiedServer, "127.0.0.1", 0, backlog=1000)
        report.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def server() -> Iterator[int]:
    """Port of a server in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def urls(count: int, hosts: int) -> list[str]:
    """`count` feeds on as many hosts; neighbours are on different ones."""
    return [f"http://news-{n % hosts}.test/feeds/{n // hosts}.xml" for n in range(count)]


async def rate(get: Get, asked: list[str], in_flight: int) -> float:
    """Requests per second."""
    waiting = iter(asked)

    async def worker() -> None:
        for url in waiting:
            await get(url)

    start = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(in_flight)))
    return len(asked) / (time.perf_counter() - start)


async def bare(port: int, asked: list[str], in_flight: int) -> float:
    """The rate of an aiohttp session as it comes, with the same headers and names."""
    headers = {"User-Agent": AGENT, "Accept": FEED_TYPES, "If-None-Match": '"v1"'}
    connector = aiohttp.TCPConnector(resolver=FixedResolver("127.0.0.1", port), limit=in_flight)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def get(url: str) -> None:
            async with session.get(url, headers=headers) as response:
                await response.read()
                assert response.status == 304

        return await rate(get, asked, in_flight)


async def ours(port: int, asked: list[str], in_flight: int) -> float:
    """The rate of `Client.get`."""
    async with Client(AGENT, sample=f"127.0.0.1:{port}", per_host_spacing=0) as client:

        async def get(url: str) -> None:
            result = await client.get(url, accept=FEED_TYPES, limits=FEED, now=NOW, etag='"v1"')
            assert isinstance(result, NotModified), result

        return await rate(get, asked, in_flight)


def beside_bare(port: int, in_flight: int, hosts: int, requests: int) -> list[Figure]:
    """Our rate divided by the bare one, median of ROUNDS."""
    asked = urls(requests, hosts)
    rounds = []
    for number in range(ROUNDS):
        ways = (ours, bare) if number % 2 else (bare, ours)
        measured = {way: asyncio.run(way(port, asked, in_flight)) for way in ways}
        rounds.append((measured[ours], measured[bare]))
    name = f"{in_flight} in flight on {hosts:,} hosts"
    ratio = statistics.median(one / other for one, other in rounds)
    return [
        against(f"Client.get ÷ bare aiohttp, {name}", ratio, "ratio", "≥", BAR),
        reported("  Client.get", statistics.median(one for one, _ in rounds), "requests/s"),
        reported("  bare aiohttp", statistics.median(other for _, other in rounds), "requests/s"),
    ]


def memory(port: int) -> list[Figure]:
    """Peak of resident memory after 20,000 requests of one client beside that after 2,000."""

    async def visit() -> tuple[int, int]:
        asked = urls(20_000, 5_000)
        async with Client(AGENT, sample=f"127.0.0.1:{port}", per_host_spacing=0) as client:

            async def get(url: str) -> None:
                await client.get(url, accept=FEED_TYPES, limits=FEED, now=NOW, etag='"v1"')

            await rate(get, asked[:2_000], 32)
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            await rate(get, asked[2_000:], 32)
            return early, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    early, late = asyncio.run(visit())
    return [
        against("memory after 20,000 requests ÷ after 2,000", late / early, "ratio", "≤", FLAT_BAR),
        reported("  memory after 20,000 requests", late / 1024, "MiB"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/bench-transport.json"), help="where the figures go as JSON")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    options = parser.parse_args()
    with server() as port:
        found = memory(port)
        for in_flight in IN_FLIGHT:
            for hosts in (HOSTS, options.requests):
                found += beside_bare(port, in_flight, hosts, options.requests)
    for figure in found:
        print(figures.line(figure))
    figures.write(options.out, found, {"requests": options.requests, "rounds": ROUNDS})
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
