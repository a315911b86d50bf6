"""What time it is. The one place where library code may ask; everywhere else a time is an argument.

The real clock gives every piece of work the present moment. The played clock of the sample newsroom gives it the moment it was
due, so that three days of polls, revisions and re-checks pass in one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from media_monitor.errors import SettingsError
from media_monitor.settings import Settings


@dataclass(frozen=True, slots=True)
class Clock:
    """Which work is due, and when it takes place."""

    start: datetime
    """When a feed that was never polled is due."""
    until: datetime
    """Work due at or before this moment is due now."""
    is_played: bool

    def moment(self, due_at: datetime) -> datetime:
        """When work that is due at `due_at` takes place: played, exactly then; else now, however long ago it was due."""
        return max(self.start if self.is_played else self.until, due_at)

    def later(self, moment: datetime, seconds: float) -> datetime:
        """`moment` after so many seconds of work or of waiting: played, the same, for there time stands still meanwhile."""
        return moment if self.is_played else moment + timedelta(seconds=seconds)


def now() -> datetime:
    """The present in UTC, for the pipeline's own ledger."""
    return datetime.now(UTC)


def clock(settings: Settings) -> Clock:
    """The played clock where the sample newsroom is on, else the real one."""
    if settings.sample is None:
        present = now()
        return Clock(present, present, is_played=False)
    return _played(settings.seeds / "newsroom" / "newsroom.yaml")


def _played(path: Path) -> Clock:
    plan = yaml.safe_load(path.read_text("utf-8"))
    start, end = plan.get("start"), plan.get("end")
    if not (isinstance(start, datetime) and isinstance(end, datetime) and start < end):
        raise SettingsError(f"{path}: start and end must be UTC times, start before end")
    return Clock(start.replace(tzinfo=start.tzinfo or UTC), end.replace(tzinfo=end.tzinfo or UTC), is_played=True)
