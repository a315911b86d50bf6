"""reference: seeds → ref. Everything is read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from media_monitor import ids
from media_monitor.annotate import lexicon
from media_monitor.annotate.tables import rows
from media_monitor.collect import registry
from media_monitor.errors import SeedError
from media_monitor.extract.urls import canonicalise, host_of, registrable_domain
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import clock, now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import reference
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.queue import SHARDS

SEED_TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "entity": ("entities.csv", lexicon.ENTITY_COLUMNS),
    "entity_alias": ("aliases.csv", lexicon.ALIAS_COLUMNS),
    "designation": ("designations.csv", ("entity_id", "jurisdiction", "list", "since", "until", "source")),
    "topic": ("topics.csv", ("code", "label", "threshold", "source")),
}
"""Seed files that go into ref as they are: table → file and its columns, in the order of `reference.TABLES`."""


def run(settings: Settings) -> StageReport:
    """Bring ref in line with the seeds. Raises SeedError with file, line and column for the first malformed row."""
    started_at = now()
    lexicon.load(*settings.seed_folders)  # checks every row of the knowledge base
    outlets, feeds = _lists(settings)
    tables: dict[str, Sequence[Sequence[Any]]] = {"outlet": [_outlet(o) for o in outlets], "feed": [_feed(f) for f in feeds]}
    tables |= {table: _seed_rows(settings, *seed) for table, seed in SEED_TABLES.items()}
    with connect(warehouse_dsn(settings)) as connection:
        counts = {table: reference.merge(connection, table, values) for table, values in tables.items()}
        counts["retired"] = reference.retire_feeds(connection)
        reference.start_feeds(connection, clock(settings).start)
        return finish(connection, "reference", started_at, counts)


def _lists(settings: Settings) -> tuple[list[registry.Outlet], list[registry.FeedRow]]:
    """Outlets and feeds to monitor: those of the newsroom, of the user's own list, or of the seeds."""
    folder = settings.seeds / "newsroom" if settings.sample else settings.seeds
    outlets = {o.outlet_id: o for o in registry.read_outlets(folder / "outlets.csv")}
    known = {_domain(o): o.outlet_id for o in outlets.values()}
    # A user's own list names outlets by their domains: those that the seeds describe keep their quotation policy.
    feeds = [
        replace(f, outlet_id=known.get(f.outlet_id, f.outlet_id))
        for f in registry.read_list(settings.feeds or folder / "feeds.csv")
    ]
    for feed in feeds:
        outlets.setdefault(feed.outlet_id, registry.outlet_of(feed))
    return list(outlets.values()), feeds


def _domain(o: registry.Outlet) -> str:
    return registrable_domain(o.homepage) or o.outlet_id


def _outlet(o: registry.Outlet) -> tuple[Any, ...]:
    return (
        o.outlet_id,
        o.name,
        o.homepage,
        _domain(o),
        o.country,
        o.language,
        o.quote_characters,
        o.link_required,
        o.policy_source,
    )


def _feed(f: registry.FeedRow) -> tuple[Any, ...]:
    canonical = canonicalise(f.url) or f.url
    return (
        f.feed_id,
        f.outlet_id,
        f.url,
        ids.url_key(canonical),
        ids.shard_of(host_of(canonical), SHARDS),
        f.language,
        f.title,
        f.source,
    )


def _seed_rows(settings: Settings, name: str, columns: tuple[str, ...]) -> Sequence[Sequence[Any]]:
    """Rows of a seed file in every folder that has it; an empty field is NULL, but an alias's flags are text."""
    paths = [path for folder in settings.seed_folders for path in lexicon.seed_paths(folder, name)]
    return [
        tuple(row[c] if row[c] or c == "flags" else None for c in columns)
        for path in paths
        for row in _dated(path, rows(path, columns))
    ]


def _dated(path: Path, numbered: Iterable[tuple[int, dict[str, str]]]) -> Iterator[dict[str, str]]:
    """The rows. Raises SeedError where a date is none: only designations have any, which the knowledge base does not read."""
    for line, row in numbered:
        for column in ("since", "until"):
            try:
                date.fromisoformat(row.get(column) or "1970-01-01")
            except ValueError:
                raise SeedError(str(path), line, column, f"{row[column]!r} is not a date; give YYYY-MM-DD or nothing") from None
        yield row
