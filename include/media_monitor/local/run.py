"""`make run`: the whole system on this machine, from nothing to the report of a first full round, and on until Ctrl-C.

PostgreSQL → schema → sample newsroom (where no feeds are given) → reference data → Airflow → poll, fetch, ingest, check, publish,
report. State lies in `.local/` and `var/` of the folder that we are in, so that the next start is a warm one.
"""

from __future__ import annotations

import dataclasses
import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from rich.console import Console

import media_monitor
from media_monitor.errors import LocalError, MediaMonitorError
from media_monitor.local.airflow import USER, AirflowStack, Site, address
from media_monitor.local.clean import AIRFLOW, POSTGRES
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.local.progress import Steps
from media_monitor.local.remembered import STATE, remember
from media_monitor.local.turn import own_turn
from media_monitor.settings import Settings, child_environment, default_seeds

FIRST_DAG = "poll_feeds"
"""The DAG that sets all the others off."""
UPKEEP_DAG = "maintain_warehouse"
"""The DAG that fills marts whose event was lost."""
LIVE_DAGS = frozenset({"poll_feeds", "fetch_articles", "ingest_pages", "build_reports", UPKEEP_DAG})
PROBLEMS_SHOWN = 5
HEALTHY_SECONDS = 300
"""Measured on two cores: 20 s when idle, 105 s under a load of ten."""
SILENCE_SECONDS = 600
"""A round in which nothing at all ends for so long is stuck: the slowest step is a poll of slow hosts, within minutes."""
LOOK_SECONDS = 1.0
DIFFERENCES_SHOWN = 20


def run(once: bool, feeds: Path | None, port: int | None) -> int:
    """Run everything, with the sample newsroom unless `feeds` names a list; the exit code.

    0: the round is done (with `once`), or Ctrl-C came after it; 1: something failed, and one line says what; 130: Ctrl-C before.
    """
    steps = Steps(Console())
    try:
        with _stoppable(), own_turn(STATE), ExitStack() as running:
            return _run(steps, running, _settings(feeds), port, once=once)
    except KeyboardInterrupt:
        return 130
    except MediaMonitorError as problem:
        steps.say(f"Cannot go on: {problem}", "red")
        return 1


def _run(steps: Steps, running: ExitStack, settings: Settings, port: int | None, *, once: bool) -> int:
    since = datetime.now(UTC)
    settings, metadata_dsn = _start_warehouse(steps, running, settings)
    is_sample = settings.feeds is None
    if is_sample:
        settings = _start_newsroom(steps, running, settings)
    remember(settings)
    _load_reference(steps, settings)
    stack = _start_airflow(steps, running, settings, metadata_dsn, port)
    _await_round(steps, stack, settings, since)
    is_right = _show(steps, settings, is_sample=is_sample)
    if once:
        return 0 if is_right else 1
    _stay(steps, stack, settings)
    return 0


# ---- steps -----------------------------------------------------------------------------------------------------------


def _settings(feeds: Path | None) -> Settings:
    settings = Settings.from_env()
    if feeds is None:
        return settings
    if not feeds.is_file():
        raise LocalError(f"{feeds}: no such file; give a .csv or .opml list of feeds")
    return dataclasses.replace(settings, feeds=feeds.resolve())


def _start_warehouse(steps: Steps, running: ExitStack, settings: Settings) -> tuple[Settings, str]:
    """The settings with a warehouse that is up and has its schema, and the URL of Airflow's database beside it."""
    from media_monitor.warehouse.db import create_database
    from media_monitor.warehouse.migrate import upgrade

    with steps.step("PostgreSQL") as said:
        if settings.dsn is None:
            server = EmbeddedPostgres(STATE / POSTGRES)
            running.callback(_stop, steps, "PostgreSQL stops", server.stop)
            server.start()
            dsn, metadata_dsn = server.ensure_database("media_monitor"), server.ensure_database("airflow")
        else:
            dsn, metadata_dsn = settings.dsn, metadata_beside(settings.dsn)
            create_database(dsn, urlsplit(metadata_dsn).path.lstrip("/"))
        said.append(_without_password(dsn))
    with steps.step("Schema") as said:
        said.append(f"revision {upgrade(dsn)}")
    return dataclasses.replace(settings, dsn=dsn), metadata_dsn


def _load_reference(steps: Steps, settings: Settings) -> None:
    from media_monitor.stages import reference

    with steps.step("Reference data") as said:
        said.append(_counts(reference.run(settings).counts))


def metadata_beside(dsn: str) -> str:
    """URL of Airflow's database on the server of `dsn`: named after the warehouse, since that server may serve others too."""
    parts = urlsplit(dsn)
    name = parts.path.lstrip("/")
    if not parts.scheme.startswith("postgres") or not name:
        raise LocalError("MEDIA_MONITOR_DSN must be a URL: postgresql://user:password@host:5432/database")
    return parts._replace(path=f"/{name}_airflow").geturl()


def _start_newsroom(steps: Steps, running: ExitStack, settings: Settings) -> Settings:
    """The settings with the sample newsroom, unless they name one already."""
    from media_monitor.local import newsroom

    if settings.sample:
        return settings
    with steps.step("Sample newsroom") as said:
        host, port = running.enter_context(newsroom.serve(newsroom.load(settings.seeds / "newsroom")))
        said.append(f"{host}:{port}")
    return dataclasses.replace(settings, sample=f"{host}:{port}")


def _start_airflow(steps: Steps, running: ExitStack, settings: Settings, metadata_dsn: str, port: int | None) -> AirflowStack:
    if settings.dsn is None:
        raise LocalError("no warehouse to connect Airflow to")
    site = Site((STATE / AIRFLOW).resolve(), code_folder("dags"), code_folder("plugins"), metadata_dsn, settings.dsn)
    stack = AirflowStack(site, child_environment() | settings.as_env(), port=port)
    running.callback(_stop, steps, "Airflow stops", stack.stop)
    with steps.step("Airflow's database"):
        stack.migrate()
    with steps.step("Airflow") as said:
        stack.start()
        stack.wait_healthy(HEALTHY_SECONDS)
        for name, pool in json.loads((default_seeds() / "pools.json").read_text()).items():
            stack.api.set_pool(name, pool["slots"], pool["description"])
        said.append(address(stack.port))
    return stack


def code_folder(name: str) -> Path:
    """The checkout's folder of DAGs or plugins, or the copy inside the installed wheel."""
    package = Path(media_monitor.__file__).parent
    packaged = package / f"_{name}"
    return packaged if packaged.is_dir() else package.parents[1] / name


def _await_round(steps: Steps, stack: AirflowStack, settings: Settings, since: datetime) -> None:
    """Set a round off and print each stage as it ends. Raises LocalError with the DAG that failed and where its log is."""
    from media_monitor.stages import rounds

    with steps.step("First round") as said:
        _await_dag(stack)
        if rounds.status(settings, since).waiting["report_days"]:  # after an upgrade every day is stale, and nothing announces it
            stack.api.trigger(UPKEEP_DAG)
        stack.api.trigger(FIRST_DAG)
        shown: dict[str, dict[str, int]] = {}
        heard = time.monotonic()
        while True:
            status = rounds.status(settings, since)
            for stage, counts in status.stages.items():
                if shown.get(stage) != counts:
                    steps.note(stage, counts)
                    heard = time.monotonic()
            shown = dict(status.stages)
            stack.require_alive()
            _require_success(steps, stack, since, status.problems)
            if status.is_complete and not _is_at_work(stack, since):
                break
            if time.monotonic() - heard > SILENCE_SECONDS:
                raise LocalError(f"nothing has ended for {SILENCE_SECONDS} s; the logs are in {stack.logs}")
            time.sleep(LOOK_SECONDS)
        said.append(f"{len(status.problems)} problems" if status.problems else "")
    for problem in status.problems[:PROBLEMS_SHOWN]:
        steps.say(f"  {problem}", "yellow")


def _await_dag(stack: AirflowStack) -> None:
    """Wait until the scheduler knows the first DAG."""
    deadline = time.monotonic() + HEALTHY_SECONDS
    while FIRST_DAG not in stack.api.dag_ids():
        stack.require_alive()
        if problems := stack.api.import_errors():
            raise LocalError("a DAG file cannot be loaded: " + "; ".join(problems))
        if time.monotonic() > deadline:
            raise LocalError(f"Airflow finds no DAG {FIRST_DAG}; the logs are in {stack.logs}")
        time.sleep(LOOK_SECONDS)


def _require_success(steps: Steps, stack: AirflowStack, since: datetime, problems: list[str]) -> None:
    """Raise LocalError where a run has failed, after the first of what feeds and pages did wrong."""
    for dag_run in stack.api.dag_runs(since):
        if dag_run.state == "failed":
            for problem in problems[:PROBLEMS_SHOWN]:
                steps.say(f"  {problem}", "yellow")
            folder = stack.logs / f"dag_id={dag_run.dag_id}" / f"run_id={dag_run.run_id}"
            raise LocalError(f"{dag_run.dag_id} failed; its tasks' logs: {folder}")


def _is_at_work(stack: AirflowStack, since: datetime) -> bool:
    """Whether a run of a live DAG has not ended: its data may be stored, and it may fail all the same."""
    return any(run.dag_id in LIVE_DAGS and run.state in {"queued", "running"} for run in stack.api.dag_runs(since))


def _show(steps: Steps, settings: Settings, *, is_sample: bool) -> bool:
    """Print the report; False where the warehouse differs from the sample's truth."""
    from media_monitor.local import truth
    from media_monitor.stages import report

    report.show(settings)
    differences = truth.check(settings) if is_sample else []
    for difference in differences[:DIFFERENCES_SHOWN]:
        steps.say(f"differs from the sample's truth: {difference}", "red")
    if len(differences) > DIFFERENCES_SHOWN:
        steps.say(f"… and {len(differences) - DIFFERENCES_SHOWN} more differences", "red")
    if differences:
        steps.say("If this folder was used with other feeds or another newsroom before, `make clean-state` starts over.", "red")
    elif is_sample:
        steps.say("The warehouse holds exactly what the sample's truth says it must.", "green")
    return not differences


def _stay(steps: Steps, stack: AirflowStack, settings: Settings) -> None:
    """Say where everything is, then watch over it until a signal ends us."""
    steps.say(f"\nAirflow  {address(stack.port)}   user {USER}, password {stack.keys.password}")
    steps.say(f"SQL      {settings.dsn}")
    steps.say(f"Files    {settings.var}")
    steps.say("Ctrl-C stops everything; `make run` goes on from here.", "bold")
    try:
        while True:
            time.sleep(LOOK_SECONDS)
            stack.require_alive()
    except KeyboardInterrupt:
        return


# ---- ends ------------------------------------------------------------------------------------------------------------


@contextmanager
def _stoppable() -> Iterator[None]:
    """While the block runs, SIGTERM and a closed terminal mean what Ctrl-C means; only the first of them counts."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)  # what was started is being stopped: let it
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(steps: Steps, title: str, stop: Callable[[], None]) -> None:
    with steps.step(title):
        stop()


def _without_password(dsn: str) -> str:
    parts = urlsplit(dsn)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())
