"""Batches as the stages before publish leave them: pages discovered and fetched, rows staged. Invented pages, the real path."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.invented import FETCHED, Told, address, told
from media_monitor import ids
from media_monitor.warehouse import load, polls, queue, rows
from media_monitor.warehouse.db import Connection, connect, copy_rows

BATCH = 500
"""Pages of a batch."""
SECOND_STATE = 14
"""Every so many-th article is changed after it was published: 7 %."""
AGAIN = (timedelta(minutes=60), timedelta(hours=3), timedelta(days=3), timedelta(days=30))
"""After its publication an article may be fetched again."""
_PAGE = ("url", "url_sha", "shard", "outlet_id", "feed_id", "guid", "title", "published_at", "discovered_at", "first_fetched_at",
         "last_fetched_at", "outcome")  # fmt: skip
_ENTRY = ("feed_id", "key_sha", "guid", "link", "title", "published_at", "first_seen_at", "last_seen_at", "page_id")
_FETCH = ("page_id", "fetched_at", "outcome", "http_status", "byte_count", "object_id", "record_offset")


@dataclass(slots=True)
class Pages:
    """What one archive object holds."""

    articles: list[Told] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    """Addresses of pages without an article."""

    def staged(self) -> load.StagedRows:
        """The rows that ingest would stage."""
        staged = load.StagedRows()
        for offset, article in zip(itertools.count(0, 1_000), self.articles):
            article.add_to(staged, offset)
        for offset, url in zip(itertools.count(len(self.articles) * 1_000, 1_000), self.rejected):
            rows.add_rejected(staged, offset, url, "not_an_article", "hub")
        return staged


def fresh(day: date, numbers: Sequence[int], *, is_tagged: bool | None = None) -> Pages:
    """These articles of a day, each for the first time."""
    return Pages([told(day, number, is_tagged=is_tagged) for number in numbers])


def mixed(day: date, first: int, *, oldest: date | None, until: int | None = None) -> Pages:
    """A batch as a day brings it: from article `first` of the day on, and what is fetched again.

    Of 500 pages 355 are new articles, 70 known and unchanged, 25 known and changed, 15 known by their GUID under another address,
    5 from anywhere in the history since `oldest` and 30 no articles. Without a history all that is known is of the same day.
    """
    rng = random.Random(f"{first}" if oldest is None else f"{day} {first}")
    new = [told(day, number) for number in range(first, min(first + 355, until or first + 355))]
    share = len(new) / 355

    def known(*, changed: bool) -> tuple[date, int, timedelta]:
        after = rng.choice(AGAIN if oldest else AGAIN[:2])
        number = rng.randrange(first + len(new) if after < AGAIN[2] else 1_600)
        number -= (number - 3) % SECOND_STATE if changed else 0
        return day - timedelta(days=after.days), max(number, 3), after

    def again(*, changed: bool, url: str = "") -> Told:
        that_day, number, after = known(changed=changed)
        state = int(number % SECOND_STATE == 3)
        later = after + timedelta(seconds=rng.randrange(3_000), microseconds=rng.randrange(1_000_000))
        return told(that_day, number, state=state, url=f"{address(that_day, number)}{url}" if url else None, after=later)

    def old() -> Told:
        age = timedelta(days=1 + rng.randrange((day - (oldest or day)).days))
        return told(day - age, rng.randrange(1_600), after=age)

    articles = [
        *new,
        *(again(changed=False) for _ in range(round(70 * share))),
        *(again(changed=True) for _ in range(round(25 * share))),
        *(again(changed=False, url="?edition=2") for _ in range(round(15 * share))),
        *(old() for _ in range(5 if oldest else 0)),
    ]
    return Pages(articles, [f"https://paper-00.test/{day:%Y/%m/%d}/hub-{first}-{n}" for n in range(round(30 * share))])


def discover(connection: Connection, pages: Pages, name: str, at: datetime) -> int:
    """Leave what poll and fetch leave of these pages in the ledger; the id of their batch, which nobody has begun."""
    counts = {
        "record_count": len(pages.articles) + len(pages.rejected),
        "page_count": len(pages.articles),
        "byte_count": 30_000_000,
    }
    object_id = polls.write_object(connection, f"memory://{name}.warc.gz", "pages", at, counts, {})
    known = _page_ids(connection, pages)
    new = {key: t for key, t in reversed([*_by_key(pages)]) if key not in known}
    copy_rows(connection, "ops.page", _PAGE, [_page(key, t) for key, t in new.items()])
    known = _page_ids(connection, pages)
    copy_rows(connection, "ops.entry", _ENTRY, [_entry(t, known[key]) for key, t in new.items() if "?" not in t.page.url])
    fetches = {
        (known[key], t.page.fetched_at): _fetch(t, known[key], object_id, n * 1_000) for n, (key, t) in enumerate(_by_key(pages))
    }
    copy_rows(connection, "ops.page_fetch", _FETCH, fetches.values())
    due = [(known[key], t.page.fetched_at + AGAIN[3], "recheck") for key, t in new.items()]
    copy_rows(connection, "ops.page_due", ("page_id", "due_at", "reason"), due)
    queue.open_batch(connection, object_id, None, "live", "", at)
    return int(value(connection, "select batch_id from ops.batch where object_id = %s", object_id))


def stage(connection: Connection, batch_id: int, staged: load.StagedRows, at: datetime) -> None:
    """Put the rows into staging as ingest does, and the batch where the gate leaves it."""
    batch = queue.claim_batch(connection, batch_id, "open")
    assert batch is not None, f"batch {batch_id} is not open"
    load.clear_stage(connection, batch)
    refused = load.write_stage(connection, batch, staged, at)
    assert not refused, refused
    queue.advance_batch(connection, batch, "checked", record_count=len(staged.rows["article"]) + len(staged.rows["rejected"]))


def publish(connection: Connection, batch_id: int, at: datetime) -> dict[str, int]:
    """Publish the batch as the stage does; pages per outcome."""
    batch = queue.claim_batch(connection, batch_id, "checked")
    assert batch is not None, f"batch {batch_id} is not checked"
    assert not load.page_counts(connection, batch).missing
    outcomes, problems = load.publish(connection, batch, at)
    assert not problems, problems
    return outcomes


def objects_named(dsn: str, start: str) -> int:
    """How many archive objects have names that start so: a warehouse that is kept was measured with before."""
    with connect(dsn) as connection:
        return int(value(connection, "select count(*) from ops.archive_object where starts_with(url, %s)", f"memory://{start}"))


def value(connection: Connection, question: str, *parameters: object) -> Any:
    """The only value of a query's only row."""
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        ((found,),) = cursor.fetchall()
        return found


def midnight(day: date) -> datetime:
    """The first moment of a day (UTC)."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _by_key(pages: Pages) -> Iterator[tuple[bytes, Told]]:
    return ((ids.url_key(t.provenance.url_key), t) for t in pages.articles)


def _page_ids(connection: Connection, pages: Pages) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        cursor.execute("select url_sha, page_id from ops.page where url_sha = any(%s)", ([key for key, _ in _by_key(pages)],))
        return {bytes(key): page_id for key, page_id in cursor.fetchall()}


def _page(key: bytes, t: Told) -> tuple[object, ...]:
    origin, at = t.page.origin, t.page.fetched_at
    shard = ids.shard_of(t.provenance.domain, queue.SHARDS)
    return (t.page.url, key, shard, origin.outlet_id, origin.feed_id, origin.guid, origin.title, origin.published_at,
            at - FETCHED, at, at, "pending")  # fmt: skip


def _entry(t: Told, page_id: int) -> tuple[object, ...]:
    origin, at = t.page.origin, t.page.fetched_at
    guid = str(origin.guid)
    return (origin.feed_id, ids.sha256(guid), guid, t.page.url, origin.title, origin.published_at, at - FETCHED, at, page_id)


def _fetch(t: Told, page_id: int, object_id: int, record_offset: int) -> tuple[object, ...]:
    return (page_id, t.page.fetched_at, "archived", 200, 60_000, object_id, record_offset)
