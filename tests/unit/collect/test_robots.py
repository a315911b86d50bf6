"""robots.txt: which answers forbid everything, which allow everything, and what the rules in between say."""

from __future__ import annotations

import time

import pytest
from protego import Protego

from media_monitor.collect import http
from media_monitor.collect.robots import Robots
from media_monitor.model import Failed, FailureKind, Fetched
from unit.collect.visits import NOW, Lying, ask

AGENT = "media-monitor/1.0 (+https://example.org/contact)"
SITE = "https://news.test"
PAGE = f"{SITE}/politics/1"


def rules(body: bytes) -> Robots:
    return Robots.from_response(Fetched("https://news.test/robots.txt", 200, (), body, NOW, 1))


def failure(kind: FailureKind, status: int | None = None) -> Robots:
    return Robots.from_response(Failed("https://news.test/robots.txt", kind, "", NOW, status=status))


@pytest.mark.rel("B02")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_without_a_robots_txt_everything_is_allowed(status: int) -> None:
    robots = failure("http_status", status)
    assert robots.allows(PAGE, AGENT)
    assert not robots.is_unreachable


@pytest.mark.parametrize(
    ("kind", "status"),
    [("http_status", 429), ("http_status", 500), ("http_status", 503), ("timeout", None), ("dns", None), ("tls", None),
     ("refused_address", None), ("truncated", None), ("http_status", 600), ("bad_encoding", None), ("protocol", None)],
)  # fmt: skip
@pytest.mark.rel("B02")
def test_an_unreachable_robots_txt_forbids_everything(kind: FailureKind, status: int | None) -> None:
    robots = failure(kind, status)
    assert not robots.allows(PAGE, AGENT)
    assert robots.is_unreachable


# ---- redirects (RFC 9309, 2.3.1.2) ---------------------------------------------------------------------------------------


def visited(path: str, resolver: Lying | None = None) -> Robots:
    """The rules of a site whose robots.txt is at `path` of the hostile server."""
    (response,), _ = ask(f"http://evil.test{path}", limits=http.ROBOTS, resolver=resolver)
    return Robots.from_response(response)


@pytest.mark.rel("B06")
@pytest.mark.parametrize("path", ["/hops/5", "/to?http://other.test/hops/3"])
def test_five_redirects_are_followed_to_other_hosts_too(path: str) -> None:
    (response,), evil = ask(f"http://evil.test{path}", limits=http.ROBOTS)
    assert isinstance(response, Fetched)
    assert evil.log[-1].path == "/feed"


@pytest.mark.rel("B06")
@pytest.mark.parametrize("path", ["/hops/6", "/loop"])
def test_more_redirects_count_as_no_robots_txt(path: str) -> None:
    robots = visited(path)
    assert robots.allows(PAGE, AGENT)
    assert not robots.is_unreachable


@pytest.mark.rel("B06")
@pytest.mark.parametrize("target", ["http://127.0.0.1/robots.txt", "http://[::1]/", "http://inside.example/"])
def test_a_redirect_to_a_private_address_is_not_followed_and_forbids_everything(target: str) -> None:
    robots = visited(f"/to?{target}", Lying("10.0.0.1"))
    assert robots.is_unreachable
    assert not robots.allows(PAGE, AGENT)


# ---- parsing ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("B03")
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_does_not_hide_the_first_group(mark: bytes, end: bytes) -> None:
    robots = rules(mark + end.join([b"User-agent: *", b"Disallow: /politics/"]))
    assert not robots.allows(PAGE, AGENT)
    assert robots.allows("https://news.test/sport/1", AGENT)


@pytest.mark.rel("B03")
def test_without_the_decoding_a_byte_order_mark_would_hide_the_first_group() -> None:
    assert Protego.parse("\ufeffUser-agent: *\nDisallow: /").can_fetch(PAGE, "media-monitor")


@pytest.mark.rel("B03")
@pytest.mark.parametrize(
    "body",
    [b"", b"<!doctype html><title>Welcome</title><p>Disallow: /</p>", b"\0\0", bytes(range(256)) * 100, b"Disallow: /",
     b"\xff\xfeU\0", b"User-agent:\nDisallow: /", b":\n::\n: :", b"User-agent: \xf0\x9f\nDisallow: /"],
)  # fmt: skip
def test_what_holds_no_group_for_us_forbids_nothing(body: bytes) -> None:
    assert rules(body).allows(PAGE, AGENT)


@pytest.mark.rel("B03")
def test_a_nul_spoils_its_own_line_only() -> None:
    robots = rules(b"User-agent: *\n\0Disallow: /sport/\nDisallow: /politics/")
    assert robots.allows(f"{SITE}/sport/1", AGENT)
    assert not robots.allows(PAGE, AGENT)


@pytest.mark.rel("B03")
def test_a_rule_that_ends_at_500_kibibytes_counts() -> None:
    comment = b"# padding\n" * (500 * 1024 // 10)
    body = b"User-agent: *\n" + comment[: 500 * 1024 - 40] + b"\nDisallow: /politics/\n" + comment
    assert not rules(body[: http.ROBOTS.body_bytes]).allows(PAGE, AGENT)


LONG = {
    "empty lines": "\n" * 10**6,
    "agents": "User-agent: *\n" * 40_000 + "Disallow: /politics/",
    "wildcards": "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*b$\n" * 20_000,
    "different wildcards": "User-agent: *\n" + "".join(f"Disallow: /{n}*{n}\n" for n in range(30_000)),
    "one line": "a" * 600_000,
    "blanks": "User-agent:" + " " * 600_000,
    "words": "user agent " * 50_000,
}


@pytest.mark.rel("B03")
@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_no_robots_txt_takes_more_than_a_second(text: str) -> None:
    def seconds() -> float:
        start = time.process_time()
        Robots.parse(text).allows(f"{SITE}/" + "a" * 2000, AGENT)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 1, "the best of three: what else the machine does is not meant"


# ---- whose group counts (RFC 9309, 2.2.1) ------------------------------------------------------------------------------------

ALL = "User-agent: *\n"
OURS = "User-agent: media-monitor\n"


@pytest.mark.rel("B04")
@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        (f"{ALL}Disallow: /\n\nUser-agent: Media-Monitor\nDisallow: /sport/", True),
        (f"{ALL}Disallow: /\n{OURS}", True),  # our group is there, without a rule
        ("User-agent: MEDIA-MONITOR/2.1\nDisallow: /", False),
        ("User-agent: media-monitor bot\nDisallow: /", False),
        ("uSeR-aGeNt : media-monitor # that is us\nDisallow: /", False),
        ("User-agent: media\nDisallow: /", True),
        (f"User-agent: media\nAllow: /\n{ALL}Disallow: /", False),
        ("User-agent: monitor\nDisallow: /", True),
        ("User-agent: media-monitor-images\nDisallow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: * (everybody)\nDisallow: /", False),
        (f"{OURS}Disallow: /sport/\n\n{ALL}Disallow: /x\n\n{OURS}Disallow: /politics/", False),
        (f"{ALL}Disallow: /sport/\n{ALL}Disallow: /politics/", False),
        (f"User-agent: otherbot\n{OURS}Disallow: /", False),
        (f"{OURS}\n\nUser-agent: otherbot\nDisallow: /", False),
        (f"{OURS}Sitemap: {SITE}/map.xml\nUser-agent: otherbot\nDisallow: /", False),
        (f"{OURS}Content-Signal: search=yes\nUser-agent: otherbot\nDisallow: /", False),
        (f"{ALL}Disallow: /politics/\nSitemap: {SITE}/map.xml\nAllow: /politics/1", True),
        (f"{ALL}Crawl-delay: 5\n\nUser-agent: otherbot\nDisallow: /", True),  # not Google's reading, but what sites mean by it
        (f"Disallow: /\n{ALL}Allow: /", True),
        (f"{ALL}Disallow: /\n\x0c{OURS}Allow: /", True),
        (f"{ALL}Disallow: /\nDisallow: /x\x0c{OURS}Disallow: /sport/", False),
        (f"{ALL}Disallow: /\nDisallow: /x\u2028{OURS}Disallow: /sport/", False),
    ],
)
def test_the_group_of_our_whole_name_counts_else_that_of_all(text: str, is_allowed: bool) -> None:
    assert Robots.parse(text).allows(PAGE, AGENT) is is_allowed


@pytest.mark.rel("B04")
@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: media\nDisallow: /", True),
        ("User-agent: MEDIA-MONITOR/2.1\nDisallow: /", False),
        ("User-agent: * (everybody)\nDisallow: /", False),
        (f"{OURS}Content-Signal: search=yes\nUser-agent: otherbot\nDisallow: /", False),
        (f"{ALL}Disallow: /\nDisallow: /x\u2028{OURS}Disallow: /sport/", False),
    ],
)
def test_protego_alone_would_read_these_groups_otherwise(text: str, is_allowed: bool) -> None:
    assert Protego.parse(text).can_fetch(PAGE, "media-monitor") is not is_allowed


# ---- which rule of the group counts (RFC 9309, 2.2.2 and 2.2.3) ---------------------------------------------------------------


@pytest.mark.rel("B04")
@pytest.mark.parametrize(
    ("rules_of_all", "path", "is_allowed"),
    [
        # the longest match, in whatever order
        ("Disallow: /p\nAllow: /p/q", "/p/q/r", True),
        ("Allow: /p/q\nDisallow: /p", "/p/q/r", True),
        ("Allow: /p\nDisallow: /p/q", "/p/q/r", False),
        ("Disallow: /\nAllow: /politics/", "/politics/1", True),
        ("Allow: /page\nDisallow: /*.html", "/page.html", False),
        ("Disallow: /a\nAllow: /b", "/c", True),
        # of two that are as long, the one that allows
        ("Disallow: /folder\nAllow: /folder", "/folder/page", True),
        ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
        # rules are beginnings of paths, in upper and lower case
        ("Disallow: /fish", "/fishheads/yummy.html", False),
        ("Disallow: /fish", "/fish?id=1", False),
        ("Disallow: /fish", "/Fish.asp", True),
        ("Disallow: /fish", "/catfish", True),
        ("Disallow: /fish/", "/fish", True),
        ("Disallow: fish", "/fish", True),
        ("Disallow: /", "", False),
        ("Disallow: /?", "/?q=1", False),
        ("Disallow: /x", "/y#/x", True),
        ("Disallow: /x", "/x#y", False),
        ("Disallow: /fish  # not today", "/fish", False),
        ("Disallow:", "/fish", True),
        ("Allow:\nDisallow: /fish", "/fish", False),
        # * stands for anything
        ("Disallow: /fish*", "/fish", False),
        ("Disallow: *fish", "/catfish", False),
        ("Disallow: /*.php", "/folder/file.php?page=2", False),
        ("Disallow: /*.php", "/windows.PHP", True),
        ("Disallow: /fish*.php", "/fishheads/catfish.php?id=1", False),
        ("Disallow: /fish*.php", "/Fish.php", True),
        ("Disallow: /a**b***c", "/a-b-c", False),
        ("Disallow: /a*b*a", "/ab", True),
        # $ at the end stands for the end
        ("Disallow: /*.php$", "/file.php", False),
        ("Disallow: /*.php$", "/file.php?page=2", True),
        ("Disallow: /*.php$", "/file.php/", True),
        ("Disallow: /*.php$", "/file.php.php", False),
        ("Disallow: /\nAllow: /$", "/", True),
        ("Disallow: /\nAllow: /$", "/page", False),
        ("Disallow: /a$b", "/a$b", False),
        ("Disallow: /a$b", "/a", True),
        # however it is escaped
        ("Disallow: /%62ar", "/bar", False),
        ("Disallow: /bar", "/%62%61r", False),
        ("Disallow: /a%3cd", "/a%3Cd", False),
        ("Disallow: /a<d", "/a%3Cd", False),
        ("Disallow: /caf\u00e9", "/caf%C3%A9", False),
        ("Disallow: /caf%C3%A9", "/caf\u00e9", False),
        ("Disallow: /caf%c3%a9", "/caf%C3%A9", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /a/b", "/a%2Fb", True),
        ("Disallow: /a%2Ab", "/axb", True),
        # misspelt as sites do
        ("disallow : /fish", "/fish", False),
        ("Disalow: /fish", "/fish", False),
        ("Disallow /fish", "/fish", False),
        # always
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_match_decides(rules_of_all: str, path: str, is_allowed: bool) -> None:
    assert Robots.parse(ALL + rules_of_all).allows(SITE + path, AGENT) is is_allowed


# ---- crawl delay -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [
        ("10", 10),
        ("2.5", 2.5),
        ("0", None),
        ("", None),
        ("99999999999", 120),
        ("nan", None),
        ("inf", None),
        ("-5", None),
        ("soon", None),
    ],
)
@pytest.mark.rel("B05")
def test_the_crawl_delay_is_capped_and_junk_ignored(delay: str, seconds: float | None) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /x".encode()).crawl_delay(AGENT) == seconds


@pytest.mark.rel("B05")
def test_without_the_cap_a_site_could_stop_us_for_three_thousand_years() -> None:
    assert Protego.parse("User-agent: *\nCrawl-delay: 99999999999").crawl_delay("media-monitor") == 99_999_999_999


@pytest.mark.rel("B05")
def test_the_crawl_delay_of_another_is_not_ours() -> None:
    robots = Robots.parse(f"User-agent: media\nCrawl-delay: 60\n\n{ALL}Crawl-delay: 7")
    assert robots.crawl_delay(AGENT) == 7


def test_no_group_no_delay() -> None:
    assert rules(b"").crawl_delay(AGENT) is None
