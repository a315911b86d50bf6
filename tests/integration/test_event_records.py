"""Violent events of stories, each once, however many articles tell of it."""

from __future__ import annotations

from typing import Any

import pytest

from media_monitor.settings import Settings
from media_monitor.stages import report
from warehouse_fixtures import AT, DAY, HOUR, Told, ask, one, published

STATE, TOWN, OTHER = "state:xa", "place:ossa", "place:tarn"
RECORDS = "select event_on, place_id, event_type, article_count, is_background from report.event_record order by 1, 2"


@pytest.fixture
def story(settings: Settings) -> Settings:
    """Four articles of one story, of outlets that tell the same, and what each tells set by the test."""
    told = [Told(url=f"https://ledger.test/{n}", at=AT + n * HOUR, published=AT + n * HOUR) for n in range(4)]
    published(settings, *told)
    report.run(settings)
    assert one(settings, "select count(*) from core.story") == 1
    ask(settings, "delete from core.event")
    rows = ((STATE, "Xanadu", "place", None), (TOWN, "Ossa", "place", STATE), (OTHER, "Tarn", "place", STATE))
    for row in rows:
        ask(settings, "insert into ref.entity (entity_id, name, kind, parent_id) values (%s, %s, %s, %s)", *row)
    return settings


def tell(settings: Settings, article: int, event: str, kind: str, place: str | None, day: str | None) -> None:
    """Let an article, counted from 0, tell of an event."""
    ask(
        settings,
        """
        insert into core.event (revision_id, filed_on, event, type, place, occurred_on)
        select current_revision_id, current_filed_on, %s, %s, %s, %s from core.article order by article_id limit 1 offset %s
        """,
        event, kind, place, day, article,
    )  # fmt: skip


def records(settings: Settings) -> list[tuple[Any, ...]]:
    """The events that the next report finds."""
    ask(settings, "insert into ops.report_due select distinct covers_on, now() from core.article on conflict do nothing")
    report.run(settings)
    return ask(settings, RECORDS)


def test_what_an_article_leaves_open_is_of_the_event_that_it_fits(story: Settings) -> None:
    tell(story, 0, "e1", "bombing", TOWN, "2026-03-10")
    tell(story, 1, "e1", "attack", TOWN, None)
    tell(story, 2, "e1", "attack", STATE, "2026-03-10")
    tell(story, 3, "e1", "attack", None, None)
    assert records(story) == [("2026-03-10", TOWN, "bombing", 4, False)]


def test_two_places_on_one_day_are_two_events(story: Settings) -> None:
    tell(story, 0, "e1", "bombing", TOWN, "2026-03-10")
    tell(story, 1, "e1", "bombing", OTHER, "2026-03-10")
    assert sorted(place for _, place, *_ in records(story)) == sorted([TOWN, OTHER])


def test_one_place_on_two_days_is_two_events(story: Settings) -> None:
    tell(story, 0, "e1", "bombing", TOWN, "2026-03-09")
    tell(story, 1, "e1", "bombing", TOWN, "2026-03-10")
    assert [day for day, *_ in records(story)] == ["2026-03-09", "2026-03-10"]


def test_what_a_story_looks_back_to_is_background(story: Settings) -> None:
    tell(story, 0, "e1", "bombing", TOWN, "2026-03-10")
    tell(story, 0, "e2", "shooting", TOWN, "2024-06-01")
    assert [(day, background) for day, *_, background in records(story)] == [("2024-06-01", True), ("2026-03-10", False)]


def test_where_no_article_tells_all_the_most_told_place_and_day_are_one_event(story: Settings) -> None:
    tell(story, 0, "e1", "bombing", TOWN, None)
    tell(story, 1, "e1", "attack", None, "2026-03-10")
    assert records(story) == [("2026-03-10", TOWN, "bombing", 2, False)]


def test_an_event_says_who_is_said_to_have_done_it_and_how_many_were_harmed(settings: Settings) -> None:
    published(settings, Told(), Told(url="https://gazette.test/bridge", outlet="gazette", published=AT + DAY))
    ask(settings, "update core.casualty set event = 'e1'")
    report.run(settings)
    found = ask(settings, "select actors, stances, killed_lowest, killed_highest, outlet_count from report.event_record")
    assert len(found) == 1
    actors, stances, lowest, highest, outlets = found[0]
    assert (len(actors), len(stances), lowest, highest, outlets) == (len(stances), len(actors), 12, 12, 2)
    assert actors, "somebody is said to have done it"


def test_an_event_ends_with_its_story(story: Settings) -> None:
    tell(story, 0, "e1", "bombing", TOWN, "2026-03-10")
    assert len(records(story)) == 1
    ask(story, "delete from core.article")
    assert records(story) == []
