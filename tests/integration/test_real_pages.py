"""Extraction and archives against real pages that are not ours to ship: measured where MEDIA_MONITOR_DATA points."""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from media_monitor.annotate.language import LANGUAGES, identify
from media_monitor.archive.read import BadRecord, read_pages
from media_monitor.archive.register import list_objects, survey
from media_monitor.extract.jsonl import line
from media_monitor.extract.page import extract
from media_monitor.model import Article, Page

NO_DATA = "MEDIA_MONITOR_DATA is unset: no real pages to measure with"
pytestmark = pytest.mark.skipif("MEDIA_MONITOR_DATA" not in os.environ, reason=NO_DATA)

FETCHED = datetime(2025, 10, 15, tzinfo=UTC)

BAD_RECORDS = {
    "badexample.arc.gz": 2, "bad.arc": 3, "example-extra.warc": 1, "example.warc": 1, "missing-status-text.warc": 1,
    "clipped.warc.gz": 1,
    "clueweb-quirk.warc.gz": 29, "example-space-in-url.arc": 1, "example-trunc.warc": 1,
}  # fmt: skip
"""Records that are damaged in the samples, by file: cut short, without time, without HTTP, mis-framed."""


def data(*parts: str) -> Path:
    return Path(os.environ["MEDIA_MONITOR_DATA"]).joinpath(*parts)


def gold(name: str) -> list[dict[str, Any]]:
    with gzip.open(data("extraction", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


def word_f1(text: str | None, reference: str) -> float:
    one, other = (Counter(re.findall(r"\w+", (s or "").lower())) for s in (text, reference))
    overlap = sum((one & other).values())
    return 2 * overlap / (sum(one.values()) + sum(other.values())) if overlap else 0.0


def fold(text: str | None) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text or "").lower()).strip()


def same_title(one: str | None, other: str) -> bool:
    a, b = fold(one), fold(other)
    return a == b or (min(len(a), len(b)) > 10 and (a in b or b in a))


def extracted(row: dict[str, Any]) -> dict[str, Any]:
    page = Page(row["url"], FETCHED, 200, "text/html", None, gzip.decompress(data("extraction", row["html"]).read_bytes()), 0)
    return line(page, extract(page))


def test_news_pages_reach_the_pinned_quality() -> None:
    rows = {r["url"]: r for r in gold("newspaper4k")}
    pages = [p for p in read_pages(str(data("extraction", "real-pages-np4k.warc.gz"))) if isinstance(p, Page)]
    assert len(pages) == 419
    found = [(rows[p.url], line(p, extract(p))) for p in pages]
    assert statistics.mean(word_f1(x["text"], g["text"]) for g, x in found) >= 0.928  # trafilatura: .912 default, .923 fast
    assert statistics.mean(same_title(x["title"], g["title"]) for g, x in found) >= 0.955  # trafilatura: .878
    assert statistics.mean((x["published_at"] or "")[:10] == g["date"][:10] for g, x in found) >= 0.838  # trafilatura: .838
    assert not [x["url"] for _, x in found if x["published_at"] and x["published_at"] >= "2025-01-13"]  # the crawl's days
    assert sum(x["outcome"] not in {"article", "paywalled"} for _, x in found) == 0


def test_the_public_yardstick_is_met() -> None:
    assert statistics.mean(word_f1(extracted(r)["text"], r["text"]) for r in gold("scrapinghub")) >= 0.957


def test_pages_of_every_kind_of_site_keep_what_they_must() -> None:
    rows = gold("wcxb-dev")[::4]
    texts = [(r, extracted(r)["text"] or "") for r in rows]
    assert statistics.mean(word_f1(t, r["text"]) for r, t in texts) >= 0.92
    required = [fold(s) in fold(t) for r, t in texts for s in r["with_"]]
    forbidden = [fold(s) in fold(t) for r, t in texts for s in r["without"]]
    assert statistics.mean(required) >= 0.88
    assert statistics.mean(forbidden) <= 0.25


def test_the_first_article_loses_its_boilerplate_and_keeps_its_story() -> None:
    lines = [x.strip() for x in data("seed-article.txt").read_text("utf-8").splitlines() if x.strip()]
    title = next(a for n, a in enumerate(lines) if a in lines[n + 1 :])
    body = "".join(f"<p>{escape(x)}</p>" for x in lines)
    html = (
        f"<html><head><title>{escape(title)}</title></head><body><article><h1>{escape(title)}</h1>{body}</article></body></html>"
    )
    article = extract(Page("https://paper.test/a", FETCHED, 200, "text/html", "utf-8", html.encode(), 0))
    assert isinstance(article, Article)
    start = len(lines) - lines[::-1].index(title)
    end = next(n for n, x in enumerate(lines) if x.startswith("Read also"))
    assert article.text.split("\n\n") == lines[start:end]


@pytest.mark.rel("H03")
def test_every_good_record_is_read_and_every_bad_one_counted() -> None:
    objects = list_objects(str(data("warc")))
    assert len(objects) >= 47
    for url in objects:
        items = list(read_pages(url))
        bad = [x for x in items if isinstance(x, BadRecord)]
        name = Path(url).name
        expected = 0 if name == "example.warc" and "warcio" in url else BAD_RECORDS.get(name, 0)
        assert len(bad) == expected, (url, bad)
        surveyed = survey(url)
        pages = len(items) - len(bad)
        assert pages <= sum(surveyed.days.values()) <= pages + len(bad), url


def test_languages_are_told_apart() -> None:
    with gzip.open(data("multilingual", "langid-dev.jsonl.gz"), "rt", encoding="utf-8") as rows:
        sentences = [json.loads(r) for r in rows]
    assert {s["lang"] for s in sentences} == set(LANGUAGES)
    assert statistics.mean(identify(s["text"]) == s["lang"] for s in sentences) >= 0.98
