"""Visits of the HTTP client to the server that misbehaves, and names that resolve to whatever a test wants."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from media_monitor.collect import http
from media_monitor.model import Failed, Fetched, NotModified
from unit.collect.evil import Evil, evil_server

NOW = datetime(2031, 5, 17, 9, 30, 15, tzinfo=UTC)
AGENT = "media-monitor/0 (+https://example.org/contact)"
HASTY = replace(http.FEED, total_seconds=0.4)

Result = Fetched | NotModified | Failed


def ask(
    *urls: str,
    limits: http.Limits = http.FEED,
    is_sample: bool = True,
    resolver: Any = None,
    spacing: float = 0.0,
    **conditions: Any,
) -> tuple[list[Result], Evil]:
    """What the client makes of `urls`, asked at once, and the server they were asked of. `PORT` in a URL is the server's."""

    async def visit() -> tuple[list[Result], Evil]:
        async with evil_server() as evil:
            if resolver:
                resolver.port = evil.port
            sample = evil.address if is_sample else None
            async with http.Client(AGENT, sample=sample, per_host_spacing=spacing, resolver=resolver) as client:
                gets = (client.get(url, accept=http.FEED_TYPES, limits=limits, now=NOW, **conditions) for url in urls)
                return list(await asyncio.gather(*gets)), evil

    return asyncio.run(visit())


def ask_one(path: str, **options: Any) -> Result:
    return ask(f"http://evil.test{path}", **options)[0][0]


def kind_of(path: str, **options: Any) -> str:
    result = ask_one(path, **options)
    assert isinstance(result, Failed), result
    assert result.detail
    assert "\n" not in result.detail
    return result.kind


class Lying(AbstractResolver):
    """A resolver that answers `addresses` at the port of the server."""

    port = 0

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=a, port=self.port, family=family, proto=0, flags=0) for a in self.addresses]

    async def close(self) -> None:
        pass


@dataclass
class Growth:
    """Of this process's resident memory, at its highest."""

    mebibytes: float = 0.0


@contextmanager
def memory_growth() -> Iterator[Growth]:
    """The growth inside the block. The kernel's mark of the highest point is put back first."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, growth = _kibibytes("VmRSS"), Growth()
    yield growth
    growth.mebibytes = (_kibibytes("VmHWM") - before) / 1024


def _kibibytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
