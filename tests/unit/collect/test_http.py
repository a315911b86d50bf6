"""The HTTP client against a server that misbehaves on purpose, and against addresses it must not reach."""

from __future__ import annotations

import asyncio
import resource
import socket
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from media_monitor.collect import http
from media_monitor.errors import SettingsError
from media_monitor.model import Failed, Fetched, NotModified
from unit.collect.evil import FEED_XML, NOISE, Evil, evil_server

NOW = datetime(2031, 5, 17, 9, 30, 15, tzinfo=UTC)
AGENT = "media-monitor/0 (+https://example.org/contact)"
HASTY = replace(http.FEED, total_seconds=0.4)

Result = Fetched | NotModified | Failed


def ask(
    *urls: str,
    limits: http.Limits = http.FEED,
    is_sample: bool = True,
    resolver: Any = None,
    spacing: float = 0.0,
    **conditions: Any,
) -> tuple[list[Result], Evil]:
    """What the client makes of `urls`, asked at once, and the server they were asked of. `PORT` in a URL is the server's."""

    async def visit() -> tuple[list[Result], Evil]:
        async with evil_server() as evil:
            if resolver:
                resolver.port = evil.port
            sample = evil.address if is_sample else None
            async with http.Client(AGENT, sample=sample, per_host_spacing=spacing, resolver=resolver) as client:
                gets = (client.get(url, accept=http.FEED_TYPES, limits=limits, now=NOW, **conditions) for url in urls)
                return list(await asyncio.gather(*gets)), evil

    return asyncio.run(visit())


def ask_one(path: str, **options: Any) -> Result:
    return ask(f"http://evil.test{path}", **options)[0][0]


def kind_of(path: str, **options: Any) -> str:
    result = ask_one(path, **options)
    assert isinstance(result, Failed), result
    assert result.detail
    assert "\n" not in result.detail
    return result.kind


# ---- what goes right --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/feed", "/gzip", "/gzip-members", "/br"])
def test_a_complete_response_is_fetched_and_decoded(path: str) -> None:
    result = ask_one(path)
    assert isinstance(result, Fetched)
    assert (result.status, result.body, result.fetched_at) == (200, FEED_XML, NOW)
    assert result.url == f"http://evil.test{path}"


def test_one_request_carries_the_contact_and_nothing_that_identifies_a_reader() -> None:
    _, evil = ask("http://evil.test/feed", "http://evil.test/feed")
    assert set(evil.log[1].headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Datetime", "Connection"}
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


@pytest.mark.parametrize("path", ["/bomb/gzip", "/bomb/br", "/bomb/small"])
def test_a_decompression_bomb_is_cut_without_filling_memory(path: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert kind_of(path) == "too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB


@pytest.mark.parametrize("path", ["/gzip-cut", "/br-cut", "/length-too-long", "/chunked-cut"])
def test_a_body_that_stops_early_is_truncated(path: str) -> None:
    assert kind_of(path) == "truncated"


@pytest.mark.parametrize("path", ["/zstd", "/deflate", "/nested/2", "/nested/6", "/gzip-broken"])
def test_encodings_not_asked_for_are_refused(path: str) -> None:
    assert kind_of(path) == "bad_encoding"


def test_an_endless_body_is_cut_at_the_cap() -> None:
    assert kind_of("/megabytes/50", limits=replace(http.FEED, body_bytes=3 * 2**20)) == "too_large"
    assert isinstance(ask_one("/megabytes/2", limits=replace(http.FEED, body_bytes=3 * 2**20)), Fetched)


def test_a_feed_of_50_mib_is_too_large() -> None:
    assert kind_of("/megabytes/50") == "too_large"


def test_a_long_robots_txt_is_read_up_to_its_cap() -> None:
    result = ask_one("/megabytes/2", limits=http.ROBOTS)
    assert isinstance(result, Fetched)
    assert result.body == (NOISE[:1024] * 1024)[: 512 * 1024]


# ---- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/slow-body", "/slow-headers", "/silence", "/slow-hop"])
def test_the_deadline_is_over_everything(path: str) -> None:
    start = time.monotonic()
    assert kind_of(path, limits=HASTY) == "timeout"
    assert 0.3 < time.monotonic() - start < 10


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


def test_redirects_are_followed_up_to_the_limit_and_recorded() -> None:
    result = ask_one("/hops/5")
    assert isinstance(result, Fetched)
    assert result.url == "http://evil.test/feed"
    assert [status for status, _ in result.redirects] == [301] * 5
    assert result.redirects[0] == (301, "http://evil.test/hops/4")
    assert kind_of("/hops/6") == "redirect"
    assert isinstance(ask_one("/hops/6", limits=http.ARTICLE), Fetched)


def test_a_redirect_loop_ends() -> None:
    assert kind_of("/loop") == "redirect"


@pytest.mark.parametrize("path", ["/header-1mb", "/headers-5000", "/location-60k", "/not-http", "/hang-up"])
def test_what_is_not_proper_http_is_refused(path: str) -> None:
    assert kind_of(path) == "protocol"


PRIVATE = ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/",
           "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://0.0.0.0/",
           "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1]/", "http://192.0.2.1/", "http://198.18.0.1/",
           "http://224.0.0.1/", "http://[::7f00:1]/", "http://[fec0::1]/",
           "http://[::ffff:7f00:1]/", "http://168.63.129.16/", "http://localhost/"]  # fmt: skip
DISGUISED = ["http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/",
             "http://127.0.0.1./", "http://\uff11\uff12\uff17.0.0.1/", "http:///127.0.0.1/", "http:\\\\127.0.0.1/",
             "http://[::ffff:127.0.0.1]/",
             "http://user@127.0.0.1/", "http://u:p@news.test/"]  # fmt: skip
NOT_WEB = ["file:///etc/passwd", "ftp://news.test/feed", "gopher://news.test/", "data:text/xml,<rss/>", "http://news.test:22/",
           "http://news.test:5432/", "", "/feed", "http://", "http://a.test/" + "x" * 3000]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE)
@pytest.mark.parametrize("is_sample", [True, False])
def test_private_addresses_are_refused_before_connecting(url: str, is_sample: bool) -> None:
    (result,), evil = ask(url, is_sample=is_sample)
    assert isinstance(result, Failed)
    assert result.kind == "refused_address"
    assert evil.connections == 0


@pytest.mark.parametrize("url", DISGUISED + NOT_WEB)
def test_disguised_and_foreign_urls_are_refused(url: str) -> None:
    (result,), evil = ask(url)
    assert isinstance(result, Failed)
    assert result.kind == "bad_url"
    assert evil.connections == 0


@pytest.mark.parametrize("target", [*PRIVATE, *DISGUISED[:4], *NOT_WEB[:6]])
def test_no_redirect_leads_there_either(target: str) -> None:
    (result,), evil = ask(f"http://evil.test/to?{target}")
    assert isinstance(result, Failed)
    assert result.kind in {"refused_address", "bad_url"}
    assert target.rstrip("/")[:12] in result.detail
    assert evil.connections == 1


class Lying(AbstractResolver):
    """A resolver that answers `addresses` at the port of the server."""

    port = 0

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=a, port=self.port, family=family, proto=0, flags=0) for a in self.addresses]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], ["127.0.0.1", "::1"], ["127.0.0.1", "10.0.0.1", "fd00::1"]])
def test_a_name_that_resolves_to_private_addresses_is_refused(addresses: list[str]) -> None:
    (result,), evil = ask("http://news.example/feed", is_sample=False, resolver=Lying(*addresses))
    assert isinstance(result, Failed)
    assert (result.kind, result.detail) == ("refused_address", "the host's address is not on the public internet")
    assert evil.connections == 0


def test_without_the_address_policy_the_same_name_would_reach_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "is_public", lambda address: True)
    (result,), evil = ask("http://news.example/feed", is_sample=False, resolver=Lying("127.0.0.1"))
    assert isinstance(result, Fetched)
    assert evil.connections == 1
    assert "Accept-Datetime" not in evil.log[0].headers


def test_names_under_test_exist_in_the_sample_newsroom_only() -> None:
    (result,), evil = ask("http://evil.test/feed", is_sample=False)
    assert isinstance(result, Failed)
    assert result.kind == "dns"
    assert evil.connections == 0


@pytest.mark.parametrize("name", ["evil.test.example", "test", "eviltest"])
def test_names_that_only_look_like_test_are_not_mapped(name: str) -> None:
    (result,), evil = ask(f"http://{name}/feed", resolver=Lying("127.0.0.1"))
    assert isinstance(result, Failed)
    assert result.kind == "refused_address"
    assert evil.connections == 0


@pytest.mark.parametrize("sample", ["10.0.0.1:80", "example.org:80", "127.0.0.1", "127.0.0.1:http"])
def test_the_sample_newsroom_can_be_on_loopback_only(sample: str) -> None:
    with pytest.raises(SettingsError, match=":PORT"):
        http.Client(AGENT, sample=sample)


def test_a_proxy_in_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(ask_one("/feed"), Fetched)


def test_a_host_that_does_not_resolve_is_a_dns_failure() -> None:
    class Nowhere(Lying):
        async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
            raise OSError("no such name")

    (result,), _ = ask("http://news.example/feed", resolver=Nowhere())
    assert isinstance(result, Failed)
    assert result.kind == "dns"


def test_a_self_signed_certificate_is_a_tls_failure(tmp_path: Path) -> None:
    async def visit() -> Result:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed(tmp_path, "evil.test"))
        server = await asyncio.start_server(Evil("", 0).serve, "127.0.0.1", 0, ssl=context)
        sample = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server, http.Client(AGENT, sample=sample, per_host_spacing=0) as client:
            return await client.get("https://evil.test/feed", accept="*/*", limits=http.FEED, now=NOW)

    result = asyncio.run(visit())
    assert isinstance(result, Failed)
    assert result.kind == "tls"


def self_signed(folder: Path, name: str) -> Path:
    """A certificate for `name` that nobody vouches for, with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2060, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return pem
