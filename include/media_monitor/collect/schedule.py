"""When to ask again. Pure: what happened and `now` go in, a plan comes out.

The publisher decides: without a word from it a feed is asked once an hour; its own word (max-age, Expires, ttl,
sy:updatePeriod) may bring that down to five minutes or up to a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from media_monitor.collect.headers import freshness
from media_monitor.model import Failed, Feed, Fetched, NotAFeed, NotModified, ParsedFeed

MINUTE, HOUR, DAY = 60, 3_600, 86_400

USUAL = HOUR
"""Seconds between polls of a feed whose publisher says nothing."""
LEAST = 5 * MINUTE
"""Seconds between polls, whatever the publisher invites to."""
MOST = 7 * DAY
"""Seconds between polls, whatever the publisher asks for: a mistyped max-age must not silence a feed for ever."""
IDLE_AFTER = timedelta(days=30)
"""A feed without a newer entry is asked once a day."""
LONGEST_BACK_OFF = DAY
FORBIDDEN_STEP = 4 * HOUR
"""Seconds added for each 401 or 403 in a row, up to LONGEST_BACK_OFF."""
JITTER = 0.1
"""Largest part of a wait that is added to it, so that feeds due together drift apart. Never subtracted."""

RECHECKS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3), timedelta(days=3), timedelta(days=30))
"""Ages at which an article is fetched again. Most corrections come within hours; the last two find silent edits."""

Reason = Literal["hint", "usual", "unchanged", "idle", "retry_after", "back_off", "forbidden", "disallowed", "gone"]


@dataclass(frozen=True, slots=True)
class Plan:
    """When a feed is asked next, and why then."""

    next_poll_at: datetime | None
    """None: never again, unless a person says so."""
    interval_seconds: int
    """The feed's own interval, to be stored with it. Failures and jitter leave it as it is."""
    reason: Reason


def plan_poll(
    feed: Feed,
    result: Fetched | NotModified | Failed | NotAFeed,
    parsed: ParsedFeed | None,
    now: datetime,
    jitter: float,
    newest_entry_at: datetime | None,
) -> Plan:
    """The next poll of `feed` after `result`.

    `feed` is as it was before this poll (`failure_count` does not count it). `parsed` is None where the body was the same as
    last time. `jitter` is a draw from 0..1. `newest_entry_at` is the newest entry ever seen in the feed.
    """
    wait: int | None
    if isinstance(result, Fetched | NotModified):
        interval, reason = _interval(feed, result, parsed, now)
        is_idle = newest_entry_at is not None and now - newest_entry_at > IDLE_AFTER and interval < DAY
        wait, reason = (DAY, "idle") if is_idle else (interval, reason)
    else:
        interval = feed.interval_seconds or USUAL
        wait, reason = _wait_after_failure(feed.failure_count + 1, interval, result)
    if wait is None:
        return Plan(None, interval, reason)
    return Plan(now + timedelta(seconds=min(wait, MOST) * (1 + JITTER * jitter)), interval, reason)


def next_recheck(first_fetched_at: datetime, done: int) -> datetime | None:
    """When an article is fetched again after `done` re-checks; None when that was enough."""
    return first_fetched_at + RECHECKS[done] if done < len(RECHECKS) else None


def _interval(feed: Feed, result: Fetched | NotModified, parsed: ParsedFeed | None, now: datetime) -> tuple[int, Reason]:
    """Seconds between polls while all is well: the longest of the publisher's wishes, else USUAL.

    What it wished inside the document is known from the last interval only, where the document came not again.
    """
    inside = parsed.hint_seconds if parsed else feed.interval_seconds
    around = freshness(result.header("Cache-Control"), result.header("Expires"), now)
    asked = [wish for wish in (inside, around) if wish]
    if not asked:
        return USUAL, "usual"
    return min(max(*asked, LEAST), MOST), "hint" if parsed or around else "unchanged"


def _wait_after_failure(failures: int, interval: int, result: Failed | NotAFeed) -> tuple[int | None, Reason]:
    """Seconds to wait after the `failures`-th failure in a row; None for never."""
    status = result.status if isinstance(result, Failed) else None
    if status == 410:
        return None, "gone"
    if isinstance(result, Failed) and result.retry_after_seconds:
        return max(interval, result.retry_after_seconds), "retry_after"
    if status in {401, 403}:
        return max(interval, min(FORBIDDEN_STEP * failures, LONGEST_BACK_OFF)), "forbidden"
    if isinstance(result, Failed) and result.kind == "disallowed":
        return max(interval, DAY), "disallowed"
    return max(interval, min(interval * failures, LONGEST_BACK_OFF)), "back_off"
