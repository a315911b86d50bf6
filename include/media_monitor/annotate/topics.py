"""IPTC Media Topics of a document by weighted cue words, each tag with the words that earned it. Pure after reading.

A topic's score is 1 - 2^(-points/threshold): the threshold gives 0.5, and repetition adds less and less. Points of one cue
count at most `_REPEATS` times, double in the title. A cue with a negative weight speaks against its topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media_monitor.annotate.folding import Folded, fold
from media_monitor.annotate.tables import rows
from media_monitor.errors import SeedError
from media_monitor.model import Document, Field, Quote, Span, TopicTag

TOPIC_COLUMNS = ("code", "label", "threshold", "source")
CUE_COLUMNS = ("code", "language", "cue", "weight")
RELEVANCE_THRESHOLD = 0.5
_TAGGED_FROM = 0.5
_REPEATS = 3
_MOST_EVIDENCE = 8
_FULL_LENGTH = 1_500
"""Code points from which on a document must reach the whole threshold; a title with its lede says less, and less suffices."""
_LEAST_SHARE = 0.65


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a topic, or (with a negative weight) against it."""

    pattern: re.Pattern[str]
    weight: float
    language: str | None
    """Documents of another language do not hear it; None = any language."""
    openings: tuple[str, ...]
    """Each match begins with one of these: a cheap look before the pattern runs. Empty = unknown."""

    def may_match(self, text: str) -> bool:
        """False where the pattern cannot match in the folded `text`."""
        return not self.openings or any(opening in text for opening in self.openings)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic code and the cue patterns that speak for it, over folded text."""

    code: str
    label: str
    threshold: float
    """Points that make the topic as likely as not."""
    cues: tuple[Cue, ...]


def read_topics(topic_paths: Sequence[Path], cue_paths: Sequence[Path]) -> tuple[Topic, ...]:
    """Topics of all tables. Raises SeedError for an unknown code, a bad number or a bad pattern."""
    heads: dict[str, tuple[str, float]] = {}
    for path in topic_paths:
        for line, row in rows(path, TOPIC_COLUMNS):
            heads[row["code"]] = row["label"], _number(path, line, "threshold", row["threshold"])
    cues: dict[str, list[Cue]] = {code: [] for code in heads}
    for path in cue_paths:
        for line, row in rows(path, CUE_COLUMNS):
            if row["code"] not in cues:
                raise SeedError(str(path), line, "code", f"no topic {row['code']} in topics.csv")
            try:
                pattern = re.compile(rf"(?<!\w)(?:{row['cue']})(?!\w)")
            except re.error as problem:
                raise SeedError(str(path), line, "cue", f"not a regular expression: {problem}") from None
            weight = _number(path, line, "weight", row["weight"])
            cues[row["code"]].append(Cue(pattern, weight, row["language"] or None, openings(row["cue"])))
    return tuple(Topic(code, label, threshold, tuple(cues[code])) for code, (label, threshold) in heads.items())


def _number(path: Path, line: int, column: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise SeedError(str(path), line, column, f"{value!r} is not a number") from None


def openings(cue: str) -> tuple[str, ...]:
    """The literal beginnings of a cue's alternatives; empty where one of them has none."""
    found = []
    for alternative in _alternatives(cue):
        literal = re.match(r"[^\\()\[\]?*+.|{}]*", alternative)
        opening = literal.group() if literal else ""
        if alternative[len(opening) : len(opening) + 1] in {"?", "*", "{"}:
            opening = opening[:-1]
        if not opening:
            return ()
        found.append(opening)
    return tuple(found)


def _alternatives(cue: str) -> list[str]:
    """`cue` split at the bars outside of its groups."""
    parts, depth = [""], 0
    for char in cue:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def scores(document: Document, topics: Sequence[Topic], language: str | None) -> dict[str, tuple[float, tuple[Span, ...]]]:
    """Score 0..1 and evidence of every topic with a cue in the document, by code."""
    fields: tuple[tuple[Field, str], ...] = (("title", document.title or ""), ("text", document.text))
    folded = [(field, text, fold(text)) for field, text in fields]
    found: dict[str, tuple[float, tuple[Span, ...]]] = {}
    share = min(1.0, max(_LEAST_SHARE, sum(len(text) for _, text in fields) / _FULL_LENGTH))
    for topic in topics:
        points = 0.0
        evidence: list[Span] = []
        for cue in topic.cues:
            if cue.language is None or language is None or cue.language == language:
                spans = _matches(cue, folded)
                points += cue.weight * min(sum(2 if span.field == "title" else 1 for span in spans), _REPEATS)
                evidence.extend(spans if cue.weight > 0 else ())
        if evidence:
            chosen = sorted(evidence, key=lambda s: (s.field != "title", s.start))[:_MOST_EVIDENCE]
            found[topic.code] = 1 - 2 ** -(max(0.0, points) / (topic.threshold * share)), tuple(chosen)
    return found


def _matches(cue: Cue, folded: Sequence[tuple[Field, str, Folded]]) -> list[Span]:
    """At most `_REPEATS` matches of a cue, with their offsets in the unmodified fields."""
    spans: list[Span] = []
    for field, text, even in folded:
        if not cue.may_match(even.text):
            continue
        for match in cue.pattern.finditer(even.text):
            start, end = even.starts[match.start()], even.ends[match.end() - 1]
            spans.append(Span(field, start, end, text[start:end]))
            if len(spans) == _REPEATS:
                return spans
    return spans


def tags(
    found: dict[str, tuple[float, tuple[Span, ...]]], topics: Sequence[Topic], quotes: Sequence[Quote]
) -> tuple[TopicTag, ...]:
    """Tags at or over the threshold, strongest first; `voice` is quoted where every cue stands in a quotation."""
    made = []
    for topic in topics:
        score, evidence = found.get(topic.code, (0.0, ()))
        if score >= _TAGGED_FROM:
            quoted = all(
                any(q.span.field == s.field and q.span.start <= s.start and s.end <= q.span.end for q in quotes) for s in evidence
            )
            made.append(TopicTag(topic.code, topic.label, round(score, 3), evidence, "quoted" if quoted else "own"))
    return tuple(sorted(made, key=lambda tag: (-tag.score, tag.code)))
