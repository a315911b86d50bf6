"""HTTP GET without trust. The only module of this project that opens a network connection.

A request ends as `Fetched`, `NotModified` or `Failed`; nothing a server does raises. Bounds are ours, not the client
library's: decoded bytes, growth, redirects, one deadline over all hops. An address is judged when the socket for it is made,
so that no spelling, DNS answer or redirect leads into a private network. No cookies, no Referer, no proxy or password from
the environment.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import ada_url
import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult

from media_monitor.collect.address import checked_url, is_public
from media_monitor.collect.decode import ADVERTISED, Decoder
from media_monitor.collect.failure import FetchError
from media_monitor.collect.headers import imf_fixdate, retry_after
from media_monitor.collect.slots import Slots
from media_monitor.errors import SettingsError
from media_monitor.model import Failed, FailureKind, Fetched, NotModified

FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
ROBOTS_TYPES = "text/plain, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a server's time and bytes one request may take."""

    body_bytes: int
    """Decoded bytes."""
    redirects: int
    connect_seconds: float = 10
    silence_seconds: float = 20
    """Longest wait for the next byte."""
    total_seconds: float = 60
    """Over all hops, waits for a host's turn not counted."""
    keeps_prefix: bool = False
    """A longer body is cut at `body_bytes` instead of being refused."""


FEED = Limits(body_bytes=15 * 2**20, redirects=5)
ARTICLE = Limits(body_bytes=5 * 2**20, redirects=10)
ROBOTS = Limits(body_bytes=512 * 2**10, redirects=5, keeps_prefix=True)
"""RFC 9309: five redirects (2.3.1.2); at least 500 KiB are parsed, the rest may be ignored (2.5)."""


class Client:
    """An `async with` client that sends one honest User-Agent."""

    def __init__(
        self,
        user_agent: str,
        *,
        sample: str | None = None,
        per_host_spacing: float = 5.0,
        slots: Slots | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """Client with `per_host_spacing` seconds between starts on one host, or with `slots` that are shared.

        `sample`: IP:port on loopback that every host name under .test stands for; those requests, and no others, go there and
        carry Accept-Datetime (RFC 7089), by which the sample newsroom plays the moment. Without it .test does not exist.
        `resolver`: DNS instead of the system's. Raises SettingsError for a `sample` that is not loopback.
        """
        self._user_agent = user_agent
        self._sample = _loopback(sample) if sample else None
        self._slots = slots or Slots(per_host_spacing)
        self._resolver = resolver

    async def __aenter__(self) -> Self:
        self._public = _session(self._resolver, _public_socket)
        # Only names get here, and each of them is the newsroom: this session can reach no other address.
        self._newsroom = _session(_FixedResolver(*self._sample), None) if self._sample else None
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        await self._public.close()
        if self._newsroom:
            await self._newsroom.close()

    def slow_down(self, host: str, seconds: float) -> None:
        """Leave at least `seconds` between starts on `host`: the crawl delay of its robots.txt."""
        self._slots.widen(host, seconds)

    async def get(
        self,
        url: str,
        *,
        accept: str,
        limits: Limits,
        now: datetime,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Fetched | NotModified | Failed:
        """GET `url`, following redirects. `etag` and `last_modified` are sent back as they came.

        `Fetched` is any complete 2xx response; whether a 204 or an empty body will do is the caller's business.
        `fetched_at` is `now` plus the whole seconds spent waiting for the host's turn.
        """
        headers = {"User-Agent": self._user_agent, "Accept": accept, "Accept-Encoding": ADVERTISED}
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers |= {name: value for name, value in conditions.items() if value and value.isascii() and value.isprintable()}
        trip = _Trip(url, limits, now)
        try:
            while True:
                answer = await self._hop(trip, headers)
                if answer.location is None:
                    return trip.arrive(answer, is_conditional=len(headers) > 3)
                trip.turn(answer)
        except FetchError as error:
            return trip.fail(error.kind, error.detail)

    async def _hop(self, trip: _Trip, headers: dict[str, str]) -> _Answer:
        """One request and its answer, when it is its turn."""
        target = checked_url(trip.at)
        target.hash = ""
        trip.at, host = target.href, target.hostname
        session = self._session_for(host)
        if session is self._newsroom:
            headers = {**headers, "Accept-Datetime": imf_fixdate(trip.now)}
        loop = asyncio.get_running_loop()
        asked = loop.time()
        async with self._slots.turn(host):
            started = loop.time()
            trip.waited += started - asked
            try:
                answer = await _exchange(session, target, headers, trip.limits, trip.limits.total_seconds - trip.spent)
            finally:
                trip.spent += loop.time() - started
        if answer.status == 429:
            self._slots.hold(host)
        return answer

    def _session_for(self, host: str) -> aiohttp.ClientSession:
        if not host.endswith(".test"):
            return self._public
        if self._newsroom is None:
            raise FetchError("dns", "names under .test exist only in the sample newsroom; start it with `make run`")
        return self._newsroom


@dataclass(slots=True)
class _Trip:
    """One `get` on its way from hop to hop."""

    url: str
    limits: Limits
    now: datetime
    at: str = ""
    hops: tuple[tuple[int, str], ...] = ()
    spent: float = 0.0
    waited: float = 0.0

    def __post_init__(self) -> None:
        self.at = self.url

    def turn(self, answer: _Answer) -> None:
        """Go on to where `answer` redirects to. Raises FetchError when that is nowhere, or once too often."""
        assert answer.location is not None
        if len(self.hops) == self.limits.redirects:
            raise FetchError("redirect", f"more than {self.limits.redirects} redirects, the last to {answer.location[:200]}")
        try:
            is_absolute = ada_url.URL.can_parse(answer.location)
            self.at = answer.location if is_absolute else ada_url.URL(answer.location, self.at).href
        except ValueError:
            raise FetchError("redirect", f"redirected to something that is not a URL: {answer.location[:200]!r}") from None
        self.hops += ((answer.status, self.at),)

    def arrive(self, answer: _Answer, *, is_conditional: bool) -> Fetched | NotModified | Failed:
        """The result of the last hop."""
        if 200 <= answer.status < 300:
            return Fetched(
                self.at, answer.status, answer.headers, answer.body, self._fetched_at, self._duration_ms, redirects=self.hops
            )
        if answer.status == 304 and is_conditional:
            return NotModified(self.at, answer.headers, self._fetched_at, self._duration_ms, redirects=self.hops)
        wait = next((v for k, v in answer.headers if k.lower() == "retry-after"), None)
        return self.fail(
            "http_status",
            f"the server answered {answer.status}",
            status=answer.status,
            retry_after_seconds=retry_after(wait, self._fetched_at),
        )

    def fail(
        self, kind: FailureKind, detail: str, *, status: int | None = None, retry_after_seconds: int | None = None
    ) -> Failed:
        """The result of a trip that ended early; `detail` gains the place where it did."""
        if self.hops:
            detail = f"{detail} (redirected to {self.at[:200]})"
        return Failed(self.url, kind, detail, self._fetched_at, self._duration_ms, status, retry_after_seconds)

    @property
    def _fetched_at(self) -> datetime:
        return self.now + timedelta(seconds=int(self.waited))

    @property
    def _duration_ms(self) -> int:
        return round(self.spent * 1000)


@dataclass(frozen=True, slots=True)
class _Answer:
    """The response of one hop; `body` is read for 2xx only."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    location: str | None = None


async def _exchange(
    session: aiohttp.ClientSession, target: ada_url.URL, headers: dict[str, str], limits: Limits, seconds: float
) -> _Answer:
    """Send one GET and read its answer within `seconds`. Raises FetchError, whatever goes wrong."""
    url = yarl.URL(target.href, encoded=True)
    if url.raw_host != target.hostname.strip("[]"):  # two readings of one URL are how checks are walked around
        raise FetchError("bad_url", "the host can be read in two ways")
    timeout = aiohttp.ClientTimeout(sock_connect=limits.connect_seconds, sock_read=limits.silence_seconds)
    try:
        async with (
            asyncio.timeout(seconds),
            session.get(url, headers=headers, allow_redirects=False, timeout=timeout) as response,
        ):
            return await _read(response, limits)
    except (aiohttp.ClientError, OSError, UnicodeError) as error:
        raise _explained(error) from error


async def _read(response: aiohttp.ClientResponse, limits: Limits) -> _Answer:
    """Status, headers, and the body if the status is 2xx."""
    headers = tuple((_text(name), _text(value)) for name, value in response.raw_headers)
    if response.status in {301, 302, 303, 307, 308} and "Location" in response.headers:
        location = next(value for name, value in headers if name.lower() == "location")
        return _Answer(response.status, headers, location=location)
    if not 200 <= response.status < 300:
        return _Answer(response.status, headers)
    decoder = Decoder(", ".join(response.headers.getall("Content-Encoding", [])), limits.body_bytes, limits.keeps_prefix)
    async for chunk in response.content.iter_chunked(2**16):
        if not decoder.feed(chunk):
            break
    return _Answer(response.status, headers, decoder.finish())


_EXPLANATIONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], FailureKind, str], ...] = (
    (TimeoutError, "timeout", "the server took too long"),
    ((aiohttp.ClientConnectorDNSError, UnicodeError), "dns", "the host name does not resolve; check its spelling, and DNS here"),
    (aiohttp.ClientSSLError, "tls", "no trusted TLS connection: the certificate is expired, self-signed or for another name"),
    (aiohttp.ClientPayloadError, "truncated", "the body stops before its end"),
    (aiohttp.ClientConnectorError, "connect", "no connection: the server is down or refuses it"),
    (aiohttp.InvalidURL, "bad_url", "not a URL that can be asked for"),
    (
        (aiohttp.ClientResponseError, aiohttp.ServerDisconnectedError),
        "protocol",
        "the answer is not HTTP, or its headers are too large",
    ),
)
"""First match wins. The library's own messages quote what the server sent, so none is passed on."""


def _explained(error: Exception) -> FetchError:
    """The FetchError that stands for `error`."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, _RefusedAddressError):
        return FetchError("refused_address", str(error.os_error))
    for kinds, kind, detail in _EXPLANATIONS:
        if isinstance(error, kinds):
            return FetchError(kind, detail)
    return FetchError("connect", "the connection broke")


class _RefusedAddressError(OSError):
    """No socket is made for this address. The message is one for all, so that nobody can probe a network by it."""

    def __init__(self) -> None:
        super().__init__("the host's address is not on the public internet")


def _public_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for the resolved address `info`, after DNS and before TCP. Raises _RefusedAddressError."""
    family, kind, protocol, _, address = info
    if not is_public(address[0]):
        raise _RefusedAddressError
    return socket.socket(family, kind, protocol)


def _session(resolver: AbstractResolver | None, socket_factory: Any) -> aiohttp.ClientSession:
    """A session that keeps nothing: no connection, no cookie, no decoded body."""
    connector = aiohttp.TCPConnector(resolver=resolver, socket_factory=socket_factory, force_close=True)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False)


class _FixedResolver(AbstractResolver):
    """One answer for every name."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002
        return [ResolveResult(hostname=host, host=self._host, port=self._port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


def _loopback(sample: str) -> tuple[str, int]:
    """(IP, port) of `sample`. Raises SettingsError unless it is on loopback."""
    host, _, port = sample.rpartition(":")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        if address.is_loopback:
            return str(address), int(port)
    except ValueError:
        pass
    raise SettingsError(f"sample newsroom at {sample!r}: give 127.0.0.1:PORT or [::1]:PORT")


def _text(raw: bytes) -> str:
    """A header's bytes as text: UTF-8 where they are, else Latin-1 (RFC 9110, 5.5)."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
