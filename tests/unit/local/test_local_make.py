"""The Makefile: what a target would run."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]


def planned(*arguments: str) -> str:
    """What `make` would run."""
    return subprocess.run(
        ["make", "--dry-run", *arguments], cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True
    ).stdout


def test_run_passes_on_what_was_asked() -> None:
    assert planned("run").rstrip().endswith("media-monitor run")
    line = planned("run", "ONCE=1", "FEEDS=my list.csv", "PORT=9000")
    assert '--once --feeds "my list.csv" --port 9000' in line


def test_every_target_but_help_builds_the_environment_first() -> None:
    for target in ("run", "test", "test-slow", "check", "dist", "clean-state"):
        assert "scripts/bootstrap.py" in planned(target), target
    assert "bootstrap" not in planned("help")


def test_without_a_target_the_targets_are_listed() -> None:
    output = subprocess.run(["make"], cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "test-slow", "check", "lock", "dist", "clean-state"):
        assert f"make {target} " in output, target
