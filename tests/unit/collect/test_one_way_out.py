"""Nothing in this project reaches the network but `collect.http`: no other import of a client, no other call that connects."""

from __future__ import annotations

import ast

import pytest

from unit.test_house import CODE, PACKAGE, SHIPPED, modules, uses

CLIENTS = (
    *("aiohttp", "httpx", "requests", "urllib3", "urllib.request", "http.client", "niquests", "pycurl", "websockets", "aiodns"),
    *(
        "ftplib",
        "smtplib",
        "imaplib",
        "poplib",
        "telnetlib",
        "nntplib",
        "xmlrpc.client",
        "paramiko",
        "socket",
        "ssl",
        "socketserver",
    ),
    *("trafilatura.downloads", "trafilatura.fetch_url", "trafilatura.feeds", "trafilatura.sitemaps", "trafilatura.spider"),
    *("warcio.capture_http", "airflow.providers.http"),
)
CONNECTING = (
    "create_connection",
    "open_connection",
    "create_datagram_endpoint",
    "sock_connect",
    "urlopen",
    "urlretrieve",
    "fetch_url",
)
"""Methods and functions that connect, whatever object they are called on."""

ALLOWED = {
    PACKAGE + "collect/http.py": "asks",
    PACKAGE + "collect/network.py": "connects",
    PACKAGE + "local/*": "servers of `make run` on loopback, and whether they are up",
}


def ways_out(source: str) -> list[str]:
    """Clients that `source` imports or uses, and calls in it that connect."""
    names = [f"{use.line}: {use.name}" for use in uses(source) if any(use.is_within(client) for client in CLIENTS)]
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    called = [(call.lineno, getattr(call.func, "attr", getattr(call.func, "id", ""))) for call in calls]
    return names + [f"{line}: {name}()" for line, name in called if name in CONNECTING]


def is_allowed(path: str) -> bool:
    return any(path == home or (home.endswith("*") and path.startswith(home[:-1])) for home in ALLOWED)


@pytest.mark.rel("D06")
def test_no_other_module_reaches_the_network() -> None:
    found = [f"{path}:{way}" for path, source in modules(SHIPPED) if not is_allowed(path) for way in ways_out(source)]
    assert found == []


@pytest.mark.rel("D06")
@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_would_be_seen(client: str) -> None:
    assert ways_out(f"import {client}\n")
    assert ways_out(f"def f():\n    from {client} import get\n")


@pytest.mark.rel("D06")
@pytest.mark.parametrize("call", CONNECTING)
def test_a_call_that_connects_would_be_seen(call: str) -> None:
    assert ways_out(f"async def f(loop):\n    return await loop.{call}('news.test', 80)\n")
    assert ways_out(f"{call}('http://news.test/')\n")


@pytest.mark.rel("D06")
def test_the_modules_that_may_do_so_exist_and_do() -> None:
    shipped = dict(modules(CODE))
    for home in ALLOWED:
        assert any(ways_out(source) for path, source in shipped.items() if path == home or path.startswith(home.rstrip("*")))


def parsers_called_with(source: str) -> list[str]:
    """What is handed to feedparser.parse and to lxml's parse, which open paths and addresses by themselves."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {"feedparser.parse", "etree.parse", "html.parse", "lxml.etree.parse", "lxml.html.parse"}
    return [ast.unparse(call.args[0]) for call in calls if call.args and ast.unparse(call.func) in names]


@pytest.mark.rel("E01")
def test_parsers_that_open_what_looks_like_an_address_get_streams_only() -> None:
    found = {path: given for path, source in modules(SHIPPED) if (given := parsers_called_with(source))}
    assert found == {PACKAGE + "collect/feeds.py": ["io.BytesIO(body)"]}
    assert parsers_called_with("import feedparser\nfeedparser.parse(response.content)\n") == ["response.content"]
