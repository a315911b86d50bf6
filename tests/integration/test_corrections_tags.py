"""Figures, topics, names and stories that people correct."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from correction_fixtures import (
    ACTOR,
    CUP,
    OTHER,
    PAGE,
    WHY,
    alias,
    all_stale,
    article_id,
    claim,
    figure,
    made,
    opened,
    retagged,
    state,
    stories,
    topic,
)
from media_monitor.errors import CorrectionError
from media_monitor.model import Mention, Span
from media_monitor.settings import Settings
from media_monitor.stages import correct, report
from media_monitor.stages.correct_requests import StoryRequest
from warehouse_fixtures import AT, CLAIM, DAY, FIGURE, HOUR, TEXT, ask, published, refreshed

pytestmark = pytest.mark.usefixtures("unwatched")


@pytest.fixture
def desk(settings: Settings) -> Settings:
    """A warehouse with one article, reported."""
    return opened(settings)


# ---- figures ---------------------------------------------------------------------------------------------------------

FIGURES = "select kind, minimum, maximum, qualifier, is_aggregate, is_part_of from mart.casualty_ledger order by position"
AS_COUNTED = ("killed", 12, None, "at_least", False, False)


def test_a_wrong_figure_leaves_the_ledger_and_stays_away(desk: Settings) -> None:
    correction_id = figure(desk, wrong=True)
    assert ask(desk, FIGURES) == []
    retagged(desk, PAGE)
    published(desk, replace(PAGE, at=AT + HOUR, text=f"Late on Tuesday.\n\n{TEXT}"))
    report.run(desk)
    assert (ask(desk, FIGURES), state(desk, correction_id)) == ([], "standing")


def test_a_figure_reads_otherwise_through_retags_and_for_the_printed_number(desk: Settings) -> None:
    correction_id = figure(desk, kind="injured", maximum="20", qualifier="range", aggregate=True, part_of=True)
    assert ask(desk, FIGURES) == [("injured", 12, 20, "range", True, True)]
    retagged(desk, PAGE)
    assert ask(desk, FIGURES) == [("injured", 12, 20, "range", True, True)]
    ask(desk, "update core.casualty set kind = 'missing'")
    refreshed(desk, AT.date())
    assert ask(desk, FIGURES) == [("injured", 12, 20, "range", True, True)], "the machine's next word on the same number"
    ask(desk, "update core.casualty set figure_start = evidence_end - 3, figure_end = evidence_end")
    refreshed(desk, AT.date())
    assert (ask(desk, FIGURES), state(desk, correction_id)) == ([("missing", *AS_COUNTED[1:])], "dormant")


def test_wrong_holds_for_that_figure_only(desk: Settings) -> None:
    figure(desk, wrong=True)
    ask(desk, "update core.casualty set minimum = 11")
    refreshed(desk, AT.date())
    assert ask(desk, FIGURES) == [("killed", 11, *AS_COUNTED[2:])]


def test_a_figure_whose_text_is_no_longer_kept_is_known_by_its_place(desk: Settings) -> None:
    figure(desk, minimum="13")
    ask(desk, "update core.revision set text = null")
    refreshed(desk, AT.date())
    assert [row[1] for row in ask(desk, FIGURES)] == [13]
    with pytest.raises(CorrectionError, match="no longer kept"):
        figure(desk, minimum="14")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "say either that it is wrong"),
        ({"wrong": True, "minimum": "3"}, "say either that it is wrong"),
        ({"minimum": "many"}, "--minimum must be a number or none"),
        ({"minimum": "-1"}, "--minimum must be a number or none"),
        ({"minimum": "nan"}, "--minimum must be a number or none"),
        ({"maximum": "3"}, "cannot be at least 12 and at most 3"),
        ({"kind": "tired"}, "--kind must be one of killed"),
        ({"qualifier": "roughly"}, "--qualifier must be one of exact"),
    ],
)
def test_a_figure_must_make_sense(desk: Settings, said: dict[str, Any], expected: str) -> None:
    with pytest.raises(CorrectionError) as refused:
        figure(desk, **said)
    assert expected in str(refused.value)


# ---- topics ----------------------------------------------------------------------------------------------------------

TOPICS = "select code, label from mart.topic_tag order by 1"


def test_a_topic_that_does_not_hold_goes_and_one_that_holds_comes(desk: Settings) -> None:
    topic(desk, "medtop:20000053", holds=False)
    topic(desk, "medtop:15000000", holds=True)
    assert ask(desk, TOPICS) == [("medtop:15000000", "sport")]
    retagged(desk, PAGE)
    assert ask(desk, TOPICS) == [("medtop:15000000", "sport")]


def test_a_topic_that_the_machine_has_itself_makes_the_correction_dormant(desk: Settings) -> None:
    holds, fails = topic(desk, "medtop:20000053", holds=True), topic(desk, "medtop:15000000", holds=False)
    assert [state(desk, n) for n in (holds, fails)] == ["dormant", "dormant"]
    assert ask(desk, TOPICS) == [("medtop:20000053", "act of terror")]
    later = topic(desk, "medtop:20000053", holds=False)
    assert (state(desk, holds), state(desk, later), ask(desk, TOPICS)) == ("overruled", "standing", [])


def test_an_unknown_topic_is_refused_with_like_ones(desk: Settings) -> None:
    with pytest.raises(CorrectionError, match=r"there is no topic 'terror': perhaps medtop:20000053 \(act of terror\)"):
        topic(desk, "terror", holds=True)


# ---- names -----------------------------------------------------------------------------------------------------------

NAMES = "select text, entity_id, name, kind from mart.mention order by position"
PARTIES = "select source_entity_id, actor_entity_id, source_name, actor_name from mart.attribution_ledger order by article_id"


def test_a_name_is_that_entity_and_source_and_actor_follow(desk: Settings) -> None:
    alias(desk, ACTOR, "org:tin-hand")
    expected = [(ACTOR, "org:tin-hand", "Tin Hand", "group"), ("Ossa Bridge", None, "Ossa Bridge", "place")]
    assert ask(desk, NAMES) == expected
    assert ask(desk, PARTIES) == [("org:tin-hand", "org:tin-hand", "Tin Hand", "Tin Hand")]
    retagged(desk, PAGE)
    assert ask(desk, NAMES) == expected
    assert ask(desk, PARTIES) == [("org:tin-hand", "org:tin-hand", "Tin Hand", "Tin Hand")]


def test_a_name_is_not_that_entity(desk: Settings) -> None:
    alias(desk, ACTOR, "org:copper-hand", holds=False)
    assert ask(desk, NAMES)[0] == (ACTOR, None, ACTOR, "group")
    assert ask(desk, PARTIES) == [(None, None, ACTOR, ACTOR)]
    retagged(desk, PAGE, source_entity_id="org:tin-hand", actor_entity_id="org:tin-hand", actor_name="Tin Hand")
    assert ask(desk, PARTIES) == [("org:tin-hand", "org:tin-hand", "Tin Hand", "Tin Hand")], "what else it may be is not said"


def test_a_party_follows_a_name_within_it_that_was_its_entity(desk: Settings) -> None:
    alias(desk, "Ossa Bridge", "org:tin-hand")
    assert ask(desk, PARTIES)[0][:2] == ("org:copper-hand", "org:copper-hand"), "another name of the sentence"
    start = TEXT.index("Copper Hand")
    ask(desk, "update core.mention set text = 'Copper Hand', start_offset = %s where position = 0", start)
    alias(desk, "Copper Hand", "org:tin-hand")
    assert ask(desk, PARTIES)[0][:2] == ("org:tin-hand", "org:tin-hand")


def test_a_place_within_a_party_is_not_the_party(desk: Settings) -> None:
    """As in "a court in Oslo": neither the party nor the place was known."""
    where = json.dumps([{"field": "text", "start": 0, "end": len(CLAIM) - 1}])
    ask(desk, "update core.claim set source_entity_id = null, source_text = %s, source_spans = %s", CLAIM[:-1], where)
    alias(desk, "Ossa Bridge", "place:ossa-bridge")
    assert ask(desk, PARTIES)[0][0] is None
    alias(desk, "Ossa Bridge", "org:tin-hand")
    assert ask(desk, PARTIES)[0][0] == "org:tin-hand", "the control: a name that is no place"


def test_a_name_everywhere_holds_for_coverage_to_come_and_one_article_may_differ(desk: Settings) -> None:
    everywhere = alias(desk, ACTOR, "org:tin-hand", here=False)
    published(desk, OTHER)
    report.run(desk)
    assert ask(desk, PARTIES) == [("org:tin-hand", "org:tin-hand", "Tin Hand", "Tin Hand")] * 2
    here = alias(desk, ACTOR, "org:copper-hand")
    assert [row[0] for row in ask(desk, PARTIES)] == ["org:copper-hand", "org:tin-hand"]
    later = alias(desk, ACTOR, "org:copper-hand", here=False)
    assert [state(desk, n) for n in (everywhere, here, later)] == ["overruled", "standing", "standing"]


def test_what_a_name_is_not_in_an_article_is_no_matter_of_what_it_is_everywhere(desk: Settings) -> None:
    """The article's word goes first, even where it changes nothing: the machine did not think of the Tin Hand."""
    alias(desk, ACTOR, "place:ossa-bridge", here=False)
    assert ask(desk, PARTIES)[0][0] == "place:ossa-bridge"
    alias(desk, ACTOR, "org:tin-hand", holds=False)
    assert ask(desk, NAMES)[0][1] == "org:copper-hand"
    assert ask(desk, PARTIES)[0][:2] == ("org:copper-hand", "org:copper-hand")


def test_an_override_of_a_claim_goes_before_a_name(desk: Settings) -> None:
    claim(desk, actor_entity="org:copper-hand")
    alias(desk, ACTOR, "org:tin-hand")
    assert ask(desk, PARTIES) == [("org:tin-hand", "org:copper-hand", "Tin Hand", "Copper Hand")]


def test_a_name_that_an_article_does_not_have_is_refused_with_those_it_has(desk: Settings) -> None:
    with pytest.raises(CorrectionError, match="its names are: Ossa Bridge, The Copper Hand"):
        alias(desk, "The Brass Hand", "org:tin-hand")


def test_a_name_that_a_later_state_has_not_makes_the_correction_dormant(desk: Settings) -> None:
    correction_id = alias(desk, ACTOR, "org:tin-hand")
    published(desk, replace(PAGE, at=AT + HOUR, text=FIGURE))
    report.run(desk)
    assert state(desk, correction_id) == "dormant"


# ---- stories ---------------------------------------------------------------------------------------------------------

FAR = replace(CUP, url="https://ledger.test/final", at=AT + 40 * DAY, published=AT + 40 * DAY)


def test_two_stories_become_one_under_the_id_of_the_earlier_and_later_reports_keep_it(settings: Settings) -> None:
    published(settings, PAGE, replace(CUP, at=AT + HOUR, published=AT))
    report.run(settings)
    before = stories(settings)
    assert len(set(before.values())) == 2
    made(settings, StoryRequest(reason=WHY, story=before[CUP.url], same_as=before[PAGE.url]))
    assert set(stories(settings).values()) == {before[PAGE.url]}
    assert ask(settings, "select story_id, article_count from core.story") == [(before[PAGE.url], 2)]
    published(settings, replace(OTHER, at=AT + DAY, published=AT + DAY))
    report.run(settings)
    assert stories(settings)[CUP.url] == before[PAGE.url] == stories(settings)[PAGE.url]


def test_stories_far_apart_stay_joined_whichever_day_is_reported(settings: Settings) -> None:
    published(settings, PAGE, FAR)
    report.run(settings)
    before = stories(settings)
    correction_id = made(settings, StoryRequest(reason=WHY, story=before[FAR.url], same_as=before[PAGE.url]))
    assert set(stories(settings).values()) == {before[PAGE.url]}
    for day in (AT, AT + 40 * DAY):
        ask(settings, "insert into ops.report_due values (%s, now())", day.date())
        report.run(settings)
        assert set(stories(settings).values()) == {before[PAGE.url]}, day
    ask(settings, "delete from core.story_article; delete from core.story")
    all_stale(settings)
    report.run(settings)
    assert set(stories(settings).values()) == {before[PAGE.url]}, "from nothing"
    correct.withdraw(settings, correction_id, "they are two", "ada")
    assert stories(settings) == before


def test_an_article_leaves_a_story_and_stays_out(settings: Settings) -> None:
    published(settings, PAGE, replace(OTHER, at=AT + HOUR, published=AT))
    report.run(settings)
    before = stories(settings)
    (story,) = set(before.values())
    correction_id = made(settings, StoryRequest(reason=WHY, story=story, without=article_id(settings, OTHER)))
    parted = stories(settings)
    assert (parted[PAGE.url], len(set(parted.values()))) == (story, 2)
    all_stale(settings)
    report.run(settings)
    assert stories(settings) == parted
    later = made(settings, StoryRequest(reason=WHY, story=parted[OTHER.url], same_as=story))
    assert (stories(settings), state(settings, correction_id)) == (before, "overruled")
    correct.withdraw(settings, later, WHY, "ada")
    assert stories(settings) == parted
    correct.withdraw(settings, correction_id, WHY, "ada")
    assert stories(settings) == before


def test_a_story_must_be_named_with_what_is_wrong_with_it(desk: Settings) -> None:
    published(desk, CUP)
    report.run(desk)
    found = stories(desk)
    for request, expected in (
        (StoryRequest(reason=WHY, story=found[PAGE.url]), "say either which story"),
        (StoryRequest(reason=WHY, story=found[PAGE.url], same_as=found[PAGE.url]), "is one story already"),
        (StoryRequest(reason=WHY, story=found[PAGE.url], same_as="x"), "there is no story 'x'"),
        (StoryRequest(reason=WHY, story=found[PAGE.url], without=article_id(desk, CUP)), f"but of {found[CUP.url]}"),
        (StoryRequest(reason=WHY, story=found[PAGE.url], without=article_id(desk)), "is all that story"),
    ):
        with pytest.raises(CorrectionError, match=expected):
            correct.make(desk, request, "ada")


def test_an_unknown_name_bears_the_id_that_annotate_prints(desk: Settings) -> None:
    unknown = ask(desk, "select name, kind, nil_id from mart.mention where entity_id is null")
    assert unknown
    assert [nil_id for *_, nil_id in unknown] == [
        Mention(Span("text", 0, len(name), name), None, name, kind).nil_id for name, kind, _ in unknown
    ]
    assert ask(desk, "select nil_id from mart.mention where entity_id is not null") == [(None,)]
