"""erase: an article gone from the warehouse for good, by its address."""

from __future__ import annotations

from collections.abc import Sequence

from media_monitor import ids
from media_monitor.errors import SettingsError
from media_monitor.extract.urls import canonicalise
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.erasure import Erased, erase


def run(settings: Settings, urls: Sequence[str], reason: str, by: str | None = None) -> Erased:
    """Erase the articles at these addresses and keep them out from now on. Raises SettingsError for what is no address."""
    keys = []
    for url in urls:
        canonical = canonicalise(url)
        if canonical is None:
            raise SettingsError(f"{url}: not an http(s) address; give the article's link as the report shows it")
        keys.append(ids.url_key(canonical))
    with connect(warehouse_dsn(settings)) as connection:
        return erase(connection, keys, reason, by, now())
