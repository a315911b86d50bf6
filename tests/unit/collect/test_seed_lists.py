"""The lists of real outlets and feeds that are loaded by default: whole, unique, and honest about what is not known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from media_monitor.collect.registry import FeedRow, Outlet, read_feeds, read_outlets
from media_monitor.errors import SeedError

SEEDS = Path(__file__).parents[3] / "seeds"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def outlets() -> list[Outlet]:
    return read_outlets(SEEDS / "outlets.csv")


@pytest.fixture(scope="module")
def feeds() -> list[FeedRow]:
    return read_feeds(SEEDS / "feeds.csv")


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_there_are_enough_feeds_in_enough_languages(feeds: list[FeedRow]) -> None:
    assert len(feeds) >= 45
    assert {"en", "uk", "ru", "fr", "ar", "de", "es"} <= {feed.language for feed in feeds}


def test_ids_and_addresses_are_unique(outlets: list[Outlet], feeds: list[FeedRow]) -> None:
    assert repeated(outlet.outlet_id for outlet in outlets) == []
    assert repeated(feed.feed_id for feed in feeds) == []
    # http and https, with and without a last slash, are one feed.
    assert repeated(feed.url.partition("://")[2].rstrip("/") for feed in feeds) == []


@pytest.mark.parametrize(("name", "read"), [("outlets.csv", read_outlets), ("feeds.csv", read_feeds)])
def test_a_row_given_twice_would_be_refused(tmp_path: Path, name: str, read: object) -> None:
    lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
    (tmp_path / name).write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    assert callable(read)
    with pytest.raises(SeedError, match=f"{name}:{len(lines) + 1}"):
        read(tmp_path / name)


def test_ids_are_slugs(outlets: list[Outlet], feeds: list[FeedRow]) -> None:
    ids = [outlet.outlet_id for outlet in outlets] + [feed.feed_id for feed in feeds]
    assert [id_ for id_ in ids if not SLUG.fullmatch(id_)] == []


def test_every_feed_has_its_outlet_and_every_outlet_a_feed(outlets: list[Outlet], feeds: list[FeedRow]) -> None:
    assert {feed.outlet_id for feed in feeds} == {outlet.outlet_id for outlet in outlets}


def test_every_address_is_https_and_says_where_it_is_documented(outlets: list[Outlet], feeds: list[FeedRow]) -> None:
    addresses = [outlet.homepage for outlet in outlets] + [part or "" for feed in feeds for part in (feed.url, feed.source)]
    assert [a for a in addresses if urlsplit(a).scheme != "https" or "." not in (urlsplit(a).hostname or "")] == []


def test_every_outlet_has_a_country_and_every_row_a_language(outlets: list[Outlet], feeds: list[FeedRow]) -> None:
    assert [outlet.outlet_id for outlet in outlets if not outlet.country or not outlet.language] == []
    assert [feed.feed_id for feed in feeds if not feed.language or not feed.title] == []


def test_a_quotation_policy_names_its_source_and_an_unknown_one_is_none(outlets: list[Outlet]) -> None:
    assert [o.outlet_id for o in outlets if (o.quote_characters is None) != (o.policy_source is None)] == []
    known = {o.outlet_id: (o.quote_characters, o.link_required) for o in outlets if o.quote_characters is not None}
    assert known == {"euromaidan-press": (500, True)}
