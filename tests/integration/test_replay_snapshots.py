"""Eighteen months of real polls of two feeds, played through poll → publish, against their truth."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from snapshots import FEED_PATH, Snapshots, serving

from media_monitor.collect.schedule import Plan
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import check, fetch, ingest, poll, publish, reference
from warehouse_fixtures import ask, settings_for

DATA = os.environ.get("MEDIA_MONITOR_DATA")
HOSTS = {"bbc.test": "bbc", "dailytelegraph.test": "dailytelegraph"}

pytestmark = [
    pytest.mark.skipif(not DATA, reason="MEDIA_MONITOR_DATA is not set: collected polls of real feeds are needed"),
    pytest.mark.timeout(1200),
]


@pytest.fixture(scope="module")
def replayed(clones, tmp_path_factory) -> Iterator[Settings]:
    """A warehouse after every poll was played and every page fetched once and published."""
    folder = tmp_path_factory.mktemp("replay")
    feeds = {host: Snapshots(Path(DATA or "") / "feeds" / "snapshots" / f"{name}.tar") for host, name in HOSTS.items()}
    seeds = _seeds(folder / "seeds", feeds)
    with clones() as dsn, serving(feeds) as address, pytest.MonkeyPatch.context() as patch:
        patch.setattr("media_monitor.collect.schedule.RECHECKS", ())  # the re-check ladder has tests of its own
        patch.setattr("media_monitor.stages.poller.plan_poll", _when_it_was_polled({HOSTS[h]: s for h, s in feeds.items()}))
        settings = replace(settings_for(dsn, folder), seeds=seeds, sample=address)
        reference.run(settings)
        _play(settings)
        yield settings


def _seeds(folder: Path, feeds: dict[str, Snapshots]) -> Path:
    """The project's seeds, with the polled feeds in the newsroom's place."""
    shutil.copytree(default_seeds(), folder, ignore=shutil.ignore_patterns("newsroom"))
    room = folder / "newsroom"
    room.mkdir()
    moments = [m for snapshots in feeds.values() for m in snapshots.moments]
    room.joinpath("newsroom.yaml").write_text(f"start: {min(moments).isoformat()}\nend: {max(moments).isoformat()}\n")
    rows = [f"{name},{name},http://{host}{FEED_PATH},en,{name},test" for host, name in HOSTS.items()]
    room.joinpath("feeds.csv").write_text("\n".join(["feed_id,outlet_id,url,language,title,source", *rows]) + "\n")
    outlets = [f"{name},{name},http://{host}/,,en,,true," for host, name in HOSTS.items()]
    header = "outlet_id,name,homepage,country,language,quote_characters,link_required,policy_source"
    room.joinpath("outlets.csv").write_text("\n".join([header, *outlets]) + "\n")
    return folder


def _when_it_was_polled(feeds: dict[str, Snapshots]):
    """The collector's own rhythm in the place of ours, which would not ask as often as it did."""

    def plan_poll(feed, result, now, jitter) -> Plan:
        return Plan(feeds[feed.feed_id].after(now), 0, "usual")

    return plan_poll


def _play(settings: Settings) -> None:
    while any(poll.plan(settings)):
        poll.run(settings)
    fetch.run(settings)
    for batch_id in ingest.plan(settings):
        for stage in (ingest, check, publish):
            stage.run(settings, batch_id)


def _truth(name: str) -> dict:
    rows = json.loads((Path(DATA or "") / "feeds" / "snapshots" / "truth.json").read_text())
    return next(row for row in rows if row["feed"] == name)


def _state(settings: Settings) -> list[tuple]:
    tables = ("ops.entry", "ops.entry_title", "ops.page", "ops.outcome", "core.article", "core.article_key", "core.revision",
              "core.mention", "core.claim", "core.topic_tag")  # fmt: skip
    return [
        (table, *ask(settings, f"select count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from {table} as t")[0])
        for table in tables
    ]


@pytest.mark.parametrize("name", HOSTS.values())
def test_every_poll_is_played_and_every_unique_entry_is_a_row(replayed, name):
    truth = _truth(name)
    (changed,) = ask(replayed, "select count(*) from ops.feed_poll where feed_id = %s and outcome = 'changed'", name)[0]
    (entries,) = ask(replayed, "select count(*) from ops.entry where feed_id = %s", name)[0]
    assert changed > 0.9 * truth["snapshots"]  # the others repeat the body before them
    assert entries == truth["unique_keys"]


@pytest.mark.parametrize("name", HOSTS.values())
def test_headline_changes_are_those_that_the_polls_show(replayed, name):
    (titles,) = ask(
        replayed,
        "select count(*) from ops.entry_title as t inner join ops.entry as e on t.entry_id = e.entry_id where e.feed_id = %s",
        name,
    )[0]
    assert titles - _truth(name)["unique_keys"] == _truth(name)["title_changes_in_order"]


@pytest.mark.parametrize("name", HOSTS.values())
def test_every_unique_entry_is_an_article_in_core(replayed, name):
    (articles,) = ask(replayed, "select count(*) from core.article where outlet_id = %s", name)[0]
    assert articles == _truth(name)["unique_keys"]


def test_every_address_has_an_outcome_and_none_waits(replayed):
    assert ask(replayed, "select outcome, count(*) from ops.page group by outcome having outcome <> 'published'") == []


def test_replaying_everything_a_second_time_changes_nothing(replayed):
    before = _state(replayed)
    ask(replayed, "update ops.feed_state set etag = null, last_modified = null, body_sha = null, last_polled_at = null, "
                  "next_poll_at = (select min(polled_at) from ops.feed_poll) returning feed_id")  # fmt: skip
    _play(replayed)
    assert _state(replayed) == before
