"""Pages that are built to cost take nothing else with them."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from media_monitor.extract import supervise
from media_monitor.extract.supervise import PageExtractor
from media_monitor.model import Article, Page, Rejected

pytestmark = pytest.mark.enable_socket  # the fork server is talked to over a Unix socket
STORY = "<p>Two barges broke loose from the quay at Ossa Bridge on Monday and drifted against the piers of the old lock.</p>"


def page(content: str) -> Page:
    body = f"<html><head><title>Barges break loose</title></head><body>{content}</body></html>".encode()
    return Page("https://quay.test/a", datetime(2031, 5, 17, tzinfo=UTC), 200, "text/html", "utf-8", body, 0)


GOOD = page(f"<article><h1>Barges break loose</h1>{STORY * 3}</article>")
LARGE = page(f"<article><h1>Barges break loose</h1>{STORY * 5_500}</article>")


@pytest.mark.rel("E09")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<p>" + "word " * 2_000_000, "page is larger than 5 MiB"),
        ("<div>" * 100_000 + STORY, "nested too deep"),
        ("a<br>" * 20_000, None),
    ],
    ids=["10 MB", "100,000 nested tags", "20,000 line breaks"],
)
def test_a_page_built_large_is_named_within_20_seconds_and_the_next_one_is_read(content: str, reason: str | None) -> None:
    began = time.monotonic()
    with PageExtractor() as pages:
        result = pages.extract(page(content))
        assert isinstance(pages.extract(GOOD), Article)
    assert (result.reason if isinstance(result, Rejected) else None) == reason
    assert time.monotonic() - began < 20


@pytest.mark.rel("E09")
def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "WALL_SECONDS", 0.05)
    with PageExtractor() as pages:
        stopped = pages.extract(LARGE)
        assert isinstance(stopped, Rejected)
        assert (stopped.outcome, stopped.reason) == ("broken", "extraction stopped: too much time")
        assert isinstance(pages.extract(GOOD), Article)


def test_a_large_page_that_is_none_too_large_is_an_article() -> None:
    with PageExtractor() as pages:
        assert isinstance(pages.extract(LARGE), Article)
