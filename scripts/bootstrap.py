#!/usr/bin/env python3
# ruff: noqa: S603 - every command here is spelled out in this file
"""Make `.venv` complete: every dependency of requirements.lock, checked against its hash, and this package, editable.

Called by `make` before every other target, so the common case (nothing to do) reads two files and returns. Standard library
only, and written so that an older Python can read it far enough to find a newer one.

Exit codes: 0 the environment is complete; 1 a step failed, with the end of its output; 2 this machine's Python will not do.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / ".complete"

DEBIAN_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")  # Debian's pip trusts these, where an operator adds own ones

OLDEST, NEWEST = (3, 11), (3, 13)  # pyproject.toml: requires-python
MISLEADING = (
    "PYTHONDONTWRITEBYTECODE",  # without .pyc files every later start is 2.4 times slower
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_USER",
    "VIRTUAL_ENV",
)


class StepError(Exception):
    """A command of a step ended with an error; the message holds the end of its output."""


def main() -> int:
    """Build what is missing; the process's exit code."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return _hand_over()
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second `make` waits here, then finds the work done
        if is_complete():
            return 0
        try:
            build()
        except StepError as failure:
            _say(f"\n{failure}\n")
            return 1
        except KeyboardInterrupt:
            _say("\nStopped; the next run begins again\n")
            return 130
    return 0


def is_complete() -> bool:
    """True if `.venv` was built to its end, from the present lock and project, in this place."""
    return (VENV / "bin" / "python").exists() and STAMP.is_file() and STAMP.read_text() == digest()


def digest() -> str:
    """SHA-256 of what an environment is built from.

    The place counts, since scripts begin with its path; the linters' and test runner's configuration does not.
    """
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    package = (project["build-system"], project["project"], project["tool"]["hatch"])
    return hashlib.sha256(repr((LOCK.read_text(), package, str(ROOT))).encode()).hexdigest()


def build() -> None:
    """Make `.venv` from nothing and stamp it. Raises StepError; SystemExit(2) where Python cannot make environments."""
    _require_venv_modules()
    if STAMP.is_file():
        _say("The lock, the project or the place of this checkout has changed: building .venv again\n")
    elif VENV.exists():
        _say(".venv was never finished: building it again\n")
    version = "{}.{}.{}".format(*sys.version_info[:3])
    _step(f"Making .venv with Python {version}", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    installer = _install_dependencies()
    _step("Installing media-monitor, editable", [*installer, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    STAMP.write_text(digest())


def pinned(lock: str, name: str) -> str:
    """The lines of `lock` (text of a requirements file with hashes) that pin `name`; '' where none does."""
    found = re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*", lock, re.MULTILINE)
    return found.group() + "\n" if found else ""


def told_to_pip(pip_config: str) -> dict[str, str]:
    """Variables that tell uv what pip is told of package index and certificates: uv does not read pip's configuration.

    `pip_config` is what `pip config list` prints, PIP_ variables of the environment included.
    """
    told = dict(re.findall(r"^(\S+)='(.*)'$", pip_config, re.MULTILINE))
    found = {"SSL_CERT_FILE": str(DEBIAN_CERTIFICATES)} if DEBIAN_CERTIFICATES.is_file() else {}
    for option, variable in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        values = [told[f"{section}.{option}"] for section in (":env:", "install", "global") if f"{section}.{option}" in told]
        if values:
            found[variable] = values[0]
    return found


def _install_dependencies() -> list[str]:
    """Install the whole lock, by uv where that works; the `install` command that did it."""
    python = str(VENV / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--python", python]
    hashed = ["--require-hashes", "--requirement"]
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:
            pins.write(pinned(LOCK.read_text(), "uv"))
            pins.flush()
            _step("Installing uv", [*pip, "--no-deps", *hashed, pins.name])
        os.environ.update(
            {k: v for k, v in told_to_pip(_run([python, "-m", "pip", "config", "list"])).items() if k not in os.environ}
        )
        _step("Installing 200 packages with uv (about a minute)", [*uv, "--compile-bytecode", *hashed, str(LOCK)])
    except StepError as failure:
        _say(f"\n{failure}\nuv cannot do it here: going on with pip\n")
    else:
        return uv
    _step("Installing 200 packages with pip (some minutes)", [*pip, *hashed, str(LOCK)])
    return pip


def _hand_over() -> int:
    """Run this file again with a Python that fits, if the machine has one."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        python = shutil.which(f"python3.{minor}")
        # A version manager's shim may exist and run nothing, so ask it.
        if python and subprocess.call([python, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([python, str(Path(__file__).resolve())])
    here = "{}.{}".format(*sys.version_info[:2])
    _say(f"Python 3.11, 3.12 or 3.13 is needed; {sys.executable} is {here} and no python3.11 to python3.13 is on PATH.\n")
    _say("On Debian 12 or later and Ubuntu 24.04 or later: apt install python3 python3-venv\n")
    return 2


def _require_venv_modules() -> None:
    """Debian and Ubuntu ship `venv` without `ensurepip`, in a package of its own."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        _say(f"{sys.executable} cannot make virtual environments. Install what it lacks: apt install {package}\n")
        raise SystemExit(2) from None


def _step(what: str, command: list[str]) -> None:
    """Run `command`, saying what is done and how long it took."""
    _say(f"{what} ... ")
    started = time.monotonic()
    _run(command)
    _say(f"{time.monotonic() - started:.1f} s\n")


def _run(command: list[str]) -> str:
    """Output of `command`. Raises StepError with the end of it."""
    environment = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    with tempfile.TemporaryFile() as out:
        code = subprocess.call(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        out.seek(0)
        output = out.read().decode(errors="replace")
    if code:
        tail = "\n".join(output.splitlines()[-25:])
        raise StepError(f"{' '.join(command[:4])} … ended with {code}:\n{tail}")
    return output


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
