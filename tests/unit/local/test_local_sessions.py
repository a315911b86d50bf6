"""Sessions of real processes: found, asked to end, killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from media_monitor.local import sessions

# A parent with a child in a process group of its own, as Airflow's tasks are.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], process_group=0)
print("ready", flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    started = []

    def start(code: str) -> subprocess.Popen[bytes]:
        log = tmp_path / "log"
        process = sessions.launch([sys.executable, "-c", code], {"PATH": "/usr/bin:/bin"}, tmp_path, log)
        started.append(process)
        while "ready" not in log.read_text():
            time.sleep(0.02)
        return process

    yield start
    sessions.end([process.pid for process in started], tmp_path, grace_seconds=0)
    for process in started:
        process.wait()


def test_a_child_that_left_the_process_group_ends_with_its_parent(
    tmp_path: Path, start: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    parent = start(FAMILY)
    assert len(sessions.members([parent.pid], tmp_path)) == 2
    assert sessions.end([parent.pid], tmp_path, grace_seconds=10) == 0
    assert sessions.members([parent.pid], tmp_path) == []
    assert parent.wait() == -15


def test_children_of_a_parent_that_was_killed_are_still_found(
    tmp_path: Path, start: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    parent = start(FAMILY)
    parent.kill()
    parent.wait()
    assert len(sessions.members([parent.pid], tmp_path)) == 1
    sessions.end([parent.pid], tmp_path, grace_seconds=10)
    assert sessions.members([parent.pid], tmp_path) == []


def test_who_ignores_the_request_is_killed_after_the_grace(
    tmp_path: Path, start: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    stubborn = start(STUBBORN)
    assert sessions.end([stubborn.pid], tmp_path, grace_seconds=0.3) == 1
    assert stubborn.wait() == -9


def test_a_process_elsewhere_with_the_same_number_is_left_alone(
    tmp_path: Path, start: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    stranger = start("import time; print('ready', flush=True); time.sleep(60)")
    assert sessions.end([stranger.pid], tmp_path / "another", grace_seconds=0) == 0
    assert stranger.poll() is None


def test_no_sessions_mean_nobody_to_end(tmp_path: Path) -> None:
    assert sessions.members([], tmp_path) == []
    assert sessions.end([], tmp_path, grace_seconds=0) == 0
