"""Settings: the only module that reads the environment.

Every setting has a default that is right for `make run`; a deployment sets MEDIA_MONITOR_DSN (or the Airflow connection
`media_monitor`) and MEDIA_MONITOR_ARCHIVE and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from media_monitor.errors import SettingsError

CONTACT_DEFAULT = "https://example.org/media-monitor"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ from one installation to the next."""

    dsn: str | None
    """libpq URL of the warehouse (MEDIA_MONITOR_DSN); None = the embedded server of `make run`."""
    archive_url: str
    """fsspec URL of the WARC archive (MEDIA_MONITOR_ARCHIVE)."""
    seeds: Path
    """Folder of reference data (MEDIA_MONITOR_SEEDS)."""
    feeds: Path | None
    """CSV or OPML list of feeds instead of the default one (MEDIA_MONITOR_FEEDS)."""
    var: Path
    """Folder for files made at run time: briefing, evaluations, logs (MEDIA_MONITOR_VAR)."""
    contact: str
    """Address in the User-Agent where a publisher can reach the operator (MEDIA_MONITOR_CONTACT)."""
    sample: str | None
    """host:port on loopback of the sample newsroom (MEDIA_MONITOR_SAMPLE). Set by `make run` and tests only:
    names under .test resolve there, the played clock of the newsroom replaces the real one, and the pace is injected."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Settings from `env` (the process's environment by default). Raises SettingsError with what to set."""
        env = os.environ if env is None else env
        var = Path(env.get("MEDIA_MONITOR_VAR") or "var").resolve()
        feeds = env.get("MEDIA_MONITOR_FEEDS")
        if feeds and not Path(feeds).is_file():
            raise SettingsError(f"MEDIA_MONITOR_FEEDS={feeds}: no such file; give a .csv or .opml list of feeds")
        return cls(
            dsn=env.get("MEDIA_MONITOR_DSN") or None,
            archive_url=env.get("MEDIA_MONITOR_ARCHIVE") or str(var / "archive"),
            seeds=Path(env.get("MEDIA_MONITOR_SEEDS") or default_seeds()),
            feeds=Path(feeds) if feeds else None,
            var=var,
            contact=env.get("MEDIA_MONITOR_CONTACT") or CONTACT_DEFAULT,
            sample=_loopback(env.get("MEDIA_MONITOR_SAMPLE")),
        )

    def as_env(self) -> dict[str, str]:
        """The variables from which `from_env` makes these settings again, for a process of our own."""
        values = {
            "MEDIA_MONITOR_DSN": self.dsn,
            "MEDIA_MONITOR_ARCHIVE": self.archive_url,
            "MEDIA_MONITOR_SEEDS": self.seeds,
            "MEDIA_MONITOR_FEEDS": self.feeds,
            "MEDIA_MONITOR_VAR": self.var,
            "MEDIA_MONITOR_CONTACT": self.contact,
            "MEDIA_MONITOR_SAMPLE": self.sample,
        }
        return {name: str(value) for name, value in values.items() if value is not None}

    @property
    def seed_folders(self) -> tuple[Path, ...]:
        """Folders of the knowledge base: the seeds, and the invented world where the sample newsroom is on."""
        return (self.seeds, self.seeds / "newsroom") if self.sample else (self.seeds,)

    @property
    def briefing(self) -> Path:
        """The page that the report writes and the web interface shows; absent until there was a report."""
        return self.var / "briefing.html"

    @property
    def user_agent(self) -> str:
        """The one honest User-Agent of every request."""
        from media_monitor import __version__

        return f"media-monitor/{__version__} (+{self.contact})"


def child_environment() -> dict[str, str]:
    """Environment for processes that this one starts: they may write .pyc files (2.4 times faster starts)."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def default_seeds() -> Path:
    """`seeds/` of the checkout, or the copy inside the installed wheel."""
    package = Path(__file__).parent
    packaged = package / "_seeds"
    return packaged if packaged.is_dir() else package.parents[1] / "seeds"


def _loopback(address: str | None) -> str | None:
    """`address` if it is host:port on loopback; the setting can reach nothing else."""
    if not address:
        return None
    host, _, port = address.rpartition(":")
    if host not in {"127.0.0.1", "[::1]"} or not port.isdigit():
        raise SettingsError(f"MEDIA_MONITOR_SAMPLE={address}: only 127.0.0.1:PORT or [::1]:PORT; it is for `make run` and tests")
    return address
