"""The benchmarks' history: a day copied inside the database is the day that the real path would have left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg2 import sql

from benchmarks import history, invented, loading
from benchmarks.invented import LAST_DAY
from conftest import Clones
from media_monitor.settings import Settings
from media_monitor.warehouse.db import connect
from warehouse_fixtures import ask, settings_for

DAILY = 60
"""Articles: a batch, with all that is fetched again."""


@pytest.fixture(scope="module")
def warehouses(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Settings]]:
    """Two warehouses with the last day of the history: in one the day before is a copy of it, in the other it was loaded."""
    with clones() as copied_dsn, clones() as loaded_dsn:
        copied, loaded = (_settings(dsn, tmp_path_factory.mktemp("var")) for dsn in (copied_dsn, loaded_dsn))
        for settings in (copied, loaded):
            history.begin(settings, DAILY)
        history.extend(copied, 1, 1)
        history.load_day(str(loaded.dsn), LAST_DAY - timedelta(days=1), DAILY)
        yield copied, loaded


def _settings(dsn: str, folder: Path) -> Settings:
    return replace(settings_for(dsn, folder), sample="127.0.0.1:9")


def contents(settings: Settings) -> dict[str, Counter[tuple[object, ...]]]:
    """Rows of every table of which each day has its share, without the ids that tell one warehouse from another."""
    found: dict[str, Counter[tuple[object, ...]]] = {}
    with connect(str(settings.dsn)) as connection:
        for table in history.daily_tables(connection):
            names = [name for name, kind in table.columns.items() if not _is_id(name, kind)]
            columns = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in names)
            statement = sql.SQL("select {} from {}").format(columns, table.identifier)
            found[table.name] = Counter(ask(settings, statement.as_string(connection)))
    return found


def _is_id(name: str, kind: str) -> bool:
    return (kind == "bigint" and name.endswith("_id")) or name in {"story_id", "copy_group_id", "event_id"}


def test_a_copied_day_is_the_day_that_the_real_path_leaves(warehouses: tuple[Settings, Settings]) -> None:
    copied, loaded = map(contents, warehouses)
    assert copied.keys() == loaded.keys()
    assert {"core.mention", "core.article_key", "mart.ledger_claim", "ops.page_fetch"} <= copied.keys()
    for table, rows in copied.items():
        assert rows == loaded[table], table


def test_a_difference_between_the_two_is_seen(warehouses: tuple[Settings, Settings]) -> None:
    copied, loaded = warehouses
    first = "(select min(revision_id), 0 from core.mention)"
    change = f"update core.mention set end_offset = end_offset + {{}} where (revision_id, position) = {first}"
    ask(copied, change.format(1))
    try:
        assert contents(copied)["core.mention"] != contents(loaded)["core.mention"]
    finally:
        ask(copied, change.format(-1))


def test_what_is_fetched_again_from_a_copied_day_is_known(warehouses: tuple[Settings, Settings]) -> None:
    """Keys and hashes of a copy are those that ingest makes: nothing is published twice."""
    copied, _ = warehouses
    day, at = LAST_DAY - timedelta(days=1), loading.midnight(LAST_DAY)
    numbers = [number for number in range(20, 50) if number % loading.SECOND_STATE != 3]
    pages = loading.Pages([invented.told(day, number, after=timedelta(hours=5)) for number in numbers])
    with connect(str(copied.dsn)) as connection:
        batch_id = loading.discover(connection, pages, "again", at)
        loading.stage(connection, batch_id, pages.staged(), at)
        assert loading.publish(connection, batch_id, at) == {"unchanged": len(numbers)}
        connection.rollback()
