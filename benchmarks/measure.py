"""What a piece of work costs: wall time, and CPU time of this process and its PostgreSQL backend. Linux."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media_monitor.warehouse.db import Connection

ROUNDS = 7
"""Of each measurement; the figure is their median. What is compared takes turns, so that what else the machine does hits both."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds."""

    wall: float
    own: float
    """CPU time of this process."""
    backend: float
    """CPU time of its PostgreSQL backend."""

    @property
    def cpu(self) -> float:
        """Of both."""
        return self.own + self.backend

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.own + other.own, self.backend + other.backend)


class Meter:
    """Measures blocks that work on one connection; `costs` has one entry a block."""

    def __init__(self) -> None:
        self.costs: list[Cost] = []

    @contextmanager
    def block(self, connection: Connection) -> Iterator[None]:
        """Measure the block, its commit included if the block commits."""
        backend = connection.info.backend_pid
        wall, own, theirs = time.perf_counter(), time.process_time(), cpu_seconds(backend)
        yield
        costs = (time.perf_counter() - wall, time.process_time() - own, cpu_seconds(backend) - theirs)
        self.costs.append(Cost(*costs))

    @property
    def last(self) -> Cost:
        """The cost of the last block."""
        return self.costs[-1]


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used (its first thread: a PostgreSQL backend has no other)."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def median(costs: Iterable[Cost], of: Callable[[Cost], float]) -> float:
    """Median of a part of the costs."""
    return statistics.median(map(of, costs))


def ratio(ones: Iterable[Cost], others: Iterable[Cost], of: Callable[[Cost], float]) -> float:
    """Median over the rounds of what the ones cost divided by what the others cost in the same round."""
    return statistics.median(of(one) / of(other) for one, other in zip(ones, others, strict=True))


def server_cpu_seconds(connection: Connection) -> float:
    """CPU time that the whole server has used: its first process, those that ended, those that live."""
    postmaster = int(_fields(connection.info.backend_pid)[1])
    used = sum(map(int, _fields(postmaster)[11:15]))  # its own, and that of its children who ended
    alive = (_fields(int(folder.name)) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    used += sum(int(fields[11]) + int(fields[12]) for fields in alive if fields and int(fields[1]) == postmaster)
    return used / os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[str]:
    """What /proc/PID/stat says after the name: state, parent, …; nothing of a process that has just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
