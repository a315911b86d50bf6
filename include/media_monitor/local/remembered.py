"""What the last `make run` of this folder worked with, so that `media-monitor` by hand means the same warehouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from media_monitor.local import private
from media_monitor.settings import Settings

STATE = Path(".local")
_FILE = "run.json"


def remember(settings: Settings) -> None:
    """Keep warehouse and newsroom of a run, for this user's eyes only."""
    private.write(STATE / _FILE, {"dsn": settings.dsn, "sample": settings.sample})


def recall(settings: Settings) -> Settings:
    """`settings`, with warehouse and newsroom of the last run here where the environment names no warehouse."""
    kept = {} if settings.dsn is not None else private.read(STATE / _FILE)
    return replace(settings, dsn=kept["dsn"], sample=settings.sample or kept["sample"]) if kept else settings
