from __future__ import annotations

import time

import pytest

from media_monitor.extract.html import UnreadableError, decode, parse


@pytest.mark.rel("E06")
@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("café".encode(), None, "café"),
        ("café".encode(), "iso-8859-1", "café"),
        ("café “x”".encode("cp1252"), "ISO-8859-1", "café “x”"),
        ("\ufeffcafé".encode(), "cp1251", "café"),
        ("café".encode("utf-16"), None, "café"),
        ("<meta charset='windows-1251'>мост".encode("cp1251"), None, "<meta charset='windows-1251'>мост"),
        ("мост".encode("cp1251"), "windows-1251", "мост"),
        ("港で".encode("iso2022_jp"), "iso-2022-jp", "港で"),
        ("café".encode()[:-1], "utf-8", "caf"),
        (b"caf\xe9 x", "unicode_escape", "caf"),
        (b"caf\xe9 x", "zlib_codec", "caf"),
        (b"caf\xe9 x", "undefined", "caf"),
        (b"caf\xe9 x", "no-such-thing", "caf"),
        (b"", None, ""),
    ],
)
def test_bytes_become_the_text_they_are(body: bytes, charset: str | None, text: str) -> None:
    assert decode(body, charset).startswith(text)


@pytest.mark.rel("E09")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>" + b"<div>" * 100_000, "nested too deep"),
        (b"<html>" + b"<p>A line.</p>" * 100_000, "too many elements"),
        (b"<p " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">x", "too many attributes"),
        (bytes(range(256)) * 500, "not text"),
        (b"  \n ", "empty"),
    ],
)
def test_a_page_made_to_cost_minutes_costs_a_moment(body: bytes, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableError, match=reason):
        parse(body, None)
    assert time.monotonic() - began < 5


def test_large_pictures_inside_a_page_are_no_attack() -> None:
    picture = (
        b"<img src='data:image/png;base64," + b"iVBORw0KGgo" * 9000 + b"'><svg><path d='" + b"M 10 10 L 3 " * 9000 + b"'/></svg>"
    )
    tree = parse(b"<html><body>" + picture + b"<p>Story.</p>", None)
    assert tree.findtext(".//p") == "Story."


def test_control_characters_and_xml_declarations_are_dropped() -> None:
    tree = parse(b"<?xml version='1.0' encoding='utf-8'?><html><body><p>Sto\x00\x08ry</p></body></html>", None)
    assert tree.findtext(".//p") == "Story"
