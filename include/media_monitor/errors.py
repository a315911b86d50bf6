"""Every error this package raises on purpose.

    MediaMonitorError
    ├── SettingsError        a setting is missing or makes no sense
    ├── SeedError            a seeds row is malformed (file, line, column)
    ├── WarehouseError       the database refused or is not there
    │   ├── DatabaseDown     it cannot be reached: worth a retry
    │   └── LeaseLost        another worker took this batch over: write nothing
    ├── ArchiveError         an archive object cannot be read or written
    ├── CorrectionError      a person's correction names something that is not there, or makes no sense
    ├── StageFailed          a stage ran, and more of it failed than may
    └── LocalError           something on this machine stands in the way (port, venv, PostgreSQL)

A message says what happened, where (file, line, feed, URL) and what to do about it.
What one feed, page or row did wrong is not an error but a value: see `model`.
"""

from __future__ import annotations


class MediaMonitorError(Exception):
    """Base of every error raised on purpose."""


class SettingsError(MediaMonitorError):
    """A setting is missing or makes no sense."""


class SeedError(MediaMonitorError):
    """A seeds row is malformed.

    `path` names the file, `line` counts from 1 (the header is line 1), `column` is the column's name or None.
    """

    def __init__(self, path: str, line: int, column: str | None, problem: str) -> None:
        where = f"{path}:{line}" + (f", column {column!r}" if column else "")
        super().__init__(f"{where}: {problem}")
        self.path, self.line, self.column, self.problem = path, line, column, problem


class WarehouseError(MediaMonitorError):
    """The database refused what was asked of it."""


class DatabaseDown(WarehouseError):
    """The database cannot be reached; the same call may work later."""


class LeaseLost(WarehouseError):
    """Another worker holds this batch now; nothing was written."""


class ArchiveError(MediaMonitorError):
    """An archive object cannot be read or written."""


class CorrectionError(MediaMonitorError):
    """A person's correction names something that is not there, or makes no sense; nothing was recorded."""


class StageFailed(MediaMonitorError):
    """A stage ran to its end, but more of its work failed than may."""


class LocalError(MediaMonitorError):
    """Something on this machine stands in the way: a port, a virtual environment, PostgreSQL."""
