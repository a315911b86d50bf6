"""What a staged batch is expected to be. Data: no Great Expectations here, and no threshold without a reason.

`quarantine`: the failing pages stay out of core, with this expectation as their reason. `warn`: recorded, nothing is held back.
A batch is refused as a whole only by `policy`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["quarantine", "warn"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation on the staged articles of a batch."""

    name: str
    """Its name in the ledger: what must hold."""
    column: str | None
    kind: str
    """Class name of a column-map expectation of Great Expectations, or `sql:NAME` for `sql/NAME.sql`: the pages that fail."""
    severity: Severity
    why: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Arguments of the column-map expectation."""


LANGUAGES = (
    *("ar", "bg", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu"),
    *("it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"),
)

LONGEST_TEXT = 1_000_000
"""Characters; to_tsvector refuses more than 1,048,575 bytes (PostgreSQL 15 and 18, measured)."""

_NOT_NULL = "ExpectColumnValuesToNotBeNull"
_LENGTH = "ExpectColumnValueLengthsToBeBetween"
_BETWEEN = "ExpectColumnValuesToBeBetween"
_HTTP = {"regex": r"^https?://[^/\s]+"}

ARTICLE_SUITE: tuple[Expectation, ...] = (
    Expectation("url is present", "url", _NOT_NULL, "quarantine", "a row that nobody can follow is no evidence"),
    Expectation(
        *("canonical URL is absolute http(s)", "canonical_url", "ExpectColumnValuesToMatchRegex", "quarantine"),
        why="it is shown as a link",
        arguments=_HTTP,
    ),
    Expectation("outlet is known", "outlet_id", _NOT_NULL, "quarantine", "the quotation policy hangs on it"),
    Expectation(
        *("text has 1 to 1,000,000 characters", "text", _LENGTH, "quarantine"),
        why="without text nothing was extracted; a longer one cannot be indexed",
        arguments={"min_value": 1, "max_value": LONGEST_TEXT},
    ),
    Expectation(
        *("title has at most 1,000 characters", "title", _LENGTH, "quarantine"),
        why="a longer title is a page, not a headline",
        arguments={"max_value": 1_000},
    ),
    Expectation(
        *("title is present", "title", _NOT_NULL, "warn"),
        why="an article can be read without one, but a rise says that extraction broke",
        arguments={"mostly": 0.95},
    ),
    Expectation("fetch time is present", "fetched_at", _NOT_NULL, "quarantine", "it orders the revisions"),
    Expectation(
        *("publication date is known", "published_on", _NOT_NULL, "warn"),
        why="coverage by day leans on it; trafilatura finds it on 84 % of 419 real pages",
        arguments={"mostly": 0.8},
    ),
    Expectation(
        *("published between 1990 and a day after the fetch", "published_on", "sql:published_window", "quarantine"),
        why="outside, the date was misread and a report by day would be wrong",
    ),
    Expectation(
        *("language is one we can identify", "language", "ExpectColumnValuesToBeInSet", "warn"),
        why="taggers work by language",
        arguments={"value_set": list(LANGUAGES), "mostly": 0.9},
    ),
    Expectation(
        *("word count is positive", "word_count", _BETWEEN, "quarantine"),
        why="a text without words is none",
        arguments={"min_value": 1},
    ),
    Expectation(
        *("terrorism relevance lies between 0 and 1", "terrorism", _BETWEEN, "quarantine"),
        why="a score outside its scale is a bug",
        arguments={"min_value": 0, "max_value": 1},
    ),
    Expectation("content hash is present", "content_sha", _NOT_NULL, "quarantine", "revisions are told apart by it"),
    Expectation(
        *("one state per address and moment", "canonical_url", "sql:twins", "warn"),
        why="two pages under one address at one moment contradict each other",
    ),
    Expectation(
        *("mentions stand where they say", "text", "sql:misplaced_mentions", "quarantine"),
        why="every number must lead back to its words",
    ),
    Expectation(
        *("evidence contains its cue", "text", "sql:cueless_evidence", "quarantine"),
        why="a claim without its words is not evidence",
    ),
    Expectation(
        *("stance is one of the vocabulary", "stance", "sql:foreign_stances", "quarantine"),
        why="views and exports know these eight",
    ),
    Expectation(
        *("figures and quotes lie inside the text", "text", "sql:misplaced_spans", "quarantine"),
        why="views cut their sentences out by these offsets",
    ),
    Expectation(
        *("casualty bounds are in order", "minimum", "sql:disordered_bounds", "quarantine"),
        why="a band must have a lower and an upper end",
    ),
)
