"""Check core, the feeds and the pipeline itself, and fill the gap calendar.

Reports check the days that they refresh; this run looks by the clock, since a feed that falls silent and a run that does not take
place announce nothing. It fails if core breaks what only a bug can break; what is strange and may be right is a warning in
`mart.quality_scorecard` and on the briefing.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from media_monitor_airflow.task import DEFAULT_ARGS, LIVE_POOL, call


@dag(
    schedule=CronTriggerTimetable("50 * * * *", timezone="UTC", run_immediately=False),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "upkeep"],
    doc_md=__doc__,
)
def watch_quality():
    @task(pool=LIVE_POOL)
    def watch() -> dict[str, int]:
        from media_monitor.stages import watch as stage

        return call(stage.run)

    watch()


watch_quality()
