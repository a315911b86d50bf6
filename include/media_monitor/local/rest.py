"""What we ask of Airflow's REST API, on loopback."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib import error, parse, request

from media_monitor.errors import LocalError

TIMEOUT_SECONDS = 30
"""The first request after a start takes several seconds: the server builds itself then."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class DagRun:
    """One run of one DAG, as the scheduler sees it."""

    dag_id: str
    run_id: str
    state: str
    """Airflow's word: queued, running, success, failed."""


class AirflowApi:
    """A client that logs in once, as the user that `make run` generates. Methods raise LocalError."""

    def __init__(self, address: str, user: str, password: str) -> None:
        """`address` as http://127.0.0.1:PORT."""
        self._address, self._user, self._password = address, user, password
        # Never by way of a proxy, whatever the environment says.
        self._opener = request.build_opener(request.ProxyHandler({}))

    def health(self) -> dict[str, str]:
        """Status of every component ("healthy" where it is), {} while the server does not answer."""
        try:
            found = self._send("GET", "/api/v2/monitor/health", token=None)
        except LocalError:
            return {}
        return {name: part["status"] for name, part in found.items() if isinstance(part, dict) and part.get("status")}

    def dag_ids(self) -> set[str]:
        """The DAGs that the scheduler knows by now."""
        return {dag["dag_id"] for dag in self._get("/api/v2/dags", limit=PAGE)["dags"]}

    def import_errors(self) -> list[str]:
        """DAG files that cannot be loaded: "file: last line of the traceback"."""
        found = self._get("/api/v2/importErrors", limit=PAGE)["import_errors"]
        return [f"{problem['filename']}: {problem['stack_trace'].strip().splitlines()[-1]}" for problem in found]

    def dag_runs(self, since: datetime) -> list[DagRun]:
        """Runs of every DAG that began, or were queued, at `since` or later; of the 100 that were due last, newest first.

        A scheduled run may have been due long before it begins: when it was due says nothing.
        """
        found = self._get("/api/v2/dags/~/dagRuns", order_by="-run_after", limit=PAGE)["dag_runs"]
        return [DagRun(run["dag_id"], run["dag_run_id"], run["state"]) for run in found if _began(run) >= since]

    def trigger(self, dag_id: str, conf: dict[str, Any] | None = None) -> str:
        """Start a run now; its run_id."""
        run = self._call("POST", f"/api/v2/dags/{parse.quote(dag_id)}/dagRuns", {"logical_date": None, "conf": conf or {}})
        return str(run["dag_run_id"])

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler run this DAG."""
        self._call("PATCH", f"/api/v2/dags/{parse.quote(dag_id)}", {"is_paused": False})

    def set_pool(self, name: str, slots: int, description: str = "") -> None:
        """Give the pool `name` that many slots, making it where it is missing."""
        shared = {"slots": slots, "description": description, "include_deferred": False}
        if name in {pool["name"] for pool in self._get("/api/v2/pools", limit=PAGE)["pools"]}:
            self._call("PATCH", f"/api/v2/pools/{parse.quote(name)}", {"pool": name} | shared)
        else:
            self._call("POST", "/api/v2/pools", {"name": name} | shared)

    def _get(self, path: str, **query: object) -> dict[str, Any]:
        return self._call("GET", f"{path}?{parse.urlencode(query)}")

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        return self._send(method, path, body, token=self._token)

    @cached_property
    def _token(self) -> str:
        login = {"username": self._user, "password": self._password}
        return str(self._send("POST", "/auth/token", login, token=None)["access_token"])

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None, *, token: str | None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        asked = request.Request(self._address + path, data, headers, method=method)  # noqa: S310 - always http, see __init__
        try:
            with self._opener.open(asked, timeout=TIMEOUT_SECONDS) as answer:
                content: dict[str, Any] = json.load(answer)
                return content
        except error.HTTPError as refused:
            said = refused.read(300).decode(errors="replace")
            status = f"{refused.code} {HTTPStatus(refused.code).phrase}"
            raise LocalError(f"Airflow answered {status} to {method} {path.partition('?')[0]}: {said}") from refused
        except (OSError, ValueError) as silent:
            raise LocalError(f"Airflow does not answer at {self._address}: {silent}") from silent


def _began(run: dict[str, Any]) -> datetime:
    """When a run began, or was queued where it waits still."""
    return datetime.fromisoformat(run["start_date"] or run["queued_at"] or run["run_after"])
