"""Eighteen months of real polls of six feeds, stored in order, a second time and out of order, against their truth."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from evaluations.headlines import bodies, counted, documents
from media_monitor.settings import Settings
from media_monitor.warehouse import polls
from media_monitor.warehouse.db import connect
from warehouse_fixtures import ask, one

DATA = Path(os.environ.get("MEDIA_MONITOR_DATA", "")) / "feeds" / "snapshots"
NAMES = ("aljazeeraenglish", "bbc", "cnn", "dailytelegraph", "gmanews", "nytimes")

pytestmark = [
    pytest.mark.skipif(not DATA.is_absolute(), reason="MEDIA_MONITOR_DATA is not set: collected polls of real feeds are needed"),
    pytest.mark.timeout(600),
]


def store(settings: Settings, told: list[polls.Document]) -> None:
    with connect(str(settings.dsn)) as connection:
        for document in told:
            polls.write_entries(connection, [document])


def figures(settings: Settings) -> tuple[int, int]:
    """Entries, and headlines that took the place of others."""
    entries = one(settings, "select count(*) from ops.entry")
    return entries, one(settings, "select count(*) from ops.entry_title") - entries


def state(settings: Settings) -> list[tuple[object, ...]]:
    return ask(settings, "select guid, link, title, published_at, first_seen_at, last_seen_at from ops.entry order by 1, 2, 3")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_rows_are_unique_keys_and_headlines_are_those_of_the_polls_however_often_and_in_whatever_order(
    settings: Settings, name: str
) -> None:
    truth = next(row for row in json.loads((DATA / "truth.json").read_text()) if row["feed"] == name)
    ask(settings, "insert into ref.outlet (outlet_id, name, domain) values (%s, %s, %s)", name, name, f"{name}.test")
    ask(
        settings,
        "insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values (%s, %s, %s, '\\x01', 0)",
        *(name, name, f"https://{name}.test/rss"),
    )
    played = list(bodies(DATA / f"{name}.tar"))
    shown = counted(played)
    assert shown.seen + shown.blank + shown.within == truth["title_changes_in_order"]
    expected = (truth["unique_keys"], shown.seen)
    told = list(documents(name, played))
    store(settings, told)
    assert figures(settings) == expected
    before = state(settings)
    store(settings, told)
    assert (figures(settings), state(settings)) == (expected, before)
    ask(settings, "truncate ops.entry cascade")
    store(settings, random.Random(name).sample(told, len(told)))
    assert state(settings) == before
