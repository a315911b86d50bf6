from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from media_monitor.errors import LocalError
from media_monitor.local import ports


@contextmanager
def listener(port: int = 0) -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", port))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_taken_as_wanted() -> None:
    port = ports.any_free()
    assert ports.is_free(port)
    assert ports.next_free(port) == port


def test_the_next_port_stands_in_for_a_taken_one() -> None:
    with listener() as taken:
        assert not ports.is_free(taken)
        found = ports.next_free(taken)
        assert taken < found < taken + ports.TRIES
        assert ports.is_free(found)


def test_a_port_that_was_just_closed_is_free_again() -> None:
    with listener() as port, socket.create_connection(("127.0.0.1", port)):
        pass
    assert ports.is_free(port)


def test_there_is_no_port_above_the_last() -> None:
    with pytest.raises(LocalError, match="no free port from 65536"):
        ports.next_free(65536)
