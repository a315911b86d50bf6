"""Turns of hosts across workers: who may begin a request where, and from when on. Its clock is the server's, one for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from media_monitor.warehouse.db import Connection, execute, query


@dataclass(frozen=True, slots=True)
class Reserved:
    """A host that a worker asked for."""

    is_mine: bool
    """It may begin requests there."""
    wait_seconds: float
    """Until it is free, if it is another's."""
    pause_seconds: float | None
    """From one request to the next, where its robots.txt asks for a pause."""


def reserve(connection: Connection, worker: str, hosts: Iterable[str], window: timedelta, rest: timedelta) -> dict[str, Reserved]:
    """Reserve for `worker`, for `window` from now on, those of `hosts` that are free; if it is lost, `rest` later for anybody.

    Nobody stands in line for the others: they may be free sooner than it seems, so ask again.
    """
    parameters = {"worker": worker, "hosts": sorted(set(hosts)), "held_for": window, "then_closed_for": rest}
    rows = query(connection, "hosts/reserve", parameters)
    return {row["host"]: Reserved(row["is_mine"], row["wait_seconds"], row["pause_seconds"]) for row in rows}


def release(connection: Connection, worker: str, waits: Mapping[str, float]) -> None:
    """Let go of the hosts that `worker` still holds, each free for others after so many seconds."""
    execute(connection, "hosts/release", {"worker": worker, "hosts": list(waits), "waits": list(waits.values())})


def pace(connection: Connection, pauses: Mapping[str, float | None]) -> None:
    """Keep the pauses that hosts ask for, in seconds; None takes one back."""
    execute(connection, "hosts/pace", {"hosts": list(pauses), "pauses": list(pauses.values())})
