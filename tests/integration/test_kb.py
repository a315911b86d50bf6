"""`media-monitor kb impact`: which articles a changed knowledge base touches, and what tagging them again costs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from media_monitor.annotate.lexicon import ALIAS_COLUMNS, ENTITY_COLUMNS
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages import kb, reference
from media_monitor.stages.clock import now
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import ledger
from media_monitor.warehouse.db import connect
from warehouse_fixtures import Told, published

ENTITIES = ("org:copper-hand,Copper Hand,group,,,,,,,,own,Apache-2.0", "org:tin-hand,Tin Hand,group,,,,,,,,own,Apache-2.0")
ALIASES = ("org:copper-hand,Copper Hand,en,exact,own", "org:tin-hand,Tin Hand,en,exact,own")


@pytest.fixture
def seeded(settings: Settings, tmp_path: Path) -> Settings:
    """Seeds with two groups, loaded, and an article that names the first and writes of a cup."""
    seeds = tmp_path / "seeds"
    shutil.copytree(settings.seeds, seeds, ignore=shutil.ignore_patterns("newsroom", "geonames", "organs", "designations.csv"))
    (seeds / "entities.csv").write_text("\n".join((",".join(ENTITY_COLUMNS), *ENTITIES)) + "\n")
    _write(seeds, *ALIASES)
    small = replace(settings, seeds=seeds)
    reference.run(small)
    published(small, Told(), Told(url="https://ledger.test/cup", title="Rovers win the Ossa Cup", text="Two goals to nil."))
    return small


def _write(seeds: Path, *aliases: str) -> None:
    (seeds / "aliases.csv").write_text("\n".join((",".join(ALIAS_COLUMNS), *aliases)) + "\n")


def test_nothing_changed_touches_nothing(seeded: Settings) -> None:
    found = kb.impact(seeded)
    assert (found.added, found.dropped, found.article_count, found.revision_count, found.seconds) == ((), (), 0, 0, 0)


def test_a_new_name_touches_the_articles_that_hold_it(seeded: Settings) -> None:
    _write(seeded.seeds, *ALIASES, "org:tin-hand,Ossa Cup,en,exact,own")
    found = kb.impact(seeded)
    assert (found.added, found.article_count) == (("Ossa Cup",), 1)
    assert found.revision_count >= found.object_count == 1
    assert found.seconds > 0


def test_a_dropped_name_touches_the_articles_that_name_its_entity(seeded: Settings) -> None:
    _write(seeded.seeds, ALIASES[1])
    assert (kb.impact(seeded).dropped, kb.impact(seeded).article_count) == (("Copper Hand",), 1)


def test_the_cost_is_measured_where_enough_pages_were_read(seeded: Settings) -> None:
    _write(seeded.seeds, ALIASES[1])
    guessed = kb.impact(seeded)
    assert (guessed.pace, guessed.seconds) == (None, guessed.revision_count * kb.SECONDS_PER_REVISION)
    with connect(warehouse_dsn(seeded)) as connection:
        for days, pages, seconds in ((1, 800, 400), (2, 1_200, 600), (40, 9_000, 9)):
            began = now() - timedelta(days=days)
            counts = {"batches": 1, "pages": pages}
            ledger.write_report(connection, StageReport("ingest", began, began + timedelta(seconds=seconds), counts, ()))
    measured = kb.impact(seeded)
    assert measured.pace == pytest.approx(0.5, rel=0.01)
    assert measured.seconds == pytest.approx(measured.revision_count * 0.5, rel=0.01)
