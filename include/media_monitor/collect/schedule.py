"""When to ask again. Pure: a feed as a poll left it, the answer and `now` go in, a plan with its reason comes out.

The publisher decides: without a word from it a feed is asked once an hour; its own word (max-age, Expires, ttl,
sy:updatePeriod, a news sitemap's dates) may bring that down to five minutes or up to a week. The feed's own rhythm may bring it
down, too, where asking costs its server next to nothing: it sends validators, and never the same body in spite of a condition.
Nothing is ever asked sooner than planned: chance only adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from media_monitor.model import Failed, Feed, Fetched, NotAFeed, NotModified

MINUTE, HOUR, DAY = 60, 3_600, 86_400

USUAL = HOUR
"""Seconds between polls of a feed whose publisher says nothing."""
LEAST = 5 * MINUTE
"""Seconds between polls, whatever the publisher invites to."""
MOST = 7 * DAY
"""Seconds between polls, whatever the publisher asks for: a mistyped max-age must not silence a feed for ever."""
IDLE_AFTER = timedelta(days=30)
"""A feed without a newer entry is asked once a day."""
PATIENCE = IDLE_AFTER / timedelta(seconds=DAY)
"""A silent feed is asked again after this part of its silence, so that it comes to once a day without a step: nothing new for
three days, asked every 2.4 hours."""
LONGEST_BACK_OFF = DAY
LONGEST_ABSENCE = 30 * DAY
"""Seconds between polls of an address that answers 404: it may come back, so it is never given up."""
FORBIDDEN_STEP = 4 * HOUR
"""Seconds added for each 401 or 403 in a row, up to LONGEST_BACK_OFF."""
JITTER = 0.1
"""Largest part of a wait that is added to it, so that feeds due together drift apart. Never subtracted."""
INVITED_JITTER = 0.04
"""The same where the publisher says how often to come: of what appears in its interval, 19 in 20 are to be seen within one."""

RECHECKS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3), timedelta(days=3), timedelta(days=30))
"""Ages at which an article is fetched again, as long as it is in topic: publishing takes the others off this ladder, and only a
changed headline brings them back. The waits are those of the NewsDiffs ladder; most corrections come within hours, the last two
find silent edits."""

_INVITED = "its publisher asks for"


@dataclass(frozen=True, slots=True)
class Plan:
    """When a feed is asked next, and why then."""

    next_poll_at: datetime | None
    """None: never again, unless a person says so."""
    interval_seconds: int
    """The feed's own interval, to be stored with it. Failures and jitter leave it as it is."""
    reason: str
    """One line for a person."""


def plan_poll(feed: Feed, result: Fetched | NotModified | Failed | NotAFeed, now: datetime, jitter: float) -> Plan:
    """The poll of `feed` after the one that ended in `result` at `now`.

    `feed` is as `memory.remembered` left it: this poll counts. `jitter` is a draw from 0..1.
    """
    if isinstance(result, Failed | NotAFeed):
        interval = feed.interval_seconds or USUAL
        wait, reason = _wait_after_failure(feed, interval, result)
        if wait is None:
            return Plan(None, interval, reason)
    else:
        interval, usual = _interval(feed)
        wait, reason = _silence(feed, interval, now) or (interval, usual)
    is_exact = isinstance(result, Failed) and bool(result.retry_after_seconds)
    is_invited = reason.startswith(_INVITED)
    longest = wait if is_exact else wait * (1 + (INVITED_JITTER if is_invited else JITTER) * jitter)
    return _in_open_hours(feed, Plan(now.astimezone(UTC) + timedelta(seconds=longest), interval, reason), jitter)


def next_recheck(first_fetched_at: datetime, done: int) -> datetime | None:
    """When an article is fetched again after `done` re-checks; None when that was enough."""
    return first_fetched_at + RECHECKS[done] if done < len(RECHECKS) else None


def _interval(feed: Feed) -> tuple[int, str]:
    """Seconds between polls while all is well, and why. First match wins."""
    inside, around = feed.document_seconds or 0, feed.fresh_seconds or 0
    wish, rhythm = max(inside, around), USUAL if feed.rhythm_seconds is None else feed.rhythm_seconds
    if feed.distrusted_at is not None:
        return max(DAY, min(wish, MOST)), "its server says 304 whatever changed, so the whole feed is asked for once a day"
    if wish:
        source = "inside the feed" if inside >= around else "max-age or Expires"
        bound = "; a week is the most" if wish > MOST else "; five minutes are the least" if wish < LEAST else ""
        return min(max(wish, LEAST), MOST), f"{_INVITED} {_spoken(wish)} between polls ({source}){bound}"
    if rhythm < USUAL and feed.unchanged_at is not None and (feed.etag or feed.last_modified):
        return max(rhythm, LEAST), f"something new every {_spoken(rhythm)}, and its server can be asked for changes only"
    return USUAL, "its publisher says nothing: once an hour"


def _silence(feed: Feed, interval: int, now: datetime) -> tuple[int, str] | None:
    """The longer wait for a feed that has been silent, and why; None where its interval stands.

    Who invites us to come more often is asked as often until the feed is idle.
    """
    if feed.newest_entry_at is None:
        return None
    silence = now - feed.newest_entry_at
    is_invited = bool(feed.document_seconds or feed.fresh_seconds)
    wait = min(int(silence.total_seconds() / PATIENCE), DAY)
    if wait <= interval or (is_invited and silence <= IDLE_AFTER):
        return None
    return wait, f"nothing new for {_spoken(silence.total_seconds())}"


def _wait_after_failure(feed: Feed, interval: int, result: Failed | NotAFeed) -> tuple[int | None, str]:
    """Seconds to wait after a failure, None for never; and why. First match wins."""
    count = feed.failure_count
    status = result.status if isinstance(result, Failed) else None
    times = "failed" if count == 1 else f"failed {count} times in a row"
    if status == 410:
        return None, "gone for good (410): it is not asked again until the list gives another address"
    if isinstance(result, Failed) and result.retry_after_seconds:
        asked = min(result.retry_after_seconds, MOST)
        return max(interval, asked), f"its server asks to wait {_spoken(result.retry_after_seconds)} (Retry-After)"
    if status == 404:
        return max(interval, min(USUAL * 2 ** min(count - 1, 10), LONGEST_ABSENCE)), f"not found (404), {times}"
    if status in {401, 403}:
        return max(interval, min(FORBIDDEN_STEP * count, LONGEST_BACK_OFF)), f"its server lets nobody in ({status}), {times}"
    if isinstance(result, Failed) and result.kind == "disallowed":
        return max(interval, DAY), "robots.txt disallows it"
    return max(interval, min(interval * count, LONGEST_BACK_OFF)), f"{times} ({status or result.kind})"


def _in_open_hours(feed: Feed, plan: Plan, jitter: float) -> Plan:
    """`plan` put off to the first hour (UTC) that the feed's document does not ask to skip."""
    at = plan.next_poll_at
    if at is None or not _is_skipped(feed, at):
        return plan
    hour = at.replace(minute=0, second=0, microsecond=0)
    while _is_skipped(feed, hour):
        hour += timedelta(hours=1)
    opened = hour + timedelta(seconds=HOUR * JITTER * jitter)
    return Plan(opened, plan.interval_seconds, f"{plan.reason}; then on to the first hour that it does not ask to skip")


def _is_skipped(feed: Feed, at: datetime) -> bool:
    """Whether the document asks not to be read at `at`. One hour a week at least is open: lists of all hours or days are junk."""
    return at.hour in feed.skip_hours or at.isoweekday() in feed.skip_days


def _spoken(seconds: float) -> str:
    """A time as people say it: 90 s, 45 min, 12 h, 3 days."""
    for size, unit in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
