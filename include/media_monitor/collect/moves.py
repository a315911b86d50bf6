"""Feeds that moved for good (RFC 9110, 15.4.2 and 15.4.9). Pure.

One permanent redirect may be a captive portal or a mistake: the feed is asked at its new address once MOVED_AFTER polls in a
row, spread over MOVED_OVER, were led there. To another registrable domain it goes only by a person's word, who changes the
address on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from media_monitor.extract.urls import registrable_domain
from media_monitor.model import Feed, Move

MOVED_AFTER = 3
MOVED_OVER = timedelta(hours=24)


def moved(feed: Feed, redirects: Sequence[tuple[int, str]], now: datetime) -> Move | None:
    """What is known of the feed's move after a successful poll at `now` that took these redirects (status, address)."""
    permanent = list(takewhile(lambda hop: hop[0] in {301, 308}, redirects))
    if not permanent:
        # It is where it was asked: at its new address, or still (or again) at the old one.
        return feed.move if feed.move and feed.move.moved_at else None
    target = permanent[-1][1]
    if feed.move is None or feed.move.target != target:
        return Move(target, 1, now)
    move = replace(feed.move, poll_count=feed.move.poll_count + 1)
    return replace(move, moved_at=now) if _is_sure(move, now) and is_same_site(feed.url, target) else move


def is_same_site(url: str, other: str) -> bool:
    """Whether both addresses are under one registrable domain."""
    domain = registrable_domain(url)
    return domain is not None and domain == registrable_domain(other)


def _is_sure(move: Move, now: datetime) -> bool:
    return move.poll_count >= MOVED_AFTER and now - move.since >= MOVED_OVER
