"""Finding an article's story beside extracting it: `make bench-stories`.

trafilatura's default extraction of the 419 real pages and the assignment of what it found, in one process; CPU time, the median
of five parts of the pages. The live stories are made of the words of the same pages, so that what is common there is common here.
Then a week of generated articles goes through the report, in a process of its own whose memory is watched. Exits 1 where a figure
falls short.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks import story_week
from benchmarks.figures import Figure, against, line, reported, write
from benchmarks.memory import resident
from evaluations import corpora
from media_monitor.annotate import lexicon
from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.model import Document, Page
from media_monitor.relate.stories import LiveStories
from media_monitor.relate.story_features import STEM, TITLE, Named, StoryInput
from media_monitor.relate.story_group import Group
from media_monitor.settings import default_seeds
from media_monitor.warehouse.stories import OPENING_CHARACTERS

FEW, MANY = 10_000, 200_000
ROUNDS = 5
SHARE, GROWTH = 0.05, 1.5
WEEK = 100_000
MOST_MEMORY, MEMORY_GROWTH = 600, 1.5
"""MB that the task may take for a week of WEEK articles, and how much more than for a fifth of them."""
STEMS = 110
"""Different words of an article that tell something."""
NONE: frozenset[str] = frozenset()
START = datetime(2026, 3, 2, tzinfo=UTC)
_BEGAN = time.monotonic()


def main() -> int:
    """Measure, print, keep; 1 where a figure falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=MANY, help="live stories of the larger set")
    parser.add_argument("--week", type=int, default=WEEK, help="articles of the week")
    parser.add_argument("--out", type=Path, default=Path("var/bench/stories.json"))
    arguments = parser.parse_args()
    try:
        pages = _pages(corpora.folder())
    except corpora.NoData as absent:
        print(absent)
        return 1
    figures = beside_extraction(pages, arguments.many) + a_week(arguments.week)
    print("\n".join(line(figure) for figure in figures))
    write(arguments.out, figures, {"live": [FEW, arguments.many], "week": arguments.week, "pages": len(pages)})
    return 0 if all(figure.holds for figure in figures) else 1


def beside_extraction(pages: Sequence[Page], many: int) -> list[Figure]:
    """CPU time of assigning an article, beside trafilatura's on it, with few and with many live stories."""
    words = lexicon.load(default_seeds())
    rounds: list[tuple[float, list[StoryInput]]] = []
    for turn in range(ROUNDS):
        start = time.process_time()
        texts = [_extracted(page) for page in pages[turn::ROUNDS]]
        spent = time.process_time() - start
        rounds.append((spent, [_told(f"{turn}-{n}", *text, words) for n, text in enumerate(texts) if text]))
    pool = [word for _, articles in rounds for article in articles for word in article.opening.split()]
    assigned = {}
    for count in (FEW, many):
        live = _stories(count, pool)
        say(f"{count:,} live stories, {resident() / 1e6:,.0f} MB")
        assigned[count] = [_seconds(partial(live.add, articles)) for _, articles in rounds]
        del live
        gc.unfreeze()
        gc.collect()
    few, more = ([spent / extracted for spent, (extracted, _) in zip(assigned[c], rounds, strict=True)] for c in (FEW, many))
    each = sum(len(articles) for _, articles in rounds) / ROUNDS
    return [
        against(f"assigning with {FEW:,} live stories ÷ trafilatura", statistics.median(few), "ratio", "≤", SHARE),
        against(
            f"assigning with {many:,} ÷ with {FEW:,}", statistics.median(more) / statistics.median(few), "ratio", "≤", GROWTH
        ),
        reported("  trafilatura, an article", statistics.median(s for s, _ in rounds) / each * 1000, "ms CPU"),
        reported(f"  assigning with {FEW:,}, an article", statistics.median(assigned[FEW]) / each * 1000, "ms CPU"),
        reported(f"  assigning with {many:,}, an article", statistics.median(assigned[many]) / each * 1000, "ms CPU"),
    ]


def a_week(count: int) -> list[Figure]:
    """A week of articles reported in one task: its stories and copies found, through the warehouse."""
    few = story_week.measured(count // 5, say)
    say(f"{count // 5:,} articles reported")
    all_ = story_week.measured(count, say)
    return [
        against(f"memory of a report on {count:,} articles", all_.memory, "MB", "≤", MOST_MEMORY),
        against(f"  ÷ that on {count // 5:,}", all_.memory / few.memory, "ratio", "≤", MEMORY_GROWTH),
        against("  time an article ÷ that", all_.seconds / few.seconds / 5, "ratio", "≤", GROWTH),
        reported("  time", all_.seconds / 60, "min"),
        reported("  of it CPU of the task, the server's aside", all_.process / 60, "min"),
        reported("  stories, of so many events", all_.stories, f"of {count // story_week.AN_EVENT:,.0f}"),
        reported("  copy groups", all_.copy_groups, ""),
    ]


def _stories(count: int, pool: Sequence[str]) -> LiveStories:
    """Live stories of one article each, of words of `pool` as often as they come there."""
    chance = random.Random(3)
    live = LiveStories()
    stems = [f"word:en:{word[:STEM].casefold()}" for word in pool if len(word) > 3]
    for number in range(count):
        words = dict.fromkeys(chance.choices(stems, k=STEMS), 1.0)
        words |= dict.fromkeys(list(words)[:8], TITLE)
        live.frequencies.add(words)
        at, titles = START + timedelta(seconds=number), frozenset(list(words)[:8])
        vector = live.frequencies.vector(words)
        live.keep([Group((-number - 1,), at, at, {"en": 1}, vector, {}, titles, NONE, NONE, NONE, {}, NONE, None)])
    gc.collect()
    gc.freeze()
    return live


def _pages(folder: Path) -> list[Page]:
    path = folder / "extraction" / "real-pages-np4k.warc.gz"
    return [page for page in read_pages(str(path)) if not isinstance(page, BadRecord)]


def _extracted(page: Page) -> tuple[str | None, str] | None:
    from trafilatura import bare_extraction

    document = bare_extraction(page.body, url=page.url, with_metadata=True)
    return (document.title, document.text) if document and document.text else None


def _told(name: str, title: str | None, text: str, words: lexicon.Lexicon) -> StoryInput:
    names = tuple(
        Named(m.entity_id, m.kind, words.entities[m.entity_id].parent_id, m.span.field, m.span.start, m.span.end)
        for m in link(folded_fields(Document(name, text, title)), words)
        if m.entity_id is not None
    )
    number = int(name.replace("-", ""))
    return StoryInput(number, START + timedelta(days=3, minutes=number), title, text[:OPENING_CHARACTERS], "en", names)


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def say(what: str) -> None:
    """Progress, with the seconds since the start."""
    print(f"{time.monotonic() - _BEGAN:7.0f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
