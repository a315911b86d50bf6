"""The quotation policy, and every way round it that anybody thought of.

An article of invented words, each of which stands in it once: what an output shows of it can be counted, whatever the output is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import psycopg2
import pytest

from media_monitor import ids
from media_monitor.model import Annotation, Casualty, Claim, Mention, Quote, Span
from media_monitor.settings import Settings
from media_monitor.stages import check, publish, report
from media_monitor.warehouse import load, rows
from warehouse_fixtures import AT, DAY, HOUR, Login, Told, article, ask, one, open_batch, page, stage

LIMIT = 500
SENTENCE = 100
"""Characters of each sentence of the body, which has 70."""
FAMILY = "👩‍👩‍👧‍👦"
"""One character to a reader, seven code points."""
WORD = re.compile(r"\b[a-z]\d\d\dx\d\d\b")


def sentences(letter: str) -> list[str]:
    """70 sentences of 100 characters, 7,000 in all; no word stands in two of them."""
    words = (" ".join(f"{letter}{number:03}x{place:02}" for place in range(12)) for number in range(70))
    return [f"{sentence} ééé." for sentence in words]


def text_of(letter: str) -> str:
    return " ".join(sentences(letter))


def spans(text: str, numbers: Iterable[int]) -> Iterator[Span]:
    for number in numbers:
        start = number * (SENTENCE + 1)
        yield Span("text", start, start + SENTENCE, text[start : start + SENTENCE])


def annotation(told: Told) -> Annotation:
    """Claims, figures and quotes of most of its sentences; the names in them are of other words."""
    where = Span("title", 0, 5, "Blast")
    claims = tuple(
        Claim(
            stance="accused", source=(where,), source_entity=None, is_authority=True, actor=(where,), actor_entity=None,
            actor_name=None, act=where, medium=where, stated_on=None, is_hedged=False, is_negated=False, is_quoted=False,
            quoted_by=where, via=None, cue=where, evidence=evidence, rule="test", event=None,
        )
        for evidence in spans(told.text, range(30))
    )  # fmt: skip
    figures = tuple(Casualty("killed", n, None, "exact", e, where, e) for n, e in enumerate(spans(told.text, range(20, 40)), 1))
    quotes = tuple(Quote(e, where, None, "said", True) for e in spans(told.text, range(35, 60)))
    mentions = (Mention(where, None, "Blast", "other"),)
    return Annotation(told.url, "en", "test-1", 0.9, 0.1, 0.5, mentions, (), claims, figures, quotes, ())


def staged(settings: Settings, told: Told, state: str = "checked") -> int:
    """A batch of this one page; its id."""
    found, kept = article(told), load.StagedRows()
    provenance = rows.Provenance(told.outlet, "ledger.test", told.url, ids.sha256(told.text))
    rows.add_article(kept, page(told, 0), found, annotation(told), provenance)
    return stage(settings, open_batch(settings), kept, state)


def told_of(settings: Settings, *pages: Told, limit: int | None = LIMIT) -> None:
    """Publish these pages, set the outlet's policy and refresh the marts."""
    for each in pages:
        publish.run(settings, staged(settings, each))
    ask(settings, "update ref.outlet set quote_characters = %s", limit)
    report.run(settings)


FIRST = Told(text=text_of("b"))
LATER = replace(FIRST, text=text_of("c"), at=AT + HOUR)


# ---- everything that a reader of the reports can ask -------------------------------------------------------------------

VIEWS = """
select c.oid::regclass::text from pg_class as c
where c.relnamespace = %s::regnamespace and c.relkind in ('r', 'v', 'm', 'p') order by 1
"""
FUNCTIONS = "select oid::regprocedure::text, proname from pg_proc where pronamespace = 'report'::regnamespace order by 1"
MOMENTS = [AT - DAY, AT + HOUR / 2, AT + DAY]
EXAMPLES: dict[str, list[tuple[Any, ...]]] = {
    "search": [(f"{letter}{number:03}x05",) for letter in "bc" for number in range(70)],
    "record_export": [],  # writes
    "casualty_band_between": [("2020-01-01", "2030-01-01")],
    "revision_change_between": [("2020-01-01", "2030-01-01")],
}
"""What the functions of schema report are called with; those as of a moment with MOMENTS."""


def output_of_everything(reader: Settings) -> str:
    """All that the views and functions of schema report give, in one text."""
    connection = psycopg2.connect(reader.dsn, options="-c timezone=UTC")
    said: list[str] = []
    with connection, connection.cursor() as cursor:
        cursor.execute(VIEWS, ("report",))
        for (view,) in cursor.fetchall():
            cursor.execute(f"select * from {view}")
            said += map(repr, cursor.fetchall())
        cursor.execute(FUNCTIONS)
        for _, name in cursor.fetchall():
            calls = EXAMPLES.get(name, [(moment,) for moment in MOMENTS] if name.endswith("_as_of") else None)
            assert calls is not None, f"report.{name}: give EXAMPLES of calls, so that what it shows is counted"
            for arguments in calls:
                cursor.execute(f"select * from report.{name}({', '.join(['%s'] * len(arguments))})", arguments)
                said += map(repr, cursor.fetchall())
    connection.close()
    return "\n".join(said)


def shown(said: str) -> int:
    """How many characters of the body an output shows: its words, each with the space behind it."""
    return sum(len(word) + 1 for word in set(WORD.findall(said)))


@pytest.mark.rel("J02")
@pytest.mark.rel("J03")
@pytest.mark.parametrize(("limit", "least"), [(LIMIT, 400), (0, 0), (None, 0), (SENTENCE - 1, 0), (SENTENCE, 96)])
def test_all_outputs_together_show_no_more_than_the_policy(
    settings: Settings, login: Login, limit: int | None, least: int
) -> None:
    told_of(settings, FIRST, LATER, limit=limit)
    assert len(FIRST.text) == 70 * (SENTENCE + 1) - 1
    said = output_of_everything(login("reporter"))
    assert least <= shown(said) <= (limit or 0)
    assert FIRST.url in said


@pytest.mark.rel("J03")
def test_without_a_limit_most_of_the_article_would_be_shown(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, LATER, limit=100_000)
    assert shown(output_of_everything(login("reporter"))) > 10_000


@pytest.mark.rel("J02")
def test_a_change_of_policy_holds_at_once(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST)
    reporter = login("reporter")
    assert shown(output_of_everything(reporter)) > 0
    ask(settings, "update ref.outlet set quote_characters = 0")
    assert shown(output_of_everything(reporter)) == 0


@pytest.mark.rel("J03")
def test_who_has_a_licence_sees_the_text(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, limit=None)
    licensed = login("licensed")
    assert one(licensed, "select text from report_licensed.revision") == FIRST.text
    assert shown(repr(ask(licensed, "select sentence from report_licensed.evidence"))) > 5_000
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(login("reporter"), "select text from report_licensed.revision")


# ---- whole characters --------------------------------------------------------------------------------------------------


@pytest.mark.rel("J02")
def test_a_sentence_is_shown_whole_or_not_at_all(settings: Settings, login: Login) -> None:
    sentence = ("ü" * 50 + FAMILY * 5 + " " + "e\u0301" * 7).ljust(SENTENCE, "!")[:SENTENCE]
    told_of(settings, replace(FIRST, text=sentence + FIRST.text[SENTENCE:]))
    reporter = login("reporter")
    for limit in range(SENTENCE - 60, SENTENCE + 20):
        ask(settings, "update ref.outlet set quote_characters = %s", limit)
        shown_text = one(reporter, "select evidence_text from report.attribution_ledger where evidence_start = 0")
        assert shown_text == (sentence if limit >= SENTENCE else None)


@pytest.mark.rel("J02")
@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("The Copper Hand", "The Copper Hand"),
        ("a" * 60, "a" * 60),
        ("a" * 61, "…"),
        (f"{'ab ' * 19}{FAMILY}", f"{'ab ' * 19}…"),
        (f"{FAMILY} " * 20, f"{FAMILY} " * 7 + "…"),
        ("名" * 61, "…"),
        (f"{'é' * 57} {FAMILY}", "é" * 57 + " …"),
        ("two\nlines " * 9, "two\nlines two\nlines two\nlines two\nlines two\nlines two …"),
        (None, None),
    ],
)
def test_words_of_a_tag_are_cut_at_a_space(settings: Settings, words: str | None, kept: str | None) -> None:
    found = one(settings, "select core.short_words(%s)", words)
    assert found == kept
    assert len(found or "") <= 60


@pytest.mark.rel("J03")
def test_words_of_tags_cannot_carry_sentences_past_the_policy(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, limit=0)
    long = next(spans(FIRST.text, [0]))
    batch = staged_with(settings, long)
    publish.run(settings, batch)
    report.run(settings)
    values = re.findall(r"'([^']*b000x[^']*)'", output_of_everything(login("reporter")))
    assert values
    assert max(map(len, values)) <= 60
    columns = "kind, verdict, words, entity_id, made_by, made_at, reason"
    said = f"insert into core.correction ({columns}) values ('alias', 'is', %s, 'x', 'y', now(), 'z')"
    with pytest.raises(psycopg2.errors.CheckViolation, match="correction_words_are_short"):
        ask(settings, said, long.text)
    for table, column in (("claim", "act_text"), ("quote", "speaker_text"), ("casualty", "source_text"), ("mention", "name")):
        with pytest.raises(psycopg2.errors.CheckViolation):
            ask(settings, f"update core.{table} set {column} = repeat('word ', 13)")


def staged_with(settings: Settings, long: Span) -> int:
    """A page whose tags all have a whole sentence for their words."""
    told = replace(FIRST, url="https://ledger.test/wordy")
    found = annotation(told)
    words: dict[str, Any] = dict.fromkeys(("act", "medium", "quoted_by", "via", "cue"), long)
    wordy = replace(
        found,
        claims=tuple(replace(c, source=(long, long), actor=(long,), actor_name=long.text, **words) for c in found.claims[:1]),
        casualties=tuple(replace(c, source=long) for c in found.casualties[:1]),
        quotes=tuple(replace(q, speaker=long) for q in found.quotes[:1]),
        entities=(Mention(long, None, long.text, "person"),),
    )
    kept = load.StagedRows()
    provenance = rows.Provenance(told.outlet, "ledger.test", told.url, ids.sha256(told.text))
    rows.add_article(kept, page(told, 0), article(told), wordy, provenance)
    return stage(settings, open_batch(settings), kept)


# ---- side doors --------------------------------------------------------------------------------------------------------

LEAK = """
create function public.leak(words text) returns boolean language plpgsql cost 0.0000001 as $$
begin
    raise notice '%', words;
    return true;
end $$
"""


@pytest.fixture
def leaky(settings: Settings) -> Iterator[None]:
    """A function that tells what it is given, so cheap that the planner calls it before anything else."""
    ask(settings, LEAK)
    yield
    ask(settings, "drop function public.leak cascade")


def told_by(reader: Settings, query: str) -> str:
    """What a query gives, what the server says on the way, and what its errors say."""
    connection = psycopg2.connect(reader.dsn)
    said: list[str] = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("set client_min_messages = notice")
            cursor.execute(query)
            said += map(repr, cursor.fetchall())
    except psycopg2.Error as error:
        said.append(str(error))
    said += connection.notices
    connection.close()
    return "\n".join(said)


TEXT_COLUMNS = """
select c.oid::regclass::text, a.attname
from pg_attribute as a inner join pg_class as c on a.attrelid = c.oid
where c.relnamespace = 'report'::regnamespace and c.relkind = 'v' and a.attnum > 0 and a.atttypid = 'text'::regtype
order by 1, 2
"""


@pytest.mark.rel("J03")
def test_a_leaky_condition_sees_no_more_than_a_reader(settings: Settings, login: Login, leaky: None) -> None:
    told_of(settings, FIRST, LATER)
    reporter = login("reporter")
    columns = ask(settings, TEXT_COLUMNS)
    assert ("report.attribution_ledger", "evidence_text") in columns
    said = "\n".join(told_by(reporter, f"select 1 from {view} where public.leak({column})") for view, column in columns)
    assert 0 < shown(said) <= LIMIT


@pytest.mark.rel("J03")
def test_an_error_tells_no_more_than_a_reader_sees(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, LATER)
    reporter = login("reporter")
    casts = [told_by(reporter, f"select 1 from {v} where {c}::int = {n}") for v, c in ask(settings, TEXT_COLUMNS) for n in (1, 2)]
    assert "invalid input syntax for type integer" in "\n".join(casts)
    assert shown("\n".join(casts)) <= LIMIT


@pytest.mark.rel("J03")
def test_a_view_that_hides_by_a_filter_would_leak(settings: Settings, login: Login, leaky: None) -> None:
    """The control: the same function on a view whose policy is a condition on rows."""
    told_of(settings, FIRST, limit=None)
    hidden = "create view public.careless as select text from core.revision where word_count < 0"
    ask(settings, f"{hidden}; grant select on public.careless to media_monitor_reporter")
    try:
        said = told_by(login("reporter"), "select 1 from public.careless where public.leak(text)")
    finally:
        ask(settings, "drop view public.careless")
    assert shown(said) > 5_000


@pytest.mark.rel("J03")
def test_statistics_tell_a_reader_nothing(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST)
    ask(settings, "analyze core.revision, core.article, core.claim, mart.ledger_claim")
    ours = "select count(*) from {} where schemaname in ('ref', 'ops', 'stage', 'core', 'mart', 'report')"
    for statistics in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"):
        assert one(login("reporter"), ours.format(statistics)) == 0
    assert one(settings, ours.format("pg_stats")) > 0


@pytest.mark.rel("J03")
def test_no_report_has_an_index_of_words_or_a_key_to_them(settings: Settings) -> None:
    types = "select distinct format_type(a.atttypid, null) from pg_attribute as a inner join pg_class as c on a.attrelid = c.oid"
    found = {name for (name,) in ask(settings, types + " where c.relnamespace = 'report'::regnamespace and a.attnum > 0")}
    assert "text" in found
    assert found.isdisjoint({"tsvector", "bytea", "xml"})


@pytest.mark.rel("J03")
def test_who_keeps_the_pipeline_sees_no_text(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, LATER)
    plugin = login("plugin")
    tables = [t for schema in ("ref", "ops") for (t,) in ask(settings, VIEWS, schema)]
    assert "ops.outcome" in tables
    said = "\n".join(repr(row) for table in tables for row in ask(plugin, f"select * from {table}"))
    assert shown(said) == 0
    assert FIRST.url in said  # the control: it was really read


@pytest.mark.rel("J03")
def test_logs_reports_and_checks_carry_no_text(
    settings: Settings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a task prints, logs and returns, with every check failing that can: the title is too long."""
    caplog.set_level(logging.DEBUG)
    batch = staged(settings, replace(FIRST, title=f"{FIRST.text[:1200]}"), state="staged")
    returned = [check.run(settings, batch), publish.run(settings, batch), report.run(settings)]
    assert returned[0] is not None
    assert returned[0].counts["quarantined"] == 1
    told_of(settings, FIRST)
    kept = "\n".join(repr(r) for (t,) in ask(settings, VIEWS, "ops") for r in ask(settings, f"select * from {t}"))
    printed = capfd.readouterr()
    said = "\n".join([caplog.text, printed.out, printed.err, repr(returned), kept])
    assert "quarantined" in said
    assert shown(said) == 0


@pytest.mark.rel("J03")
def test_the_briefing_and_what_the_page_serves_keep_the_policy(settings: Settings) -> None:
    told_of(settings, FIRST, LATER)
    said = settings.briefing.read_text("utf-8")
    assert 0 < shown(said) <= LIMIT


# ---- the link ------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("J04")
def test_whatever_shows_words_shows_the_link_beside_them(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, LATER)
    connection = psycopg2.connect(login("reporter").dsn)
    counted = 0
    with connection, connection.cursor() as cursor:
        cursor.execute(VIEWS, ("report",))
        queries = [f"select * from {view}" for (view,) in cursor.fetchall()]
        queries += [
            "select * from report.search('b000x05')",
            *(f"select * from report.attribution_ledger_as_of('{m}')" for m in MOMENTS),
        ]
        for query in queries:
            cursor.execute(query)
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                if WORD.search(repr(row)):
                    counted += 1
                    assert "url" in names, query
                    assert re.match(r"https?://", row[names.index("url")]), query
    connection.close()
    assert counted > 5


@pytest.mark.rel("J04")
@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ledger.test/bridge", ""])
def test_an_article_without_a_link_is_refused(settings: Settings, address: str) -> None:
    told_of(settings, FIRST)
    with pytest.raises(psycopg2.errors.CheckViolation):
        ask(settings, "update core.article set canonical_url = %s", address)


# ---- search_path ---------------------------------------------------------------------------------------------------------

SHADOWS = """
create temporary table outlet as select outlet_id, 100000 as quote_characters from report.outlet;
create temporary view sentence as select 1 as used_characters;
create function pg_temp.char_length(text) returns int language sql as 'select 0';
create function pg_temp.coalesced(int) returns int language sql as 'select 100000';
set search_path = pg_temp, report, pg_catalog
"""


@pytest.mark.rel("J06")
def test_objects_of_its_own_do_not_deceive_a_view(settings: Settings, login: Login) -> None:
    told_of(settings, FIRST, LATER)
    reporter = login("reporter")
    database = one(settings, "select current_database()")
    # an operator may grant it, for a tool that needs it
    ask(settings, f"grant temporary on database {database} to media_monitor_reporter")
    try:
        sessions = [ask(reporter, f"{SHADOWS}; select * from {view}") for (view,) in ask(settings, VIEWS, "report")]
        sessions += [ask(reporter, f"{SHADOWS}; select * from search('{word}')") for (word,) in EXAMPLES["search"][:70]]
    finally:
        ask(settings, f"revoke temporary on database {database} from media_monitor_reporter")
    assert 0 < shown(repr(sessions)) <= LIMIT


@pytest.mark.rel("J06")
def test_a_function_without_a_path_of_its_own_would_be_deceived(settings: Settings) -> None:
    """The control: what every function of ours is checked for (test_warehouse_roles) is what the attack needs."""
    told_of(settings, FIRST)
    connection = psycopg2.connect(settings.dsn)
    with connection.cursor() as cursor:
        cursor.execute("set search_path = ref, pg_temp")
        for path, found in (("", 100_000), ("set search_path = ref, pg_temp", LIMIT)):
            careless = f"create or replace function public.careless() returns int language sql security definer {path}"
            cursor.execute(f"{careless} as 'select quote_characters from outlet limit 1'")
            cursor.execute("create temporary table if not exists outlet as select 100000 as quote_characters")
            cursor.execute("set search_path = pg_temp, ref; select public.careless()")
            assert cursor.fetchall() == [(found,)]
    connection.rollback()
    connection.close()


# ---- what it costs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "ledger"), [("attribution_ledger", "ledger_claim"), ("casualty_ledger", "ledger_figure")])
def test_a_readers_condition_on_the_day_leaves_out_the_other_months(
    settings: Settings, login: Login, view: str, ledger: str
) -> None:
    told_of(settings, FIRST)
    reporter = login("reporter")

    def months(condition: str) -> set[str]:
        (plan,) = ask(reporter, f"explain (format json) select * from report.{view} where {condition}")[0]
        return set(re.findall(rf"'Relation Name': '{ledger}(_y\w+)'", str(plan)))

    assert months("covers_on = '2026-03-10'") == {"_y2026m03"}
    assert months("covers_on between '2026-03-01' and '2026-03-31' and outlet_id = 'ledger'") == {"_y2026m03"}
    assert len(months("outlet_id = 'ledger'")) > 1
