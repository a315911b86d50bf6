"""The lists of real outlets and feeds that are loaded by default: whole, unique, and honest about what is not known."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SEEDS = Path(__file__).parents[3] / "seeds"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def outlets() -> list[dict[str, str]]:
    return rows("outlets.csv")


@pytest.fixture(scope="module")
def feeds() -> list[dict[str, str]]:
    return rows("feeds.csv")


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_there_are_enough_feeds_in_enough_languages(feeds: list[dict[str, str]]) -> None:
    assert len(feeds) >= 45
    per_language = Counter(feed["language"] for feed in feeds)
    assert {"en", "uk", "ru", "fr", "ar", "de", "es"} <= set(per_language)
    assert all(re.fullmatch("[a-z]{2}", language) for language in per_language)


def test_ids_and_addresses_are_unique(outlets: list[dict[str, str]], feeds: list[dict[str, str]]) -> None:
    assert repeated([outlet["outlet_id"] for outlet in outlets]) == []
    assert repeated([feed["feed_id"] for feed in feeds]) == []
    # http and https, with and without a last slash, are one feed.
    assert repeated([feed["url"].partition("://")[2].rstrip("/") for feed in feeds]) == []


def test_ids_are_slugs(outlets: list[dict[str, str]], feeds: list[dict[str, str]]) -> None:
    ids = [outlet["outlet_id"] for outlet in outlets] + [feed["feed_id"] for feed in feeds]
    assert [id_ for id_ in ids if not SLUG.fullmatch(id_)] == []


def test_every_feed_has_its_outlet_and_every_outlet_a_feed(outlets: list[dict[str, str]], feeds: list[dict[str, str]]) -> None:
    assert {feed["outlet_id"] for feed in feeds} == {outlet["outlet_id"] for outlet in outlets}


def test_every_address_is_public_https_and_says_where_it_is_documented(
    outlets: list[dict[str, str]], feeds: list[dict[str, str]]
) -> None:
    addresses = [outlet["homepage"] for outlet in outlets] + [feed[c] for feed in feeds for c in ("url", "source")]
    assert [a for a in addresses if urlsplit(a).scheme != "https" or "." not in (urlsplit(a).hostname or "")] == []


def test_country_and_language_of_an_outlet_are_codes(outlets: list[dict[str, str]]) -> None:
    assert [o["outlet_id"] for o in outlets if not re.fullmatch("[A-Z]{2}", o["country"])] == []
    assert [o["outlet_id"] for o in outlets if not re.fullmatch("[a-z]{2}", o["language"])] == []


def test_a_quotation_policy_names_its_source_and_an_unknown_one_is_left_empty(outlets: list[dict[str, str]]) -> None:
    assert [o["outlet_id"] for o in outlets if bool(o["quote_characters"]) != bool(o["policy_source"])] == []
    known = {o["outlet_id"]: (o["quote_characters"], o["link_required"]) for o in outlets if o["quote_characters"]}
    assert known == {"euromaidan-press": ("500", "true")}
