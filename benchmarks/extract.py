"""make bench-extract: extraction beside trafilatura on real pages, a process each, in turns; each figure beside its bar.

Trafilatura reads the same bytes with its metadata, as it comes and with fast=True. `--long` adds the memory of 10,000 pages.
Exits 1 when a figure falls short.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, against, line, reported, write
from benchmarks.memory import resident
from evaluations import corpora
from media_monitor.archive.read import read_pages
from media_monitor.extract.page import extract, extractor
from media_monitor.extract.supervise import PageExtractor
from media_monitor.model import Article, Page, Rejected

ROUNDS = 5
MANY, EARLY = 10_000, 2_000
MEMORY_MB = 600
STORY = "<p>Two barges broke loose from the quay at Ossa Bridge on Monday and drifted against the piers of the old lock.</p>"
HOSTILE = {
    "10 MB": "<p>" + "word " * 2_000_000,
    "100,000 nested tags": "<div>" * 100_000 + STORY,
    "20,000 <br>": STORY + "line<br>" * 20_000,
}


def main() -> int:
    """Measure, print, keep; 1 where a figure falls short or there is no data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--contender", choices=CONTENDERS)
    arguments = parser.parse_args()
    try:
        archive = corpora.folder() / "extraction" / "real-pages-np4k.warc.gz"
    except corpora.NoData as problem:
        print(problem, file=sys.stderr)
        return 1
    if arguments.contender:
        return contend(CONTENDERS[arguments.contender], archive)
    found = beside_trafilatura() + hostile_pages() + (memory(archive) if arguments.long else [])
    for figure in found:
        print(line(figure))
    context = {"cores": os.cpu_count(), "python": platform.python_version(), "rounds": ROUNDS, "extractor": extractor()}
    write(Path("var/bench/extract.json"), found, context)
    return 0 if all(figure.holds for figure in found) else 1


# ---- the contenders ----------------------------------------------------------------------------------------------------


def _trafilatura(page: Page, *, is_fast: bool) -> None:
    from trafilatura import bare_extraction

    bare_extraction(page.body, url=page.url, with_metadata=True, fast=is_fast)


CONTENDERS: dict[str, Callable[[Page], object]] = {
    "ours": extract,
    "trafilatura": lambda page: _trafilatura(page, is_fast=False),
    "trafilatura, fast": lambda page: _trafilatura(page, is_fast=True),
}


def contend(read: Callable[[Page], object], archive: Path) -> int:
    """In a process of its own: answer each line of the input with the pages per CPU-second of one turn."""
    pages = [page for page in read_pages(str(archive)) if isinstance(page, Page)]
    for page in pages[:20]:
        read(page)
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        for page in pages:
            read(page)
        print(len(pages) / (time.process_time() - start), flush=True)
    return 0


class Contender:
    """The process of one of them."""

    def __init__(self, name: str) -> None:
        command = [sys.executable, "-m", "benchmarks.extract", "--contender", name]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._answer() == "ready"

    def turn(self) -> float:
        """Pages per CPU-second."""
        assert self._process.stdin is not None
        self._process.stdin.write("turn\n")
        self._process.stdin.flush()
        return float(self._answer())

    def end(self) -> None:
        """Let it go."""
        self._process.communicate(timeout=60)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


# ---- figures -----------------------------------------------------------------------------------------------------------


def beside_trafilatura() -> list[Figure]:
    """Medians of what each does in the same rounds."""
    contenders = {name: Contender(name) for name in CONTENDERS}
    rates: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for number in range(ROUNDS):
        for name, contender in contenders.items():
            rates[name].append(contender.turn())
        told = ", ".join(f"{name} {values[-1]:.1f}/s" for name, values in rates.items())
        print(f"  round {number + 1} of {ROUNDS}: {told}", file=sys.stderr, flush=True)
    for contender in contenders.values():
        contender.end()

    def ratio(peer: str) -> float:
        return statistics.median(one / other for one, other in zip(rates["ours"], rates[peer], strict=True))

    return [
        against("pages per CPU-second ÷ trafilatura", ratio("trafilatura"), "ratio", "≥", 1.5),
        against("pages per CPU-second ÷ trafilatura, fast=True", ratio("trafilatura, fast"), "ratio", "≥", 1.2),
        *(reported(f"  {name}", statistics.median(values), "pages/CPU-s") for name, values in rates.items()),
    ]


def hostile_pages() -> list[Figure]:
    """Pages built to cost, each between two good ones."""
    figures = []
    with PageExtractor() as pages:
        for name, content in HOSTILE.items():
            began = time.perf_counter()
            result = pages.extract(_page(content))
            seconds = time.perf_counter() - began
            told = result.reason if isinstance(result, Rejected) else "an article"
            figures.append(against(f"hostile page, {name}: {told}", seconds, "s", "≤", 20))
            if not isinstance(pages.extract(_page(f"<article><h1>Barges break loose</h1>{STORY * 3}</article>")), Article):
                figures.append(against(f"  good page after {name}", 0, "read", "≥", 1))
    return figures


def _page(content: str) -> Page:
    body = f"<html><head><title>Barges break loose</title></head><body>{content}</body></html>".encode()
    return Page("https://quay.test/a", datetime(2031, 5, 17, tzinfo=UTC), 200, "text/html", "utf-8", body, 0)


def memory(archive: Path) -> list[Figure]:
    """Memory of this process while it reads 10,000 pages, the archive over and over."""
    count, early = 0, 0
    with PageExtractor() as pages:
        while count < MANY:
            for page in read_pages(str(archive)):
                if isinstance(page, Page):
                    pages.extract(page)
                    count += 1
            print(f"  {count} pages, {resident() / 2**20:.0f} MB", file=sys.stderr, flush=True)
            early = early or (resident() if count >= EARLY else 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        against(f"peak memory of {count:,} pages", peak, "MB", "≤", MEMORY_MB),
        against(f"memory after {count:,} pages ÷ after {EARLY:,}", resident() / early, "ratio", "≤", 1.1),
    ]


if __name__ == "__main__":
    sys.exit(main())
