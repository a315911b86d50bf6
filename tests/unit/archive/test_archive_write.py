from __future__ import annotations

import gzip
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.archive.register import survey
from media_monitor.archive.warc import ArchiveWriter
from media_monitor.errors import ArchiveError
from media_monitor.model import EntryOrigin, Fetched, Page

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def fetched(n: int = 0, body: bytes = b"<html><p>Harbour reopens.</p></html>", **changes: object) -> Fetched:
    values = {
        "url": f"https://news.test/{n}",
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
        "body": body,
        "fetched_at": NOW + timedelta(hours=n),
        "duration_ms": 12,
    }
    return Fetched(**(values | changes))  # type: ignore[arg-type]


def written(folder: Path, *pages: tuple[Fetched, EntryOrigin | None], name: str = "2026/03/batch.warc.gz") -> str:
    with ArchiveWriter(str(folder), name, NOW) as writer:
        for page, origin in pages:
            writer.write(page, origin)
    return writer.url


def test_a_page_comes_back_as_it_was_fetched_with_its_origin(tmp_path: Path) -> None:
    origin = EntryOrigin("feed-1", "outlet-1", "guid: 7", "Harbour: “reopens”", NOW)
    pages = list(read_pages(written(tmp_path, (fetched(), origin), (fetched(1), None))))
    assert [type(p) for p in pages] == [Page, Page]
    first, second = pages
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.url, first.status, first.content_type, first.charset) == ("https://news.test/0", 200, "text/html", "utf-8")
    assert first.body == fetched().body
    assert first.fetched_at == NOW
    assert first.origin == origin
    assert first.problem is None
    assert second.origin == EntryOrigin()


def test_a_redirected_request_says_where_it_went_and_how_long_it_took(tmp_path: Path) -> None:
    moved = replace(fetched(), duration_ms=417, redirects=((301, "https://news.test/moved"), (302, "https://news.test/0")))
    with Path(written(tmp_path, (moved, None))).open("rb") as stream:
        (about,) = (
            r.reader.read().decode()
            for r in ArchiveIterator(stream, parse_http=False)
            if r.record_type == WarcRecordType.metadata
        )
    assert about.split("\r\n") == [
        "fetchTimeMs: 417",
        "redirect: 301 https://news.test/moved",
        "redirect: 302 https://news.test/0",
        "",
    ]


def test_a_headline_cannot_forge_fields_of_its_own(tmp_path: Path) -> None:
    origin = EntryOrigin("feed-1", title="Calm\r\nfeed: other\u2028guid: x")
    (page,) = read_pages(written(tmp_path, (fetched(), origin)))
    assert isinstance(page, Page)
    assert page.origin.feed_id == "feed-1"
    assert page.origin.guid is None


def test_a_location_reads_back_exactly_its_page(tmp_path: Path) -> None:
    with ArchiveWriter(str(tmp_path), "a.warc.gz", NOW) as writer:
        places = [writer.write(fetched(n), EntryOrigin(f"f{n}")) for n in range(5)]
    found = list(read_pages(writer.url, offsets=[places[1].offset, places[3].offset]))
    assert [(p.url, p.origin.feed_id) for p in found if isinstance(p, Page)] == [
        ("https://news.test/1", "f1"),
        ("https://news.test/3", "f3"),
    ]
    raw = Path(writer.url).read_bytes()
    member = gzip.decompress(raw[places[3].offset : places[3].offset + places[3].length])
    assert b"https://news.test/3" in member
    assert list(read_pages(writer.url, offsets=[])) == []


def test_only_pages_of_the_day_asked_for_are_read(tmp_path: Path) -> None:
    url = written(tmp_path, (fetched(0), None), (fetched(24), None))
    assert [p.url for p in read_pages(url, day=date(2026, 3, 5)) if isinstance(p, Page)] == ["https://news.test/24"]
    assert survey(url).days == {date(2026, 3, 4): 1, date(2026, 3, 5): 1}


def test_other_readers_agree_on_every_record_and_digest(tmp_path: Path) -> None:
    url = written(tmp_path, (fetched(0), EntryOrigin("f")), (fetched(1), None))
    with Path(url).open("rb") as stream:
        ours = [r for r in ArchiveIterator(stream) if r.record_type == WarcRecordType.response]
        assert len(ours) == 2
    with Path(url).open("rb") as stream:
        assert all(r.verify_block_digest() for r in ArchiveIterator(stream, parse_http=False))
    with Path(url).open("rb") as stream:
        kinds = []
        for record in WarcioIterator(stream, check_digests="raise"):
            record.content_stream().read()
            kinds.append(record.rec_type)
    assert kinds == ["warcinfo", "response", "metadata", "response", "metadata"]


def test_headers_that_describe_the_wire_are_not_kept(tmp_path: Path) -> None:
    url = written(tmp_path, (fetched(), None))
    record = next(r for r in ArchiveIterator(io.BytesIO(Path(url).read_bytes())) if r.record_type == WarcRecordType.response)
    names = {k.lower(): v for k, v in record.http_headers.to_tuples()}
    assert "content-encoding" not in names
    assert "transfer-encoding" not in names
    assert int(names["content-length"]) == len(fetched().body)


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    one = written(tmp_path / "a", (fetched(), EntryOrigin("f")))
    two = written(tmp_path / "b", (fetched(), EntryOrigin("f")))
    assert Path(one).read_bytes() == Path(two).read_bytes()


def test_an_error_leaves_no_object_and_no_temporary_file(tmp_path: Path) -> None:
    def broken() -> None:
        with ArchiveWriter(str(tmp_path), "a.warc.gz", NOW) as writer:
            writer.write(fetched())
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        broken()
    assert list(tmp_path.iterdir()) == []


def test_the_object_is_invisible_until_it_is_whole(tmp_path: Path) -> None:
    with ArchiveWriter(str(tmp_path), "a.warc.gz", NOW) as writer:
        writer.write(fetched())
        assert not Path(writer.url).exists()
    assert Path(writer.url).exists()


@pytest.mark.parametrize("name", ["../a.warc.gz", "/a.warc.gz", "a/../../b.warc.gz", "a.txt"])
def test_an_object_cannot_be_named_outside_the_archive(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="cannot name"):
        ArchiveWriter(str(tmp_path), name, NOW)


def test_any_fsspec_url_will_do() -> None:
    with ArchiveWriter("memory://archive", "day/a.warc.gz", NOW) as writer:
        writer.write(fetched())
    assert fsspec.filesystem("memory").exists("/archive/day/a.warc.gz")
    assert len(list(read_pages(writer.url))) == 1


def test_an_archive_that_cannot_be_written_says_what_to_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="MEDIA_MONITOR_ARCHIVE"), ArchiveWriter(str(tmp_path / "file"), "x/a.warc.gz", NOW):
        pass


def test_a_clipped_object_gives_its_good_pages_and_reports_the_cut(tmp_path: Path) -> None:
    url = written(tmp_path, (fetched(0), None), (fetched(1, b"<p>" + bytes(range(256)) * 40), None))
    whole = Path(url).read_bytes()
    with Path(url).open("rb") as stream:
        *_, about = (record.stream_pos for record in ArchiveIterator(stream, parse_http=False))
    for end in range(about + 1, len(whole) - 40, 7):  # of the last bytes none belongs to the text
        Path(url).write_bytes(whole[:end])
        first, second, cut = read_pages(url)
        assert [type(first), type(second), type(cut)] == [Page, Page, BadRecord], end
    Path(url).write_bytes(whole[: about - 60])
    good, bad = read_pages(url)
    assert isinstance(good, Page)
    assert isinstance(bad, BadRecord)
    assert "truncated" in bad.problem
