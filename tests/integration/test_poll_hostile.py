"""What the warehouse remembers of feeds whose servers misbehave: no validator of a body that was no whole feed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from media_monitor.settings import Settings
from media_monitor.stages import poll, reference
from unit.collect.evil import evil_server
from warehouse_fixtures import ask

HEADER = "feed_id,outlet_id,url,language,title,source"
BAD = {
    "gzip-cut": "truncated",
    "206": "truncated",
    "bomb/small": "too_large",
    "nested/2": "bad_encoding",
    "loop": "redirect",
    "not-http": "protocol",
    "consent": "not_a_feed",
    "challenge": "not_a_feed",
    "empty": "not_a_feed",
}
"""Path on the hostile server → the outcome of a poll."""
GOOD = [f"feed?{n}" for n in BAD]  # as many: where more than half fail, the network is to blame


@contextmanager
def evil_in_a_thread() -> Iterator[str]:
    """Address of the hostile server, on an event loop of its own."""
    address, stop = list[str](), threading.Event()
    is_up = threading.Event()

    async def serve() -> None:
        async with evil_server() as evil:
            address.append(evil.address)
            is_up.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    is_up.wait()
    try:
        yield address[0]
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def polled(settings: Settings, tmp_path: Path) -> dict[str, tuple[str, str | None]]:
    """Outcome and ETag of each path's feed, after polls of them all."""
    feeds = tmp_path / "feeds.csv"
    paths = [*BAD, *GOOD]
    rows = [f"f{n},evil,http://h{n}.test/{path},en,{path},invented" for n, path in enumerate(paths)]
    feeds.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    with evil_in_a_thread() as address:
        sample = replace(settings, sample=address, feeds=feeds)
        reference.run(sample)
        poll.run(sample)
    found = ask(settings, "select feed_id, last_outcome, etag from ops.feed_state")
    return {paths[int(feed_id[1:])]: (outcome, etag) for feed_id, outcome, etag in found}


@pytest.mark.rel("C01")
@pytest.mark.rel("C03")
@pytest.mark.rel("C06")
@pytest.mark.rel("C12")
def test_validators_are_kept_of_a_whole_feed_only(polled: dict[str, tuple[str, str | None]]) -> None:
    assert {path: polled[path] for path in BAD} == {path: (outcome, None) for path, outcome in BAD.items()}
    assert {polled[path][1] for path in GOOD} == {'W/"v1"'}
