"""Finding an article's story beside extracting it: `make bench-stories`.

trafilatura's default extraction of the 419 real pages and the assignment of what it found, in one process; CPU time, the median
of five parts of the pages. The live stories are made of the words of the same pages, so that what is common there is common here.
Then a week of generated articles is grouped anew, in a process of its own whose memory is watched. Exits 1 where a figure falls
short.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, against, line, reported, write
from evaluations import corpora
from media_monitor.annotate import lexicon
from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.model import Document, Page
from media_monitor.relate.duplicates import CopyInput, copy_groups
from media_monitor.relate.stories import LiveStories
from media_monitor.relate.story_features import STEM, TITLE, Named, StoryInput
from media_monitor.relate.story_group import Group
from media_monitor.settings import default_seeds
from media_monitor.warehouse.stories import OPENING_CHARACTERS

FEW, MANY = 10_000, 200_000
ROUNDS = 5
SHARE, GROWTH = 0.05, 1.5
WEEK = 100_000
MOST_MEMORY = 3_000
"""MB that the stories of a week of WEEK articles may take when all are live in one process; the report keeps what is near 500."""
WORDS, STEMS = 250, 110
"""Words of a generated article, and how many different ones of them tell something."""
NONE: frozenset[str] = frozenset()
AN_EVENT = 8
"""Generated articles of one event, on average, in the week."""
START = datetime(2026, 3, 2, tzinfo=UTC)
_BEGAN = time.monotonic()


def main() -> int:
    """Measure, print, keep; 1 where a figure falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=MANY, help="live stories of the larger set")
    parser.add_argument("--week", type=int, default=WEEK, help="articles of the week")
    parser.add_argument("--alone", action="store_true", help="group a week, print seconds and megabytes, and nothing else")
    parser.add_argument("--out", type=Path, default=Path("var/bench/stories.json"))
    arguments = parser.parse_args()
    if arguments.alone:
        print(*regrouped(arguments.week))
        return 0
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
        say(f"{count:,} live stories, {resident():,.0f} MB")
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
    """A week of articles grouped anew in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.stories", "--alone", "--week", str(count)], check=True, capture_output=True, text=True
    ).stdout
    seconds, memory, stories, events, copy_seconds, copy_memory = map(float, told.split())
    return [
        against(f"memory of grouping {count:,} articles", memory, "MB", "≤", MOST_MEMORY),
        reported("  time", seconds / 60, "min CPU"),
        reported("  stories, of so many events", stories, f"of {events:,.0f}"),
        reported(f"copies among {count // 7:,} articles: memory", copy_memory, "MB"),
        reported("  time", copy_seconds, "s CPU"),
    ]


def regrouped(count: int) -> tuple[float, float, int, int, float, float]:
    """CPU seconds, megabytes and stories of `count` generated articles, their events; the same of copies among a day of them."""
    chance = random.Random(7)
    vocabulary = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{n:x}q" for n in range(60_000)]
    events = count // AN_EVENT
    live, before = LiveStories(), resident()
    spent = time.process_time()
    for article in _generated(count, events, vocabulary):
        live.add([article])
    seconds = time.process_time() - spent
    memory = resident() - before
    stories = len(live.groups)
    day = [
        CopyInput(a.article_id, f"o{a.article_id % 900}", a.published_at, None, a.opening * 2)
        for a in _generated(count // 7, events, vocabulary)
    ]
    del live
    gc.collect()
    before = resident()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    copy_seconds = _seconds(partial(copy_groups, day))
    return seconds, memory, stories, events, copy_seconds, peak() - before


def _generated(count: int, events: int, vocabulary: Sequence[str]) -> Iterator[StoryInput]:
    """Articles by time: a third of their words are of their event, the others by Zipf's law of all words."""
    chance = random.Random(11)
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    total = sum(weights)
    common = chance.choices(vocabulary, [weight / total for weight in weights], k=2_000_000)
    for number in range(count):
        # an event's articles lie within some two days
        event = min(events - 1, max(0, int(events * number / count + chance.gauss(0, events / 14))))
        own = random.Random(event).choices(vocabulary[500:], k=40)
        at = chance.randrange(len(common) - WORDS)
        text = chance.choices(own, k=WORDS // 3) + common[at : at + WORDS - WORDS // 3]
        chance.shuffle(text)
        title = " ".join([*chance.sample(own, 5), *chance.sample(text, 4)])
        yield StoryInput(number, START + timedelta(seconds=number * 7 * 86_400 / count), title, " ".join(text), "en", ())


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


def resident() -> float:
    """Megabytes that this process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def peak() -> float:
    """Most megabytes that this process held since the peak began anew."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def say(what: str) -> None:
    """Progress, with the seconds since the start."""
    print(f"{time.monotonic() - _BEGAN:7.0f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
