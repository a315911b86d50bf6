"""The tasks that take batches from the archive to core: shared by live ingest, backfill and re-tagging."""

from __future__ import annotations

from airflow.sdk import task, task_group
from airflow.sdk.exceptions import AirflowSkipException

from media_monitor_airflow.assets import COVERAGE_DAY
from media_monitor_airflow.task import call

DAYS_ANNOUNCED = 10
"""Each day announced is a run of build_reports, and every run refreshes all stale days: a backfill of years needs a few."""


def load_batches(batch_ids: list[int], pool: str) -> None:
    """Ingest → check → publish for each batch, side by side; then announce the publication days that changed."""

    @task_group
    def batch(batch_id: int) -> None:
        @task(pool=pool)
        def ingest(batch_id: int) -> dict[str, int] | None:
            from media_monitor.stages import ingest as stage

            return call(stage.run, batch_id)

        @task(pool=pool)
        def check(batch_id: int) -> dict[str, int] | None:
            from media_monitor.stages import check as stage

            return call(stage.run, batch_id)

        @task(pool=pool)
        def publish(batch_id: int) -> dict[str, int] | None:
            from media_monitor.stages import publish as stage

            return call(stage.run, batch_id)

        ingest(batch_id) >> check(batch_id) >> publish(batch_id)

    @task(outlets=[COVERAGE_DAY])
    def announce_days(batch_ids: list[int], *, outlet_events) -> list[str]:
        from media_monitor.stages import publish as stage

        days = [day.isoformat() for day in call(stage.days, list(batch_ids))[:DAYS_ANNOUNCED]]
        if not days:  # an event without a key would start nothing and leave a warning
            raise AirflowSkipException("no publication day changed")
        outlet_events[COVERAGE_DAY].add_partitions(days)
        return days

    # A teardown runs when the batches before it are done, however they ended, and does not decide how the run ended: a batch that
    # fails hides neither the days of the others nor itself.
    batch.expand(batch_id=batch_ids) >> announce_days(batch_ids).as_teardown()
