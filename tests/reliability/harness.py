"""A loader that can be killed, and what must be true of the warehouse whatever happened to it.

The loader is the real one, from the archive to core; only the two steps that would take seconds a page are replaced: the
extractor and tagger by the invented values of `warehouse_fixtures`, and Great Expectations by a gate that finds nothing.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

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


def archived(settings: Settings, *told: Told, html: Callable[[Told], str] = repr) -> int:
    """Pages in an archive object of their own, entered in the ledger as `fetch` does; the id of its batch."""
    with ArchiveWriter(settings.archive_url, f"pages/{next(_objects)}.warc.gz", AT) as writer:
        for item in told:
            fetched = Fetched(item.url, 200, (("Content-Type", "text/html"),), html(item).encode(), item.at, 1)
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
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        for table in ("ops.batch", "ops.feed_state", "ops.page"):
            cursor.execute(f"update {table} set leased_until = now() - interval '1 second' where leased_until is not null")


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


COUNTED = {
    "articles": "select count(*) from core.article where current_revision_id is not null",
    "states": "select count(*) from core.revision",
    "claims": "select count(*) from core.claim",
    "claims of states": "select count(*) from core.claim join core.revision using (revision_id, filed_on)",
    "mentions of states": "select count(*) / 2 from core.mention join core.revision using (revision_id, filed_on)",
    "quotes of states": "select count(*) from core.quote join core.revision using (revision_id, filed_on)",
    "pages with an outcome": "select count(*) from ops.outcome",
    "published pages": "select count(*) from ops.outcome where outcome = 'published'",
    "published pages as reported": "select sum((counts->>'published')::int) from ops.run_report where stage = 'publish'",
    "published batches": "select count(*) from ops.batch where state = 'published'",
    "published batches as reported": "select sum((counts->>'batches')::int) from ops.run_report where stage = 'publish'",
    "staged pages": "select count(*) from stage.article",
}


def differences(settings: Settings, told: Sequence[Told]) -> list[str]:
    """What the warehouse has lost or has twice, once everything is loaded; empty where it is exact.

    `told` are the pages of all batches; each states its canonical URL, and no article returns to a state that it left.
    """
    states: dict[tuple[str | None, str | None], datetime] = {}
    for item in told:
        state = (item.canonical or canonicalise(item.url), item.title)
        states[state] = min(item.at, states.get(state, item.at))
    expected = {(*state, seen_at) for state, seen_at in states.items()}
    found = ask(
        settings, "select a.canonical_url, r.title, r.seen_at from core.revision as r join core.article as a using (article_id)"
    )
    problems = [f"lost: {state}" for state in expected - set(found)]
    problems += [f"strange: {state}" for state in set(found) - expected]
    counts = dict.fromkeys(COUNTED, len(states)) | {
        "articles": len({url for url, _ in states}),
        "pages with an outcome": len(told),
        "published batches": one(settings, "select count(*) from ops.batch"),
        "published batches as reported": one(settings, "select count(*) from ops.batch"),
        "staged pages": 0,
    }
    for what, question in COUNTED.items():
        if (counted := one(settings, question) or 0) != counts[what]:
            problems.append(f"{what}: {counted}, not {counts[what]}")
    return problems


# ---- what can go wrong -----------------------------------------------------------------------------------------------------


@contextmanager
def cutting_proxy(port: int, *, nth: int, is_request_lost: bool) -> Iterator[int]:
    """A way to the server at `port` that breaks once, at the nth COMMIT that goes through it; the port to use instead.

    The COMMIT gets lost, or it arrives and its reply gets lost: the client cannot tell.
    """
    commits = itertools.count(1)

    def pass_on(source: socket.socket, target: socket.socket, is_client: bool, broken: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if is_client and b"COMMIT" in data and next(commits) == nth:
                    broken.set()
                    if not is_request_lost:
                        target.sendall(data)
                        time.sleep(0.2)  # it is done by then; what the server says to it goes nowhere
                    break
                if not is_client and broken.is_set():
                    continue
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = door.accept()
                server = socket.create_connection(("127.0.0.1", port))
                broken = threading.Event()
                for pair in ((client, server, True, broken), (server, client, False, broken)):
                    threading.Thread(target=pass_on, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=serve, args=(door,), daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def stop_here() -> None:
    """Freeze this process, as a machine that is suspended or out of memory does."""
    os.kill(os.getpid(), signal.SIGSTOP)


def wait_until_stopped(frozen: BaseProcess) -> None:
    """Wait until it has frozen itself."""
    deadline = time.monotonic() + 30
    while Path(f"/proc/{frozen.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert frozen.is_alive(), "it ended before it froze"
        assert time.monotonic() < deadline, "it never froze"
        time.sleep(0.01)


def go_on(frozen: BaseProcess) -> int | None:
    """Wake it and wait for its end; its exit code."""
    os.kill(frozen.pid or 0, signal.SIGCONT)
    frozen.join(30)
    return frozen.exitcode
