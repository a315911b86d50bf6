"""make bench-warehouse: what loading, publishing, reports and the quality gate cost, each figure beside its bar.

Builds its own server and two warehouses, of one month and of ten at the same daily volume, in a temporary folder, or in `--keep
FOLDER` where a second run finds them again. Exits 1 when a figure falls short.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from benchmarks import figures, gate, history, invented, questions, speed
from benchmarks.figures import Figure
from benchmarks.speed import Warehouse
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.settings import Settings, default_seeds
from media_monitor.warehouse.db import connect, server_version
from media_monitor.warehouse.migrate import newest_revision

MONTH = 30
"""Days."""
PARTS = ("load", "publish", "marts", "cookbook", "gate")


class Bench:
    """A server, the warehouses on it, and what was measured."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder = folder
        self._server = EmbeddedPostgres(folder / "postgres")
        self._out, self._began = out, time.monotonic()
        self.figures: list[Figure] = []
        self.context: dict[str, object] = {"cores": os.cpu_count(), "python": platform.python_version()}

    def say(self, words: str) -> None:
        """Show how far it is."""
        print(f"  {time.monotonic() - self._began:6.0f} s  {words}", file=sys.stderr, flush=True)

    @contextmanager
    def server(self) -> Iterator[None]:
        """The server, running."""
        self._server.start()
        try:
            yield
        finally:
            self._server.stop()

    def remove(self) -> None:
        """Delete the server and all that was written for it."""
        self._server.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def settings(self, name: str) -> Settings:
        """Settings for the warehouse `name`; its reference data is that of the seeds and of the sample newsroom."""
        dsn = self._server.ensure_database(name)
        var = self.folder / "var"
        return Settings(dsn, str(var / "archive"), default_seeds(), None, var, "https://desk.example/contact", "127.0.0.1:9")

    def warehouse(self, days: int, like: Warehouse | None = None, *, with_marts: bool = True) -> Warehouse:
        """A warehouse with so many days of history, made from a shorter one where there is one."""
        name, revision = f"days_{days}{'' if with_marts else '_without_marts'}", newest_revision()
        with closing(psycopg2.connect(self._server.dsn("postgres"))) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("select shobj_description(oid, 'pg_database') from pg_database where datname = %s", (name,))
            known = cursor.fetchone()
            if not (known and known[0] == revision):
                cursor.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
                if like is not None:
                    make = sql.SQL("create database {} template {} strategy file_copy")
                    cursor.execute(make.format(sql.Identifier(name), sql.Identifier(like.name)))
                with self._undisturbed(cursor):
                    self._fill(name, days, like, with_marts=with_marts)
                cursor.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(revision)))
        return Warehouse(name, str(self.settings(name).dsn), days, days * invented.DAILY // 1_000 * 1_000)

    @contextmanager
    def _undisturbed(self, cursor: Any) -> Iterator[None]:
        """While tables are built: no autovacuum beside it, which `settle` makes up for, and few checkpoints."""
        building = {"autovacuum": "off", "max_wal_size": "8GB", "fsync": "off"}
        for name, value in building.items():
            cursor.execute(sql.SQL("alter system set {} = %s").format(sql.Identifier(name)), (value,))
        cursor.execute("select pg_reload_conf()")
        try:
            yield
        finally:
            for name in building:
                cursor.execute(sql.SQL("alter system reset {}").format(sql.Identifier(name)))
            cursor.execute("select pg_reload_conf()")

    def _fill(self, name: str, days: int, like: Warehouse | None, *, with_marts: bool) -> None:
        settings = self.settings(name)
        if like is None:
            history.begin(settings)
            self.say(f"{name}: one day through the real path")
        since = like.days if like else 1
        history.extend(settings, since, days - 1, lambda words: self.say(f"{name}: {words}"), with_marts=with_marts)

    def keep(self, result: tuple[list[Figure], dict[str, object]]) -> None:
        """Show figures and keep them; the file is written anew after each part, so that an interrupted run leaves what it had."""
        found, context = result
        self.figures += found
        self.context |= context
        figures.write(self._out, self.figures, self.context)
        for figure in found:
            print(figures.line(figure), flush=True)


def run(bench: Bench, short_days: int, long_days: int, parts: Sequence[str], publish_bar: float) -> bool:
    """Measure the parts; whether all figures hold."""
    with bench.server():
        # Before the short warehouse is measured, and grows, the long one is made from it.
        with_marts = not {"marts", "cookbook"}.isdisjoint(parts)
        short = bench.warehouse(short_days, with_marts=with_marts)
        long = bench.warehouse(long_days, like=short, with_marts=with_marts)
        with connect(long.dsn) as connection:
            bench.context |= {"postgresql": server_version(connection), "articles": [short.article_count, long.article_count]}
        measured: dict[str, Callable[[], tuple[list[Figure], dict[str, object]]]] = {
            "load": lambda: speed.load_beside_copy(long, bench.say),
            "publish": lambda: speed.publish_beside_history(short, long, publish_bar, bench.say),
            "marts": lambda: speed.marts_beside_history(short, long, bench.say),
            "cookbook": lambda: questions.questions_beside_history(short, long, bench.say),
            "gate": lambda: gate.gate_beside_ingest(bench.settings(long.name), bench.folder, bench.say),
        }
        for part in parts:
            bench.keep(measured[part]())
    return all(figure.holds for figure in bench.figures)


def main() -> int:
    """Read the arguments, measure, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", type=int, default=MONTH, help="days of the shorter history, of 1,667 articles each")
    parser.add_argument("--long", type=int, default=10 * MONTH, help="days of the longer history")
    parser.add_argument("--publish-bar", type=float, default=speed.PUBLISH_BAR, help="most that a longer history may cost")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--keep", type=Path, help="folder in which the warehouses are kept for another run")
    parser.add_argument("--out", type=Path, default=Path("var/bench/warehouse.json"))
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="media-monitor-bench-"))
    bench = Bench(folder, arguments.out)
    try:
        holds = run(bench, arguments.short, arguments.long, arguments.parts, arguments.publish_bar)
    finally:
        if arguments.keep is None:
            bench.remove()
    print(f"{'every figure holds' if holds else 'a figure falls short'}; {arguments.out}")
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
