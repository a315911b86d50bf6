"""Figures beside those of the run before, and a line for each run: what a change to the code did to them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LEAST = 0.0005
"""Smaller changes are not printed: figures are shown to three places."""


def keep(path: Path, figures: Mapping[str, float]) -> list[str]:
    """Add this run to `path`, a JSON Lines file of all runs; lines for a person on what differs from the run before.

    A run is a line: at (UTC), commit (as `git describe` names it, None outside a checkout), figures by their names.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    runs = path.read_text("utf-8").splitlines() if path.exists() else []
    before = json.loads(runs[-1]) if runs else None
    run = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": _commit(), "figures": dict(figures)}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(run, ensure_ascii=False) + "\n")
    return ["the first run of this history"] if before is None else changes(before, run)


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """One line per figure that is not as it was, under a line that says when that was."""
    old, new = before["figures"], now["figures"]
    moved = [
        f"  {name:<60} {old[name]:>10,.3f} → {value:,.3f} ({value - old[name]:+.3f})"
        for name, value in new.items()
        if name in old and abs(value - old[name]) >= LEAST
    ]
    added = [f"  {name:<60} {'none':>10} → {value:,.3f}" for name, value in new.items() if name not in old]
    gone = [f"  {name:<60} {value:>10,.3f} → none" for name, value in old.items() if name not in new]
    what = f"{before['commit'] or 'no commit'} of {before['at']}"
    return [f"against {what}:", *moved, *added, *gone] if moved or added or gone else [f"as at {what}"]


def _commit() -> str | None:
    """The commit that was measured, marked where files differ from it."""
    try:
        asked = ("git", "describe", "--always", "--dirty")
        found = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return found.stdout.strip() or None
