"""What annotating costs beside extraction, and what a hostile text costs at most: `make bench-attribution`.

CPU time, the sides in turns, the median of the rounds' ratios. Language, entities and topics have a bar of their own (`make
bench-tags`): attribution is what annotating takes beside them. Needs MEDIA_MONITOR_DATA.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura
from warcio.archiveiterator import ArchiveIterator

from benchmarks.figures import Figure, against, line, reported, write
from evaluations import corpora
from media_monitor.annotate import lexicon
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.pipeline import annotate, tag
from media_monitor.model import Document
from media_monitor.settings import default_seeds

ROUNDS = 5
_EVERY = 4
"""Of the pages and documents, one in four: a round takes seconds."""


def main() -> int:
    """Measure, print, keep; 1 where a bar is missed or there is no data."""
    try:
        data = corpora.folder()
    except corpora.NoData as problem:
        print(problem, file=sys.stderr)
        return 1
    words = lexicon.load(default_seeds())
    figures = [*_beside_extraction(data, words), *_hostile(words)]
    for figure in figures:
        print(line(figure), flush=True)
    write(Path("var/bench/attribution.json"), figures, {"rounds": ROUNDS, "trafilatura": trafilatura.__version__})
    return 0 if all(figure.holds for figure in figures) else 1


def _beside_extraction(data: Path, words: Lexicon) -> list[Figure]:
    pages = _pages(data / "extraction/real-pages-np4k.warc.gz")[::_EVERY]
    texts = [text for page in pages if (text := trafilatura.extract(page))]
    attacks = [row["text"] for row in corpora.records(data / "muc4/dev.jsonl.gz")][:: _EVERY * 3]
    annotate(Document("warm", "Israel said it struck a camp. " + texts[0]), words)
    wholes, shares, ratios, costs = [], [], [], []
    for _ in range(ROUNDS):
        extracting = _cpu(lambda: [trafilatura.extract(page) for page in pages]) / len(pages)
        tagging = _cpu(lambda: [tag(Document("bench", text), words) for text in texts]) / len(pages)
        annotating = _cpu(lambda: _annotate(texts, words)) / len(pages)
        attack = _cpu(lambda: _annotate(attacks, words)) / len(attacks)
        wholes.append(annotating / extracting)
        shares.append((annotating - tagging) / extracting)
        ratios.append(attack / extracting)
        costs.append(1_000 * extracting)
    return [
        reported("extraction by trafilatura, a page", statistics.median(costs), "ms CPU"),
        against("attribution of a page, of its extraction", statistics.median(shares), "share", "≤", 0.25),
        against("  with language, entities and topics", statistics.median(wholes), "share", "≤", 0.25 + 0.12),
        against("annotating an attack-heavy text, of extracting a page", statistics.median(ratios), "share", "≤", 0.70),
    ]


def _annotate(texts: Sequence[str], words: Lexicon) -> None:
    for text in texts:
        annotate(Document("bench", text), words)


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _pages(path: Path) -> list[bytes]:
    with gzip.open(path) if path.suffix != ".gz" else path.open("rb") as stream:
        return [record.content_stream().read() for record in ArchiveIterator(stream) if record.rec_type == "response"]


def _hostile(words: Lexicon) -> list[Figure]:
    """Texts that no reporter writes: a bound in seconds each, and no exception."""
    attack = "Israel said Hamas fired rockets and killed 12 people, which Hamas denied. "
    cases = {
        "a text of 5 MB": attack * (5_000_000 // len(attack)),
        "a sentence of 10,000 words": "the attackers killed and " * 2_500,
        "2,000 quotations": '"Hamas attacked our village again," he said. ' * 2_000,
        "10,000 brackets": "(" * 10_000 + "killed" + ")" * 10_000,
    }
    return [
        against(f"hostile: {name}", _cpu(lambda text=text: annotate(Document("hostile", text), words)), "s CPU", "≤", 10.0)  # type: ignore[misc]
        for name, text in cases.items()
    ]


if __name__ == "__main__":
    raise SystemExit(main())
