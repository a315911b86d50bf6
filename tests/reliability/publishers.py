"""Publishers of every kind, on loopback: a server plays them at the moment that a test says it is, and logs what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

START = datetime(2031, 3, 3, 0, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOVED, ODD_DATE = "http://feeds.moved.test/new", "Thu, 1 Jan 1970 00:00:00 -0000"


@dataclass(frozen=True)
class Asked:
    """A request as it came in, and what was answered."""

    at: datetime
    headers: dict[str, str]
    status: int
    sent: dict[str, str]
    is_lost: bool = False
    """Who asked was killed with the answer."""

    @property
    def is_conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


@dataclass
class Answer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def rss(items: list[datetime], inside: str = "") -> bytes:
    """A feed with an item for each moment."""
    listed = "".join(
        f"<item><title>Report of {at:%d %H:%M}</title><link>http://news.test/{at:%d%H%M}</link>"
        f"<guid>{at.isoformat()}</guid><pubDate>{format_datetime(at)}</pubDate></item>"
        for at in reversed(items[-20:])
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{inside}{listed}</channel></rss>'.encode()


@dataclass
class Publisher:
    """A feed: an item every `every`, told by these headers."""

    every: timedelta = 3 * HOUR
    inside: str = ""
    sent: dict[str, str] = field(default_factory=dict)
    tags: bool = False
    """It sends an ETag and answers 304."""
    dates: bool = False
    """It sends a Last-Modified, written oddly, and answers 304."""
    lies_from: datetime | None = None
    """From then on it answers 304 whatever changed."""
    instead: Callable[[datetime], Answer | None] = lambda at: None
    """What it answers at a moment, if not its feed."""

    def items(self, at: datetime) -> list[datetime]:
        first = START - 10 * self.every
        return [first + n * self.every for n in range(int((at - first) / self.every) + 1)]

    def answer(self, at: datetime, headers: dict[str, str]) -> Answer:
        if (special := self.instead(at)) is not None:
            return special
        items = self.items(at)
        sent = {"Content-Type": "application/rss+xml", **self.sent}
        tag, date = f'W/"{len(items)}"', items[-1].strftime("%A, %d-%b-%y %H:%M:%S GMT")
        if self.tags:
            sent["ETag"] = tag
        if self.dates:
            sent["Last-Modified"] = date
        given = {"If-None-Match": tag} if self.tags else {"If-Modified-Since": date} if self.dates else {}
        is_same = bool(given) and all(headers.get(name) == value for name, value in given.items())
        is_lie = self.lies_from is not None and at >= self.lies_from and "If-None-Match" in headers
        if is_same or is_lie:
            return Answer(304, {name: value for name, value in sent.items() if name != "Content-Type"})
        return Answer(200, sent, rss(items, self.inside))


def throttles(at: datetime) -> Answer | None:
    """429 in the first hours of every second day, with Retry-After in seconds, as a date, as junk and negative."""
    if at.hour >= 3 or at.day % 2:
        return None
    wait = {0: "20000", 1: format_datetime(at + 5 * HOUR, usegmt=True), 2: "soon", 3: "-5"}[at.day // 2 % 4]
    return Answer(429, {"Retry-After": wait})


def before(moment: datetime, answer: Answer) -> Callable[[datetime], Answer | None]:
    return lambda at: answer if at < moment else None


def since(moment: datetime, answer: Answer) -> Callable[[datetime], Answer | None]:
    return lambda at: answer if at >= moment else None


def newsroom() -> dict[str, Publisher]:
    """Host → publisher; each serves /feed."""
    return {
        "plain.test": Publisher(),
        "tags.test": Publisher(tags=True),
        "dates.test": Publisher(dates=True),
        "both.test": Publisher(tags=True, dates=True, every=7 * HOUR),
        "still.test": Publisher(every=90 * DAY, tags=True),
        "stillwhole.test": Publisher(every=90 * DAY),
        "maxage.test": Publisher(tags=True, sent={"Cache-Control": "max-age=43200"}),
        "expires.test": Publisher(sent={"Expires": format_datetime(START + 15 * DAY, usegmt=True)}),
        "nostore.test": Publisher(sent={"Cache-Control": "no-store", "Expires": "0"}),
        "forever.test": Publisher(sent={"Cache-Control": "max-age=1000000000000"}),
        "junk.test": Publisher(sent={"Cache-Control": "max-age=abc"}, inside="<ttl>dayly</ttl>"),
        "ttl.test": Publisher(inside="<ttl>120</ttl>"),
        "nights.test": Publisher(inside="<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(7)) + "</skipHours>"),
        "sundays.test": Publisher(inside="<skipDays><day>Sunday</day></skipDays>", sent={"Cache-Control": "max-age=14400"}),
        "throttled.test": Publisher(instead=throttles),
        "gone.test": Publisher(instead=since(START + 3 * DAY, Answer(410))),
        "missing.test": Publisher(instead=before(START + 6 * DAY, Answer(404))),
        "closed.test": Publisher(instead=since(START + 2 * DAY, Answer(403))),
        "moved.test": Publisher(instead=since(START + DAY, Answer(301, {"Location": MOVED}))),
        "feeds.moved.test": Publisher(tags=True),
        "lent.test": Publisher(instead=since(START + DAY, Answer(302, {"Location": "http://other.test/feed"}))),
        "taken.test": Publisher(instead=since(START + DAY, Answer(301, {"Location": "http://other.test/feed"}))),
        "other.test": Publisher(sent={"Cache-Control": "max-age=43200"}),
        "lying.test": Publisher(every=6 * HOUR, tags=True, lies_from=START + DAY),
    }


def quick() -> dict[str, Publisher]:
    """Publishers that invite to come soon, in each way there is, and one that merely is quick."""
    return {
        "five.test": Publisher(every=timedelta(minutes=11), tags=True, sent={"Cache-Control": "max-age=300"}),
        "quarter.test": Publisher(every=timedelta(minutes=11), inside="<ttl>15</ttl>"),
        "rhythm.test": Publisher(every=timedelta(minutes=20), tags=True),
        "costly.test": Publisher(every=timedelta(minutes=20)),
    }


class World:
    """The publishers, their server, and what time it is."""

    def __init__(self, publishers: dict[str, Publisher]) -> None:
        self.now = START
        self.publishers = publishers
        self.log: dict[str, list[Asked]] = {host: [] for host in publishers}
        self.address = ""
        self._lock = threading.Lock()

    def answer(self, host: str, headers: dict[str, str]) -> Answer:
        with self._lock:
            answer = self.publishers[host].answer(self.now, headers)
            self.log[host].append(Asked(self.now, headers, answer.status, answer.headers))
            return answer

    def lose_last(self, feed_id: str) -> None:
        """The last answer of this feed's host was lost."""
        log = self.log[feed_id]
        log[-1] = replace(log[-1], is_lost=True)

    @contextmanager
    def open(self) -> Iterator[None]:
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                answer = world.answer(self.headers["Host"], dict(self.headers.items()))
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 304:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *words: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.address = f"127.0.0.1:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()
