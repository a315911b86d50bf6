"""Nightly upkeep: reports that an event missed, poll and fetch logs past their keep, statistics for the planner."""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from media_monitor_airflow.task import DEFAULT_ARGS, call


@dag(
    schedule=CronTriggerTimetable("15 3 * * *", timezone="UTC", run_immediately=False),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "upkeep"],
    doc_md=__doc__,
)
def maintain_warehouse():
    @task
    def report() -> dict[str, int]:
        from media_monitor.stages import report as stage

        return call(stage.run)

    @task
    def tidy() -> dict[str, int]:
        from media_monitor.stages import maintain as stage

        return call(stage.run)

    report() >> tidy()


maintain_warehouse()
