"""What an expectation and a suite are. Data: no Great Expectations here.

A suite looks at facts: its query in `sql/` gives one row per subject (an article, a batch, an outlet, a feed …) with the numbers,
days and truth values that were measured of it. What an article says never leaves the database this way, since no fact is a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["block", "quarantine", "warn"]
"""`block`: nothing of the batch is published, or, for core, the task fails when all results are kept. For what can only be a bug.
`quarantine`: the failing pages stay out of core, with this expectation as their reason.
`warn`: recorded and shown; nothing is held back. For statistics, which can be strange and right."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must hold of one fact."""

    name: str
    """Its name in the ledger: what must hold."""
    fact: str
    """Column of the suite's facts."""
    kind: str
    """Class name of a column-map expectation of Great Expectations."""
    severity: Severity
    why: str
    """Why it must hold, and where a threshold comes from."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    tolerated: float = 0.0
    """Part of the subjects that may fail, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations on the facts of one query."""

    name: str
    """Its name in the ledger: what is checked."""
    facts: str
    """`sql/<facts>.sql`: one row per subject, with its `slice` (the batch or day that its results belong to) and `subject`."""
    expectations: tuple[Expectation, ...]


def is_true(name: str, fact: str, severity: Severity, why: str, tolerated: float = 0.0) -> Expectation:
    """The fact must be true."""
    return Expectation(name, fact, "ExpectColumnValuesToBeInSet", severity, why, {"value_set": [True]}, tolerated)


def none(name: str, fact: str, severity: Severity, why: str, tolerated: float = 0.0) -> Expectation:
    """The count must be 0."""
    return between(name, fact, severity, why, 0, 0, tolerated)


def between(
    name: str, fact: str, severity: Severity, why: str, lowest: float | None, highest: float | None, tolerated: float = 0.0
) -> Expectation:
    """The number must lie between the two, both included; None = no bound."""
    bounds = {"min_value": lowest, "max_value": highest}
    return Expectation(name, fact, "ExpectColumnValuesToBeBetween", severity, why, bounds, tolerated)
