"""A loopback server that plays collected polls of a real feed: the body of the last poll at or before the moment asked for.

Hosts get `.test` appended, in addresses that stand in elements, so that every request of the replay stays on loopback. Each
entry's page is made from the entry: its headline and its description.
"""

from __future__ import annotations

import gzip
import html
import re
import tarfile
import threading
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import feedparser

FEED_PATH = "/polled-feed.xml"
_ADDRESS = re.compile(rb"(>\s*|CDATA\[\s*)https?://([A-Za-z0-9.-]+)")
_TAG = re.compile(r"<[^>]+>")


class Snapshots:
    """The polls of one feed, in order of time."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive) as tar:
            polls = {int(Path(m.name).name.split(".")[0]): tar.extractfile(m) for m in tar.getmembers() if m.isfile()}
            bodies = {at: gzip.decompress(file.read()) for at, file in polls.items() if file}
        self.moments = [datetime.fromtimestamp(at, UTC) for at in sorted(bodies)]
        self.bodies = [_ADDRESS.sub(rb"\1http://\2.test", bodies[int(m.timestamp())]) for m in self.moments]
        self.pages = {urlsplit(link)._replace(fragment="").geturl(): page for body in self.bodies for link, page in _pages(body)}

    def at(self, moment: datetime) -> int | None:
        """Index of the last poll at or before `moment`."""
        index = bisect_right(self.moments, moment) - 1
        return index if index >= 0 else None

    def after(self, moment: datetime) -> datetime:
        """When the feed was polled next after `moment`; a year later where it never was."""
        index = bisect_right(self.moments, moment)
        return self.moments[index] if index < len(self.moments) else moment + timedelta(days=365)


def _pages(body: bytes) -> Iterator[tuple[str, bytes]]:
    for entry in feedparser.parse(body)["entries"]:
        title = html.escape(entry.get("title", ""))
        text = html.escape(_TAG.sub("", entry.get("summary", ""))) or title
        body = f"<article><h1>{title}</h1><p>{text}</p></article>"
        page = f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"
        yield entry.get("link", ""), page.encode()


@contextmanager
def serving(feeds: dict[str, Snapshots]) -> Iterator[str]:
    """Serve `feeds` (host → polls) until the block ends; host:port."""
    pages = {url: page for snapshots in feeds.values() for url, page in snapshots.pages.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            if self.path == FEED_PATH:
                return self._feed(feeds[host])
            page = pages.get(f"http://{host}{self.path}")
            return self._send(200, "text/html; charset=utf-8", page) if page else self._send(404, "text/plain", b"no such page")

        def _feed(self, snapshots: Snapshots) -> None:
            moment = parsedate_to_datetime(self.headers["Accept-Datetime"])
            index = snapshots.at(moment)
            if index is None:
                return self._send(404, "text/plain", b"not yet")
            polled = format_datetime(snapshots.moments[index], usegmt=True)
            if self.headers["If-Modified-Since"] == polled:
                return self._send(304, "application/rss+xml", b"")
            return self._send(200, "application/rss+xml", snapshots.bodies[index], [("Last-Modified", polled)])

        def _send(self, status: int, kind: str, body: bytes, headers: list[tuple[str, str]] | None = None) -> None:
            self.send_response(status)
            for name, value in [("Content-Type", kind), *(headers or [])]:
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
