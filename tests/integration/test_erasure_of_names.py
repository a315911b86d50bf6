"""A person's name that was erased stands nowhere, and comes back with nothing that is read later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from test_erasure import fetched, holders

from media_monitor.errors import SettingsError
from media_monitor.extract import suppress
from media_monitor.extract.suppress import BLANK
from media_monitor.model import Entry
from media_monitor.settings import Settings
from media_monitor.stages import erase, ingest, publish
from media_monitor.warehouse import polls, suppression
from media_monitor.warehouse.db import connect
from reliability.harness import archived
from warehouse_fixtures import AT, DAY, HOUR, Told, article, ask, one, open_batch, published, refreshed, stage, staged_rows


def printed(told: Told) -> str:
    """The page as an outlet would send it."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in told.text.split("\n\n"))
    more = "<p>The port has been closed since the morning, and trains go round by the lake.</p>" * 3
    body = f"<article><h1>{told.title}</h1>{paragraphs}{more}</article>"
    return f"<html><head><title>{told.title}</title></head><body>{body}</body></html>"


NAME = "Ilva Tarn"
"""In TEXT she is quoted, and she is the author of every page."""
PAGE = Told(title="Bridge: Tarn speaks for the port")


@pytest.mark.rel("J09")
def test_an_erased_name_is_gone_from_every_table(settings: Settings) -> None:
    fetched(settings, PAGE)
    ask(settings, "update ops.page set title = %s; update ops.entry set title = %s", PAGE.title, PAGE.title)
    published(settings, PAGE, replace(PAGE, at=AT + HOUR, title="Second state, by Ilva Tarn"))
    refreshed(settings)
    places = {name for name in holders(settings, "tarn") if name.count("_y20") == 0}
    assert {"core.revision", "core.article", "core.quote", "mart.article_search", "ops.page"} <= places
    lengths = ask(settings, "select revision_id, length(title), length(text) from core.revision order by 1")
    done = erase.run_person(settings, NAME, "asked for by whom it names", "desk")
    assert (done.articles, done.erased.articles, len(done.archived)) == (1, 0, 2)
    assert holders(settings, "tarn") == []
    refreshed(settings)
    assert holders(settings, "tarn") == []
    assert ask(settings, "select revision_id, length(title), length(text) from core.revision order by 1") == lengths
    assert BLANK * 4 in one(settings, "select title from core.article")
    assert one(settings, "select count(*) from mart.article_search") == 1, "the article itself is still found"


@pytest.mark.rel("J09")
def test_the_same_page_read_again_is_no_change(settings: Settings) -> None:
    """As ingest reads it from then on: the states are told apart by texts without the name."""
    published(settings, PAGE)
    erase.run_person(settings, NAME, "asked for")
    with connect(str(settings.dsn)) as connection:
        names = suppression.suppressed(connection)
    read = names.article(article(PAGE))
    assert NAME.split()[1] not in f"{read.title} {read.text} {read.authors}"
    assert ask(settings, "select title, text, authors from core.revision") == [(read.title, read.text, list(read.authors))]
    again = replace(PAGE, at=AT + DAY, title=str(read.title), text=read.text)
    batch = open_batch(settings)
    stage(settings, batch, staged_rows((again,)))
    ask(settings, "update ops.batch set suppressed_names = 1 where batch_id = %s", batch)
    publish.run(settings, batch)
    assert one(settings, "select count(*) from core.revision") == 1


@pytest.mark.rel("J09")
def test_pages_read_before_are_read_again(settings: Settings) -> None:
    batch = stage(settings, open_batch(settings), staged_rows((PAGE,)))
    erase.run_person(settings, NAME, "asked for")
    assert one(settings, "select count(*) from stage.article") == 0
    stage(settings, open_batch(settings), staged_rows((PAGE,)))  # read meanwhile, by who did not know
    for waiting in (batch, batch + 1):
        report = publish.run(settings, waiting)
        assert report is not None
        assert report.counts["reopened"] == 1
        assert "a name was erased" in report.problems[0]
    assert holders(settings, "core.article") == []
    assert ask(settings, "select distinct state from ops.batch") == [("open",)]


def test_without_the_count_of_names_what_was_read_before_would_be_published(settings: Settings) -> None:
    """Negative control."""
    erase.run_person(settings, NAME, "asked for")
    batch = stage(settings, open_batch(settings), staged_rows((PAGE,)))
    ask(settings, "update ops.batch set suppressed_names = (select count(*) from core.suppressed_name)")
    publish.run(settings, batch)
    assert "core.revision" in holders(settings, "tarn")


@pytest.mark.rel("J09")
def test_an_archived_page_loses_the_name_as_it_is_read(settings: Settings) -> None:
    batch = archived(settings, PAGE, html=printed)
    ingest.run(settings, batch)
    assert "stage.article" in holders(settings, "tarn"), "the stimulus is real"
    erase.run_person(settings, NAME, "asked for")
    publish.run(settings, batch)
    ingest.run(settings, batch)
    assert one(settings, "select count(*) from stage.article") == 1
    assert holders(settings, "tarn") == []


@pytest.mark.rel("J09")
def test_an_article_whose_address_bears_the_name_goes_whole_and_stays_away(settings: Settings) -> None:
    named = Told(url="https://ledger.test/court/ilva-tarn-freed", text="A court sat.")
    published(settings, named, Told(url="https://ledger.test/other", text="Rain all day."))
    done = erase.run_person(settings, NAME, "asked for")
    assert done.erased.articles == 1
    assert ask(settings, "select canonical_url from core.article") == [("https://ledger.test/other",)]
    batch = archived(settings, replace(named, at=AT + DAY, url="https://ledger.test/2/ilva-tarn-freed-again"), html=printed)
    ingest.run(settings, batch)
    assert ask(settings, "select outcome, reason, url from stage.rejected") == [("gone", "erased", None)]


def test_a_name_of_the_knowledge_base_or_the_watchlist_is_refused_with_what_to_do(settings: Settings) -> None:
    ask(settings, "insert into ref.entity (entity_id, name, kind, source) values ('per:tarn', 'Ilva Tarn', 'person', 'test')")
    with pytest.raises(SettingsError, match=r"per:tarn .*entities\.csv"):
        erase.run_person(settings, NAME, "asked for")
    assert one(settings, "select count(*) from core.suppressed_name") == 0


def test_one_word_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="in full"):
        erase.run_person(settings, "Tarn", "asked for")


def test_the_audit_does_not_say_whose(settings: Settings) -> None:
    published(settings, PAGE)
    erase.run_person(settings, NAME, "asked for", "desk")
    details = [text for (text,) in ask(settings, "select details::text from ops.audit where what = 'erasure'")]
    assert len(details) == 2
    assert not any("tarn" in text.lower() for text in details)


TEXTS = st.lists(
    st.sampled_from(["Zoë", "zoe", "Müller", "MULLER", "Muller", "müllers", " ", " ", "-", ". ", "\n", "_", "x", "'s"]),
    max_size=12,
).map("".join)


@tuned(max_examples=150, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text="Zoë Müller MULLER")
@example(text="zoe Muller, Müller")
def test_postgresql_blanks_what_ingest_blanks(settings: Settings, text: str) -> None:
    """Two readers of one rule: were they to differ, a page read again would look changed."""
    full, last = suppress.patterns("Zoë Müller")
    names = suppress.Suppressed({suppress.name_sha(w): 2 for w in suppress.spellings("Zoë Müller")})
    here = names.headline(text)
    assert one(settings, "select ops.blanked(%s, %s)", text, full) == here
    if names.is_named_in(text):
        read = names.article(replace(article(PAGE), text=text, title=None, authors=()))
        assert one(settings, "select ops.blanked(ops.blanked(%s, %s), %s)", text, full, last) == read.text


@pytest.mark.rel("J09")
def test_a_feed_that_goes_on_listing_an_erased_article_brings_no_headline_back(settings: Settings) -> None:
    fetched(settings, PAGE)
    erase.run(settings, [PAGE.url], "asked for")
    other = "https://ledger.test/other"
    entries = [Entry(url, url, "Port closed", None) for url in (PAGE.url, other)]
    with connect(str(settings.dsn)) as connection:
        addressed = [polls.AddressedEntry(entry, entry.link, "ledger.test") for entry in entries]
        polls.write_entries(connection, [polls.Document("ledger-news", "ledger", AT + DAY, addressed)])
    assert ask(settings, "select link, title from ops.entry where guid is not null order by 1") == [
        (PAGE.url, None),
        (other, "Port closed"),
    ]
    assert ask(settings, "select url, title from ops.page order by 1") == [(PAGE.url, None), (other, "Port closed")]
