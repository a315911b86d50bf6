"""Stories beside labelled events: `make eval-stories`.

Articles go through the functions that ingest and the report call: annotate, then stories, as they arrive. Two sets: real articles
of labelled events (collected data, halved by a hash of the event), and passages written for this project: near misses, follow-ups
and anniversaries in two languages. Arrival in the order of time is what counts; arrival in other orders is measured beside it.
The exit status is 1 where a floor falls short.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, against, line, record, reported
from evaluations import corpora
from media_monitor.annotate import lexicon
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.pipeline import annotate
from media_monitor.model import Document
from media_monitor.relate.stories import LiveStories
from media_monitor.relate.story_features import Named, StoryInput
from media_monitor.settings import default_seeds
from media_monitor.warehouse.stories import OPENING_CHARACTERS

PASSAGES = Path(__file__).parent / "sets" / "stories.jsonl"
SHUFFLES = 5
AGREEMENT = 0.93
"""Least B-cubed F1 between the stories of two orders of arrival: the tolerance that the property test states too."""
BARS: Mapping[str, tuple[tuple[str, float, float], ...]] = {
    "clusters": (("B-cubed F1", 0.85, 0.90), ("pairwise F1", 0.80, 0.85)),
    "passages": (("B-cubed F1", 0.92, 0.92),),
}
"""Per set: measure, floor, aim."""

Row = dict[str, Any]
Homes = dict[str, int]


def main() -> int:
    """Measure, print, keep; 1 where a floor falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/eval/stories.json"))
    arguments = parser.parse_args()
    try:
        score = corpora.scorers()
        sets = {"clusters": corpora.records(corpora.folder() / "clusters" / "giveme5w1h-news.jsonl.gz")}
    except corpora.NoData as absent:
        print(absent)
        return 1
    sets["passages"] = corpora.records(PASSAGES)
    words = lexicon.load(default_seeds())
    figures: list[Figure] = []
    context: dict[str, object] = {}
    for name, rows in sets.items():
        inputs = [story_input(number, row, words) for number, row in enumerate(rows)]
        found, wrong = measured(name, inputs, {str(n): row["event"] for n, row in enumerate(rows)}, score)
        figures += found
        context[name] = {"articles": len(rows), "events": len({row["event"] for row in rows}), **_named(wrong, rows)}
    print("\n".join(line(figure) for figure in figures))
    record(arguments.out, figures, context)
    return 0 if all(figure.holds for figure in figures) else 1


def story_input(number: int, row: Row, words: Lexicon) -> StoryInput:
    """An article as the report reads it from the warehouse."""
    stamp = row.get("published_at") or row["date_publish"]
    found = annotate(Document(row["id"], row["text"], row["title"], published_at=stamp, language=row.get("language")), words)
    published = datetime.fromisoformat(stamp)
    names = tuple(
        Named(m.entity_id, m.kind, words.entities[m.entity_id].parent_id, m.span.field, m.span.start, m.span.end)
        for m in found.entities
        if m.entity_id is not None
    )
    told_at = published if published.tzinfo else published.replace(tzinfo=UTC)
    return StoryInput(number, told_at, row["title"], row["text"][:OPENING_CHARACTERS], found.language, names)


def arrived(inputs: Sequence[StoryInput]) -> Homes:
    """Article → number of its story, after all came one by one in this order."""
    live = LiveStories()
    for article in inputs:
        live.add([article])
    return {str(article_id): n for n, group in enumerate(live.groups) for article_id in group.members}


def measured(
    name: str, inputs: Sequence[StoryInput], gold: Mapping[str, str], score: Any
) -> tuple[list[Figure], list[tuple[str, str, str]]]:
    """Figures of a set, and what was wrongly joined or split when articles came in time."""
    in_time = arrived(sorted(inputs, key=lambda a: (a.published_at, a.article_id)))
    shuffled = [arrived(_shuffled(inputs, seed)) for seed in range(SHUFFLES)]
    measures: dict[str, Callable[[Homes, Mapping[str, str]], float]] = {
        "B-cubed F1": lambda homes, of: score.b_cubed(homes, of)["f"],
        "pairwise F1": lambda homes, of: score.pairwise(homes, of)["f"],
    }
    figures = []
    bars = {measure: bar for measure, *bar in BARS[name]}
    for measure, compute in measures.items():
        value = compute(in_time, gold)
        floor, aim = bars.get(measure, (None, None))
        label = f"{name}: {measure}, as they came"
        figures.append(reported(label, value, "share") if floor is None else against(label, value, "share", "≥", floor))
        if aim is not None:
            figures.append(reported("  aim", aim, "share"))
        figures += [reported(f"  of half {half}", compute(in_time, _half(gold, half)), "share") for half in (0, 1)]
        figures.append(reported(f"  worst of {SHUFFLES} other orders", min(compute(h, gold) for h in shuffled), "share"))
    pairs = score.pairwise(in_time, gold)
    figures += [
        reported("  false merges: share of joined pairs that are of two events", 1 - pairs["p"], "share"),
        reported("  false splits: share of pairs of one event that are apart", 1 - pairs["r"], "share"),
        against(
            f"{name}: B-cubed F1 between orders, the least",
            min(score.b_cubed(homes, {i: str(n) for i, n in in_time.items()})["f"] for homes in shuffled),
            "share",
            "≥",
            AGREEMENT,
        ),
    ]
    return figures, _wrong(in_time, gold)


def _shuffled(inputs: Sequence[StoryInput], seed: int) -> list[StoryInput]:
    order = list(inputs)
    random.Random(seed).shuffle(order)
    return order


def _half(gold: Mapping[str, str], half: int) -> dict[str, str]:
    return {i: event for i, event in gold.items() if hashlib.sha256(event.encode()).digest()[0] % 2 == half}


def _wrong(homes: Homes, gold: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(merged or split, event, event or story): one line each."""
    events, stories = defaultdict(Counter), defaultdict(Counter)
    for i, event in gold.items():
        events[event][homes[i]] += 1
        stories[homes[i]][event] += 1
    merged = [("merged", a, b) for counts in stories.values() for a, b in combinations(sorted(counts), 2)]
    return merged + [("split", event, str(sorted(c.values(), reverse=True))) for event, c in events.items() if len(c) > 1]


def _named(wrong: list[tuple[str, str, str]], rows: Sequence[Row]) -> dict[str, object]:
    """Wrong joins and splits, those of half 0 by name: the other half stays unread."""
    read = {event for event in {row["event"] for row in rows} if _half({"": event}, 0)}
    shown = [f"{kind}: {event} | {other}" for kind, event, other in wrong if event in read]
    return {
        "false_merges": sum(w[0] == "merged" for w in wrong),
        "false_splits": sum(w[0] == "split" for w in wrong),
        "half_0": shown,
    }


if __name__ == "__main__":
    sys.exit(main())
