"""What is wrong with a feed, and what to do about it. Pure: two answers of the server go in, sentences come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from media_monitor.model import Entry, Fetched, NotModified, ParsedFeed

STALE = timedelta(days=30)
"""A feed without a newer entry is asked once a day only (`schedule.IDLE_AFTER`)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a feed."""

    what: str
    advice: str


def problems(
    asked_url: str,
    first: Fetched,
    parsed: ParsedFeed,
    again: Fetched | NotModified | None,
    reread: ParsedFeed | None,
    now: datetime,
) -> list[Problem]:
    """What is wrong with the feed at `asked_url`, the gravest first.

    `again` is the answer to a second request with the validators of `first`, `reread` its document where it is another one.
    """
    found = [*_of_document(parsed, now), *_of_entries(parsed.entries, now), *_of_address(asked_url, first)]
    if reread is not None:
        found += _of_links(parsed.entries, reread.entries)
    return [*found, *_of_validators(first, again)]


def _of_document(parsed: ParsedFeed, now: datetime) -> Iterator[Problem]:
    if parsed.is_malformed:
        where = f" ({parsed.fault})" if parsed.fault else ""
        yield Problem(
            f"not well formed{where}; what could be read was", "tell the publisher: entries after the fault may be missing"
        )
    if parsed.dropped_count:
        yield Problem(
            f"{parsed.dropped_count} items have no link, id or title, or are older than the newest 2,000",
            "nothing, unless they are news: then tell the publisher",
        )
    if not parsed.entries:
        yield Problem(
            "no entries", "wait for some, or look for another feed: `media-monitor feeds discover` with the site's address"
        )
    dates = [e.published_at for e in parsed.entries if e.published_at]
    if dates and now - max(dates) > STALE:
        yield Problem(
            f"nothing new since {max(dates):%Y-%m-%d}",
            "look whether the site has a newer feed; this one is asked once a day only",
        )


def _of_entries(entries: tuple[Entry, ...], now: datetime) -> Iterator[Problem]:
    undated = [e for e in entries if e.published_at is None]
    unread = [e for e in undated if e.published_raw]
    if unread:
        yield Problem(
            f"{_of(unread, entries)} have a date that is impossible or not readable, such as {unread[0].published_raw!r}",
            "articles are dated by their pages instead; tell the publisher",
        )
    if len(undated) > len(unread):
        missing = len(undated) - len(unread)
        yield Problem(f"{missing} of {len(entries)} entries have no date", "articles are dated by their pages instead")
    ahead = [e for e in entries if e.published_at and e.published_at > now]
    if ahead:
        yield Problem(f"{_of(ahead, entries)} are dated in the future", "the publisher's clock or time zone is wrong; tell them")
    if anonymous := [e for e in entries if not e.guid]:
        yield Problem(
            f"{_of(anonymous, entries)} have no id", "their links name them; where a link changes, the article may come twice"
        )
    if linkless := [e for e in entries if not e.link]:
        yield Problem(f"{_of(linkless, entries)} have no link that can be fetched", "only their headlines are kept")
    for name, values in (("id", [e.guid for e in entries if e.guid]), ("link", [e.link for e in entries if e.link])):
        if repeated := sum(count - 1 for count in Counter(values).values()):
            yield Problem(
                f"{repeated} of {len(entries)} entries repeat the {name} of another",
                "what ids and links both repeat is kept once",
            )


def _of_address(asked_url: str, first: Fetched) -> Iterator[Problem]:
    if first.redirects:
        is_permanent = all(status in {301, 308} for status, _ in first.redirects)
        kind = "for good" if is_permanent else "for now"
        yield Problem(
            f"moved {kind}, in {len(first.redirects)} step(s)", f"list {first.url}" if is_permanent else "nothing, while it works"
        )
    if first.url.startswith("http://"):
        advice = (
            f"check https{asked_url.removeprefix('http')} and list it if it is the same feed"
            if not first.redirects
            else ("ask the publisher for https")
        )
        yield Problem("asked without encryption: what comes may have been changed on its way", advice)


def _of_links(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> Iterator[Problem]:
    """Entries of two documents, asked for one after the other, that are the same but for the query of their link, or their id."""
    told = {(e.title, e.published_at): e for e in before}
    pairs = [(told[key], e) for e in after if (key := (e.title, e.published_at)) in told]
    if volatile := sum(a.link != b.link and _place(a) == _place(b) for a, b in pairs):
        yield Problem(
            f"{volatile} of {len(after)} links are others at each request",
            "titles and dates tell entries apart; prefer another feed",
        )
    if churned := sum(a.guid != b.guid and a.link == b.link for a, b in pairs):
        yield Problem(
            f"{churned} of {len(after)} ids are others at each request", "links tell entries apart; prefer another feed"
        )


def _of_validators(first: Fetched, again: Fetched | NotModified | None) -> Iterator[Problem]:
    if not (first.header("etag") or first.header("last-modified")):
        yield Problem(
            "no ETag and no Last-Modified", "nothing: every poll costs the whole document; the publisher could save traffic"
        )
    elif isinstance(again, Fetched) and again.body == first.body:
        yield Problem("ETag or Last-Modified are ignored: the same document came again", "nothing; it is told by its content")


def _place(entry: Entry) -> str:
    return (entry.link or "").partition("?")[0]


def _of(some: list[Entry], entries: tuple[Entry, ...]) -> str:
    return f"{len(some)} of {len(entries)} entries"
