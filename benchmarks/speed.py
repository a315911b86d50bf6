"""Loading beside a plain COPY; publishing, marts and the queue beside a longer history."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from psycopg2 import sql

from benchmarks import loading
from benchmarks.figures import Figure, against, reported
from benchmarks.invented import LAST_DAY
from benchmarks.measure import ROUNDS, Cost, Meter, median, ratio
from media_monitor.warehouse import ledger, load, marts, queue
from media_monitor.warehouse.db import Connection, connect, copy_rows

LOAD_BAR = 0.4
PUBLISH_BAR = 1.2
REFRESH_BAR = 1.3
WARM_UP = 3
"""Batches before those that are measured: the first finds everything cold, which says nothing of those after it."""
BATCHES = 15
TOMORROW = LAST_DAY + timedelta(days=1)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse with so many days of history."""

    name: str
    dsn: str
    days: int
    article_count: int


def load_beside_copy(warehouse: Warehouse, progress: Progress) -> tuple[list[Figure], dict[str, object]]:
    """Articles per second through staging and publish into core, divided by those of a COPY of the same rows into bare tables.

    All articles are new and fully tagged. Both ways begin with the same rows in memory and use the same code to write them.
    """
    loaded, copied = Meter(), Meter()
    _bare_tables(warehouse)
    day = date(2027, 1, 1)  # far from the days of the other measurements
    begun = loading.objects_named(warehouse.dsn, "load/")
    for number in range(WARM_UP + ROUNDS):
        numbers = range((begun + number) * loading.BATCH, (begun + number + 1) * loading.BATCH)
        pages = loading.fresh(day, numbers, is_tagged=True)
        staged, at = pages.staged(), loading.midnight(day)
        with connect(warehouse.dsn) as connection:
            batch_id = loading.discover(connection, pages, f"load/{begun + number}", at)
        for way in ("load", "copy") if number % 2 else ("copy", "load"):
            with connect(warehouse.dsn, as_login=way == "copy") as connection:
                if way == "copy":
                    with copied.block(connection):
                        _copy_plainly(connection, staged)
                        connection.commit()
                else:
                    with loaded.block(connection):
                        loading.stage(connection, batch_id, staged, at)
                        connection.commit()
                        loading.publish(connection, batch_id, at)
                        connection.commit()
        progress(f"load: batch {number + 1} of {WARM_UP + ROUNDS}")
    ours, plain = loaded.costs[WARM_UP:], copied.costs[WARM_UP:]
    return [
        against("load of tagged articles ÷ plain COPY, articles per second", ratio(plain, ours, _wall), "ratio", "≥", LOAD_BAR),
        reported("  the same by CPU time", ratio(plain, ours, _cpu), "ratio"),
        reported("  load of tagged articles", loading.BATCH / median(ours, _wall), "articles/s"),
        reported("  plain COPY", loading.BATCH / median(plain, _wall), "articles/s"),
    ], {"load_cpu_ms": 1000 * median(ours, _cpu), "copy_cpu_ms": 1000 * median(plain, _cpu)}


def publish_beside_history(
    short: Warehouse, long: Warehouse, bar: float, progress: Progress
) -> tuple[list[Figure], dict[str, object]]:
    """What publishing an article costs with the long history divided by what it costs with the short one, batch by batch."""
    meters = {warehouse: Meter() for warehouse in (short, long)}
    counts: dict[str, object] = {}
    days = (LAST_DAY + timedelta(days=n) for n in itertools.count(1))
    places = ((day, first) for day in days for first in range(0, 4 * 355, 355))
    begun = max(loading.objects_named(warehouse.dsn, "publish/") for warehouse in (short, long))
    for number, (day, first) in enumerate(itertools.islice(places, begun, begun + WARM_UP + BATCHES)):
        for warehouse in (short, long) if number % 2 else (long, short):
            pages = loading.mixed(day, first, oldest=LAST_DAY - timedelta(days=warehouse.days - 1))
            with connect(warehouse.dsn) as connection:
                batch_id = loading.discover(connection, pages, f"publish/{day}/{first}", loading.midnight(day))
                loading.stage(connection, batch_id, pages.staged(), loading.midnight(day))
            with connect(warehouse.dsn) as connection, meters[warehouse].block(connection):
                counts |= {f"last_batch_{warehouse.article_count}": loading.publish(connection, batch_id, loading.midnight(day))}
                load.published_days(connection, batch_id)
                connection.commit()
        progress(f"publish: batch {number + 1} of {WARM_UP + BATCHES}")
    ours, theirs = meters[long].costs[WARM_UP:], meters[short].costs[WARM_UP:]
    name = f"publish per article at {long.article_count:,} ÷ at {short.article_count:,}"
    return [
        against(f"{name}, CPU time", ratio(ours, theirs, _cpu), "ratio", "≤", bar),
        reported("  the same by the clock", ratio(ours, theirs, _wall), "ratio"),
        reported(f"  at {long.article_count:,}", 1000 * median(ours, _cpu) / loading.BATCH, "ms CPU/page"),
        reported(f"  at {short.article_count:,}", 1000 * median(theirs, _cpu) / loading.BATCH, "ms CPU/page"),
    ], counts


def marts_beside_history(short: Warehouse, long: Warehouse, progress: Progress) -> tuple[list[Figure], dict[str, object]]:
    """Refreshing one day of the marts, and looking for work, with the long history and with the short one."""
    horizon = loading.midnight(TOMORROW)
    work: Mapping[str, Callable[[Connection, date], object]] = {
        "refresh of one day": lambda c, day: marts.refresh_days(c, [day]),
        "stories around a day": lambda c, day: marts.story_inputs(c, day - timedelta(days=4), day),
        "copies around a day": lambda c, day: marts.copy_inputs(c, day - timedelta(days=4), day),
        "claim of due pages": lambda c, _: queue.claim_pages(c, list(range(queue.SHARDS)), horizon, 200),
        "claim of due feeds": lambda c, _: queue.claim_feeds(c, list(range(queue.SHARDS)), horizon, 50),
        "work that is left": lambda c, _: ledger.work_left(c, horizon, horizon, ["new"]),
    }
    figures = []
    for name, task in work.items():
        meters = {warehouse: Meter() for warehouse in (short, long)}
        for number in range(ROUNDS + 1):
            for warehouse in (short, long) if number % 2 else (long, short):
                with connect(warehouse.dsn) as connection:
                    with meters[warehouse].block(connection):
                        task(connection, LAST_DAY - timedelta(days=number + 1))
                    connection.rollback()
        ours, theirs = meters[long].costs[1:], meters[short].costs[1:]
        title, value = f"{name} at {long.article_count:,} ÷ at {short.article_count:,}, CPU time", ratio(ours, theirs, _cpu)
        is_refresh = name.startswith("refresh")
        figures.append(against(title, value, "ratio", "≤", REFRESH_BAR) if is_refresh else reported(f"  {title}", value, "ratio"))
        figures.append(reported(f"  {name} at {long.article_count:,}", 1000 * median(ours, _cpu), "ms CPU"))
        progress(f"marts and queue: {name}")
    return figures, {}


def _wall(cost: Cost) -> float:
    return cost.wall


def _cpu(cost: Cost) -> float:
    return cost.cpu


def _bare_tables(warehouse: Warehouse) -> None:
    """Tables with the columns of staging and nothing else: no index, no constraint, storage as PostgreSQL chooses it."""
    with connect(warehouse.dsn, as_login=True) as connection, connection.cursor() as cursor:
        cursor.execute("drop schema if exists bare cascade; create schema bare")
        for table, columns in load.COLUMNS.items():
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            statement = sql.SQL("create table {} as select {} from {} where false")
            cursor.execute(statement.format(sql.Identifier("bare", table), names, sql.Identifier("stage", table)))


def _copy_plainly(connection: Connection, staged: load.StagedRows) -> None:
    for table, columns in load.COLUMNS.items():
        copy_rows(connection, f"bare.{table}", columns, staged.rows[table])
