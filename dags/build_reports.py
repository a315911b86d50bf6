"""Refresh the marts of the publication days that changed, the copies and stories around them, and the briefing.

Runs for each day that ingest announces; each run refreshes every stale day it finds (`ops.report_due`), so that a lost event
loses nothing and a second run finds nothing to do.
"""

from datetime import UTC, datetime

from airflow.sdk import PartitionedAssetTimetable, dag, task

from media_monitor_airflow.assets import COVERAGE_DAY
from media_monitor_airflow.task import DEFAULT_ARGS, LIVE_POOL, call


@dag(
    schedule=PartitionedAssetTimetable(assets=COVERAGE_DAY),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["media-monitor", "report"],
    doc_md=__doc__,
)
def build_reports():
    @task(pool=LIVE_POOL)
    def report() -> dict[str, int]:
        from media_monitor.stages import report as stage

        return call(stage.run)

    report()


build_reports()
