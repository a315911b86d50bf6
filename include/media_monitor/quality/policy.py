"""What follows from check results. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from media_monitor.quality.suites import Severity

WORST_SHARE = 0.5
"""A batch of which more than this share would go to quarantine is refused whole: then the pipeline is broken, not the pages."""
SMALLEST_REFUSED = 10
"""Below this many pages a share says nothing."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How the staged articles of a batch did on one expectation."""

    expectation: str
    column: str | None
    severity: Severity
    is_success: bool
    row_count: int
    failed: tuple[int, ...]
    """Record offsets of the failing pages, ascending."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to the batch."""

    quarantined: dict[int, tuple[str, ...]]
    """Record offset → expectations that it failed."""
    refusal: str | None
    """Why nothing of the batch may be published, or None."""


def decide(results: Sequence[CheckResult], row_count: int) -> Decision:
    """Quarantine pages that fail a `quarantine` expectation; refuse the batch if they are most of it."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for result in results:
        if result.severity == "quarantine":
            for offset in result.failed:
                reasons[offset].append(result.expectation)
    refusal = None
    if row_count >= SMALLEST_REFUSED and len(reasons) > WORST_SHARE * row_count:
        worst = max((r for r in results if r.severity == "quarantine"), key=lambda r: len(r.failed))
        refusal = f"{len(reasons)} of {row_count} pages fail, most of them {worst.expectation!r}; nothing was published"
    return Decision({offset: tuple(names) for offset, names in sorted(reasons.items())}, refusal)
