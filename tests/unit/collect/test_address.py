"""Which addresses are on the public internet. The table holds what Python's `is_global` gets wrong, too."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.collect import address as address_module
from media_monitor.collect.address import checked_url, is_public
from media_monitor.collect.failure import FetchError


@pytest.mark.rel("D01")
@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.170", "192.0.2.1",
     "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1", "::", "::1", "::7f00:1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254",
     "::ffff:224.0.0.1", "::ffff:168.63.129.16", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"],
)  # fmt: skip
def test_no_address_of_a_private_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.rel("D01")
def test_pythons_own_judgement_would_let_some_of_them_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_module, "_NEVER", ())
    private = ["224.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "fec0::1", "168.63.129.16"]
    assert [address for address in private if is_public(address)]


@pytest.mark.rel("D01")
@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.rel("D01")
@settings(deadline=None)
@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_global), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}"]))
def test_no_ipv6_wrapping_makes_a_private_address_public(ip: ipaddress.IPv4Address, wrapping: str) -> None:
    assert not is_public(wrapping.format(ip))


@pytest.mark.rel("D02")
@settings(deadline=None)
@given(st.text(max_size=60) | st.text(max_size=30).map(lambda t: f"http://{t}/"))
def test_any_text_is_a_web_address_or_refused(text: str) -> None:
    try:
        url = checked_url(text)
    except FetchError:
        return
    assert url.protocol in {"http:", "https:"}
    assert url.hostname
    assert not url.username
