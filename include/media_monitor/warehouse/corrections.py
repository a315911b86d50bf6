"""Corrections as rows: what people say that machines read wrongly. Added, withdrawn once, never changed.

The marts apply them where they are filled (`sql/refresh/04` to `06`), `mart.mention` and `mart.topic_tag` where they are read,
`relate.story_verdicts` where stories are found. Core keeps what the machine read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from media_monitor.warehouse import audit
from media_monitor.warehouse.db import Connection, Json, Row, adapt, execute, query


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction that is about to be recorded: the columns of core.correction that say what it is."""

    kind: str
    verdict: str
    reason: str
    article_id: int | None = None
    other_article_id: int | None = None
    on_revision_id: int | None = None
    on_filed_on: date | None = None
    field: str | None = None
    start_offset: int | None = None
    end_offset: int | None = None
    evidence_sha: bytes | None = None
    sentence: str | None = None
    words: str | None = None
    code: str | None = None
    entity_id: str | None = None
    was: dict[str, Any] | None = None
    reads: dict[str, Any] | None = None


def add(connection: Connection, correction: Correction, by: str | None, now: datetime) -> int:
    """Record a correction and its audit row in the caller's transaction; its id. `by` None = the login of the database."""
    values = asdict(correction)
    values |= {name: adapt(Json(values[name])) for name in ("was", "reads") if values[name] is not None}
    correction_id: int = query(connection, "correct/add", {**values, "by": by, "now": now})[0]["correction_id"]
    _audit(connection, "made", correction_id, correction.kind, correction.verdict, by)
    return correction_id


def standing(connection: Connection, correction_id: int) -> Row | None:
    """A correction, withdrawn or not, locked to the end of the transaction; None where there is none of this id."""
    return _first(query(connection, "correct/standing", {"correction_id": correction_id}))


def withdraw(connection: Connection, correction_id: int, reason: str, by: str | None, now: datetime) -> None:
    """Withdraw a standing correction, with its audit row, in the caller's transaction."""
    row = query(connection, "correct/standing", {"correction_id": correction_id})[0]
    execute(connection, "correct/withdraw", {"correction_id": correction_id, "reason": reason, "by": by, "now": now})
    _audit(connection, "withdrawn", correction_id, row["kind"], row["verdict"], by)


def _audit(connection: Connection, act: str, correction_id: int, kind: str, verdict: str, by: str | None) -> None:
    audit.record(connection, "correction", {"act": act, "correction_id": correction_id, "kind": kind, "verdict": verdict}, by)


def affected(connection: Connection, corrections: Sequence[Row]) -> dict[int, date]:
    """Articles that corrections may change → the day that each belongs to.

    A correction is given by its kind, article_id, other_article_id and words.
    """
    found: dict[int, date] = {}
    for correction in corrections:
        names = {name: correction[name] for name in ("kind", "article_id", "other_article_id", "words")}
        found |= {row["article_id"]: row["covers_on"] for row in query(connection, "correct/affected", names)}
    return found


def readings(connection: Connection, articles: dict[int, date], words: Sequence[str]) -> list[tuple[int, int, str]]:
    """What the marts show of these articles: article, part, and a line for a person. Of names, those that are `words`."""
    parameters = {"article_ids": list(articles), "days": sorted(set(articles.values())), "words": list(words)}
    return [(row["article_id"], row["part"], row["line"]) for row in query(connection, "correct/readings", parameters)]


def overruled(connection: Connection, correction_ids: Sequence[int]) -> dict[int, int]:
    """Earlier corrections that these overrule altogether → by which."""
    rows = query(connection, "correct/overruled", {"correction_ids": list(correction_ids)})
    return {row["correction_id"]: row["overruled_by"] for row in rows}


def listing(connection: Connection, kind: str | None, state: str | None, article_id: int | None) -> list[Row]:
    """Rows of report.correction, the oldest first."""
    return query(connection, "correct/list", {"kind": kind, "state": state, "article_id": article_id})


# ---- what a person may mean --------------------------------------------------------------------------------------------


def claim(connection: Connection, claim_id: int) -> Row | None:
    """A claim as the machine reads it, with `article_id`, `title` and `text` of the state that makes it."""
    return _first(query(connection, "correct/claim", {"claim_id": claim_id}))


def figure(connection: Connection, article_id: int, position: int) -> Row | None:
    """A casualty figure of the current state of an article; its `evidence_sha` is None where the text is no longer kept."""
    return _first(query(connection, "correct/figure", {"article_id": article_id, "position": position}))


def article(connection: Connection, article_id: int) -> Row | None:
    """An article's current state: revision_id, filed_on, title, text."""
    return _first(query(connection, "correct/article", {"article_id": article_id}))


def entity(connection: Connection, entity_id: str) -> Row | None:
    """An entity: entity_id, name, kind."""
    return _first(query(connection, "correct/entity", {"entity_id": entity_id}))


def entities_like(connection: Connection, letters: str) -> list[Row]:
    """A few entities whose id, name or alias has these letters: entity_id, name."""
    return query(connection, "correct/entities_like", {"letters": letters})


def topics_like(connection: Connection, code: str) -> list[Row]:
    """The topic of this code, and a few with these letters in their labels: code, label."""
    return query(connection, "correct/topic", {"code": code})


def entity_at(connection: Connection, revision: Row, field: str, start: int, end: int) -> str | None:
    """The linked name within a stretch of a state of an article."""
    place = {"field": field, "start_offset": start, "end_offset": end}
    place |= {name: revision[name] for name in ("revision_id", "filed_on")}
    row = _first(query(connection, "correct/named_at", place))
    return None if row is None else row["entity_id"]


def names(connection: Connection, article_id: int) -> list[str]:
    """Words that name something in an article as it is now."""
    return [row["words"] for row in query(connection, "correct/names", {"article_id": article_id})]


def story(connection: Connection, story_id: str) -> list[int]:
    """Articles of a story, the earliest first."""
    return [row["article_id"] for row in query(connection, "correct/story", {"story_id": story_id})]


def story_of(connection: Connection, article_id: int) -> str | None:
    """The story of an article."""
    row = _first(query(connection, "correct/story_of", {"article_id": article_id}))
    return None if row is None else row["story_id"]


def _first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None
