"""The quality gate beside ingest: CPU time of each on the same 500 pages, through the stages themselves."""

from __future__ import annotations

import gzip
import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path
from uuid import uuid4

from benchmarks import invented
from benchmarks.figures import Figure, against, reported
from benchmarks.loading import BATCH, value
from benchmarks.measure import server_cpu_seconds
from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.archive.warc import ArchiveWriter
from media_monitor.model import EntryOrigin, Fetched
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest
from media_monitor.warehouse import polls, queue
from media_monitor.warehouse.db import connect

GATE_BAR = 0.15
GATE_ROUNDS = 5
FETCHED_AT = datetime(2026, 6, 20, 12, tzinfo=UTC)
_FURNITURE = 60_000
"""Characters of a page that are not its article: menus, scripts, teasers. 419 real pages have a median of 150 kB in all."""
Progress = Callable[[str], None]


def gate_beside_ingest(settings: Settings, folder: Path, progress: Progress) -> tuple[list[Figure], dict[str, object]]:
    """The gate's CPU time divided by ingest's, median of five batches; the import of Great Expectations aside."""
    data = os.environ.get("MEDIA_MONITOR_DATA")
    source = _write_archive(_real_pages(Path(data)) if data else _invented_pages(), folder)
    settings = replace(settings, sample=None)
    imported = _import_seconds()
    ratios, ingests, gates = [], [], []
    for number in range(GATE_ROUNDS):
        batch_id = _open_batch(settings, source, folder / f"gate-{uuid4()}.warc.gz")
        ingested = _cpu(settings, partial(ingest.run, settings, batch_id))
        checked = _cpu(settings, partial(check.run, settings, batch_id))
        ratios.append(checked / ingested)
        ingests.append(ingested)
        gates.append(checked)
        progress(f"gate: batch {number + 1} of {GATE_ROUNDS}: ingest {ingested:.1f} s, gate {checked:.2f} s")
    middle = GATE_ROUNDS // 2
    return [
        against("gate ÷ ingest of 500 pages, CPU time", sorted(ratios)[middle], "ratio", "≤", GATE_BAR),
        reported("  ingest of 500 pages", sorted(ingests)[middle], "s CPU"),
        reported("  gate of 500 pages", sorted(gates)[middle], "s CPU"),
        reported("  import of Great Expectations, once a run", imported, "s CPU"),
    ], {"gate_pages": "real pages of MEDIA_MONITOR_DATA" if data else "invented pages"}


def _cpu(settings: Settings, work: Callable[[], object]) -> float:
    """CPU seconds of this process and of the server while the work is done."""
    with connect(str(settings.dsn)) as connection:
        server, own = server_cpu_seconds(connection), time.process_time()
        assert work() is not None
        return time.process_time() - own + server_cpu_seconds(connection) - server


def _import_seconds() -> float:
    began = time.process_time()
    import great_expectations.expectations  # noqa: F401

    return time.process_time() - began


def _open_batch(settings: Settings, source: Path, copy: Path) -> int:
    """A batch of the same pages in an archive object of their own."""
    shutil.copyfile(source, copy)
    counts = {"record_count": BATCH, "page_count": BATCH, "byte_count": copy.stat().st_size}
    with connect(str(settings.dsn)) as connection:
        object_id = polls.write_object(connection, str(copy), "pages", FETCHED_AT, counts, {})
        queue.open_batch(connection, object_id, None, "live", "", FETCHED_AT)
        return int(value(connection, "select batch_id from ops.batch where object_id = %s", object_id))


def _write_archive(pages: Iterator[tuple[str, bytes]], folder: Path) -> Path:
    with ArchiveWriter(str(folder), "gate.warc.gz", FETCHED_AT) as writer:
        for url, body in itertools.islice(pages, BATCH):
            fetched = Fetched(url, 200, (("content-type", "text/html; charset=utf-8"),), body, FETCHED_AT, 100)
            writer.write(fetched, EntryOrigin())
    return folder / "gate.warc.gz"


def _real_pages(data: Path) -> Iterator[tuple[str, bytes]]:
    """Addresses and bodies of the collected pages: 419 of one collection, then those of another."""
    folder = data / "extraction"
    for page in read_pages(str(folder / "real-pages-np4k.warc.gz")):
        if not isinstance(page, BadRecord):
            yield page.url, page.body
    for file in sorted((folder / "scrapinghub").glob("*.html.gz")):
        yield f"https://scrapinghub.test/{file.name}", gzip.decompress(file.read_bytes())


def _invented_pages() -> Iterator[tuple[str, bytes]]:
    """Pages as large as real ones, around invented articles."""
    menu = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(200))
    script = f"<script>{'var a=[];' * (_FURNITURE // 10)}</script>"
    for number in itertools.count():
        told = invented.told(invented.LAST_DAY, number)
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in told.article.text.split("\n\n"))
        title = escape(told.article.title or "")
        head = f"<head><title>{title}</title>{script}</head>"
        body = f"<body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{paragraphs}</article></body>"
        yield told.article.canonical_url, f"<!doctype html><html>{head}{body}</html>".encode()
