"""What poll and fetch share: the HTTP client as the settings want it, and the archive object that a worker fills."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, datetime
from types import TracebackType
from typing import Self

from media_monitor.archive.warc import ArchiveWriter, Location
from media_monitor.collect.http import Client
from media_monitor.collect.slots import PAUSE, Slots
from media_monitor.model import EntryOrigin, Fetched
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.warehouse import polls
from media_monitor.warehouse.db import Connection

FULL_BYTES = 2**28
"""An archive object takes nothing more once it is so large (256 MiB, compressed); what waits goes into the next."""
SAMPLE_SPACING = 0.0
"""Injected pace: the newsroom on loopback needs no rest between requests."""


def spacing(settings: Settings) -> float:
    """Seconds from one request to the next on one host."""
    return PAUSE if settings.sample is None else SAMPLE_SPACING


def open_client(settings: Settings, slots: Slots | None = None) -> Client:
    """The client of this installation; `slots` where it shares hosts with other workers."""
    return Client(settings.user_agent, sample=settings.sample, slots=slots or Slots(spacing(settings)))


class Crate:
    """An archive object that is made only when there is something to put in, and entered in the ledger when it is closed."""

    def __init__(self, archive_url: str, purpose: str, at: datetime) -> None:
        """`purpose` (feeds, pages) and `at` name the object; a random suffix keeps workers apart."""
        made_at = now()
        name = f"{purpose}/{at:%Y/%m/%d}/{purpose}-{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.warc.gz"
        self._writer = ArchiveWriter(archive_url, name, made_at)
        self._purpose, self._made_at = purpose, made_at
        self._opened: ArchiveWriter | None = None
        self._days: Counter[date] = Counter()
        self._bytes = 0
        self.object_id: int | None = None

    @property
    def url(self) -> str | None:
        """Address of the object, None while nothing was put in."""
        return self._opened.url if self._opened else None

    @property
    def is_full(self) -> bool:
        """True where what is still to be fetched belongs into another object."""
        return self._bytes >= FULL_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._opened is not None:
            self._opened.__exit__(kind, error, tb)

    def add(self, fetched: Fetched, origin: EntryOrigin | None = None) -> Location:
        """Archive one response; where it lies."""
        if self._opened is None:
            self._opened = self._writer.__enter__()
        location = self._opened.write(fetched, origin)
        self._days[fetched.fetched_at.date()] += 1
        self._bytes = location.offset + location.length
        return location

    def enter(self, connection: Connection) -> None:
        """Enter the closed object in the ledger, in the caller's transaction."""
        if self._opened is not None:
            page_count = self._days.total()
            counts = {"record_count": page_count, "page_count": page_count, "byte_count": self._bytes}
            self.object_id = polls.write_object(connection, self._opened.url, self._purpose, self._made_at, counts, self._days)
