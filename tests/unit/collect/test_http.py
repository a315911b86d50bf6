"""The HTTP client against a server that misbehaves on purpose."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from media_monitor.collect import decode, http
from media_monitor.collect.feeds import parse
from media_monitor.model import Failed, Fetched, NotAFeed, NotModified
from unit.collect.evil import ANSWERS, FEED_XML, NOISE, Evil, brotli_bomb, evil_server, gzip_bomb
from unit.collect.visits import AGENT, HASTY, NOW, ask, ask_one, kind_of, memory_growth

# ---- what goes right --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/feed", "/gzip", "/gzip-members", "/br"])
def test_a_complete_response_is_fetched_and_decoded(path: str) -> None:
    result = ask_one(path)
    assert isinstance(result, Fetched)
    assert (result.status, result.body, result.fetched_at) == (200, FEED_XML, NOW)
    assert result.url == f"http://evil.test{path}"


@pytest.mark.rel("A13")
def test_one_request_carries_the_contact_and_nothing_that_identifies_a_reader() -> None:
    _, evil = ask("http://evil.test/feed", "http://evil.test/feed")
    assert set(evil.log[1].headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Datetime"}
    assert evil.log[1].headers["User-Agent"] == AGENT
    assert evil.log[1].headers["Accept-Encoding"] == "gzip, br"
    assert "rss+xml" in evil.log[1].headers["Accept"]


def test_validators_are_echoed_byte_for_byte() -> None:
    odd_date = "Thu, 1 Jan 1970 00:00:00 -0000"
    (result,), evil = ask("http://evil.test/304", etag='W/"v1"', last_modified=odd_date)
    assert isinstance(result, NotModified)
    assert result.header("etag") == 'W/"v2"'
    assert evil.log[0].headers["If-None-Match"] == 'W/"v1"'
    assert evil.log[0].headers["If-Modified-Since"] == odd_date


def test_no_validator_is_invented() -> None:
    _, evil = ask("http://evil.test/feed", etag='"v1"')
    assert "If-Modified-Since" not in evil.log[0].headers
    assert "If-None-Match" in evil.log[0].headers


def test_a_validator_cannot_smuggle_a_header() -> None:
    _, evil = ask("http://evil.test/feed", etag='"v1"\r\nX-Smuggled: yes')
    assert not {"X-Smuggled", "If-None-Match"} & set(evil.log[0].headers)


def test_304_to_an_unconditional_request_is_a_failure() -> None:
    result = ask_one("/304")
    assert isinstance(result, Failed)
    assert (result.kind, result.status) == ("http_status", 304)


def test_the_sample_newsroom_is_told_the_moment_to_play() -> None:
    _, evil = ask("http://evil.test/feed")
    assert evil.log[0].headers["Accept-Datetime"] == "Sat, 17 May 2031 09:30:15 GMT"


@pytest.mark.parametrize("path", ["/empty", "/204"])
def test_an_empty_success_is_handed_to_the_caller(path: str) -> None:
    result = ask_one(path)
    assert isinstance(result, Fetched)
    assert result.body == b""


def test_an_error_status_keeps_its_status_and_retry_after() -> None:
    result = ask_one("/503")
    assert isinstance(result, Failed)
    assert (result.kind, result.status, result.retry_after_seconds) == ("http_status", 503, 120)


# ---- bodies -----------------------------------------------------------------------------------------------------------


@pytest.mark.rel("C01")
@pytest.mark.parametrize("path", ["/bomb/gzip", "/bomb/br", "/bomb/small"])
def test_two_gibibytes_in_a_small_body_are_cut_without_filling_memory(path: str) -> None:
    ANSWERS[path]()  # the server packs it once, which takes memory, too
    start = time.process_time()
    with memory_growth() as growth:
        (bomb, feed), _ = ask(f"http://evil.test{path}", "http://evil.test/feed")
    assert isinstance(bomb, Failed)
    assert bomb.kind == "too_large"
    assert isinstance(feed, Fetched)
    assert growth.mebibytes < 100
    assert time.process_time() - start < 2


@pytest.mark.rel("C01")
@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_without_the_caps_a_bomb_does_fill_memory(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = {"gzip": gzip_bomb, "br": brotli_bomb}[coding](200)
    monkeypatch.setattr(decode, "_RATIO", 10**9)
    decoder = decode.Decoder(coding, 2**30, keeps_prefix=False)
    with memory_growth() as growth:
        decoder.feed(bomb)
    assert growth.mebibytes > 150


@pytest.mark.rel("C03")
@pytest.mark.parametrize("path", ["/gzip-cut", "/br-cut"])
def test_a_coded_body_that_stops_early_is_truncated(path: str) -> None:
    assert kind_of(path) == "truncated"


@pytest.mark.rel("C03")
def test_without_a_look_at_the_end_of_the_stream_half_a_feed_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode._Gzip, "is_complete", lambda self: True)
    result = ask_one("/gzip-cut")
    assert isinstance(result, Fetched)
    assert result.header("etag") == '"half"'


@pytest.mark.rel("C06")
@pytest.mark.parametrize("path", ["/length-too-long", "/chunked-cut", "/206", "/226"])
def test_a_part_of_a_body_is_truncated(path: str) -> None:
    assert kind_of(path) == "truncated"


@pytest.mark.rel("C06")
def test_a_part_is_never_asked_for() -> None:
    _, evil = ask("http://evil.test/feed", etag='"v1"')
    assert not {"Range", "If-Range", "A-IM"} & set(evil.log[0].headers)


@pytest.mark.rel("C06")
def test_a_body_that_goes_on_after_its_end_is_no_proper_answer() -> None:
    assert kind_of("/length-too-short") == "protocol"


@pytest.mark.rel("C06")
@pytest.mark.parametrize("path", ["/empty", "/204"])
def test_a_success_without_a_feed_is_no_poll_without_news(path: str) -> None:
    result = ask_one(path)
    assert isinstance(result, Fetched)
    reading = parse(result.body, result.url, None, NOW)
    assert isinstance(reading, NotAFeed)


@pytest.mark.rel("C02")
@pytest.mark.parametrize("path", ["/zstd", "/bomb/zstd", "/deflate", "/nested/2", "/nested/6", "/gzip-broken"])
def test_encodings_not_asked_for_are_refused(path: str) -> None:
    assert kind_of(path) == "bad_encoding"


@pytest.mark.rel("C02")
def test_what_is_offered_is_what_can_be_decoded() -> None:
    assert {coding.strip() for coding in decode.ADVERTISED.split(",")} <= set(decode._CODINGS)


@pytest.mark.rel("C05")
def test_a_body_without_an_end_is_cut() -> None:
    with memory_growth() as growth:
        assert kind_of("/endless") == "too_large"
    assert growth.mebibytes < 100
    assert http.FEED.body_bytes == 15 * 2**20


@pytest.mark.rel("C05")
def test_an_endless_body_is_cut_at_the_cap() -> None:
    assert kind_of("/megabytes/50", limits=replace(http.FEED, body_bytes=3 * 2**20)) == "too_large"
    assert isinstance(ask_one("/megabytes/2", limits=replace(http.FEED, body_bytes=3 * 2**20)), Fetched)


def test_a_feed_of_50_mib_is_too_large() -> None:
    assert kind_of("/megabytes/50") == "too_large"


@pytest.mark.rel("B03")
def test_a_long_robots_txt_is_read_up_to_its_cap() -> None:
    result = ask_one("/megabytes/2", limits=http.ROBOTS)
    assert isinstance(result, Fetched)
    assert result.body == (NOISE[:1024] * 1024)[: 512 * 1024]


# ---- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("C04")
@pytest.mark.parametrize("path", ["/slow-body", "/slow-headers", "/silence", "/slow-hop"])
def test_the_deadline_is_over_everything(path: str) -> None:
    start = time.monotonic()
    assert kind_of(path, limits=HASTY) == "timeout"
    assert 0.3 < time.monotonic() - start < 10


@pytest.mark.rel("C04")
def test_a_tls_handshake_that_never_ends_is_cut() -> None:
    (result,), evil = ask("https://evil.test/feed", limits=HASTY)  # the server waits for a request in plain text
    assert isinstance(result, Failed)
    assert result.kind == "timeout"
    assert evil.connections == 1


@pytest.mark.rel("C04")
def test_a_wait_between_two_bytes_is_cut_before_the_deadline() -> None:
    start = time.monotonic()
    assert kind_of("/silence", limits=replace(http.FEED, silence_seconds=0.3)) == "timeout"
    assert time.monotonic() - start < 10


@pytest.mark.rel("C04")
def test_the_limit_on_silence_alone_would_let_a_byte_at_a_time_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    patient = replace(http.FEED, silence_seconds=0.3)

    async def visit() -> None:
        async with evil_server() as evil, http.Client(AGENT, sample=evil.address, per_host_spacing=0) as client:
            get = client.get("http://evil.test/slow-body", accept="*/*", limits=patient, now=NOW)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(get, 1.5)  # the test's own patience: five times the limit

    asyncio.run(visit())
    assert (http.FEED.total_seconds, http.ARTICLE.total_seconds, http.ROBOTS.total_seconds) == (60, 60, 60)


@pytest.mark.rel("C04")
def test_a_host_that_was_too_slow_can_be_asked_again() -> None:
    slow, again = ask("http://evil.test/slow-body", "http://evil.test/feed", limits=replace(HASTY, total_seconds=1))[0]
    assert isinstance(slow, Failed)
    assert isinstance(again, Fetched)


@pytest.mark.rel("C04")
def test_a_slow_host_does_not_hold_up_another() -> None:
    (slow, quick), _ = ask("http://slow.test/slow-body", "http://quick.test/feed", limits=replace(HASTY, total_seconds=1.5))
    assert isinstance(slow, Failed)
    assert isinstance(quick, Fetched)


# How long a visit takes is measured on our side: a busy machine may make it longer, never shorter.


def seconds_for(*urls: str, spacing: float) -> tuple[float, Evil]:
    start = time.monotonic()
    _, evil = ask(*urls, spacing=spacing)
    return time.monotonic() - start, evil


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause() -> None:
    seconds, evil = seconds_for(*["http://evil.test/feed"] * 4, spacing=0.2)
    assert evil.busiest == 1
    assert seconds >= 0.6


def test_different_hosts_do_not_wait_for_each_other() -> None:
    _, evil = ask(*[f"http://host{i}.test/feed" for i in range(5)], spacing=5)
    assert evil.log[-1].at - evil.log[0].at < 4


def test_a_redirect_takes_its_turn_too() -> None:
    assert seconds_for("http://evil.test/hops/1", spacing=0.4)[0] >= 0.4


def test_a_throttled_host_rests() -> None:
    assert seconds_for("http://evil.test/429", "http://evil.test/feed", spacing=0.1)[0] >= 0.6


def test_a_crawl_delay_widens_the_pause_of_its_host_only() -> None:
    async def visit() -> list[str]:
        async with evil_server() as evil, http.Client(AGENT, sample=evil.address, per_host_spacing=0.01) as client:
            client.slow_down("slow.test", 1.5)
            urls = ["http://slow.test/feed"] * 2 + ["http://quick.test/feed"] * 2
            await asyncio.gather(*(client.get(u, accept="*/*", limits=http.FEED, now=NOW) for u in urls))
            return [request.headers["Host"] for request in evil.log]

    start = time.monotonic()
    hosts = asyncio.run(visit())
    assert time.monotonic() - start >= 1.5
    assert hosts[-1] == "slow.test"


def test_time_spent_waiting_moves_the_fetch_time_but_not_the_deadline() -> None:
    results, _ = ask(*["http://evil.test/feed"] * 3, spacing=0.6, limits=replace(http.FEED, total_seconds=1.0))
    assert [getattr(r, "body", None) for r in results] == [FEED_XML] * 3
    delays = [(result.fetched_at - NOW).total_seconds() for result in results]
    assert delays[0] == 0
    assert delays[2] >= 1


# ---- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.rel("C08")
def test_redirects_are_followed_up_to_the_limit_and_recorded() -> None:
    result = ask_one("/hops/5")
    assert isinstance(result, Fetched)
    assert result.url == "http://evil.test/feed"
    assert [status for status, _ in result.redirects] == [301] * 5
    assert result.redirects[0] == (301, "http://evil.test/hops/4")
    assert kind_of("/hops/6") == "redirect"
    assert isinstance(ask_one("/hops/6", limits=http.ARTICLE), Fetched)


@pytest.mark.rel("C08")
@pytest.mark.parametrize("path", ["/loop", "/hops/1000"])
@pytest.mark.parametrize("limits", [http.FEED, http.ARTICLE, http.ROBOTS])
def test_a_redirect_loop_ends(path: str, limits: http.Limits) -> None:
    (result,), evil = ask(f"http://evil.test{path}", limits=limits)
    assert isinstance(result, Failed)
    assert result.kind == "redirect"
    assert len(evil.log) == limits.redirects + 1


@pytest.mark.rel("C08")
@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://news.test/feed", "gopher://news.test/", "data:text/xml,<rss/>"])
def test_a_redirect_to_another_scheme_is_refused(target: str) -> None:
    assert kind_of(f"/to?{target}") == "bad_url"


@pytest.mark.rel("C08")
@pytest.mark.parametrize("target", ["http://", "http://[", "//", "http://a b/"])
def test_a_redirect_to_nowhere_is_refused(target: str) -> None:
    assert kind_of(f"/to?{target}") in {"redirect", "bad_url"}


@pytest.mark.rel("C07")
@pytest.mark.parametrize(
    "path",
    ["/header-1mb", "/headers-5000", "/location-60k", "/header-nul", "/header-lone-cr", "/not-http", "/hang-up"],
)
def test_what_is_not_proper_http_is_refused(path: str) -> None:
    assert kind_of(path) == "protocol"


@pytest.mark.rel("C07")
@pytest.mark.parametrize("path", ["/location-crlf", "/location-escaped-crlf"])
def test_no_header_can_be_smuggled_into_the_request_that_follows_a_redirect(path: str) -> None:
    (result,), evil = ask(f"http://evil.test{path}")
    assert isinstance(result, Fetched)
    assert len(evil.log) == 2
    assert "X-Smuggled" not in evil.log[1].headers


# ---- pages in a feed's place -------------------------------------------------------------------------------------------


@pytest.mark.rel("C12")
@pytest.mark.parametrize("path", ["/consent", "/challenge"])
def test_a_page_that_answers_for_a_feed_is_not_a_feed(path: str) -> None:
    result = ask_one(path)
    assert isinstance(result, Fetched)
    reading = parse(result.body, result.url, result.header("content-type"), NOW)
    assert isinstance(reading, NotAFeed)
    assert reading.kind == "not_a_feed"


@pytest.mark.rel("C12")
def test_a_challenge_with_an_error_status_is_a_failure() -> None:
    assert kind_of("/challenge-403") == "http_status"
