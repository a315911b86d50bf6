"""TCP ports on this machine's loopback address."""

from __future__ import annotations

import socket

from media_monitor.errors import LocalError

LOOPBACK = "127.0.0.1"
TRIES = 100
"""Ports looked at above a taken one: more taken in a row means that something else is wrong."""


def is_free(port: int) -> bool:
    """True if a server could listen on `port` of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: closed connections of an earlier run, still in TIME_WAIT, are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def next_free(wanted: int) -> int:
    """`wanted` if nothing listens there on 127.0.0.1, else the next port above that is free. Raises LocalError."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if is_free(port):
            return port
    raise LocalError(f"no free port from {wanted} on: stop what listens there, or give another port")


def any_free() -> int:
    """A port that the system calls free at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
