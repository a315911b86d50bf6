"""Differences between the states of articles: compared once for each pair, kept as places and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from media_monitor.annotate.sentences import sentences
from media_monitor.extract.recurring import Known
from media_monitor.model import Span
from media_monitor.relate.differences import VERSION, Difference, Text, difference
from media_monitor.warehouse import boilerplate
from media_monitor.warehouse.db import Connection, Row, copy_rows, execute, query

AT_ONCE = 100
"""Pairs of texts held in memory: at most 200 MB, for a text has at most a million characters."""
MOST_KEPT = 200
"""Sentences of a state of which the place is kept; all are counted."""

_PAIR = ("covers_on", "article_id", "revision_id", "previous_revision_id")
_STATE_COLUMNS = (
    *_PAIR, "pair_sha", "kind", "is_headline_changed", "has_note", "inserted_count", "deleted_count", "reworded_count",
    "moved_count", "inserted_word_count", "deleted_word_count",
)  # fmt: skip
_SENTENCE_COLUMNS = (*_PAIR, "position", "previous_start", "previous_end", "start_offset", "end_offset")


def write_differences(connection: Connection, scope: Mapping[str, Any]) -> None:
    """Compare what has changed among the states of some days, in the transaction that has just written `mart.article_state`.

    `scope` has the days and when their states were filed, as `refresh/filed` gives them.
    """
    execute(connection, "differences/pairs", {**scope, "version": VERSION})
    execute(connection, "differences/clear", scope)
    known = None
    while due := query(connection, "differences/due", {"most": AT_ONCE}):
        known = known or boilerplate.known(connection)
        found = [(pair, _compared(pair, known)) for pair in due]
        copy_rows(connection, "mart.state_difference", _STATE_COLUMNS, (_state_row(pair, told) for pair, told in found))
        rows = (row for pair, told in found for row in _sentence_rows(pair, told))
        copy_rows(connection, "mart.sentence_difference", _SENTENCE_COLUMNS, rows)


def _compared(pair: Row, known: Known) -> Difference:
    """What the outlet changed; not what we have learned to leave out since."""
    old, new = (_told(pair["outlet_id"], text, known) for text in (pair["previous_text"], pair["text"]))
    return difference(Text(pair["previous_title"], old), Text(pair["title"], new))


def _told(outlet: str, text: str, known: Known) -> list[Span]:
    """The sentences of a text, its outlet's boilerplate left out."""
    skipped = known.places(outlet, text)
    return [s for s in sentences("text", text) if not any(start <= s.start < end for start, end in skipped)]


def _state_row(pair: Row, told: Difference) -> tuple[object, ...]:
    return (
        *(pair[name] for name in _PAIR),
        bytes(pair["pair_sha"]),
        told.kind,
        told.is_headline_changed,
        told.has_note,
        told.count(before=False, after=True),
        told.count(before=True, after=False),
        told.count(before=True, after=True),
        told.moved,
        told.words_inserted,
        told.words_deleted,
    )


def _sentence_rows(pair: Row, told: Difference) -> Iterable[tuple[object, ...]]:
    for position, change in enumerate(told.changes[:MOST_KEPT]):
        places = [place for span in (change.before, change.after) for place in ((span.start, span.end) if span else (None, None))]
        yield (*(pair[name] for name in _PAIR), position, *places)
