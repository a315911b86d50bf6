from __future__ import annotations

import gzip
import hashlib
import io
import time
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pytest

from media_monitor.archive.payload import BODY_LIMIT, Message, decode_body, digest_agrees, media_type, parse_message
from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.archive.records import records
from media_monitor.archive.register import survey
from media_monitor.errors import ArchiveError
from media_monitor.model import Page

HTML = b"<html><body><p>Ferry service resumes.</p></body></html>"


def response(body: bytes = HTML, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, "Content-Type: text/html; charset=ISO-8859-2", *headers, "", ""]).encode() + body


def warc(
    block: bytes, url: str = "https://news.test/a", kind: str = "response", day: str = "2026-03-04T23:59:59Z", **more: str
) -> bytes:
    content_type = more.pop("content_type", "application/http; msgtype=response")
    fields = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": day, "Content-Type": content_type}
    fields |= {"Content-Length": str(len(block)), **{k.replace("_", "-"): v for k, v in more.items()}}
    head = "".join(f"{k}: {v}\r\n" for k, v in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def pages(tmp_path: Path, data: bytes, name: str = "a.warc") -> list[Page | BadRecord]:
    (tmp_path / name).write_bytes(data)
    return list(read_pages(str(tmp_path / name)))


def outline(found: list[Page | BadRecord]) -> list[str]:
    return [p.url if isinstance(p, Page) else f"bad@{p.offset}" for p in found]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_page_is_read_with_its_type_charset_and_time(tmp_path: Path, pack: type[bytes]) -> None:
    (page,) = pages(tmp_path, pack(warc(response())))
    assert isinstance(page, Page)
    assert (page.body, page.content_type, page.charset, page.status) == (HTML, "text/html", "ISO-8859-2", 200)
    assert page.fetched_at == datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC)


def test_requests_revisits_dns_and_notes_are_not_pages(tmp_path: Path) -> None:
    data = b"".join(
        [
            warc(b"x", kind="warcinfo"),
            warc(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            warc(response(b""), kind="revisit"),
            warc(b"20260304 127.0.0.1", url="dns:news.test"),
            warc(b"<p>kept</p>", kind="resource", content_type="text/html"),
            warc(b"note", kind="resource", url="urn:x:note"),
        ]
    )
    assert outline(pages(tmp_path, data)) == ["https://news.test/a"]


@pytest.mark.parametrize(
    ("block", "body"),
    [
        (response(gzip.compress(HTML), "Content-Encoding: gzip"), HTML),
        (response(brotli.compress(HTML), "Content-Encoding: br"), HTML),
        (response(HTML, "Content-Encoding: gzip"), HTML),
        (response(b"5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), b"<html>"),
        (response(HTML, "Transfer-Encoding: chunked"), HTML),
        (response(HTML, status="HTTP/1.1 200"), HTML),
    ],
    ids=["gzip", "brotli", "gzip in name only", "chunked", "chunked in name only", "no reason phrase"],
)
def test_codings_are_removed_where_they_are_real(tmp_path: Path, block: bytes, body: bytes) -> None:
    (page,) = pages(tmp_path, warc(block))
    assert isinstance(page, Page)
    assert page.body == body
    assert page.problem is None


@pytest.mark.rel("H02")
@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", lambda b: gzip.compress(b, 9)), ("br", lambda b: brotli.compress(b, quality=5))]
)
def test_a_bomb_is_cut_at_the_cap(tmp_path: Path, coding: str, pack: object) -> None:
    bomb = pack(bytes(200 * 1024 * 1024))  # type: ignore[operator]
    tracemalloc.start()
    (page,) = pages(tmp_path, warc(response(bomb, f"Content-Encoding: {coding}")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(page, Page)
    assert len(page.body) == BODY_LIMIT
    assert "larger" in (page.problem or "")
    assert peak < 4 * BODY_LIMIT


def test_a_body_cut_inside_its_coding_says_so(tmp_path: Path) -> None:
    body = gzip.compress(bytes(range(256)) * 100)[:-40]
    (page,) = pages(tmp_path, warc(response(body, "Content-Encoding: gzip")))
    assert isinstance(page, Page)
    assert page.problem == "compressed body is cut short"


@pytest.mark.rel("H04")
@pytest.mark.parametrize("start", [b"WARC/1.0\r\nX: ", b"filedesc://x ", b""], ids=["warc", "arc", "nothing"])
def test_a_header_bomb_is_refused_at_once(tmp_path: Path, start: bytes) -> None:
    began = time.process_time()
    found = pages(tmp_path, start + b"a" * 50_000_000 + b"\r\n\r\n" + warc(response()))
    assert time.process_time() - began < 3
    assert not start.startswith(b"WARC") or outline(found) == ["bad@0", "https://news.test/a"]


@pytest.mark.rel("H05")
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"url": "file:///etc/passwd"}, "target URI"),
        ({"url": "../../etc/cron.d/x"}, "target URI"),
        ({"url": "javascript:alert(1)"}, "target URI"),
        ({"url": "http://[bad"}, "target URI"),
        ({"day": "0000-01-01T00:00:00Z"}, "WARC-Date"),
        ({"day": ""}, "WARC-Date"),
        ({"block": b"not http at all"}, "no HTTP response"),
    ],
)
def test_a_hostile_record_is_refused_and_the_next_is_read(tmp_path: Path, change: dict[str, str], problem: str) -> None:
    bad, good = pages(tmp_path, warc(**({"block": response()} | change)) + warc(response()))  # type: ignore[arg-type]
    assert isinstance(bad, BadRecord)
    assert problem in bad.problem
    assert isinstance(good, Page)


@pytest.mark.parametrize(("body", "agrees"), [(response(), True), (response(b"other"), False)])
def test_a_digest_that_does_not_agree_is_flagged(tmp_path: Path, body: bytes, agrees: bool) -> None:
    digest = "sha1:" + hashlib.sha1(response()).hexdigest()
    (page,) = pages(tmp_path, warc(body, WARC_Block_Digest=digest))
    assert isinstance(page, Page)
    assert (page.problem is None) is agrees


def test_digests_in_base_32_and_of_unknown_kinds_are_understood() -> None:
    assert digest_agrees("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", (b"",))
    assert not digest_agrees("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", (b"x",))
    assert digest_agrees("blake9:whatever", (b"x",))


@pytest.mark.rel("H03")
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_damage_between_records_costs_only_what_is_damaged(tmp_path: Path, pack: type[bytes]) -> None:
    first, second = pack(warc(response(), url="https://news.test/1")), pack(warc(response(), url="https://news.test/2"))
    data = first + b"\0\xff" * 70 + second
    assert outline(pages(tmp_path, data)) == ["https://news.test/1", "bad@1", "https://news.test/2"]


def test_a_damaged_member_is_counted_once(tmp_path: Path) -> None:
    members = [gzip.compress(warc(response(HTML + bytes(range(256))), url=f"https://news.test/{n}")) for n in range(3)]
    hurt = members[1][:60] + b"\0" * 60 + members[1][120:]
    found = pages(tmp_path, members[0] + hurt + members[2])
    assert outline(found) == ["https://news.test/0", f"bad@{len(members[0])}", "https://news.test/2"]


def test_a_claimed_length_of_a_terabyte_is_a_truncation(tmp_path: Path) -> None:
    (bad,) = pages(tmp_path, warc(response()).replace(b"Content-Length: ", b"Content-Length: 9999999999"))
    assert isinstance(bad, BadRecord)
    assert "truncated" in bad.problem


def test_records_that_share_a_gzip_member_still_have_offsets_of_their_own(tmp_path: Path) -> None:
    data = gzip.compress(b"".join(warc(response(), url=f"https://news.test/{n}") for n in range(4)))
    found = pages(tmp_path, data)
    offsets = [p.record_offset for p in found if isinstance(p, Page)]
    assert len(set(offsets)) == 4
    again = list(read_pages(str(tmp_path / "a.warc"), offsets=[offsets[2]]))
    assert outline(again) == ["https://news.test/2"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_arc_captures_are_pages(tmp_path: Path, pack: type[bytes]) -> None:
    block = response()
    lines = [
        b"filedesc://x.arc 0.0.0.0 20080430204825 text/plain 10\n1 0 Sample\n\n",
        b"http://news.test/a b 10.0.0.1 20080430204826 text/html %d\n" % len(block) + block + b"\n",
        b"http://news.test/bad 10.0.0.1 when text/html x\n\n",
        b"dns:news.test 10.0.0.1 20080430204826 text/dns 4\nabcd\n",
        b"http://news.test/c 10.0.0.1 20080430204827 text/html 200 - - 77 x.arc %d\n" % len(block) + block + b"\n",
    ]
    found = pages(tmp_path, b"".join(pack(line) for line in lines), "x.arc")
    assert [p.url if isinstance(p, Page) else "bad" for p in found] == ["http://news.test/a b", "bad", "http://news.test/c"]
    surveyed = survey(str(tmp_path / "x.arc"))
    assert surveyed.days == {date(2008, 4, 30): 2}
    assert len(surveyed.problems) == 1


def test_a_clipped_arc_reports_where_it_ends(tmp_path: Path) -> None:
    block = response()
    data = b"http://news.test/a 10.0.0.1 20080430204826 text/html %d\n" % len(block) + block[:-9]
    (bad,) = pages(tmp_path, data, "x.arc")
    assert isinstance(bad, BadRecord)
    assert "truncated" in bad.problem


def test_an_empty_object_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    (bad,) = pages(tmp_path, b"")
    assert isinstance(bad, BadRecord)
    with pytest.raises(ArchiveError, match="cannot be opened"):
        list(read_pages(str(tmp_path / "absent.warc")))


def test_message_parsing_is_total() -> None:
    assert parse_message(b"") is None
    assert parse_message(b"HTTP/1.1 200 OK") == Message(200, (), b"")
    assert media_type("Text/HTML; Charset='utf-8'") == ("text/html", "utf-8")
    assert media_type("") == ("", None)
    unknown = Message(200, (("Content-Encoding", "zstd"),), b"x")
    assert decode_body(unknown)[1] == "content coding 'zstd' is not known"


def test_a_record_offers_no_more_than_is_asked_for() -> None:
    for item in records(io.BytesIO(warc(b"abc"))):
        assert not isinstance(item, BadRecord)
        assert item.read(2) == b"ab"
