"""One line for each step on the terminal: what, what came of it, how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


class Steps:
    """Prints steps as they end; on a terminal the one at work has a spinner."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Time a step. What the block appends to the yielded list stands in its line; an error ends the line and goes on."""
        said: list[str] = []
        started = time.monotonic()
        try:
            with self._console.status(title):
                yield said
        except BaseException:
            self._line("✗", "red", title, [*said, "failed"], started)
            raise
        self._line("✓", "green", title, said, started)

    def note(self, title: str, counts: Mapping[str, int]) -> None:
        """A line for something that ended by itself, with what there was of it."""
        told = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items() if number)
        self.say(f"  {title:<22} {told or 'nothing to do'}")

    def say(self, line: str, style: str = "") -> None:
        """A line as it is: never wrapped, nothing in it taken for markup."""
        self._console.print(Text(line, style), soft_wrap=True)

    def _line(self, sign: str, style: str, title: str, said: list[str], started: float) -> None:
        seconds = f"{time.monotonic() - started:.1f} s"
        self._console.print(Text.assemble((sign, style), f" {title:<22} {' '.join(said)} ", (seconds, "dim")), soft_wrap=True)
