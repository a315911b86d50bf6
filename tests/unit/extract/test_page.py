from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.extract.page import extract
from media_monitor.model import Article, EntryOrigin, Page, Rejected

NOW = datetime(2024, 3, 25, 12, tzinfo=UTC)
URL = "https://www.courier.test/world/2024/ferry-resumes?utm_source=rss"
STORY = (
    "The ferry between Port Aldan and the islands resumed on Monday after a three-week strike, the operator said.",
    "“We are glad to be back,” said Mira Solen, who leads the crew union, adding that talks on shifts would go on.",
    "The harbour authority said that nobody had been hurt in the protests, and that damage to two piers was being assessed.",
    "Island councils had asked for supplies to be flown in while the boats stood still, a request which the army met twice.",
)


def html(body: str = "", head: str = "", lang: str = "en") -> bytes:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>".encode()


def article_body(*paragraphs: str, title: str = "Ferry resumes after strike") -> str:
    return f"<main><article><h1>{title}</h1>{''.join(f'<p>{p}</p>' for p in paragraphs or STORY)}</article></main>"


def page(body: bytes, **changes: object) -> Page:
    values: dict[str, object] = {
        "url": URL,
        "fetched_at": NOW,
        "status": 200,
        "content_type": "text/html",
        "charset": None,
        "record_offset": 0,
    }
    return Page(**(values | changes), body=body)  # type: ignore[arg-type]


def article(body: bytes, **changes: object) -> Article:
    result = extract(page(body, **changes))
    assert isinstance(result, Article), result
    return result


def rejected(body: bytes, **changes: object) -> tuple[str, str]:
    result = extract(page(body, **changes))
    assert isinstance(result, Rejected), result
    return result.outcome, result.reason


def json_ld(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **fields})}</script>"


def test_the_story_and_nothing_else() -> None:
    found = article(html(f"<nav><a href=/>Home</a></nav>{article_body()}<footer>© 2024 Courier</footer>"))
    assert found.text == "\n\n".join(STORY)
    assert found.title == "Ferry resumes after strike"
    assert found.language == "en"
    assert found.canonical_url == "https://www.courier.test/world/2024/ferry-resumes"
    assert found.word_count == len(re.findall(r"\w+", " ".join(STORY)))
    assert "trafilatura" in found.extractor


def test_a_flash_of_one_sentence_is_an_article() -> None:
    found = article(
        html(
            article_body("Ferry service between Port Aldan and the islands resumes."),
            "<meta property='og:type' content='article'>",
        )
    )
    assert found.text == "Ferry service between Port Aldan and the islands resumes."


def test_structured_data_says_when_and_by_whom_before_anything_else() -> None:
    head = json_ld(
        headline="Ferry resumes after strike",
        datePublished="2024-03-24T23:30:00-05:00",
        dateModified="2024-03-25T01:00:00-05:00",
        author=[{"@type": "Person", "name": "By Ona Brill"}, {"name": "Tam Keel"}],
        publisher={"name": "Aldan Courier"},
        image={"url": "https://www.courier.test/ferry.jpg"},
    )
    found = article(html(article_body(), head + "<meta name='date' content='2001-01-01'>"))
    assert found.published_at == datetime(2024, 3, 25, 4, 30, tzinfo=UTC)
    assert isinstance(found.published_at, datetime)
    assert found.published_at.tzinfo is UTC
    assert str(found.published_local) == "2024-03-24 23:30:00-05:00"
    assert (found.published_source, found.published_precision) == ("json-ld", "minute")
    assert found.modified_at == datetime(2024, 3, 25, 6, tzinfo=UTC)
    assert found.authors == ("Ona Brill", "Tam Keel")
    assert found.outlet == "Aldan Courier"
    assert found.image == "https://www.courier.test/ferry.jpg"


@pytest.mark.parametrize(
    ("head", "body", "url", "published", "source"),
    [
        (
            "<meta property='article:published_time' content='2024-03-24T10:00:00Z'>",
            "",
            URL,
            datetime(2024, 3, 24, 10, tzinfo=UTC),
            "meta",
        ),
        (
            json_ld(datePublished="2024-03-24"),
            "<time datetime='2024-03-24T10:00:00Z'></time>",
            URL,
            datetime(2024, 3, 24, 10, tzinfo=UTC),
            "meta",
        ),
        ("", "", "https://www.courier.test/2024/03/24/ferry", date(2024, 3, 24), "url"),
        ("", "<p class='date'>24 March 2024</p>", URL, date(2024, 3, 24), "text"),
        ("<meta name='date' content='2031-01-01'>", "", URL, None, None),
        ("", "", URL, None, None),
    ],
)
def test_the_most_trusted_place_dates_the_article_and_the_fetch_never_does(
    head: str, body: str, url: str, published: object, source: str | None
) -> None:
    found = article(html(article_body().replace("</h1>", f"</h1>{body}"), head), url=url)
    assert (found.published_at, found.published_source) == (published, source)


def test_the_feed_dates_what_the_page_does_not() -> None:
    origin = EntryOrigin(published_at=datetime(2024, 3, 24, 9, tzinfo=UTC), title="From the feed")
    found = article(html(article_body()), origin=origin)
    assert (found.published_at, found.published_source) == (origin.published_at, "feed")


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry resumes after strike",}</script>',
            "Ferry resumes after strike",
        ),
        (
            '<script type="application/ld+json"><!--{"@graph":[{"@type":["Article"],"headline":"Ferry &amp; more"}]}--></script>',
            "Ferry & more",
        ),
        ('<script type="application/ld+json">{"headline": "Ferry\n resumes", "@type":"Article"}</script>', "Ferry resumes"),
        ('<script type="application/ld+json">{nonsense</script><title>Ferry resumes - Courier</title>', "Ferry resumes"),
    ],
)
def test_structured_data_is_read_as_badly_as_it_is_written(broken: str, title: str) -> None:
    found = article(html(article_body().replace("<h1>Ferry resumes after strike</h1>", ""), broken))
    assert found.title == title


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            "<title>Ferry resumes after strike | Aldan Courier</title><meta property='og:site_name' content='Aldan Courier'>",
            "<h1>Aldan Courier</h1>",
        ),
        ("<meta property='og:title' content='Ferry resumes after strike'><title>Courier</title>", "<h1>Ports</h1>"),
        ("<title>Courier: Ferry resumes</title>", "<h1>Weather</h1><h1>Ferry resumes after strike</h1>"),
    ],
)
def test_the_headline_is_not_the_site_and_not_the_section(head: str, body: str) -> None:
    assert (
        article(html(body + article_body().replace("<h1>Ferry resumes after strike</h1>", ""), head)).title
        == "Ferry resumes after strike"
    )


@pytest.mark.parametrize(
    ("first", "last", "agency"),
    [
        ("PORT ALDAN (Reuters) - " + STORY[0], STORY[3], "Reuters"),
        ("PORT ALDAN, March 24 (AFP) — " + STORY[0], STORY[3], "AFP"),
        (STORY[0], "Source: Ukrinform", "Ukrinform"),
        (STORY[0], STORY[3], None),
        ("The union (known as the Seamen's League) - " + STORY[0], STORY[3], None),
    ],
)
def test_the_agency_is_the_one_that_signs(first: str, last: str, agency: str | None) -> None:
    assert article(html(article_body(first, *STORY[1:3], last))).agency == agency


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({"status": 404}, "not_an_article", "error page"),
        ({"status": 302}, "not_an_article", "redirect"),
        ({"content_type": "application/pdf"}, "not_html", "application/pdf"),
        ({"body": b"%PDF-1.7 ..."}, "not_html", "text/html"),
        ({"body": b"<?xml version='1.0'?><rss version='2.0'></rss>"}, "not_html", "feed"),
        ({"body": b"plain words", "content_type": "text/plain"}, "not_html", "plain text"),
        ({"body": b""}, "empty", "empty"),
        ({"body": html("<div></div>")}, "empty", "no text"),
        ({"problem": "truncated"}, "broken", "truncated"),
        ({"body": bytes(range(1, 256)) * 90}, "broken", "not text"),
        ({"body": b"<html>" + b" " * (5 * 1024 * 1024)}, "broken", "page is larger than 5 MiB"),
    ],
)
def test_what_is_no_page_is_told_apart(change: dict[str, object], outcome: str, reason: str) -> None:
    values = {"body": html(article_body())} | change
    assert rejected(**values) == (outcome, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "paragraphs", "reason"),
    [
        (
            "Before you continue",
            ("We and our 812 partners value your privacy.", "Accept all cookies or manage your consent."),
            "consent wall",
        ),
        ("Sign in", ("Enter your e-mail address.", "Forgot your password?"), "login"),
        ("Page not found", ("Sorry, this page does not exist.",), "error page"),
        ("Just a moment...", ("Verify you are human.",), "error page"),
    ],
)
def test_a_wall_is_no_article(title: str, paragraphs: tuple[str, ...], reason: str) -> None:
    assert rejected(html(article_body(*paragraphs, title=title), f"<title>{title}</title>")) == ("not_an_article", reason)


def test_an_article_about_consent_walls_is_one() -> None:
    assert article(html(article_body("We value your privacy: so begin the cookie banners that regulators want to ban.", *STORY)))


def test_a_page_of_links_is_a_hub() -> None:
    links = "".join(f"<div><a href='/s/{n}'>Council number {n} votes on the new harbour plan</a></div>" for n in range(40))
    assert rejected(html(f"<h1>World</h1>{links}"), url="https://www.courier.test/category/world/") == ("not_an_article", "hub")


def test_a_page_of_pictures_is_a_gallery() -> None:
    pictures = "".join(f"<figure><img src='/{n}.jpg'><figcaption>Ferry {n}</figcaption></figure>" for n in range(12))
    found = rejected(
        html(f"<main><h1>Ferries in pictures</h1><p>Twelve boats</p>{pictures}</main>"),
        url="https://www.courier.test/gallery/ferries",
    )
    assert found == ("not_an_article", "gallery")


@pytest.mark.parametrize(
    ("head", "tail", "is_paywalled"),
    [
        ("", "<div class='paywall'>Subscribe to continue reading.</div>", True),
        (json_ld(headline="Ferry resumes after strike", isAccessibleForFree="False"), "", True),
        (json_ld(headline="Ferry resumes after strike", isAccessibleForFree=True), "", False),
        ("", "", False),
    ],
)
def test_a_stub_is_kept_and_marked(head: str, tail: str, is_paywalled: bool) -> None:
    found = article(html(article_body(*STORY[:2]) + tail, head))
    assert found.is_paywalled is is_paywalled
    assert found.text.startswith(STORY[0])
    assert "Subscribe" not in found.text


def test_a_whole_article_with_an_offer_below_is_not_a_stub() -> None:
    offer = "<div class='paywall'>Subscribe to continue reading.</div>"
    assert not article(html(article_body(*STORY * 6) + offer)).is_paywalled


def test_a_saved_page_without_address_takes_the_one_it_claims() -> None:
    found = article(html(article_body(), "<link rel='canonical' href='https://www.courier.test/a'>"), url="")
    assert (found.url, found.canonical_url) == ("https://www.courier.test/a", "https://www.courier.test/a")


@pytest.mark.parametrize(
    ("head", "path", "is_live"),
    [
        ('<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Ferry resumes"}</script>', "a", True),
        ("", "world/live/2024/mar/22/ferry-resumes-after-strike", True),
        ("", "world/ferry-resumes-live-updates", True),
        ("", "world/live-music-returns-to-the-harbour", False),
    ],
)
def test_a_live_blog_is_an_article_that_is_named(head: str, path: str, is_live: bool) -> None:
    found = extract(page(html(article_body(), head), url=f"https://www.courier.test/{path}"))
    assert isinstance(found, Article)
    assert found.is_live is is_live


def test_a_language_that_is_not_told_apart_is_the_declared_one() -> None:
    assert article(html(article_body(), lang="fa-IR")).language == "fa"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: html(article_body(t), t)))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    result = extract(page(body))
    assert isinstance(result, Article | Rejected)
    if isinstance(result, Article):
        assert not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in result.text + (result.title or ""))
