"""Read again, from the archive, the pages whose tags another version of the annotator made.

A new knowledge base or rule set changes the annotator's version; this DAG brings older revisions up to it, some archive objects
a night, through the same tasks as live pages. Identity, times and outcomes stay as they are.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from media_monitor_airflow.batches import load_batches
from media_monitor_airflow.task import BACKFILL_POOL, DEFAULT_ARGS, call


@dag(
    schedule=CronTriggerTimetable("30 2 * * *", timezone="UTC", run_immediately=False),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "upkeep"],
    doc_md=__doc__,
)
def retag_articles():
    @task
    def plan() -> list[int]:
        from media_monitor.stages import retag as stage

        return call(stage.plan)

    load_batches(plan(), pool=BACKFILL_POOL)


retag_articles()
