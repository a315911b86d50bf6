"""`make clean-state`: end what an earlier run left behind and delete everything it wrote."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from media_monitor.errors import LocalError
from media_monitor.local.airflow import end_leftovers
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.local.turn import own_turn

AIRFLOW = "airflow"
POSTGRES = "postgres"


def clean(checkout: Path) -> list[Path]:
    """Delete the state below `checkout`, its processes ended first; the folders deleted. Raises LocalError."""
    if not (checkout / "Makefile").is_file() or not (checkout / "include" / "media_monitor").is_dir():
        raise LocalError(f"{checkout} is not a checkout of this project: run `make clean-state` in one")
    state = checkout / ".local"
    with own_turn(state):
        end_leftovers(state / AIRFLOW)
        EmbeddedPostgres(state / POSTGRES).remove()
        folders = [folder for folder in (state, checkout / "var") if folder.exists()]
        for folder in folders:
            shutil.rmtree(folder)
    return folders


def main() -> int:
    """Clean the checkout we are in; the exit code."""
    try:
        deleted = clean(Path.cwd())
    except LocalError as reason:
        print(reason, file=sys.stderr)
        return 1
    print("deleted " + ", ".join(str(folder.relative_to(Path.cwd())) for folder in deleted))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
