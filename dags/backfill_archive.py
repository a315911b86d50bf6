r"""Load archived coverage, one crawl day per run: CC-NEWS, Wayback, saved pages, own past crawls.

    airflow backfill create --dag-id backfill_archive --from-date 2025-01-13 --to-date 2025-01-15 \
        --dag-run-conf '{"source": "/data/pages.warc.gz"}'

`source` (a WARC or ARC object, a folder of them, any fsspec URL) is registered first; without it, what is registered already
(`media-monitor register`) is loaded. A run takes the pages that were crawled on its day; running it again changes nothing.
"""

from datetime import UTC, datetime

from airflow.sdk import CronDataIntervalTimetable, Param, dag, task

from media_monitor_airflow.batches import load_batches
from media_monitor_airflow.task import BACKFILL_POOL, DEFAULT_ARGS, call


@dag(
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=datetime(1995, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=4,
    default_args=DEFAULT_ARGS,
    params={"source": Param(None, type=["null", "string"], description="Archive object, folder or fsspec URL to register first")},
    tags=["media-monitor", "backfill"],
    doc_md=__doc__,
)
def backfill_archive():
    @task(pool=BACKFILL_POOL)
    def register(params=None) -> dict[str, int]:
        from media_monitor.stages import register as stage

        return call(stage.run, params["source"]) if params["source"] else {}

    @task
    def plan(data_interval_start=None) -> list[int]:
        from media_monitor.stages import ingest as stage

        return call(stage.plan_day, data_interval_start.date())

    batch_ids = plan()
    register() >> batch_ids
    load_batches(batch_ids, pool=BACKFILL_POOL)


backfill_archive()
