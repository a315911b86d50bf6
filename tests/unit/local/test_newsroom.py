"""The sample newsroom: its server, its files, and the truth about it."""

import csv
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.client import HTTPConnection
from itertools import combinations, product
from pathlib import Path
from typing import Any, get_args

import feedparser
import pytest
import yaml

from media_monitor.errors import SeedError
from media_monitor.local.newsdesk import Item, read_edition
from media_monitor.local.newsroom import Newsroom, Response, load, moment, serve
from media_monitor.local.press import WINDOW
from media_monitor.model import CasualtyKind, EntityKind, Qualifier, Stance
from media_monitor.settings import default_seeds

SEEDS = default_seeds() / "newsroom"
COURIER = "www.valdena-courier.test"
MAIN = "/2026/03/10/bomb-attack-marenz-central-station"


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return load(SEEDS)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return yaml.safe_load((SEEDS / "truth.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[tuple[str, int]]:
    with serve(newsroom) as bound:
        yield bound


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def get(newsroom: Newsroom, path: str, at: datetime | None = None, host: str = COURIER, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return newsroom.respond("GET", host, path, named, at or newsroom.end)


def titles(response: Response) -> list[str]:
    return [entry.title for entry in feedparser.parse(response.body).entries]


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- what the server shows depends on the moment ---------------------------------------------------------------------


def test_a_page_is_missing_until_it_is_published(newsroom: Newsroom) -> None:
    assert get(newsroom, MAIN, utc(10, 7, 57)).status == 404
    assert get(newsroom, MAIN, utc(10, 7, 58)).status == 200


@pytest.mark.parametrize(
    ("at", "toll"), [(utc(10, 8), b"17"), (utc(10, 10, 45), b"23"), (utc(11, 9, 9), b"23"), (utc(11, 9, 10), b"31")]
)
def test_a_page_shows_its_latest_revision(newsroom: Newsroom, at: datetime, toll: bytes) -> None:
    assert b"<h1>At least " + toll + b" killed" in get(newsroom, MAIN, at).body


def test_a_feed_lists_what_is_published_newest_first(newsroom: Newsroom) -> None:
    assert titles(get(newsroom, "/feeds/news.xml", utc(10, 8))) == [
        "At least 17 killed in bomb attack at Marenz Central Station, ministry says",
        "Explosion reported at Marenz Central Station",
        "Valdena and Torvia resume talks on Lake Ossa water",
    ]


def test_a_feed_follows_a_changed_title(newsroom: Newsroom) -> None:
    before, after = (titles(get(newsroom, "/feeds/news.xml", at))[-3] for at in (utc(10, 10, 44), utc(10, 10, 45)))
    assert (before[:18], after[:18]) == ("At least 17 killed", "At least 23 killed")


def test_a_feed_never_exceeds_its_window_and_keeps_revised_entries_in_it(newsroom: Newsroom) -> None:
    edition = newsroom.edition
    for item in edition.items:
        for revision in item.revisions:
            earlier = [
                other
                for other in edition.items
                if other.feed_id == item.feed_id and item.published < other.published <= revision.at
            ]
            assert len(earlier) < WINDOW, f"{item.file}: its revision would not be seen"


def test_every_feed_but_one_parses_in_its_own_format(newsroom: Newsroom) -> None:
    versions = {}
    for feed in newsroom.edition.feeds.values():
        response = get(newsroom, feed.path, host=newsroom.edition.outlets[feed.outlet_id].host)
        is_json = (response.header("Content-Type") or "").startswith("application/feed+json")
        versions[feed.feed_id] = "json11" if is_json else feedparser.parse(response.body).version
    assert Counter(versions.values()) == {"rss20": 5, "atom10": 2, "rss10": 1, "json11": 1, "": 1}
    assert versions["courier-opinion"] == ""


def test_a_json_feed_is_json(newsroom: Newsroom) -> None:
    document = yaml.safe_load(get(newsroom, "/en/feed.json", host="relay.test").body)  # JSON is YAML
    assert document["version"].endswith("1.1")
    assert next(item["title"] for item in document["items"]) == "What we know about the Marenz station bombing"


def test_one_feed_has_no_guids_and_tracks_its_links(newsroom: Newsroom) -> None:
    entries = feedparser.parse(get(newsroom, "/rss", host="marenz-today.test").body).entries
    assert not any("id" in entry for entry in entries)
    assert all(entry.link.endswith("?utm_source=feed&utm_medium=rss") for entry in entries)
    assert get(newsroom, entries[0].link.removeprefix("http://marenz-today.test"), host="marenz-today.test").status == 200


# ---- HTTP --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [MAIN, "/feeds/news.xml", "/robots.txt"])
def test_validators_earn_a_304_without_a_body(newsroom: Newsroom, path: str) -> None:
    first = get(newsroom, path)
    for name, validator in (("If_None_Match", first.header("ETag")), ("If_Modified_Since", first.header("Last-Modified"))):
        again = get(newsroom, path, **{name: validator or ""})
        assert (again.status, again.body, again.header("ETag")) == (304, b"", first.header("ETag"))


@pytest.mark.parametrize("path", [MAIN, "/feeds/news.xml"])
def test_old_validators_get_the_new_state(newsroom: Newsroom, path: str) -> None:
    old = get(newsroom, path, utc(10, 8))
    assert get(newsroom, path, If_None_Match=old.header("ETag") or "").status == 200
    assert get(newsroom, path, If_Modified_Since=old.header("Last-Modified") or "").status == 200


def test_an_etag_overrules_a_date(newsroom: Newsroom) -> None:
    now = format_datetime(newsroom.end, usegmt=True)
    assert get(newsroom, MAIN, If_Modified_Since=now).status == 304
    assert get(newsroom, MAIN, If_None_Match='"other"', If_Modified_Since=now).status == 200


def test_a_malformed_date_is_no_validator(newsroom: Newsroom) -> None:
    assert get(newsroom, MAIN, If_Modified_Since="yesterday").status == 200


def test_most_feeds_promise_a_max_age_and_some_do_not(newsroom: Newsroom) -> None:
    assert get(newsroom, "/feeds/news.xml").header("Cache-Control") == "max-age=900"
    assert get(newsroom, "/index.rdf", host="dunmere-chronicle.test").header("Cache-Control") is None
    assert sum(feed.max_age is not None for feed in newsroom.edition.feeds.values()) > len(newsroom.edition.feeds) / 2


def test_robots_is_per_host_and_missing_on_one(newsroom: Newsroom) -> None:
    assert b"Disallow: /subscribers/" in get(newsroom, "/robots.txt").body
    found = [get(newsroom, "/robots.txt", host=outlet.host).status for outlet in newsroom.edition.outlets.values()]
    assert Counter(found) == {200: 5, 404: 1}


@pytest.mark.parametrize(("host", "path"), [(COURIER, "/"), (COURIER, "/nowhere"), ("elsewhere.test", MAIN), ("", MAIN)])
def test_everything_else_is_a_404(newsroom: Newsroom, host: str, path: str) -> None:
    assert get(newsroom, path, host=host).status == 404


def test_head_has_the_headers_of_get_and_other_methods_are_refused(newsroom: Newsroom) -> None:
    head = newsroom.respond("HEAD", f"{COURIER.upper()}:8080", MAIN, {}, newsroom.end)
    assert (head.headers, head.body) == (get(newsroom, MAIN).headers, b"")
    refused = newsroom.respond("POST", COURIER, MAIN, {}, newsroom.end)
    assert (refused.status, refused.header("Allow")) == (405, "GET, HEAD")


def test_accept_datetime_names_the_moment() -> None:
    end = utc(13, 6)
    assert moment({}, end) == end
    assert moment({"Accept-Datetime": "Tue, 10 Mar 2026 08:00:00 GMT"}, end) == utc(10, 8)
    assert moment({"Accept-Datetime": "2026-03-10"}, end) is None


def ask(connection: HTTPConnection, method: str, path: str, **headers: str) -> tuple[int, bytes]:
    connection.request(
        method, path, headers={"Host": COURIER} | {name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    return response.status, response.read()


def test_the_server_plays_the_moment_asked_for(newsroom: Newsroom, address: tuple[str, int]) -> None:
    connection = HTTPConnection(*address, timeout=5)
    assert ask(connection, "GET", MAIN) == (200, get(newsroom, MAIN).body)
    early = format_datetime(utc(10, 8), usegmt=True)
    assert ask(connection, "GET", MAIN, Accept_Datetime=early) == (200, get(newsroom, MAIN, utc(10, 8)).body)
    assert ask(connection, "GET", MAIN, If_None_Match=get(newsroom, MAIN).header("ETag") or "") == (304, b"")
    assert ask(connection, "HEAD", MAIN) == (200, b"")
    assert ask(connection, "GET", MAIN, Accept_Datetime="soon")[0] == 400
    assert ask(connection, "GET", MAIN, Host="elsewhere.test")[0] == 404
    connection.close()


def test_the_server_answers_at_once(address: tuple[str, int]) -> None:
    connection = HTTPConnection(*address, timeout=5)
    seconds = []
    for _ in range(25):
        start = time.perf_counter()
        ask(connection, "GET", MAIN)
        seconds.append(time.perf_counter() - start)
    connection.close()
    assert statistics.median(seconds) < 0.02, "a delayed acknowledgement would cost 0.04 s"


# ---- the files ---------------------------------------------------------------------------------------------------------


def test_the_world_has_all_the_trouble_that_a_monitor_meets(newsroom: Newsroom) -> None:
    items = newsroom.edition.items
    assert Counter(item.kind for item in items) == {"article": 42, "consent": 1, "empty": 1, "pdf": 1, "gone": 1}
    assert {item.language for item in items} == {"en", "uk", "ru", "fr", "ar"}
    assert len(newsroom.edition.outlets) == 6


def test_odd_pages_are_what_they_claim(newsroom: Newsroom) -> None:
    pages = {
        item.kind: get(newsroom, item.path, host=newsroom.edition.outlets[item.outlet_id].host) for item in newsroom.edition.items
    }
    assert (pages["empty"].status, pages["empty"].body) == (200, b"")
    assert pages["pdf"].header("Content-Type") == "application/pdf"
    assert pages["pdf"].body.startswith(b"%PDF-1.4")
    assert b"Accept all" in pages["consent"].body
    assert pages["gone"].status == 404


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("newsroom.yaml", "start: ", "begin: ", "lacks start"),
        ("newsroom.yaml", "outlet_id: halsk-post", "outlet_id: halsk-pest", "unknown outlet halsk-pest"),
        ("newsroom.yaml", "format: rdf", "format: gopher", "unknown format 'gopher'"),
        ("newsroom.yaml", "    max_age: null\n  today-all", "  today-all", "max_age"),
        ("newsroom.yaml", "max_age: 900", "max_agee: 900", "unknown keys"),
        ("articles/001-ossa-water-talks.yaml", "feed: courier-news", "feed: courier-olds", "unknown feed 'courier-olds'"),
        ("articles/001-ossa-water-talks.yaml", "author:", "auteur:", "unknown keys: auteur"),
        ("articles/001-ossa-water-talks.yaml", "section: World\n", "", "lacks section"),
        ("articles/001-ossa-water-talks.yaml", "path: /", "path: ", "path must start with /"),
        ("articles/001-ossa-water-talks.yaml", "T16:30:00Z", "T16:30:00", "times need a zone"),
        ("articles/001-ossa-water-talks.yaml", "body: |", "body: [", "cannot be read as YAML"),
        ("articles/001-ossa-water-talks.yaml", "/2026/03/09/ossa-water-talks", MAIN, "is used twice"),
        ("articles/017-railway-report-pdf.yaml", "kind: pdf", "kind: docx", "unknown kind 'docx'"),
        ("articles/032-relay-rejects-typo.yaml", "2026-03-11T15:00:00Z", "2026-03-11T13:00:00Z", "must follow each other"),
        ("articles/032-relay-rejects-typo.yaml", "2026-03-11T15:00:00Z", "2026-03-14T15:00:00Z", "before the end"),
        ("articles/032-relay-rejects-typo.yaml", "  - at:", "  - when:", "a revision has at"),
    ],
)
def test_a_wrong_file_is_named_with_its_problem(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    folder = shutil.copytree(SEEDS, tmp_path / "newsroom")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SeedError, match=problem) as caught:
        read_edition(folder)
    assert caught.value.path == str(folder / file)


def test_a_page_mentions_only_links_older_than_itself(newsroom: Newsroom) -> None:
    assert b"Explosion reported" in get(newsroom, MAIN).body
    assert b"Government confirms" not in get(newsroom, MAIN).body


def words(item: Item) -> set[tuple[str, ...]]:
    """Five-word shingles of every state of `item`."""
    states = [" ".join(revision.paragraphs).lower().split() for revision in item.revisions]
    return {tuple(tokens[i : i + 5]) for tokens in states for i in range(len(tokens) - 4)}


def test_only_the_agency_copies_share_text(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    group = {row["url"] for row in truth["articles"] if row["copy_group"]}
    shingles = {newsroom.edition.url(item): words(item) for item in newsroom.edition.items if words(item)}
    assert len(group) == 3
    for one, other in combinations(shingles, 2):
        share = len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other]))
        if {one, other} <= group:
            assert share > 0.85, (one, other)
        elif len(shingles[one]) > 30 < len(shingles[other]):
            assert share < 0.2, (one, other, share)


# ---- reference rows ----------------------------------------------------------------------------------------------------


def test_outlet_and_feed_rows_match_the_newsroom(newsroom: Newsroom) -> None:
    edition = newsroom.edition
    assert {row["outlet_id"]: row["homepage"] for row in rows("outlets.csv")} == {
        key: f"http://{outlet.host}/" for key, outlet in edition.outlets.items()
    }
    assert {row["feed_id"]: (row["url"], row["language"], row["title"]) for row in rows("feeds.csv")} == {
        key: (f"http://{edition.outlets[feed.outlet_id].host}{feed.path}", feed.language, feed.title)
        for key, feed in edition.feeds.items()
    }


def test_quotation_policies_range_from_none_to_generous() -> None:
    allowed = {row["outlet_id"]: row["quote_characters"] for row in rows("outlets.csv")}
    assert {"", "0", "500"} <= set(allowed.values())
    assert all(row["policy_source"] for row in rows("outlets.csv") if row["quote_characters"])


def test_entities_and_aliases_hold_together() -> None:
    entities = {row["entity_id"]: row for row in rows("entities.csv")}
    assert len(entities) == len(rows("entities.csv"))
    assert {row["kind"] for row in entities.values()} <= set(get_args(EntityKind))
    assert {row["parent_id"] for row in entities.values()} - {""} <= set(entities)
    aliases = rows("aliases.csv")
    assert {row["entity_id"] for row in aliases} == set(entities), "every entity has an alias, every alias an entity"
    assert {flag for row in aliases for flag in row["flags"].split()} == {"exact", "weak", "demonym"}
    assert max(Counter((row["alias"], row["language"]) for row in aliases).values()) == 1


# ---- the truth ---------------------------------------------------------------------------------------------------------

LISTED = ("outcomes", "articles", "claims", "casualties")
KEYED = ("entities", "topics")
BARE = ("without_terrorism", "without_claims")


def test_the_truth_speaks_of_every_address_once_and_of_no_other(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    urls = {newsroom.edition.url(item) for item in newsroom.edition.items}
    decided = Counter(row["url"] for name in ("outcomes", "articles") for row in truth[name])
    assert decided == dict.fromkeys(urls, 1)
    published = {row["url"] for row in truth["articles"]}
    assert {row["url"] for name in LISTED[2:] for row in truth[name]} <= published
    assert {url for name in KEYED + BARE for url in truth[name]} <= published


def test_the_totals_add_up(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    articles = truth["articles"]
    feeds = newsroom.edition.feeds
    assert truth["totals"] == {
        "urls": len(newsroom.edition.items),
        "articles": len(articles),
        "revisions": sum(row["revisions"] for row in articles),
        "feeds_ok": sum(feed.format != "soft_404" for feed in feeds.values()),
        "feeds_failed": len(truth["failed_feeds"]),
    }
    assert {row["feed"] for row in truth["failed_feeds"]} == {key for key, feed in feeds.items() if feed.format == "soft_404"}


POLL_EVERY = timedelta(minutes=66)  # an hour, and the jitter that keeps feeds apart
RECHECKS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3), timedelta(days=3))


def states_seen(item: Item, start: datetime, end: datetime, first: timedelta, later: timedelta) -> set[int]:
    """Indices of the states that a monitor sees which meets the entry `first`, and each new title `later`, after the fact."""
    met = max(item.published, start) + first
    changes = [b.at + later for a, b in zip(item.revisions, item.revisions[1:], strict=False) if a.title != b.title]
    looks = [look for look in (met, *(met + wait for wait in RECHECKS), *changes) if met <= look <= end]
    return {sum(revision.at <= look for revision in item.revisions) - 1 for look in looks}


def test_revision_counts_follow_from_the_schedule_whatever_the_phase_of_the_polls(
    newsroom: Newsroom, truth: dict[str, Any]
) -> None:
    counts = {row["url"]: row["revisions"] for row in truth["articles"]}
    phases = [POLL_EVERY * i / 6 for i in range(7)]
    for item in newsroom.edition.items:
        if (url := newsroom.edition.url(item)) in counts:
            seen = {len(states_seen(item, newsroom.start, newsroom.end, *pair)) for pair in product(phases, phases)}
            assert seen == {counts[url]}, item.file


def test_some_changes_are_seen_by_title_some_by_recheck_and_one_never(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    counts = {row["url"]: row["revisions"] for row in truth["articles"]}
    revised = [item for item in newsroom.edition.items if len(item.revisions) > 1]
    unseen = [item.file for item in revised if counts[newsroom.edition.url(item)] < len(item.revisions)]
    same_title = [item.file for item in revised if len({revision.title for revision in item.revisions}) == 1]
    same_body = [item.file for item in revised if len({revision.paragraphs for revision in item.revisions}) == 1]
    assert len(revised) >= 6
    assert unseen == ["036-trains-condolence.yaml"]
    assert same_title == ["031-torvia-denies.yaml", "036-trains-condolence.yaml"]
    assert same_body == ["032-relay-rejects-typo.yaml"]


def last_seen(newsroom: Newsroom, truth: dict[str, Any]) -> dict[str, str]:
    """Title and text of each article in the last state that the monitor sees."""
    items = {newsroom.edition.url(item): item for item in newsroom.edition.items}
    states = {row["url"]: items[row["url"]].revisions[row["revisions"] - 1] for row in truth["articles"]}
    return {url: state.title + "\n" + "\n".join(state.paragraphs) for url, state in states.items()}


def test_article_rows_match_the_files(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    items = {newsroom.edition.url(item): item for item in newsroom.edition.items}
    for row in truth["articles"]:
        item = items[row["url"]]
        assert (row["outlet"], row["language"], row["agency"]) == (item.outlet_id, item.language, item.credit)
        assert row["title"] == item.revisions[row["revisions"] - 1].title


def test_entities_named_by_the_truth_exist_and_are_named_in_the_text(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    aliases: dict[str, list[str]] = {}
    for row in rows("aliases.csv"):
        aliases.setdefault(row["entity_id"], []).append(row["alias"].casefold())
    text = last_seen(newsroom, truth)
    for url, ids in truth["entities"].items():
        plain = text[url].casefold().replace("’", "'").replace("«", "").replace("»", "")
        for entity_id in ids:
            assert any(alias in plain for alias in aliases[entity_id]), (url, entity_id)
    named = {row[key] for row in truth["claims"] for key in ("source_entity", "actor_entity") if row.get(key)}
    assert named <= set(aliases)


def test_claims_use_the_vocabulary_and_the_words_of_their_article(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    text = last_seen(newsroom, truth)
    assert len(truth["claims"]) >= 15
    assert {row["stance"] for row in truth["claims"]} == set(get_args(Stance))
    for row in truth["claims"]:
        assert row.get("source") is None or row["source"] in text[row["url"]].replace("»", "").replace("«", ""), row
        assert row["url"] not in truth["without_claims"]
    assert {row["negated"] for row in truth["claims"]} == {True, False}


def test_casualties_use_the_vocabulary_and_figures_of_their_article(newsroom: Newsroom, truth: dict[str, Any]) -> None:
    text = last_seen(newsroom, truth)
    in_words = {2: "two", 4: "four", 6: "six", 9: "nine", 11: "eleven", 16: "seize", 24: "dozens"}
    assert len(truth["casualties"]) >= 12
    for row in truth["casualties"]:
        assert row["kind"] in get_args(CasualtyKind)
        assert row["qualifier"] in get_args(Qualifier)
        assert (row["maximum"] is None) == (row["qualifier"] in {"at_least", "more_than", "dozens"}), row
        figure = row["minimum"]
        assert str(figure) in text[row["url"]] or in_words.get(figure, "∅") in text[row["url"]].lower(), row


def test_terrorism_is_never_both_demanded_and_forbidden(truth: dict[str, Any]) -> None:
    codes = {code for codes in truth["topics"].values() for code in codes}
    assert codes == {"medtop:20000053", "medtop:20000103", "mm:attribution"}
    terrorism = {url for url, codes in truth["topics"].items() if set(codes) & {"medtop:20000053", "medtop:20000103"}}
    assert len(terrorism) >= 10
    assert not terrorism & set(truth["without_terrorism"])
    assert {row["url"] for row in truth["claims"] if row["url"] in truth["without_claims"]} == set()
