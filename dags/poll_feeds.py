"""Poll the feeds that are due and note their new and changed entries.

Each feed has its own rhythm (`ops.feed_state.next_poll_at`, with the reason beside it). This DAG looks every five minutes which
are due, and its tasks stay for those that will be before the next run: who invites us every five minutes is visited so often.
One task per group of shards; one bad feed is a row in `ops.feed_poll`, more than half failing fails the task.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from media_monitor_airflow.assets import ENTRIES
from media_monitor_airflow.task import DEFAULT_ARGS, LIVE_POOL, call


@dag(
    schedule=CronTriggerTimetable("*/5 * * * *", timezone="UTC", run_immediately=True),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "live"],
    doc_md=__doc__,
)
def poll_feeds():
    @task
    def plan() -> list[list[int]]:
        from media_monitor.stages import poll as stage

        return call(stage.plan)

    @task(pool=LIVE_POOL, outlets=[ENTRIES])
    def poll(shards: list[int]) -> dict[str, int]:
        from media_monitor.stages import poll as stage

        return call(stage.run, shards, stage.RUN_SECONDS)

    poll.expand(shards=plan())


poll_feeds()
