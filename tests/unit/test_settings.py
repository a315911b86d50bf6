"""Settings: defaults that work, a round trip through the environment, and refusals that say what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_monitor.errors import SettingsError
from media_monitor.settings import Settings, child_environment, default_seeds


def test_an_empty_environment_is_enough() -> None:
    settings = Settings.from_env({})
    assert (settings.dsn, settings.feeds, settings.sample) == (None, None, None)
    assert settings.archive_url == str(Path("var").resolve() / "archive")
    assert settings.seeds == default_seeds()
    assert (settings.seeds / "outlets.csv").is_file()


def test_empty_variables_are_unset() -> None:
    names = ("DSN", "ARCHIVE", "SEEDS", "FEEDS", "VAR", "CONTACT", "SAMPLE")
    assert Settings.from_env({f"MEDIA_MONITOR_{name}": "" for name in names}) == Settings.from_env({})


def test_settings_survive_the_environment_of_a_process(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("url\n", "utf-8")
    settings = Settings(
        dsn="postgresql://desk:p%40ss@db.test/warehouse",
        archive_url="memory://archive",
        seeds=tmp_path / "seeds",
        feeds=tmp_path / "mine.csv",
        var=tmp_path / "var",
        contact="https://desk.example/contact",
        sample="[::1]:8090",
    )
    assert Settings.from_env(settings.as_env()) == settings


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match=r"MEDIA_MONITOR_FEEDS=/nonexistent/mine\.csv: no such file"):
        Settings.from_env({"MEDIA_MONITOR_FEEDS": "/nonexistent/mine.csv"})


@pytest.mark.parametrize(
    "address", ["192.0.2.1:80", "localhost:80", "127.0.0.1", "127.0.0.1:http", "news.test:80", "127.0.0.1.test:80"]
)
def test_the_sample_newsroom_is_on_loopback_only(address: str) -> None:
    with pytest.raises(SettingsError, match="MEDIA_MONITOR_SAMPLE="):
        Settings.from_env({"MEDIA_MONITOR_SAMPLE": address})
    assert Settings.from_env({"MEDIA_MONITOR_SAMPLE": "127.0.0.1:80"}).sample == "127.0.0.1:80"


def test_the_invented_world_is_known_only_where_the_newsroom_is_on() -> None:
    assert len(Settings.from_env({}).seed_folders) == 1
    assert len(Settings.from_env({"MEDIA_MONITOR_SAMPLE": "127.0.0.1:80"}).seed_folders) == 2


def test_the_user_agent_names_the_contact() -> None:
    assert "(+https://desk.example)" in Settings.from_env({"MEDIA_MONITOR_CONTACT": "https://desk.example"}).user_agent


def test_processes_of_ours_may_keep_compiled_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("MM_OTHER", "kept")
    assert "PYTHONDONTWRITEBYTECODE" not in child_environment()
    assert child_environment()["MM_OTHER"] == "kept"
