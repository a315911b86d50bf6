"""`media-monitor correct` and `watchlist` as a person meets them."""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from media_monitor import cli
from media_monitor.errors import CorrectionError
from media_monitor.settings import Settings
from media_monitor.stages import report
from warehouse_fixtures import CLAIM, Told, ask, one, published

Call = Callable[..., Result]
ENTITY = "insert into ref.entity (entity_id, name, kind) values ('org:tin-hand', 'Tin Hand', 'group')"


pytestmark = pytest.mark.usefixtures("unwatched")


@pytest.fixture
def call(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `media-monitor` on a warehouse with one article, whose claim is `CLAIM`."""
    monkeypatch.chdir(tmp_path)
    published(settings, Told())
    ask(settings, ENTITY)
    report.run(settings)

    def run(*arguments: object) -> Result:
        found: dict[str, Any] = dict.fromkeys(("MEDIA_MONITOR_SAMPLE", "MEDIA_MONITOR_FEEDS"))
        return CliRunner().invoke(cli.app, [str(a) for a in arguments], env=found | replace(settings).as_env())

    return run


def claim_id(settings: Settings) -> Any:
    return one(settings, "select claim_id from report.attribution_ledger")


def test_a_correction_says_what_it_changes_and_the_list_who_and_why(settings: Settings, call: Call) -> None:
    result = call("correct", "claim", claim_id(settings), "--stance", "suspected", "--reason", "says [so] itself", "--by", "ada")
    assert result.exit_code == 0, result.output
    (correction_id,) = ask(settings, "select correction_id from core.correction")[0]
    assert f"correction {correction_id} recorded" in result.stdout
    lines = [line.strip().split(" ", 3) for line in result.stdout.splitlines()[1:]]
    assert [(sign, rest.split(" The Copper Hand")[0].split(" ")[0]) for sign, _, _, rest in lines] == [
        ("-", "claim"),
        ("+", "claim"),
    ]
    assert "suspected" in lines[1][3]
    assert CLAIM not in result.stdout
    listed = call("correct", "list").stdout
    for told in (correction_id, "standing", "claim reads", "stance:", "claimed →", "suspected", "ada", "says [so]"):
        assert str(told) in listed


def test_who_corrects_is_the_user_of_this_machine(settings: Settings, call: Call) -> None:
    call("correct", "figure", one(settings, "select article_id from core.article"), 0, "--wrong", "--reason", "x")
    assert one(settings, "select made_by from core.correction") == pwd.getpwuid(os.getuid()).pw_name


def test_a_dry_run_records_nothing(settings: Settings, call: Call) -> None:
    result = call("correct", "claim", claim_id(settings), "--wrong", "--reason", "x", "--dry-run")
    assert "dry run: nothing was recorded" in result.stdout
    assert "- article" in result.stdout
    assert call("correct", "list", "--format", "jsonl").stdout == ""


def test_every_kind_can_be_made_and_withdrawn(settings: Settings, call: Call) -> None:
    article, story = ask(settings, "select article_id, story_id from report.article")[0]
    published(settings, Told(url="https://ledger.test/cup", title="Rovers win the cup", text="Two goals to nil."))
    report.run(settings)
    ((cup, other),) = ask(settings, "select article_id, story_id from report.article where article_id <> %s", article)
    ask(settings, "insert into ref.topic (code, label) values ('medtop:15000000', 'sport')")
    why = ("--reason", "x")
    for arguments in (
        (
            "claim",
            "--article",
            article,
            "--sentence",
            CLAIM,
            "--stance",
            "denied",
            "--source",
            "none",
            "--actor",
            "The Copper Hand",
            *why,
        ),
        ("figure", article, 0, "--minimum", "none", "--maximum", "12", "--qualifier", "up_to", "--aggregate", "--part", *why),
        ("topic", cup, "medtop:15000000", "--holds", *why),
        ("topic", article, "medtop:15000000", "--fails", *why),
        ("alias", "The Copper Hand", "org:tin-hand", "--everywhere", *why),
        ("alias", "The Copper Hand", "org:tin-hand", "--not", "--article", article, *why),
        ("story", story, "--same-as", other, *why),
        ("story", story, "--without", cup, *why),
    ):
        result = call("correct", *arguments)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
    assert "is overruled by" in result.stdout, "the article was of that story a moment ago"
    rows = [json.loads(line) for line in call("correct", "list", "--format", "jsonl").stdout.splitlines()]
    assert [(row["kind"], row["verdict"]) for row in rows] == [
        ("claim", "missing"), ("figure", "reads"), ("topic", "holds"), ("topic", "fails"), ("alias", "is"), ("alias", "is_not"),
        ("story", "same"), ("story", "other"),
    ]  # fmt: skip
    assert rows[1]["reads"] == {"minimum": None, "maximum": 12, "qualifier": "up_to", "is_aggregate": True, "is_part_of": True}
    for row in rows:
        assert call("correct", "withdraw", row["correction_id"], "--reason", "not so").exit_code == 0
    assert len(call("correct", "list", "--state", "withdrawn", "--format", "jsonl").stdout.splitlines()) == len(rows)
    assert call("correct", "list", "--state", "standing", "--format", "jsonl").stdout == ""


def test_what_cannot_be_corrected_is_one_line(settings: Settings, call: Call) -> None:
    for arguments, told in (
        (("claim", 99, "--wrong", "--reason", "x"), "there is no claim 99"),
        (("alias", "x", "org:tin-hand", "--reason", "x"), "say where: either --article ID or --everywhere"),
        (("alias", "x", "org:tin-hand", "--reason", "x", "--article", 1, "--everywhere"), "say where"),
        (("withdraw", 99, "--reason", "x"), "there is no correction 99"),
    ):
        result = call("correct", *arguments)
        assert isinstance(result.exception, CorrectionError)
        assert told in str(result.exception)
        assert "\n" not in str(result.exception)


def test_a_file_is_imported_from_the_command_line(settings: Settings, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    path.write_text(f"correct,claim_id,wrong,reason\nclaim,{claim_id(settings)},yes,no claim at all\n", "utf-8")
    assert "dry run" in call("correct", "import", path, "--dry-run").stdout
    assert call("correct", "import", path, "--by", "ada").exit_code == 0
    assert ask(settings, "select made_by, verdict from core.correction") == [("ada", "wrong")]


def test_the_watchlist_by_hand(settings: Settings, call: Call) -> None:
    assert "Tin Hand is watched" in call("watchlist", "add", "entity", "org:tin-hand", "--note", "new [group]").stdout
    assert "new [group]" in call("watchlist", "list").stdout
    watch_id = one(settings, "select watch_id from ref.watch")
    assert call("watchlist", "remove", watch_id).exit_code == 0
    assert "org:tin-hand" not in call("watchlist", "list").stdout
