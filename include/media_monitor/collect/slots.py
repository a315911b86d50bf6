"""One request per host at a time, and a pause between the starts of two, whoever makes them. Waits, and does nothing else.

Within a process the slots themselves see to it. Across workers they ask `Turns` for a stretch of time in which a host is theirs.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol
from urllib.parse import urlsplit

PAUSE = 5.0
"""Seconds from one request to the next on one host, unless its robots.txt asks for more (Media Cloud's pace)."""
_THROTTLED = 6
"""Pauses to wait after a 429: 30 s at the usual 5 s."""
WINDOW = 30.0
"""Seconds for which a host is one worker's: long enough for most batches, short enough to wait for."""


class Turns(Protocol):
    """Where workers agree on whose turn it is on a host."""

    async def reserve(self, host: str) -> tuple[float, float]:
        """Seconds until `host` is this worker's for WINDOW, and the pause in seconds that it asks for (0 for none)."""


class Slots:
    """Turns of hosts. Hosts do not wait for each other."""

    def __init__(self, spacing: float, turns: Turns | None = None) -> None:
        """Slots with `spacing` seconds from one start to the next on the same host.

        `turns`: where other workers are asked. Without a spacing there is nothing to agree on.
        """
        self._usual = spacing
        self._turns = turns if spacing else None
        self._spacing: dict[str, float] = {}
        self._ready_at: defaultdict[str, float] = defaultdict(float)
        self._ends_at: defaultdict[str, float] = defaultdict(float)
        """End of the window in which the host is this worker's."""
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def widen(self, host: str, seconds: float) -> None:
        """Leave at least `seconds` between starts on `host` from now on (its robots.txt asks for it)."""
        self._spacing[host] = max(seconds, self._usual)

    def hold(self, host: str) -> None:
        """Let `host` rest: it said 429."""
        self._ready_at[host] = asyncio.get_running_loop().time() + self.rest

    @property
    def rest(self) -> float:
        """Seconds for which a host rests after a 429."""
        return _THROTTLED * self._usual

    def grant(self, host: str, wait: float, pause: float) -> None:
        """`host` is this worker's for WINDOW in `wait` seconds from now on, as `Turns.reserve` says."""
        start = asyncio.get_running_loop().time() + wait
        self._ready_at[host], self._ends_at[host] = max(self._ready_at[host], start), start + WINDOW
        if pause:
            self.widen(host, pause)

    def let_go(self) -> dict[str, float]:
        """Give up all windows; seconds from now on for which each of their hosts should be left alone."""
        now = asyncio.get_running_loop().time()
        waits = {host: max(self._ready_at[host] - now, 0.0) for host in self._ends_at}
        self._ends_at.clear()
        return waits

    async def ready(self, host: str) -> None:
        """Return when a request on `host` would not have to wait: whoever has many to make takes up room only then."""
        async with self._locks[host]:
            await self._ready(host)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The body of the `async with` runs when it is its turn on `host`; first come, first served."""
        async with self._locks[host]:
            await self._ready(host)
            self._ready_at[host] = asyncio.get_running_loop().time() + self._spacing.get(host, self._usual)
            yield

    async def _ready(self, host: str) -> None:
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(max(self._ready_at[host] - clock(), 0))
        while self._turns and clock() >= self._ends_at[host]:
            self.grant(host, *await self._turns.reserve(host))
            await asyncio.sleep(max(self._ready_at[host] - clock(), 0))


def host_name(url: str) -> str:
    """Host of `url`, by which turns go: without a port; '' where there is none to be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
