"""Every question of the cookbook, asked of the sample newsroom by a role that may read schema report and nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from played_newsroom import Round
from typer.testing import CliRunner, Result

from media_monitor import cli
from media_monitor.errors import MediaMonitorError
from media_monitor.local.queries_page import ANSWERS, LATEST
from media_monitor.report import answers
from media_monitor.settings import Settings
from media_monitor.stages import query
from media_monitor.warehouse import answers as warehouse
from media_monitor.warehouse.cookbook import Question, as_sql, bind, questions
from media_monitor.warehouse.db import Connection, connect
from warehouse_fixtures import one

ROOT = Path(__file__).parents[2]
every_question = pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)


@pytest.fixture(scope="module")
def settings(newsroom: Round) -> Settings:
    return newsroom.settings


def answered(settings: Settings, question: Question, **given: str) -> str:
    """The answer as CSV, for the example of the question unless something else is `given`."""
    file = io.StringIO(newline="")
    with query.ask(settings, question, given or question.example) as found:
        answers.write_text(found, file, "csv", raw=True)
    return file.getvalue()


def rows(settings: Settings, name: str, **given: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answered(settings, questions()[name], **given), newline="")))


# ---- answers -----------------------------------------------------------------------------------------------------------


@every_question
def test_the_answer_is_the_expected_one(settings: Settings, question: Question) -> None:
    """MEDIA_MONITOR_GOLDEN=1 writes the expected answers anew: read what changed before you commit it, and run `make docs`."""
    path = ROOT / ANSWERS / f"{question.name}.csv"
    found = answered(settings, question)
    if os.environ.get("MEDIA_MONITOR_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        assert found == file.read()


def test_windows_are_counted_from_the_newest_day(settings: Settings) -> None:
    with connect(str(settings.dsn)) as connection:
        assert warehouse.newest_day(connection) == LATEST


@every_question
def test_a_window_without_coverage_has_no_answer_and_the_same_columns(settings: Settings, question: Question) -> None:
    if not {"since", "at"} & {p.name for p in question.parameters}:
        return
    window = {"since": "1999-01-01", "until": "1999-01-07", "at": "1999-01-07T18:00Z"}
    given = {p.name: window[p.name] for p in question.parameters if p.name in window}
    expected = (ROOT / ANSWERS / f"{question.name}.csv").read_text("utf-8").splitlines()[0]
    assert answered(settings, question, **given).splitlines() == [expected]


# What the sample newsroom was written to tell, in words that can be checked against its articles.


def test_who_named_the_group_first(settings: Settings) -> None:
    (dawn,) = rows(settings, "first-named", actor="Kessar Dawn")
    assert (dawn["outlet"], dawn["stance"], dawn["source"]) == ("The Valdena Courier", "suspected", "officials")
    assert (dawn["hours_after_first_report"], dawn["days_after_act"]) == ("4.5", "0")
    (torvia,) = rows(settings, "first-named", actor="Torvia")
    assert torvia["days_after_act"] == "1"


def test_who_is_still_at_suspected(settings: Settings) -> None:
    behind = rows(settings, "still-suspected")
    assert {(r["outlet"], r["actor"], r["confirmed_actor"]) for r in behind} >= {
        ("Le Phare de Lissa", "Kessar Dawn", "Lantern Brigade"),
        ("The Halsk Post", "Kessar Dawn", "Lantern Brigade"),
    }
    assert {r["outlet"] for r in behind if r["has_written_since"] == "false"} == {"Le Phare de Lissa"}


def test_the_toll_at_six_in_the_evening_is_not_the_toll_of_today(settings: Settings) -> None:
    def killed(at: str) -> str:
        return next(
            r["latest"] for r in rows(settings, "toll-known-at", at=at) if r["kind"] == "killed" and "Marenz" in r["story"]
        )

    assert (killed("2026-03-10T18:00Z"), killed("2026-03-12T18:00Z")) == ("23", "31")


def test_a_listing_counts_on_the_days_on_which_it_stood(settings: Settings) -> None:
    found = {(r["group_name"], r["jurisdiction"]): r for r in rows(settings, "designated-groups")}
    assert found["Kessar Dawn", "Albrenia"]["last_day"] == "2026-03-10", "it was taken off the register on the 11th"
    assert found["Kessar Dawn", "Valdena"]["last_day"] > "2026-03-11"
    assert found["Copper Hand", "Torvia"]["first_day"] == "2026-03-12"
    assert [r["group_name"] for r in rows(settings, "undesignated-groups")] == ["Lantern Brigade"]


# ---- who may ask ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Iterator[Connection]:
    """A connection that acts as a role for analysts: it may use, select and execute what is in schema report."""
    role = "cookbook_test_reader"
    with psycopg2.connect(settings.dsn, options="-c timezone=UTC") as connection, connection.cursor() as cursor:
        # never committed: the role ends with the connection
        cursor.execute(f"create role {role}")
        cursor.execute(f"grant usage on schema report to {role}")
        cursor.execute(f"grant select on all tables in schema report to {role}")
        cursor.execute(f"grant execute on all functions in schema report to {role}")
        cursor.execute(f"set local role {role}")
        yield connection
        connection.rollback()
    connection.close()


@every_question
@pytest.mark.rel("J01")
def test_an_analyst_with_rights_on_report_alone_may_ask(reader: Connection, question: Question) -> None:
    with reader.cursor() as cursor:
        cursor.execute(question.statement, bind(question, question.example, LATEST))
        expected = (ROOT / ANSWERS / f"{question.name}.csv").read_text("utf-8")
        assert len(cursor.fetchall()) == len(list(csv.reader(io.StringIO(expected, newline="")))) - 1


def test_the_analyst_may_read_nothing_else(reader: Connection) -> None:
    with reader.cursor() as cursor:
        cursor.execute("savepoint before")
        for table in ("core.article", "mart.ledger_claim", "ops.page", "ref.outlet"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(f"select 1 from {table} limit 1")
            cursor.execute("rollback to savepoint before")


@every_question
def test_the_sql_as_printed_answers_the_same(settings: Settings, question: Question) -> None:
    with connect(str(settings.dsn)) as connection, connection.cursor() as cursor:
        values = bind(question, question.example, LATEST)
        cursor.execute(question.statement, values)
        expected = cursor.fetchall()
        cursor.execute(as_sql(question, values))
        assert cursor.fetchall() == expected


# ---- what is read --------------------------------------------------------------------------------------------------------

READ = """
select distinct right(relname, 8) from pg_stat_xact_user_tables
where schemaname in ('mart', 'core') and relname ~ '_y\\d{4}m\\d\\d$' and seq_scan + coalesce(idx_scan, 0) > 0
"""


def months_read(settings: Settings, statement: str, values: dict[str, Any]) -> set[str]:
    """Months whose partitions a query reads."""
    with psycopg2.connect(settings.dsn, options="-c timezone=UTC") as connection, connection.cursor() as cursor:
        # as with much data, where a join of a few articles with whole months costs more than looking each of them up
        cursor.execute("set enable_hashjoin = off; set enable_mergejoin = off")
        cursor.execute(statement, values)
        cursor.execute(READ)
        found = {suffix for (suffix,) in cursor.fetchall()}
    connection.close()
    return found


@every_question
@pytest.mark.rel("K07")
def test_a_question_reads_the_months_of_its_window_alone(settings: Settings, question: Question) -> None:
    months = months_read(settings, question.statement, bind(question, question.example, LATEST))
    assert months <= {"y2026m03"}


def test_a_question_without_a_window_would_be_seen_to_read_other_months(settings: Settings) -> None:
    assert len(months_read(settings, "select count(*) from report.revision", {})) > 3


# ---- strange words -------------------------------------------------------------------------------------------------------

NAUGHTY = [
    "'",
    "' or 1=1 --",
    "'; drop table core.article; --",
    "%s",
    "%(since)s",
    "%",
    "\\",
    "\\'",
    "$$",
    "\u202e",
    "\ud800",
    "\0",
    "ﷺ",
]


def survives(settings: Settings, question: Question, parameter: str, words: str) -> bool:
    """True where the question with these words as a parameter ends in an answer or in an error of one line."""
    try:
        answered(settings, question, **{parameter: words})
    except MediaMonitorError as error:
        return "\n" not in str(error)
    return True


@every_question
@pytest.mark.rel("I08")
def test_no_value_breaks_a_question(settings: Settings, question: Question) -> None:
    for parameter in question.parameters:
        assert [words for words in NAUGHTY if not survives(settings, question, parameter.name, words)] == []
    assert one(settings, "select count(*) from core.article") > 0


@pytest.mark.rel("I08")
def test_no_collected_string_breaks_a_question(settings: Settings) -> None:
    data = os.environ.get("MEDIA_MONITOR_DATA")
    path = Path(data or "") / "hostile" / "blns.json"
    if not data or not path.is_file():
        pytest.skip("MEDIA_MONITOR_DATA has no hostile/blns.json: 515 collected strings are not tried")
    question = questions()["first-named"]
    assert [words for words in json.loads(path.read_text("utf-8")) if not survives(settings, question, "actor", words)] == []


# ---- the command line ----------------------------------------------------------------------------------------------------


def call(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments), env=settings.as_env(), terminal_width=200)


def test_without_a_name_the_questions_are_listed() -> None:
    listing = CliRunner().invoke(cli.app, ["query"]).stdout
    assert [q.name for q in questions().values() if q.name not in listing or q.title not in listing] == []


def test_a_question_is_answered_as_a_table(settings: Settings) -> None:
    result = call(settings, "query", "agency-share")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split() == ["outlet", "articles", "agency_articles", "agency_share", "main_agency"]


def test_an_answer_may_be_empty(settings: Settings) -> None:
    result = call(settings, "query", "agency-share", "--until", "1999-01-01")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "Nothing found.")


def test_show_prints_the_sql_and_asks_nothing(settings: Settings) -> None:
    printed = call(settings, "query", "first-named", "--actor", "O'Brien", "--since", "2026-03-01").stdout
    shown = call(settings, "query", "first-named", "--actor", "O'Brien", "--since", "2026-03-01", "--show").stdout
    assert "O''Brien" in shown
    assert "'2026-03-01'" in shown
    assert "%(" not in shown
    assert shown != printed


def test_an_answer_becomes_a_file_and_the_audit_knows(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "answer.jsonl"
    assert call(settings, "query", "agency-share", "--format", "jsonl", "--out", str(target)).exit_code == 0
    count = len(target.read_text("utf-8").splitlines())
    assert count > 3
    newest = one(settings, "select details from ops.audit where what = 'export' order by audit_id desc limit 1")
    assert newest == {"what": "query agency-share", "rows": count, "format": "jsonl", "is_raw": False}


def test_a_value_that_makes_no_sense_is_named(settings: Settings) -> None:
    result = call(settings, "query", "agency-share", "--since", "yesterday")
    assert isinstance(result.exception, MediaMonitorError)
    assert str(result.exception) == "--since 'yesterday': give a date as YYYY-MM-DD, or as `latest - 6 days`"
