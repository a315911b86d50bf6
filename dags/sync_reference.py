"""Bring the warehouse's reference data (outlets, feeds, entities, designations, topics) in line with the seeds.

A malformed seeds row stops the task with its file, line and column; nothing is loaded then.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from media_monitor_airflow.task import DEFAULT_ARGS, call


@dag(
    schedule=CronTriggerTimetable("15 1 * * *", timezone="UTC", run_immediately=False),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "upkeep"],
    doc_md=__doc__,
)
def sync_reference():
    @task
    def sync() -> dict[str, int]:
        from media_monitor.stages import reference as stage

        return call(stage.run)

    sync()


sync_reference()
