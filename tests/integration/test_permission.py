"""robots.txt across workers and days: asked for once a day, and what it means when it cannot be read."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from media_monitor.collect.http import Client
from media_monitor.model import Failed
from media_monitor.settings import Settings
from media_monitor.stages import status
from media_monitor.stages.permission import Permissions
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, HOUR, ask, one

AGENT = "media-monitor/1.0 (+https://desk.example/contact)"
PAGE = "http://ledger.test/page"


class Site:
    """A loopback server of /robots.txt, and how often it was asked for."""

    def __init__(self, status: str, body: str = "") -> None:
        self.status, self.body = status, body
        self.asked = Counter[str]()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        self.asked[path] += 1
        answer = f"HTTP/1.1 {self.status}\r\nContent-Length: {len(self.body)}\r\nConnection: close\r\n\r\n{self.body}"
        writer.write(answer.encode())
        await writer.drain()
        writer.close()

    def worker(self, settings: Settings, now: datetime, *urls: str) -> list[Failed | None]:
        """What a worker of its own is told at `now` about `urls`."""

        async def work() -> list[Failed | None]:
            server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            async with server, Client(AGENT, sample=f"127.0.0.1:{port}", per_host_spacing=0) as client:
                with connect(str(settings.dsn)) as connection:
                    permissions = Permissions.load(connection, AGENT, now)
                found = [await permissions.refusal(client, url, now) for url in urls or (PAGE,)]
                with connect(str(settings.dsn)) as connection:
                    permissions.store(connection)
                return found

        return asyncio.run(work())


@pytest.mark.rel("B07")
def test_robots_txt_is_asked_for_once_a_day_whoever_needs_it(settings: Settings) -> None:
    site = Site("200 OK", "User-agent: *\nDisallow: /private\nCrawl-delay: 0.01")
    for hour in range(48):
        pages = [f"{PAGE}-{n}" for n in range(5)]
        *allowed, refused = site.worker(settings, AT + hour * HOUR, *pages, "http://ledger.test/private/1")
        assert allowed == [None] * 5
        assert refused is not None
        assert refused.kind == "disallowed"
    assert site.asked == {"/robots.txt": 2}
    assert one(settings, "select pause_seconds from ops.host where host = 'ledger.test'") == pytest.approx(0.01)


@pytest.mark.rel("B01")
@pytest.mark.parametrize("answer", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_while_robots_txt_cannot_be_read_nothing_is_fetched_and_it_is_tried_once_an_hour(settings: Settings, answer: str) -> None:
    site = Site(answer)
    for minute in range(0, 240, 10):
        (refused,) = site.worker(settings, AT + timedelta(minutes=minute))
        assert refused is not None
        assert refused.kind == "robots_unreachable"
    assert site.asked == {"/robots.txt": 4}
    site.status, site.body = "200 OK", "User-agent: *\nDisallow:"
    assert site.worker(settings, AT + 5 * HOUR) == [None]
    assert one(settings, "select unreachable_since from ops.robots") is None


@pytest.mark.rel("B01")
def test_after_30_days_unreadable_rules_are_taken_for_none_and_a_person_is_told(settings: Settings) -> None:
    site = Site("500 Internal Server Error")
    days = (0, 1, 29, 30, 31, 60)
    found = {day: site.worker(settings, AT + day * DAY)[0] for day in days}
    assert [day for day in days if found[day] is None] == [31, 60]
    assert one(settings, "select unreachable_since from ops.robots") == AT
    ask(settings, "update ops.robots set unreachable_since = now() - interval '31 days'")
    concerns = {title: rows for title, _, rows in status.read(settings).tables()}["For a person to look at"]
    assert [row[0] for row in concerns] == ["http://ledger.test"]
    assert "robots.txt" in concerns[0][1]


@pytest.mark.rel("B02")
def test_a_site_without_robots_txt_allows_everything(settings: Settings) -> None:
    for answer in ("404 Not Found", "403 Forbidden", "410 Gone"):
        ask(settings, "delete from ops.robots")
        assert Site(answer).worker(settings, AT) == [None]
