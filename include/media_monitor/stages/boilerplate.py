"""boilerplate: what recurs on outlets' pages and is dropped from their articles, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from media_monitor.archive.read import read_pages
from media_monitor.errors import ArchiveError, SettingsError
from media_monitor.extract.page import extract
from media_monitor.extract.recurring import block_sha
from media_monitor.model import Article, Page
from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import boilerplate, suppression
from media_monitor.warehouse.db import Row, connect

EXCERPT = 80
"""Characters of a paragraph that are shown, where its outlet's allowance reaches as far."""
_DIGITS = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paragraph is dropped from an outlet's articles, or is not."""

    facts: list[tuple[str, str]]


def recurring(settings: Settings, outlet: str | None) -> Sequence[Row]:
    """What recurs, of one outlet (its id or name) or of all."""
    with connect(warehouse_dsn(settings)) as connection:
        return boilerplate.recurring(connection, outlet)


def why(settings: Settings, block: str) -> list[Reason]:
    """What is known of the paragraphs whose hash begins with `block`. Raises SettingsError where none is known."""
    if not _DIGITS.fullmatch(block):
        raise SettingsError(
            f"{block!r} is no hash: give its first 6 to 64 hexadecimal digits, from `media-monitor boilerplate list`"
        )
    with connect(warehouse_dsn(settings)) as connection:
        rows, suppressed = boilerplate.find(connection, block), suppression.suppressed(connection)
    if not rows:
        raise SettingsError(f"no paragraph {block} in the last 90 days: `media-monitor boilerplate list` shows those that recur")
    return [Reason(_facts(row, _words(row, suppressed.article))) for row in rows]


def _facts(row: Row, words: str) -> list[tuple[str, str]]:
    verdict = (
        "dropped: it recurs" if row["is_recurring"] else "kept: it does not recur enough (5 articles, two days, a third of them)"
    )
    return [
        ("outlet", row["outlet"]),
        ("block", row["block"]),
        ("begins", words),
        ("stands in", f"{row['article_count']} of {row['of_count']} articles since the first that has it"),
        ("seen", f"{row['first_seen_at']:%Y-%m-%d %H:%MZ} to {row['last_seen_at']:%Y-%m-%d %H:%MZ}"),
        ("for instance", row["url"] or row["object_url"]),
        ("verdict", f"{verdict}; dropped from {row['dropped_count']} pages"),
        ("version", str(row["version"])),
    ]


def _words(row: Row, suppressed: Callable[[Article], Article]) -> str:
    """How the paragraph begins, read from the archive, as far as the outlet's allowance reaches."""
    most = min(EXCERPT, row["allowance"])
    if most == 0:
        return "(its outlet's policy lets nothing be shown)"
    try:
        pages = [page for page in read_pages(row["object_url"], offsets=[row["record_offset"]]) if isinstance(page, Page)]
    except ArchiveError as problem:
        return f"(the archive cannot be read: {problem})"
    for article in map(extract, pages):
        if isinstance(article, Article):
            paragraphs = suppressed(article).text.split("\n\n")
            found = next((p for p in paragraphs if block_sha(p) == bytes(row["block_sha"])), None)
            if found is not None:
                return found if len(found) <= most else f"{found[: most - 1]}…"
    return "(the page reads otherwise by now)"
