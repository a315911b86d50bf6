"""Feeds of the real world, which are not part of this repository: none breaks the parser, none loses an entry."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.collect.feeds import parse
from media_monitor.model import ParsedFeed

DATA = os.environ.get("MEDIA_MONITOR_DATA")
CAPTURED_AT = datetime(2026, 2, 18, tzinfo=UTC)


@pytest.mark.rel("E05")
@pytest.mark.skipif(not DATA, reason="MEDIA_MONITOR_DATA is not set: 181 real feeds not parsed")
def test_every_real_feed_keeps_its_entries() -> None:
    folder = Path(DATA or "") / "feeds"
    index = json.loads((folder / "real-2026.index.json").read_text(encoding="utf-8"))
    assert len(index) == 181
    assert [row["path"] for row in index if not is_whole(folder, row)] == []


def is_whole(folder: Path, row: dict[str, str | int]) -> bool:
    """Whether the feed has as many entries as feedparser counts; JSON Feed, which feedparser cannot read, has some."""
    body = gzip.decompress((folder / str(row["path"])).read_bytes())
    result = parse(body, "https://news.test/feed", None, CAPTURED_AT)
    if not isinstance(result, ParsedFeed):
        return False
    count = len(result.entries) + result.dropped_count
    return count == row["entries"] if row["version"] else result.version == "json10" and count > 0
