"""Documents that take a parser's time, memory or life take nothing else with them."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.collect import feeds, supervise
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


@pytest.mark.rel("E02")
@pytest.mark.rel("E03")
def test_a_slow_document_is_stopped_and_the_others_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "CPU_SECONDS", 1)
    results = parse_all(GOOD, SLOW, *[GOOD] * 50, rss(b"<title>&#xD800;</title>"), b"/dev/zero", GOOD)
    assert [type(r) for r in results].count(ParsedFeed) == 52
    kinds = [r.kind for r in results if isinstance(r, NotAFeed)]
    assert kinds == ["timeout", "parse_error", "not_a_feed"]


COSTLY = {
    "an author of 80 KB": rss(b"<author>" + b"a" * 80_000 + b"</author><title>a</title>"),
    "an author of 300 KB": SLOW,
    "a style of 40 KB": rss(b'<description>&lt;p style="' + b"a:b " * 10_000 + b'"&gt;x&lt;/p&gt;</description>'),
    "32,000 attributes": GOOD.replace(b"<rss ", b"<rss " + b"".join(b'a%d="" ' % n for n in range(32_000))),
    "32,000 namespaces": GOOD.replace(b"<rss ", b"<rss " + b"".join(b'xmlns:a%d="urn:%d" ' % (n, n) for n in range(32_000))),
    "20,000 categories": rss(b"<title>a</title>" + b"".join(b"<category>c%d</category>" % n for n in range(20_000))),
    "100,000 levels": rss(b"<description>" + b"<b>" * 100_000 + b"</description>"),
    "50,000 items": rss(b"</item>".join(b"<item><title>t%d</title>" % n for n in range(50_000))),
    "unclosed comments": rss(b"<title>" + b"<!--" * 100_000),
    "unclosed sections": rss(b"<title>" + b"<![CDATA[" * 50_000),
    "ampersands": rss(b"<title>" + b"&" * 500_000 + b"</title>"),
}


@pytest.mark.slow
@pytest.mark.rel("E03")
def test_no_costly_document_takes_more_than_its_time_and_the_others_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "CPU_SECONDS", 1)
    monkeypatch.setattr(supervise, "WALL_SECONDS", 5)
    bodies = [body for costly in COSTLY.values() for body in (costly, GOOD)]
    start = time.monotonic()
    results = parse_all(*bodies)
    assert time.monotonic() - start < len(COSTLY) * supervise.WALL_SECONDS
    assert all(isinstance(good, ParsedFeed) for good in results[1::2])
    ends = dict(zip(COSTLY, results[::2], strict=True))
    assert {end.kind for end in ends.values() if isinstance(end, NotAFeed)} <= {"timeout", "parse_error"}
    stopped = {name for name, end in ends.items() if isinstance(end, NotAFeed) and end.kind == "timeout"}
    assert {"an author of 80 KB", "an author of 300 KB"} <= stopped
    assert "a style of 40 KB" not in stopped  # feedparser's own cleaning, which is quadratic here, is switched off


@pytest.mark.rel("E03")
def test_the_budget_is_five_seconds_of_processor_time_ten_of_the_clock_and_a_gibibyte() -> None:
    assert (supervise.CPU_SECONDS, supervise.WALL_SECONDS, supervise.MEMORY_BYTES) == (5, 10, 2**30)


@pytest.mark.rel("E03")
def test_without_a_budget_the_slow_document_would_still_be_read() -> None:
    with pytest.raises(TimeoutError):
        interrupt_after(2, lambda: feeds.parse(SLOW, "https://news.test/", None, NOW))


def interrupt_after(seconds: float, work: Callable[[], object]) -> None:
    """Do `work`, and raise TimeoutError in the midst of it where it takes more processor time."""

    class Enough(BaseException):
        """No Exception: `parse` holds those back."""

    def stop(*_: object) -> None:
        raise Enough

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        work()
    except Enough:
        raise TimeoutError from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.rel("E03")
def test_a_document_that_would_be_slow_for_the_clock_only_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "WALL_SECONDS", 1)
    start = time.monotonic()
    slow, good = parse_all(SLOW, GOOD)
    assert time.monotonic() - start < supervise.CPU_SECONDS
    assert isinstance(slow, NotAFeed)
    assert slow.kind == "timeout"
    assert isinstance(good, ParsedFeed)


@pytest.mark.rel("E03")
def test_a_document_that_needs_too_much_memory_is_a_parse_error(monkeypatch: pytest.MonkeyPatch) -> None:
    big = rss(b"<title>a</title><description>" + b"x" * (30 * 2**20) + b"</description>")
    assert isinstance(parse_all(big)[0], ParsedFeed)
    monkeypatch.setattr(supervise, "MEMORY_BYTES", 150 * 2**20)
    refused, good = parse_all(big, GOOD)
    assert isinstance(refused, NotAFeed)
    assert refused.kind == "parse_error"
    assert isinstance(good, ParsedFeed)


@pytest.mark.rel("E02")
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
