"""Claims that people correct: what they said holds through re-tags and new states, until it is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import Clones
from correction_fixtures import (
    ACTOR,
    AS_READ,
    PAGE,
    SEEN,
    WHY,
    article_id,
    claim,
    claim_id,
    ledger,
    made,
    opened,
    retagged,
    state,
)
from media_monitor.errors import CorrectionError
from media_monitor.settings import Settings
from media_monitor.stages import correct, report
from media_monitor.stages.correct_requests import AliasRequest, ClaimRequest, FigureRequest, Request, StoryRequest, TopicRequest
from warehouse_fixtures import AT, CLAIM, FIGURE, HOUR, TALK, TEXT, TITLE, ask, one, published, refreshed, settings_for

pytestmark = pytest.mark.usefixtures("unwatched")


@pytest.fixture
def desk(settings: Settings) -> Settings:
    """A warehouse with one article, reported."""
    return opened(settings)


# ---- a claim is wrong ------------------------------------------------------------------------------------------------


def test_a_wrong_claim_leaves_the_ledger_and_core_keeps_it(desk: Settings) -> None:
    correction_id = claim(desk, wrong=True)
    assert ledger(desk) == []
    assert one(desk, "select count(*) from core.claim") == 1
    assert one(desk, "select claim_count from mart.coverage_daily") == 0
    assert ask(desk, "select state, made_by, reason from report.correction") == [("standing", "ada", WHY)]
    assert correction_id == one(desk, "select correction_id from report.correction")


def kept_through_a_retag(settings: Settings, key: str | None = None) -> bool:
    """Whether a claim that was called wrong stays away when its page is read again; `key` = how it is found instead."""
    opened(settings)
    if key is not None:
        definition = one(settings, "select pg_get_viewdef('mart.claim_correction')")
        old, found = "k.evidence_sha = c.evidence_sha", key.format(claim_id=claim_id(settings))
        assert old in definition
        ask(settings, f"create or replace view mart.claim_correction as {definition.replace(old, found)}")
    claim(settings, wrong=True)
    assert ledger(settings) == []
    retagged(settings, PAGE)
    return ledger(settings) == []


def test_a_wrong_claim_stays_away_through_a_retag(settings: Settings) -> None:
    assert kept_through_a_retag(settings)


def test_a_correction_that_named_the_claim_by_its_id_would_be_lost(clones: Clones, tmp_path: Path) -> None:
    with clones() as dsn:
        assert not kept_through_a_retag(settings_for(dsn, tmp_path), "c.claim_id = {claim_id}")


def test_wrong_holds_for_that_reading_only(desk: Settings) -> None:
    correction_id = claim(desk, wrong=True)
    retagged(desk, PAGE, stance="denied")
    assert [row[0] for row in ledger(desk)] == ["denied"]
    assert state(desk, correction_id) == "dormant"
    retagged(desk, PAGE)
    assert ledger(desk) == []
    assert state(desk, correction_id) == "standing"


def test_the_same_reading_is_known_by_its_entity_or_its_words(desk: Settings) -> None:
    claim(desk, wrong=True)
    retagged(desk, PAGE, source_text="Copper Hand", actor_text="Copper Hand")
    assert ledger(desk) == []
    retagged(desk, PAGE, source_entity_id="org:tin-hand", actor_entity_id="org:tin-hand")
    assert ledger(desk) == []
    retagged(desk, PAGE, source_text="A tin hand", source_entity_id="org:tin-hand")
    assert len(ledger(desk)) == 1


# ---- a claim reads otherwise ----------------------------------------------------------------------------------------


def test_an_override_changes_what_it_names_and_nothing_else(desk: Settings) -> None:
    claim(desk, stance="suspected", hedged=True)
    assert ledger(desk) == [("suspected", *AS_READ[1:6], True)]
    assert one(desk, "select stance from core.claim") == "claimed"
    assert one(desk, "select correction_id is not null from mart.ledger_claim")


def test_an_override_holds_for_the_sentence_and_its_actor_whatever_the_machine_reads_next(desk: Settings) -> None:
    correction_id = claim(desk, stance="suspected")
    retagged(desk, PAGE, stance="denied", source_text="officials", source_entity_id=None)
    assert ledger(desk) == [("suspected", "officials", None, *AS_READ[3:])]
    assert state(desk, correction_id) == "standing"
    retagged(desk, PAGE, actor_text="A tin hand", actor_entity_id="org:tin-hand")
    assert [row[0] for row in ledger(desk)] == ["claimed"]
    assert state(desk, correction_id) == "dormant"


def test_of_several_claims_on_an_actor_in_a_sentence_the_override_holds_for_the_one_most_like_it(desk: Settings) -> None:
    claim(desk, stance="confirmed")
    ask(desk, """
        insert into core.claim select (jsonb_populate_record(c, '{"position": 7, "stance": "denied", "source_text": "officials",
            "source_entity_id": null}')).* from core.claim as c;
    """.replace("insert into core.claim select", "insert into core.claim overriding system value select"))  # fmt: skip
    refreshed(desk, AT.date())
    assert [row[:2] for row in ledger(desk)] == [("confirmed", ACTOR), ("denied", "officials")]


def test_a_source_is_named_in_the_articles_words_with_its_place(desk: Settings) -> None:
    claim(desk, source="Ilva Tarn", actor="none")
    assert ledger(desk) == [("claimed", "Ilva Tarn", None, None, None, False, False)]
    reads = one(desk, "select reads from report.correction")
    (where,) = reads["source_spans"]
    assert TEXT[where["start"] : where["end"]] == "Ilva Tarn"
    assert (reads["is_authority"], reads["actor_spans"]) == (None, [])


def test_words_that_the_machine_has_linked_bring_their_entity(desk: Settings) -> None:
    claim(desk, source="Ilva Tarn", actor="none")
    claim(desk, actor=ACTOR)
    assert ledger(desk) == [("claimed", "Ilva Tarn", None, ACTOR, "org:copper-hand", False, False)]


def test_two_overrides_of_different_columns_both_show(desk: Settings) -> None:
    first = claim(desk, stance="suspected")
    second = claim(desk, actor_entity="org:tin-hand")
    assert ledger(desk) == [("suspected", *AS_READ[1:4], "org:tin-hand", False, False)]
    assert one(desk, "select actor_name from mart.attribution_ledger") == "Tin Hand"
    assert [state(desk, n) for n in (first, second)] == ["standing", "standing"]


def test_of_two_that_contradict_each_other_the_later_wins_and_the_list_says_so(desk: Settings) -> None:
    first = claim(desk, stance="suspected")
    second = correct.make(desk, ClaimRequest(reason=WHY, claim_id=claim_id(desk), stance="accused"), "ben")
    assert second.overruled == {first: second.correction_ids[0]}
    assert [row[0] for row in ledger(desk)] == ["accused"]
    assert ask(desk, "select state, overruled_by from report.correction order by correction_id") == [
        ("overruled", second.correction_ids[0]),
        ("standing", None),
    ]
    correct.withdraw(desk, second.correction_ids[0], "it was right before", "ben")
    assert [row[0] for row in ledger(desk)] == ["suspected"]
    assert state(desk, first) == "standing"


def test_what_is_overruled_is_not_what_only_shares_the_claim(desk: Settings) -> None:
    first = claim(desk, stance="suspected", hedged=True)
    claim(desk, stance="accused")
    assert state(desk, first) == "standing", "its hedge still shows"
    assert [(row[0], row[6]) for row in ledger(desk)] == [("accused", True)]


def test_a_later_reading_brings_a_claim_back_that_was_called_wrong(desk: Settings) -> None:
    identity = claim_id(desk)
    first = claim(desk, wrong=True)
    made(desk, ClaimRequest(reason=WHY, claim_id=identity, stance="denied"))
    assert [row[0] for row in ledger(desk)] == ["denied"]
    assert state(desk, first) == "overruled"


def test_stated_at_follows_the_corrected_reading(desk: Settings) -> None:
    """A state of the article that denies from the first is corrected: since then it is claimed."""
    published(desk, replace(PAGE, at=AT + HOUR, text=f"{TEXT} More soon."))
    ask(desk, "update core.claim set stance = 'denied' where claim_id = (select min(claim_id) from core.claim)")
    refreshed(desk, AT.date())
    before = one(desk, "select stated_at from mart.attribution_ledger")
    claim(desk, stance="claimed")
    assert one(desk, "select stated_at from mart.attribution_ledger") < before


# ---- states ----------------------------------------------------------------------------------------------------------


def test_a_new_state_with_the_sentence_reads_as_corrected_and_one_without_it_makes_the_correction_dormant(desk: Settings) -> None:
    correction_id = claim(desk, stance="suspected")
    published(desk, replace(PAGE, at=AT + HOUR, text=f"More than was known.\n\n{TEXT}"))
    report.run(desk)
    assert [row[0] for row in ledger(desk)] == ["suspected"]
    published(desk, replace(PAGE, at=AT + 2 * HOUR, text=f"{FIGURE} {TALK}"))
    report.run(desk)
    assert ledger(desk) == []
    assert state(desk, correction_id) == "dormant"
    # the marts show the corrected reading for all times, core the machine's
    assert ask(desk, "select distinct stance from mart.attribution_history") == [("suspected",)]
    assert ask(desk, "select distinct stance from core.claim") == [("claimed",)]


# ---- a claim is missing -----------------------------------------------------------------------------------------------


def added(settings: Settings, **said: Any) -> int:
    """Add what the machine missed in the last sentence."""
    where = {} if "start" in said else {"sentence": SEEN}
    wanted = {"stance": "accused", "source": "Ilva Tarn", "actor": ACTOR, **where, **said}
    return made(settings, ClaimRequest(reason=WHY, article_id=article_id(settings), **wanted))


def test_an_added_claim_is_in_the_ledger_under_its_correction(desk: Settings) -> None:
    correction_id = added(desk, source_entity="person:ilva-tarn", authority=False)
    rows = ask(desk, "select claim_id, rule, stance, source_entity_id, actor_entity_id, is_authority, position, evidence_start, "
                     "evidence_end from mart.attribution_ledger where rule = 'analyst'")  # fmt: skip
    start = TEXT.index(SEEN)
    assert rows == [
        (-correction_id, "analyst", "accused", "person:ilva-tarn", "org:copper-hand", False, 1, start, start + len(SEEN))
    ]
    assert one(desk, "select claim_count from mart.coverage_daily") == 2
    ask(desk, "update ref.outlet set quote_characters = 500")
    assert one(desk, "select evidence_text from report.attribution_ledger where rule = 'analyst'") == SEEN


def test_an_added_claim_is_found_again_in_a_retag_and_where_its_sentence_moved(desk: Settings) -> None:
    correction_id = added(desk)
    retagged(desk, PAGE)
    assert len(ledger(desk)) == 2
    moved = replace(PAGE, at=AT + HOUR, text=f"Late on Tuesday.\n\n{TEXT}")
    published(desk, moved)
    report.run(desk)
    start = one(desk, "select evidence_start from mart.attribution_ledger where claim_id = %s", -correction_id)
    assert moved.text[start : start + len(SEEN)] == SEEN
    published(desk, replace(PAGE, at=AT + 2 * HOUR, text=f"{CLAIM} {FIGURE}"))
    report.run(desk)
    assert state(desk, correction_id) == "dormant"
    assert one(desk, "select count(*) from mart.attribution_history where claim_id = %s", -correction_id) == 2


def test_an_added_claim_outlives_the_text_of_its_state(desk: Settings) -> None:
    added(desk)
    ask(desk, "update core.revision set text = null")
    ask(desk, "update core.correction set sentence = null")
    refreshed(desk, AT.date())
    assert len(ledger(desk)) == 2


def test_what_the_machine_now_reads_itself_is_not_said_twice(desk: Settings) -> None:
    correction_id = added(desk, sentence=CLAIM, stance="denied", source=ACTOR)
    assert len(ledger(desk)) == 2
    retagged(desk, PAGE, stance="denied")
    assert [row[0] for row in ledger(desk)] == ["denied"]
    assert state(desk, correction_id) == "dormant"


def test_a_claim_is_added_by_offsets(desk: Settings) -> None:
    added(desk, field="title", start=0, end=len(TITLE))
    assert one(desk, "select evidence_field from mart.attribution_ledger where rule = 'analyst'") == "title"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"sentence": "Nobody wrote this."}, "does not have the words of --sentence"),
        ({"sentence": " "}, "does not have the words of --sentence"),
        ({"start": 0, "end": len(TEXT) + 1}, f"has {len(TEXT)} characters of text: 0 to {len(TEXT) + 1} does not lie inside it"),
        ({"start": -1, "end": 4}, "does not lie inside it"),
        ({"start": 4, "end": 4}, "does not lie inside it"),
        ({"start": 4, "end": None}, "say where the claim stands"),
        ({"field": "body", "start": 0, "end": 4}, "--field must be title or text"),
        ({"sentence": "bridge"[1:2]}, "more than once"),
        ({"stance": None}, "needs its stance (--stance): claimed, confirmed"),
        ({"stance": "maybe"}, "--stance must be one of claimed, confirmed"),
        ({"source": "Nobody Known"}, "does not have the words of --source"),
        ({"actor_entity": "org:tin"}, "there is no entity 'org:tin': perhaps org:tin-hand (Tin Hand)"),
        ({"wrong": True}, "say which claim"),
        ({"reason": "  "}, "a correction needs its reason"),
    ],
)
def test_an_added_claim_must_lie_inside_the_article_and_make_sense(desk: Settings, said: dict[str, Any], expected: str) -> None:
    wanted: dict[str, Any] = {"reason": WHY, "stance": "accused", **({} if "start" in said else {"sentence": SEEN}), **said}
    with pytest.raises(CorrectionError) as refused:
        correct.make(desk, ClaimRequest(article_id=article_id(desk), **wanted), "ada")
    assert expected in str(refused.value)
    assert one(desk, "select count(*) from core.correction") == 0


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (ClaimRequest(reason=WHY, claim_id=99, wrong=True), "there is no claim 99: claims get new ids"),
        (ClaimRequest(reason=WHY, claim_id=-3, wrong=True), "withdraw it (media-monitor correct withdraw 3)"),
        (ClaimRequest(reason=WHY, wrong=True), "say which claim"),
        (
            ClaimRequest(reason=WHY, article_id=99, sentence="x", stance="denied"),
            "there is no article 99: report.article has them",
        ),
        (FigureRequest(reason=WHY, article_id=99, position=0, wrong=True), "there is no article 99"),
        (TopicRequest(reason=WHY, article_id=99, code="medtop:15000000", holds=True), "there is no article 99"),
        (AliasRequest(reason=WHY, words="Nobody", entity="org:tin-hand", holds=True), "no article has these words"),
        (AliasRequest(reason=WHY, words=" ", entity="org:tin-hand", holds=True), "say which words"),
        (AliasRequest(reason=WHY, words="x", entity="org:hand", holds=True), "perhaps org:tin-hand (Tin Hand), org:copper-hand"),
        (StoryRequest(reason=WHY, story="20260310-00000000", without=1), "there is no story '20260310-00000000'"),
    ],
)
def test_what_is_not_there_is_said_with_where_to_find_it(desk: Settings, request_: Request, expected: str) -> None:
    with pytest.raises(CorrectionError) as refused:
        correct.make(desk, request_, "ada")
    assert expected in str(refused.value)
