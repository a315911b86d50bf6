"""feeds export: the monitored feeds as a list for other programs."""

from __future__ import annotations

from pathlib import Path

from media_monitor.collect import registry
from media_monitor.errors import SettingsError
from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import reference
from media_monitor.warehouse.db import connect

_WRITERS = {".opml": registry.write_opml, ".csv": registry.write_csv}


def export(settings: Settings, path: Path) -> int:
    """Write the active feeds to `path` (.opml or .csv); how many."""
    if path.suffix not in _WRITERS:
        raise SettingsError(f"{path}: name a file that ends in .opml or .csv")
    with connect(warehouse_dsn(settings)) as connection:
        feeds = [registry.FeedRow(**row) for row in reference.active_feeds(connection)]
    path.write_text(_WRITERS[path.suffix](feeds), "utf-8")
    return len(feeds)
