"""What follows from check results. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from media_monitor.quality.expectation import Expectation

WORST_SHARE = 0.5
"""A batch of which more than this share would go to quarantine is refused whole: then the pipeline is broken, not the pages."""
SMALLEST_REFUSED = 10
"""Below this many pages a share says nothing."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one slice of a suite's subjects did on one expectation."""

    suite: str
    slice: str
    """The batch, or the day, that was checked."""
    expectation: Expectation
    row_count: int
    """Subjects of the slice."""
    failed: tuple[str, ...] = ()
    """Those that fail: record offsets of pages, outlets, feeds, tables."""

    @property
    def is_success(self) -> bool:
        """Whether no more fail than the expectation tolerates."""
        return len(self.failed) <= self.expectation.tolerated * self.row_count


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to the batch."""

    quarantined: dict[int, tuple[str, ...]]
    """Record offset → expectations that it failed."""
    refusal: str | None
    """Why nothing of the batch may be published, or None."""


def decide(results: Sequence[CheckResult], *, is_replay: bool = False) -> Decision:
    """Quarantine pages that fail a `quarantine` expectation; refuse a batch that fails a `block` one, or if they are most of it.

    In a replay every page has failed before: however many fail again, the others may be published.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    suspects = [r for r in results if r.expectation.severity == "quarantine"]
    for result in suspects:
        for offset in result.failed:
            reasons[int(offset)].append(result.expectation.name)
    refusal = breach(results)
    row_count = max((r.row_count for r in suspects), default=0)
    if refusal is None and not is_replay and row_count >= SMALLEST_REFUSED and len(reasons) > WORST_SHARE * row_count:
        worst = max(suspects, key=lambda r: len(r.failed))
        refusal = f"{len(reasons)} of {row_count} pages fail, most of them {worst.expectation.name!r}; nothing was published"
    return Decision({offset: tuple(names) for offset, names in sorted(reasons.items())}, refusal)


def breach(results: Sequence[CheckResult]) -> str | None:
    """What fails of that which can only be a bug, in one line; None where all is sound."""
    broken = [r for r in results if r.expectation.severity == "block" and not r.is_success]
    if not broken:
        return None
    first = broken[0]
    more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
    return f"{first.expectation.name!r} does not hold ({first.suite}, {first.slice}: {', '.join(first.failed[:3])}){more}"
