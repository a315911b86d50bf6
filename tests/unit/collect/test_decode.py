"""Content codings, in any slices: decoded to the end of their stream, or refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.collect.decode import Decoder
from media_monitor.collect.failure import FetchError

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "GZIP ": gzip.compress,
    "x-gzip": gzip.compress,
    "br": brotli.compress,
}


def decoded(coding: str, wire: bytes, step: int, limit: int = 10_000, *, keeps_prefix: bool = False) -> bytes:
    decoder = Decoder(coding, limit, keeps_prefix)
    for start in range(0, len(wire), step):
        if not decoder.feed(wire[start : start + step]):
            break
    return decoder.finish()


@settings(deadline=None)
@given(body=st.binary(max_size=3000), coding=st.sampled_from(sorted(CODINGS)), step=st.integers(1, 500))
def test_a_body_survives_its_coding_in_slices_of_any_size(body: bytes, coding: str, step: int) -> None:
    assert decoded(coding, CODINGS[coding](body), step) == body


@pytest.mark.rel("C03")
@settings(deadline=None)
@given(body=st.binary(min_size=1, max_size=500), cut=st.integers(1, 400), step=st.integers(1, 100))
def test_a_coded_body_cut_anywhere_is_truncated(body: bytes, cut: int, step: int) -> None:
    for coding in ("gzip", "br"):
        wire = CODINGS[coding](body)
        if cut < len(wire):
            with pytest.raises(FetchError) as caught:
                decoded(coding, wire[:cut], step)
            assert caught.value.kind == "truncated"


@pytest.mark.rel("C03")
@settings(deadline=None)
@given(first=st.binary(max_size=200), second=st.binary(max_size=200), step=st.integers(1, 50))
def test_gzip_members_join_and_padding_is_ignored(first: bytes, second: bytes, step: int) -> None:
    members = gzip.compress(first) + gzip.compress(second)
    assert decoded("gzip", members, step) == first + second
    assert decoded("gzip", members + b"\0" * 20, step) == first + second
    with pytest.raises(FetchError):
        decoded("gzip", members[:-4], step)


@pytest.mark.rel("C05")
@pytest.mark.parametrize("coding", ["", "gzip", "br"])
@pytest.mark.parametrize("step", [1, 7, 10**6])
def test_the_cap_is_exact(coding: str, step: int) -> None:
    body = bytes(range(250)) * 4
    wire = CODINGS[coding](body)
    assert decoded(coding, wire, step, limit=1000) == body
    with pytest.raises(FetchError) as caught:
        decoded(coding, wire, step, limit=999)
    assert caught.value.kind == "too_large"
    assert decoded(coding, wire, step, limit=999, keeps_prefix=True) == body[:999]
    assert decoded(coding, wire, step, limit=1000, keeps_prefix=True) == body


@pytest.mark.rel("C01")
@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_growth_like_a_bombs_is_refused_below_the_cap(coding: str) -> None:
    with pytest.raises(FetchError) as caught:
        decoded(coding, CODINGS[coding](bytes(2 * 2**20)), 2**16, limit=15 * 2**20)
    assert caught.value.kind == "too_large"
    prose = b"".join(b"Paragraph %d of a long page. " % n for n in range(100_000))
    assert len(decoded(coding, CODINGS[coding](prose), 2**16, limit=15 * 2**20)) == len(prose)


@pytest.mark.rel("C02")
@pytest.mark.parametrize("coding", ["zstd", "deflate", "compress", "gzip, gzip", "gzip, br", "gzip,", "*"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(FetchError) as caught:
        Decoder(coding, 1000, keeps_prefix=False)
    assert caught.value.kind == "bad_encoding"


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_bytes_of_another_coding_are_refused(coding: str) -> None:
    with pytest.raises(FetchError) as caught:
        decoded(coding, b"this is plain text, said to be compressed", 10)
    assert caught.value.kind in {"bad_encoding", "truncated"}


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_no_bytes_at_all_are_an_empty_body(coding: str) -> None:
    assert decoded(coding, b"", 1) == b""
