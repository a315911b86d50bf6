"""Reference data: seeds into ref, all of them or nothing, and no change where nothing changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from media_monitor.collect import registry
from media_monitor.errors import SeedError, SettingsError
from media_monitor.settings import Settings
from media_monitor.stages import feed_lists, reference
from media_monitor.warehouse.reference import TABLES
from warehouse_fixtures import ask, one

ROWS = "select md5(string_agg(t::text || t.xmin::text, '|' order by t::text)) from ref.{} as t"
"""Changes with every row that is written, even by an update that changes nothing."""

OUTLETS = """outlet_id,name,homepage,country,language,quote_characters,link_required,policy_source
ledger,The Ledger,https://ledger.test/,GB,en,300,true,
gazette,The Gazette,https://gazette.test/,,en,,true,
"""
FEEDS = """feed_id,outlet_id,url,language,title,source
ledger-news,ledger,https://ledger.test/news.xml,en,"Ledger, all of it",
gazette-all,gazette,https://gazette.test/rss,,,
"""
SMALL = {
    "entities.csv": "org:copper-hand,The Copper Hand,group,,,,,,,,invented,Apache-2.0\n",
    "aliases.csv": "org:copper-hand,The Copper Hand,en,,invented\n",
    "designations.csv": "org:copper-hand,Valdena,Banned groups,2025-01-02,,invented\n",
}


@pytest.fixture
def seeded(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with seeds of their own: those of this checkout, cut down to two outlets and an entity."""
    seeds = tmp_path / "seeds"
    shutil.copytree(settings.seeds, seeds, ignore=shutil.ignore_patterns("newsroom", "geonames"))
    for name, row in SMALL.items():
        header = (seeds / name).read_text("utf-8").partition("\n")[0]
        (seeds / name).write_text(f"{header}\n{row}", "utf-8")
    (seeds / "outlets.csv").write_text(OUTLETS, "utf-8")
    (seeds / "feeds.csv").write_text(FEEDS, "utf-8")
    return replace(settings, seeds=seeds)


def sums(settings: Settings) -> dict[str, object]:
    return {table: one(settings, ROWS.format(table)) for table in TABLES}


def edit(settings: Settings, name: str, change: Callable[[str], str]) -> None:
    path = settings.seeds / name
    before = path.read_text("utf-8")
    path.write_text(change(before), "utf-8")
    assert path.read_text("utf-8") != before


def feeds(settings: Settings) -> list[tuple[object, ...]]:
    return ask(settings, "select feed_id, url, is_active from ref.feed order by 1")


def test_the_seeds_of_this_checkout_load(settings: Settings) -> None:
    counts = reference.run(settings).counts
    assert counts.items() >= {table: one(settings, f"select count(*) from ref.{table}") for table in TABLES}.items()
    assert all(counts[table] > 10 for table in TABLES)
    assert one(settings, "select count(*) from ops.feed_state where next_poll_at is not null") == counts["feed"]


def test_loading_twice_writes_nothing(seeded: Settings) -> None:
    reference.run(seeded)
    before, state = sums(seeded), ask(seeded, "select * from ops.feed_state order by 1")
    assert reference.run(seeded).counts["retired"] == 0
    assert sums(seeded) == before
    assert ask(seeded, "select * from ops.feed_state order by 1") == state


def test_a_changed_row_is_updated_and_the_others_are_left_alone(seeded: Settings) -> None:
    reference.run(seeded)
    before = sums(seeded)
    edit(seeded, "outlets.csv", lambda text: text.replace("en,300", "en,120"))
    reference.run(seeded)
    assert one(seeded, "select quote_characters from ref.outlet where outlet_id = 'ledger'") == 120
    assert {table for table, value in sums(seeded).items() if value != before[table]} == {"outlet"}


def test_a_dropped_alias_is_gone_and_a_new_one_is_there(seeded: Settings) -> None:
    reference.run(seeded)
    edit(seeded, "aliases.csv", lambda text: text.replace(",The Copper Hand,", ",Copper Hand,"))
    reference.run(seeded)
    assert ask(seeded, "select alias from ref.entity_alias") == [("Copper Hand",)]


def test_a_feed_that_is_taken_off_the_list_is_retired_and_may_come_back(seeded: Settings) -> None:
    reference.run(seeded)
    edit(seeded, "feeds.csv", lambda text: text[: text.index("gazette-all")])
    assert reference.run(seeded).counts["retired"] == 1
    assert [(feed, active) for feed, _, active in feeds(seeded)] == [("gazette-all", False), ("ledger-news", True)]
    edit(seeded, "feeds.csv", lambda text: FEEDS)
    assert reference.run(seeded).counts["retired"] == 0
    assert all(active for _, _, active in feeds(seeded))


def test_a_feed_that_moves_keeps_its_history(seeded: Settings) -> None:
    reference.run(seeded)
    ask(seeded, "update ops.feed_state set etag = 'kept', whole_at = now(), unchanged_at = now()")
    edit(seeded, "feeds.csv", lambda text: text.replace("/news.xml", "/all.xml"))
    reference.run(seeded)
    assert one(seeded, "select url from ref.feed where feed_id = 'ledger-news'") == "https://ledger.test/all.xml"
    assert one(seeded, "select etag from ops.feed_state where feed_id = 'ledger-news'") == "kept"
    asked_whole = "select feed_id from ops.feed_state where whole_at is null and unchanged_at is null"
    assert ask(seeded, asked_whole) == [("ledger-news",)]  # validators of the old address are not sent to the new one


@pytest.mark.parametrize(
    ("name", "line", "column", "change"),
    [
        ("outlets.csv", 2, "country", lambda text: text.replace(",GB,", ",Britain,")),
        ("outlets.csv", 3, "homepage", lambda text: text.replace("https://gazette.test/", "gazette")),
        ("feeds.csv", 3, "url", lambda text: text.replace("https://gazette.test/rss", "ftp://gazette.test/rss")),
        ("entities.csv", 2, "kind", lambda text: text.replace(",group,", ",club,")),
        ("aliases.csv", 2, "entity_id", lambda text: text.replace("org:copper-hand", "org:nobody")),
    ],
)
def test_a_malformed_row_is_named_and_nothing_is_loaded(
    seeded: Settings, name: str, line: int, column: str, change: Callable[[str], str]
) -> None:
    edit(seeded, name, change)
    with pytest.raises(SeedError) as refused:
        reference.run(seeded)
    assert (Path(refused.value.path).name, refused.value.line, refused.value.column) == (name, line, column)
    assert f"{name}:{line}, column '{column}'" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert [one(seeded, f"select count(*) from ref.{table}") for table in TABLES] == [0] * len(TABLES)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("topics.csv", lambda text: text.replace("terror,4,", "terror,often,")),
        ("designations.csv", lambda text: text.replace("2025-01-02", "long ago")),
    ],
)
def test_a_malformed_value_of_any_table_is_a_seed_error(seeded: Settings, name: str, change: Callable[[str], str]) -> None:
    edit(seeded, name, change)
    with pytest.raises(SeedError, match=f"{name}:2"):
        reference.run(seeded)


# ---- a user's own list -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".opml"])
def test_an_exported_list_is_imported_as_it_was(seeded: Settings, tmp_path: Path, ending: str) -> None:
    reference.run(seeded)
    before = feeds(seeded)
    path = tmp_path / f"mine{ending}"
    assert feed_lists.export(seeded, path) == 2
    assert [feed.url for feed in registry.read_list(path)] == [url for _, url, _ in before]
    assert reference.run(replace(seeded, feeds=path)).counts["retired"] == 0
    assert feeds(seeded) == before
    assert one(seeded, "select outlet_id from ref.feed where feed_id = 'ledger-news'") == "ledger"


def test_a_list_of_ones_own_replaces_the_feeds_and_keeps_known_policies(seeded: Settings, tmp_path: Path) -> None:
    reference.run(seeded)
    path = tmp_path / "mine.csv"
    path.write_text("url\nhttps://www.ledger.test/sport.xml\nhttps://herald.test/feed\n", "utf-8")
    assert reference.run(replace(seeded, feeds=path)).counts["retired"] == 2
    found = ask(seeded, "select outlet_id, quote_characters from ref.feed join ref.outlet using (outlet_id) where is_active")
    assert sorted(found, key=str) == [("herald.test", None), ("ledger", 300)]


def test_a_list_of_another_kind_is_refused(seeded: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mine\.txt: name a file that ends in \.opml or \.csv"):
        feed_lists.export(seeded, tmp_path / "mine.txt")
