"""Whom a program runs as: ourselves, or `nobody` where we are root and the program refuses root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from media_monitor.errors import LocalError

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
"""All that the programs get to see: no secret of ours, the same behaviour everywhere."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A user to run programs as; None for ourselves."""

    uid: int | None = None
    gid: int | None = None

    @property
    def is_other(self) -> bool:
        """True if it is not ourselves."""
        return self.uid is not None

    def call(self, command: list[str], output: IO[bytes] | int = subprocess.DEVNULL) -> int:
        """Exit code of `command`; its output goes to `output`. Raises LocalError where the user cannot be taken on."""
        other: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        try:
            return subprocess.call(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=ENVIRONMENT, cwd="/", **other
            )
        except FileNotFoundError:
            return 127
        except PermissionError as refused:
            if self.is_other and not _can_change_user(other):
                raise LocalError(
                    "as root PostgreSQL must run as `nobody`, and this container forbids that: use another user"
                ) from refused
            return 126

    def reaches(self, folder: Path) -> bool:
        """True if this user can enter `folder`; of a folder to be, its nearest parent."""
        while not folder.exists():
            folder = folder.parent
        return self.call(["/bin/sh", "-c", 'cd -- "$0"', str(folder)]) == 0

    def own(self, path: Path) -> None:
        """Give `path` to this user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_identity() -> Identity:
    """The user for PostgreSQL, which refuses root: `nobody` for root, else ourselves. Raises LocalError."""
    if os.geteuid() != 0:
        return Identity()
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as missing:
        raise LocalError("PostgreSQL refuses to run as root and there is no user `nobody`: run as an ordinary user") from missing
    return Identity(nobody.pw_uid, nobody.pw_gid)


def _can_change_user(other: dict[str, Any]) -> bool:
    """True if this process may run anything at all as the other user."""
    try:
        return subprocess.call(["/bin/true"], cwd="/", env=ENVIRONMENT, **other) == 0
    except PermissionError:
        return False
