"""What outlets changed, from pages through publishing and the marts to what an analyst reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from media_monitor import cli
from media_monitor.settings import Settings
from media_monitor.stages import report
from media_monitor.warehouse import differences
from warehouse_fixtures import AT, DAY, HOUR, Login, Told, ask, one, published

BODY = (
    "Two ferries collided off Lanmouth on Tuesday evening.\n\n"
    "Nine people were taken to hospital, the harbour office said. The cause is not known."
)
FIRST = Told(text=BODY, title="Ferries collide")
TOLL = replace(FIRST, text=BODY.replace("Nine", "Twelve"), at=AT + HOUR)
HEADLINE = replace(TOLL, title="Twelve hurt as ferries collide", at=AT + 2 * HOUR)
STAMPED = replace(HEADLINE, text=f"Updated: 10 March 2026, 12:05\n\n{TOLL.text}", at=AT + 3 * HOUR)

NOW = "Twelve people were taken to hospital, the harbour office said."
WAS = NOW.replace("Twelve", "Nine")

KINDS = "select state_number, kind, is_boring, is_headline_changed from report.text_change order by state_number"


def told(settings: Settings, *pages: Told, limit: int | None = 500) -> None:
    """Publish each page in a batch of its own, and fill the marts."""
    for page in pages:
        published(settings, page)
    ask(settings, "update ref.outlet set quote_characters = %s", limit)
    report.run(settings)


def test_every_state_says_what_it_changed_against_the_one_before(settings: Settings) -> None:
    told(settings, FIRST, TOLL, HEADLINE, STAMPED)
    assert ask(settings, KINDS) == [
        (2, "correction", False, False),
        (3, "headline", False, True),
        (4, "cosmetic", True, False),
    ]
    assert ask(settings, "select previous_title, title, url from report.text_change where kind = 'headline'") == [
        (FIRST.title, HEADLINE.title, FIRST.url)
    ]
    (change,) = ask(settings, "select change, previous_sentence, sentence, url from report.sentence_change")
    assert change == ("reworded", WAS, NOW, FIRST.url)


def test_a_state_that_arrives_late_is_compared_where_it_belongs(settings: Settings) -> None:
    told(settings, FIRST, HEADLINE)
    assert [kind for _, kind, *_ in ask(settings, KINDS)] == ["correction"]
    told(settings, TOLL)
    assert ask(settings, KINDS) == [(2, "correction", False, False), (3, "headline", False, True)]


def test_a_pair_is_compared_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = differences.difference
    monkeypatch.setattr(differences, "difference", lambda *pair: compared.append(pair) or real(*pair))
    told(settings, FIRST, TOLL)
    told(settings, HEADLINE)
    assert len(compared) == 2
    ask(settings, "update core.revision set content_sha = sha256(content_sha) where title = %s", HEADLINE.title)
    told(settings, STAMPED)
    assert len(compared) == 4  # the new state, and the one whose text is another now


@pytest.mark.rel("J02")
@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (None, (None, None)),
        (len(NOW) - 1, (None, None)),
        (len(NOW), (None, NOW)),
        (len(NOW) + len(WAS) - 1, (None, NOW)),
        (len(NOW) + len(WAS), (WAS, NOW)),
    ],
)
def test_words_are_shown_as_far_as_the_allowance_reaches(
    settings: Settings, login: Login, limit: int | None, shown: tuple[str | None, ...]
) -> None:
    told(settings, FIRST, TOLL, limit=limit)
    assert ask(login("reporter"), "select previous_sentence, sentence from report.sentence_change") == [shown]


@pytest.mark.rel("J08")
def test_a_text_that_retention_removed_shows_nothing_and_its_counts_stay(settings: Settings) -> None:
    told(settings, FIRST, TOLL)
    ask(settings, "update core.revision set text = null")
    ask(
        settings, "insert into ops.report_due (covers_on, since) select covers_on, now() from core.article on conflict do nothing"
    )
    report.run(settings)
    assert ask(settings, "select previous_sentence, sentence from report.sentence_change") == [(None, None)]
    assert ask(settings, KINDS) == [(2, "correction", False, False)]


def test_an_article_whose_day_moves_takes_its_changes_along(settings: Settings) -> None:
    told(settings, FIRST, TOLL)
    moved = replace(STAMPED, published=FIRST.at - timedelta(days=40))
    told(settings, moved)
    assert one(settings, "select count(distinct covers_on) from mart.state_difference") == 1
    assert one(settings, "select min(covers_on) from mart.state_difference") == (AT - 40 * DAY).date()


# ---- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def call(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """What `media-monitor diff` prints, its one line of error included."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli.app, ["diff", *arguments], env=settings.as_env())
        return result.output + (str(result.exception) if result.exit_code else "")

    return run


def test_the_command_shows_each_change_of_an_article_by_its_id_and_by_its_address(
    settings: Settings, call: Callable[..., str]
) -> None:
    told(settings, FIRST, TOLL, HEADLINE, STAMPED)
    by_id = call(str(one(settings, "select article_id from core.article")))
    for words in (
        f"- {WAS}",
        f"+ {NOW}",
        "correction",
        "1 words came, 1 went",
        f"- {FIRST.title}",
        f"+ {HEADLINE.title}",
        "1 of its",
    ):
        assert words in by_id
    assert call(FIRST.url + "?utm_source=feed") == by_id
    assert "cosmetic" in call(FIRST.url, "--boring")
    assert "cosmetic" not in by_id


def test_the_command_counts_what_it_may_not_show(settings: Settings, call: Callable[..., str]) -> None:
    told(settings, FIRST, TOLL, limit=0)
    assert "1 changed sentences are beyond the outlet's allowance" in call(FIRST.url)
    assert "harbour office" not in call(FIRST.url)


def test_the_command_says_why_there_is_nothing(settings: Settings, call: Callable[..., str]) -> None:
    told(settings, FIRST)
    assert "one state so far" in call(FIRST.url)
    published(settings, TOLL)
    assert "run `media-monitor report`" in call(FIRST.url)


@pytest.mark.parametrize("name", ["4711", "9" * 40, "https://ledger.test/never-seen"])
def test_an_article_that_is_not_there_is_named_with_where_to_look(call: Callable[..., str], name: str) -> None:
    assert f"no article {name}: give its id or its address" in call(name)


def test_a_name_that_is_neither_id_nor_address_is_refused(call: Callable[..., str]) -> None:
    assert "'ferries' is neither an article's id nor an address" in call("ferries")
