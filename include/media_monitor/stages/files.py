"""Files that other programs read: written beside their place and put there in one step, so that nobody sees half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from media_monitor.errors import LocalError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft that takes the place of `path` when the block ends well, and is deleted when it does not.

    Raises LocalError where the file cannot be written.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = Path(file.name)
        try:
            yield draft
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.chmod(0o644)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise LocalError(f"{path} cannot be written: {error.strerror or error}") from error
