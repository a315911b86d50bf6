"""Stories of the passages written for this: near misses, follow-ups and anniversaries in two languages."""

from __future__ import annotations

from collections import Counter

from evaluations import corpora
from evaluations.stories import PASSAGES, arrived, story_input
from media_monitor.annotate import lexicon
from media_monitor.settings import default_seeds

FLOOR = 0.92


def test_near_misses_stay_apart_and_follow_ups_find_their_story() -> None:
    rows = corpora.records(PASSAGES)
    words = lexicon.load(default_seeds())
    inputs = [story_input(number, row, words) for number, row in enumerate(rows)]
    homes = arrived(sorted(inputs, key=lambda a: (a.published_at, a.article_id)))
    pairs = [(homes[str(number)], row["event"]) for number, row in enumerate(rows)]
    both, stories, events = Counter(pairs), Counter(s for s, _ in pairs), Counter(e for _, e in pairs)
    precision = sum(both[s, e] / stories[s] for s, e in pairs) / len(pairs)
    recall = sum(both[s, e] / events[e] for s, e in pairs) / len(pairs)
    assert 2 * precision * recall / (precision + recall) >= FLOOR
