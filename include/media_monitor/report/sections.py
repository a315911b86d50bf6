"""The report cut by story: each story with its part of the ledgers, in the order a reader follows it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from media_monitor.model import CasualtyKind
from media_monitor.report.model import CasualtyBand, CasualtyRow, ClaimRow, Report, StoryRow


@dataclass(frozen=True, slots=True)
class Toll:
    """The figures of one kind, by time, and what they come to."""

    kind: CasualtyKind
    figures: tuple[CasualtyRow, ...]
    band: CasualtyBand | None


@dataclass(frozen=True, slots=True)
class StorySection:
    """A story with its part of the ledgers."""

    story: StoryRow | None
    """None for what belongs to no story of the report."""
    claims: tuple[ClaimRow, ...]
    """By the time the stance was taken."""
    tolls: tuple[Toll, ...]
    """The killed first."""


def story_sections(report: Report) -> list[StorySection]:
    """The report's stories in its order, those without claim or figure left out; then what has no story, if anything."""
    known = {s.key: s for s in report.stories}
    claims: dict[str | None, list[ClaimRow]] = defaultdict(list)
    figures: dict[str | None, list[CasualtyRow]] = defaultdict(list)
    for claim in sorted(report.claims, key=lambda c: (c.since, c.published_at)):
        claims[claim.story if claim.story in known else None].append(claim)
    for figure in sorted(report.casualties, key=lambda f: f.published_at):
        figures[figure.story if figure.story in known else None].append(figure)
    bands = {(b.story, b.kind): b for b in report.bands}
    return [
        StorySection(known[key] if key else None, tuple(claims[key]), _tolls(key, figures[key], bands))
        for key in [*known, None]
        if claims[key] or figures[key]
    ]


def _tolls(
    story: str | None, figures: Sequence[CasualtyRow], bands: dict[tuple[str, CasualtyKind], CasualtyBand]
) -> tuple[Toll, ...]:
    """One toll for each kind there is a figure of. What belongs to no story has no band: its figures do not belong together."""
    by_kind: dict[CasualtyKind, list[CasualtyRow]] = defaultdict(list)
    for figure in figures:
        by_kind[figure.kind].append(figure)
    kinds: tuple[CasualtyKind, ...] = get_args(CasualtyKind)
    return tuple(Toll(kind, tuple(by_kind[kind]), bands.get((story or "", kind))) for kind in kinds if by_kind[kind])
