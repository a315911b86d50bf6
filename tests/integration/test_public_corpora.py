"""The test corpora of feedparser and of Protego, which their source distributions carry: nothing in them breaks our readers.

They are downloaded anew by pip, from whatever index it is set up with, and are no part of this repository.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from media_monitor.collect.feeds import parse
from media_monitor.collect.robots import Robots
from media_monitor.model import NotAFeed, ParsedFeed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)
AGENT = "media-monitor/1.0 (+https://example.org/contact)"
FEED_FILES = 2_000
ROBOTS_FILES = 4_000
"""Fewer are not the corpus."""


def corpus(project: str, folder: Path) -> dict[str, bytes]:
    """Path and content of the files under tests/ in the source distribution of the installed version of `project`."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps", "--dest", str(folder)]
    download = subprocess.run([*command, f"{project}=={version(project)}"], capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tar.gz"))
    if download.returncode != 0 or not archives:
        pytest.skip(f"1 corpus not read: pip cannot download the source distribution of {project} {version(project)}")
    return dict(members(archives[0]))


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.partition("/")[2]
            if member.isfile() and name.startswith("tests/") and (stream := tar.extractfile(member)) is not None:
                yield name, stream.read()


@pytest.mark.rel("E05")
@pytest.mark.rel("E06")
def test_no_feed_of_feedparsers_corpus_breaks_the_reader(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    files = {name: body for name, body in corpus("feedparser", tmp_path).items() if not name.endswith(".py")}
    start = time.process_time()
    results = {name: parse(body, "https://news.test/feed", None, NOW) for name, body in files.items()}
    seconds = time.process_time() - start
    kinds = Counter(result.kind if isinstance(result, NotAFeed) else "feed" for result in results.values())
    entries = sum(len(result.entries) for result in results.values() if isinstance(result, ParsedFeed))
    record_property("feeds", f"{len(files)} files in {seconds:.1f} s: {dict(kinds)}, {entries} entries")
    assert len(files) > FEED_FILES
    assert kinds["parse_error"] == 0
    assert seconds < 60
    for result in results.values():
        for entry in getattr(result, "entries", ()):
            for text in filter(None, (entry.link, entry.guid, entry.title, entry.summary)):
                text.encode()
                assert "\0" not in text


@pytest.mark.rel("B03")
@pytest.mark.rel("E05")
def test_no_robots_txt_of_protegos_corpus_breaks_the_reader(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    files = {name: body for name, body in corpus("protego", tmp_path).items() if name.startswith("tests/test_data/")}
    start = time.process_time()
    slowest, counts = 0.0, Counter[str]()
    for body in files.values():
        begun = time.process_time()
        robots = Robots.parse(body.decode("utf-8-sig", "replace"))
        counts["front page allowed"] += robots.allows("https://news.test/", AGENT)
        counts["crawl delay"] += robots.crawl_delay(AGENT) is not None
        slowest = max(slowest, time.process_time() - begun)
    seconds = time.process_time() - start
    record_property("robots", f"{len(files)} files in {seconds:.1f} s, the slowest in {slowest:.2f} s: {dict(counts)}")
    assert len(files) > ROBOTS_FILES
    assert seconds < 60
    assert slowest < 1
