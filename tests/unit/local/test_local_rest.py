"""The REST client against a server on loopback that answers as Airflow's does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from media_monitor.errors import LocalError
from media_monitor.local import ports
from media_monitor.local.rest import AirflowApi, DagRun


class Airflow(ThreadingHTTPServer):
    """Answers by (method, path), keeps what was asked; anything else is 404, anything without the token 401."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[tuple[str, str], object] = {("POST", "/auth/token"): {"access_token": "t0ken"}}
        self.asked: list[tuple[str, str, dict[str, list[str]], Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Airflow

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def do_PATCH(self) -> None:
        self.answer()

    def answer(self) -> None:
        parts = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        self.server.asked.append((self.command, parts.path, parse_qs(parts.query), body))
        is_open = parts.path in {"/auth/token", "/api/v2/monitor/health"}
        if not is_open and self.headers.get("Authorization") != "Bearer t0ken":
            self.send(401, {"detail": "Not authenticated"})
        elif (found := self.server.answers.get((self.command, parts.path))) is not None:
            self.send(200, found)
        else:
            self.send(404, {"detail": "not here"})

    def send(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def airflow() -> Iterator[Airflow]:
    with Airflow() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def api(airflow: Airflow) -> AirflowApi:
    return AirflowApi(airflow.address, "admin", "hush")


def test_it_logs_in_once_and_shows_its_token_from_then_on(airflow: Airflow, api: AirflowApi) -> None:
    airflow.answers["GET", "/api/v2/dags"] = {"dags": [{"dag_id": "poll_feeds"}, {"dag_id": "build_reports"}]}
    assert api.dag_ids() == api.dag_ids() == {"poll_feeds", "build_reports"}
    logins = [body for _, path, _, body in airflow.asked if path == "/auth/token"]
    assert logins == [{"username": "admin", "password": "hush"}]


def test_a_refusal_says_what_was_asked_and_what_came_back(airflow: Airflow, api: AirflowApi) -> None:
    with pytest.raises(LocalError, match=r"Airflow answered 404 Not Found to POST /api/v2/dags/none/dagRuns: .*not here"):
        api.trigger("none")


def test_silence_says_so_without_the_password(api: AirflowApi) -> None:
    silent = AirflowApi(f"http://127.0.0.1:{ports.any_free()}", "admin", "hush")
    with pytest.raises(LocalError, match=r"Airflow does not answer at http://127\.0\.0\.1:") as problem:
        silent.dag_ids()
    assert "hush" not in str(problem.value)


def test_health_names_each_component_and_is_empty_before_the_server_answers(airflow: Airflow, api: AirflowApi) -> None:
    assert api.health() == {}
    airflow.answers["GET", "/api/v2/monitor/health"] = {
        "scheduler": {"status": "healthy"},
        "triggerer": {"status": "unhealthy"},
        "dag_processor": {"status": None},
    }
    assert api.health() == {"scheduler": "healthy", "triggerer": "unhealthy"}


def test_runs_are_those_that_began_since_a_moment_whenever_they_were_due(airflow: Airflow, api: AirflowApi) -> None:
    def run(name: str, due: str, queued: str | None, started: str | None) -> dict[str, str | None]:
        times = {"run_after": due, "queued_at": queued, "start_date": started}
        return {"dag_id": "poll_feeds", "dag_run_id": name, "state": "failed", **times}

    runs = [
        run("waits", "2030-01-02T02:00:00Z", "2030-01-02T03:00:01Z", None),
        run("due before, began after", "2030-01-02T02:55:00Z", "2030-01-02T03:00:01Z", "2030-01-02T03:00:02.5Z"),
        run("of an earlier time", "2030-01-02T02:50:00Z", "2030-01-02T02:50:01Z", "2030-01-02T02:50:02Z"),
    ]
    airflow.answers["GET", "/api/v2/dags/~/dagRuns"] = {"dag_runs": runs}
    found = api.dag_runs(datetime(2030, 1, 2, 3, tzinfo=UTC))
    assert found == [DagRun("poll_feeds", "waits", "failed"), DagRun("poll_feeds", "due before, began after", "failed")]


def test_a_trigger_passes_its_configuration_and_returns_the_run(airflow: Airflow, api: AirflowApi) -> None:
    airflow.answers["POST", "/api/v2/dags/poll_feeds/dagRuns"] = {"dag_run_id": "manual__7"}
    assert api.trigger("poll_feeds", {"shards": 1}) == "manual__7"
    assert airflow.asked[-1][3] == {"logical_date": None, "conf": {"shards": 1}}


@pytest.mark.parametrize(
    ("known", "method", "path"), [("fetch", "PATCH", "/api/v2/pools/fetch"), ("other", "POST", "/api/v2/pools")]
)
def test_a_pool_is_made_or_changed(airflow: Airflow, api: AirflowApi, known: str, method: str, path: str) -> None:
    airflow.answers["GET", "/api/v2/pools"] = {"pools": [{"name": known}]}
    airflow.answers[method, path] = {}
    api.set_pool("fetch", 3)
    assert airflow.asked[-1][:2] == (method, path)
    assert airflow.asked[-1][3]["slots"] == 3


def test_a_dag_is_unpaused(airflow: Airflow, api: AirflowApi) -> None:
    airflow.answers["PATCH", "/api/v2/dags/poll_feeds"] = {}
    api.unpause("poll_feeds")
    assert airflow.asked[-1][3] == {"is_paused": False}


def test_an_import_error_is_its_file_and_the_last_line(airflow: Airflow, api: AirflowApi) -> None:
    trace = "Traceback\n  File x\nNameError: name 'y' is not defined\n"
    airflow.answers["GET", "/api/v2/importErrors"] = {"import_errors": [{"filename": "dags/x.py", "stack_trace": trace}]}
    assert api.import_errors() == ["dags/x.py: NameError: name 'y' is not defined"]
