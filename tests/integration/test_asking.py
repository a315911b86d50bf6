"""search, export and query from the command line: files that are whole or absent, strange words, and what the audit knows."""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from arro3.io import read_parquet
from typer.testing import CliRunner, Result

from media_monitor import cli
from media_monitor.errors import LocalError, MediaMonitorError, SettingsError, WarehouseError
from media_monitor.settings import Settings
from media_monitor.stages import query
from media_monitor.stages.files import replacing
from media_monitor.warehouse import answers
from warehouse_fixtures import AT, CLAIM, DAY, Told, ask, one, published, refreshed

Call = Callable[..., Result]


@pytest.fixture
def call(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `media-monitor` in an empty folder, for a warehouse with two articles of an outlet that allows 500 characters."""
    published(
        settings, Told(), Told("https://ledger.test/cup", title="=1+1", text="Rovers won.", at=AT + DAY, published=AT + DAY)
    )
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = 500, name = 'The Ledger'")
    monkeypatch.chdir(tmp_path)
    environment = dict.fromkeys(("MEDIA_MONITOR_SAMPLE", "MEDIA_MONITOR_FEEDS"))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli.app, list(arguments), env=environment | settings.as_env())

    return run


def audited(settings: Settings) -> list[dict[str, Any]]:
    return [details for (details,) in ask(settings, "select details from ops.audit where what = 'export' order by audit_id")]


# ---- one claim, one story ----------------------------------------------------------------------------------------------


def test_why_shows_sentence_rule_and_parse(call: Call, settings: Settings) -> None:
    ((claim_id,),) = ask(settings, "select claim_id from core.claim order by claim_id limit 1")
    result = call("why", str(claim_id))
    assert result.exit_code == 0, result.output
    assert "The Copper Hand said it had planted the bomb at Ossa Bridge." in result.stdout
    assert "nsubj" in result.stdout


def test_why_of_no_claim_is_refused_in_one_line(call: Call) -> None:
    result = call("why", "0")
    assert isinstance(result.exception, SettingsError)
    assert "no claim 0" in str(result.exception)


def test_the_ledger_of_a_story_asks_every_question(call: Call) -> None:
    result = call("ledger", "no-such-story")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("nothing") == 6


# ---- search ----------------------------------------------------------------------------------------------------------


def test_search_shows_headline_outlet_passage_and_link(call: Call) -> None:
    result = call("search", "planted", "bomb")
    assert result.exit_code == 0, result.output
    told = "Blast at Ossa Bridge  The Ledger, 2026-03-10\n  The Copper Hand said it had planted the bomb at Ossa Bridge."
    assert result.stdout.startswith(f"{told}\n  https://ledger.test/bridge\n")


def test_a_search_that_finds_nothing_says_so(call: Call) -> None:
    result = call("search", "zeppelin")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing found.\n")


def test_a_word_may_be_unwanted(call: Call) -> None:
    assert "ledger.test/bridge" in call("search", "bomb").stdout
    assert call("search", "bomb", "-planted").stdout == ""


def test_days_are_counted_from_the_newest(call: Call) -> None:
    assert call("search", "rovers", "--since", "latest").stdout
    assert call("search", "bomb", "--since", "latest").stdout == ""
    assert call("search", "bomb", "--since", "latest - 1 days").stdout


def test_search_answers_as_lines_for_programs(call: Call) -> None:
    line = json.loads(call("search", "planted", "--format", "jsonl").stdout)
    assert line["extract"] == CLAIM.replace("planted", "**planted**")
    assert (line["outlet"], line["published_on"], line["url"]) == ("The Ledger", "2026-03-10", Told().url)


@pytest.mark.rel("I07")
def test_csv_on_standard_output_is_safe_unless_raw(call: Call) -> None:
    def title(*options: str) -> str:
        return next(csv.DictReader(call("search", "rovers", "--format", "csv", *options).stdout.splitlines()))["title"]

    assert (title(), title("--raw")) == ("'=1+1", "=1+1")


# ---- export ----------------------------------------------------------------------------------------------------------


def test_without_a_view_the_views_are_listed(call: Call) -> None:
    listing = call("export").stdout
    assert "article " in listing
    assert "One row per article" in listing


def test_a_view_becomes_a_file_of_its_window(call: Call, settings: Settings) -> None:
    assert call("export", "article", "--out", "all.csv").exit_code == 0
    result = call("export", "article", "--format", "jsonl", "--out", "day.jsonl", "--since", "2026-03-11", "--until", "latest")
    assert result.stderr.splitlines()[-1] == "1 rows in day.jsonl"
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row["title"] for row in csv.DictReader(file)) == ["'=1+1", "Blast at Ossa Bridge"]
    (line,) = map(json.loads, Path("day.jsonl").read_text("utf-8").splitlines())
    assert (line["title"], line["covers_on"]) == ("=1+1", "2026-03-11")
    assert [(row["what"], row["rows"], row["format"]) for row in audited(settings)] == [
        ("view article", 2, "csv"),
        ("view article", 1, "jsonl"),
    ]


def test_parquet_has_the_types_of_the_warehouse(call: Call) -> None:
    assert call("export", "article", "--format", "parquet", "--out", "a.parquet").exit_code == 0
    (batch,) = list(read_parquet("a.parquet"))
    rows = ({name: batch.column(name)[n].as_py() for name in batch.schema.names} for n in range(batch.num_rows))
    (row,) = (row for row in rows if row["title"] == "Blast at Ossa Bridge")
    assert row["published_at"] == datetime(2026, 3, 10, 7, tzinfo=UTC)
    assert row["covers_on"] == date(2026, 3, 10)
    assert isinstance(row["article_id"], int)
    assert isinstance(row["terrorism"], float)


def test_an_empty_window_keeps_the_columns(call: Call) -> None:
    assert call("export", "article", "--format", "parquet", "--out", "a.parquet", "--until", "1999-01-01").exit_code == 0
    reader = read_parquet("a.parquet")
    assert (reader.schema.names[0], sum(len(batch) for batch in reader)) == ("article_id", 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "article"], "export article: name the file with --out"),
        (
            ["export", "artikle", "--out", "x"],
            "artikle: no such view of schema report, did you mean article? `media-monitor export` lists them",
        ),
        (["export", "coverage_span", "--out", "x", "--since", "latest"], "coverage_span has no day (covers_on) to choose by"),
        (
            ["export", "article", "--out", "x", "--since", "soon"],
            "--since 'soon': give a date as YYYY-MM-DD, or as `latest - 6 days`",
        ),
        (["export", "article", "--out", "no/x"], "no/x cannot be written: No such file or directory"),
        (["search", "bomb", "--format", "parquet"], "--format parquet is no text for a terminal: give --out FILE"),
        (["search", "bomb", "--out", "x"], "--out x: say what to write with --format csv, jsonl or parquet"),
        (["search", "bo\0mb"], "question: a NUL or half a character"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(call: Call, settings: Settings, arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert isinstance(result.exception, MediaMonitorError)
    assert str(result.exception).startswith(message)
    assert "\n" not in str(result.exception)
    assert list(Path().iterdir()) == [Path("var")] * Path("var").exists()
    assert audited(settings) == []


# ---- files that are whole or absent ----------------------------------------------------------------------------------


def test_a_file_takes_its_place_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_text("old")
    with replacing(target) as draft:
        draft.write_text("new")
        assert (target.read_text(), draft.parent) == ("old", tmp_path)
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(call: Call, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Path("a.csv")
    target.write_text("old")
    monkeypatch.setattr(answers, "_batches", lambda cursor, first: iter([first, 1 / 0]))
    assert isinstance(call("export", "article", "--out", "a.csv").exception, ZeroDivisionError)
    assert (target.read_text(), [path for path in Path().iterdir() if path.is_file()]) == ("old", [target])


@pytest.mark.rel("J07")
def test_what_the_audit_does_not_know_of_is_not_exported(call: Call, settings: Settings) -> None:
    with psycopg2.connect(settings.dsn) as blocking, blocking.cursor() as cursor:
        cursor.execute("alter function report.record_export rename to forgotten")
        blocking.commit()
        try:
            assert isinstance(call("export", "article", "--out", "a.csv").exception, WarehouseError)
            assert not Path("a.csv").exists()
        finally:
            cursor.execute("alter function report.forgotten rename to record_export")
    blocking.close()


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="cannot be written: No space left on device"), replacing(tmp_path / "x"):
        Path("/dev/full").write_text("x")
    assert list(tmp_path.iterdir()) == []


# ---- much of it ------------------------------------------------------------------------------------------------------

MEASURE = """
import resource, sys
from pathlib import Path
from media_monitor.report import answers
from media_monitor.warehouse.answers import answer
from media_monitor.warehouse.db import connect

statement = "select n, repeat(md5(n::text), 20) as words, now() as at from generate_series(1, %(most)s) as n"
with connect(sys.argv[1]) as connection, answer(connection, statement, {"most": int(sys.argv[3])}) as found:
    answers.write(found, Path(sys.argv[4]), sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_large_answer_streams(settings: Settings, tmp_path: Path, form: str) -> None:
    def peak(rows: int) -> int:
        """Peak memory of a process that writes so many rows, in MiB."""
        command = [sys.executable, "-c", MEASURE, str(settings.dsn), form, str(rows), str(tmp_path / "x")]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    small, large = peak(2_000), peak(100_000)
    assert (tmp_path / "x").stat().st_size > 1_000_000
    assert large - small < 40, "100,000 rows of 640 characters are 64 MB of text"


# ---- strange words ---------------------------------------------------------------------------------------------------

NAUGHTY = [
    "'",
    "''",
    "' or 1=1 --",
    "'; drop table core.article; --",
    "--",
    "/*",
    "%s",
    "%(question)s",
    "%",
    "\\",
    "$$",
    "$1",
    ":name",
    "&",
    "|",
    "!",
    "a:*",
    "(",
    "<->",
    '"',
    "\u202etest",
    "ﷺ" * 100,
    "\ud800",
    "\0",
    "x" * 20_000,
]


def naughty_strings() -> list[str]:
    from os import environ

    data = environ.get("MEDIA_MONITOR_DATA")
    path = Path(data or "") / "hostile" / "blns.json"
    return json.loads(path.read_text("utf-8")) if data and path.is_file() else []


OPTIONS = ("words", "language", "outlet")


def survives(settings: Settings, words: str, option: str) -> bool:
    """True where a search with these words as one of its parameters ends in an answer or in an error of one line."""
    given = {"words": "bomb", "language": None, "outlet": None} | {option: words}
    try:
        with query.search(settings, since="none", until="none", most=3, **given) as answer:
            list(answer.batches)
    except MediaMonitorError as error:
        return "\n" not in str(error)
    return True


@pytest.mark.rel("I08")
@pytest.mark.parametrize("option", OPTIONS)
def test_no_words_break_a_search(call: Call, settings: Settings, option: str) -> None:
    assert [words for words in NAUGHTY if not survives(settings, words, option)] == []
    assert one(settings, "select count(*) from core.article") == 2


@pytest.mark.rel("I08")
def test_no_collected_string_breaks_a_search(call: Call, settings: Settings) -> None:
    found = naughty_strings()
    if not found:
        pytest.skip("MEDIA_MONITOR_DATA has no hostile/blns.json: 515 collected strings are not tried")
    tried = zip(found, itertools.cycle(OPTIONS), strict=False)
    assert [words for words, option in tried if not survives(settings, words, option)] == []
    assert one(settings, "select count(*) from core.article") == 2


@pytest.mark.rel("I08")
def test_a_statement_put_together_from_words_would_have_broken(settings: Settings) -> None:
    with pytest.raises(psycopg2.errors.SyntaxError):
        ask(settings, "select * from report.search('{}')".format("'; drop table core.article; --".replace("--", "(")))
