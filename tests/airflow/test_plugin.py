"""The page in Airflow's web interface: who may see it, what surrounds it, and how Airflow mounts it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from media_monitor.report.briefing import style
from media_monitor.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden"
PAGE = f"<!doctype html><title>Briefing</title><style>{style()}</style><p>Ossa Bridge"
HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store"}


@pytest.fixture(scope="module")
def api_server(booted: None) -> Any:
    """Airflow's own web application, as the API server makes it, plugins mounted."""
    from airflow.api_fastapi.app import create_app

    return create_app(apps="core")


@pytest.fixture
def anonymous(api_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A browser that nobody has logged in with; the folder of the briefing is empty."""
    from starlette.testclient import TestClient

    monkeypatch.setenv("MEDIA_MONITOR_VAR", str(tmp_path))
    return TestClient(api_server)


@pytest.fixture
def reader(anonymous: Any) -> Iterator[Any]:
    """A browser with the cookie that the interface sets at login; a viewer, the least that there is."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="reader", role="viewer"))
    anonymous.cookies.set(COOKIE_NAME_JWT_TOKEN, token)
    yield anonymous
    anonymous.cookies.clear()


def routes() -> list[tuple[str, str]]:
    """Path and method of everything that the application answers."""
    from media_monitor_airflow.ui import app

    return [(f"/media-monitor{route.path}", method) for route in app.routes for method in sorted(route.methods)]


def open_routes(client: Any, found: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Routes that answer anything but 401 to this client."""
    answers = [(path, method, client.request(method, path).status_code) for path, method in found]
    return [answer for answer in answers if answer[2] != 401]


def test_no_route_answers_a_stranger(anonymous: Any) -> None:
    assert routes() == [("/media-monitor/", "GET")]
    assert open_routes(anonymous, routes()) == []


def test_a_route_that_is_open_is_seen_and_a_new_one_is_closed(anonymous: Any) -> None:
    from media_monitor_airflow.ui import app

    assert open_routes(anonymous, [("/api/v2/version", "GET")]) == [("/api/v2/version", "GET", 200)]
    before = list(app.router.routes)
    app.get("/novelty")(lambda: "new")
    try:
        assert ("/media-monitor/novelty", "GET") in routes()
        assert open_routes(anonymous, routes()) == []
    finally:
        app.router.routes[:] = before


@pytest.mark.parametrize("token", ["", "nonsense", "e30.e30.e30"])
def test_a_token_that_we_did_not_sign_opens_nothing(anonymous: Any, token: str) -> None:
    response = anonymous.get("/media-monitor/", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code in {401, 403}
    assert "Ossa" not in response.text


def test_who_is_logged_in_reads_the_briefing(reader: Any, tmp_path: Path) -> None:
    (tmp_path / "briefing.html").write_text(PAGE, "utf-8")
    response = reader.get("/media-monitor/")
    assert (response.status_code, response.text) == (200, PAGE)
    assert response.headers["content-type"] == "text/html; charset=utf-8"


def test_before_the_first_report_the_page_says_what_makes_one(reader: Any) -> None:
    response = reader.get("/media-monitor/")
    assert response.status_code == 200
    assert "build_reports" in response.text
    assert "MEDIA_MONITOR_VAR" in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_the_page_can_only_be_read(reader: Any, method: str) -> None:
    assert reader.request(method, "/media-monitor/").status_code == 405


@pytest.mark.parametrize("path", ["docs", "redoc", "openapi.json", "../briefing.html", "..%2Fbriefing.html"])
def test_nothing_else_is_served(reader: Any, tmp_path: Path, path: str) -> None:
    (tmp_path / "briefing.html").write_text(PAGE, "utf-8")
    response = reader.get(f"/media-monitor/{path}")
    assert "Ossa" not in response.text
    # 404, or the interface itself for a path that is not below ours
    assert response.status_code == 404 or 'id="root"' in response.text


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_every_answer_carries_the_headers(request: pytest.FixtureRequest, who: str) -> None:
    response = request.getfixturevalue(who).get("/media-monitor/")
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{b64encode(sha256(style().encode()).digest()).decode()}'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",  # the interface shows the page in a frame
    }
    assert "x-frame-options" not in response.headers


def test_both_pages_have_the_one_style_sheet_that_the_policy_allows(reader: Any, tmp_path: Path) -> None:
    from lxml import html

    nothing_yet = reader.get("/media-monitor/").text
    (tmp_path / "briefing.html").write_bytes((GOLDEN / "briefing.html").read_bytes())
    for text in (nothing_yet, reader.get("/media-monitor/").text):
        page = html.document_fromstring(text)
        assert page.xpath("//style/text()") == [style()]
        assert page.xpath("//@style | //script | //link | //img | //iframe") == []


def test_the_navigation_leads_to_the_page(reader: Any) -> None:
    plugins = {plugin["name"]: plugin for plugin in reader.get("/api/v2/plugins").json()["plugins"]}
    [view] = plugins["media_monitor"]["external_views"]
    assert (view["name"], view["destination"], view["url_route"]) == ("Media monitor", "nav", "media-monitor")
    # Relative, so that it also holds where the interface is served below a path.
    assert not view["href"].startswith("/")
    assert reader.get("/" + view["href"]).status_code == 200
    assert [app["url_prefix"] for app in plugins["media_monitor"]["fastapi_apps"]] == ["/media-monitor"]


def test_settings_are_read_when_the_page_is_asked_for(reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "briefing.html").write_text(PAGE, "utf-8")
    assert "Ossa" not in reader.get("/media-monitor/").text
    monkeypatch.setenv("MEDIA_MONITOR_VAR", str(tmp_path / "elsewhere"))
    assert Settings.from_env().briefing.read_text("utf-8") == PAGE
    assert reader.get("/media-monitor/").text == PAGE
