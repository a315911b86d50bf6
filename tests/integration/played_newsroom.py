"""The sample newsroom played through every stage, without Airflow: three days of polls, fetches, articles and reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from conftest import Clones
from media_monitor.local.newsroom import load, serve
from media_monitor.model import StageReport
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import check, fetch, ingest, poll, publish, reference, report
from media_monitor.stages.clock import now
from warehouse_fixtures import settings_for

FOLDER = default_seeds() / "newsroom"


@dataclass(frozen=True, slots=True)
class Round:
    """A warehouse after its first round: when that began, and the last report of each stage."""

    settings: Settings
    since: datetime
    reports: dict[str, StageReport]


def play(settings: Settings) -> dict[str, StageReport]:
    """One full round; the last report of each stage."""
    reports = {"reference": reference.run(settings), "poll": poll.run(settings), "fetch": fetch.run(settings)}
    for batch_id in ingest.plan(settings):
        for stage in (ingest, check, publish):
            found = stage.run(settings, batch_id)
            if found is not None:
                reports[found.stage] = found
    return reports | {"report": report.run(settings)}


@contextmanager
def played(clones: Clones, folder: Path) -> Iterator[Round]:
    """A warehouse of its own with the whole newsroom in it; the newsroom answers as long as the block lasts."""
    with clones() as dsn, serve(load(FOLDER)) as (host, port):
        settings = replace(settings_for(dsn, folder), sample=f"{host}:{port}")
        since = now()
        yield Round(settings, since, play(settings))
