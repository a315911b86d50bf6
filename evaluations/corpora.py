"""Where the collected data and the shared scorers lie, and the reading of both. Neither is part of this repository."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any


class NoData(Exception):
    """MEDIA_MONITOR_DATA names no folder of collected data."""


def folder() -> Path:
    """The folder of collected data. Raises NoData where MEDIA_MONITOR_DATA is unset or names none."""
    named = os.environ.get("MEDIA_MONITOR_DATA")
    if not named or not Path(named).is_dir():
        raise NoData(f"MEDIA_MONITOR_DATA={named or ''}: set it to the folder of collected data; nothing was measured")
    return Path(named).resolve()


def records(path: Path) -> list[dict[str, Any]]:
    """Objects of a JSON Lines file, gzip or not."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def scorers() -> ModuleType:
    """The scorers that the project shares with its independent evaluation, from beside the data."""
    path = folder().parent / "scorers" / "scorers.py"
    spec = importlib.util.spec_from_file_location("scorers", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise NoData(f"{path}: no scorers there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
