"""Where the HTTP client does not go, by whatever name, notation, redirect or answer of DNS it is led there."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import ResolveResult

from media_monitor.collect import http, network
from media_monitor.collect.address import is_public
from media_monitor.errors import SettingsError
from media_monitor.model import Failed, Fetched
from unit.collect.evil import evil_server
from unit.collect.visits import AGENT, HASTY, NOW, Lying, ask, ask_one

PRIVATE = ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/",
           "http://172.16.0.1/", "http://192.168.0.1/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://0.0.0.0/",
           "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1]/", "http://192.0.2.1/", "http://198.51.100.1/",
           "http://203.0.113.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[ff02::1]/",
           "http://[::7f00:1]/", "http://[fec0::1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:a00:1]/", "http://[2001:db8::1]/",
           "http://168.63.129.16/", "http://localhost/"]  # fmt: skip
RELATIVE = "http:127.0.0.1/"
"""On an http page, a path."""
DISGUISED = ["http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/",
             "http://127.0.0.1./", "http://\uff11\uff12\uff17.0.0.1/", "http://\u2460\u2461\u2466.0.0.1/", "http:///127.0.0.1/",
             "http:\\\\127.0.0.1/", RELATIVE, "http://127%2e0.0.1/", "http://[::ffff:127.0.0.1]/",
             "http://user@127.0.0.1/", "http://u:p@news.test/", "http://news.test@127.0.0.1/"]  # fmt: skip
OTHER_PORTS = ["http://news.test:22/", "http://news.test:25/", "http://news.test:5432/", "http://news.test:6379/",
               "http://news.test:0/", "http://news.test:99999/"]  # fmt: skip
NOT_WEB = ["file:///etc/passwd", "ftp://news.test/feed", "gopher://news.test/", "data:text/xml,<rss/>", "", "/feed", "http://",
           "http://a.test/" + "x" * 3000]  # fmt: skip

# ---- literals and notations ------------------------------------------------------------------------------------------------


@pytest.mark.rel("D01")
@pytest.mark.parametrize("url", PRIVATE)
@pytest.mark.parametrize("is_sample", [True, False])
def test_private_addresses_are_refused_before_connecting(url: str, is_sample: bool) -> None:
    (result,), evil = ask(url, is_sample=is_sample)
    assert isinstance(result, Failed)
    assert result.kind == "refused_address"
    assert evil.connections == 0


@pytest.mark.rel("D02")
@pytest.mark.parametrize("url", DISGUISED + NOT_WEB)
def test_disguised_and_foreign_urls_are_refused(url: str) -> None:
    (result,), evil = ask(url)
    assert isinstance(result, Failed)
    assert result.kind == "bad_url"
    assert evil.connections == 0


@pytest.mark.rel("D08")
@pytest.mark.parametrize("url", OTHER_PORTS)
def test_ports_of_other_services_are_refused(url: str) -> None:
    for visited in (url, f"http://evil.test/to?{url}"):
        (result,), evil = ask(visited)
        assert isinstance(result, Failed)
        assert result.kind in {"bad_url", "redirect"}
        assert evil.connections == (visited != url)


@pytest.mark.rel("D08")
@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_ports_of_the_web_are_asked(port: int) -> None:
    assert isinstance(ask(f"http://evil.test:{port}/feed")[0][0], Fetched)


# ---- redirects -----------------------------------------------------------------------------------------------------------


@pytest.mark.rel("D05")
@pytest.mark.parametrize("target", [*PRIVATE, *(url for url in DISGUISED if url != RELATIVE), *NOT_WEB[:4]])
@pytest.mark.parametrize("hops", [0, 4])
def test_no_redirect_leads_there_at_the_first_hop_or_the_fifth(target: str, hops: int) -> None:
    (result,), evil = ask(f"http://evil.test/detour/{hops}?{target.replace('%', '%25')}")
    assert isinstance(result, Failed)
    assert result.kind in {"refused_address", "bad_url"}
    assert target.rstrip("/")[:5] in result.detail
    assert len(evil.log) == hops + 1


class Two(Lying):
    """A resolver for which `inside.example` is on loopback and every other name on a loopback address taken for a public one."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        self.addresses = ("127.0.0.1",) if host == "inside.example" else (STAND_IN,)
        return await super().resolve(host, port, family)


STAND_IN = "127.0.0.2"
"""A loopback address that plays a public one."""


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy of addresses, with one exception."""
    monkeypatch.setattr(http, "is_public", lambda address: address == STAND_IN or is_public(address))


@pytest.mark.rel("D05")
@pytest.mark.allow_hosts([STAND_IN, "127.0.0.1"])
@pytest.mark.parametrize("hops", [0, 4])
def test_a_public_host_cannot_redirect_to_a_private_one(hops: int, stand_in: None, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"http://news.example/detour/{hops}?http://inside.example/feed"
    (result,), evil = ask(url, is_sample=False, resolver=Two())
    assert isinstance(result, Failed)
    assert result.kind == "refused_address"
    assert evil.called == [STAND_IN] * (hops + 1)
    monkeypatch.setattr(http, "is_public", lambda address: True)
    (unguarded,), evil = ask(url, is_sample=False, resolver=Two())
    assert isinstance(unguarded, Fetched)
    assert unguarded.url == "http://inside.example/feed"


# ---- names -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rel("D03")
@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], ["127.0.0.1", "::1"], ["127.0.0.1", "10.0.0.1", "fd00::1"]])
def test_a_name_that_resolves_to_private_addresses_is_refused(addresses: list[str]) -> None:
    (result,), evil = ask("http://news.example/feed", is_sample=False, resolver=Lying(*addresses))
    assert isinstance(result, Failed)
    assert (result.kind, result.detail) == ("refused_address", "the host's address is not on the public internet")
    assert evil.connections == 0


@pytest.mark.rel("D03")
@pytest.mark.allow_hosts([STAND_IN, "127.0.0.1"])
def test_of_a_mix_only_the_public_addresses_are_tried(stand_in: None) -> None:
    mix = ["127.0.0.1"] * 8 + ["10.0.0.1", STAND_IN, "::1"]
    (result,), evil = ask("http://news.example/feed", is_sample=False, resolver=Lying(*mix))
    assert isinstance(result, Fetched)
    assert evil.called == [STAND_IN]


@pytest.mark.rel("D01")
@pytest.mark.rel("D03")
def test_without_the_address_policy_the_same_name_would_reach_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "is_public", lambda address: True)
    (result,), evil = ask("http://news.example/feed", is_sample=False, resolver=Lying("127.0.0.1"))
    assert isinstance(result, Fetched)
    assert evil.connections == 1
    assert "Accept-Datetime" not in evil.log[0].headers


class Rebinding(Lying):
    """A resolver that answers with a public address first and with a private one from then on."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        answer = await super().resolve(host, port, family)
        self.addresses = ("127.0.0.1",)
        return answer


@pytest.mark.rel("D04")
@pytest.mark.allow_hosts([STAND_IN, "127.0.0.1"])
@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_name_that_changes_its_address_is_judged_again(
    is_guarded: bool, stand_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """aiohttp remembers an answer of DNS for 10 s, which is switched off here. The server closes its connections itself."""
    monkeypatch.setattr(network._Connector, "_use_dns_cache", property(lambda self: False, lambda self, _: None), raising=False)
    if not is_guarded:
        monkeypatch.setattr(http, "is_public", lambda address: True)
    results, evil = ask(*["http://news.example/feed"] * 2, is_sample=False, resolver=Rebinding(STAND_IN))
    assert [type(result) for result in results] == [Fetched, Failed if is_guarded else Fetched]
    assert getattr(results[1], "kind", None) == ("refused_address" if is_guarded else None)
    assert evil.called == [STAND_IN] + ["127.0.0.1"] * (not is_guarded)


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


# ---- DNS that fails, stalls or floods --------------------------------------------------------------------------------------


class Failing(Lying):
    """A resolver without an answer."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        raise OSError("no such name, or the name server is down")


class Stalling(Lying):
    """A resolver that takes its time."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        await asyncio.sleep(10)
        return []


@pytest.mark.rel("C10")
def test_a_host_that_does_not_resolve_is_a_dns_failure() -> None:
    (result,), _ = ask("http://news.example/feed", resolver=Failing())
    assert isinstance(result, Failed)
    assert result.kind == "dns"


@pytest.mark.rel("C10")
def test_waiting_for_dns_is_inside_the_deadline() -> None:
    start = time.monotonic()
    (result,), _ = ask("http://news.example/feed", resolver=Stalling(), limits=HASTY)
    assert isinstance(result, Failed)
    assert result.kind == "timeout"
    assert time.monotonic() - start < 5


@pytest.mark.rel("C10")
@pytest.mark.parametrize("limit", [network.ADDRESSES_TRIED, 50])
def test_of_a_thousand_addresses_four_are_tried(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(self: network._Connector, info: tuple[Any, ...]) -> socket.socket:
        tried.append(info[4][0])
        raise ConnectionRefusedError

    monkeypatch.setattr(network, "ADDRESSES_TRIED", limit)
    monkeypatch.setattr(network._Connector, "_socket", refuse)
    thousand = [f"93.184.{n // 250}.{n % 250 + 1}" for n in range(1000)]
    (result,), _ = ask("http://news.example/feed", is_sample=False, resolver=Lying(*thousand))
    assert isinstance(result, Failed)
    assert result.kind == "connect"
    assert len(set(tried)) == limit


@pytest.mark.rel("C10")
@pytest.mark.parametrize("lookups", [network.LOOKUPS, 2])
def test_names_whose_servers_are_silent_do_not_hold_up_the_others(lookups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        if host.startswith("silent"):
            time.sleep(1)
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async def visit() -> str:
        async with http.Client(AGENT, per_host_spacing=0) as client:
            silent = [
                asyncio.create_task(client.get(f"http://silent{n}.example/", accept="*/*", limits=http.FEED, now=NOW))
                for n in range(4)
            ]
            await asyncio.sleep(0.05)
            result = await client.get("http://good.example/", accept="*/*", limits=HASTY, now=NOW)
            await asyncio.gather(*silent)
            assert isinstance(result, Failed)
            return result.kind

    monkeypatch.setattr(network, "LOOKUPS", lookups)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    # Its address is refused, which is known as soon as the name is looked up.
    assert asyncio.run(visit()) == ("refused_address" if lookups > 4 else "timeout")


# ---- the environment ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment with a proxy that is not there, and with a password for every host."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "other.test")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine evil.test login reader password secret\ndefault login reader password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))


@pytest.mark.rel("D07")
def test_proxy_and_password_of_the_environment_are_ignored(proxied: None) -> None:
    (result,), evil = ask("http://evil.test/feed")
    assert isinstance(result, Fetched)
    assert not {"Authorization", "Proxy-Authorization"} & set(evil.log[0].headers)


@pytest.mark.rel("D07")
@pytest.mark.parametrize("without", ["proxy", "password"])
def test_a_client_that_trusts_the_environment_would_take_them(
    without: str, proxied: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = aiohttp.ClientSession
    monkeypatch.setattr(aiohttp, "ClientSession", lambda **options: session(**{**options, "trust_env": True}))
    if without == "proxy":
        monkeypatch.setenv("no_proxy", "evil.test")
        (result,), evil = ask("http://evil.test/feed")
        assert isinstance(result, Fetched)
        assert "Authorization" in evil.log[0].headers
    else:
        assert isinstance(ask_one("/feed"), Failed)


# ---- what can be learned from a refusal --------------------------------------------------------------------------------------


@pytest.mark.rel("D10")
def test_an_open_port_inside_looks_like_a_closed_one() -> None:
    closed = socket.create_server(("127.0.0.1", 0))
    shut = closed.getsockname()[1]
    closed.close()

    async def visit() -> tuple[list[Failed], int]:
        async with evil_server() as evil:
            answers = []
            for port in (evil.port, shut):
                resolver = Lying("127.0.0.1")
                resolver.port = port
                async with http.Client(AGENT, per_host_spacing=0, resolver=resolver) as client:
                    answer = await client.get("http://inside.example/", accept="*/*", limits=http.FEED, now=NOW)
                    assert isinstance(answer, Failed)
                    answers.append(answer)
            return answers, evil.connections

    (opened, refused), connections = asyncio.run(visit())
    assert (opened.kind, opened.detail) == (refused.kind, refused.detail)
    assert max(opened.duration_ms, refused.duration_ms) < 200
    assert connections == 0  # nothing was sent, so there is no time to tell them apart by


CONNECTED: list[list[Any]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if CONNECTED and event == "socket.connect" and isinstance(args[1], tuple):
        CONNECTED[-1].append(args[1][:2])


@pytest.mark.rel("D06")
def test_every_connection_of_a_visit_goes_where_the_policy_lets_it() -> None:
    """An audit hook sees what the interpreter connects to; it cannot be removed, only silenced."""
    sys.addaudithook(_watch)
    CONNECTED.append([])
    urls = ["http://evil.test/hops/3", "http://evil.test/to?http://127.0.0.1/", "http://[::1]/", "http://other.test/feed"]
    _, evil = ask(*urls)
    assert CONNECTED.pop() == [("127.0.0.1", evil.port)] * evil.connections
    assert evil.connections >= 3
