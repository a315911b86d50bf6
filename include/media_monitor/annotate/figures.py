"""Figures of people harmed in Ukrainian, Russian, French and Arabic, by the word lists of `figures.yaml`. Pure.

Definitions as in `casualties`, which reads English. A figure counts where a word of harm follows it at once, or after words
for people, or stands before it in the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

import yaml

from media_monitor.annotate.folding import plain
from media_monitor.model import Casualty, CasualtyKind, Qualifier, Span

_VAGUE_MINIMUM: dict[str, float] = {"dozens": 24, "hundreds": 200, "thousands": 2000, "several": 3}
_DIGITS = r"\d{1,3}(?:[ .,]\d{3})+|\d+"
_WORD = r"[^\W\d]+(?:['-][^\W\d]+)*"
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled words of one language."""

    figure: re.Pattern[str]
    number: re.Pattern[str]
    """One number word, its value by the name of the group: v20."""
    follows: re.Pattern[str]
    """Harm at once after a figure."""
    follows_people: re.Pattern[str]
    """Harm up to three words after the people counted."""
    touches: re.Pattern[str]
    """Harm just before a figure, to be searched at the end of what stands before it."""
    precedes: re.Pattern[str]
    """Harm up to five words before a figure."""
    aggregate: re.Pattern[str]


def foreign_figures(spans: Sequence[Span], language: str | None) -> tuple[Casualty, ...]:
    """Figures of the sentences `spans`, in order, without sources; none in a language without word lists."""
    grammar = _grammar(language or "")
    return () if grammar is None else tuple(figure for span in spans for figure in _in_sentence(span, grammar))


def _in_sentence(span: Span, grammar: _Grammar) -> list[Casualty]:
    text = plain(span.text)
    found = []
    for match in grammar.figure.finditer(text):
        kind, bounds = _kind(text, match, grammar), _bounds(match, grammar)
        if kind is None or bounds is None:
            continue
        minimum, maximum, qualifier = bounds
        words = Span(span.field, span.start + match.start(), span.start + match.end(), span.text[match.start() : match.end()])
        aggregate = bool(grammar.aggregate.search(text))
        found.append(Casualty(kind, minimum, maximum, qualifier, words, None, span, is_aggregate=aggregate))
    return found


def _kind(text: str, figure: re.Match[str], grammar: _Grammar) -> CasualtyKind | None:
    """The harm that a figure is tied to: the word just before it, else what follows it, else what leads its clause."""
    before = text[: figure.start()]
    follows = grammar.follows_people if figure["people"] else grammar.follows
    harm = grammar.touches.search(before) or follows.match(text, figure.end()) or grammar.precedes.search(before)
    return None if harm is None else cast(CasualtyKind, harm.lastgroup)


def _bounds(figure: re.Match[str], grammar: _Grammar) -> tuple[float | None, float | None, Qualifier] | None:
    """Minimum, maximum and qualifier of a figure; None where it is a year, or "one" of nobody named."""
    named = {name: words for name, words in figure.groupdict().items() if words is not None}
    vague = next((name for name in _VAGUE_MINIMUM if name in named), None)
    if vague is not None:
        return _VAGUE_MINIMUM[vague], None, cast(Qualifier, vague)
    rounded = next((float(name[1:]) for name in named if re.fullmatch(r"r\d+", name)), None)
    if rounded is not None:
        return rounded, rounded, "about"
    value = _value(figure["number"], grammar)
    if not figure["people"] and (value in _YEARS or (value == 1 and not figure["number"].isdigit())):
        return None
    qualifier = next((name.split("_", 1)[1] for name in named if name.startswith(("before_", "after_"))), "exact")
    minimum = None if qualifier in {"up_to", "fewer_than"} else value
    maximum = None if qualifier in {"at_least", "more_than"} else value
    return minimum, maximum, cast(Qualifier, qualifier)


def _value(words: str, grammar: _Grammar) -> float:
    """Value of digits or number words, or of digits with a word for a thousand."""
    total = 0.0
    digits = re.match(_DIGITS, words)
    if digits is not None:
        total = float(re.sub(r"\D", "", digits.group()))
    for match in grammar.number.finditer(words):
        value = float((match.lastgroup or "v0")[1:])
        total = total * value if value >= 100 and total else total + value
    return total


@lru_cache(maxsize=8)
def _grammar(language: str) -> _Grammar | None:
    table = yaml.safe_load(files(__package__).joinpath("figures.yaml").read_text(encoding="utf-8"))
    return _compile(table[language]) if language in table else None


def _compile(table: Mapping[str, Mapping[str, str] | str]) -> _Grammar:
    words = {name: part for name, part in table.items() if isinstance(part, dict)}
    prefix, people = table["prefix"], table["people"]
    numbers = _named(words["numbers"], "v")
    several = re.sub(r"\(\?P<\w+>", "(?:", numbers)
    number = rf"(?P<number>(?:{_DIGITS})(?: (?:{words['numbers'][1000]}))?|(?:{several})(?:(?: et | |-)(?:{several}))*)"
    counted = "|".join(filter(None, (_named(words["round"], "r"), _named(words["vague"], ""), number)))
    figure = (
        rf"(?<![\w:.,-]){prefix}(?:(?:{_named(words['before'], 'before_')})(?:\s+|(?<=[' ])))?(?:{counted})(?![\w:]|[.,-]\d|\s?%)"
        rf"(?:(?: de| d')? ?(?P<people>{people})(?!\w))?(?:\s(?:{_named(words['after'], 'after_') or '(?!)'})(?!\w))?"
    )
    harm = rf"(?<!\w)(?:{prefix})(?:{_named(words['harm'], '')})(?!\w)"
    return _Grammar(
        figure=re.compile(figure, re.IGNORECASE),
        number=re.compile(rf"(?<!\w)(?:{numbers})(?!\w)", re.IGNORECASE),
        follows=re.compile(rf"(?: de| d')?\s*{harm}", re.IGNORECASE),
        follows_people=re.compile(rf"(?:\s{_WORD}){{0,3}}?\s{harm}", re.IGNORECASE),
        touches=re.compile(rf"{harm}\s$", re.IGNORECASE),
        precedes=re.compile(rf"{harm}(?:\s{_WORD}){{0,5}}\s$", re.IGNORECASE),
        aggregate=re.compile(rf"(?<!\w)(?:{table['aggregate']})(?!\w)", re.IGNORECASE),
    )


def _named(alternatives: Mapping[str, str], prefix: str) -> str:
    """One group for each entry, named by its key, longer words first."""
    ordered = sorted(alternatives.items(), key=lambda entry: -len(entry[1]))
    return "|".join(f"(?P<{prefix}{name}>{words})" for name, words in ordered)
