"""Publishing: what an article is, what its states are, and that nothing is lost or doubled."""

from __future__ import annotations

import itertools
import random
import threading
from dataclasses import replace
from datetime import datetime

import pytest

from media_monitor.errors import WarehouseError
from media_monitor.relate import identity
from media_monitor.settings import Settings
from media_monitor.stages import publish
from media_monitor.warehouse import db, load, marts, rows
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, CLAIM, DAY, HOUR, TALK, Told, ask, checked, one, open_batch, published, stage, staged_rows

PAGE = Told()
CHANGED = replace(PAGE, at=AT + HOUR, title="Two held after blast at Ossa Bridge")
TAGS = ("mention", "topic_tag", "event", "claim", "casualty", "quote")


def core(settings: Settings) -> tuple[int, int]:
    """Articles and revisions."""
    return one(settings, "select count(*) from core.article"), one(settings, "select count(*) from core.revision")


def states(settings: Settings) -> list[tuple[object, ...]]:
    """When each state was first seen, and its headline."""
    return ask(settings, "select seen_at, title from core.revision order by seen_at, revision_id")


# ---- identity and states ---------------------------------------------------------------------------------------------


def test_a_new_article_is_published_with_its_tags(settings: Settings) -> None:
    assert published(settings, PAGE) == {"published": 1}
    assert ask(settings, "select outlet_id, canonical_url, first_seen_at, published_at, title from core.article") == [
        ("ledger", PAGE.url, AT, AT - HOUR, PAGE.title)
    ]
    assert {tag: one(settings, f"select count(*) from core.{tag}") for tag in TAGS} == {
        "mention": 2, "topic_tag": 1, "event": 1, "claim": 1, "casualty": 1, "quote": 1,
    }  # fmt: skip
    assert one(settings, "select substr(r.text, evidence_start + 1, evidence_end - evidence_start) from core.claim "
               "join core.revision as r using (revision_id)") == CLAIM  # fmt: skip
    assert one(settings, "select (select count(*) from stage.article) + (select count(*) from stage.claim)") == 0


def test_the_same_state_again_is_unchanged(settings: Settings) -> None:
    published(settings, PAGE)
    assert published(settings, replace(PAGE, at=AT + HOUR)) == {"unchanged": 1}
    assert core(settings) == (1, 1)


def test_the_same_article_under_another_address_is_a_duplicate(settings: Settings) -> None:
    published(settings, PAGE)
    amp = replace(PAGE, url="https://amp.ledger.test/b/1", canonical=PAGE.url, at=AT + HOUR)
    assert published(settings, replace(amp)) == {"unchanged": 1}, "its canonical address is the article's own"
    print_view = replace(PAGE, url="https://ledger.test/print/1", guid="g1", at=AT + 2 * HOUR)
    published(settings, replace(PAGE, guid="g1", at=AT + HOUR))
    assert published(settings, replace(print_view, canonical="https://ledger.test/print/1?view=1")) == {"duplicate": 1}
    assert core(settings) == (1, 1)


def test_a_changed_headline_is_a_new_state_and_the_article_says_it(settings: Settings) -> None:
    published(settings, PAGE)
    assert published(settings, CHANGED) == {"published": 1}
    assert states(settings) == [(AT, PAGE.title), (AT + HOUR, CHANGED.title)]
    assert one(settings, "select title from core.article") == CHANGED.title


@pytest.mark.parametrize("is_one_batch", [True, False], ids=["one batch", "three batches"])
def test_there_and_back_again_is_three_states(settings: Settings, is_one_batch: bool) -> None:
    told = (PAGE, CHANGED, replace(PAGE, at=AT + 2 * HOUR))
    if is_one_batch:
        assert published(settings, *told) == {"published": 3}
    else:
        assert [published(settings, item) for item in told] == [{"published": 1}] * 3
    assert states(settings) == [(AT, PAGE.title), (AT + HOUR, CHANGED.title), (AT + 2 * HOUR, PAGE.title)]
    assert one(settings, "select title from core.article") == PAGE.title


def test_an_older_state_that_arrives_late_is_the_past(settings: Settings) -> None:
    published(settings, CHANGED)
    assert published(settings, PAGE) == {"published": 1}
    assert states(settings) == [(AT, PAGE.title), (AT + HOUR, CHANGED.title)]
    assert one(settings, "select title from core.article") == CHANGED.title
    assert one(settings, "select first_seen_at from core.article") == AT


def test_an_earlier_sight_of_a_known_state_moves_its_first_sight_back(settings: Settings) -> None:
    published(settings, replace(PAGE, at=AT + DAY))
    assert published(settings, PAGE) == {"unchanged": 1}
    assert states(settings) == [(AT, PAGE.title)]
    assert one(settings, "select first_seen_at from core.article") == AT


def test_two_earlier_sights_in_one_batch_are_one_state(settings: Settings) -> None:
    published(settings, replace(PAGE, at=AT + DAY))
    assert published(settings, PAGE, replace(PAGE, at=AT + HOUR)) == {"unchanged": 2}
    assert states(settings) == [(AT, PAGE.title)]


def test_a_sight_before_another_state_does_not_move_the_state_after_it(settings: Settings) -> None:
    published(settings, CHANGED, replace(PAGE, at=AT + 2 * HOUR))
    assert published(settings, PAGE) == {"published": 1}
    assert states(settings) == [(AT, PAGE.title), (AT + HOUR, CHANGED.title), (AT + 2 * HOUR, PAGE.title)]


def test_the_order_of_arrival_does_not_matter(settings: Settings) -> None:
    """States A B B A, seen an hour apart."""
    told = (PAGE, CHANGED, replace(CHANGED, at=AT + 2 * HOUR), replace(PAGE, at=AT + 3 * HOUR))
    orders = list(itertools.permutations(range(4)))
    for step in range(4):  # one article for each order
        published(settings, *(replace(told[order[step]], url=f"https://ledger.test/{order}") for order in orders))
    found = ask(settings, "select array_agg(title order by seen_at), min(seen_at) from core.revision group by article_id")
    assert found == [([PAGE.title, CHANGED.title, PAGE.title], AT)] * len(orders)


def test_a_date_that_arrives_late_is_the_articles_date_all_the_same(settings: Settings) -> None:
    undated = replace(PAGE, title="Undated", at=AT + HOUR, published=None)
    published(settings, undated)
    published(settings, PAGE)
    found = ask(settings, "select title, published_at, covers_on from core.article")
    assert found == [("Undated", PAGE.published, (AT - HOUR).date())]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_arrives_when_the_states_are_those_that_were_seen_in_time(settings: Settings, seed: int) -> None:
    """Sixty articles of three states each are seen eight times; the sights arrive in eight batches, in any order."""
    chance = random.Random(seed)
    batches: list[list[Told]] = [[] for _ in range(8)]
    expected = {}
    for number in range(60):
        url = f"https://ledger.test/{number}"
        sights = [replace(PAGE, url=url, at=AT + hour * HOUR, title=chance.choice("ABC")) for hour in range(8)]
        changes = [
            sight for before, sight in zip([None, *sights], sights, strict=False) if before is None or before.title != sight.title
        ]
        expected[url] = [(sight.at, sight.title) for sight in changes]
        for batch, sight in zip(chance.choices(batches, k=8), chance.sample(sights, 8), strict=True):
            batch.append(sight)
    for batch in batches:
        published(settings, *batch)
    states_of = """
        select a.canonical_url, array_agg(array[r.seen_at::text, r.title] order by r.seen_at), a.title, a.first_seen_at
        from core.article as a join core.revision as r on a.article_id = r.article_id group by a.article_id
    """
    for url, found, current, first_seen_at in ask(settings, states_of):
        assert [(datetime.fromisoformat(at), title) for at, title in found] == expected[url]
        assert (first_seen_at, current) == (expected[url][0][0], expected[url][-1][1])
    assert one(settings, "select count(*) from core.claim") == one(settings, "select count(*) from core.revision")
    shown = "select count(*) from ops.outcome as o join core.revision as r using (revision_id) where o.seen_at >= r.seen_at"
    assert one(settings, shown) == one(settings, "select count(*) from ops.outcome") == 480


def back_again(settings: Settings) -> None:
    """A state is seen at eight, at ten and at eleven; the one it had at nine arrives last."""
    published(settings, PAGE)
    published(settings, replace(PAGE, at=AT + 2 * HOUR))
    published(settings, replace(PAGE, at=AT + 3 * HOUR))
    assert published(settings, CHANGED) == {"published": 1}


def test_a_state_that_was_left_in_between_came_back_with_its_tags_and_is_what_the_article_says(settings: Settings) -> None:
    back_again(settings)
    assert states(settings) == [(AT, PAGE.title), (AT + HOUR, CHANGED.title), (AT + 2 * HOUR, PAGE.title)]
    assert one(settings, "select title from core.article") == PAGE.title
    assert ask(settings, "select seen_at from core.revision join core.article on revision_id = current_revision_id") == [
        (AT + 2 * HOUR,)
    ]
    for tag in TAGS:
        of_each = f"select count(*) from core.{tag} join core.revision using (revision_id, filed_on) group by revision_id"
        assert len(set(ask(settings, of_each))) == 1, "the second time it tells what it told the first time"
    shown = "select o.outcome, o.seen_at, r.seen_at from ops.outcome as o join core.revision as r using (revision_id) order by 2"
    assert ask(settings, shown) == [
        ("published", AT, AT),
        ("published", AT + HOUR, AT + HOUR),
        ("published", AT + 2 * HOUR, AT + 2 * HOUR),
        ("unchanged", AT + 3 * HOUR, AT + 2 * HOUR),
    ]
    provenance = "select count(*) from core.revision as r join ops.outcome as o using (object_id, record_offset, revision_id)"
    assert one(settings, provenance) == 3


def test_it_can_be_read_again_like_any_other(settings: Settings) -> None:
    back_again(settings)
    object_id = one(settings, "select object_id from core.revision where seen_at = %s", AT + 2 * HOUR)
    retag(settings, object_id, replace(PAGE, at=AT + 2 * HOUR, annotator="test-2"))
    rules = "select r.seen_at, c.rule from core.claim as c join core.revision as r using (revision_id) order by 1"
    assert [rule for _, rule in ask(settings, rules)] == ["test-1", "test-1", "test-2"]


def test_without_its_sights_an_article_would_say_what_it_said_before(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    text = db.statement("publish/05_decide")
    blind = text.replace("where o.outcome in ('unchanged', 'duplicate')", "where false")
    assert blind != text
    statement = db.statement
    monkeypatch.setattr(db, "statement", lambda name: blind if name == "publish/05_decide" else statement(name))
    back_again(settings)
    assert one(settings, "select title from core.article") == CHANGED.title


def test_the_same_guid_with_another_link_is_one_article(settings: Settings) -> None:
    published(settings, replace(PAGE, guid="tag:ledger.test,1"))
    moved = replace(CHANGED, url="https://ledger.test/two-held-after-blast", guid="tag:ledger.test,1")
    assert published(settings, moved) == {"published": 1}
    assert core(settings) == (1, 2)


def test_the_same_guid_in_another_feed_is_another_article(settings: Settings) -> None:
    published(settings, replace(PAGE, guid="1"))
    published(settings, replace(CHANGED, url="https://ledger.test/other", guid="1", feed="ledger-sport"))
    assert core(settings) == (2, 2)


def test_two_new_links_with_one_guid_in_one_batch_are_one_article(settings: Settings) -> None:
    told = (replace(PAGE, guid="1"), replace(CHANGED, url="https://ledger.test/other", guid="1"))
    assert published(settings, *told) == {"published": 2}
    assert core(settings) == (1, 2)


@pytest.mark.rel("F03")
def test_a_guid_that_a_feed_uses_again_does_not_merge_its_articles(settings: Settings) -> None:
    """Neither for fifty items of one day nor for another item a month later."""
    fifty = [replace(PAGE, url=f"https://ledger.test/{n}", guid="1", published=AT - n * HOUR) for n in range(50)]
    assert published(settings, *fifty) == {"published": 50}
    later = replace(CHANGED, url="https://ledger.test/later", guid="1", at=AT + 30 * DAY, published=AT + 29 * DAY)
    assert published(settings, later) == {"published": 1}
    assert core(settings) == (51, 51)


@pytest.mark.rel("F01")
def test_new_guids_for_known_links_make_no_article(settings: Settings) -> None:
    told = [replace(PAGE, url=f"https://ledger.test/{n}", guid=f"old-{n}", published=AT - n * HOUR) for n in range(50)]
    published(settings, *told)
    churned = [replace(item, guid=f"new-{n}", at=AT + HOUR) for n, item in enumerate(told)]
    assert published(settings, *churned) == {"unchanged": 50}
    assert one(settings, "select count(*) from core.article_key where kind = 'guid'") == 100


def test_one_address_with_two_canonical_urls_in_one_batch_is_one_article(settings: Settings) -> None:
    draft, final = (f"https://ledger.test/bridge-{name}" for name in ("draft", "final"))
    assert published(settings, replace(PAGE, canonical=draft), replace(CHANGED, canonical=final)) == {"published": 2}
    assert core(settings) == (1, 2)
    assert ask(settings, "select key_text from core.article_key order by 1") == [(PAGE.url,), (draft,), (final,)]
    assert published(settings, replace(CHANGED, url=final, at=AT + DAY)) == {"unchanged": 1}
    assert core(settings) == (1, 2)


def test_the_canonical_url_of_a_page_decides_before_its_guid_mate(settings: Settings) -> None:
    bridge, quay = PAGE, replace(PAGE, url="https://ledger.test/quay", title="Blast at the quay")
    published(settings, quay)  # the lower id, which must not win
    published(settings, bridge)
    again = (replace(CHANGED, guid="1"), replace(quay, guid="1", at=AT + HOUR, title="Quay open again"))
    assert published(settings, *again) == {"published": 2}
    states = (
        "select a.canonical_url, count(*) from core.article as a join core.revision as r using (article_id) group by 1 order by 1"
    )
    assert ask(settings, states) == [(bridge.url, 2), (quay.url, 2)]


def test_without_links_between_names_these_would_be_two_articles(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(identity._Groups, "connect", lambda *_: None)
    published(settings, *(replace(told, canonical=f"{told.url}-{n}") for n, told in enumerate((PAGE, CHANGED))))
    assert core(settings) == (2, 2)


@pytest.mark.rel("F06")
def test_a_canonical_url_that_a_site_gives_to_all_its_pages_does_not_merge_them(settings: Settings) -> None:
    told = [replace(PAGE, url=f"https://ledger.test/{n}", canonical=PAGE.url, title=f"Story {n}") for n in range(9)]
    assert published(settings, *told) == {"published": 9}
    assert core(settings) == (9, 9)
    assert one(settings, "select count(*) from core.article_key where key_text = %s", PAGE.url) == 0


def test_scheme_and_tracking_do_not_make_an_article(settings: Settings) -> None:
    published(settings, PAGE, replace(PAGE, url="http://ledger.test/bridge?utm_source=feed", at=AT + HOUR))
    assert core(settings) == (1, 1)


def test_two_outlets_are_never_one_article(settings: Settings) -> None:
    published(settings, PAGE, replace(PAGE, url="https://gazette.test/bridge", outlet="gazette"))
    assert core(settings) == (2, 2)


# ---- nothing is lost or doubled --------------------------------------------------------------------------------------


def test_outcomes_add_up_to_the_pages_of_the_batch(settings: Settings) -> None:
    staged = staged_rows((PAGE, replace(PAGE, at=AT + HOUR), CHANGED, Told(url="https://ledger.test/other")))
    rows.add_rejected(staged, 1000, "https://ledger.test/", "not_an_article", "hub")
    rows.add_rejected(staged, 1100, None, "failed", "broken: truncated")
    batch_id = stage(settings, open_batch(settings), staged)
    report = publish.run(settings, batch_id)
    assert report is not None
    assert report.counts == {"batches": 1, "published": 3, "unchanged": 1, "not_an_article": 1, "failed": 1}
    assert one(settings, "select count(*) from ops.outcome") == one(settings, "select record_count from ops.batch") == 6
    assert one(settings, "select count(*) from ops.outcome where outcome = 'published' and revision_id is not null") == 3


def test_publishing_a_batch_twice_changes_nothing(settings: Settings) -> None:
    batch_id = checked(settings, PAGE, CHANGED)
    publish.run(settings, batch_id)
    before = everything(settings)
    assert publish.run(settings, batch_id) is None
    assert everything(settings) == before


def test_the_same_pages_in_another_batch_are_unchanged(settings: Settings) -> None:
    published(settings, PAGE, CHANGED)
    assert published(settings, PAGE, CHANGED) == {"unchanged": 2}
    assert core(settings) == (1, 2)


CORE = ("article", "article_key", "revision", *TAGS)


def everything(settings: Settings) -> dict[str, object]:
    """Rows of core and outcomes, whatever ids the database gave them."""
    found: dict[str, object] = {table: one(settings, f"select count(*) from core.{table}") for table in CORE}
    found["outcomes"] = ask(settings, "select url, outcome, count(*) from ops.outcome group by 1, 2 order by 1, 2")
    found["articles"] = ask(settings, "select canonical_url, title from core.article order by 1")
    found["states"] = ask(settings, "select url, seen_at, title, content_sha from core.revision order by 1, 2")
    found["waiting"] = one(settings, "select count(*) from ops.batch where state <> 'published'")
    found["stage"] = one(settings, "select count(*) from stage.article")
    return found


def test_a_failure_half_way_leaves_core_untouched_and_a_second_try_succeeds(settings: Settings) -> None:
    batch_id = checked(settings, PAGE, CHANGED)
    ask(settings, "alter table core.quote rename verb to renamed")
    try:
        before = everything(settings)
        with pytest.raises(WarehouseError, match='column "verb"'):
            publish.run(settings, batch_id)
        assert everything(settings) == before
        assert one(settings, "select count(*) from ref.outlet") == 0
    finally:
        ask(settings, "alter table core.quote rename renamed to verb")
    assert publish.run(settings, batch_id) is not None
    assert core(settings) == (1, 2)


def test_an_interrupted_ingest_is_staged_over(settings: Settings) -> None:
    batch_id = open_batch(settings)
    stage(settings, batch_id, staged_rows((PAGE, CHANGED)), "staged")
    stage(settings, batch_id, staged_rows((PAGE,)))
    publish.run(settings, batch_id)
    assert core(settings) == (1, 1)


def test_publishers_side_by_side_do_not_double_an_article(settings: Settings) -> None:
    batches = [checked(settings, replace(PAGE, at=AT + n * HOUR)) for n in range(6)]
    runs = [threading.Thread(target=publish.run, args=(settings, batch_id)) for batch_id in batches]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert core(settings) == (1, 1)
    assert one(settings, "select min(seen_at) from core.revision") == AT


# ---- stale days ------------------------------------------------------------------------------------------------------


def stale(settings: Settings) -> list[str]:
    return [day.isoformat() for (day,) in ask(settings, "delete from ops.report_due returning covers_on")]


def test_a_new_state_makes_its_articles_day_stale(settings: Settings) -> None:
    batch_id = checked(settings, PAGE)
    publish.run(settings, batch_id)
    assert stale(settings) == ["2026-03-10"]
    assert [day.isoformat() for day in publish.days(settings, [batch_id])] == ["2026-03-10"]
    published(settings, replace(PAGE, at=AT + HOUR))
    assert stale(settings) == [], "an unchanged page changes no report"


def test_an_article_without_a_date_stays_on_the_day_it_was_first_seen(settings: Settings) -> None:
    published(settings, replace(PAGE, published=None))
    stale(settings)
    published(settings, replace(CHANGED, published=None, at=AT + DAY))
    assert stale(settings) == ["2026-03-10"]


def test_a_corrected_date_makes_both_days_stale(settings: Settings) -> None:
    published(settings, PAGE)
    stale(settings)
    published(settings, replace(CHANGED, published=AT - 2 * DAY))
    assert sorted(stale(settings)) == ["2026-03-08", "2026-03-10"]


def test_an_earlier_first_sight_makes_both_days_stale(settings: Settings) -> None:
    published(settings, replace(PAGE, published=None, at=AT + DAY))
    stale(settings)
    published(settings, replace(PAGE, published=None))
    assert sorted(stale(settings)) == ["2026-03-10", "2026-03-11"]


def test_a_day_that_is_published_to_while_it_is_reported_stays_stale(settings: Settings) -> None:
    published(settings, PAGE)
    batch_id = checked(settings, CHANGED)
    with connect(str(settings.dsn)) as report:
        days = marts.stale_days(report)
        publisher = threading.Thread(target=publish.run, args=(settings, batch_id))
        publisher.start()
        publisher.join(0.5)
        marts.refresh_days(report, days)
    publisher.join()
    assert core(settings) == (1, 2)
    assert stale(settings) == ["2026-03-10"]


# ---- retag -----------------------------------------------------------------------------------------------------------


def objects(settings: Settings) -> list[int]:
    """Archive objects that revisions came from, oldest first."""
    return [number for (number,) in ask(settings, "select distinct object_id from core.revision order by 1")]


def retag(settings: Settings, object_id: int, *told: Told) -> int:
    """Read these pages of an archive object again; the batch's id."""
    batch_id = stage(settings, open_batch(settings, object_id, "retag", told[0].annotator), staged_rows(told))
    assert publish.run(settings, batch_id) is not None
    return batch_id


IDENTITY = """
select article_id, revision_id, seen_at, url, published_at, object_id, record_offset, batch_id from core.revision order by 2
"""


def test_retagging_replaces_tags_and_keeps_identity(settings: Settings) -> None:
    published(settings, PAGE, CHANGED)
    stale(settings)
    kept = (IDENTITY, "table core.article_key", "table ops.outcome", "table core.article")
    before = [ask(settings, question) for question in kept]
    old_claims = ask(settings, "select claim_id from core.claim")
    batch_id = retag(settings, objects(settings)[0], replace(PAGE, annotator="test-2"), replace(CHANGED, annotator="test-2"))
    assert [ask(settings, question) for question in kept] == before
    assert ask(settings, "select rule, count(*) from core.claim group by 1") == [("test-2", 2)]
    assert not set(ask(settings, "select claim_id from core.claim")) & set(old_claims)
    assert one(settings, "select count(*) from core.mention") == 4
    assert stale(settings) == ["2026-03-10"]
    assert [day.isoformat() for day in publish.days(settings, [batch_id])] == ["2026-03-10"]


def test_retagging_drops_what_the_new_version_does_not_find(settings: Settings) -> None:
    published(settings, PAGE)
    retag(settings, objects(settings)[0], replace(PAGE, annotator="test-2", text=TALK))
    assert one(settings, "select text from core.revision") == TALK
    assert {tag: one(settings, f"select count(*) from core.{tag}") for tag in TAGS} == dict.fromkeys(TAGS, 0) | {"quote": 1}


def test_a_headline_that_a_new_version_reads_otherwise_is_the_articles(settings: Settings) -> None:
    published(settings, PAGE)
    retag(settings, objects(settings)[0], replace(PAGE, annotator="test-2", title="Blast at the bridge"))
    assert one(settings, "select title from core.article") == "Blast at the bridge"


def outdated(settings: Settings, annotator: str, most: int = 64) -> list[int]:
    with connect(str(settings.dsn)) as connection:
        return load.outdated_objects(connection, annotator, most)


def test_objects_are_outdated_until_they_were_tagged_again(settings: Settings) -> None:
    published(settings, PAGE)
    published(settings, Told(url="https://ledger.test/other"))
    first, second = objects(settings)
    assert outdated(settings, "test-1") == []
    assert outdated(settings, "test-2") == [first, second]
    retag(settings, second, Told(url="https://ledger.test/other", annotator="test-2"))
    assert outdated(settings, "test-2") == [first]


def test_a_page_that_a_new_version_rejects_does_not_hold_up_the_others(settings: Settings) -> None:
    published(settings, PAGE, Told(url="https://ledger.test/hub"))
    published(settings, Told(url="https://ledger.test/other"))
    first, second = objects(settings)
    retag(settings, first, replace(PAGE, annotator="test-2"))
    assert outdated(settings, "test-2", most=1) == [second]
