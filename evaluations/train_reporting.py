"""Trains `annotate/reporting.json` on four fifths of PolNeAR's training articles: `python -m evaluations.train_reporting`.

A cue counts as found where the model marks a token of it, once; every further mark outside of a cue is wrong. The last fifth is
held out, also from the shipped model: `make eval-attribution` measures it there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluations import corpora
from evaluations.regression import Features, fit, rounded
from media_monitor.annotate import lexicon, reporting
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.reading import Sentence, read_all
from media_monitor.annotate.sentences import sentences
from media_monitor.settings import default_seeds

FOLDS, HELD_OUT = 5, 0
RIDGE, LEAST = 2.0, 2
THRESHOLD = 0.35
"""Best F1 on one fifth of the articles trained on, by a model of the other three."""
_SMALLEST = 0.02
MODEL = Path(reporting.__file__).with_name("reporting.json")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of an article, and the tokens of each cue in it."""

    sentence: Sentence
    cues: tuple[frozenset[int], ...]


def main() -> int:
    """Train on what is not held out, and write the model."""
    words = lexicon.load(default_seeds())
    rows: list[Features] = []
    answers: list[bool] = []
    for document in corpora.records(corpora.folder() / "polnear/polnear-train.jsonl.gz"):
        if fold(document["id"]) == HELD_OUT:
            continue
        for marked in marked_sentences(document, words):
            heads = {head for cue in marked.cues if (head := _head(marked.sentence, cue)) is not None}
            inside = frozenset().union(*marked.cues) - heads
            for index in reporting.candidates(marked.sentence):
                if index not in inside:
                    rows.append(reporting.features(marked.sentence, index))
                    answers.append(index in heads)
    weights = rounded(fit(rows, answers, RIDGE, LEAST), _SMALLEST)
    model = {"weights": weights, "threshold": THRESHOLD}
    MODEL.write_text(json.dumps(model, indent=0, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{MODEL}: {MODEL.stat().st_size:,} bytes, {len(weights)} features of {len(rows)} words")
    return 0


def fold(document: str) -> int:
    """Which of the five folds an article belongs to."""
    return hashlib.sha256(document.encode()).digest()[1] % FOLDS


def marked_sentences(document: Mapping[str, Any], words: Lexicon) -> Iterator[Marked]:
    """The sentences of an article, parsed, each with the cues that begin in it."""
    spans = sentences("text", document["text"])
    parsed = read_all(spans, (), frozenset({"a"}), words)
    cues = [
        [(start, end) for part in attribution["cue"] for start, end in part["spans"]]
        for attribution in document["attributions"]
        if attribution["cue"]
    ]
    for span in spans:
        here = [cue for cue in cues if span.start <= cue[0][0] < span.end]
        yield Marked(parsed[span], tuple(_tokens(parsed[span], cue) for cue in here))


def _tokens(sentence: Sentence, cue: Sequence[tuple[int, int]]) -> frozenset[int]:
    start = sentence.span.start
    return frozenset(
        i for i, t in enumerate(sentence.tokens) if any(start + t.start < end and begin < start + t.end for begin, end in cue)
    )


def _head(sentence: Sentence, cue: frozenset[int]) -> int | None:
    """The token of the cue that a cue's other tokens hang on: the first candidate whose governor is no candidate of the cue."""
    able = frozenset(reporting.candidates(sentence)) & cue
    parse = sentence.parse
    assert parse is not None
    return next((i for i in sorted(able) if parse.heads[i] not in able or parse.heads[i] == i), None)


if __name__ == "__main__":
    raise SystemExit(main())
