"""HTTP GET without trust. With `network`, which makes its sockets, the only way from this project to the internet.

A request ends as `Fetched`, `NotModified` or `Failed`; nothing a server does raises. Bounds are ours, not the client
library's: decoded bytes, growth, redirects, one deadline over all hops. An address is judged when the socket for it is made,
so that no spelling, DNS answer or redirect leads into a private network. No cookies, no Referer, no proxy or password from
the environment.
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import ada_url
import aiohttp
import yarl
from aiohttp.abc import AbstractResolver

from media_monitor.collect.address import checked_url, is_public
from media_monitor.collect.decode import ADVERTISED, Decoder
from media_monitor.collect.failure import FetchError
from media_monitor.collect.headers import imf_fixdate, retry_after
from media_monitor.collect.network import FixedResolver, explained, session
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
        resolver: AbstractResolver | None = None,
    ) -> None:
        """Client with `per_host_spacing` seconds between starts on one host.

        `sample`: IP:port on loopback that every host name under .test stands for; those requests, and no others, go there and
        carry Accept-Datetime (RFC 7089), by which the sample newsroom plays the moment. Without it .test does not exist.
        `resolver`: DNS instead of the system's. Raises SettingsError for a `sample` that is not loopback.
        """
        self._user_agent = user_agent
        self._sample = _loopback(sample) if sample else None
        self._slots = Slots(per_host_spacing)
        self._resolver = resolver

    async def __aenter__(self) -> Self:
        self._public = session(self._resolver, is_public)
        # Only names get here, and each of them is the newsroom: this session can reach no other address.
        self._newsroom = session(FixedResolver(*self._sample), {self._sample[0]}.__contains__) if self._sample else None
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

        `Fetched` is any complete 2xx response, which 206 and 226 are not; whether a 204 or an empty body will do is the caller's
        business.
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
        trip.at, host = target.href.partition("#")[0], target.hostname
        asked_of = self._session_for(host)
        if asked_of is self._newsroom:
            headers = {**headers, "Accept-Datetime": imf_fixdate(trip.now)}
        loop = asyncio.get_running_loop()
        asked = loop.time()
        async with self._slots.turn(host):
            started = loop.time()
            trip.waited += started - asked
            try:
                seconds = trip.limits.total_seconds - trip.spent
                answer = await _exchange(asked_of, _addressed(trip.at, host), headers, trip.limits, seconds)
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
            return NotModified(self.at, answer.headers, self._fetched_at, self._duration_ms)
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


def _addressed(href: str, host: str) -> yarl.URL:
    """`href` as aiohttp reads it. Raises FetchError unless it reads `host`, too: two readings of one URL walk around checks."""
    url = yarl.URL(href, encoded=True)
    if url.raw_host != host.strip("[]"):
        raise FetchError("bad_url", "the host can be read in two ways")
    return url


async def _exchange(
    asked_of: aiohttp.ClientSession, url: yarl.URL, headers: dict[str, str], limits: Limits, seconds: float
) -> _Answer:
    """Send one GET and read its answer within `seconds`. Raises FetchError, whatever goes wrong."""
    timeout = aiohttp.ClientTimeout(sock_connect=limits.connect_seconds, sock_read=limits.silence_seconds)
    try:
        async with (
            asyncio.timeout(seconds),
            asked_of.get(url, headers=headers, allow_redirects=False, timeout=timeout) as response,
        ):
            return await _read(response, limits)
    except (aiohttp.ClientError, OSError, UnicodeError) as error:
        raise explained(error) from error


_PARTS = frozenset({206, 226})
"""Partial Content (RFC 9110, 15.3.7) and IM Used (RFC 3229): as a whole they would hide the rest until it changes."""


async def _read(response: aiohttp.ClientResponse, limits: Limits) -> _Answer:
    """Status, headers, and the body if the status is 2xx."""
    headers = tuple((_text(name), _text(value)) for name, value in response.raw_headers)
    if response.status in {301, 302, 303, 307, 308} and "Location" in response.headers:
        location = next(value for name, value in headers if name.lower() == "location")
        return _Answer(response.status, headers, location=location)
    if not 200 <= response.status < 300:
        return _Answer(response.status, headers)
    if response.status in _PARTS:
        raise FetchError("truncated", f"the server answered {response.status}, a part that nobody asked for")
    decoder = Decoder(", ".join(response.headers.getall("Content-Encoding", [])), limits.body_bytes, limits.keeps_prefix)
    async for chunk in response.content.iter_chunked(2**16):
        if not decoder.feed(chunk):
            break
    return _Answer(response.status, headers, decoder.finish())


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
