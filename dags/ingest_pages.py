"""Extract, annotate, check and publish the pages in the archive that are not in core yet.

Runs when fetch_articles closed an archive object, and every half hour for batches that were left over. The tasks are those of
backfill_archive: live and archived coverage take one path.
"""

from datetime import UTC, datetime

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from media_monitor_airflow.assets import PAGES
from media_monitor_airflow.batches import load_batches
from media_monitor_airflow.task import DEFAULT_ARGS, LIVE_POOL, call


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/30 * * * *", timezone="UTC"), assets=[PAGES]),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "live"],
    doc_md=__doc__,
)
def ingest_pages():
    @task
    def plan() -> list[int]:
        from media_monitor.stages import ingest as stage

        return call(stage.plan)

    load_batches(plan(), pool=LIVE_POOL)


ingest_pages()
