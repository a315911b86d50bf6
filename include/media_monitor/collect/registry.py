"""Lists of outlets and feeds, read and written: CSV for ours, CSV or OPML for a user's own.

A malformed row is a SeedError with its file, line and column. Nothing is guessed and nothing is left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

from lxml import etree

from media_monitor.collect.address import checked_url
from media_monitor.collect.failure import FetchError
from media_monitor.errors import SeedError
from media_monitor.extract.urls import registrable_domain
from media_monitor.ids import short_id

OUTLET_COLUMNS = ("outlet_id", "name", "homepage", "country", "language", "quote_characters", "link_required", "policy_source")
FEED_COLUMNS = ("feed_id", "outlet_id", "url", "language", "title", "source")

_LANGUAGE = re.compile(r"[a-z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher, and how much of its text may be shown."""

    outlet_id: str
    name: str
    homepage: str
    country: str | None
    """ISO 3166-1 alpha-2."""
    language: str | None
    """ISO 639-1."""
    quote_characters: int | None
    """Characters of one article that may be shown; None = no policy is known, so nothing may be."""
    link_required: bool
    policy_source: str | None
    """Where the policy is written."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed of a list."""

    feed_id: str
    outlet_id: str
    url: str
    language: str | None
    title: str | None
    source: str | None
    """Where the address is documented."""


def read_outlets(path: Path) -> list[Outlet]:
    """The outlets of a CSV file with OUTLET_COLUMNS. Raises SeedError."""
    outlets = []
    seen: dict[str, int] = {}
    for row in _csv_rows(path, OUTLET_COLUMNS, required=OUTLET_COLUMNS):
        outlet = Outlet(
            outlet_id=row.needed("outlet_id"),
            name=row.needed("name"),
            homepage=row.url("homepage"),
            country=row.code("country", _COUNTRY, "an ISO 3166 country code such as GB"),
            language=row.code("language", _LANGUAGE, "an ISO 639-1 language code such as en"),
            quote_characters=row.count("quote_characters"),
            link_required=row.flag("link_required"),
            policy_source=row.text("policy_source"),
        )
        row.claim("outlet_id", outlet.outlet_id, seen)
        outlets.append(outlet)
    return outlets


def read_list(path: Path) -> list[FeedRow]:
    """The feeds of `path`: OPML if its name ends so, else CSV. Raises SeedError."""
    return read_opml(path) if path.suffix.lower() == ".opml" else read_feeds(path)


def read_feeds(path: Path) -> list[FeedRow]:
    """The feeds of a CSV file whose header names some of FEED_COLUMNS, `url` among them. Raises SeedError.

    Without a `feed_id` the address names the feed; without an `outlet_id` its registrable domain names the outlet.
    """
    return _feeds(_csv_rows(path, FEED_COLUMNS, required=("url",)))


def read_opml(path: Path) -> list[FeedRow]:
    """The feeds of an OPML file: every outline with an xmlUrl, in any folder. Raises SeedError."""
    feeds = _feeds(_opml_rows(path))
    if not feeds:
        raise SeedError(str(path), 1, "xmlUrl", "no outline with an address; export the subscriptions of a feed reader")
    return feeds


def outlet_of(feed: FeedRow) -> Outlet:
    """The outlet of a feed whose list says no more about it. Nothing of it may be shown until somebody states a policy."""
    homepage = checked_url(feed.url)
    return Outlet(feed.outlet_id, feed.outlet_id, f"{homepage.origin}/", None, feed.language, None, True, None)


def write_csv(feeds: Iterable[FeedRow]) -> str:
    """`feeds` as CSV that `read_feeds` reads back."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FEED_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(feed) for feed in feeds)
    return text.getvalue()


def write_opml(feeds: Iterable[FeedRow]) -> str:
    """`feeds` as OPML 2.0 for feed readers. Ids and sources have no place in it."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "media-monitor feeds"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.title or feed.outlet_id
        outline = etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
        if feed.language:
            outline.set("language", feed.language)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True).decode()


@dataclass(frozen=True, slots=True)
class _Row:
    """One row and where it stands; its methods read a column or raise SeedError."""

    path: Path
    line: int
    values: Mapping[str, str]

    def fail(self, column: str, problem: str) -> NoReturn:
        raise SeedError(str(self.path), self.line, column, problem)

    def text(self, column: str) -> str | None:
        value = self.values.get(column, "").strip()
        if _CONTROL.search(value):
            self.fail(column, "has a control character; remove it")
        return value or None

    def needed(self, column: str) -> str:
        return self.text(column) or self.fail(column, "is empty; fill it in")

    def url(self, column: str) -> str:
        value = self.needed(column)
        try:
            checked_url(value)
        except FetchError as error:
            self.fail(column, f"{value[:200]!r} cannot be fetched ({error.detail}); give an http(s) address")
        return value

    def code(self, column: str, pattern: re.Pattern[str], what: str) -> str | None:
        value = self.text(column)
        if value and not pattern.fullmatch(value):
            self.fail(column, f"{value!r} is not {what}; correct it or leave it empty")
        return value

    def count(self, column: str) -> int | None:
        value = self.text(column)
        if value and not (value.isascii() and value.isdigit()):
            self.fail(column, f"{value!r} is not a whole number; 0 and empty both mean that nothing may be shown")
        return int(value) if value else None

    def flag(self, column: str) -> bool:
        value = self.needed(column)
        if value not in {"true", "false"}:
            self.fail(column, f"{value!r} is neither true nor false")
        return value == "true"

    def claim(self, column: str, value: str, seen: dict[str, int]) -> None:
        """Note that this row has `value`, which no other row may have."""
        if value in seen:
            self.fail(column, f"{value!r} is in line {seen[value]} too; remove one of the two")
        seen[value] = self.line


def _feeds(rows: Iterable[_Row]) -> list[FeedRow]:
    """`rows` as feeds, with ids and addresses that are unique. http and https, and a last slash, make no difference."""
    feeds = []
    ids: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for row in rows:
        url = row.url("url")
        feed = FeedRow(
            feed_id=row.text("feed_id") or short_id(url),
            outlet_id=row.text("outlet_id") or registrable_domain(url) or row.fail("url", "has no host"),
            url=url,
            language=row.code("language", _LANGUAGE, "an ISO 639-1 language code such as en"),
            title=row.text("title"),
            source=row.text("source"),
        )
        row.claim("url", checked_url(url).href.partition("://")[2].rstrip("/"), addresses)
        row.claim("feed_id", feed.feed_id, ids)
        feeds.append(feed)
    return feeds


def _csv_rows(path: Path, columns: tuple[str, ...], required: tuple[str, ...]) -> Iterator[_Row]:
    """The rows of a CSV file whose header has all `required` and only `columns`, in any order."""
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(path, header, columns, required)
        line = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(header):
                raise SeedError(str(path), line, None, f"{len(cells)} cells where {len(header)} belong; quote text with commas")
            if cells:
                yield _Row(path, line, dict(zip(header, cells, strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SeedError(str(path), max(reader.line_num, 1), None, f"not CSV ({error}); check its quotation marks") from None


def _check_header(path: Path, header: list[str], columns: tuple[str, ...], required: tuple[str, ...]) -> None:
    for name in required:
        if name not in header:
            raise SeedError(str(path), 1, name, f"is missing from the header; the columns are {','.join(columns)}")
    for name in header:
        if name not in columns or header.count(name) > 1:
            raise SeedError(str(path), 1, name, f"is unknown or there twice; the columns are {','.join(columns)}")


def _opml_rows(path: Path) -> Iterator[_Row]:
    """The outlines of an OPML file that have an address. Entities and network are off."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(_bytes(path), parser)
    except etree.XMLSyntaxError as error:
        raise SeedError(str(path), error.lineno or 1, None, f"not XML ({error.msg}); export the list again") from None
    if root.tag != "opml":
        raise SeedError(str(path), 1, None, f"not OPML: its root is {str(root.tag)[:80]!r}")
    for outline in root.iter("outline"):
        attributes = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        if "xmlurl" in attributes:
            language = attributes.get("language", "").lower().partition("-")[0]
            values = {
                "url": attributes["xmlurl"],
                "title": attributes.get("title") or attributes.get("text", ""),
                "language": language if _LANGUAGE.fullmatch(language) else "",
            }
            yield _Row(path, outline.sourceline if isinstance(outline.sourceline, int) else 1, values)


def _decoded(path: Path) -> str:
    """The text of `path`, with or without a byte-order mark. Raises SeedError where it is not UTF-8."""
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SeedError(str(path), line, None, "not UTF-8; save the file as UTF-8") from None


def _bytes(path: Path) -> bytes:
    """What is in `path`. Raises SeedError where nothing can be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SeedError(str(path), 1, None, f"cannot be read ({error.strerror}); check the path and its permissions") from None
