"""419 real pages, crawled on three days, through Airflow's own backfill of `backfill_archive` into PostgreSQL."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.local.airflow import AirflowStack, Site, end_leftovers
from media_monitor.local.run import code_folder
from media_monitor.settings import Settings, child_environment, default_seeds
from media_monitor.stages import reference
from warehouse_fixtures import ask, settings_for

DATA = os.environ.get("MEDIA_MONITOR_DATA")
DAYS = ("2025-01-13", "2025-01-15")
CRAWLED = datetime(2025, 1, 1, tzinfo=UTC)
"""Before the crawl days: backfill runs are due in the past."""
PAGES = 419

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.skipif(not DATA, reason="MEDIA_MONITOR_DATA is not set: collected real pages are needed"),
    pytest.mark.timeout(900),
    pytest.mark.enable_socket,
]


@pytest.fixture(scope="module")
def backfilled(clones, tmp_path_factory) -> Iterator[Settings]:
    """A warehouse after the scheduler has run the backfill of the three crawl days."""
    folder = tmp_path_factory.mktemp("backfill")
    source = (Path(DATA or "") / "extraction" / "real-pages-np4k.warc.gz").resolve()
    with clones() as metadata, clones() as dsn:
        settings = settings_for(dsn, folder)
        reference.run(settings)
        home = folder / "airflow"
        site = Site(home, code_folder("dags"), code_folder("plugins"), _empty(metadata), dsn)
        stack = AirflowStack(site, child_environment() | settings.as_env())
        try:
            _backfill(stack, site, str(source))
            yield settings
        finally:
            stack.stop()
            end_leftovers(home)


def _empty(dsn: str) -> str:
    """The database without our schema: Airflow's tables go there."""
    ask(replace(settings_for(dsn, Path())), "drop schema report, mart, stage, core, ops, ref cascade")
    ask(replace(settings_for(dsn, Path())), "drop table alembic_version")
    return dsn


def _backfill(stack: AirflowStack, site: Site, source: str) -> None:
    stack.migrate()
    stack.start()
    stack.wait_healthy(240)
    for name, pool in json.loads((default_seeds() / "pools.json").read_text()).items():
        stack.api.set_pool(name, pool["slots"], pool["description"])
    _wait("the DAG is known", 120, lambda: "backfill_archive" in stack.api.dag_ids())
    stack.command("backfill", "create", "--dag-id", "backfill_archive", "--from-date", DAYS[0], "--to-date", DAYS[1],
                  "--dag-run-conf", json.dumps({"source": source}), "--max-active-runs", "3")  # fmt: skip
    runs = lambda: [run for run in stack.api.dag_runs(CRAWLED) if run.run_id.startswith("backfill__")]  # noqa: E731
    _wait("three runs", 60, lambda: len(runs()) == 3)
    _wait("the runs end", 480, lambda: all(run.state in {"success", "failed"} for run in runs()))
    assert [run.state for run in runs()] == ["success"] * 3


def _wait(what: str, seconds: float, is_so) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain: {what}"
        time.sleep(0.5)


def test_every_page_has_one_named_outcome_and_they_add_up(backfilled):
    outcomes = dict(ask(backfilled, "select outcome, count(*)::int from ops.outcome group by outcome"))
    assert sum(outcomes.values()) == PAGES
    assert outcomes["published"] >= 0.95 * PAGES
    nameless = "outcome in ('not_an_article', 'failed', 'quarantined') and reason is null"
    assert ask(backfilled, f"select count(*) from ops.outcome where {nameless}") == [(0,)]


def test_each_crawl_day_is_a_batch_of_its_own_pages(backfilled):
    joined = "ops.batch as b inner join ops.archive_day as d on b.object_id = d.object_id and b.covers_on = d.covers_on"
    days = ask(backfilled, f"select b.covers_on::text, b.state, b.record_count, d.page_count from {joined} order by 1")
    assert [(day, state) for day, state, *_ in days] == [(f"2025-01-{n}", "published") for n in (13, 14, 15)]
    assert all(records == pages for *_, records, pages in days)
    assert sum(pages for *_, pages in days) == PAGES


def test_no_article_is_dated_by_its_crawl(backfilled):
    (dated,) = ask(backfilled, "select count(*) from core.article where published_on >= '2025-01-13'")[0]
    assert dated == 0


def test_loading_the_same_days_again_changes_nothing(backfilled):
    from datetime import date

    from media_monitor.stages import ingest

    assert [ingest.plan_day(backfilled, date(2025, 1, day)) for day in (13, 14, 15)] == [[], [], []]
