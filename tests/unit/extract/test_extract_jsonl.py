from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from media_monitor.archive.warc import ArchiveWriter
from media_monitor.errors import ArchiveError
from media_monitor.extract.jsonl import extract_inputs
from media_monitor.model import EntryOrigin, Fetched

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "interfaces" / "extract.schema.json").read_text())
NOW = datetime(2024, 3, 25, 12, tzinfo=UTC)
STORY = "<p>The ferry between Port Aldan and the islands resumed on Monday after a three-week strike, the operator said.</p>"
HEAD = "<meta property='article:published_time' content='2024-03-24T23:30:00-05:00'>"
HTML = f"<html><head>{HEAD}</head><body><h1>Ferry resumes</h1>{STORY}</body></html>"


def archive(folder: Path) -> Path:
    with ArchiveWriter(str(folder), "a.warc.gz", NOW) as writer:
        for n, (status, body) in enumerate([(200, HTML), (404, "<p>Gone</p>"), (200, "")]):
            writer.write(
                Fetched(f"https://courier.test/{n}", status, (("Content-Type", "text/html"),), body.encode(), NOW, 1),
                EntryOrigin("f"),
            )
    path = folder / "a.warc.gz"
    path.write_bytes(path.read_bytes() + gzip.compress(b"WARC/1.0\r\nbroken")[:20])
    return path


def test_every_record_and_file_has_its_line_in_order_and_on_schema(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(HTML)
    (tmp_path / "c.html.gz").write_bytes(b"\x1f\x8b\x08broken")
    lines = list(extract_inputs([str(archive(tmp_path)), str(tmp_path / "b.html"), str(tmp_path / "c.html.gz")], url=None))
    for line in lines:
        jsonschema.validate(line, SCHEMA)
        assert json.loads(json.dumps(line)) == line
        assert "" not in line.values()
    assert [(x["outcome"], x["reason"]) for x in lines[:3]] == [
        ("article", None),
        ("not_an_article", "error page"),
        ("empty", "empty"),
    ]
    assert [x["record"] for x in lines[-2:]] == ["b.html", "c.html.gz"]
    assert [x["outcome"] for x in lines[-2:]] == ["article", "broken"]
    assert isinstance(lines[0]["record"], int)


def test_a_time_is_written_in_the_zone_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(HTML)
    (line,) = extract_inputs([str(tmp_path / "b.html")], url="https://courier.test/b")
    assert (line["published_at"], line["published_precision"]) == ("2024-03-24T23:30:00-05:00", "minute")
    assert line["url"] == line["canonical_url"] == "https://courier.test/b"


def test_a_folder_gives_all_it_holds(tmp_path: Path) -> None:
    archive(tmp_path)
    (tmp_path / "b.html").write_text(HTML)
    assert len([x for x in extract_inputs([str(tmp_path)]) if x["outcome"] == "article"]) == 2


def test_an_input_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nothing there"):
        list(extract_inputs([str(tmp_path / "absent.warc")]))
