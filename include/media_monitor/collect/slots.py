"""One request per host at a time, and a pause between the starts of two, whoever makes them. Waits, and does nothing else.

Within a process the slots themselves see to it. Across workers they ask `Turns` for a stretch of time in which a host is theirs.
"""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

PAUSE = 5.0
"""Seconds from one request to the next on one host, unless its robots.txt asks for more (Media Cloud's pace)."""
_THROTTLED = 6
"""Pauses to wait after a 429: 30 s at the usual 5 s."""
WINDOW = 30.0
"""Seconds for which a host is one worker's: long enough for most batches, short enough to wait for."""
LOOK_AGAIN = 2.0
"""Longest sleep before another look at a host that another worker has: it may be done with it before its time."""


class Turns(Protocol):
    """Where workers agree on whose turn it is on a host."""

    async def reserve(self, host: str) -> tuple[float | None, float]:
        """None where `host` is this worker's for WINDOW from now on, else seconds until it is free; and the pause it asks for."""

    async def release(self, host: str, wait: float) -> None:
        """Let others have `host`, in `wait` seconds from now on."""


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
        self._ends_at: dict[str, float] = {}
        """Ends of the windows in which hosts are this worker's."""
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def rest(self) -> float:
        """Seconds for which a host rests after a 429."""
        return _THROTTLED * self._usual

    def widen(self, host: str, seconds: float) -> None:
        """Leave at least `seconds` between starts on `host` from now on (its robots.txt asks for it)."""
        self._spacing[host] = max(seconds, self._usual)

    def hold(self, host: str) -> None:
        """Let `host` rest: it said 429."""
        self._ready_at[host] = _now() + self.rest

    def grant(self, host: str) -> None:
        """`host` is this worker's for WINDOW from now on: `turns` say so."""
        self._ends_at[host] = _now() + WINDOW

    def let_go(self) -> dict[str, float]:
        """Give up what was granted; seconds from now on for which each of these hosts should be left alone."""
        waits = {host: self._wait(host) for host in self._ends_at}
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
            self._ready_at[host] = _now() + self._spacing.get(host, self._usual)
            yield

    async def _ready(self, host: str) -> None:
        if self._turns and self._ready_at[host] >= self._ends_at.get(host, math.inf):
            # The next request is after the window: others, who may be waiting, get their chance during the pause.
            del self._ends_at[host]
            await self._turns.release(host, self._wait(host))
        if wait := self._wait(host):
            await asyncio.sleep(wait)
        while self._turns and _now() >= self._ends_at.get(host, 0):
            await self._reserve(host, self._turns)

    async def _reserve(self, host: str, turns: Turns) -> None:
        wait, pause = await turns.reserve(host)
        if pause:
            self.widen(host, pause)
        if wait is None:
            self.grant(host)
        else:
            await asyncio.sleep(min(wait, LOOK_AGAIN))

    def _wait(self, host: str) -> float:
        return max(self._ready_at[host] - _now(), 0.0)


def _now() -> float:
    return asyncio.get_running_loop().time()


@lru_cache(maxsize=4_096)
def host_name(url: str) -> str:
    """Host of `url`, by which turns go: without a port; '' where there is none to be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
