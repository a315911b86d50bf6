"""`make run` where it cannot run, one run at a time, and what is left after cleaning; the whole of it is tested by running it."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from media_monitor.errors import LocalError
from media_monitor.local import ports, private, sessions
from media_monitor.local.clean import clean
from media_monitor.local.progress import Steps
from media_monitor.local.run import _stoppable, code_folder, metadata_beside, run
from media_monitor.local.turn import own_turn
from media_monitor.settings import Settings, child_environment

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may touch the checkout's own state."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("MEDIA_MONITOR_"):
            monkeypatch.delenv(name)


def test_a_server_that_is_down_is_one_line_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    monkeypatch.setenv("MEDIA_MONITOR_DSN", f"postgresql://u:hush@127.0.0.1:{ports.any_free()}/media")
    assert run(once=True, feeds=None, port=None) == 1
    output = capsys.readouterr().out
    assert [line.split()[:2] for line in output.splitlines()] == [["✗", "PostgreSQL"], ["Cannot", "go"]]
    assert "MEDIA_MONITOR_DSN" in output
    assert "hush" not in output


def test_a_list_of_feeds_that_is_not_there_stops_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(once=True, feeds=tmp_path / "none.csv", port=None) == 1
    assert "none.csv: no such file" in capsys.readouterr().out
    assert not (tmp_path / ".local" / "postgres").exists()


def test_airflows_database_lies_beside_the_warehouse_under_its_name() -> None:
    assert metadata_beside("postgresql://u:p@db.test:5433/media?sslmode=require") == (
        "postgresql://u:p@db.test:5433/media_airflow?sslmode=require"
    )


@pytest.mark.parametrize("dsn", ["host=db.test dbname=media", "postgresql://db.test", "mysql://db.test/media"])
def test_a_dsn_of_another_kind_is_refused(dsn: str) -> None:
    with pytest.raises(LocalError, match="must be a URL"):
        metadata_beside(dsn)


def test_dags_and_plugins_are_the_checkouts() -> None:
    assert code_folder("dags") == ROOT / "dags"
    assert code_folder("plugins") == ROOT / "plugins"


def test_settings_survive_the_way_into_a_child(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.csv"
    feeds.touch()
    settings = Settings.from_env(
        {"MEDIA_MONITOR_DSN": "postgresql://x/y", "MEDIA_MONITOR_FEEDS": str(feeds), "MEDIA_MONITOR_SAMPLE": "127.0.0.1:81"}
    )
    assert Settings.from_env(settings.as_env()) == settings
    bare = Settings.from_env({})
    assert Settings.from_env(bare.as_env()) == bare


def test_children_may_write_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("MM_OTHER", "x")
    made = child_environment()
    assert "PYTHONDONTWRITEBYTECODE" not in made
    assert made["MM_OTHER"] == "x"


def test_airflow_is_run_and_never_imported() -> None:
    code = (
        "import sys, media_monitor.local.run; print({name.partition('.')[0] for name in sys.modules} & {'airflow', 'psycopg2'})"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


# ---- one at a time -----------------------------------------------------------------------------------------------------


def test_a_second_run_is_told_who_is_first_and_may_go_when_that_one_is_done(tmp_path: Path) -> None:
    with (
        own_turn(tmp_path),
        pytest.raises(LocalError, match=f"process {os.getpid()} runs in this checkout already"),
        own_turn(tmp_path),
    ):
        pass
    with own_turn(tmp_path):
        pass


def test_a_run_that_was_killed_does_not_stand_in_the_way(tmp_path: Path) -> None:
    code = (
        f"from media_monitor.local.turn import own_turn; from pathlib import Path; import os\n"
        f"with own_turn(Path({str(tmp_path)!r})): os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with own_turn(tmp_path):
        assert (tmp_path / "turn").read_text() == str(os.getpid())


# ---- signals -----------------------------------------------------------------------------------------------------------


def stopped_twice(number: signal.Signals, cleaned: list[str]) -> None:
    """A run that gets the signal at work, and again while it cleans up."""
    with _stoppable():
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)
            cleaned.append("all")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_run_once_and_the_next_cannot_disturb_the_cleaning_up(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    cleaned: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        stopped_twice(number, cleaned)
    assert cleaned == ["all"]
    assert signal.getsignal(number) == before


# ---- what is shown -----------------------------------------------------------------------------------------------------


def shown(width: int = 40) -> tuple[Steps, io.StringIO]:
    out = io.StringIO()
    return Steps(Console(file=out, width=width)), out


def test_a_step_is_one_line_with_its_result_and_its_seconds() -> None:
    steps, out = shown()
    with steps.step("Schema") as said:
        said.append("revision [bold]7 " + "x" * 60)
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith("✓ Schema                 revision [bold]7 xxx")
    assert re.search(r"x 0\.\d s\n$", out.getvalue())


def test_a_step_that_fails_says_so_and_lets_the_error_through() -> None:
    steps, out = shown()
    with pytest.raises(LocalError, match="no room"), steps.step("Schema"):
        raise LocalError("no room")
    assert out.getvalue().startswith("✗ Schema")
    assert "failed" in out.getvalue()


def test_counts_of_a_stage_are_one_line() -> None:
    steps, out = shown()
    steps.note("poll", {"feeds": 12, "entries": 1234})
    assert out.getvalue() == "  poll                   12 feeds, 1,234 entries\n"


# ---- clean-state -------------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("include/media_monitor", ".local/airflow", "var/archive", "seeds"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "Makefile").touch()
    return tmp_path


def test_cleaning_ends_leftovers_and_deletes_the_state_and_nothing_else(checkout: Path) -> None:
    home = checkout / ".local" / "airflow"
    left = sessions.launch(["/bin/sleep", "60"], {}, home, home / "left.log")
    private.write(home / "processes.json", {"scheduler": left.pid})
    clean(checkout)
    assert left.wait() == -15
    assert sorted(path.name for path in checkout.iterdir()) == ["Makefile", "include", "seeds"]


def test_cleaning_waits_for_no_run_but_refuses(checkout: Path) -> None:
    with own_turn(checkout / ".local"), pytest.raises(LocalError, match="already"):
        clean(checkout)
    assert (checkout / "var" / "archive").is_dir()


def test_cleaning_somewhere_else_deletes_nothing(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with pytest.raises(LocalError, match="not a checkout"):
        clean(tmp_path)
    assert (tmp_path / "var").is_dir()
