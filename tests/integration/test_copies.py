"""Copies are found as articles come, a few at a time, and are what all articles together would give."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from media_monitor.relate.duplicates import CopyInput, copy_groups
from media_monitor.settings import Settings
from media_monitor.stages import copies as stage
from media_monitor.warehouse import copies
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, HOUR, Told, ask, one, published

OUTLETS = ("ledger", "gazette")
GROUPS = "select article_id, copy_group_id, is_origin from core.copy_group order by 1"
Rows = list[tuple[int, str, bool]]


def corpus(seed: int, count: int = 40) -> list[Told]:
    """Articles of which many carry others' paragraphs, whole, cut or mixed, over a little more time than copies reach."""
    chance = random.Random(seed)
    words = [f"{a}{b}{c}" for a in "bdfgklmn" for b in "aeiou" for c in "rstvxz"]
    paragraphs = [" ".join(chance.choices(words, k=30)) for _ in range(14)]
    found = []
    for number in range(count):
        text = "\n\n".join(chance.sample(paragraphs, chance.choice((1, 2, 2, 3, 4))))
        own = " ".join(chance.choices(words, k=chance.choice((0, 10, 40))))
        at = AT + timedelta(hours=chance.randrange(130))
        outlet = chance.choice(OUTLETS)
        agency = chance.choice((None, None, None, "Lake Wire"))
        found.append(Told(f"https://{outlet}.test/{number}", at, f"{text}\n\n{own}", f"Title {number}", outlet=outlet,
                          published=at, agency=agency))  # fmt: skip
    return found


def grouped(settings: Settings) -> int:
    """Find the copies of what is new; how many groups were made."""
    with connect(str(settings.dsn)) as connection:
        return stage.group(connection, [row[0] for row in ask(settings, "select covers_on from ops.report_due")])


def all_together(settings: Settings) -> Rows:
    """The groups of all articles in the warehouse, found at once."""
    with connect(str(settings.dsn)) as connection:
        outlets = copies.outlet_by_name(connection)
        articles = copies.texts(connection, (row[0] for row in ask(settings, "select article_id from core.article")))
    return rows_of(articles, {a.agency: outlets.get(a.agency, a.agency) for a in articles if a.agency})


def rows_of(articles: Sequence[CopyInput], homes: dict[str, str]) -> Rows:
    groups = copy_groups(articles, homes)
    return sorted((i, str(g.origin), i == g.origin) for g in groups for i in (g.origin, *(m.article_id for m in g.members)))


def arrive(settings: Settings, articles: Iterable[Told], at_once: int) -> None:
    """Publish articles a few at a time, with the search for copies after each few."""
    waiting = list(articles)
    while waiting:
        published(settings, *waiting[:at_once])
        grouped(settings)
        del waiting[:at_once]


@pytest.mark.parametrize("seed", range(3))
def test_copies_found_as_articles_come_are_those_of_all_together(settings: Settings, seed: int) -> None:
    articles = corpus(seed)
    random.Random(seed).shuffle(articles)
    arrive(settings, articles, 3)
    found = ask(settings, GROUPS)
    assert found == all_together(settings)
    assert len({group for _, group, _ in found}) > 3, "the articles have copies among them"


def test_without_looking_again_around_what_changed_they_differ(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The articles above are such that who is not looked at again is missed."""
    monkeypatch.setattr("media_monitor.stages.copies._grouped", _once)
    differ = []
    for seed in range(3):
        ask(settings, "truncate core.article cascade; truncate core.copy_sketch")
        articles = corpus(seed)
        random.Random(seed).shuffle(articles)
        arrive(settings, articles, 3)
        differ.append(ask(settings, GROUPS) != all_together(settings))
    assert any(differ)


def _once(connection, index, article_ids, homes):  # type: ignore[no-untyped-def]
    near = {*article_ids} | index.near(article_ids)
    articles = copies.texts(connection, near)
    groups = copy_groups(articles, homes)
    copies.write(connection, near, groups)
    return groups


def test_a_second_search_reads_no_text(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(settings, corpus(0, 12), 12)
    before = ask(settings, GROUPS)
    monkeypatch.setattr(copies, "texts", lambda *_: pytest.fail("a text was read again"))
    assert (grouped(settings), ask(settings, GROUPS)) == (0, before)


def test_a_changed_text_leaves_its_group(settings: Settings) -> None:
    text = corpus(0, 1)[0].text
    first, second = (Told(f"https://{o}.test/a", text=text, outlet=o) for o in OUTLETS)
    published(settings, first, second)
    assert grouped(settings) == 1
    published(settings, replace(second, text=corpus(1, 1)[0].text, at=AT + HOUR))
    assert (grouped(settings), ask(settings, GROUPS)) == (0, [])


def test_copies_of_an_erased_origin_find_another(settings: Settings) -> None:
    text = corpus(0, 1)[0].text
    published(settings, *(Told(f"https://{o}.test/{n}", text=text, outlet=o, published=AT + n * HOUR)
                          for n, o in enumerate((*OUTLETS, "ledger"))))  # fmt: skip
    grouped(settings)
    [origin] = ask(settings, "select article_id from core.copy_group where is_origin")
    ask(settings, "delete from core.article where article_id = %s", *origin)
    assert grouped(settings) == 1
    assert one(settings, "select count(*) from core.copy_group where is_origin") == 1


def test_a_group_of_which_a_text_was_removed_stays(settings: Settings) -> None:
    text = corpus(0, 1)[0].text
    published(settings, *(Told(f"https://{o}.test/a", text=text, outlet=o) for o in OUTLETS))
    grouped(settings)
    before = ask(settings, GROUPS)
    ask(settings, "update core.revision set text = null where article_id = %s", before[0][0])
    published(settings, Told("https://ledger.test/b", text=text, outlet="ledger", published=AT + HOUR))
    grouped(settings)
    assert ask(settings, GROUPS) == before


def test_what_was_loaded_before_sketches_were_kept_is_found(settings: Settings) -> None:
    """An upgrade: nothing of the days around is sketched, and only a later day is stale."""
    text = corpus(0, 1)[0].text
    published(settings, Told("https://ledger.test/a", text=text, outlet="ledger", published=AT - 3 * DAY))
    ask(settings, "delete from ops.report_due")
    published(settings, Told("https://gazette.test/a", text=text, outlet="gazette", published=AT))
    assert (grouped(settings), len(ask(settings, GROUPS))) == (1, 2)


def test_equal_texts_further_apart_than_copies_reach_are_none(settings: Settings) -> None:
    text = corpus(0, 1)[0].text
    published(settings, Told("https://ledger.test/a", text=text, outlet="ledger", published=AT - 5 * DAY))
    published(settings, Told("https://gazette.test/a", text=text, outlet="gazette", published=AT))
    assert (grouped(settings), ask(settings, GROUPS)) == (0, [])
