"""Whether the warehouse holds what the sample newsroom's truth says it must, after all its days were played."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.holdings import holdings

TRUTH = "truth.yaml"
_TERRORISM = frozenset({"medtop:20000053", "medtop:20000103"})

Rows = Sequence[Mapping[str, Any]]


def check(settings: Settings) -> list[str]:
    """Differences between the warehouse and `seeds/newsroom/truth.yaml`, a line each; [] when all is as it must be."""
    truth = yaml.safe_load((settings.seeds / "newsroom" / TRUTH).read_text("utf-8"))
    with connect(warehouse_dsn(settings)) as connection:
        found = holdings(connection)
    return list(differences(truth, found))


def differences(truth: Mapping[str, Any], found: Mapping[str, Rows]) -> Iterator[str]:
    """A line for each thing that is missing, wrong or too many."""
    yield from _totals(truth["totals"], found)
    yield from _feeds(truth["failed_feeds"], found["feeds"])
    yield from _outcomes(truth["outcomes"], found["addresses"])
    yield from _articles(truth["articles"], found["articles"])
    yield from _partition("story", truth["articles"], found["articles"])
    yield from _partition("copy_group", truth["articles"], found["articles"])
    yield from _present("entities", "entity", truth["entities"], found["entities"])
    yield from _present("topics", "topic", truth["topics"], found["topics"])
    yield from _absent(truth["without_terrorism"], [r for r in found["topics"] if r["topic"] in _TERRORISM], "topic")
    yield from _absent(truth["without_claims"], found["claims"], "stance")
    yield from _rows("claim", truth["claims"], found["claims"])
    yield from _rows("casualty", truth["casualties"], found["casualties"])


def _totals(totals: Mapping[str, int], found: Mapping[str, Rows]) -> Iterator[str]:
    failed = sum(bool(f["has_failed"]) for f in found["feeds"])
    counts = {
        "urls": len(found["addresses"]),
        "articles": len(found["articles"]),
        "revisions": sum(a["revisions"] for a in found["articles"]),
        "feeds_ok": len(found["feeds"]) - failed,
        "feeds_failed": failed,
    }
    for name, expected in totals.items():
        if counts[name] != expected:
            yield f"{name}: {counts[name]}, expected {expected}"


def _feeds(failed: Rows, feeds: Rows) -> Iterator[str]:
    outcomes = {f["feed"]: f["outcome"] for f in feeds}
    for feed in failed:
        if outcomes.get(feed["feed"]) != feed["kind"]:
            yield f"feed {feed['feed']}: {outcomes.get(feed['feed'])}, expected {feed['kind']}"


def _outcomes(expected: Rows, addresses: Rows) -> Iterator[str]:
    ended = {a["url"]: a for a in addresses}
    unpublished = {e["url"] for e in expected}
    for row in expected:
        address = ended.get(row["url"], {})
        if address.get("outcome") != row["outcome"] or row.get("reason", address.get("reason")) != address.get("reason"):
            ended_as = f"{address.get('outcome')} ({address.get('reason')})"
            yield f"{row['url']}: {ended_as}, expected {row['outcome']} ({row.get('reason')})"
    for url, address in ended.items():
        if url not in unpublished and address["outcome"] != "published":
            yield f"{url}: {address['outcome']} ({address['reason']}), expected published"


def _articles(expected: Rows, articles: Rows) -> Iterator[str]:
    by_url = {a["url"]: a for a in articles}
    for row in expected:
        article = by_url.pop(row["url"], None)
        if article is None:
            yield f"{row['url']}: missing"
            continue
        for column in ("outlet", "language", "title", "revisions", "agency"):
            if article[column] != row[column]:
                yield f"{row['url']}: {column} {article[column]!r}, expected {row[column]!r}"
    for url in by_url:
        yield f"{url}: not expected"


def _partition(column: str, expected: Rows, articles: Rows) -> Iterator[str]:
    """Articles with one label belong together, and to nothing else. Labels are the truth's, ids the warehouse's."""
    ids = {a["url"]: a[column] for a in articles}
    labels: dict[Any, set[str]] = defaultdict(set)
    for row in expected:
        if row[column] is not None:
            labels[ids.get(row["url"])].add(row[column])
    for label in sorted({row[column] for row in expected if row[column]}):
        members = [row["url"] for row in expected if row[column] == label]
        parts = {ids.get(url) for url in members}
        if len(parts) > 1 or None in parts:
            yield f"{column} {label}: {len(members)} articles in {len(parts)} parts"
    for found, mixed in labels.items():
        if found is not None and len(mixed) > 1:
            yield f"{column}: {', '.join(sorted(mixed))} are one"


def _present(what: str, column: str, expected: Mapping[str, Sequence[str]], rows: Rows) -> Iterator[str]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["url"]].add(row[column])
    for url, names in expected.items():
        if missing := sorted(set(names) - found[url]):
            yield f"{url}: {what} without {', '.join(missing)}"


def _absent(urls: Sequence[str], rows: Rows, column: str) -> Iterator[str]:
    for row in rows:
        if row["url"] in urls:
            yield f"{row['url']}: {column} {row[column]} ({row.get('source')}, {row.get('actor')}) must not be there"


def _rows(what: str, expected: Rows, found: Rows) -> Iterator[str]:
    """Each expected row has a found row of its own that agrees in every column it gives; `source` by containment."""
    free = list(found)
    for row in expected:
        hit = next((f for f in free if all(_agrees(column, value, f[column]) for column, value in row.items())), None)
        if hit is None:
            rest = ", ".join(f"{k} {v}" for k, v in row.items() if k != "url")
            yield f"{row['url']}: no {what} with {rest}"
        else:
            free.remove(hit)


def _agrees(column: str, expected: Any, found: Any) -> bool:
    if column == "source" and expected is not None:
        return found is not None and expected.casefold() in found.casefold()
    return bool(expected == found)
