"""Fetch the pages that are due into the archive: new entries, re-checks, changed headlines, retries.

Runs when poll_feeds found entries, and every fifteen minutes for re-checks. A host belongs to one shard, so
one task keeps its pace.
"""

from datetime import UTC, datetime

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from media_monitor_airflow.assets import ENTRIES, PAGES
from media_monitor_airflow.task import DEFAULT_ARGS, LIVE_POOL, call


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/15 * * * *", timezone="UTC"), assets=[ENTRIES]),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "live"],
    doc_md=__doc__,
)
def fetch_articles():
    @task
    def plan() -> list[list[int]]:
        from media_monitor.stages import fetch as stage

        return call(stage.plan)

    @task(pool=LIVE_POOL, outlets=[PAGES])
    def fetch(shards: list[int]) -> dict[str, int]:
        from media_monitor.stages import fetch as stage

        return call(stage.run, shards)

    fetch.expand(shards=plan())


fetch_articles()
