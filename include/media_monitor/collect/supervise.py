"""Feeds parsed in processes that may die: no document can take a worker's time, memory or life.

A child has 5 s of processor time, 10 s of wall time and 1 GiB of address space for each document. What exceeds them is killed
and becomes `NotAFeed`; the documents beside it go on.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import datetime
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from media_monitor.collect.feeds import parse
from media_monitor.model import NotAFeed, ParsedFeed

CPU_SECONDS = 5
WALL_SECONDS = 10
MEMORY_BYTES = 2**30
"""Address space of a child; a feed of 15 MiB takes about a third of it."""

_DOCUMENTS_PER_CHILD = 500
"""A fresh process after as many, against what parsers leave behind."""


class ParserPool:
    """A `with` pool of parsing processes; `parse` may be awaited many times at once.

    Children come from a fork server, not from this process: its threads, locks, sockets and hundreds of megabytes of Airflow
    would come along. Do not use it from a daemonic process, which may not have children.
    """

    def __init__(self, max_workers: int = 2) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", __name__])
        self._pool = ProcessPool(
            max_workers=max_workers,
            max_tasks=_DOCUMENTS_PER_CHILD,
            initializer=confine,
            initargs=(MEMORY_BYTES,),
            context=context,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if kind is None:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()

    async def parse(self, body: bytes, url: str, content_type: str | None, now: datetime) -> ParsedFeed | NotAFeed:
        """`feeds.parse` in a child. Never raises for what `body` does to it."""
        future = self._pool.schedule(_parse_confined, args=(CPU_SECONDS, body, url, content_type, now), timeout=WALL_SECONDS)
        try:
            result: ParsedFeed | NotAFeed = await asyncio.wrap_future(future)
        except FutureTimeoutError:
            return NotAFeed(
                "timeout", f"the parser was stopped after {WALL_SECONDS} s; the document is built to be slow, or huge"
            )
        except ProcessExpired as death:
            if death.exitcode == -signal.SIGXCPU:
                return NotAFeed("timeout", f"the parser was stopped after {CPU_SECONDS} s of processor time")
            return NotAFeed("parse_error", f"the parser died on the document (exit code {death.exitcode})")
        return result


def confine(memory_bytes: int) -> None:
    """Bound this process's memory and leave no core dump of what it read."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: int) -> None:
    """End this process after `seconds` of processor time from now. The kernel counts from its start, hence the sum."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + 1 + seconds, hard))


def _parse_confined(cpu_seconds: int, body: bytes, url: str, content_type: str | None, now: datetime) -> ParsedFeed | NotAFeed:
    limit_cpu(cpu_seconds)
    return parse(body, url, content_type, now)
