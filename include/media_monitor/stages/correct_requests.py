"""What a person asks to be corrected, as the command line or a line of a CSV file gives it."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from media_monitor.errors import CorrectionError

NONE = "none"
"""Where a value may be absent: there is none, as told from "stays as it is"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequest:
    """A claim is wrong or reads otherwise (`claim_id`), or is missing (`article_id`, and its sentence by words or offsets)."""

    reason: str
    claim_id: int | None = None
    wrong: bool | None = None
    article_id: int | None = None
    sentence: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    stance: str | None = None
    source: str | None = None
    """Words of the article; `none` = the outlet itself."""
    source_entity: str | None = None
    authority: bool | None = None
    actor: str | None = None
    """Words of the article; `none` = nobody is named."""
    actor_entity: str | None = None
    negated: bool | None = None
    hedged: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRequest:
    """The casualty figure at `position` of an article is wrong or reads otherwise."""

    reason: str
    article_id: int
    position: int
    wrong: bool | None = None
    kind: str | None = None
    minimum: str | None = None
    """A number or `none`."""
    maximum: str | None = None
    """A number or `none`."""
    qualifier: str | None = None
    aggregate: bool | None = None
    part_of: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRequest:
    """A topic holds, or does not hold, for an article."""

    reason: str
    article_id: int
    code: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRequest:
    """Words are the name of an entity, or not of that entity: in an article, or everywhere (`article_id` None)."""

    reason: str
    words: str
    entity: str
    holds: bool
    article_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRequest:
    """A story is one with another, or an article is not of it."""

    reason: str
    story: str
    same_as: str | None = None
    without: int | None = None


Request: TypeAlias = ClaimRequest | FigureRequest | TopicRequest | AliasRequest | StoryRequest

_KINDS: Mapping[str, type[Request]] = {
    "claim": ClaimRequest,
    "figure": FigureRequest,
    "topic": TopicRequest,
    "alias": AliasRequest,
    "story": StoryRequest,
}
_WHOLE = frozenset({"claim_id", "article_id", "position", "start", "end", "without"})
_FLAGS = frozenset({"wrong", "authority", "negated", "hedged", "aggregate", "part_of", "holds"})
_YES_NO = {"yes": True, "no": False}


def read_csv(path: Path) -> list[tuple[int, Request | str]]:
    """Requests of a CSV file by line number (the header is line 1), each a request or what is wrong with its line.

    The column `correct` says what is corrected (claim, figure, topic, alias, story), the others are named like the options of
    `media-monitor correct`; an empty cell is an option not given. Raises CorrectionError where it is no such file.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            if reader.fieldnames is None or not {"correct", "reason"} <= set(reader.fieldnames):
                raise CorrectionError(f"{path}: line 1 must name the columns, `correct` and `reason` among them")
            return [(reader.line_num, _request(row)) for row in reader]
        except (csv.Error, UnicodeDecodeError) as error:
            raise CorrectionError(f"{path}: line {reader.line_num + 1} cannot be read as CSV in UTF-8: {error}") from error


def _request(row: Mapping[str | None, Any]) -> Request | str:
    """The request of a line, or what is wrong with it."""
    if row.get(None) or None in row.values():
        return "it has not as many cells as line 1"
    cells = {str(name): value.strip() for name, value in row.items() if value.strip()}
    kind = _KINDS.get(cells.pop("correct", ""))
    if kind is None:
        return f"column correct must be one of {', '.join(_KINDS)}"
    wanted = dataclasses.fields(kind)
    if unknown := sorted(cells.keys() - {f.name for f in wanted}):
        return f"a correction of this kind has no {', '.join(unknown)}"
    if missing := [f.name for f in wanted if f.default is dataclasses.MISSING and f.name not in cells]:
        return f"{', '.join(missing)} must not be empty"
    try:
        return kind(**{name: _value(name, cell) for name, cell in cells.items()})
    except ValueError as error:
        return str(error)


def _value(name: str, cell: str) -> Any:
    """A cell as its field wants it. Raises ValueError with what is wrong."""
    if name in _WHOLE:
        if not cell.isdecimal():
            raise ValueError(f"{name} must be a whole number, not {cell!r}")
        return int(cell)
    if name in _FLAGS:
        if cell.lower() not in _YES_NO:
            raise ValueError(f"{name} must be yes or no, not {cell!r}")
        return _YES_NO[cell.lower()]
    return cell
