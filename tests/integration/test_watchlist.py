"""The watchlist: what is watched, and which articles of a day hit it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from media_monitor.errors import CorrectionError
from media_monitor.settings import Settings
from media_monitor.stages import correct, report, watchlist
from media_monitor.stages.correct_requests import AliasRequest, TopicRequest
from warehouse_fixtures import AT, DAY, Told, ask, one, published

ENTITIES = """
insert into ref.entity (entity_id, name, kind) values ('org:copper-hand', 'Copper Hand', 'group'),
    ('org:tin-hand', 'Tin Hand', 'group');
insert into ref.topic (code, label) values ('medtop:20000053', 'act of terror')
"""
HITS = "select watched, value, name, url from report.watchlist_hit where covers_on = %s order by watched, value, url"


pytestmark = pytest.mark.usefixtures("unwatched")


@pytest.fixture
def desk(settings: Settings) -> Settings:
    ask(settings, ENTITIES)
    published(settings, Told(), Told(url="https://ledger.test/cup", title="Rovers win", text="Two goals to nil."))
    report.run(settings)
    return settings


def hits(settings: Settings, kind: str, value: str) -> list[str]:
    """Last parts of the addresses that a new item of the list hits on the day of the fixtures."""
    watchlist.add(settings, kind, value, None, "ada")
    return [url.rpartition("/")[2] for _, found, _, url in ask(settings, HITS, AT.date()) if found == value]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("entity", "org:copper-hand", ["bridge"]),
        ("entity", "org:tin-hand", []),
        ("topic", "medtop:20000053", ["bridge"]),
        ("outlet", "ledger", ["bridge", "cup"]),
        ("words", "ossa bridge", ["bridge"]),
        ("words", "ROVERS WIN", ["cup"]),
        ("words", "goal", []),
        ("words", "nil.", ["cup"]),
        ("words", "n.l", []),
        ("words", "“We saw", ["bridge"]),
    ],
)
def test_an_item_hits_what_it_names(desk: Settings, kind: str, value: str, expected: list[str]) -> None:
    assert hits(desk, kind, value) == expected


@pytest.mark.parametrize(
    ("words", "text", "is_hit"),
    [
        ("обстрел", "Ночью был обстрел города", True),
        ("обстрел", "Ночью были обстрелы города", False),
        ("爆発", "昨夜の爆発で三人が死亡した", True),
        ("car bomb", "a car\n bomb", True),
        ("car bomb", "a carbomb", False),
    ],
)
def test_words_are_whole_words_where_a_script_has_them(desk: Settings, words: str, text: str, is_hit: bool) -> None:
    published(desk, Told(url="https://ledger.test/words", title=None, text=text))
    report.run(desk)
    assert hits(desk, "words", words) == (["words"] if is_hit else [])


def test_hits_are_of_the_day_and_of_the_current_state(desk: Settings) -> None:
    later = Told(url="https://ledger.test/later", at=AT + DAY, published=AT + DAY, text="A smell of smoke.")
    published(desk, later, replace(later, at=AT + DAY + DAY, text="A smell of nothing."))
    report.run(desk)
    watchlist.add(desk, "words", "smoke", None, "ada")
    watchlist.add(desk, "words", "nothing", "a control", "ada")
    assert ask(desk, "select covers_on, value, note, title from report.watchlist_hit order by 1") == [
        (AT.date(), "smoke", None, "Blast at Ossa Bridge"),
        ((AT + DAY).date(), "nothing", "a control", "Blast at Ossa Bridge"),
    ]


def test_the_list_looks_at_names_and_topics_as_corrected(desk: Settings) -> None:
    article = one(desk, "select min(article_id) from core.article")
    alias = AliasRequest(reason="x", words="The Copper Hand", entity="org:tin-hand", holds=True)
    correct.make(desk, alias, "ada")
    correct.make(desk, TopicRequest(reason="x", article_id=article, code="medtop:20000053", holds=False), "ada")
    assert hits(desk, "entity", "org:tin-hand") == ["bridge"]
    assert hits(desk, "entity", "org:copper-hand") == []
    assert hits(desk, "topic", "medtop:20000053") == []


def test_what_is_watched_is_listed_and_removed(desk: Settings) -> None:
    assert watchlist.add(desk, "entity", "org:tin-hand", "new", "ada") == "Tin Hand"
    (row,) = watchlist.listing(desk)
    assert (row["kind"], row["value"], row["note"], row["added_by"]) == ("entity", "org:tin-hand", "new", "ada")
    watchlist.remove(desk, row["watch_id"])
    assert watchlist.listing(desk) == []


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("person", "x", "watch one of entity, topic, outlet, words"),
        ("entity", "org:brass-hand", "there is no entity 'org:brass-hand': ref.entity has them"),
        ("words", " . ", "say what to watch"),
        ("outlet", "ledger", "is watched already"),
    ],
)
def test_what_cannot_be_watched_is_said(desk: Settings, kind: str, value: str, expected: str) -> None:
    watchlist.add(desk, "outlet", "ledger", None, "ada")
    with pytest.raises(CorrectionError, match=expected):
        watchlist.add(desk, kind, value, None, "ada")
    with pytest.raises(CorrectionError, match="nothing of id 99 is watched"):
        watchlist.remove(desk, 99)
