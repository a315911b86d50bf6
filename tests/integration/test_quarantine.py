"""Quarantine: listed, explained, and read again from the archive by the way of every page, once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import Clones
from media_monitor import cli
from media_monitor.annotate.pipeline import annotate as sound_annotate
from media_monitor.errors import SettingsError
from media_monitor.local import newsroom
from media_monitor.model import Annotation, StageReport
from media_monitor.quality.expectation import none
from media_monitor.quality.policy import CheckResult
from media_monitor.settings import Settings
from media_monitor.stages import check, fetch, ingest, maintain, poll, publish, quarantine, reference
from media_monitor.stages.clock import now
from media_monitor.stages.quarantine import Choice
from reliability.harness import archived, differences, load_batch, quick_loader
from warehouse_fixtures import AT, HOUR, Told, ask, one, settings_for

EVERYTHING = Choice()


# ---- the whole way, with a tagger that is broken and mended ------------------------------------------------------------------


@contextmanager
def newsroom_fetched(settings: Settings) -> Iterator[tuple[Settings, int]]:
    """The sample newsroom's pages in the archive, and the batch that waits for them."""
    with newsroom.serve(newsroom.load(settings.seeds / "newsroom")) as (host, port):
        sample = replace(settings, sample=f"{host}:{port}")
        reference.run(sample)
        poll.run(sample)
        fetch.run(sample)
        (batch_id,) = ingest.plan(sample)
        yield sample, batch_id


@pytest.fixture
def fetched(settings: Settings) -> Iterator[tuple[Settings, int]]:
    with newsroom_fetched(settings) as found:
        yield found


@pytest.fixture(scope="module")
def undisturbed(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """What a warehouse holds into which all pages came without trouble."""
    with clones() as dsn, newsroom_fetched(settings_for(dsn, tmp_path_factory.mktemp("undisturbed"))) as (settings, batch_id):
        load_batch(settings, batch_id)
        return holdings(settings)


def off_by_one(document: Any, words: Any) -> Annotation:
    """A tagger of which every third entity stands where it does not say, in articles of the Courier."""
    found = sound_annotate(document, words)
    if "courier" not in str(document.url):
        return found
    moved = tuple(replace(m, span=replace(m.span, start=m.span.start + 1, end=m.span.end + 1)) for m in found.entities)
    return replace(found, entities=moved)


def without_words(document: Any, words: Any) -> Annotation:
    """A tagger that stops at articles of the Courier."""
    if "courier" in str(document.url):
        raise KeyError(document.text)
    return sound_annotate(document, words)


BREAKS: dict[str, tuple[Callable[..., Annotation], str]] = {
    "misplaces": (off_by_one, "mentions stand where they say"),
    "stops": (without_words, "reading it failed: KeyError"),
}

HELD = """
with outcome as (select outcome || ' ' || count(*) as n from ops.outcome group by outcome),
page as (select outcome || ' ' || count(*) as n from ops.page group by outcome)

select
    (select count(*) from core.article),
    (select count(*) from core.revision),
    (select count(*) from core.mention),
    (select count(*) from core.claim),
    (select array_agg(n order by n) from outcome),
    (select array_agg(n order by n) from page)
"""
"""What a warehouse holds, in numbers."""


def holdings(settings: Settings) -> tuple[Any, ...]:
    return ask(settings, HELD)[0]


@pytest.mark.rel("G09")
@pytest.mark.parametrize("kind", BREAKS)
def test_a_tagger_that_breaks_and_is_mended(
    fetched: tuple[Settings, int], undisturbed: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    settings, batch_id = fetched
    broken, reason = BREAKS[kind]
    with monkeypatch.context() as patch:
        patch.setattr(ingest, "annotate", broken)
        load_batch(settings, batch_id)
        kept_out = one(settings, "select count(*) from ops.quarantine where reasons = array[%s]", reason)
        assert kept_out > 5
        before = holdings(settings)
        # The negative control: the cause is not mended, so a replay changes nothing.
        report = quarantine.replay(settings, EVERYTHING)
        assert report.counts == {"batches": 1, "pages": kept_out, "passed": 0, "kept_out": kept_out}
        assert holdings(settings) == before
        assert one(settings, "select count(*) from ops.quarantine where replay_count = 1 and replayed_at is null") == kept_out

    report = quarantine.replay(settings, EVERYTHING)
    assert report.counts == {"batches": 1, "pages": kept_out, "passed": kept_out, "kept_out": 0}
    assert holdings(settings) == undisturbed
    assert one(settings, "select count(*) from ops.quarantine where replayed_at is null") == 0

    report = quarantine.replay(settings, EVERYTHING)
    assert report.counts == {"batches": 0, "pages": 0, "passed": 0, "kept_out": 0}
    assert holdings(settings) == undisturbed


# ---- with a quick loader -------------------------------------------------------------------------------------------------

TOLD = [Told(url=f"https://ledger.test/{n}", guid=str(n), at=AT + n * HOUR) for n in range(4)]


class Gate:
    """A gate that fails the pages that one tells it to, by the ends of their addresses."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.strict: dict[str, str] = {}

    def check(self, _url: str, batch_id: int) -> list[CheckResult]:
        staged = ask(self._settings, "select record_offset, url from stage.article where batch_id = %s", batch_id)
        failed: dict[str, list[str]] = defaultdict(list)
        for offset, url in staged:
            if why := self.strict.get(url[url.rindex("/") :]):
                failed[why].append(str(offset))
        return [
            CheckResult("a suite", str(batch_id), none(why, "count", "quarantine", "a test"), len(staged), tuple(offsets))
            for why, offsets in failed.items()
        ]


@pytest.fixture
def gate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Gate:
    quick_loader(monkeypatch, TOLD)
    gate = Gate(settings)
    monkeypatch.setattr(check, "check_batch", gate.check)
    return gate


@pytest.fixture
def held(settings: Settings, gate: Gate) -> Settings:
    """Of four pages, three are kept out: two because they are too long, one because it is odd."""
    gate.strict = {"/1": "too long", "/2": "too long", "/3": "odd"}
    load_batch(settings, archived(settings, *TOLD))
    gate.strict = {}
    return settings


def rows(settings: Settings) -> list[tuple[Any, ...]]:
    found = ask(settings, "select url, reasons, replayed_at is not null, replay_count from ops.quarantine order by url")
    return [(url[-1], reasons, is_replayed, count) for url, reasons, is_replayed, count in found]


@pytest.mark.rel("G09")
def test_pages_that_pass_land_once_and_are_marked(held: Settings) -> None:
    assert quarantine.replay(held, EVERYTHING).counts == {"batches": 1, "pages": 3, "passed": 3, "kept_out": 0}
    assert differences(held, TOLD) == []
    assert rows(held) == [("1", ["too long"], True, 1), ("2", ["too long"], True, 1), ("3", ["odd"], True, 1)]
    assert quarantine.replay(held, EVERYTHING).counts["batches"] == 0
    assert differences(held, TOLD) == []


@pytest.mark.rel("G09")
def test_without_its_memory_the_replay_would_read_them_again_and_identity_alone_keeps_them_from_doubling(held: Settings) -> None:
    """The control: what marks a page as replayed is a guard, and not the only one."""
    quarantine.replay(held, EVERYTHING)
    ask(held, "update ops.quarantine set replayed_at = null, replay_batch_id = null")
    ask(held, "update ops.outcome set outcome = 'quarantined' where url like '%%/3'")
    assert quarantine.replay(held, EVERYTHING).counts["pages"] == 3
    assert one(held, "select outcome from ops.outcome where url like '%%/3'") == "unchanged"
    assert one(held, "select count(*) from core.revision") == 4


def test_those_that_fail_again_stay_with_their_new_reasons(held: Settings, gate: Gate) -> None:
    gate.strict = {"/1": "still too long", "/3": "odd"}
    assert quarantine.replay(held, EVERYTHING).counts == {"batches": 1, "pages": 3, "passed": 1, "kept_out": 2}
    assert rows(held) == [("1", ["still too long"], False, 1), ("2", ["too long"], True, 1), ("3", ["odd"], False, 1)]
    assert ask(held, "select reason from ops.outcome where outcome = 'quarantined' order by url") == [
        ("still too long",),
        ("odd",),
    ]
    gate.strict = {}
    assert quarantine.replay(held, EVERYTHING).counts["passed"] == 2
    assert differences(held, TOLD) == []


def test_a_replay_of_many_is_not_refused_because_all_fail_again(
    settings: Settings, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Told(url=f"https://ledger.test/{n}x", guid=f"x{n}", at=AT + n * HOUR) for n in range(30)]
    quick_loader(monkeypatch, many)
    monkeypatch.setattr(check, "check_batch", gate.check)
    gate.strict = {f"/{n}x": "odd" for n in range(0, 28, 2)}
    load_batch(settings, archived(settings, *many))
    assert quarantine.replay(settings, EVERYTHING).counts == {"batches": 1, "pages": 14, "passed": 0, "kept_out": 14}


@pytest.mark.parametrize(
    ("choice", "read"),
    [
        (Choice(reason="LONG"), {"1", "2"}),
        (Choice(reason="long", outlet="ledger"), {"1", "2"}),
        (Choice(outlet="post"), set()),
        (Choice(reason="%"), set()),
    ],
)
def test_only_the_pages_that_are_asked_for_are_read_again(held: Settings, choice: Choice, read: set[str]) -> None:
    assert quarantine.replay(held, choice).counts["passed"] == len(read)
    assert {url for url, _, is_replayed, _ in rows(held) if is_replayed} == read


def test_one_page_is_read_again_by_its_id(held: Settings) -> None:
    ids = [i for (i,) in ask(held, "select quarantine_id from ops.quarantine where url like '%%/3'")]
    assert quarantine.replay(held, Choice(ids)).counts["passed"] == 1
    assert [is_replayed for _, _, is_replayed, _ in rows(held)] == [False, False, True]


def test_a_batch_that_reads_pages_again_reads_no_others(held: Settings) -> None:
    """The page beside them, which is published, is not read, and its damaged neighbour neither."""
    quarantine.replay(held, Choice(reason="odd"))
    counts = "purpose, record_count, article_count, quarantined_count"
    assert ask(held, f"select {counts} from ops.batch order by batch_id") == [("live", 4, 1, 3), ("replay", 1, 1, 0)]


@pytest.mark.parametrize("stages", [0, 1, 2])
def test_an_interrupted_replay_is_finished_by_the_next(held: Settings, monkeypatch: pytest.MonkeyPatch, stages: int) -> None:
    """Killed before ingest, before check or before publish."""

    def killed(*_: object) -> StageReport:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr((ingest, check, publish)[stages], "run", killed)
        with pytest.raises(KeyboardInterrupt):
            quarantine.replay(held, EVERYTHING)
    assert quarantine.replay(held, EVERYTHING).counts == {"batches": 1, "pages": 3, "passed": 3, "kept_out": 0}
    assert differences(held, TOLD) == []


def test_pages_that_another_replay_is_at_are_left_to_it(held: Settings) -> None:
    ask(held, "update ops.quarantine set replay_batch_id = 999")
    assert quarantine.replay(held, EVERYTHING).counts["batches"] == 0


# ---- pages that are published ---------------------------------------------------------------------------------------


def test_a_published_page_whose_newer_tags_failed_is_tagged_again(
    settings: Settings, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = archived(settings, *TOLD)
    load_batch(settings, live)
    object_id = one(settings, "select object_id from ops.batch")
    ask(
        settings,
        "insert into ops.batch (object_id, purpose, annotator, created_at) values (%s, 'retag', 'test-2', now())",
        object_id,
    )
    newer = [replace(told, annotator="test-2") for told in TOLD]
    quick_loader(monkeypatch, newer)
    monkeypatch.setattr(check, "check_batch", gate.check)
    gate.strict = {"/2": "odd"}
    load_batch(settings, one(settings, "select batch_id from ops.batch where purpose = 'retag'"))
    tagged = "select url, annotator from core.revision order by url"
    assert [annotator for _, annotator in ask(settings, tagged)] == ["test-2", "test-2", "test-1", "test-2"]
    gate.strict = {}
    assert quarantine.replay(settings, EVERYTHING).counts == {"batches": 1, "pages": 1, "passed": 1, "kept_out": 0}
    assert {annotator for _, annotator in ask(settings, tagged)} == {"test-2"}
    assert ask(settings, "select outcome, count(*) from ops.outcome group by 1") == [("published", 4)]
    assert one(settings, "select count(*) from core.claim") == 4
    assert quarantine.replay(settings, EVERYTHING).counts["batches"] == 0


def test_a_page_that_passes_when_all_are_tagged_again_is_no_longer_kept_out(
    settings: Settings, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_batch(settings, archived(settings, *TOLD))
    object_id = one(settings, "select object_id from ops.batch")
    for version, strict in (("test-2", {"/2": "odd"}), ("test-3", {})):
        ask(
            settings,
            "insert into ops.batch (object_id, purpose, annotator, created_at) values (%s, 'retag', %s, now())",
            object_id,
            version,
        )
        gate.strict = strict
        load_batch(settings, one(settings, "select batch_id from ops.batch where annotator = %s", version))
    assert rows(settings) == [("2", ["odd"], True, 0)]


# ---- pages that PostgreSQL refuses, and pages that are gone ---------------------------------------------------------


@pytest.mark.rel("G08")
def test_a_poison_page_is_replayed_as_any_other(settings: Settings, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    poison = [replace(TOLD[0], title="Blast\0"), *TOLD[1:]]
    quick_loader(monkeypatch, poison)
    monkeypatch.setattr(check, "check_batch", gate.check)
    load_batch(settings, archived(settings, *TOLD))
    ((quarantine_id, reasons),) = ask(settings, "select quarantine_id, reasons from ops.quarantine")
    assert reasons == ["22021 character_not_in_repertoire"]
    ((_, meaning),) = quarantine.explain(settings, quarantine_id).reasons
    assert meaning.startswith("PostgreSQL refused its rows")
    quick_loader(monkeypatch, TOLD)
    monkeypatch.setattr(check, "check_batch", gate.check)
    assert quarantine.replay(settings, Choice(reason="22021")).counts["passed"] == 1
    assert one(settings, "select count(*) from core.revision") == 4


def test_a_page_that_the_archive_no_longer_has_stays_and_says_so(held: Settings) -> None:
    ask(held, "update ops.quarantine set record_offset = record_offset + 1000000 where url like '%%/3'")
    ask(held, "update ops.outcome set record_offset = record_offset + 1000000 where url like '%%/3'")
    assert quarantine.replay(held, EVERYTHING).counts == {"batches": 1, "pages": 3, "passed": 2, "kept_out": 1}
    assert rows(held)[2] == ("3", ["the archive object has no page at this offset"], False, 1)
    assert quarantine.replay(held, EVERYTHING).counts["pages"] == 1, "it can be asked for again"


def test_an_object_that_cannot_be_opened_leaves_its_pages_where_they_are(held: Settings) -> None:
    url = one(held, "select url from ops.archive_object")
    ask(held, "update ops.archive_object set url = '/nowhere/to/be/found.warc.gz'")
    report = quarantine.replay(held, EVERYTHING)
    assert report.counts["passed"] == 0
    assert "found.warc.gz: cannot be opened" in report.problems[0]
    ask(held, "update ops.archive_object set url = %s", url)
    assert quarantine.replay(held, EVERYTHING).counts["passed"] == 3
    assert differences(held, TOLD) == []


# ---- looking -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        ("mentions stand where they say", "an expectation on staged articles: a number leads back to its words"),
        ("reading it failed: KeyError", "a bug of ours"),
        ("23514 check_violation: claim_stance_check", "PostgreSQL refused its rows"),
        ("refused by PostgreSQL: 22001 string_data_right_truncation", "PostgreSQL refused its rows"),
        ("UnicodeEncodeError", "its values could not be written"),
        ("was here before", "an expectation that no longer exists"),
    ],
)
def test_every_reason_has_a_meaning(held: Settings, reason: str, meaning: str) -> None:
    ask(held, "update ops.quarantine set reasons = array[%s]", reason)
    ((_, said),) = quarantine.explain(held, one(held, "select min(quarantine_id) from ops.quarantine")).reasons
    assert said.startswith(meaning)


def test_the_list_counts_pages_by_outlet_and_reason(held: Settings) -> None:
    found = [(g["outlet_id"], g["reason"], g["page_count"]) for g in quarantine.groups(held, EVERYTHING)]
    assert found == [("ledger", "too long", 2), ("ledger", "odd", 1)]
    quarantine.replay(held, Choice(reason="odd"))
    assert [g["reason"] for g in quarantine.groups(held, EVERYTHING)] == ["too long"]
    assert [g["reason"] for g in quarantine.groups(held, EVERYTHING, replayed=True)] == ["too long", "odd"]
    assert quarantine.groups(held, Choice(outlet="post")) == []


def test_a_page_is_explained(held: Settings) -> None:
    ask(held, "update ops.quarantine set reasons = array['evidence contains its cue', 'old name'] where url like '%%/3'")
    quarantine_id = one(held, "select quarantine_id from ops.quarantine where url like '%%/3'")
    found = quarantine.explain(held, quarantine_id)
    facts = dict(found.facts)
    assert (facts["page"], facts["outlet"], facts["read again"]) == ("https://ledger.test/3", "ledger", "never")
    assert re.search(r"pages/\d+\.warc\.gz, at byte \d+$", facts["archived"])
    assert found.reasons == [
        ("evidence contains its cue", "an expectation on staged articles: a claim without its words is not evidence"),
        ("old name", "an expectation that no longer exists under this name"),
    ]
    assert f"media-monitor quarantine replay {quarantine_id}" in found.advice
    quarantine.replay(held, Choice([quarantine_id]))
    found = quarantine.explain(held, quarantine_id)
    assert re.fullmatch(r"once, and it passed on .*: now published", dict(found.facts)["read again"])
    assert found.advice == "nothing: it passed"
    with pytest.raises(SettingsError, match="no page 424242 in quarantine"):
        quarantine.explain(held, 424242)


@pytest.fixture
def call(settings: Settings) -> Callable[..., Any]:
    environment = settings.as_env() | {"COLUMNS": "200"}
    return lambda *arguments: CliRunner().invoke(cli.app, ["quarantine", *arguments], env=environment)


def test_the_command_line_lists_explains_and_replays(held: Settings, call: Callable[..., Any]) -> None:
    assert call("list", "--reason", "nothing like it").stdout.strip() == "nothing in quarantine is like that"
    listed = call("list").stdout
    assert re.search(r"2\s+ledger\s+too long", listed)
    example = re.search(r"(\d+)\s+1\s+ledger\s+odd", listed)
    assert example
    shown = call("show", example[1]).stdout
    assert "https://ledger.test/3" in shown
    assert "what to do" in shown
    done = call("replay", example[1])
    assert done.exit_code == 0
    assert "1 batches, 1 pages, 1 passed, 0 kept out" in done.stdout
    assert call("replay").exit_code == 0
    assert call("list").stdout.strip() == "nothing is in quarantine"


def test_a_strangers_words_are_no_markup(held: Settings, call: Callable[..., Any]) -> None:
    ask(held, "update ops.quarantine set url = 'https://ledger.test/[/x]', reasons = array['[/odd]'] where url like '%%/3'")
    assert "[/odd]" in call("list").stdout
    quarantine_id = one(held, "select quarantine_id from ops.quarantine where reasons = array['[/odd]']")
    shown = call("show", str(quarantine_id)).stdout
    assert "https://ledger.test/[/x]" in shown


# ---- upkeep ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("G09")
def test_pages_that_passed_are_kept_for_a_month_and_the_others_until_they_pass(held: Settings) -> None:
    quarantine.replay(held, Choice(reason="long"))
    almost, over = now() - timedelta(days=29), now() - timedelta(days=31)
    ask(held, "update ops.quarantine set replayed_at = %s where url like '%%/1'", almost)
    ask(held, "update ops.quarantine set replayed_at = %s where url like '%%/2'", over)
    ask(held, "update ops.quarantine set quarantined_at = %s", now() - timedelta(days=400))
    assert maintain.run(held).counts["quarantine"] == 1
    assert [(url, is_replayed) for url, _, is_replayed, _ in rows(held)] == [("1", True), ("3", False)]


def test_check_results_are_kept_as_long_as_the_logs(held: Settings) -> None:
    assert one(held, "select count(*) from ops.check_result") == 2
    ask(held, "update ops.check_result set checked_at = %s where expectation = 'odd'", now() - timedelta(days=91))
    assert maintain.run(held).counts["checks"] == 1
