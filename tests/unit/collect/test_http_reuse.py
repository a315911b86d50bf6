"""Connections that are kept for the next request: what a server may do to them, and how many there are."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from media_monitor.collect import http, network
from media_monitor.model import Failed, Fetched
from unit.collect.evil import read_request
from unit.collect.visits import AGENT, NOW, Result

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
FOREIGN = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nforeign"
HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What the server does with a request after the first on a connection."""


@dataclass
class Log:
    """What the server saw."""

    connections: int = 0
    requests: int = 0


async def well(writer: asyncio.StreamWriter) -> None:
    writer.write(OK)
    await writer.drain()


def visit(
    later: Answer, *, first: Answer = well, hosts: int = 1, visits: int = 2, pause: float = 0.1
) -> tuple[list[Result], Log]:
    """The results of `visits` to each of `hosts`. The first request on each connection is answered by `first`."""
    log = Log()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        log.connections += 1
        answer = first
        try:
            while not writer.is_closing():
                await read_request(reader)
                log.requests += 1
                await answer(writer)
                answer = later
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run() -> list[Result]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        sample = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        results: list[Result] = []
        async with http.Client(AGENT, sample=sample, per_host_spacing=0) as client:
            for number in range(visits * hosts):
                url = f"http://h{number % hosts}.test/"
                results.append(await client.get(url, accept="*/*", limits=http.FEED, now=NOW))
                await asyncio.sleep(pause)
        server.close()
        return results

    return asyncio.run(run()), log


def bodies(results: list[Result]) -> list[bytes | str]:
    return [result.body if isinstance(result, Fetched) else getattr(result, "kind", "") for result in results]


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def reset(writer: asyncio.StreamWriter) -> None:
    linger: Any = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def answer_half_a_header(writer: asyncio.StreamWriter) -> None:
    writer.write(OK[:25])
    await writer.drain()
    writer.close()


async def reset_amid_the_body(writer: asyncio.StreamWriter) -> None:
    writer.write(HALF)
    await writer.drain()
    await asyncio.sleep(0.05)
    await reset(writer)


@pytest.mark.rel("C11")
def test_a_connection_is_kept_for_the_next_request() -> None:
    results, log = visit(well, visits=3)
    assert bodies(results) == [b"ok"] * 3
    assert (log.connections, log.requests) == (1, 3)


@pytest.mark.rel("C11")
@pytest.mark.parametrize("later", [hang_up, reset])
def test_a_request_is_sent_again_once_where_the_kept_connection_was_closed(later: Answer) -> None:
    results, log = visit(later)
    assert bodies(results) == [b"ok"] * 2
    assert (log.connections, log.requests) == (2, 3)


@pytest.mark.rel("C11")
def test_a_connection_that_is_closed_while_idle_is_not_used() -> None:
    async def close_soon(writer: asyncio.StreamWriter) -> None:
        await well(writer)
        writer.close()

    results, log = visit(close_soon, visits=3)
    assert bodies(results) == [b"ok"] * 3
    assert (log.connections, log.requests) == (2, 3)


@pytest.mark.rel("C11")
@pytest.mark.parametrize(("later", "kind"), [(answer_half_a_header, "protocol"), (reset_amid_the_body, "truncated")])
def test_a_request_is_not_sent_again_once_the_answer_has_begun(later: Answer, kind: str) -> None:
    results, log = visit(later)
    assert bodies(results) == [b"ok", kind]
    assert (log.connections, log.requests) == (1, 2)


@pytest.mark.rel("C11")
@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_request_on_a_new_connection_is_sent_once(is_guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_guarded:
        session = aiohttp.ClientSession
        monkeypatch.setattr(aiohttp, "ClientSession", lambda **options: session(**{**options, "middlewares": ()}))
    (result,), log = visit(well, first=hang_up, visits=1)
    assert isinstance(result, Failed)
    assert result.kind == "protocol"
    assert log.requests == (1 if is_guarded else 2)


@pytest.mark.rel("C11")
@pytest.mark.parametrize("is_guarded", [True, False])
def test_an_answer_that_came_before_its_question_is_not_taken_for_it(is_guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def speak_unasked(writer: asyncio.StreamWriter) -> None:
        await well(writer)
        await asyncio.sleep(0.03)
        writer.write(FOREIGN)

    if not is_guarded:
        monkeypatch.setattr(network._Connector, "connect", aiohttp.TCPConnector.connect)
    results, log = visit(speak_unasked, visits=3)
    assert bodies(results) == [b"ok", b"ok", b"ok" if is_guarded else b"foreign"]
    assert log.connections == (2 if is_guarded else 1)


@pytest.mark.rel("C11")
def test_what_follows_an_answer_in_the_same_breath_is_not_taken_for_the_next_one() -> None:
    async def speak_on(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + FOREIGN)

    results, log = visit(speak_on, visits=3)
    assert bodies(results) == [b"ok"] * 3
    assert log.connections == 2


@pytest.mark.rel("C11")
@pytest.mark.parametrize(("cap", "connections"), [(3, 17), (network.KEPT_SOCKETS, 10)])
def test_connections_are_kept_up_to_a_number(cap: int, connections: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "KEPT_SOCKETS", cap)
    results, log = visit(well, hosts=10, visits=2, pause=0)
    assert bodies(results) == [b"ok"] * 20
    assert log.connections == connections


@pytest.mark.rel("C11")
def test_a_connection_is_not_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert network.KEPT_SECONDS < 60
    monkeypatch.setattr(network, "KEPT_SECONDS", 0.05)
    assert visit(well, pause=0.3)[1].connections == 2
