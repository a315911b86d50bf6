"""`media-monitor feeds` against a site on loopback: what it says of good and bad feeds, word for word, and what it finds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner, Result

from media_monitor import cli
from media_monitor.settings import Settings
from media_monitor.stages import feed_check

Site = dict[str, tuple[int, dict[str, str], str]]
Call = Callable[..., Result]

HOST = "www.ledger.test"
RSS = """<rss version="2.0"><channel><title>The Ledger</title><ttl>30</ttl>
<item><title>One</title><link>https://ledger.test/1</link><guid>1</guid><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Two</title><link>https://ledger.test/2</link><guid>2</guid><pubDate>Tue, 10 Mar 2026 04:00:00 GMT</pubDate></item>
</channel></rss>"""
NEWS_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://ledger.test/3</loc><n:news><n:title>Three</n:title><n:publication_date>2026-03-09</n:publication_date></n:news></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://www.ledger.test/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
<sitemap><loc>http://www.ledger.test/news.xml</loc><lastmod>2026-03-10</lastmod></sitemap></sitemapindex>"""
PAGE = """<!doctype html><html><head><title>T</title><link rel="alternate" type="application/rss+xml" href="/rss.xml">
<link rel="alternate" type="application/atom+xml" href="/private/atom.xml"></head><body>News</body></html>"""


@pytest.fixture
def site() -> Site:
    """Path → status, headers and body; filled by each test."""
    return {}


@pytest.fixture
def asked() -> list[str]:
    """The paths that were asked for, in their order."""
    return []


@pytest.fixture
def call(settings: Settings, site: Site, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = site.get(self.path, (404, {}, ""))
            if headers.get("ETag") and self.headers["If-None-Match"] == headers["ETag"]:
                status, body = 304, ""
            data = body.replace("TOKEN", str(len(asked))).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(feed_check, "now", lambda: feed_check.datetime.fromisoformat("2026-03-10T12:00:00+00:00"))
    environment = replace(settings, sample=f"127.0.0.1:{server.server_address[1]}").as_env()
    yield lambda *arguments: CliRunner().invoke(cli.app, ["feeds", *arguments], env=environment)
    server.shutdown()
    server.server_close()


def test_a_feed_that_is_well_is_explained(call: Call, site: Site) -> None:
    site["/rss.xml"] = (200, {"ETag": '"a"', "Content-Type": "application/rss+xml", "Cache-Control": "max-age=600"}, RSS)
    result = call("check", f"http://{HOST}/rss.xml")
    assert result.exit_code == 0
    assert (
        result.stdout
        == f"""\
address      http://{HOST}/rss.xml
size         {len(RSS)} bytes, application/rss+xml
format       rss20: The Ledger
entries      2, 2 of them dated, 2 with an id
newest       2026-03-10 08:00Z
rhythm       an entry every 4.0 hours
validators   "a", honoured
hints        ttl or sy:updatePeriod: 30 minutes, max-age or Expires: 10 minutes
next poll    after 30 minutes: its publisher asks for 30 min between polls (inside the feed)
problem      asked without encryption: what comes may have been changed on its way
             → check https://{HOST}/rss.xml and list it if it is the same feed
"""
    )


def test_a_quick_feed_is_asked_as_often_as_it_changes_if_asking_for_changes_is_seen_to_work(call: Call, site: Site) -> None:
    items = "".join(f"<item><title>{n}</title><pubDate>Tue, 10 Mar 2026 11:{n}0:00 GMT</pubDate></item>" for n in range(6))
    body = f'<rss version="2.0"><channel><title>Quick</title>{items}</channel></rss>'
    site["/rss.xml"] = (200, {"ETag": '"a"'}, body)
    assert "next poll    after 10 minutes: something new" in call("check", f"http://{HOST}/rss.xml").stdout
    # its server sends the same body again, whatever it is asked
    site["/rss.xml"] = (200, {"Last-Modified": "Tue, 10 Mar 2026 11:50:00 GMT"}, body)
    assert "next poll    after 60 minutes: its publisher says nothing" in call("check", f"http://{HOST}/rss.xml").stdout


def test_a_feed_with_faults_is_told_what_to_do(call: Call, site: Site) -> None:
    body = (
        RSS.replace("https://ledger.test/1<", "https://ledger.test/1?v=TOKEN<")
        .replace("<guid>1</guid>", "")
        .replace("10 Mar 2026 08", "10 Mar 2026 13")
    )
    site["/old.xml"] = (301, {"Location": "/rss.xml"}, "")
    site["/rss.xml"] = (200, {}, body)
    result = call("check", f"http://{HOST}/old.xml")
    assert (
        result.stdout.partition("next poll")[2].partition("\n")[2]
        == f"""\
problem      1 of 2 entries are dated in the future
             → the publisher's clock or time zone is wrong; tell them
problem      1 of 2 entries have no id
             → their links name them; where a link changes, the article may come twice
problem      moved for good, in 1 step(s)
             → list http://{HOST}/rss.xml
problem      asked without encryption: what comes may have been changed on its way
             → ask the publisher for https
problem      1 of 2 links are others at each request
             → titles and dates tell entries apart; prefer another feed
problem      no ETag and no Last-Modified
             → nothing: every poll costs the whole document; the publisher could save traffic
"""
    )


def test_a_page_is_told_from_a_feed_and_names_those_that_it_announces(call: Call, site: Site) -> None:
    site["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    result = call("check", f"http://{HOST}/")
    assert result.exit_code == 1
    assert f"feed here?   http://{HOST}/rss.xml" in result.stdout
    site["/"] = (200, {"Content-Type": "text/html"}, "<html><head></head><body>News</body></html>")
    assert f"→ media-monitor feeds discover http://{HOST}/" in call("check", f"http://{HOST}/").stdout


def test_a_sitemap_index_names_the_sitemap_that_changed_last(call: Call, site: Site) -> None:
    site["/sitemap.xml"] = (200, {}, INDEX)
    assert (
        f"an index of 2 sitemaps; list the one with the news, such as http://{HOST}/news.xml"
        in call("check", f"http://{HOST}/sitemap.xml").stdout
    )


def test_announced_feeds_and_sitemaps_of_robots_are_found_and_tried(call: Call, site: Site, asked: list[str]) -> None:
    site["/robots.txt"] = (200, {}, f"User-agent: *\nDisallow: /private\nSitemap: http://{HOST}/sitemap.xml\n")
    site["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    site["/rss.xml"], site["/sitemap.xml"], site["/news.xml"] = (200, {}, RSS), (200, {}, INDEX), (200, {}, NEWS_SITEMAP)
    site["/private/atom.xml"] = (200, {}, RSS)
    result = call("discover", f"http://{HOST}/")
    assert result.exit_code == 0, result.output
    assert (
        result.stdout
        == f"""\
http://{HOST}/rss.xml
  rss20, 2 entries, newest 2026-03-10 08:00Z: The Ledger
http://{HOST}/news.xml
  sitemap, 1 entries, newest 2026-03-09 00:00Z: no title
"""
    )
    assert asked == ["/robots.txt", "/", "/rss.xml", "/sitemap.xml", "/news.xml", "/old.xml"]


def test_common_places_are_tried_where_nothing_is_announced(call: Call, site: Site, asked: list[str]) -> None:
    site["/"] = (200, {"Content-Type": "text/html"}, "<html><head></head><body>News</body></html>")
    site["/atom.xml"] = (200, {}, RSS)
    assert f"http://{HOST}/atom.xml" in call("discover", f"http://{HOST}/").stdout
    assert len(asked) == len(set(asked)) <= 20
    del site["/atom.xml"]
    nothing = call("discover", f"http://{HOST}/")
    assert (nothing.exit_code, "No feed was found" in nothing.stderr) == (1, True)


def test_a_site_that_shuts_us_out_is_not_searched(call: Call, site: Site, asked: list[str]) -> None:
    site["/robots.txt"] = (200, {}, "User-agent: *\nDisallow: /\n")
    result = call("discover", f"http://{HOST}/")
    assert result.exit_code != 0
    assert "disallows it; ask the publisher" in str(result.exception)
    assert asked == ["/robots.txt"]
