"""Where the marks of the briefing's charts go, in percent of width and height; the template draws them. Pure.

Marks are SVG attributes, never style attributes, which the page's Content-Security-Policy would refuse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from media_monitor.report.model import CasualtyRow, ClaimRow, CoverageHour
from media_monitor.report.wording import source_words

LEAST_WIDTH = 1.2
"""Percent: a stance that held for minutes of a week is still seen."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One stance held for a while."""

    x: float
    width: float
    claim: ClaimRow


@dataclass(frozen=True, slots=True)
class Lane:
    """What one source says of one actor, over time."""

    source: str
    actor: str | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure or hour; y grows downwards."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class TollChart:
    """Reported figures of one kind over time."""

    path: str
    """SVG path of the steps: the newest figure holds until the next."""
    marks: tuple[Mark, ...]
    first: CasualtyRow
    last: CasualtyRow
    highest: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour of coverage."""

    x: float
    width: float
    height: float | None
    """None marks a gap in polling."""
    hour: CoverageHour


def stance_lanes(claims: Sequence[ClaimRow], until: datetime) -> list[Lane]:
    """One lane for each source and actor, in order of appearance, from the first claim to `until`.

    A stance holds until the source takes another one on the same actor.
    """
    if not claims:
        return []
    start = min(c.since for c in claims)
    lanes: dict[tuple[str, str | None], list[ClaimRow]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.since):
        lane = lanes[source_words(claim), claim.actor]
        if not lane or _position(lane[-1]) != _position(claim):
            lane.append(claim)
    return [Lane(source, actor, _segments(lane, start, until)) for (source, actor), lane in lanes.items()]


def _position(claim: ClaimRow) -> tuple[str, bool, bool]:
    """What makes a stance another one."""
    return claim.stance, claim.is_negated, claim.is_hedged


def _segments(claims: Sequence[ClaimRow], start: datetime, until: datetime) -> tuple[Segment, ...]:
    """Each claim from its time to the next one's."""
    ends = [*(c.since for c in claims[1:]), until]
    segments = []
    for claim, end in zip(claims, ends, strict=True):
        x = min(_percent(claim.since, start, until), 100 - LEAST_WIDTH)
        segments.append(Segment(x, round(max(_percent(end, start, until) - x, LEAST_WIDTH), 2), claim))
    return tuple(segments)


def toll_chart(figures: Sequence[CasualtyRow]) -> TollChart | None:
    """Steps of the least number each figure gives; None with fewer than two of them or nothing but one moment."""
    counted = [(f, value) for f in sorted(figures, key=lambda f: f.published_at) if (value := _value(f)) is not None]
    if len(counted) < 2 or counted[0][0].published_at == counted[-1][0].published_at:
        return None
    start, end = counted[0][0].published_at, counted[-1][0].published_at
    highest = max(value for _, value in counted)
    marks = tuple(
        Mark(_percent(f.published_at, start, end), round(100 - 100 * value / (highest or 1), 2), f.value) for f, value in counted
    )
    path = f"M{marks[0].x:g} {marks[0].y:g}" + "".join(f"H{m.x:g}V{m.y:g}" for m in marks[1:])
    return TollChart(path, marks, counted[0][0], counted[-1][0], highest)


def _value(figure: CasualtyRow) -> float | None:
    """The number that a figure is drawn at: its least, else its greatest."""
    return figure.maximum if figure.minimum is None else figure.minimum


def coverage_bars(hours: Sequence[CoverageHour]) -> list[Bar]:
    """One bar for each hour, side by side."""
    most = max((h.articles or 0 for h in hours), default=0) or 1
    step = 100 / len(hours) if hours else 0
    return [
        Bar(round(i * step, 3), round(step * 0.8, 3), None if h.articles is None else round(100 * h.articles / most, 2), h)
        for i, h in enumerate(hours)
    ]


def _percent(at: datetime, start: datetime, end: datetime) -> float:
    """Place of `at` between `start` and `end`, 0..100."""
    length = (end - start).total_seconds()
    return round(min(max(100 * (at - start).total_seconds() / length, 0), 100), 2) if length > 0 else 0.0
