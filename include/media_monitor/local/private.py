"""Small JSON files for one pair of eyes: passwords, keys and ports that must be the same at the next start."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from media_monitor.errors import LocalError


def read(path: Path) -> dict[str, Any]:
    """Content of the JSON object at `path`; {} where there is no such file. Raises LocalError where it is damaged."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as damage:
        raise LocalError(f"{path} is damaged ({damage}): `make clean-state` begins anew") from damage
    if not isinstance(content, dict):
        raise LocalError(f"{path} is damaged (not an object): `make clean-state` begins anew")
    return content


def write(path: Path, content: dict[str, Any]) -> None:
    """Replace the file at `path` whole, readable by its owner alone (mode 0600)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
    draft.replace(path)
