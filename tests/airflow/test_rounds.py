"""The sample newsroom, played through the live DAGs in this process: `dag.test()`, a real warehouse, real HTTP on loopback."""

from __future__ import annotations

import dataclasses
import json
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from media_monitor.errors import DatabaseDown, StageFailed
from media_monitor.local import newsroom, ports
from media_monitor.local.airflow import connection
from media_monitor.local.postgres import Server
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import reference
from warehouse_fixtures import Told, ask, checked, one, open_batch, settings_for

NOBODY = "127.0.0.1:9"
"""Where nothing listens (the discard service is off everywhere)."""
LIVE = ("poll_feeds", "fetch_articles", "ingest_pages", "build_reports")
SAYS = re.compile(r"[^.!?。؟\n]{40,}")
"""A stretch of a sentence that is long enough to be nobody's id."""

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,  # feeds are parsed by processes of a fork server, which is talked to over a Unix socket
]


@dataclass(frozen=True)
class Played:
    """What the runs of the live DAGs left behind."""

    states: dict[str, str]
    tasks: dict[str, set[str]]
    """State of every task instance, by `dag_id.task_id`."""
    xcoms: dict[str, list[Any]]
    """Values that were handed on, by `dag_id.task_id`."""


@pytest.fixture(scope="module")
def site(
    booted: None, clones: Any, airflow_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Any]:
    """Makes an installation with an empty warehouse, the newsroom's reference data and `sample` as its address."""

    @contextmanager
    def installed(sample: str) -> Iterator[Settings]:
        with clones() as dsn, environment(airflow_environment) as patch:
            settings = dataclasses.replace(settings_for(dsn, tmp_path_factory.mktemp("site")), sample=sample)
            reference.run(settings)
            # The warehouse is the connection's, not the setting's.
            for name, value in dataclasses.replace(settings, dsn=None).as_env().items():
                patch.setenv(name, value)
            patch.delenv("MEDIA_MONITOR_DSN", raising=False)
            patch.setenv("AIRFLOW_CONN_MEDIA_MONITOR", connection(dsn))
            yield settings

    return installed


@contextmanager
def environment(variables: dict[str, str]) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield patch


def play(dag: Any) -> tuple[str, dict[str, set[str]], dict[str, list[Any]]]:
    """State of a run of `dag`, states of its task instances, and the values they handed on."""
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session

    run = dag.test()
    with create_session() as session:
        states: dict[str, set[str]] = {}
        for instance in run.get_task_instances(session=session):
            states.setdefault(f"{dag.dag_id}.{instance.task_id}", set()).add(str(instance.state))
        values: dict[str, list[Any]] = {}
        for row in session.query(XComModel).filter_by(dag_id=dag.dag_id, run_id=run.run_id):
            values.setdefault(f"{dag.dag_id}.{row.task_id}", []).append(row.value)
    return str(run.state), states, values


@pytest.fixture(scope="module")
def world(site: Callable[[str], Any]) -> Iterator[Settings]:
    with newsroom.serve(newsroom.load(default_seeds() / "newsroom")) as (host, port), site(f"{host}:{port}") as settings:
        yield settings


@pytest.fixture(scope="module")
def played(world: Settings, dags: dict[str, Any]) -> Played:
    """Three days of news, once through every live DAG."""
    result = Played({}, {}, {})
    for dag_id in LIVE:
        result.states[dag_id], tasks, xcoms = play(dags[dag_id])
        result.tasks.update(tasks)
        result.xcoms.update(xcoms)
    return result


def test_every_task_of_the_live_dags_succeeds(played: Played) -> None:
    assert played.states == dict.fromkeys(LIVE, "success")
    assert {name: states for name, states in played.tasks.items() if states != {"success"}} == {}


def test_three_days_of_news_are_in_core(played: Played, world: Settings) -> None:
    assert one(world, "select count(*) from core.article") > 30
    assert one(world, "select count(*) from core.revision") > one(world, "select count(*) from core.article")
    assert one(world, "select count(*) from core.claim") > 0
    assert "Copper Hand" in world.briefing.read_text("utf-8")


def test_nothing_is_left_to_do(played: Played, world: Settings) -> None:
    from media_monitor.stages import status

    assert {work: count for work, count in status.read(world).waiting.items() if count} == {}


def test_a_feed_that_is_no_feed_is_a_row_and_stops_nobody(played: Played, world: Settings) -> None:
    failing = "select feed_id, last_outcome from ops.feed_state where failure_count > 0"
    assert ask(world, failing) == [("courier-opinion", "not_a_feed")]
    assert played.tasks["poll_feeds.poll"] == {"success"}


def told(xcoms: dict[str, list[Any]], sentences: set[str]) -> list[str]:
    """Tasks that hand on a stretch of an article, or more than ids and counts can be."""
    texts = {name: json.dumps(values, ensure_ascii=False) for name, values in xcoms.items()}
    return [name for name, text in texts.items() if len(text) > 2_000 or any(s in text for s in sentences)]


def sentences_of(world: Settings) -> set[str]:
    """Long stretches of everything that was published."""
    articles = ask(world, "select title, text from core.revision")
    sentences = {stretch.strip() for row in articles for part in row if part for stretch in SAYS.findall(part)}
    assert len(sentences) > 200
    return sentences


def test_ids_and_counts_travel_between_tasks_and_no_article(played: Played, world: Settings) -> None:
    sentences = sentences_of(world)
    assert len(played.xcoms) >= 9
    assert told(played.xcoms, sentences) == []
    # The control: one sentence among counts, and a list that is too long.
    sentence = max(sentences, key=len)
    assert told({"a.b": [{"articles": 3}, {"problem": f"odd: {sentence}"}]}, sentences) == ["a.b"]
    assert told({"a.b": [["x" * 20] * 100]}, sentences) == ["a.b"]


def holding(folder: Path, words: set[str]) -> set[str]:
    """Files in which one of these stands: databases, logs, settings."""
    sought = [word.encode() for word in words]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(word in path.read_bytes() for word in sought)}


@pytest.mark.rel("J05")
def test_airflow_keeps_neither_the_password_nor_an_article(
    played: Played, world: Settings, airflow_environment: dict[str, str], tmp_path: Path
) -> None:
    """Its metadata database with XCom and rendered templates, its logs and its settings."""
    home = Path(airflow_environment["AIRFLOW_HOME"])
    password = str(urlsplit(str(world.dsn)).password)
    assert len(password) > 20
    assert "airflow.db" in holding(home, {"poll_feeds"}), "the stimulus is real: what is kept is found"
    assert holding(home, {password} | sentences_of(world)) == set()
    (tmp_path / "task.log").write_text(f"connecting to postgresql://us:{password}@db/news")
    assert holding(tmp_path, {password}) == {"task.log"}


def test_the_days_that_changed_are_announced(played: Played, world: Settings) -> None:
    days = [day.isoformat() for (day,) in ask(world, "select distinct published_on from core.revision order by 1 desc")]
    assert [sorted(v) for v in played.xcoms["ingest_pages.announce_days"]] == [sorted(days)[-10:]]


def test_a_second_round_finds_nothing_new(played: Played, world: Settings, dags: dict[str, Any]) -> None:
    before = one(world, "select count(*) from core.revision")
    _, tasks, _ = play(dags["ingest_pages"])
    assert tasks["ingest_pages.batch.ingest"] == {"skipped"}
    assert tasks["ingest_pages.announce_days"] == {"skipped"}
    assert one(world, "select count(*) from core.revision") == before


# ---- what fails ------------------------------------------------------------------------------------------------------


def test_a_poll_most_of_which_fails_has_failed_for_good(site: Callable[[str], Any], dags: dict[str, Any]) -> None:
    """What it found is stored, and asking the same servers again at once would only be rude: no retry."""
    with site(NOBODY) as settings:
        state, tasks, _ = play(dags["poll_feeds"])
        assert state == "failed"
        assert tasks == {"poll_feeds.plan": {"success"}, "poll_feeds.poll": {"failed"}}
        assert one(settings, "select count(distinct feed_id) from ops.feed_poll where outcome = 'connect'") > 5
        assert one(settings, "select max(failure_count) from ops.feed_state") > 0
        # One try: a second one would have left a second report.
        assert one(settings, "select count(*) from ops.run_report where stage = 'poll'") == 1


def test_a_batch_that_cannot_be_read_hides_no_other(
    site: Callable[[str], Any], dags: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day of the readable batch is announced all the same, and the run is a failed one."""
    for task in dags["ingest_pages"].tasks:
        monkeypatch.setattr(task, "retries", 0)
    with site(NOBODY) as settings:
        lost = open_batch(settings)
        checked(settings, Told())
        state, tasks, xcoms = play(dags["ingest_pages"])
        assert state == "failed"
        assert tasks["ingest_pages.batch.ingest"] == {"failed", "success"}
        assert tasks["ingest_pages.announce_days"] == {"success"}
        assert xcoms["ingest_pages.announce_days"] == [["2026-03-10"]]
        assert one(settings, "select state from ops.batch where batch_id = %s", lost) == "open"


def test_a_database_that_is_gone_is_asked_for_again(
    booted: None, postgres: Server, dags: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the tries that the task has: a missing database is DatabaseDown, too, and said at once."""
    [task] = dags["sync_reference"].tasks
    monkeypatch.setattr(task, "retry_delay", timedelta(0))
    monkeypatch.setenv("AIRFLOW_CONN_MEDIA_MONITOR", connection(postgres.dsn("never_made")))
    run = dags["sync_reference"].test()
    [instance] = run.get_task_instances()
    assert (str(run.state), str(instance.state), instance.try_number) == ("failed", "failed", 3)


def test_a_server_that_is_down_is_told_in_one_line(booted: None, dags: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_MEDIA_MONITOR", connection(f"postgresql://us:secret@127.0.0.1:{ports.any_free()}/news"))
    with pytest.raises(DatabaseDown) as raised:
        dags["poll_feeds"].get_task("plan").python_callable()
    told = traceback.format_exception(raised.value)
    frames = traceback.extract_tb(raised.value.__traceback__)
    assert [Path(frame.filename).name for frame in frames] == ["test_rounds.py", "poll_feeds.py", "task.py"]
    assert "The above exception" not in "".join(told)
    assert "\n" not in str(raised.value)
    assert "cannot be reached" in str(raised.value)
    assert "secret" not in "".join(told)


@pytest.mark.parametrize(
    ("error", "action"),
    [(StageFailed("9 of 9 feeds failed"), "fail"), (DatabaseDown("gone"), "default"), (OSError("odd"), "default")],
)
def test_only_a_stage_that_ran_to_its_end_is_not_tried_again(dags: dict[str, Any], error: Exception, action: str) -> None:
    for dag in dags.values():
        for task in dag.tasks:
            assert task.retry_policy.evaluate(error, try_number=1, max_tries=2).action.value == action
