"""Sockets and connections of `http`: which addresses they may reach, how many there are, how long one is kept.

aiohttp is used through its documented hooks only: socket factory, resolver, connector, middleware.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakSet

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.base_protocol import BaseProtocol
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

from media_monitor.collect.failure import FetchError
from media_monitor.model import FailureKind

ADDRESSES_TRIED = 4
"""Of one name. Some answer with a thousand, and each may take `connect_seconds`."""
LOOKUPS = 64
"""Names looked up at once. One whose servers are silent holds a thread for 10 to 20 s; Python's usual six would soon be taken."""
KEPT_SECONDS = 15
"""A connection waits as long for the host's next page, which comes after 5 s: three handshakes saved of four."""
KEPT_SOCKETS = 256
"""Where as many are open, a new one is closed after use: a feed that links to a thousand hosts cannot use up our files."""


def session(resolver: AbstractResolver | None, may_reach: Callable[[str], bool]) -> aiohttp.ClientSession:
    """A session that connects to the addresses which `may_reach` accepts; names are looked up by `resolver`, or by the system.

    It keeps some connections for a while and nothing else: no cookie, no decoded body, no proxy or password of the environment.
    An address is judged when the socket for it is made, after DNS and before TCP; a kept connection was judged then.
    """
    connector = _Connector(_FewAddresses(resolver or _system_resolver(), may_reach), may_reach)
    return aiohttp.ClientSession(
        connector=connector,
        middlewares=(connector.deliver,),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
    )


class _Connector(aiohttp.TCPConnector):
    """Knows its kept connections from new ones, and does not use one on which the server spoke without being asked."""

    def __init__(self, resolver: AbstractResolver, may_reach: Callable[[str], bool]) -> None:
        super().__init__(resolver=resolver, socket_factory=self._socket, keepalive_timeout=KEPT_SECONDS)
        self._may_reach = may_reach
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._used: WeakSet[BaseProtocol] = WeakSet()
        self._on_kept: WeakSet[aiohttp.ClientRequest] = WeakSet()

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for the resolved address `info`. Raises _RefusedAddressError."""
        family, kind, protocol, _, address = info
        if not self._may_reach(address[0]):
            raise _RefusedAddressError
        made = socket.socket(family, kind, protocol)
        self._sockets.add(made)
        return made

    async def connect(self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout) -> Connection:  # noqa: ASYNC109
        """A connection for `req`; aiohttp's hook."""
        while True:
            connection = await super().connect(req, traces, timeout)
            protocol = connection.protocol
            assert protocol is not None
            if protocol not in self._used:
                self._used.add(protocol)
                self._on_kept.discard(req)
                if len(self._sockets) > KEPT_SOCKETS:
                    protocol.force_close()  # once it has served
                return connection
            if not protocol.should_close:  # else its next answer is one to no question of ours
                self._on_kept.add(req)
                return connection
            connection.close()

    async def deliver(self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        """Send `request`; once more where the server had closed the kept connection before it heard of it (RFC 9112, 9.3.1).

        aiohttp itself would also send again over a connection that was new, and after half an answer.
        """
        while True:  # twice at most: a host is asked one thing at a time, so that it has no second kept connection
            try:
                return await handler(request)
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
                if request not in self._on_kept or _has_begun(error):
                    raise explained(error) from error


def _has_begun(error: aiohttp.ClientError) -> bool:
    """Whether a part of the answer had come before the connection ended. A reset does not tell, and comes of closed ones."""
    return isinstance(error, aiohttp.ServerDisconnectedError) and not isinstance(error.message, str)


def _system_resolver() -> AbstractResolver:
    """DNS as the system is set up, LOOKUPS names at once: its threads are those of the event loop, which no one else uses."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(LOOKUPS, "dns"))
    return aiohttp.DefaultResolver()


class _FewAddresses(AbstractResolver):
    """ADDRESSES_TRIED of the answers of `resolver`, those first that `may_reach` accepts. It judges nothing: the socket does."""

    def __init__(self, resolver: AbstractResolver, may_reach: Callable[[str], bool]) -> None:
        self._resolver, self._may_reach = resolver, may_reach

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        return sorted(found, key=lambda answer: not self._may_reach(answer["host"]))[:ADDRESSES_TRIED]

    async def close(self) -> None:
        await self._resolver.close()


class FixedResolver(AbstractResolver):
    """One answer for every name."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002
        """The one answer."""
        return [ResolveResult(hostname=host, host=self._host, port=self._port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to do."""


class _RefusedAddressError(OSError):
    """No socket is made for this address. The message is one for all, so that nobody can probe a network by it."""

    def __init__(self) -> None:
        super().__init__("the host's address is not on the public internet")


_EXPLANATIONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], FailureKind, str], ...] = (
    (TimeoutError, "timeout", "the server took too long"),
    ((aiohttp.ClientConnectorDNSError, UnicodeError), "dns", "the host name does not resolve; check its spelling, and DNS here"),
    (aiohttp.ClientSSLError, "tls", "no trusted TLS connection: the certificate is expired, self-signed or for another name"),
    (aiohttp.ClientPayloadError, "truncated", "the body stops before its end"),
    (aiohttp.ClientConnectorError, "connect", "no connection: the server is down or refuses it"),
    (aiohttp.InvalidURL, "bad_url", "not a URL that can be asked for"),
    (aiohttp.ServerDisconnectedError, "protocol", "the server hung up before it had answered"),
    (aiohttp.ClientResponseError, "protocol", "the answer is not HTTP, or its headers are too large"),
)
"""First match wins. The library's own messages quote what the server sent, so none is passed on."""


def explained(error: Exception) -> FetchError:
    """The FetchError that stands for `error`."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, _RefusedAddressError):
        return FetchError("refused_address", str(error.os_error))
    for kinds, kind, detail in _EXPLANATIONS:
        if isinstance(error, kinds):
            return FetchError(kind, detail)
    return FetchError("connect", "the connection broke")
