"""JSON Lines to a file or to standard output, counted while they are written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from rich.markup import escape

from media_monitor.cli.console import err


def write_lines(lines: Iterable[dict[str, Any]], target: Path | None, what: str) -> None:
    """One line for each object of `lines`; `what` is shown while they come."""
    count = 0
    with _opened(target) as file, err.status(what) as shown:
        for line in lines:
            # A lone surrogate cannot be written as UTF-8: JSON's own escape carries it.
            text = json.dumps(line, ensure_ascii=False)
            file.write((text if text.isprintable() or not _has_surrogate(text) else json.dumps(line)) + "\n")
            count += 1
            shown.update(f"{what}: {count:,}")
    if target:
        err.print(f"{count:,} lines in {escape(str(target))}", highlight=False)


@contextmanager
def _opened(target: Path | None) -> Iterator[TextIO]:
    if target is None:
        yield sys.stdout
        return
    with target.open("w", encoding="utf-8") as file:
        yield file


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)
