"""Pages extracted where they can do no harm: those built large go to a process that may die. Another effect of this package.

Such a child has 16 s of wall time, 12 s of processor time and 1 GiB of address space for each page. A page that exceeds them is
refused by name, the ones beside it go on. All others are extracted in the caller's process: no page below these limits was found
to take 5 s.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import TimeoutError as FutureTimeoutError
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from media_monitor.collect.supervise import confine, limit_cpu
from media_monitor.extract.page import extract, rejected
from media_monitor.model import Article, Page, Rejected

CPU_SECONDS = 12
WALL_SECONDS = 16
"""With the start of the child and its end, the caller has waited 20 s at most, on a busy machine too."""
MEMORY_BYTES = 2**30

_LARGE_BYTES = 2**21
_LARGE_TAGS = 10_000
"""Bytes, or tags, from which on a page is large. One in a hundred of 996 real pages is."""

_PAGES_PER_CHILD = 200


class PageExtractor:
    """A `with` block in which pages are extracted. Do not use it from a daemonic process, which may not have children."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()

    def extract(self, page: Page) -> Article | Rejected:
        """As `page.extract`; a page that is large is refused where it takes too much. Never raises for what the page does."""
        if len(page.body) < _LARGE_BYTES and page.body.count(b"<") < _LARGE_TAGS:
            return extract(page)
        future = self._children().schedule(_extract_confined, args=(CPU_SECONDS, page), timeout=WALL_SECONDS)
        try:
            result: Article | Rejected = future.result()
        except (FutureTimeoutError, ProcessExpired) as death:
            limit = "memory" if isinstance(death, ProcessExpired) and death.exitcode >= 0 else "time"
            return rejected(page, "broken", f"extraction stopped: too much {limit}")
        except MemoryError:
            return rejected(page, "broken", "extraction stopped: too much memory")
        return result

    def _children(self) -> ProcessPool:
        """The pool, made when the first large page comes: most batches have none."""
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            self._pool = ProcessPool(
                max_workers=1, max_tasks=_PAGES_PER_CHILD, initializer=confine, initargs=(MEMORY_BYTES,), context=context
            )
        return self._pool


def _extract_confined(cpu_seconds: int, page: Page) -> Article | Rejected:
    limit_cpu(cpu_seconds)
    return extract(page)
