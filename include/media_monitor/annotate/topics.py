"""IPTC Media Topics of a document by weighted cue words, each tag with the words that earned it. Pure after reading.

A topic's score is 1 - 2^(-points/threshold): the threshold gives 0.5, and repetition adds less and less. Points of one cue
count at most `_REPEATS` times, double in the title. A cue with a negative weight speaks against its topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import ahocorasick

from media_monitor.annotate.folding import Folded
from media_monitor.annotate.tables import rows
from media_monitor.errors import SeedError
from media_monitor.model import Field, Quote, Span, TopicTag

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
    """Each match begins with one of these. Empty = unknown, and the pattern must be searched for."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic code and the cue patterns that speak for it, over folded text."""

    code: str
    label: str
    threshold: float
    """Points that make the topic as likely as not."""
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, with one automaton of the openings of all their cues."""

    all: tuple[Topic, ...]
    openings: Any
    """pyahocorasick automaton: opening -> (its length, the cues that it may begin)."""

    @classmethod
    def of(cls, topics: Sequence[Topic]) -> Topics:
        """Topics ready to be scored."""
        begun: dict[str, list[Cue]] = {}
        for cue in (cue for topic in topics for cue in topic.cues):
            for opening in cue.openings:
                begun.setdefault(opening, []).append(cue)
        automaton = ahocorasick.Automaton()
        for opening, cues in begun.items():
            automaton.add_word(opening, (len(opening), tuple(cues)))
        if begun:
            automaton.make_automaton()
        return cls(tuple(topics), automaton)


def read_topics(topic_paths: Sequence[Path], cue_paths: Sequence[Path]) -> Topics:
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
    return Topics.of([Topic(code, label, threshold, tuple(cues[code])) for code, (label, threshold) in heads.items()])


def _number(path: Path, line: int, column: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise SeedError(str(path), line, column, f"{value!r} is not a number") from None


def openings(cue: str) -> tuple[str, ...]:
    """The literal beginnings of a cue's alternatives; empty where one of them has none."""
    found: list[str] = []
    for alternative in _alternatives(cue):
        begun = _opening_group(alternative) if alternative.startswith("(?:") else _opening_letters(alternative)
        if not begun or "" in begun:
            return ()
        found += begun
    return tuple(dict.fromkeys(found))


def _opening_letters(alternative: str) -> tuple[str, ...]:
    literal = re.match(r"[^\\()\[\]?*+.|{}]*", alternative)
    opening = literal.group() if literal else ""
    return (opening[:-1] if alternative[len(opening) : len(opening) + 1] in {"?", "*", "{"} else opening,)


def _opening_group(alternative: str) -> tuple[str, ...]:
    """Openings of a group at the beginning, and, where it may be absent, of what follows it."""
    depth = 0
    for end, char in enumerate(alternative):  # noqa: B007 - the end is what is sought
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            break
    inside, after = openings(alternative[3:end]), alternative[end + 1 :]
    if after[:1] in {"*", "{"}:
        return ()
    if after[:1] != "?":
        return inside
    rest = openings(after[1:])
    return (*inside, *rest) if inside and rest else ()


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


def scores(
    fields: Sequence[tuple[Field, str, Folded]], topics: Topics, language: str | None
) -> dict[str, tuple[float, tuple[Span, ...]]]:
    """Score 0..1 and evidence of every topic with a cue in the document, by code. `fields`: name, text, folded text."""
    found: dict[str, tuple[float, tuple[Span, ...]]] = {}
    share = min(1.0, max(_LEAST_SHARE, sum(len(text) for _, text, _ in fields) / _FULL_LENGTH))
    matches = _matches(fields, topics, language)
    for topic in topics.all:
        points = 0.0
        evidence: list[Span] = []
        for cue in topic.cues:
            spans = matches.get(id(cue))
            if spans:
                points += cue.weight * min(sum(2 if span.field == "title" else 1 for span in spans), _REPEATS)
                evidence.extend(spans if cue.weight > 0 else ())
        if evidence:
            chosen = sorted(evidence, key=lambda s: (s.field != "title", s.start))[:_MOST_EVIDENCE]
            found[topic.code] = 1 - 2 ** -(max(0.0, points) / (topic.threshold * share)), tuple(chosen)
    return found


def _matches(fields: Sequence[tuple[Field, str, Folded]], topics: Topics, language: str | None) -> dict[int, list[Span]]:
    """At most `_REPEATS` matches of each cue that this language hears, by the cue's identity, in order."""
    found: dict[int, list[Span]] = {}
    loose = [cue for topic in topics.all for cue in topic.cues if not cue.openings and _is_heard(cue, language)]
    for field, text, folded in fields:
        ends: dict[int, int] = {}
        for cue, match in _candidates(folded.text, topics, language, loose):
            spans = found.setdefault(id(cue), [])
            if match.start() >= ends.get(id(cue), 0) and len(spans) < _REPEATS:
                ends[id(cue)] = match.end()
                start, end = folded.starts[match.start()], folded.ends[match.end() - 1]
                spans.append(Span(field, start, end, text[start:end]))
    return found


def _is_heard(cue: Cue, language: str | None) -> bool:
    return cue.language is None or language is None or cue.language == language


def _candidates(text: str, topics: Topics, language: str | None, loose: Sequence[Cue]) -> Iterator[tuple[Cue, re.Match[str]]]:
    """Matches of cues in a folded text, those of one cue from left to right; they may overlap."""
    if text and len(topics.openings):
        begun = sorted(
            (
                (last + 1 - length, cues)
                for last, (length, cues) in topics.openings.iter(text)
                if _begins(text, last + 1 - length)
            ),
            key=itemgetter(0),
        )
        for start, cues in begun:
            for cue in cues:
                if _is_heard(cue, language) and (match := cue.pattern.match(text, start)) is not None:
                    yield cue, match
    for cue in loose:
        for match in cue.pattern.finditer(text):
            yield cue, match


def _begins(text: str, start: int) -> bool:
    """A word begins at `start`."""
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")


def tags(found: dict[str, tuple[float, tuple[Span, ...]]], topics: Topics, quotes: Sequence[Quote]) -> tuple[TopicTag, ...]:
    """Tags at or over the threshold, strongest first; `voice` is quoted where every cue stands in a quotation."""
    made = []
    for topic in topics.all:
        score, evidence = found.get(topic.code, (0.0, ()))
        if score >= _TAGGED_FROM:
            quoted = all(
                any(q.span.field == s.field and q.span.start <= s.start and s.end <= q.span.end for q in quotes) for s in evidence
            )
            made.append(TopicTag(topic.code, topic.label, round(score, 3), evidence, "quoted" if quoted else "own"))
    return tuple(sorted(made, key=lambda tag: (-tag.score, tag.code)))
