"""One run at a time in one checkout."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media_monitor.errors import LocalError


@contextmanager
def own_turn(state: Path) -> Iterator[None]:
    """Hold the folder `state` while the block runs. Raises LocalError where another process or user has it.

    The system lets go for a process that is killed.
    """
    try:
        state.mkdir(parents=True, exist_ok=True)
        holder = os.open(state / "turn", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as refused:
        raise LocalError(f"{state} belongs to another user: run as that user, or have that user `make clean-state`") from refused
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        pid = os.read(holder, 20).decode().strip()
        os.close(holder)
        raise LocalError(f"process {pid} runs in this checkout already: use it, or stop it first (Ctrl-C there)") from busy
    try:
        os.truncate(holder, 0)
        os.write(holder, str(os.getpid()).encode())
        yield
    finally:
        os.close(holder)
