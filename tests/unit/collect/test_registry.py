"""Lists of outlets and feeds: what is read, what is refused and where, and what is written back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from media_monitor.collect.registry import (
    FEED_COLUMNS,
    OUTLET_COLUMNS,
    FeedRow,
    Outlet,
    outlet_of,
    read_feeds,
    read_list,
    read_opml,
    read_outlets,
    write_csv,
    write_opml,
)
from media_monitor.errors import SeedError

FEEDS = [
    FeedRow(
        "harbour-all", "harbour-post", "https://news.test/feeds/all.xml", "en", 'Harbour "Post", all', "https://news.test/about"
    ),
    FeedRow("quay-uk", "quay", "https://quay.test/rss?id=5&x=<1>", "uk", "Причал", None),
]


def file(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def outlets(folder: Path, *rows: str) -> list[Outlet]:
    return read_outlets(file(folder, "outlets.csv", ",".join(OUTLET_COLUMNS), *rows))


def feeds(folder: Path, *rows: str) -> list[FeedRow]:
    return read_feeds(file(folder, "feeds.csv", ",".join(FEED_COLUMNS), *rows))


# ---- what is read -----------------------------------------------------------------------------------------------------


def test_an_outlet_without_a_policy_may_show_nothing(tmp_path: Path) -> None:
    silent, open_ = outlets(
        tmp_path,
        "harbour,Harbour Post,https://news.test/,GB,en,,true,",
        "quay,Quay,https://quay.test/,,,300,false,https://quay.test/terms",
    )
    assert (silent.quote_characters, silent.link_required, silent.policy_source) == (None, True, None)
    assert (open_.quote_characters, open_.link_required, open_.country) == (300, False, None)


def test_a_users_list_needs_addresses_only(tmp_path: Path) -> None:
    (one, two) = read_feeds(file(tmp_path, "mine.csv", "url", "https://feeds.harbour.co.uk/all", "https://a.blogspot.com/feed"))
    assert (one.outlet_id, two.outlet_id) == ("harbour.co.uk", "a.blogspot.com")
    assert one.feed_id != two.feed_id
    assert read_feeds(file(tmp_path, "again.csv", "title,url", "T,https://feeds.harbour.co.uk/all"))[0].feed_id == one.feed_id


def test_columns_may_stand_in_any_order_after_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufefflanguage,url\r\nen,https://news.test/a\r\n\r\n,https://news.test/b\r\n".encode())
    assert [feed.language for feed in read_feeds(path)] == ["en", None]


def test_an_outlet_made_from_a_feed_may_show_nothing() -> None:
    made = outlet_of(FEEDS[0])
    assert (made.outlet_id, made.homepage, made.language) == ("harbour-post", "https://news.test/", "en")
    assert (made.quote_characters, made.link_required) == (None, True)


OPML = (
    '<?xml version="1.0"?>',
    '<opml version="2.0"><head><title>Mine</title></head><body>',
    '<outline text="Ports"><outline type="rss" text="Harbour Post" xmlUrl="https://news.test/all" language="en-gb"/>',
    '<outline title="Quay" xmlurl="https://quay.test/rss"/></outline>',
    '<outline text="A note"/>',
    "</body></opml>",
)


def test_opml_is_read_from_every_folder(tmp_path: Path) -> None:
    found = read_list(file(tmp_path, "mine.OPML", *OPML))
    assert [(f.url, f.title, f.language, f.outlet_id) for f in found] == [
        ("https://news.test/all", "Harbour Post", "en", "news.test"),
        ("https://quay.test/rss", "Quay", None, "quay.test"),
    ]


# ---- what is written --------------------------------------------------------------------------------------------------


def test_csv_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text(write_csv(FEEDS), encoding="utf-8")
    assert read_list(path) == FEEDS


def test_opml_comes_back_with_address_title_and_language(tmp_path: Path) -> None:
    path = tmp_path / "out.opml"
    path.write_text(write_opml(FEEDS), encoding="utf-8")
    assert [(f.url, f.title, f.language) for f in read_opml(path)] == [(f.url, f.title, f.language) for f in FEEDS]


# ---- what is refused, and where ---------------------------------------------------------------------------------------

OUTLET = "harbour,Harbour Post,https://news.test/,GB,en,300,true,https://news.test/terms"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (OUTLET.replace("harbour,", ","), "outlet_id"),
        (OUTLET.replace("Harbour Post", " "), "name"),
        (OUTLET.replace("https://news.test/,", "news.test,"), "homepage"),
        (OUTLET.replace("GB", "UK1"), "country"),
        (OUTLET.replace(",en,", ",english,"), "language"),
        (OUTLET.replace("300", "-1"), "quote_characters"),
        (OUTLET.replace("300", "three"), "quote_characters"),
        (OUTLET.replace("true", "yes"), "link_required"),
        (OUTLET.replace("true", ""), "link_required"),
        (OUTLET.replace("Harbour Post", "Harbour\x07Post"), "name"),
        (OUTLET + ",more", None),
        (OUTLET.replace("Harbour Post", '"Harbour" Post'), None),
    ],
)
def test_a_malformed_outlet_is_named_by_line_and_column(tmp_path: Path, row: str, column: str | None) -> None:
    good = OUTLET.replace("harbour,", "quay,")
    assert len(outlets(tmp_path, good, OUTLET)) == 2
    with pytest.raises(SeedError) as caught:
        outlets(tmp_path, good, row)
    assert (caught.value.line, caught.value.column) == (3, column)
    assert "outlets.csv:3" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",,,,,", "url"),
        (",,ftp://news.test/feed,,,", "url"),
        (",,https://user:secret@news.test/feed,,,", "url"),
        (",,https://news.test:22/feed,,,", "url"),
        (",,/feed,,,", "url"),
        (",,https://news.test/feed,eng,,", "language"),
        ("one,,https://news.test/other,,,", "feed_id"),
        (",,https://news.test/one,,,", "url"),
        (",,http://news.test/one/,,,", "url"),
    ],
)
def test_a_malformed_or_doubled_feed_is_named_by_line_and_column(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(SeedError) as caught:
        feeds(tmp_path, 'one,news,https://news.test/one,en,"Title over', 'two lines",', row)
    assert (caught.value.line, caught.value.column) == (4, column)


def test_a_doubled_outlet_says_where_the_other_one_is(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="line 2"):
        outlets(tmp_path, OUTLET, OUTLET)


@pytest.mark.parametrize(
    ("read", "lines", "line", "column"),
    [
        (read_outlets, ["outlet_id,name"], 1, "homepage"),
        (read_feeds, ["address"], 1, "url"),
        (read_feeds, ["url,url"], 1, "url"),
        (read_feeds, ["url,colour", "https://news.test/,red"], 1, "colour"),
        (read_feeds, [""], 1, "url"),
        (read_opml, ["<opml><body>", "<outline", "</body></opml>"], 3, None),
        (read_opml, ["<html/>"], 1, None),
        (read_opml, ["<opml><body/></opml>"], 1, "xmlUrl"),
        (read_opml, [*OPML[:4], '<outline xmlUrl="feed:x"/>', *OPML[5:]], 5, "url"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(
    tmp_path: Path, read: Callable[[Path], object], lines: list[str], line: int, column: str | None
) -> None:
    with pytest.raises(SeedError) as caught:
        read(file(tmp_path, "list", *lines))
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(b"url,title\nhttps://news.test/a,ok\nhttps://news.test/b,caf\xe9\n")
    with pytest.raises(SeedError, match=r"latin\.csv:3: not UTF-8"):
        read_feeds(path)
    with pytest.raises(SeedError, match="cannot be read"):
        read_list(tmp_path / "nowhere.opml")


def test_opml_cannot_read_other_files(tmp_path: Path) -> None:
    secret = file(tmp_path, "secret.txt", "hidden")
    doctype = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    found = read_opml(file(tmp_path, "a.opml", doctype, '<opml><outline xmlUrl="https://news.test/a" text="T"/>&x;</opml>'))
    assert [f.title for f in found] == ["T"]
    with pytest.raises(SeedError):
        read_opml(file(tmp_path, "b.opml", doctype, '<opml><outline xmlUrl="https://news.test/a" text="&x;"/></opml>'))


def test_the_default_lists_are_whole() -> None:
    seeds = Path(__file__).parents[3] / "seeds"
    for folder in (seeds, seeds / "newsroom"):
        ids = {outlet.outlet_id for outlet in read_outlets(folder / "outlets.csv")}
        assert {feed.outlet_id for feed in read_list(folder / "feeds.csv")} <= ids
