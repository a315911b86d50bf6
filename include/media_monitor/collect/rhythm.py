"""How often a feed has something new, by the dates of its entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from statistics import median

from media_monitor.model import Entry

LATEST = 20
"""Entries that count: what a usual feed lists, so that yesterday's rush does not set today's pace."""
FEWEST = 5
"""Different dates below which there is no rhythm to speak of."""


def rhythm(entries: Iterable[Entry], now: datetime) -> int | None:
    """Median gap in whole seconds between the latest dates of `entries` up to `now`; None where too few are dated.

    The median, because a night and a burst of ten at once are both no rhythm.
    """
    dates = sorted({e.published_at for e in entries if e.published_at is not None and e.published_at <= now})[-LATEST:]
    if len(dates) < FEWEST:
        return None
    return int(median((later - earlier).total_seconds() for earlier, later in pairwise(dates)))
