"""ingest: a slice of an archive object → staging rows. A function of bytes: no network, and no clock in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from media_monitor.annotate import lexicon
from media_monitor.annotate.pipeline import annotate
from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.errors import StageFailed, WarehouseError
from media_monitor.extract.page import extract, word_count
from media_monitor.extract.recurring import NOTHING, Known
from media_monitor.extract.storable import storable
from media_monitor.extract.supervise import PageExtractor
from media_monitor.extract.suppress import Suppressed
from media_monitor.extract.urls import canonicalise, registrable_domain
from media_monitor.model import Article, Document, Page, Rejected, StageReport
from media_monitor.relate.revisions import content_sha
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, released_on_error, warehouse_dsn
from media_monitor.warehouse import boilerplate, load, quarantine, queue, reference, rows, suppression
from media_monitor.warehouse.db import Connection, connect

MOST_BROKEN = 0.5
FEWEST_PAGES = 10
"""More broken pages than this share, of at least so many, are a broken pipeline and not broken pages."""
Reader = Callable[[load.StagedRows, Page | BadRecord], str]
PAGES_PER_COPY = 200
"""Pages held in memory before they are copied into staging."""


def plan(settings: Settings) -> list[int]:
    """Ids of the batches that wait: one for each archive object of fetched pages, and what other runs left unfinished."""
    with connect(warehouse_dsn(settings)) as connection:
        queue.open_live_batches(connection, now())
        return queue.pending_batches(connection, "live") + queue.abandoned_batches(connection)


def plan_day(settings: Settings, covers_on: date) -> list[int]:
    """Ids of the backfill batches of that UTC day of archived coverage."""
    with connect(warehouse_dsn(settings)) as connection:
        queue.open_backfill_batches(connection, covers_on, now())
        return queue.pending_batches(connection, "backfill", covers_on)


def run(settings: Settings, batch_id: int) -> StageReport | None:
    """Extract and annotate the pages of a batch into staging; None where there is nothing to do for this worker.

    A try that was interrupted is started over: staging holds the batch once, whole. Raises StageFailed if most pages are broken.
    """
    started_at = now()
    with connect(warehouse_dsn(settings)) as connection:
        batch = queue.claim_batch(connection, batch_id, "open", "staged")
        if batch is None:
            return None
        outlets, suppressed = reference.outlet_by_domain(connection), suppression.suppressed(connection)
        known = boilerplate.known(connection)
    with released_on_error(settings, lambda connection: queue.release_batch(connection, batch)), PageExtractor() as pages:
        read = reader(settings, outlets, suppressed, pages.extract, known)
        return _ingest(settings, batch, read, len(suppressed.names), started_at)


def _ingest(settings: Settings, batch: queue.HeldBatch, read: Reader, suppressed_names: int, started_at: datetime) -> StageReport:
    counts: Counter[str] = Counter()
    with connect(warehouse_dsn(settings)) as connection:
        queue.hold_batch(connection, batch)
        load.clear_stage(connection, batch)
        boilerplate.begin(connection, batch)
        pages = read_pages(batch.url, day=batch.covers_on, offsets=batch.record_offsets)
        if batch.record_offsets is not None:  # damage between them was reported when the object was first read
            pages = (page for page in pages if isinstance(page, Page) or page.offset in batch.record_offsets)
        found: set[int] = set()
        while some := list(islice(pages, PAGES_PER_COPY)):
            found.update(map(_offset, some))
            counts += _stage(connection, batch, read, some)
        if batch.record_offsets is not None:
            quarantine.mark_unread(connection, batch, found)
        unread = counts["broken"] + counts["quarantined"]
        # In a replay every page has failed before.
        if batch.record_offsets is None and unread > MOST_BROKEN * counts.total() and counts.total() >= FEWEST_PAGES:
            broken = f"{unread} of {counts.total()} pages cannot be read; nothing was staged"
            raise StageFailed(f"batch {batch.batch_id} ({batch.url}): {broken}")
        boilerplate.learn(connection, batch, now())
        queue.advance_batch(connection, batch, "staged", counts.total(), suppressed_names)
        if missing := load.page_counts(connection, batch).missing:
            lost = f"{missing} of {counts.total()} pages did not reach staging"
            raise WarehouseError(f"batch {batch.batch_id} ({batch.url}): {lost}")
        return finish(connection, "ingest", started_at, {"batches": 1, "pages": counts.total(), **counts})


def _stage(connection: Connection, batch: queue.HeldBatch, read: Reader, pages: Sequence[Page | BadRecord]) -> Counter[str]:
    """Read these pages into staging; how many were what."""
    staged = load.StagedRows()
    kinds = {_offset(page): read(staged, page) for page in pages}
    refused = load.write_stage(connection, batch, staged, now())
    boilerplate.note(connection, batch, staged, now())
    return Counter("quarantined" if at in refused else kind for at, kind in kinds.items())


def _offset(page: Page | BadRecord) -> int:
    return page.offset if isinstance(page, BadRecord) else page.record_offset


def reader(
    settings: Settings,
    outlets: dict[str, str],
    suppressed: Suppressed,
    extract: Callable[[Page], Article | Rejected] = extract,
    known: Known = NOTHING,
) -> Reader:
    """A function that turns one page into staging rows and says what it was.

    Neither the names that are `suppressed` nor the boilerplate that is `known` get into them. A state is told apart by its whole
    text all the same: what we learn about an outlet's pages does not change what it says.
    """
    words = lexicon.load(*settings.seed_folders)

    def read(staged: load.StagedRows, page: Page | BadRecord) -> str:
        if isinstance(page, BadRecord):
            rows.add_rejected(staged, page.offset, None, "failed", f"broken: {page.problem}")
            return "broken"
        if suppressed.is_named_in(page.url):
            rows.add_rejected(staged, page.record_offset, None, "gone", "erased")
            return "gone"
        try:
            result = extract(page)
            if not isinstance(result, Article):
                rows.add_rejected(staged, page.record_offset, page.url, *rows.rejected_outcome(result))
                return result.outcome
            whole = suppressed.article(storable(result))
            place = _provenance(page, whole, outlets)
            text, dropped = known.own(place.outlet_id, whole.text)
            article = replace(whole, text=text, word_count=word_count(text)) if dropped else whole
            annotation = annotate(_document(page, article), words)
        except Exception as error:  # noqa: BLE001  a page that trips a bug of ours must not stop the others
            staged.broken[page.record_offset] = (page.url, f"reading it failed: {type(error).__name__}")
            return "quarantined"
        rows.add_article(staged, page, article, annotation, place)
        rows.add_blocks(staged, page, whole, place, dropped, known)
        return "article"

    return read


def _provenance(page: Page, article: Article, outlets: dict[str, str]) -> rows.Provenance:
    domain = registrable_domain(article.canonical_url) or registrable_domain(page.url) or "unknown"
    outlet_id = page.origin.outlet_id or outlets.get(domain, domain)
    return rows.Provenance(outlet_id, domain, canonicalise(page.url) or page.url, content_sha(article))


def _document(page: Page, article: Article) -> Document:
    published = article.published_at.isoformat() if article.published_at else None
    return Document(page.url, article.text, article.title, article.canonical_url, article.outlet, published, article.language)
