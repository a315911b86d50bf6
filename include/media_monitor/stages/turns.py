"""Turns of hosts, agreed on with other workers through the warehouse."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from media_monitor.collect.slots import WINDOW, Slots, host_name
from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import hosts
from media_monitor.warehouse.db import Connection, KeptConnection


class WarehouseTurns:
    """The part of one worker in `ops.host`. A `with` block: it may hold a connection."""

    def __init__(self, settings: Settings, spacing: float) -> None:
        """`spacing`: seconds from one start to the next on the same host; 0 where nobody needs a pause."""
        self.slots = Slots(spacing, self)
        self._is_needed = bool(spacing)
        self._warehouse = KeptConnection(warehouse_dsn(settings))
        self._worker = secrets.token_hex(8)
        self._rest = timedelta(seconds=self.slots.rest)
        self._one_at_a_time = asyncio.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._warehouse.close()

    def reserve_all(self, connection: Connection, urls: Iterable[str]) -> None:
        """Reserve the hosts of `urls` that are free, in the caller's transaction: one statement instead of one per request.

        Call it in the event loop.
        """
        names = {host_name(url) for url in urls} - {""}
        if self._is_needed and names:
            for host, reserved in self._reserve(connection, names).items():
                if reserved.pause_seconds:
                    self.slots.widen(host, reserved.pause_seconds)
                if reserved.is_mine:
                    self.slots.grant(host)

    def release_all(self, connection: Connection) -> None:
        """Let other workers have what this one has reserved, each host after its pause; in the caller's transaction."""
        if self._is_needed:
            hosts.release(connection, self._worker, self.slots.let_go())

    async def reserve(self, host: str) -> tuple[float | None, float]:
        """One host that was not reserved, or no longer is."""
        reserved = (await self._on_own(self._reserve, {host}))[host]
        return None if reserved.is_mine else reserved.wait_seconds, reserved.pause_seconds or 0.0

    async def release(self, host: str, wait: float) -> None:
        """Let others have `host`, in `wait` seconds from now on."""
        await self._on_own(hosts.release, self._worker, {host: wait})

    def _reserve(self, connection: Connection, names: Iterable[str]) -> dict[str, hosts.Reserved]:
        return hosts.reserve(connection, self._worker, names, timedelta(seconds=WINDOW), self._rest)

    async def _on_own(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """`act` in a short transaction of its own, beside the event loop."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._commit, act, *arguments)

    def _commit(self, act: Callable[..., Any], *arguments: Any) -> Any:
        with self._warehouse.transaction() as connection:
            return act(connection, *arguments)
