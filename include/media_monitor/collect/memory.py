"""What a feed remembers of a poll: validators, the publisher's wishes, and whether its server can be believed. Pure.

Validators are echoed as they came, and only those of a body that was complete and could be parsed. Once a week the feed is asked
for without them (the canary): a server that says 304 for ever is found out by what it then sends.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from media_monitor.collect.headers import freshness
from media_monitor.collect.moves import moved
from media_monitor.collect.rhythm import rhythm
from media_monitor.model import Failed, Feed, Fetched, NotAFeed, NotModified, ParsedFeed

CANARY_EVERY = timedelta(days=7)
"""From one request without conditions to the next. Publishers count those; one a week is within the strictest rule we know."""
LATE_ENTRY = timedelta(days=1)
"""By how much an entry must be older than a 304 that hid it: within a day it may be dated back, or held in a cache."""
USUAL_SITEMAP = 3_600
"""Seconds: a news sitemap's dates invite to come sooner than this, never later."""


def conditions(feed: Feed, now: datetime) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to send to `feed` at `now`, as they came; both None where it is asked for whole."""
    is_canary = feed.whole_at is None or now - feed.whole_at >= CANARY_EVERY
    return (None, None) if is_canary or feed.distrusted_at else (feed.etag, feed.last_modified)


def remembered(
    feed: Feed,
    response: Fetched | NotModified | Failed,
    reading: ParsedFeed | NotAFeed | None,
    body_sha: bytes | None,
    now: datetime,
    *,
    is_whole: bool,
) -> Feed:
    """`feed` after a poll at `now`.

    `reading` is what the body was parsed to, None where there was no new body. `is_whole`: it was asked for without conditions.
    """
    whole_at = now if is_whole else feed.whole_at
    if isinstance(response, Failed) or isinstance(reading, NotAFeed):
        return replace(feed, last_polled_at=now, whole_at=whole_at, failure_count=feed.failure_count + 1)
    move = moved(feed, response.redirects, now)
    if isinstance(response, NotModified):
        return replace(
            feed,
            last_polled_at=now,
            whole_at=whole_at,
            failure_count=0,
            move=move,
            # RFC 9111, 3.2: what a 304 says replaces what was stored, what it leaves out stays.
            etag=response.header("etag") or feed.etag,
            last_modified=response.header("last-modified") or feed.last_modified,
            fresh_seconds=_freshness(response, now) if _speaks(response) else feed.fresh_seconds,
            unchanged_at=now,
        )
    feed = replace(
        feed,
        last_polled_at=now,
        whole_at=whole_at,
        failure_count=0,
        move=move,
        distrusted_at=feed.distrusted_at or (now if is_whole and _was_hidden(feed, response, reading, body_sha) else None),
        # the same body again, although it was asked for only if changed
        unchanged_at=None if reading is None and not is_whole else _believed(feed, response, now),
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        fresh_seconds=_freshness(response, now),
        body_sha=body_sha,
    )
    return feed if reading is None else _read(feed, reading, now)


def _read(feed: Feed, parsed: ParsedFeed, now: datetime) -> Feed:
    """`feed` with what its new document says."""
    gap = rhythm(parsed.entries, now)
    invited = min(gap, USUAL_SITEMAP) if gap and parsed.version == "sitemap" else None
    return replace(
        feed,
        newest_entry_at=max(filter(None, (feed.newest_entry_at, _newest(parsed, now))), default=None),
        document_seconds=parsed.hint_seconds or invited,
        rhythm_seconds=gap,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
    )


def _newest(parsed: ParsedFeed, now: datetime) -> datetime | None:
    """Date of the newest entry that is not dated in the future; `now` where none is dated at all: the document is new itself."""
    dates = [e.published_at for e in parsed.entries if e.published_at is not None]
    if parsed.entries and not dates:
        return now
    return max((d for d in dates if d <= now), default=None)


def _believed(feed: Feed, response: Fetched, now: datetime) -> datetime | None:
    """`unchanged_at` of `feed` after a body: its server's first validator is a promise, which counts until it is broken.

    Else a feed that changes between all polls could never show that asking for its changes would work.
    """
    is_first = feed.whole_at is None or feed.etag is feed.last_modified is None
    is_promised = response.header("etag") is not None or response.header("last-modified") is not None
    return feed.unchanged_at or (now if is_first and is_promised else None)


def _was_hidden(feed: Feed, response: Fetched, reading: ParsedFeed | NotAFeed | None, body_sha: bytes | None) -> bool:
    """Whether the whole document shows that a 304 since the one before (of `feed`, as it was) is untrue.

    It has something new under the same strong ETag, or an entry newer than all that was seen and LATE_ENTRY older than that 304.
    """
    if not isinstance(reading, ParsedFeed) or body_sha == feed.body_sha:
        return False
    if feed.unchanged_at is None or feed.newest_entry_at is None or (feed.whole_at and feed.unchanged_at <= feed.whole_at):
        return False
    is_same_tag = response.header("etag") == feed.etag and not (feed.etag or "W/").startswith("W/")
    until = feed.unchanged_at - LATE_ENTRY
    dates = [e.published_at for e in reading.entries if e.published_at is None or e.published_at > feed.newest_entry_at]
    return bool(dates) and (is_same_tag or any(date is not None and date < until for date in dates))


def _speaks(response: NotModified) -> bool:
    """Whether a 304 says anything about freshness."""
    return response.header("Cache-Control") is not None or response.header("Expires") is not None


def _freshness(response: Fetched | NotModified, now: datetime) -> int | None:
    seconds = freshness(response.header("Cache-Control"), response.header("Expires"), now)
    return None if seconds is None else min(seconds, 10**9)
