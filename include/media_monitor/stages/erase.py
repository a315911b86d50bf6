"""erase: an article gone from the warehouse for good, by its address; or a person's name, wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence

from media_monitor import ids
from media_monitor.errors import SettingsError
from media_monitor.extract.suppress import words_of
from media_monitor.extract.urls import canonicalise
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.erasure import Erased, erase
from media_monitor.warehouse.suppression import Blanked, erase_name


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


def run_person(settings: Settings, name: str, reason: str, by: str | None = None) -> Blanked:
    """Blank a person's name in everything held, and in everything read from now on.

    Raises SettingsError for a single word, which would blank too much, and for a name that the reference data bear.
    """
    if len(words_of(name)) < 2:
        raise SettingsError(f"--person {name}: one word would blank too much; give the name in full, as texts print it")
    with connect(warehouse_dsn(settings)) as connection:
        return erase_name(connection, name, reason, by, now())
