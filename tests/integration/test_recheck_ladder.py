"""The re-check ladder: an article in topic is fetched again for a month, any other is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from media_monitor.collect.schedule import RECHECKS
from media_monitor.local import newsroom
from media_monitor.settings import Settings
from media_monitor.stages import check, fetch, ingest, poll, publish, reference
from warehouse_fixtures import ask, one

PLANNED = "select count(*) from ops.page_due as d inner join ops.page as p using (page_id) where d.reason = 'recheck' and {}"
ON_TOPIC = """
select count(*) from core.article as a inner join core.revision as r on a.current_revision_id = r.revision_id
inner join core.article_key as k on a.article_id = k.article_id inner join ops.page as p on k.key_sha = p.url_sha
where p.is_in_topic <> (
    greatest(r.terrorism, r.armed_conflict) >= r.relevance_threshold
    or exists (select from core.claim as c where c.revision_id = r.revision_id)
)
"""


@pytest.fixture
def played(settings: Settings) -> Iterator[Settings]:
    """The sample newsroom, polled and fetched to its end; nothing was read yet."""
    with newsroom.serve(newsroom.load(settings.seeds / "newsroom")) as (host, port):
        sample = replace(settings, sample=f"{host}:{port}")
        reference.run(sample)
        poll.run(sample)
        fetch.run(sample)
        yield sample


def read(settings: Settings) -> None:
    """All that was fetched."""
    for batch_id in ingest.plan(settings):
        for stage in (ingest, check, publish):
            stage.run(settings, batch_id)


def test_only_pages_in_topic_stay_on_the_ladder(played: Settings) -> None:
    everybody = one(played, PLANNED.format("true"))
    assert everybody == one(played, "select count(*) from ops.page where first_fetched_at is not null")  # who knows yet
    read(played)
    assert one(played, PLANNED.format("is_in_topic is false")) == 0
    assert 0 < one(played, PLANNED.format("is_in_topic")) < everybody
    assert one(played, ON_TOPIC) == 0
    waits = ask(
        played, "select distinct d.due_at - p.first_fetched_at from ops.page_due as d inner join ops.page as p using (page_id)"
    )
    assert {wait for (wait,) in waits} <= set(RECHECKS)


@pytest.mark.parametrize(("is_in_topic", "planned"), [(True, 1), (None, 1), (False, 0)])
def test_a_page_that_did_not_change_is_planned_again_where_it_may_be_in_topic(
    played: Settings, is_in_topic: bool | None, planned: int
) -> None:
    read(played)
    page_id, first = ask(
        played,
        "select page_id, first_fetched_at from ops.page where etag is not null and outcome = 'published' order by 1 limit 1",
    )[0]
    ask(played, "delete from ops.page_due")
    ask(played, "update ops.page set recheck_count = 0, is_in_topic = %s where page_id = %s", is_in_topic, page_id)
    ask(played, "insert into ops.page_due (page_id, due_at, reason) values (%s, %s, 'headline')", page_id, first + RECHECKS[3])
    fetch.run(played)
    assert (
        one(played, "select outcome from ops.page_fetch where page_id = %s order by fetched_at desc limit 1", page_id)
        == "not_modified"
    )
    assert one(played, "select count(*) from ops.page_due where page_id = %s", page_id) == planned
