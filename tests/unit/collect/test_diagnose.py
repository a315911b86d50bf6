"""What is wrong with a feed, told with what to do: one case for each, and none for a feed that is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from media_monitor.collect.diagnose import problems
from media_monitor.collect.feeds import parse
from media_monitor.model import Entry, Fetched, NotModified, ParsedFeed

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://ledger.test/rss"
ENTRIES = tuple(
    Entry(f"https://ledger.test/{n}", f"id-{n}", f"Headline {n}", NOW - timedelta(hours=n), "raw") for n in range(1, 5)
)
WELL = ParsedFeed("rss20", "The Ledger", ENTRIES)
ANSWER = Fetched(URL, 200, (("ETag", '"1"'),), b"<rss/>", NOW, 5)
UNCHANGED = NotModified(URL, (), NOW, 5)


def told(
    parsed: ParsedFeed = WELL,
    answer: Fetched = ANSWER,
    again: Fetched | NotModified = UNCHANGED,
    reread: ParsedFeed | None = None,
) -> list[str]:
    """What is wrong, each with what to do."""
    found = problems(URL, answer, parsed, again, reread, NOW)
    assert all(problem.advice for problem in found)
    return [problem.what for problem in found]


def first(**changes: object) -> ParsedFeed:
    """The feed with one of its entries changed."""
    return replace(WELL, entries=(replace(ENTRIES[0], **changes), *ENTRIES[1:]))


def test_nothing_is_wrong_with_a_feed_that_is_well() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("parsed", "words"),
    [
        (replace(WELL, is_malformed=True, fault="line 3: tag"), "not well formed (line 3: tag)"),
        (replace(WELL, is_malformed=True), "not well formed; what could be read was"),
        (replace(WELL, dropped_count=2), "2 items have no link, id or title"),
        (replace(WELL, entries=()), "no entries"),
        (replace(WELL, entries=(replace(ENTRIES[0], published_at=NOW - timedelta(days=31)),)), "nothing new since 2026-02-07"),
        (first(published_at=None), "1 of 4 entries have a date that is impossible or not readable, such as 'raw'"),
        (first(published_at=None, published_raw=None), "1 of 4 entries have no date"),
        (first(published_at=NOW + timedelta(hours=2)), "1 of 4 entries are dated in the future"),
        (first(guid=None), "1 of 4 entries have no id"),
        (first(link=None), "1 of 4 entries have no link that can be fetched"),
        (first(guid="id-2"), "1 of 4 entries repeat the id of another"),
        (first(link="https://ledger.test/2"), "1 of 4 entries repeat the link of another"),
    ],
)  # fmt: skip
def test_each_fault_of_a_document_is_told(parsed: ParsedFeed, words: str) -> None:
    (what,) = told(parsed)
    assert what.startswith(words)


@pytest.mark.parametrize(
    ("changes", "again", "words"),
    [
        ({"redirects": ((301, "https://ledger.test/new"),)}, UNCHANGED, "moved for good"),
        ({"redirects": ((301, "https://ledger.test/a"), (302, URL))}, UNCHANGED, "moved for now, in 2 step(s)"),
        ({"url": "http://ledger.test/rss"}, UNCHANGED, "asked without encryption"),
        ({"headers": ()}, ANSWER, "no ETag and no Last-Modified"),
        ({}, ANSWER, "ETag or Last-Modified are ignored"),
    ],
)  # fmt: skip
def test_each_fault_of_an_answer_is_told(changes: dict[str, object], again: Fetched | NotModified, words: str) -> None:
    (what,) = told(answer=replace(ANSWER, **changes), again=again)
    assert what.startswith(words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"link": "{link}?v=2"}, "4 of 4 links are others at each request"),
        ({"guid": "{guid}-2"}, "4 of 4 ids are others at each request"),
    ],
)  # fmt: skip
def test_what_differs_between_two_requests_is_told(changes: dict[str, str], words: str) -> None:
    other = [replace(e, **{name: form.format(link=e.link, guid=e.guid) for name, form in changes.items()}) for e in ENTRIES]
    again = replace(ANSWER, body=b"<rss>other</rss>")
    assert told(again=again, reread=replace(WELL, entries=tuple(other))) == [words]
    assert told(again=again, reread=replace(WELL, entries=(*ENTRIES[1:], replace(ENTRIES[0], title="New")))) == []


def test_a_malformed_feed_says_where() -> None:
    body = b"<rss version='2.0'><channel><title>T</title>\n<item><title>One</title><link>https://x.test/1</item></channel></rss>"
    parsed = parse(body, URL, None, NOW)
    assert isinstance(parsed, ParsedFeed)
    assert "line 2, column " in (parsed.fault or "")
