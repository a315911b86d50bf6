"""What the DAGs are: which tasks in which order, run when, and how limited. Nothing here runs a task."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
POOLS = json.loads((ROOT / "seeds" / "pools.json").read_text("utf-8"))

# The path that live, archived and re-tagged pages share.
BATCH = {
    "plan": {"batch.ingest", "batch.check", "batch.publish", "announce_days"},
    "batch.ingest": {"batch.check"},
    "batch.check": {"batch.publish"},
    "batch.publish": {"announce_days"},
    "announce_days": set(),
}
STRUCTURE = {
    "poll_feeds": {"plan": {"poll"}, "poll": set()},
    "fetch_articles": {"plan": {"fetch"}, "fetch": set()},
    "ingest_pages": BATCH,
    "backfill_archive": {"register": {"plan"}, **BATCH},
    "retag_articles": BATCH,
    "build_reports": {"report": set()},
    "sync_reference": {"sync": set()},
    "maintain_warehouse": {"report": {"tidy"}, "tidy": set()},
    "watch_quality": {"watch": set()},
}
# Cron expression, and the asset whose event starts a run.
SCHEDULES = {
    "poll_feeds": ("*/5 * * * *", None),
    "fetch_articles": ("*/15 * * * *", "media_monitor.entries"),
    "ingest_pages": ("*/30 * * * *", "media_monitor.pages"),
    "build_reports": (None, "media_monitor.coverage_day"),
    "backfill_archive": ("0 0 * * *", None),
    "retag_articles": ("30 2 * * *", None),
    "sync_reference": ("15 1 * * *", None),
    "maintain_warehouse": ("15 3 * * *", None),
    "watch_quality": ("50 * * * *", None),
}
BATCHED = ("ingest_pages", "backfill_archive", "retag_articles")
PRODUCERS = {
    "media_monitor.entries": {"poll_feeds.poll"},
    "media_monitor.pages": {"fetch_articles.fetch"},
    "media_monitor.coverage_day": {f"{dag}.announce_days" for dag in BATCHED},
}
MAPPED = {
    "poll_feeds.poll",
    "fetch_articles.fetch",
    *(f"{dag}.batch.{stage}" for dag in BATCHED for stage in ("ingest", "check", "publish")),
}


def tasks(dags: dict[str, Any]) -> dict[str, Any]:
    """Every task by `dag_id.task_id`."""
    return {f"{dag_id}.{task.task_id}": task for dag_id, dag in dags.items() for task in dag.tasks}


def shape(dag: Any) -> dict[str, set[str]]:
    return {task.task_id: set(task.downstream_task_ids) for task in dag.tasks}


def test_these_dags_and_no_others_exist(dags: dict[str, Any]) -> None:
    assert set(dags) == set(STRUCTURE)
    assert {path.stem for path in (ROOT / "dags").glob("*.py")} == set(STRUCTURE), "a file is called what its DAG is called"


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_each_dag_has_its_shape(dags: dict[str, Any], dag_id: str) -> None:
    assert shape(dags[dag_id]) == STRUCTURE[dag_id]


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_each_dag_says_what_it_is_and_how_much_of_it_may_run(dags: dict[str, Any], dag_id: str) -> None:
    dag = dags[dag_id]
    assert "media-monitor" in dag.tags
    assert len(dag.tags) == 2
    assert dag.owner == "media-monitor"
    assert len(dag.doc_md) > 80
    assert dag.catchup is False
    assert dag.max_active_runs == (4 if dag_id == "backfill_archive" else 1)
    for task in dag.tasks:
        assert (task.owner, task.retries) == ("media-monitor", 2), task.task_id
        assert timedelta() < task.execution_timeout <= timedelta(hours=1), task.task_id


def start_dates(source: str) -> list[datetime | None]:
    """What stands after `start_date=` in `source`; None for what is not made of literals and would change from parse to parse."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "start_date":
            match node.value:
                case ast.Call(
                    func=ast.Name(id="datetime"),
                    args=[
                        ast.Constant(value=int() as year),
                        ast.Constant(value=int() as month),
                        ast.Constant(value=int() as day),
                    ],
                    keywords=[ast.keyword(arg="tzinfo", value=ast.Name(id="UTC"))],
                ):
                    found.append(datetime(year, month, day, tzinfo=UTC))
                case _:
                    found.append(None)
    return found


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_a_start_date_is_a_literal(dags: dict[str, Any], dag_id: str) -> None:
    source = (ROOT / "dags" / f"{dag_id}.py").read_text("utf-8")
    assert start_dates(source) == [dags[dag_id].start_date]


def test_a_start_date_that_moves_is_seen() -> None:
    assert start_dates("@dag(start_date=datetime.now(UTC))\ndef f(): ...") == [None]
    assert start_dates("@dag(start_date=datetime(2026, 1, 1))\ndef f(): ...") == [None]
    assert start_dates("@dag(start_date=datetime(2026, 1, 1, tzinfo=UTC))\ndef f(): ...") == [datetime(2026, 1, 1, tzinfo=UTC)]


def schedule(dag: Any) -> tuple[str | None, str | None]:
    """Cron expression and asset of a DAG's timetable, read from its serialised form: that is what the scheduler has."""
    from airflow.serialization.serialized_objects import DagSerialization

    timetable = DagSerialization.serialize_dag(dag)["timetable"]["__var"]
    condition = timetable.get("asset_condition", {})
    [asset] = condition.get("objects", [condition])
    cron = timetable.get("timetable", {"__var": timetable})["__var"]
    assert cron.get("timezone", "UTC") == "UTC"
    return cron.get("expression"), asset.get("name")


@pytest.mark.parametrize("dag_id", SCHEDULES)
def test_each_dag_runs_at_its_times_and_on_its_asset(dags: dict[str, Any], dag_id: str) -> None:
    assert schedule(dags[dag_id]) == SCHEDULES[dag_id]


def test_each_asset_has_its_producers(dags: dict[str, Any]) -> None:
    found: dict[str, set[str]] = {}
    for name, task in tasks(dags).items():
        for asset in task.outlets:
            found.setdefault(asset.name, set()).add(name)
    assert found == PRODUCERS


def test_the_report_alone_is_partitioned(dags: dict[str, Any]) -> None:
    """An event that carries a partition key never starts a plain consumer, and one without never starts a partitioned one."""
    from airflow.sdk import PartitionedAssetTimetable

    assert [i for i, dag in dags.items() if isinstance(dag.timetable, PartitionedAssetTimetable)] == ["build_reports"]


def test_a_backfill_run_has_an_interval_to_cover(dags: dict[str, Any]) -> None:
    from airflow.sdk import CronDataIntervalTimetable

    assert isinstance(dags["backfill_archive"].timetable, CronDataIntervalTimetable)


def test_every_pool_is_made_and_every_made_pool_is_used(dags: dict[str, Any]) -> None:
    used = {task.pool for task in tasks(dags).values()}
    assert used - {"default_pool"} == set(POOLS)


def test_archived_coverage_never_takes_a_slot_of_todays(dags: dict[str, Any]) -> None:
    pool = {name: task.pool for name, task in tasks(dags).items()}
    for dag_id in ("backfill_archive", "retag_articles"):
        assert {pool[f"{dag_id}.batch.{stage}"] for stage in ("ingest", "check", "publish")} == {"media_monitor_backfill"}
    for name in ("poll_feeds.poll", "fetch_articles.fetch", "ingest_pages.batch.ingest", "build_reports.report"):
        assert pool[name] == "media_monitor_live"


def test_what_is_mapped_is_work_in_shards_and_batches(dags: dict[str, Any]) -> None:
    mapped = {name for name, task in tasks(dags).items() if task.is_mapped or task.get_closest_mapped_task_group()}
    assert mapped == MAPPED


def test_at_most_64_tasks_come_of_a_plan() -> None:
    """Both sources of what is mapped: groups of shards, and the ids of batches that wait."""
    from inspect import signature

    from media_monitor.stages.run import shard_groups
    from media_monitor.warehouse import queue

    assert len(shard_groups(dict.fromkeys(range(queue.SHARDS), 10_000), per_task=1)) == 64
    assert signature(queue.pending_batches).parameters["most"].default == 64


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_a_dag_survives_the_way_through_the_metadata_database(dags: dict[str, Any], dag_id: str) -> None:
    from airflow.serialization.serialized_objects import DagSerialization

    serialised = json.loads(json.dumps(DagSerialization.serialize_dag(dags[dag_id])))
    assert shape(DagSerialization.deserialize_dag(serialised)) == STRUCTURE[dag_id]


def test_two_parses_of_a_dag_are_the_same_version(dags: dict[str, Any]) -> None:
    """What differs from parse to parse would be a new version of the DAG every half minute."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization

    again = DagBag(ROOT / "dags").dags
    for dag_id, dag in dags.items():
        assert DagSerialization.serialize_dag(again[dag_id]) == DagSerialization.serialize_dag(dag), dag_id
