from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_monitor.archive.payload import BODY_LIMIT
from media_monitor.archive.read import BadRecord
from media_monitor.archive.register import list_objects
from media_monitor.archive.saved import read_saved
from media_monitor.errors import ArchiveError
from media_monitor.model import Page

HTML = b"<html><p>Bridge closed.</p></html>"


def test_files_come_in_order_of_name_with_their_addresses(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"<!-- saved from url=(0021)https://news.test/b -->" + HTML)
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(HTML))
    (tmp_path / "a.html.gz.url").write_text("https://news.test/a\n")
    (tmp_path / "c.htm").write_bytes(HTML)
    (tmp_path / "c.url").write_text("[InternetShortcut]\r\nURL=https://news.test/c\r\n")
    (tmp_path / "d.html").write_bytes(HTML)
    (tmp_path / "https%3A%2F%2Fnews.test%2Fe.html").write_bytes(HTML)
    (tmp_path / "notes.txt").write_text("not a page")
    found = [p for p in read_saved(tmp_path) if isinstance(p, Page)]
    assert [p.url for p in found] == [
        "https://news.test/a",
        "https://news.test/b",
        "https://news.test/c",
        "",
        "https://news.test/e.html",
    ]
    assert [p.record_offset for p in found] == [0, 1, 2, 3, 4]
    assert found[0].body == HTML
    assert found[0].fetched_at <= datetime.now(UTC)


def test_an_address_given_outright_wins(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"<!-- saved from url=(0021)https://news.test/b -->")
    (page,) = read_saved(file, "https://news.test/given")
    assert isinstance(page, Page)
    assert page.url == "https://news.test/given"


def test_a_broken_file_is_reported_and_a_huge_one_is_cut(tmp_path: Path) -> None:
    (tmp_path / "1.html.gz").write_bytes(b"\x1f\x8b\x08 broken")
    (tmp_path / "2.html.gz").write_bytes(gzip.compress(bytes(BODY_LIMIT + 10), 1))
    broken, huge = read_saved(tmp_path)
    assert isinstance(broken, BadRecord)
    assert isinstance(huge, Page)
    assert len(huge.body) == BODY_LIMIT
    assert "larger" in (huge.problem or "")


def test_a_missing_path_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        list(read_saved(tmp_path / "absent"))


def test_objects_are_listed_from_a_file_a_folder_and_a_glob(tmp_path: Path) -> None:
    for name in ("x/b.warc.gz", "x/a.arc", "x/c.html", "x/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    folder = str(tmp_path / "x")
    assert [Path(p).name for p in list_objects(folder)] == ["a.arc", "b.warc.gz", "c.html"]
    assert [Path(p).name for p in list_objects(folder + "/*.gz")] == ["b.warc.gz"]
    assert [Path(p).name for p in list_objects(folder + "/d.txt")] == ["d.txt"]
    with pytest.raises(ArchiveError, match="nothing there"):
        list_objects(str(tmp_path / "absent"))
