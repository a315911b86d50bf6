"""Programs in sessions of their own, so that everything they start can be found and ended with them (Linux: reads /proc).

A session holds on to what leaves its process group, as Airflow's tasks do, and its number is not given out again while a member
of it lives. The folder that the programs were started in tells them from whatever else may bear an old number.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PROC = Path("/proc")
POLL_SECONDS = 0.1


def launch(command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start `command` in `folder` as the leader of a new session, its output in `log` (replaced)."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def members(sessions: Iterable[int], folder: Path) -> list[int]:
    """Living processes of these sessions which work in `folder`."""
    wanted = set(sessions)
    return [pid for pid in _pids() if _session(pid) in wanted and _folder(pid) == folder]


def working_in(folder: Path) -> list[int]:
    """Living processes whose working folder is `folder`."""
    return [pid for pid in _pids() if is_alive(pid) and _folder(pid) == folder]


def is_alive(pid: int) -> bool:
    """True for a process that runs. One that is dead but not buried by its parent (a zombie) does not."""
    return _session(pid) is not None


def end(sessions: Iterable[int], folder: Path, *, grace_seconds: float) -> int:
    """End every member: asked by SIGTERM, killed after `grace_seconds`; how many had to be killed."""
    sessions = set(sessions)
    _signal(members(sessions, folder), signal.SIGTERM)
    deadline = time.monotonic() + grace_seconds
    while members(sessions, folder) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    killed = set()
    while left := members(sessions, folder):  # again, for what a dying member may have started
        killed |= set(left)
        _signal(left, signal.SIGKILL)
        time.sleep(POLL_SECONDS)
    return len(killed)


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.glob("[0-9]*")]


def _session(pid: int) -> int | None:
    """Session of a process; None for one that is gone, or dead and not buried."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    state, _, _, session = stat.rpartition(")")[2].split()[:4]  # after the name, which may hold anything
    return None if state in {"Z", "X"} else int(session)


def _folder(pid: int) -> Path | None:
    try:
        return (PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
