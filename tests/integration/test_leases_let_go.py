"""A stage that fails lets go of its work, so that the retry does it and does not take "held" for "done"."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from media_monitor.errors import ArchiveError, StageFailed
from media_monitor.extract import supervise
from media_monitor.local import newsroom
from media_monitor.settings import Settings
from media_monitor.stages import fetch, ingest, poll, reference
from warehouse_fixtures import ask, one, open_batch


@pytest.fixture
def played(settings: Settings):
    """The sample newsroom with its reference data loaded."""
    with newsroom.serve(newsroom.load(settings.seeds / "newsroom")) as (host, port):
        sample = replace(settings, sample=f"{host}:{port}")
        reference.run(sample)
        yield sample


def unwritable(settings: Settings, folder: Path) -> Settings:
    """Settings whose archive is a file: nothing can be written there."""
    (folder / "file").write_text("not a folder")
    return replace(settings, archive_url=str(folder / "file" / "archive"))


def test_feeds_whose_poll_could_not_be_archived_are_polled_by_the_next_try(played, tmp_path):
    with pytest.raises(ArchiveError):
        poll.run(unwritable(played, tmp_path))
    assert one(played, "select count(*) from ops.feed_state where leased_until is not null") == 0
    assert poll.run(played).counts["feeds"] == 10


def test_pages_whose_fetch_could_not_be_archived_are_fetched_by_the_next_try(played, tmp_path):
    poll.run(played)
    with pytest.raises(ArchiveError):
        fetch.run(unwritable(played, tmp_path))
    assert fetch.run(played).counts["pages"] == one(played, "select count(*) from ops.page")


def test_a_batch_whose_object_is_missing_fails_every_try(settings):
    batch_id = open_batch(settings)
    ask(settings, "update ops.archive_object set url = '/nowhere/to/be/found.warc.gz'")
    for _ in range(2):
        with pytest.raises(ArchiveError):
            ingest.run(settings, batch_id)


def test_a_batch_of_mostly_broken_pages_stays_open(played, monkeypatch):
    poll.run(played)
    fetch.run(played)

    def broken(page):
        raise ZeroDivisionError

    (batch_id,) = ingest.plan(played)
    with monkeypatch.context() as patch:
        patch.setattr("media_monitor.extract.supervise.extract", broken)
        with pytest.raises(StageFailed, match="pages cannot be read; nothing was staged"):
            ingest.run(played, batch_id)
    assert one(played, "select state from ops.batch") == "open"
    assert one(played, "select count(*) from stage.rejected") == 0
    assert ingest.run(played, batch_id).counts["article"] > 40


def test_one_broken_page_stops_no_batch(played, monkeypatch):
    poll.run(played)
    fetch.run(played)
    seen = []

    def breaks_once(page):
        seen.append(page.url)
        if len(seen) == 1:
            raise ZeroDivisionError
        return extract(page)

    extract = supervise.extract
    monkeypatch.setattr("media_monitor.extract.supervise.extract", breaks_once)
    (batch_id,) = ingest.plan(played)
    counts = ingest.run(played, batch_id).counts
    assert counts["quarantined"] == 1
    assert counts["pages"] == len(seen)
    assert ask(played, "select url, reasons from ops.quarantine") == [(seen[0], ["reading it failed: ZeroDivisionError"])]
