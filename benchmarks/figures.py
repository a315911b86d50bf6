"""Figures beside their bars: printed as they come, kept as JSON."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from benchmarks import progress


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. Without a bar it is reported and holds."""

    name: str
    value: float
    unit: str
    bar: str | None
    holds: bool


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {"≤": operator.le, "≥": operator.ge, "=": operator.eq}


def against(name: str, value: float, unit: str, sign: Literal["≤", "≥", "="], bar: float) -> Figure:
    """A figure that must be at most, at least, or exactly its bar."""
    return Figure(name, value, unit, f"{sign} {bar:g}", _COMPARE[sign](value, bar))


def reported(name: str, value: float, unit: str) -> Figure:
    """A figure that tells how things are."""
    return Figure(name, value, unit, None, holds=True)


def line(figure: Figure) -> str:
    """One line for a person."""
    verdict = "" if figure.bar is None else f"{figure.bar:>8}  {'holds' if figure.holds else 'FALLS SHORT'}"
    return f"{figure.name:<62} {figure.value:>10,.3f} {figure.unit:<12} {verdict}".rstrip()


def write(path: Path, figures: list[Figure], context: Mapping[str, object]) -> None:
    """Keep the figures, and under which circumstances they were measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"figures": [asdict(figure) for figure in figures], "context": context}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def record(path: Path, figures: list[Figure], context: Mapping[str, object]) -> None:
    """The same, and a line in the history beside `path` (extract-history.jsonl); prints what moved since the run before."""
    write(path, figures, context)
    print("\n".join(progress.keep(path.with_name(f"{path.stem}-history.jsonl"), _named(figures))))


def _named(figures: list[Figure]) -> dict[str, float]:
    """Figures by names of their own: an indented one belongs to the one above it."""
    named: dict[str, float] = {}
    above = ""
    for figure in figures:
        is_part = figure.name.startswith(" ")
        above = above if is_part else figure.name
        named[f"{above}, {figure.name.strip()}" if is_part else figure.name] = figure.value
    return named
