"""Which network addresses and URLs a request may go to. Pure: no lookup, no socket.

The last word is spoken when a socket is made for an address (`http`): names, redirects and rebinding all pass there.
"""

from __future__ import annotations

import ipaddress

import ada_url

from media_monitor.collect.failure import FetchError

MAX_URL = 2048
"""Code points; every browser and proxy takes as much, and longer ones in feeds are attacks or accidents."""

_PORTS = {"", "80", "443", "8080", "8443"}
"""'' is the default port of the scheme. Mail, databases and shells listen elsewhere."""

_NEVER = tuple(
    ipaddress.ip_network(net)
    for net in (
        "224.0.0.0/4", "ff00::/8",        # multicast
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96",  # carry an IPv4 address inside
        "fec0::/10",                      # site-local, deprecated but routed by some
        "192.88.99.0/24",                 # 6to4 relays
        "168.63.129.16/32",               # a cloud's host agent, on a public address
    )
)  # fmt: skip
"""`is_global` of the standard library calls each of these global (CPython 3.11)."""


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, without port) is on the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not any(ip in net for net in _NEVER)


def checked_url(url: str) -> ada_url.URL:
    """`url` as browsers read it (WHATWG). Raises FetchError (bad_url) unless it is plain http(s) to a permitted port.

    An IP address must be written in its one usual form: 2130706433, 0x7f.1 and 127.1 are disguises.
    """
    if len(url) > MAX_URL:
        raise FetchError("bad_url", f"longer than {MAX_URL} characters")
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        raise FetchError("bad_url", "not an absolute URL") from None
    if parsed.protocol not in {"http:", "https:"}:
        raise FetchError("bad_url", f"scheme {parsed.protocol!r} is not http or https")
    if parsed.username or parsed.password:
        raise FetchError("bad_url", "user name or password inside the URL")
    if parsed.port not in _PORTS:
        raise FetchError("bad_url", f"port {parsed.port} is not 80, 443, 8080 or 8443")
    if parsed.host_type != ada_url.HostType.DEFAULT and not _is_written_plainly(url, f"{parsed.protocol}//{parsed.host}"):
        raise FetchError("bad_url", "IP address in an unusual notation")
    return parsed


def _is_written_plainly(url: str, origin: str) -> bool:
    """Whether `url` starts with `origin` letter by letter."""
    text = url.strip().lower()
    return text.startswith(origin) and text[len(origin) : len(origin) + 1] in {"", "/", "?", "#", ":"}
