"""Documents that take a parser's time, memory or life take nothing else with them."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.collect import supervise
from media_monitor.collect.supervise import ParserPool
from media_monitor.model import NotAFeed, ParsedFeed

pytestmark = pytest.mark.enable_socket  # the fork server is talked to over a Unix socket
NOW = datetime(2031, 5, 17, 9, 30, tzinfo=UTC)


def rss(item: bytes) -> bytes:
    return b'<rss version="2.0"><channel><title>Harbour Post</title><item>' + item + b"</item></channel></rss>"


GOOD = rss(b"<title>Ferry strike ends</title>")
SLOW = rss(b"<author>" + b"a" * 300_000 + b"@</author>")
"""feedparser looks for an e-mail address in quadratic time."""


def parse_all(*bodies: bytes) -> list[ParsedFeed | NotAFeed]:
    async def run() -> list[ParsedFeed | NotAFeed]:
        with ParserPool() as pool:
            return list(await asyncio.gather(*(pool.parse(body, "https://news.test/", None, NOW) for body in bodies)))

    return asyncio.run(run())


def test_a_slow_document_is_stopped_and_the_others_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "CPU_SECONDS", 1)
    results = parse_all(GOOD, SLOW, *[GOOD] * 50, rss(b"<title>&#xD800;</title>"), b"/dev/zero", GOOD)
    assert [type(r) for r in results].count(ParsedFeed) == 52
    kinds = [r.kind for r in results if isinstance(r, NotAFeed)]
    assert kinds == ["timeout", "parse_error", "not_a_feed"]


def test_a_document_that_would_be_slow_for_the_clock_only_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "WALL_SECONDS", 1)
    start = time.monotonic()
    slow, good = parse_all(SLOW, GOOD)
    assert time.monotonic() - start < supervise.CPU_SECONDS
    assert isinstance(slow, NotAFeed)
    assert slow.kind == "timeout"
    assert isinstance(good, ParsedFeed)


def test_a_document_that_needs_too_much_memory_is_a_parse_error(monkeypatch: pytest.MonkeyPatch) -> None:
    big = rss(b"<title>a</title><description>" + b"x" * (30 * 2**20) + b"</description>")
    assert isinstance(parse_all(big)[0], ParsedFeed)
    monkeypatch.setattr(supervise, "MEMORY_BYTES", 150 * 2**20)
    refused, good = parse_all(big, GOOD)
    assert isinstance(refused, NotAFeed)
    assert refused.kind == "parse_error"
    assert isinstance(good, ParsedFeed)


def test_a_parser_that_dies_is_a_parse_error() -> None:
    async def run() -> tuple[ParsedFeed | NotAFeed, ParsedFeed | NotAFeed]:
        with ParserPool(max_workers=1) as pool:
            await pool.parse(GOOD, "https://news.test/", None, NOW)
            slow = asyncio.create_task(pool.parse(SLOW, "https://news.test/", None, NOW))
            await asyncio.sleep(0.5)
            os.kill(max(descendants(os.getpid()), key=ticks), signal.SIGSEGV)
            return await slow, await pool.parse(GOOD, "https://news.test/", None, NOW)

    died, after = asyncio.run(run())
    assert isinstance(died, NotAFeed)
    assert died.kind == "parse_error"
    assert isinstance(after, ParsedFeed)


def test_a_closed_pool_leaves_no_child_behind() -> None:
    async def run() -> set[int]:
        with ParserPool() as pool:
            await pool.parse(GOOD, "https://news.test/", None, NOW)
            return descendants(os.getpid())

    during = asyncio.run(run())
    after = descendants(os.getpid())
    assert len(during) >= 3  # the fork server and two parsers
    assert len(after & during) <= 2  # the fork server and the resource tracker stay for the next pool


def test_every_document_has_processor_time_of_its_own() -> None:
    before = resource.getrlimit(resource.RLIMIT_CPU)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (used + 3, before[1]))
        supervise._parse_confined(supervise.CPU_SECONDS, GOOD, "https://news.test/", None, NOW)
        limit, _ = resource.getrlimit(resource.RLIMIT_CPU)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, before)
    assert 0 <= limit - used - supervise.CPU_SECONDS <= 2


def descendants(pid: int) -> set[int]:
    """Processes below `pid`."""
    parents = {int(stat.parent.name): int(fields(stat)[1]) for stat in Path("/proc").glob("[0-9]*/stat") if fields(stat)}
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def ticks(pid: int) -> int:
    """Processor time of `pid`."""
    values = fields(Path(f"/proc/{pid}/stat"))
    return int(values[11]) + int(values[12])


def fields(stat: Path) -> list[str]:
    """What /proc says after the name of the process: state, parent, …; nothing if it is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []
