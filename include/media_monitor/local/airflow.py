"""A whole Airflow on this machine: its environment, its four processes, their health and their end.

Not `airflow standalone`, which handles SIGINT alone and leaves its processes behind on SIGTERM. Airflow is never imported here:
it is run, by the Python that runs us.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from media_monitor.errors import LocalError
from media_monitor.local import ports, private, sessions
from media_monitor.local.rest import AirflowApi

USER = "admin"
DEFAULT_PORT = 8080
STOP_SECONDS = 10
"""Airflow's processes end within 5 to 8 s of SIGTERM when they are well."""
SERVER_STOP_SECONDS = 5

# Without --skip-serve-logs each opens a fixed port on every interface, for log files that lie on this machine anyway.
COMPONENTS = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
LEVELS = {"scheduler": "INFO"}
"""Tasks inherit the scheduler's level, and their log is what people read; the others are left at WARNING."""


@dataclass(frozen=True, slots=True)
class Site:
    """What one Airflow installation is made of."""

    home: Path
    dags: Path
    plugins: Path
    metadata_dsn: str = field(repr=False)
    """URL (libpq) of Airflow's own database."""
    warehouse_dsn: str = field(repr=False)
    """URL (libpq) behind the connection `media_monitor`."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets of one installation, generated once."""

    password: str = field(repr=False)
    jwt: str = field(repr=False)
    fernet: str = field(repr=False)
    cookie: str = field(repr=False)

    @classmethod
    def generate(cls) -> Keys:
        """New ones."""
        fernet = base64.urlsafe_b64encode(os.urandom(32)).decode()
        return cls(secrets.token_urlsafe(12), secrets.token_urlsafe(64), fernet, secrets.token_urlsafe(32))


def environment(site: Site, keys: Keys, port: int, inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of every Airflow process. Settings of another Airflow in `inherited` are left out."""
    kept = {
        name: value for name, value in inherited.items() if not name.startswith(("AIRFLOW__", "AIRFLOW_HOME", "AIRFLOW_CONFIG"))
    }
    bypass = ",".join(filter(None, (inherited.get("NO_PROXY") or inherited.get("no_proxy"), "127.0.0.1,localhost")))
    return kept | {
        "NO_PROXY": bypass,  # tasks talk to the API server by HTTP and would ask a proxy for it
        "no_proxy": bypass,
        "AIRFLOW_HOME": str(site.home),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",  # the default of 32 makes tasks of two cores wait for each other
        "AIRFLOW__CORE__DAGS_FOLDER": str(site.dags),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(site.plugins),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__FERNET_KEY": keys.fernet,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(_passwords(site.home)),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql+psycopg2://" + site.metadata_dsn.partition("://")[2],
        "AIRFLOW__API__HOST": ports.LOOPBACK,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address(port),  # tasks find the API server by it
        "AIRFLOW__API__SECRET_KEY": keys.cookie,
        "AIRFLOW__API_AUTH__JWT_SECRET": keys.jwt,
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",  # the default keeps a slot for 5 s after short tasks
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",  # a changed DAG file is seen after so many seconds
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        "AIRFLOW__LOGGING__UVICORN_LOGGING_LEVEL": "WARNING",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "GX_ANALYTICS_ENABLED": "false",
        "AIRFLOW_CONN_MEDIA_MONITOR": connection(site.warehouse_dsn),
    }


def connection(dsn: str) -> str:
    """The URL `dsn` as the JSON of an Airflow connection. Raises LocalError for what is no URL."""
    parts = urlsplit(dsn)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise LocalError("MEDIA_MONITOR_DSN must be a URL: postgresql://user:password@host:5432/database")
    found = {
        "conn_type": "postgres",
        "host": parts.hostname,
        "port": parts.port,
        "login": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "schema": parts.path.lstrip("/"),
        "extra": dict(parse_qsl(parts.query)),  # sslmode and the like
    }
    return json.dumps({name: value for name, value in found.items() if value})


def address(port: int) -> str:
    """Where Airflow's pages and its API are."""
    return f"http://{ports.LOOPBACK}:{port}"


class AirflowStack:
    """The Airflow of `site`, running or not. Methods raise LocalError, which names the log to read."""

    def __init__(self, site: Site, inherited: Mapping[str, str], *, port: int | None = None) -> None:
        """`inherited` is the environment to start from; `port` is wanted, not promised: see `address`."""
        self._site, self._inherited, self._wanted_port = site, inherited, port
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @cached_property
    def port(self) -> int:
        """The wanted port (else that of the last start, else 8080), or the next one that is free."""
        last = private.read(_state(self._site.home)).get("port")
        return ports.next_free(self._wanted_port or last or DEFAULT_PORT)

    @property
    def logs(self) -> Path:
        """Folder of the tasks' logs."""
        return self._site.home / "logs"

    @cached_property
    def keys(self) -> Keys:
        """Secrets of this installation: the same ones at every start."""
        kept = private.read(_state(self._site.home)).get("keys")
        return Keys(**kept) if kept else Keys.generate()

    @cached_property
    def api(self) -> AirflowApi:
        """REST client of this Airflow."""
        return AirflowApi(address(self.port), USER, self.keys.password)

    def migrate(self) -> None:
        """Bring Airflow's own database to the installed version; 5 s for an empty one."""
        self._prepare()
        self.command("db", "migrate")

    def command(self, *arguments: str) -> Path:
        """Run `airflow ARGUMENTS` in this Airflow to its end; the file with what it said. Raises LocalError where it fails."""
        log = self._log("-".join(arguments[:2]))
        code = sessions.launch(self._command(*arguments), self._environment(), self._site.home, log).wait()
        if code:
            raise LocalError(f"`airflow {' '.join(arguments)}` ended with {code}: {_last_line(log)}\nlog: {log}")
        return log

    def start(self) -> None:
        """Start the four processes, after ending those that a killed earlier run left behind."""
        self._prepare()
        for name, arguments in COMPONENTS.items():
            level = {"AIRFLOW__LOGGING__LOGGING_LEVEL": LEVELS.get(name, "WARNING")}
            process = sessions.launch(self._command(*arguments), self._environment() | level, self._site.home, self._log(name))
            self._processes[name] = process
            private.write(_pids(self._site.home), {name: process.pid for name, process in self._processes.items()})

    def wait_healthy(self, timeout: float) -> None:
        """Return once every component reports health; `timeout` in seconds."""
        deadline = time.monotonic() + timeout
        wanted = {"metadatabase", "scheduler", "dag_processor", "triggerer"}
        while sick := wanted - {name for name, status in self.api.health().items() if status == "healthy"}:
            self.require_alive()
            if time.monotonic() > deadline:
                raise LocalError(
                    f"Airflow is not healthy after {timeout:.0f} s ({', '.join(sorted(sick))}); logs: {self._site.home}/*.log"
                )
            time.sleep(0.3)

    def require_alive(self) -> None:
        """Raise LocalError if a process has ended by itself."""
        for name, process in self._processes.items():
            if process.poll() is not None:
                log = self._log(name)
                raise LocalError(f"Airflow's {name} ended with {process.returncode}: {_last_line(log)}\nlog: {log}")

    def stop(self) -> None:
        """End every process, also those of an earlier run."""
        end_leftovers(self._site.home)
        for process in self._processes.values():
            process.wait()
        self._processes.clear()

    def _prepare(self) -> None:
        """Write down what must be the same at the next start, and make room for this one."""
        home = self._site.home
        home.mkdir(parents=True, exist_ok=True)
        if not self._processes:
            end_leftovers(home)
        keys = self.keys
        kept = {name: getattr(keys, name) for name in Keys.__slots__}
        private.write(_state(home), {"port": self.port, "keys": kept})
        private.write(_passwords(home), {USER: keys.password})

    def _environment(self) -> dict[str, str]:
        return environment(self._site, self.keys, self.port, self._inherited)

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "airflow", *arguments]

    def _log(self, name: str) -> Path:
        return self._site.home / f"{name}.log"


def end_leftovers(home: Path) -> int:
    """End every process of the Airflow in `home`, whoever started it; how many would not end by themselves.

    The API server comes last: a worker that has lost its task asks it what to do, and would wait for an answer till it is killed.
    """
    pids: dict[str, int] = private.read(_pids(home))
    server = {name: pids.pop(name) for name in ("api-server",) if name in pids}
    killed = sessions.end(pids.values(), home.resolve(), grace_seconds=STOP_SECONDS)
    killed += sessions.end(server.values(), home.resolve(), grace_seconds=SERVER_STOP_SECONDS)
    _pids(home).unlink(missing_ok=True)
    return killed


def _state(home: Path) -> Path:
    return home / "installation.json"


def _pids(home: Path) -> Path:
    return home / "processes.json"


def _passwords(home: Path) -> Path:
    return home / "passwords.json"


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1][:300] if lines else "it said nothing"
