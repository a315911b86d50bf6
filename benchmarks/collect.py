"""make bench-collect: polling feeds beside lemon24/reader and beside a bare aiohttp loop, in one run; each figure beside its bar.

All ask the same loopback server for the same feeds and take turns. Reader runs in an environment of its own, which the first run
builds in `var/bench/reader` (it needs the package index). Exits 1 when a figure falls short.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp

from benchmarks import figures
from benchmarks.feed_server import served
from benchmarks.figures import Figure, against, reported
from benchmarks.memory import resident
from benchmarks.transport import AGENT, HOSTS, rate
from media_monitor import ids
from media_monitor.collect.http import FEED_TYPES
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import poll, poller
from media_monitor.stages.clock import Clock
from media_monitor.warehouse import queue, reference
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.migrate import upgrade

READER = ("reader==3.26", "sgmllib3k==1.0.0")
"""The peer, and what its own copy of feedparser needs but it does not ask for."""
FEEDS = 5_000
ROUNDS = 5
WORKERS = (10, 40)
"""Threads of reader; the faster number counts."""
TASKS = 2
"""Side by side: one a core, of the four that Airflow may run."""
DUE, MANY = 200, 200_000
OUTLET = "bench"
_BEGAN = time.monotonic()


def main() -> int:
    """Measure, print, keep; 1 where a figure falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    parser.add_argument("--out", type=Path, default=Path("var/bench/collect.json"))
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="media-monitor-bench-"))
    server = EmbeddedPostgres(folder / "postgres")
    try:
        server.start()
        with served() as port:
            dsn = server.ensure_database("collect")
            upgrade(dsn)
            settings = Settings(
                dsn,
                str(folder / "archive"),
                default_seeds(),
                None,
                folder / "var",
                "https://desk.example/contact",
                f"127.0.0.1:{port}",
            )
            found = beside_peers(settings, port, arguments.feeds, folder)
            found += due_query(settings)
    finally:
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)
    for figure in found:
        print(figures.line(figure))
    context = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "feeds": arguments.feeds,
        "peer": READER[0],
        "rounds": ROUNDS,
    }
    figures.write(arguments.out, found, context)
    return 0 if all(figure.holds for figure in found) else 1


def say(words: str) -> None:
    """Show how far it is."""
    print(f"  {time.monotonic() - _BEGAN:8.0f} s  {words}", file=sys.stderr, flush=True)


# ---- who is measured ---------------------------------------------------------------------------------------------------


class Ours:
    """Polls as the tasks of `poll_feeds` do, archive and warehouse included: a process each, the shards dealt out among them."""

    def __init__(self, settings: Settings, count: int, tasks: int) -> None:
        self._settings, self._count = settings, count
        self._pipes = []
        context = multiprocessing.get_context("spawn")
        for _ in range(tasks):
            ours, theirs = context.Pipe()
            context.Process(target=task, args=(settings, theirs), daemon=False).start()
            self._pipes.append(ours)
        self.resident = 0

    def update(self) -> float:
        """Poll every feed once; feeds per second."""
        with connect(str(self._settings.dsn)) as connection, connection.cursor() as cursor:
            cursor.execute("update ops.feed_state set next_poll_at = now()")
        start = time.perf_counter()
        for number, pipe in enumerate(self._pipes):
            pipe.send(list(range(number, queue.SHARDS, len(self._pipes))))
        reports = [pipe.recv() for pipe in self._pipes]
        seconds = time.perf_counter() - start
        assert sum(feeds for feeds, _ in reports) == self._count, reports
        self.resident = max(resident for _, resident in reports)
        return self._count / seconds

    def end(self) -> None:
        """Let the processes go."""
        for pipe in self._pipes:
            pipe.send(None)


def task(settings: Settings, pipe: Connection) -> None:
    """Poll the shards that come through the pipe until None comes; feeds without a failure, and memory, go back."""
    poll.clock = real_clock  # type: ignore[attr-defined]
    while (shards := pipe.recv()) is not None:
        report = poll.run(settings, shards)
        pipe.send((report.counts["feeds"] - report.counts["failed"], resident()))


def real_clock(settings: Settings) -> Clock:  # noqa: ARG001  the parameter has its name
    """The present, although the feeds are a newsroom's."""
    present = datetime.now(UTC)
    return Clock(present, present, is_played=False)


def add_feeds(settings: Settings, first: int, last: int) -> None:
    """Put feeds `first` to `last` - 1 on the list, due at once."""
    with connect(str(settings.dsn)) as connection:
        reference.merge(connection, "outlet", [(OUTLET, "Bench", None, "bench.test", None, "en", 0, True, None)])
        urls = ((number, f"http://news-{number % HOSTS}.test/{number}.xml") for number in range(first, last))
        shard = queue.SHARDS
        rows = [
            (f"feed-{n}", OUTLET, url, ids.url_key(url), ids.shard_of(url.split("/")[2], shard), "en", None, None)
            for n, url in urls
        ]
        reference.merge(connection, "feed", rows)
        reference.start_feeds(connection, datetime.now(UTC))


class Bare:
    """An aiohttp session that asks with the same validator and as many requests in flight, and does nothing with the answers."""

    def __init__(self, port: int, count: int) -> None:
        self._urls = [f"http://127.0.0.1:{port}/{number}.xml" for number in range(count)]
        self.validator = '"v1"'

    def update(self) -> float:
        """Ask for every feed once; feeds per second."""
        return asyncio.run(self._update())

    async def _update(self) -> float:
        headers = {"User-Agent": AGENT, "Accept": FEED_TYPES, "If-None-Match": self.validator}
        connector = aiohttp.TCPConnector(limit=poller.CONCURRENCY)
        async with aiohttp.ClientSession(connector=connector) as session:

            async def get(url: str) -> None:
                async with session.get(url, headers=headers) as response:
                    await response.read()
                    assert response.status == 304

            return await rate(get, self._urls, poller.CONCURRENCY)


class Reader:
    """lemon24/reader in a process and an environment of its own."""

    def __init__(self, port: int, count: int, workers: int, folder: Path) -> None:
        database, base = folder / f"reader-{workers}.sqlite", f"http://127.0.0.1:{port}"
        script = Path(__file__).with_name("peer_reader.py")
        command = [str(reader_python()), str(script), str(database), base, str(count), str(workers)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._answer() == "ready"

    def update(self) -> float:
        """Update every feed once; feeds per second."""
        assert self._process.stdin is not None
        self._process.stdin.write("update\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """Let it go."""
        with suppress(BrokenPipeError):
            self._process.communicate(timeout=60)


def reader_python() -> Path:
    """Python of the environment in which reader is installed, which the first call makes."""
    home = Path("var/bench/reader").absolute()
    python = home / "bin" / "python"
    if not (home / "+".join(READER)).exists():
        venv.create(home, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *READER], check=True)
        (home / "+".join(READER)).touch()
    return python


# ---- figures -----------------------------------------------------------------------------------------------------------


def beside_peers(settings: Settings, port: int, count: int, folder: Path) -> list[Figure]:
    """Unchanged feeds, then changed ones; medians of what each does in the same rounds."""
    add_feeds(settings, 0, count)
    alone, ours, bare = Ours(settings, count, 1), Ours(settings, count, TASKS), Bare(port, count)
    alone.update()
    early = alone.resident
    readers = {workers: Reader(port, count, workers, folder) for workers in WORKERS}
    say("all know all feeds")
    ways = {"ours": ours.update, "one task": alone.update, **{f"reader {w}": r.update for w, r in readers.items()}}
    unchanged = rounds({**ways, "bare": bare.update})
    late = alone.resident
    version = 1

    def change() -> None:
        nonlocal version
        version += 1
        urllib.request.urlopen(f"http://127.0.0.1:{port}/version/{version}").read()

    changed = rounds(ways, change)
    ours.end()
    alone.end()
    for reader in readers.values():
        reader.end()
    return [
        *beside("304", unchanged, 8),
        against("304: ours ÷ bare aiohttp", ratio(unchanged["ours"], unchanged["bare"]), "ratio", "≥", 0.3),
        reported("  bare aiohttp", statistics.median(unchanged["bare"]), "feeds/s"),
        *beside("changed", changed, 2),
        against(f"memory after {count * (ROUNDS + 1):,} feeds ÷ after {count:,}", late / early, "ratio", "≤", 1.2),
        reported("  memory of a task", late / 2**20, "MiB"),
    ]


def rounds(updates: dict[str, Callable[[], float]], change: Callable[[], None] | None = None) -> dict[str, list[float]]:
    """What each does in ROUNDS rounds, in turns; `change` makes the feeds new to whoever comes next."""
    found: dict[str, list[float]] = {name: [] for name in updates}
    for number in range(ROUNDS):
        for name, update in updates.items():
            if change:
                change()
            found[name].append(update())
        kind = "changed" if change else "unchanged"
        say(f"{kind} feeds, round {number + 1} of {ROUNDS}: " + ", ".join(f"{n} {v[-1]:,.0f}/s" for n, v in found.items()))
    return found


def beside(name: str, found: dict[str, list[float]], bar: float) -> list[Figure]:
    """Ours beside the faster reader."""
    best = max((key for key in found if key.startswith("reader")), key=lambda key: statistics.median(found[key]))
    return [
        against(f"{name}: ours ÷ {best} workers", ratio(found["ours"], found[best]), "ratio", "≥", bar),
        reported(f"  ours, {TASKS} tasks", statistics.median(found["ours"]), "feeds/s"),
        reported("  ours, one task", statistics.median(found["one task"]), "feeds/s"),
        reported(f"  {best} workers", statistics.median(found[best]), "feeds/s"),
    ]


def ratio(ones: list[float], others: list[float]) -> float:
    """Median over the rounds."""
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


def due_query(settings: Settings) -> list[Figure]:
    """Claiming DUE feeds, which are due, on a list of MANY beside the same on 2,000."""
    seconds = {}
    for count in (2_000, MANY):
        with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
            cursor.execute("delete from ref.feed")
        for first in range(0, count, 50_000):
            add_feeds(settings, first, min(first + 50_000, count))
        with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
            cursor.execute("update ops.feed_state set next_poll_at = now() + (1 + random()) * interval '1 hour'")
            cursor.execute(
                "update ops.feed_state set next_poll_at = now() where feed_id in (select feed_id from ref.feed limit %s)", [DUE]
            )
            cursor.execute("analyze ref.feed; analyze ops.feed_state")
        seconds[count] = claim_seconds(settings)
        say(f"claims on a list of {count:,}: {seconds[count] * 1000:.1f} ms")
    return [
        against(f"due feeds of a list of {MANY:,} ÷ of 2,000", seconds[MANY] / seconds[2_000], "ratio", "≤", 2),
        reported(f"  {DUE} due feeds of {MANY:,}", seconds[MANY] * 1000, "ms"),
    ]


def claim_seconds(settings: Settings) -> float:
    """Median time of a claim."""
    taken, shards = [], list(range(queue.SHARDS))
    with connect(str(settings.dsn)) as connection:
        for _ in range(15):
            start = time.perf_counter()
            held = queue.claim_feeds(connection, shards, datetime.now(UTC), poll.FEEDS_PER_LOAD)
            taken.append(time.perf_counter() - start)
            assert len(held) == DUE
            connection.rollback()
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
