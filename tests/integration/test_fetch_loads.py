"""A fetch stores what it has every so often, and keeps the hosts' pace from one load to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from media_monitor.local import newsroom
from media_monitor.settings import Settings
from media_monitor.stages import fetch, poll, reference
from warehouse_fixtures import one


@pytest.fixture
def polled(settings: Settings):
    """The sample newsroom with its pages due."""
    with newsroom.serve(newsroom.load(settings.seeds / "newsroom")) as (host, port):
        sample = replace(settings, sample=f"{host}:{port}")
        reference.run(sample)
        poll.run(sample)
        yield sample


def test_a_long_fetch_is_stored_in_loads_and_loses_nothing(polled, monkeypatch):
    monkeypatch.setattr(fetch, "LOAD_SECONDS", 0.05)
    total = fetch.run(polled).counts
    loads = one(polled, "select count(*) from ops.run_report where stage = 'fetch'")
    assert loads > 1
    assert total["requests"] == one(polled, "select count(*) from ops.page_fetch")
    assert one(polled, "select count(*) from ops.page where last_fetched_at is null and outcome = 'pending'") == 0
    assert one(polled, "select count(*) from ops.page where leased_until is not null") == 0


def test_one_load_is_enough_where_time_is(polled):
    fetch.run(polled)
    assert one(polled, "select count(*) from ops.run_report where stage = 'fetch'") == 1


def test_a_run_that_is_out_of_time_leaves_the_rest_due(polled, monkeypatch):
    monkeypatch.setattr(fetch, "LOAD_SECONDS", 0.02)
    monkeypatch.setattr(fetch, "RUN_SECONDS", 0.01)
    fetch.run(polled)
    assert any(fetch.plan(polled))
    monkeypatch.undo()
    fetch.run(polled)
    assert not any(fetch.plan(polled))
