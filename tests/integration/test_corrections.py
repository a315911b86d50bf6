"""Corrections of every kind: shown at once, withdrawn exactly, kept, listed, audited, imported whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from correction_fixtures import (
    ACTOR,
    CUP,
    OTHER,
    PAGE,
    SEEN,
    WHY,
    alias,
    all_stale,
    article_id,
    claim,
    claim_id,
    ledger,
    made,
    opened,
    stories,
)
from media_monitor.errors import CorrectionError
from media_monitor.settings import Settings
from media_monitor.stages import correct, report, watch
from media_monitor.stages.correct_requests import AliasRequest, ClaimRequest, FigureRequest, Request, StoryRequest, TopicRequest
from media_monitor.warehouse import load
from warehouse_fixtures import AT, CLAIM, FIGURE, HOUR, TEXT, ask, one, published

pytestmark = pytest.mark.usefixtures("unwatched")


@pytest.fixture
def desk(settings: Settings) -> Settings:
    """A warehouse with one article, reported."""
    return opened(settings)


# ---- all kinds -------------------------------------------------------------------------------------------------------


TABLES = """
select oid::regclass::text from pg_class
where relnamespace = 'mart'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1
"""


def everything(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """What reports are made of, but when it was stale."""
    tables = [name for (name,) in ask(settings, TABLES)]
    views = ["mart.mention", "mart.topic_tag", "core.story_article", "core.story", "report.attribution_ledger"]
    return {name: sorted(ask(settings, f"select t::text from {name} as t")) for name in tables + views}


KINDS: dict[str, Callable[[Settings], Request]] = {
    "wrong claim": lambda s: ClaimRequest(reason=WHY, claim_id=claim_id(s), wrong=True),
    "claim reads": lambda s: ClaimRequest(reason=WHY, claim_id=claim_id(s), stance="denied", actor="Ilva Tarn", negated=True),
    "missing claim": lambda s: ClaimRequest(reason=WHY, article_id=article_id(s), sentence=SEEN, stance="accused", actor=ACTOR),
    "wrong figure": lambda s: FigureRequest(reason=WHY, article_id=article_id(s), position=0, wrong=True),
    "figure reads": lambda s: FigureRequest(reason=WHY, article_id=article_id(s), position=0, minimum="9", qualifier="exact"),
    "topic fails": lambda s: TopicRequest(reason=WHY, article_id=article_id(s), code="medtop:20000053", holds=False),
    "topic holds": lambda s: TopicRequest(reason=WHY, article_id=article_id(s), code="medtop:15000000", holds=True),
    "alias is": lambda s: AliasRequest(reason=WHY, words=ACTOR, entity="org:tin-hand", holds=True),
    "alias is not": lambda s: AliasRequest(
        reason=WHY, words=ACTOR, entity="org:copper-hand", holds=False, article_id=article_id(s)
    ),
    "stories are one": lambda s: StoryRequest(reason=WHY, story=stories(s)[PAGE.url], same_as=stories(s)[CUP.url]),
}


@pytest.fixture
def newsroom(desk: Settings) -> Settings:
    """Two articles, one of them in two states."""
    published(desk, CUP, replace(PAGE, at=AT + HOUR, text=f"Late on Tuesday.\n\n{TEXT}"))
    report.run(desk)
    return desk


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_changes_the_marts_and_its_withdrawal_restores_them_exactly(newsroom: Settings, kind: str) -> None:
    before = everything(newsroom)
    done = correct.make(newsroom, KINDS[kind](newsroom), "ada")
    changed = everything(newsroom)
    assert changed != before
    assert done.changes
    assert correct.make(newsroom, KINDS["topic holds"](newsroom), "ada").correction_ids > done.correction_ids
    correct.withdraw(newsroom, done.correction_ids[0] + 1, "not asked for", "ben")
    assert everything(newsroom) == changed
    undone = correct.withdraw(newsroom, done.correction_ids[0], "not so", "ben")
    assert everything(newsroom) == before
    assert {(c.line, c.is_new) for c in undone.changes} == {(c.line, not c.is_new) for c in done.changes}


@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_shows_what_would_change_and_changes_nothing(newsroom: Settings, kind: str) -> None:
    before = everything(newsroom)
    shown = correct.make(newsroom, KINDS[kind](newsroom), "ada", is_dry=True)
    assert everything(newsroom) == before
    assert (
        one(newsroom, "select count(*) from core.correction")
        + one(newsroom, "select count(*) from ops.audit where what = 'correction'")
        == 0
    )
    assert correct.make(newsroom, KINDS[kind](newsroom), "ada").changes == shown.changes


def test_refreshing_again_and_from_nothing_gives_the_same_marts(newsroom: Settings) -> None:
    for kind in ("claim reads", "missing claim", "figure reads", "topic fails", "topic holds", "alias is", "stories are one"):
        correct.make(newsroom, KINDS[kind](newsroom), "ada") if kind != "claim reads" else claim(newsroom, stance="denied")
    after = everything(newsroom)
    all_stale(newsroom)
    report.run(newsroom)
    watch.run(newsroom, [AT.date()])  # raises where core is no longer sound
    assert everything(newsroom) == after
    ask(newsroom, "truncate mart.ledger_claim, mart.ledger_figure, mart.sentence, mart.coverage_daily")
    ask(newsroom, "delete from core.story_article; delete from core.story")
    all_stale(newsroom)
    report.run(newsroom)
    assert everything(newsroom) == after


def test_a_correction_leaves_a_stale_day_to_the_report(newsroom: Settings) -> None:
    """The report has more to do for it than a correction does: copies, and the stories of what came in."""
    published(newsroom, OTHER)
    claim_ = one(newsroom, "select min(claim_id) from mart.attribution_ledger")
    made(newsroom, ClaimRequest(reason=WHY, claim_id=claim_, wrong=True))
    assert ask(newsroom, "select covers_on from ops.report_due") == [(AT.date(),)]


@pytest.mark.rel("J07")
def test_corrections_and_withdrawals_are_audited_without_words(newsroom: Settings) -> None:
    correction_id = alias(newsroom, ACTOR, "org:tin-hand")
    correct.withdraw(newsroom, correction_id, "not so", "ben")
    rows = ask(newsroom, "select on_behalf_of, details from ops.audit where what = 'correction' order by audit_id")
    told = {"correction_id": correction_id, "kind": "alias", "verdict": "is"}
    assert rows == [("ada", {"act": "made", **told}), ("ben", {"act": "withdrawn", **told})]
    assert ask(newsroom, "select state, withdrawn_by, withdrawn_reason from report.correction") == [
        ("withdrawn", "ben", "not so")
    ]


def test_who_does_not_say_who_he_is_is_the_login(newsroom: Settings) -> None:
    correction_id = made(newsroom, KINDS["wrong claim"](newsroom), by=None)
    correct.withdraw(newsroom, correction_id, WHY, None)
    login = one(newsroom, "select session_user::text")
    assert ask(newsroom, "select made_by, withdrawn_by from core.correction") == [(login, login)]


def test_a_correction_is_withdrawn_once(newsroom: Settings) -> None:
    correction_id = made(newsroom, KINDS["wrong claim"](newsroom))
    with pytest.raises(CorrectionError, match="a withdrawal needs its reason"):
        correct.withdraw(newsroom, correction_id, " ", "ben")
    correct.withdraw(newsroom, correction_id, "not so", "ben")
    with pytest.raises(CorrectionError, match=f"correction {correction_id} was withdrawn by ben on "):
        correct.withdraw(newsroom, correction_id, "again", "ada")
    with pytest.raises(CorrectionError, match="there is no correction 99"):
        correct.withdraw(newsroom, 99, "x", "ada")


@pytest.mark.parametrize(
    "change",
    [
        'reads = \'{"stance": "denied"}\'',
        "made_by = 'ben'",
        "reason = 'another'",
        "article_id = null",
        "sentence = 'put in later'",
        "withdrawn_by = 'eve', withdrawn_at = now(), withdrawn_reason = 'a second time'",
        "withdrawn_by = null, withdrawn_at = null, withdrawn_reason = null",
    ],
)
def test_a_correction_is_never_changed(newsroom: Settings, change: str) -> None:
    correction_id = made(newsroom, KINDS["missing claim"](newsroom))
    correct.withdraw(newsroom, correction_id, "not so", "ben")
    with pytest.raises(psycopg2.errors.RaiseException, match="is never changed"):
        ask(newsroom, f"update core.correction set {change}")
    ask(newsroom, "update core.correction set sentence = null")  # as retention does


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("update core.correction set withdrawn_by = 'ben', withdrawn_at = now(), withdrawn_reason = 'x'", False),
        ("update core.correction set sentence = null", False),
        ("update core.correction set made_by = 'ben'", True),
        ("delete from core.correction", True),
        ("update core.article set current_revision_id = null; delete from core.article", False),
    ],
)
def test_the_loader_may_withdraw_and_erase_with_the_article_and_no_more(
    newsroom: Settings, statement: str, refused: bool
) -> None:
    made(newsroom, KINDS["missing claim"](newsroom))
    as_loader = f"set local role media_monitor_loader; {statement}"
    if refused:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(newsroom, as_loader)
    else:
        ask(newsroom, as_loader)


def test_a_reporter_reads_the_list_and_the_hits(newsroom: Settings) -> None:
    made(newsroom, KINDS["missing claim"](newsroom))
    made(newsroom, KINDS["alias is"](newsroom))
    ask(newsroom, "insert into ref.watch (kind, value, added_by, added_at) values ('entity', 'org:tin-hand', 'ada', now())")
    for view in ("correction", "corrected_row", "watchlist_hit", "mention", "topic_tag", "attribution_ledger"):
        assert one(newsroom, f"set local role media_monitor_reporter; select count(*) from report.{view} as v") > 0, view
        ask(newsroom, f"set local role media_monitor_reporter; select * from report.{view}")


@pytest.mark.parametrize(
    "reads",
    [
        '{"stance": "maybe"}', '{"stance": null}', '{"is_hedged": "yes"}', '{"is_negated": null}', '{"source_text": 7}',
        '{"source_spans": {}}', '{"claim_id": 7}', '{"no_such": 1}', "{}", "[]", '"x"',
    ],
)  # fmt: skip
def test_no_reading_gets_in_that_the_marts_could_not_show(newsroom: Settings, reads: str) -> None:
    made(newsroom, KINDS["claim reads"](newsroom))
    copy = "insert into core.correction select (jsonb_populate_record(k, %s)).* from core.correction as k"
    copy = copy.replace("select", "overriding system value select", 1)
    with pytest.raises(psycopg2.errors.CheckViolation):
        ask(newsroom, copy, json.dumps({"correction_id": 1_000_000, "reads": json.loads(reads)}))
    ask(newsroom, copy, json.dumps({"correction_id": 1_000_000, "reads": {"stance": "denied"}}))


@pytest.mark.rel("J09")
def test_an_erased_article_takes_its_corrections_and_their_words_with_it(newsroom: Settings) -> None:
    for kind in ("wrong claim", "missing claim", "alias is not", "stories are one", "figure reads", "topic fails"):
        made(newsroom, KINDS[kind](newsroom))
    ask(
        newsroom,
        "update core.article set current_revision_id = null; delete from core.article where canonical_url = %s",
        PAGE.url,
    )
    assert one(newsroom, "select count(*) from core.correction") == 0
    assert (
        one(newsroom, "select count(*) from ops.audit where details::text like '%%Copper%%' or details::text like '%%smoke%%'")
        == 0
    )


def test_a_withheld_claim_leaves_the_allowance_to_others(newsroom: Settings) -> None:
    ask(newsroom, "update ref.outlet set quote_characters = %s", len(FIGURE))
    shown = "select count(*) from report.casualty_ledger where evidence_text is not null"
    assert one(newsroom, shown) == 0
    made(newsroom, KINDS["wrong claim"](newsroom))
    assert one(newsroom, shown) == 1


def test_the_marts_read_claims_and_figures_as_corrected_only() -> None:
    folder = Path(load.__file__).parent / "sql" / "refresh"
    read = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    reading = {name for name, text in read.items() if "core.claim" in text or "core.casualty" in text}
    # the profile is of the machine: how much it finds, beside how much it used to
    assert reading == {"05_corrected_claims.sql", "06_corrected_figures.sql", "21_profile.sql"}


# ---- files -----------------------------------------------------------------------------------------------------------

HEADER = "correct,claim_id,article_id,stance,sentence,code,holds,position,minimum,reason\n"


def test_a_file_is_imported_whole(newsroom: Settings, tmp_path: Path) -> None:
    path, article = tmp_path / "seen.csv", article_id(newsroom)
    path.write_text(
        HEADER + f"claim,{claim_id(newsroom)},,denied,,,,,,cut short\n"
        f'claim,,{article},accused,"{SEEN}",,,,,"missed, twice"\n'
        f"topic,,{article},,,medtop:15000000,yes,,,it is a match\n"
        f"figure,,{article},,,,,0,9,a misprint\n",
        "utf-8",
    )
    shown = correct.import_file(newsroom, path, "ada", is_dry=True)
    assert one(newsroom, "select count(*) from core.correction") == 0
    done = correct.import_file(newsroom, path, "ada")
    assert (len(done.correction_ids), done.changes) == (4, shown.changes)
    assert [row["reason"] for row in correct.listing(newsroom)] == ["cut short", "missed, twice", "it is a match", "a misprint"]
    assert [row[0] for row in ledger(newsroom)] == ["denied", "accused"]


def test_a_file_with_a_bad_line_is_not_imported_and_every_bad_line_is_named(newsroom: Settings, tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    path.write_text(
        HEADER + f"claim,{claim_id(newsroom)},,denied,,,,,,good\n"
        "claim,77,,denied,,,,,,no such claim\n"
        "claim,x,,denied,,,,,,no number\n"
        "rumour,,,,,,,,,no kind\n"
        "topic,,1,,,medtop:15000000,perhaps,,,no flag\n"
        "topic,,1,,,,,,,no code\n"
        "topic,,1,denied,,c,yes,,,another kind's column\n"
        "topic,1\n"
        "claim,1,,denied,,,,,,\n",
        "utf-8",
    )
    with pytest.raises(CorrectionError) as refused:
        correct.import_file(newsroom, path, "ada")
    message = str(refused.value)
    for expected in (
        f"{path}: nothing was imported", "line 3: there is no claim 77", "line 4: claim_id must be a whole number, not 'x'",
        "line 5: column correct must be one of claim, figure", "line 6: holds must be yes or no, not 'perhaps'",
        "line 7: code, holds must not be empty", "line 8: a correction of this kind has no stance",
        "line 9: it has not as many cells", "line 10: reason must not be empty",
    ):  # fmt: skip
        assert expected in message
    assert "line 2" not in message
    assert one(newsroom, "select count(*) from core.correction") == 0
    assert [row[0] for row in ledger(newsroom)] == ["claimed"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "line 1 must name the columns"),
        (b"claim_id,stance\n1,denied\n", "line 1 must name the columns"),
        (b"correct,reason\n", "it has no line after the first"),
        (b"correct,reason\nclaim,\xff\n", "cannot be read as CSV in UTF-8"),
        (b'correct,reason\nclaim,"x" y\n', "line 2 cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_list_of_corrections_is_refused(
    newsroom: Settings, tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(CorrectionError) as refused:
        correct.import_file(newsroom, path, "ada")
    assert expected in str(refused.value)


def test_the_list_has_what_an_evaluation_set_needs(newsroom: Settings) -> None:
    made(newsroom, KINDS["claim reads"](newsroom))
    made(newsroom, KINDS["topic fails"](newsroom))
    (first,) = correct.listing(newsroom, kind="claim", state="standing", article_id=article_id(newsroom))
    assert first["was"]["stance"] == "claimed"
    assert (first["reads"]["stance"], first["field"]) == ("denied", "text")
    assert first["evidence_sha"] == one(newsroom, "select encode(sha256(%s), 'hex')", CLAIM.encode())
    assert CLAIM not in json.dumps(first, default=str), "no sentence"
    assert correct.listing(newsroom, state="withdrawn") == []
    assert correct.listing(newsroom, article_id=article_id(newsroom, CUP)) == []
