"""The command line as a person meets it: help that teaches, errors of one line, and the fixed interfaces."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from typer.testing import CliRunner, Result

from conftest import Clones
from media_monitor import cli
from media_monitor.local.newsroom import load, serve
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import doctor
from warehouse_fixtures import TEXT, TITLE, Told, ask, one, published, settings_for

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "interfaces"
Call = Callable[..., Result]


@pytest.fixture
def call(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `media-monitor` with the settings of this test in its environment."""
    monkeypatch.chdir(tmp_path)
    environment = dict.fromkeys(("MEDIA_MONITOR_DSN", "MEDIA_MONITOR_SAMPLE", "MEDIA_MONITOR_FEEDS"))

    def run(*arguments: str, **changes: Any) -> Result:
        found: dict[str, str | None] = environment | replace(settings, **changes).as_env()
        return CliRunner().invoke(cli.app, list(arguments), env=found)

    return run


# ---- help ------------------------------------------------------------------------------------------------------------


def commands(group: Any, *path: str) -> list[tuple[str, ...]]:
    """Paths of the commands below a group."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found += commands(command, *path, name) if hasattr(command, "commands") else [(*path, name)]
    return found


COMMANDS = commands(typer.main.get_command(cli.app))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_says_what_a_command_does_and_what_it_wants(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.app, [*path, "--help"], terminal_width=200)
    assert result.exit_code == 0
    command: Any = typer.main.get_command(cli.app)
    for name in path:
        command = command.commands[name]
    assert len(command.help.split()) >= 5
    assert [p.name for p in command.params if p.name != "help" and not p.help] == []
    assert " ".join(command.help.split()[:4]) in " ".join(result.stdout.replace("│", " ").split())


def test_help_names_every_command() -> None:
    assert len(COMMANDS) >= 15
    groups = sorted({path[:-1] for path in COMMANDS})
    listing = "".join(CliRunner().invoke(cli.app, [*group, "--help"]).stdout for group in groups)
    assert [path for path in COMMANDS if path[-1] not in listing] == []


# ---- errors ----------------------------------------------------------------------------------------------------------


def main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["media-monitor", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "dsn", "message"),
    [
        (["status"], None, "error: no warehouse: set MEDIA_MONITOR_DSN="),
        (["poll"], "postgresql://desk:hush@127.0.0.1:1/[/red]", "error: PostgreSQL at 127.0.0.1:1/[/red] cannot be reached"),
        (["annotate", "no[/b]documents.jsonl"], None, "error: line 1: not JSON"),
        (["feeds", "export", "mine[/x].txt"], "postgresql://desk:hush@127.0.0.1:1/x", "error: mine[/x].txt: name a file"),
        (["ingest", "--day", "yesterday"], None, "error: --day yesterday: give a date as YYYY-MM-DD"),
    ],
)
def test_an_error_is_one_line_and_exit_code_1(
    arguments: list[str],
    dsn: str | None,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("media_monitor.warehouse.db.CONNECT_TRIES", 1)
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.delenv("MEDIA_MONITOR_DSN", raising=False)
    if dsn:
        monkeypatch.setenv("MEDIA_MONITOR_DSN", dsn)
    (tmp_path / "no[").mkdir()
    (tmp_path / "no[" / "b]documents.jsonl").write_text("{", "utf-8")
    assert main(monkeypatch, *arguments) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(message)
    assert captured.err.count("\n") == 1
    assert "hush" not in captured.err + captured.out
    assert captured.out == ""


# ---- doctor and status -----------------------------------------------------------------------------------------------


def findings(settings: Settings) -> dict[str, doctor.Finding]:
    return {finding.what: finding for finding in doctor.examine(settings)}


def test_a_sound_installation_has_no_finding(settings: Settings, call: Call) -> None:
    assert [f for f in doctor.examine(settings) if not f.is_ok] == []
    result = call("doctor")
    assert (result.exit_code, result.stdout.count("ok "), "BAD" in result.stdout) == (0, 9, False)


@pytest.mark.parametrize(
    ("what", "changes", "detail"),
    [
        ("database", {"dsn": None}, "no warehouse: set MEDIA_MONITOR_DSN"),
        ("database", {"dsn": "postgresql://desk:hush@127.0.0.1:1/x"}, "cannot be reached"),
        ("archive", {"archive_url": "nonsense://bucket"}, "nonsense"),
        ("archive", {"archive_url": "s3://bucket/archive"}, "s3fs"),
        ("contact", {"contact": "https://example.org/media-monitor"}, "set MEDIA_MONITOR_CONTACT"),
        ("seeds", {"seeds": Path("/nonexistent")}, "outlets.csv"),
        ("knowledge base", {"seeds": Path("/nonexistent")}, "no entities"),
    ],
)
def test_each_thing_that_is_wrong_is_found(
    settings: Settings, call: Call, what: str, changes: dict[str, Any], detail: str
) -> None:
    found = findings(replace(settings, **changes))[what]
    assert not found.is_ok
    assert detail in found.detail
    assert "hush" not in found.detail
    assert call("doctor", **changes).exit_code == 1


def test_an_archive_in_the_place_of_a_file_is_found(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    assert not findings(replace(settings, archive_url=str(tmp_path / "taken")))["archive"].is_ok


def test_a_schema_that_is_behind_is_found(clones: Clones, tmp_path: Path) -> None:
    with clones() as dsn:
        settings = settings_for(dsn, tmp_path)
        one(settings, "update alembic_version set version_num = '0001' returning 1")
        assert findings(settings)["schema"].detail.endswith("run `media-monitor migrate`")
        one(settings, "update alembic_version set version_num = version_num returning 1")


@pytest.mark.rel("M01")
def test_runs_that_do_not_take_place_are_found(settings: Settings) -> None:
    one(settings, "with o as (insert into ref.outlet (outlet_id, name, domain) values ('ledger', 'Ledger', 'ledger.test')), "
        "f as (insert into ref.feed (feed_id, outlet_id, url, url_sha, shard) values ('news', 'ledger', 'x', 'x', 0)) "
        "insert into ops.feed_state (feed_id, next_poll_at) select 'news', now() - '31 min'::interval returning 1")  # fmt: skip
    found = findings(settings)["pipeline"]
    assert not found.is_ok
    assert found.detail.startswith("'no feed waits for its poll' does not hold: are the DAGs unpaused")
    one(settings, "update ops.feed_state set next_poll_at = now() - interval '29 minutes' returning 1")  # the control
    assert findings(settings)["pipeline"].is_ok


def test_a_report_can_begin_with_a_rebuild_of_every_day(settings: Settings, call: Call) -> None:
    published(settings, Told())
    assert call("report").exit_code == 0
    ask(settings, "update mart.coverage_daily set article_count = 77")
    result = call("report", "--rebuild")
    assert result.exit_code == 0, result.output
    assert "rebuild  1 days, 1 articles" in result.output
    assert one(settings, "select article_count from mart.coverage_daily") == 1


def test_status_shows_what_waits_and_how_addresses_ended(settings: Settings, call: Call) -> None:
    published(settings, Told())
    one(settings, "insert into ops.page (url, url_sha, shard, discovered_at, outcome, outcome_reason) "
        "values ('https://ledger.test/[/x]', 'x', 0, now(), 'failed', 'odd [/reason]') returning 1")  # fmt: skip
    result = call("status")
    assert result.exit_code == 0
    assert "odd [/reason]" in result.stdout
    assert "report days" in result.stdout
    assert "publish" in result.stdout


def test_migrate_says_where_the_schema_is(call: Call) -> None:
    assert "schema at revision" in call("migrate").stdout


# ---- fixed interfaces ------------------------------------------------------------------------------------------------


def lines(result: Result, name: str) -> list[dict[str, Any]]:
    """Output lines, each valid under the committed schema."""
    assert result.exit_code == 0, result.output
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    found: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    for line in found:
        jsonschema.validate(line, schema)
    return found


def test_annotate_writes_lines_of_the_schema_in_input_order(call: Call, tmp_path: Path) -> None:
    documents = [{"id": "b", "text": TEXT, "title": TITLE}, {"id": "a", "text": ""}, {"id": "c", "text": "\ud83d lone"}]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, documents)) + "\n", "utf-8")
    found = lines(call("annotate", "docs.jsonl"), "annotate")
    assert [line["id"] for line in found] == ["b", "a", "c"]
    assert found[0]["claims"]
    assert call("annotate", "docs.jsonl", "--out", "out.jsonl").exit_code == 0
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()] == found


PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"


def test_extract_writes_a_line_for_each_input_of_the_schema(call: Call, tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{part} Boat {n} came back to the quay at noon that day.</p>" for n, part in enumerate([TEXT] * 5))
    (tmp_path / "page.html").write_text(PAGE.format(title=TITLE, text=paragraphs), "utf-8")
    (tmp_path / "empty.html").write_text("", "utf-8")
    found = lines(call("extract", "page.html", "empty.html"), "extract")
    assert [line["outcome"] == "article" for line in found] == [True, False]
    assert "Copper Hand" in found[0]["text"]
    assert lines(call("extract", "page.html", "--url", "https://ledger.test/x"), "extract")[0]["url"] == "https://ledger.test/x"


# ---- feeds -----------------------------------------------------------------------------------------------------------


def test_feeds_check_explains_feeds_and_what_is_none(call: Call) -> None:
    with serve(load(default_seeds() / "newsroom")) as (host, port):
        sample = f"{host}:{port}"
        good = call("feeds", "check", "http://www.valdena-courier.test/feeds/news.xml", sample=sample)
        bad = call("feeds", "check", "http://www.valdena-courier.test/feeds/opinion.xml", sample=sample)
        lost = call("feeds", "check", "http://www.valdena-courier.test/no/such/feed", sample=sample)
    assert good.exit_code == 0, good.output
    assert "The Valdena Courier" in good.stdout
    assert "next poll" in good.stdout
    assert (bad.exit_code, lost.exit_code) == (1, 1)
    assert "problem" in bad.stdout
    assert "404" in lost.stdout


@pytest.mark.parametrize("name", ["mine.csv", "mine.opml"])
def test_feeds_are_exported_and_imported_again(settings: Settings, call: Call, tmp_path: Path, name: str) -> None:
    assert call("sync-reference").exit_code == 0
    count = one(settings, "select count(*) from ref.feed where is_active")
    assert f"{count} feeds in {name}" in call("feeds", "export", name).stdout
    result = call("feeds", "import", name)
    assert result.exit_code == 0
    assert f"{count} feed" in result.stdout
    assert (
        one(settings, "select count(*) from ref.feed where is_active") == count == one(settings, "select count(*) from ref.feed")
    )


# ---- roles -----------------------------------------------------------------------------------------------------------


def test_somebody_is_let_in_and_listed(call: Call, settings: Settings) -> None:
    ask(settings, "drop role if exists newcomer")
    try:
        admitted = call("roles", "admit", "newcomer")
        assert admitted.exit_code == 0
        assert r"in psql, \password newcomer" in admitted.output
        assert "newcomer may read: the views and functions of schema report" in call("roles", "admit", "newcomer").output
        reporters = call("roles", "list").output.partition("\nlicensed")[0].splitlines()
        assert reporters[0].startswith("reporter  the views and functions of schema report")
        assert "  newcomer" in reporters
        assert call("roles", "admit", "newcomer", "--as", "king").exception.args == (
            "--as king: one of reporter, licensed, plugin, loader, owner",
        )
    finally:
        ask(settings, "drop owned by newcomer; drop role newcomer")
