"""The sample newsroom: a loopback HTTP server that plays three days of invented news.

What it shows depends on the moment that a request names in Accept-Datetime (RFC 7089); without it, the end of the three
days. `Newsroom.respond` is a pure function of its arguments; `serve` is the only effect.
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from media_monitor.local.newsdesk import Edition, read_edition
from media_monitor.local.press import State, Timelines, print_edition
from media_monitor.settings import default_seeds

_NOT_FOUND = b"<!doctype html><html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>\n"


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response; `body` is empty for HEAD and 304."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The header called `name` (any case), or None."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(frozen=True)
class Newsroom:
    """An edition, rendered."""

    edition: Edition
    timelines: Timelines

    @property
    def start(self) -> datetime:
        """First moment of the play."""
        return self.edition.start

    @property
    def end(self) -> datetime:
        """Last moment of the play, and the one shown to whoever names none."""
        return self.edition.end

    def respond(self, method: str, host: str, path: str, headers: Mapping[str, str], at: datetime) -> Response:
        """What `host` answers to a request for `path` (its query is ignored) at moment `at`."""
        if method not in {"GET", "HEAD"}:
            return _plain(405, b"", ("Allow", "GET, HEAD"))
        state = self._state(host, path, at)
        if state is None:
            return _plain(404, _NOT_FOUND if method == "GET" else b"")
        named = _headers(state)
        if _is_unchanged(state, {key.lower(): value for key, value in headers.items()}):
            return Response(304, named)
        named += (("Content-Type", state.media_type), ("Content-Length", str(len(state.body))))
        return Response(200, named, state.body if method == "GET" else b"")

    def _state(self, host: str, path: str, at: datetime) -> State | None:
        """The latest state of an address not after `at`."""
        key = host.partition(":")[0].lower(), path.partition("?")[0]
        return next((state for state in reversed(self.timelines.get(key, ())) if state.since <= at), None)


def load(folder: Path) -> Newsroom:
    """The newsroom written down in `folder`, every page rendered. Raises SeedError naming the file that is wrong."""
    edition = read_edition(folder)
    return Newsroom(edition, print_edition(edition, folder / "templates"))


@contextmanager
def serve(newsroom: Newsroom, port: int = 0) -> Iterator[tuple[str, int]]:
    """Serve on loopback from a daemon thread while the block runs; yields (host, port). Port 0 takes a free one."""
    with _Server(newsroom, port) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield "127.0.0.1", server.server_port
        finally:
            server.shutdown()


def moment(headers: Mapping[str, str], default: datetime) -> datetime | None:
    """The moment that Accept-Datetime asks for, `default` without one, None where it is no IMF-fixdate."""
    asked = headers.get("Accept-Datetime")
    return default if asked is None else _http_date(asked)


def _headers(state: State) -> tuple[tuple[str, str], ...]:
    """Validators and caching rules; they travel with 200 and 304 alike (RFC 9110, 15.4.5)."""
    cache = () if state.max_age is None else (("Cache-Control", f"max-age={state.max_age}"),)
    since = format_datetime(state.since.astimezone(UTC), usegmt=True)
    return (("ETag", state.etag), ("Last-Modified", since), ("Vary", "Accept-Datetime"), *cache)


def _is_unchanged(state: State, headers: Mapping[str, str]) -> bool:
    """True where the client's validators still hold; If-None-Match overrules the date (RFC 9110, 13.1.3)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or state.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    since = _http_date(headers.get("if-modified-since", ""))
    return since is not None and state.since <= since


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else None


def _plain(status: int, body: bytes, *headers: tuple[str, str]) -> Response:
    return Response(status, (*headers, ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))), body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, newsroom: Newsroom, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.newsroom = newsroom


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in one packet: two would wait for the client's delayed acknowledgement, 40 ms a request.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        newsroom = self.server.newsroom
        at = moment(self.headers, newsroom.end)  # type: ignore[arg-type]
        if at is None:
            response = _plain(400, b"Accept-Datetime must be an IMF-fixdate in GMT (RFC 7089, 2.1.1)\n")
        else:
            headers = dict(self.headers.items())
            response = newsroom.respond(self.command, self.headers.get("Host", ""), self.path, headers, at)
        self.send_response_only(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Stay silent: the monitor's own log is what people read."""


def main() -> None:
    """`python -m media_monitor.local.newsroom --port N`: serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the sample newsroom on loopback.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    newsroom = load(default_seeds() / "newsroom")
    with serve(newsroom, parser.parse_args().port) as (host, port):
        print(
            f"sample newsroom on {host}:{port}; try: curl -H 'Host: www.valdena-courier.test' http://{host}:{port}/feeds/news.xml"
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("closed")


if __name__ == "__main__":
    main()
