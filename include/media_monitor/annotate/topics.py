"""IPTC Media Topics of a document by weighted cue words, each tag with the words that earned it. Pure after reading.

A topic's score is 1 - 2^(-points/threshold): the threshold gives 0.5, and repetition adds less and less. Points of one cue
count at most `_REPEATS` times, double in the title. A cue with a negative weight speaks against its topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media_monitor.annotate.folding import fold
from media_monitor.annotate.tables import rows
from media_monitor.errors import SeedError
from media_monitor.model import Document, Field, Quote, Span, TopicTag

TOPIC_COLUMNS = ("code", "label", "threshold", "source")
CUE_COLUMNS = ("code", "language", "cue", "weight")
RELEVANCE_THRESHOLD = 0.5
_TAGGED_FROM = 0.5
_REPEATS = 3
_MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic code and the cue patterns that speak for it, over folded text."""

    code: str
    label: str
    threshold: float
    """Points that make the topic as likely as not."""
    cues: tuple[tuple[re.Pattern[str], float, str | None], ...]
    """Pattern, weight, language (None = any)."""


def read_topics(topic_paths: Sequence[Path], cue_paths: Sequence[Path]) -> tuple[Topic, ...]:
    """Topics of all tables. Raises SeedError for an unknown code, a bad number or a bad pattern."""
    heads: dict[str, tuple[str, float]] = {}
    for path in topic_paths:
        for line, row in rows(path, TOPIC_COLUMNS):
            heads[row["code"]] = row["label"], _number(path, line, "threshold", row["threshold"])
    cues: dict[str, list[tuple[re.Pattern[str], float, str | None]]] = {code: [] for code in heads}
    for path in cue_paths:
        for line, row in rows(path, CUE_COLUMNS):
            if row["code"] not in cues:
                raise SeedError(str(path), line, "code", f"no topic {row['code']} in topics.csv")
            try:
                pattern = re.compile(rf"(?<!\w)(?:{row['cue']})(?!\w)")
            except re.error as problem:
                raise SeedError(str(path), line, "cue", f"not a regular expression: {problem}") from None
            cues[row["code"]].append((pattern, _number(path, line, "weight", row["weight"]), row["language"] or None))
    return tuple(Topic(code, label, threshold, tuple(cues[code])) for code, (label, threshold) in heads.items())


def _number(path: Path, line: int, column: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise SeedError(str(path), line, column, f"{value!r} is not a number") from None


def scores(document: Document, topics: Sequence[Topic], language: str | None) -> dict[str, tuple[float, tuple[Span, ...]]]:
    """Score 0..1 and evidence of every topic with a cue in the document, by code."""
    fields: tuple[tuple[Field, str], ...] = (("title", document.title or ""), ("text", document.text))
    folded = [(field, text, fold(text)) for field, text in fields]
    found: dict[str, tuple[float, tuple[Span, ...]]] = {}
    for topic in topics:
        points = 0.0
        evidence: list[Span] = []
        for pattern, weight, cue_language in topic.cues:
            if cue_language is not None and language is not None and cue_language != language:
                continue
            hits = 0.0
            for field, text, even in folded:
                for match in pattern.finditer(even.text):
                    hits += 2 if field == "title" else 1
                    start, end = even.starts[match.start()], even.ends[match.end() - 1]
                    if weight > 0:
                        evidence.append(Span(field, start, end, text[start:end]))
                    if hits >= _REPEATS:
                        break
            points += weight * min(hits, _REPEATS)
        if evidence:
            chosen = sorted(evidence, key=lambda s: (s.field != "title", s.start))[:_MOST_EVIDENCE]
            found[topic.code] = 1 - 2 ** -(max(0.0, points) / topic.threshold), tuple(chosen)
    return found


def tags(found: dict[str, tuple[float, tuple[Span, ...]]], topics: Sequence[Topic], quotes: Sequence[Quote]) -> tuple[TopicTag, ...]:
    """Tags at or over the threshold, strongest first; `voice` is quoted where every cue stands in a quotation."""
    made = []
    for topic in topics:
        score, evidence = found.get(topic.code, (0.0, ()))
        if score >= _TAGGED_FROM:
            quoted = all(any(q.span.field == s.field and q.span.start <= s.start and s.end <= q.span.end for q in quotes) for s in evidence)
            made.append(TopicTag(topic.code, topic.label, round(score, 3), evidence, "quoted" if quoted else "own"))
    return tuple(sorted(made, key=lambda tag: (-tag.score, tag.code)))
