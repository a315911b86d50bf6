"""Turns of hosts across workers: who may begin a request where, and from when on. Its clock is the server's, one for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from media_monitor.warehouse.db import Connection, execute, query


@dataclass(frozen=True, slots=True)
class Reserved:
    """A host on which this worker may begin requests."""

    wait_seconds: float
    """From now on until the first."""
    pause_seconds: float | None
    """From one to the next, where its robots.txt asks for a pause."""


def reserve(connection: Connection, worker: str, hosts: Iterable[str], window: timedelta, rest: timedelta) -> dict[str, Reserved]:
    """Reserve `hosts` for `worker`, each for `window` from its first free moment on; `rest` after that they are free for others.

    Who holds a host already may go on at once.
    """
    parameters = {"worker": worker, "hosts": sorted(set(hosts)), "held_for": window, "then_closed_for": rest}
    rows = query(connection, "hosts/reserve", parameters)
    return {row["host"]: Reserved(max(row["wait_seconds"], 0.0), row["pause_seconds"]) for row in rows}


def release(connection: Connection, worker: str, waits: Mapping[str, float]) -> None:
    """Let go of the hosts that `worker` still holds, each free for others after so many seconds."""
    execute(connection, "hosts/release", {"worker": worker, "hosts": list(waits), "waits": list(waits.values())})


def pace(connection: Connection, pauses: Mapping[str, float | None]) -> None:
    """Keep the pauses that hosts ask for, in seconds; None takes one back."""
    execute(connection, "hosts/pace", {"hosts": list(pauses), "pauses": list(pauses.values())})
