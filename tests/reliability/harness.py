"""A loader that can be killed, and what must be true of the warehouse whatever happened to it.

The loader is the real one, from the archive to core; only the two steps that would take seconds a page are replaced: the
extractor and tagger by the invented values of `warehouse_fixtures`, and Great Expectations by a gate that finds nothing.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

import pytest

from media_monitor.archive.records import BadRecord
from media_monitor.archive.warc import ArchiveWriter
from media_monitor.extract.urls import canonicalise
from media_monitor.model import EntryOrigin, Fetched, Page
from media_monitor.relate.revisions import content_sha
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest, publish
from media_monitor.warehouse import load, polls, queue, rows
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, Told, annotation, article, ask, one

_objects = itertools.count(1)


# ---- the loader ------------------------------------------------------------------------------------------------------


def archived(settings: Settings, *told: Told) -> int:
    """Pages in an archive object of their own, entered in the ledger as `fetch` does; the id of its batch."""
    with ArchiveWriter(settings.archive_url, f"pages/{next(_objects)}.warc.gz", AT) as writer:
        for item in told:
            fetched = Fetched(item.url, 200, (("Content-Type", "text/html"),), repr(item).encode(), item.at, 1)
            writer.write(fetched, EntryOrigin(item.feed, item.outlet, item.guid, item.title, None))
    counts = {"record_count": len(told), "page_count": len(told), "byte_count": 0}
    with connect(str(settings.dsn)) as connection:
        object_id = polls.write_object(connection, writer.url, "pages", AT, counts, {})
        queue.open_batch(connection, object_id, None, "live", "", AT)
        return max(queue.pending_batches(connection, "live", most=100_000))


def quick_loader(monkeypatch: pytest.MonkeyPatch, told: Sequence[Told]) -> None:
    """Let `ingest` read the pages of `told` at once, and the gate find nothing; processes that are forked later do so, too."""
    known = {(item.url, item.at): item for item in told}

    def read(staged: load.StagedRows, page: Page | BadRecord) -> str:
        assert isinstance(page, Page)
        item = known[page.url, page.fetched_at]
        found = article(item)
        provenance = rows.Provenance(item.outlet, "ledger.test", canonicalise(item.url) or item.url, content_sha(found))
        rows.add_article(staged, page, found, annotation(item), provenance)
        return "article"

    monkeypatch.setattr(ingest, "reader", lambda *_: read)
    monkeypatch.setattr(check, "check_batch", lambda *_: [])


def load_batch(settings: Settings, batch_id: int) -> None:
    """One batch through ingest, check and publish."""
    for stage in (ingest.run, check.run, publish.run):
        stage(settings, batch_id)


def load_all(settings: Settings) -> None:
    """Load until nothing waits, as the DAG does from one run to the next; leases of the dead run out at once."""
    for _ in range(5):
        expire_leases(settings)
        waiting = ingest.plan(settings)
        if not waiting:
            return
        for batch_id in waiting:
            load_batch(settings, batch_id)
    raise AssertionError(f"batches {ingest.plan(settings)} are never done")


def expire_leases(settings: Settings) -> None:
    """Half an hour passes for those who hold a batch, a feed or a page."""
    for table in ("ops.batch", "ops.feed_state", "ops.page"):
        ask(settings, f"update {table} set leased_until = now() - interval '1 second' where leased_until is not null")


# ---- processes -------------------------------------------------------------------------------------------------------


@contextmanager
def process(work: Callable[..., object], *arguments: object) -> Iterator[BaseProcess]:
    """`work` in a process of its own, which is gone when the block ends."""
    found = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    found.start()
    try:
        yield found
    finally:
        if found.is_alive():
            os.kill(found.pid or 0, signal.SIGKILL)
        found.join()


# ---- what must be true -------------------------------------------------------------------------------------------------


def differences(settings: Settings, told: Sequence[Told]) -> list[str]:
    """What the warehouse has lost or has twice, once everything is loaded; empty where it is exact.

    `told` are the pages of all batches; an article of theirs never returns to a state that it left.
    """
    states = {(item.canonical or canonicalise(item.url), item.title) for item in told}
    seen = {
        state: min(item.at for item in told if (item.canonical or canonicalise(item.url), item.title) == state)
        for state in states
    }
    expected = {(url, title, seen[url, title]) for url, title in states}
    question = "select a.canonical_url, r.title, r.seen_at from core.revision as r join core.article as a using (article_id)"
    found = ask(settings, question)
    problems = [f"lost state {state}" for state in expected - set(found)] + [
        f"strange state {state}" for state in set(found) - expected
    ]
    tagged = "(select count(*) from core.{0} join core.revision using (revision_id, filed_on))"
    wanted = {
        "articles": ("(select count(*) from core.article)", len({url for url, _ in states})),
        "states": ("(select count(*) from core.revision)", len(states)),
        "claims of states": (tagged.format("claim"), len(states)),
        "claims": ("(select count(*) from core.claim)", len(states)),
        "mentions": (tagged.format("mention"), 2 * len(states)),
        "quotes": (tagged.format("quote"), len(states)),
        "current states": (
            "(select count(*) from core.article where current_revision_id is not null)",
            len({u for u, _ in states}),
        ),
        "outcomes": ("(select count(*) from ops.outcome)", len(told)),
        "published outcomes": ("(select count(*) from ops.outcome where outcome = 'published')", len(states)),
        "unpublished batches": ("(select count(*) from ops.batch where state <> 'published')", 0),
        "staged pages": ("(select count(*) from stage.article)", 0),
        "reported batches": (
            "(select coalesce(sum((counts->>'batches')::int), 0) from ops.run_report where stage = 'publish')",
            one(settings, "select count(*) from ops.batch"),
        ),
        "reported states": (
            "(select coalesce(sum((counts->>'published')::int), 0) from ops.run_report where stage = 'publish')",
            len(states),
        ),
    }
    for what, (question, count) in wanted.items():
        if (counted := one(settings, f"select {question}")) != count:
            problems.append(f"{what}: {counted}, not {count}")
    return problems
