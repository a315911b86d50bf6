"""The values of a report, as views over the warehouse give them. Frozen; what a policy withholds is None here already.

Times are timezone-aware UTC datetimes. Every text may come from the web: renderers escape it, none is markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from media_monitor.model import CasualtyKind, Stance


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the window."""

    articles: int
    revisions: int
    outlets: int
    stories: int
    claims: int
    figures: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet's share of the window."""

    outlet: str
    articles: int
    revisions: int
    rejected: int
    failed: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A name and how often it occurred: an entity, a topic, an outcome, a reason of quarantine."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class CoverageHour:
    """Articles published in the hour that begins at `at`; None where no feed was polled (a gap is not a zero)."""

    at: datetime
    articles: int | None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story."""

    key: str
    title: str
    state: str
    """developing, quiet, …: one word."""
    first_seen_at: datetime
    last_seen_at: datetime
    outlets: int
    articles: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line of the attribution ledger, with the article that shows it."""

    since: datetime
    """First time the source took this stance."""
    source: str | None
    """None = the outlet itself."""
    stance: Stance
    actor: str | None
    """None where no actor is named."""
    story: str | None
    """Key of its story."""
    outlet: str
    published_at: datetime
    url: str
    evidence: str | None
    """The sentence; None where the outlet's quotation policy leaves none."""
    is_hedged: bool = False
    is_negated: bool = False
    copies: int = 0
    """Other articles that carry the same text."""


@dataclass(frozen=True, slots=True)
class CasualtyRow:
    """One figure of people harmed, as printed."""

    story: str | None
    kind: CasualtyKind
    value: str
    """For people: "at least 12", "dozens"."""
    minimum: float | None
    maximum: float | None
    source: str | None
    outlet: str
    published_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class CasualtyBand:
    """What the figures of one story and kind come to under each rule; None where a rule gives no number."""

    story: str
    kind: CasualtyKind
    minimum: float | None
    maximum: float | None
    gtd: float | None
    acled: float | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One data-quality check, as it went last."""

    expectation: str
    suite: str
    """What was checked."""
    severity: Literal["critical", "warning"]
    is_passed: bool
    failing_count: int
    trend: str
    """worse, better, steady or unknown: a week against four."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """How one feed is doing."""

    feed_id: str
    outlet: str
    is_healthy: bool
    last_polled_at: datetime | None
    failure_count: int
    problem: str | None
    """One line: what is wrong; None while it is healthy."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one briefing shows."""

    generated_at: datetime
    since: datetime
    until: datetime
    is_sample: bool
    """True for the invented newsroom: said on every face of the report."""
    totals: Totals
    stories: tuple[StoryRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    casualties: tuple[CasualtyRow, ...] = ()
    bands: tuple[CasualtyBand, ...] = ()
    coverage: tuple[CoverageHour, ...] = ()
    outlets: tuple[OutletRow, ...] = ()
    entities: tuple[Tally, ...] = ()
    topics: tuple[Tally, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    feeds: tuple[FeedRow, ...] = ()
    outcomes: tuple[Tally, ...] = ()
    quarantine: tuple[Tally, ...] = ()
