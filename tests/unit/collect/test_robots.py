"""robots.txt: which answers forbid everything, which allow everything, and what the rules in between say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from media_monitor.collect.robots import Robots
from media_monitor.model import Failed, FailureKind, Fetched

NOW = datetime(2031, 5, 17, tzinfo=UTC)
AGENT = "media-monitor/1.0 (+https://example.org/contact)"
PAGE = "https://news.test/politics/1"


def rules(body: bytes) -> Robots:
    return Robots.from_response(Fetched("https://news.test/robots.txt", 200, (), body, NOW, 1))


def failure(kind: FailureKind, status: int | None = None) -> Robots:
    return Robots.from_response(Failed("https://news.test/robots.txt", kind, "", NOW, status=status))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_without_a_robots_txt_everything_is_allowed(status: int) -> None:
    robots = failure("http_status", status)
    assert robots.allows(PAGE, AGENT)
    assert not robots.is_unreachable


@pytest.mark.parametrize(
    ("kind", "status"),
    [("http_status", 429), ("http_status", 500), ("http_status", 503), ("timeout", None), ("dns", None), ("tls", None),
     ("refused_address", None), ("truncated", None)],
)  # fmt: skip
def test_an_unreachable_robots_txt_forbids_everything(kind: FailureKind, status: int | None) -> None:
    robots = failure(kind, status)
    assert not robots.allows(PAGE, AGENT)
    assert robots.is_unreachable


def test_endless_redirects_count_as_no_robots_txt() -> None:
    assert failure("redirect").allows(PAGE, AGENT)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_does_not_hide_the_first_group(mark: bytes, end: bytes) -> None:
    robots = rules(mark + end.join([b"User-agent: *", b"Disallow: /politics/"]))
    assert not robots.allows(PAGE, AGENT)
    assert robots.allows("https://news.test/sport/1", AGENT)


@pytest.mark.parametrize(
    ("lines", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /\nAllow: /politics/", True),
        ("User-agent: *\nDisallow: /pol*/1$", False),
        ("User-agent: *\nDisallow: /politics/1\nAllow: /politics/1", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Media-Monitor\nDisallow: /sport/", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: media-monitor\nDisallow: /sport/\n\nUser-agent: media-monitor\nDisallow: /politics/", False),
        ("<!doctype html><title>Welcome</title>", True),
        ("\x00\x00", True),
        ("", True),
    ],
)
def test_the_longest_match_of_our_own_group_decides(lines: str, is_allowed: bool) -> None:
    assert rules(lines.encode()).allows(PAGE, AGENT) is is_allowed


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("10", 10), ("2.5", 2.5), ("99999999999", 120), ("nan", None), ("inf", None), ("-5", None), ("soon", None)],
)
def test_the_crawl_delay_is_capped_and_junk_ignored(delay: str, seconds: float | None) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /x".encode()).crawl_delay(AGENT) == seconds


def test_no_group_no_delay() -> None:
    assert rules(b"").crawl_delay(AGENT) is None
