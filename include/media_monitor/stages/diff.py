"""diff: what an outlet changed in one article, state by state, as far as its quotation policy lets words be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from media_monitor import ids
from media_monitor.errors import SettingsError
from media_monitor.extract.urls import canonicalise
from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse.db import connect, query

_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Step:
    """What one state changed against the one before it."""

    state_number: int
    changed_at: datetime
    kind: str
    words_inserted: int
    words_deleted: int
    moved: int
    headline: tuple[str | None, str | None] | None
    """Before and now; None where it stayed."""
    sentences: tuple[tuple[str | None, str | None], ...]
    """Before and now, as far as they may be shown; None = none, or not to be shown."""
    hidden: int
    """Changed sentences of which nothing may be shown, or of which no more is kept than that they are."""


@dataclass(frozen=True, slots=True)
class History:
    """An article and what became of it."""

    url: str
    title: str | None
    outlet: str
    state_count: int
    steps: tuple[Step, ...]


def diff(settings: Settings, article: str) -> History:
    """The history of an article, named by its id or an address of it. Raises SettingsError where there is no such article."""
    with connect(warehouse_dsn(settings)) as connection:
        found = query(connection, "answer/article_named", _name(article))
        if not found:
            raise SettingsError(
                f"no article {article}: give its id or its address, as `media-monitor query texts-changed` and "
                "`media-monitor search WORDS` show them"
            )
        (known,) = found
        rows = query(connection, "answer/text_changes", known)
    return History(known["url"], known["title"], known["outlet"], known["state_count"], tuple(map(_step, rows)))


def _name(article: str) -> dict[str, Any]:
    """The id, or the key of the address, by which an article is looked for."""
    if article.isascii() and article.isdigit():
        return {"article_id": int(article) if int(article) <= _LARGEST_ID else None, "url_sha": None}
    canonical = canonicalise(article)
    if canonical is None:
        raise SettingsError(f"{article!r} is neither an article's id nor an address: give a number, or http(s)://…")
    return {"article_id": None, "url_sha": ids.url_key(canonical)}


def _step(row: dict[str, Any]) -> Step:
    shown = tuple((before, now) for before, now in row["sentences"] if before or now)
    return Step(
        row["state_number"],
        row["changed_at"],
        row["kind"],
        row["inserted_word_count"],
        row["deleted_word_count"],
        row["moved_count"],
        (row["previous_title"], row["title"]) if row["is_headline_changed"] else None,
        shown,
        row["changed_count"] - len(shown),
    )
