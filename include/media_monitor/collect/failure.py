"""How a step of one request says that it failed. `http` turns it into a `Failed` value; nobody else sees it."""

from __future__ import annotations

from media_monitor.model import FailureKind


class FetchError(Exception):
    """One request cannot go on. `detail` is one line for a person."""

    def __init__(self, kind: FailureKind, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind: FailureKind = kind
        self.detail = detail
