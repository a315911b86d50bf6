"""One request per host at a time, and a pause between the starts of two. Holds within one process; waits, does nothing else."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_THROTTLED = 6
"""Pauses to wait after a 429: 30 s at the usual 5 s."""


class Slots:
    """Turns of hosts. Hosts do not wait for each other."""

    def __init__(self, spacing: float) -> None:
        """Slots with `spacing` seconds from one start to the next on the same host."""
        self._usual = spacing
        self._spacing: dict[str, float] = {}
        self._ready_at: defaultdict[str, float] = defaultdict(float)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def widen(self, host: str, seconds: float) -> None:
        """Leave at least `seconds` between starts on `host` from now on (its robots.txt asks for it)."""
        self._spacing[host] = max(seconds, self._usual)

    def hold(self, host: str) -> None:
        """Let `host` rest: it said 429."""
        self._ready_at[host] = asyncio.get_running_loop().time() + _THROTTLED * self._usual

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The body of the `async with` runs when it is its turn on `host`; first come, first served."""
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            await asyncio.sleep(max(self._ready_at[host] - clock(), 0))
            self._ready_at[host] = clock() + self._spacing.get(host, self._usual)
            yield
