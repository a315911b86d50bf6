"""make bench-tags: what tagging costs beside extraction, each figure beside its bar.

Every contender works on the same 419 real pages in a process of its own; they take turns, and a figure is the median over the
rounds of its CPU time divided by that of trafilatura's default extraction in the same round. A new row is a new `Contender`.
Exits 1 when a figure falls short or MEDIA_MONITOR_DATA names no data.
"""

from __future__ import annotations

import csv
import gzip
import json
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.figures import Figure, against, line, reported, write
from benchmarks.memory import resident
from media_monitor.annotate import lexicon, pipeline
from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.language import identify
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.model import Document
from media_monitor.settings import default_seeds

ROUNDS = 5
ALIASES = 100_000
MANY = 20_000
"""Articles that one worker tags while its memory is watched."""
_YARDSTICK = "trafilatura, default extraction"

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Contender:
    """One row of the table: work over all pages, and its bar as a share of the yardstick."""

    name: str
    prepare: Callable[[Path], Work]
    bar: float | None


def _extraction(data: Path) -> Work:
    import trafilatura
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with gzip.open(data / "extraction/real-pages-np4k.warc.gz") as stream:
        pages = [r.reader.read() for r in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)]
    return lambda: [trafilatura.extract(page) for page in pages]


def _documents(data: Path) -> list[Document]:
    with gzip.open(data / "extraction/newspaper4k.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Document(row["id"], row["text"], row["title"] or None) for row in rows]


def _linking(data: Path) -> Work:
    documents = _documents(data)
    with tempfile.TemporaryDirectory() as folder:
        words = _padded(Path(folder))
    return lambda: [link(folded_fields(document), words, "en") for document in documents]


def _padded(folder: Path) -> Lexicon:
    """The seeds with invented names on top: `ALIASES` in all."""
    seeds = default_seeds()
    missing = ALIASES - sum(1 for path in lexicon.seed_paths(seeds, "aliases.csv") for _ in path.open(encoding="utf-8"))
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    names = (f"{a}{b}{c}{d}".capitalize() for a in syllables for b in syllables for c in syllables for d in ("n", "r", "th"))
    with (folder / "entities.csv").open("w", encoding="utf-8") as file:
        csv.writer(file).writerows([lexicon.ENTITY_COLUMNS, ("bench:x", "X", "other", *[""] * 7, "invented", "Apache-2.0")])
    with (folder / "aliases.csv").open("w", encoding="utf-8") as file:
        csv.writer(file).writerow(lexicon.ALIAS_COLUMNS)
        csv.writer(file).writerows(
            ("bench:x", name, "en", "exact", "invented") for _, name in zip(range(missing), names, strict=False)
        )
    return lexicon.load(seeds, folder)


def _tagging(data: Path) -> Work:
    """Language, entities and topics, without attribution, quotes and figures."""
    documents, words = _documents(data), lexicon.load(default_seeds())
    return lambda: [pipeline.tag(document, words) for document in documents]


def _language(data: Path) -> Work:
    documents = _documents(data)
    return lambda: [identify(document.text) for document in documents]


CONTENDERS = (
    Contender(_YARDSTICK, _extraction, None),
    Contender("language", _language, None),
    Contender(f"linking, {ALIASES:,} aliases", _linking, 0.02),
    Contender("language, entities and topics", _tagging, 0.12),
)


def main() -> int:
    """Measure, print, keep; 1 where a figure falls short."""
    data = os.environ.get("MEDIA_MONITOR_DATA")
    if not data or not Path(data).is_dir():
        print("MEDIA_MONITOR_DATA is not set to a folder of collected data: nothing was measured", file=sys.stderr)
        return 1
    seconds = _turns(Path(data))
    figures = [reported(f"{_YARDSTICK}, 419 pages", statistics.median(seconds[_YARDSTICK]), "s of CPU")]
    for contender in CONTENDERS[1:]:
        share = statistics.median(a / b for a, b in zip(seconds[contender.name], seconds[_YARDSTICK], strict=True))
        figures.append(_figure(contender, share))
    figures += _memory(Path(data))
    figures += _loading()
    for figure in figures:
        print(line(figure))
    context = {"rounds": ROUNDS, "python": platform.python_version(), "cores": os.cpu_count(), "seconds": seconds}
    write(Path("var/bench/tags.json"), figures, context)
    return 0 if all(figure.holds for figure in figures) else 1


def _figure(contender: Contender, share: float) -> Figure:
    name = f"{contender.name}, share of extraction"
    return reported(name, share, "share") if contender.bar is None else against(name, share, "share", "≤", contender.bar)


def _turns(data: Path) -> dict[str, list[float]]:
    """CPU seconds of each contender in each round."""
    context = multiprocessing.get_context("spawn")
    workers = []
    for contender in CONTENDERS:
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(contender, data, theirs))
        process.start()
        ours.recv()  # prepared, and warmed up
        workers.append((contender.name, ours, process))
    seconds: dict[str, list[float]] = {name: [] for name, _, _ in workers}
    for _ in range(ROUNDS):
        for name, ours, _process in workers:
            ours.send(True)
            seconds[name].append(ours.recv())
    for _, ours, process in workers:
        ours.send(False)
        process.join()
    return seconds


def _serve(contender: Contender, data: Path, pipe: Connection) -> None:
    """Do the work once to warm up, then whenever asked, and say what it cost."""
    work = contender.prepare(data)
    work()
    pipe.send(0.0)
    while pipe.recv():
        began = time.process_time()
        work()
        pipe.send(time.process_time() - began)


def _memory(data: Path) -> list[Figure]:
    """Resident memory of a worker that tags very many articles."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_tag_many, args=(data, theirs))
    process.start()
    early, late = ours.recv(), ours.recv()
    process.join()
    return [
        against(f"memory of a worker after {MANY:,} articles", late, "MB", "≤", 450),
        against(f"its growth from article {MANY // 4:,} on", late - early, "MB", "≤", 10),
    ]


def _tag_many(data: Path, pipe: Connection) -> None:
    documents, words = _documents(data), lexicon.load(default_seeds())
    for number in range(MANY):
        document = documents[number % len(documents)]
        unlike = Document(str(number), f"{document.text[:2_500]}\n\nNote {number}: Corporal Aa{number}b spoke.", document.title)
        pipeline.tag(unlike, words)
        if number in (MANY // 4, MANY - 1):
            pipe.send(resident() / 1e6)


def _loading() -> list[Figure]:
    """CPU time of reading the knowledge base, as every worker does once."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_load, args=(theirs,))
    process.start()
    seconds = ours.recv()
    process.join()
    return [against("loading the knowledge base", seconds, "s of CPU", "≤", 1.0)]


def _load(pipe: Connection) -> None:
    began = time.process_time()
    lexicon.load(default_seeds())
    pipe.send(time.process_time() - began)


if __name__ == "__main__":
    sys.exit(main())
