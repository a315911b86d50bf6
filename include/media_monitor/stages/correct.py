"""correct: what people say that machines read wrongly is recorded, and the marts of the affected days are filled anew at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from media_monitor.errors import CorrectionError
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.correct_requests import Request, read_csv
from media_monitor.stages.correct_targets import target
from media_monitor.stages.run import warehouse_dsn
from media_monitor.stages.stories import assign
from media_monitor.warehouse import corrections, marts, stories
from media_monitor.warehouse.corrections import Correction
from media_monitor.warehouse.db import Connection, Row, connect

_PROBLEMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the marts that a correction took away or brought."""

    article_id: int
    is_new: bool
    line: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction, its withdrawal or an import did."""

    correction_ids: tuple[int, ...]
    articles: int
    """Articles that it may concern."""
    days: int
    """Publication days whose marts were filled anew."""
    changes: tuple[Change, ...]
    overruled: dict[int, int]
    """Earlier corrections that no longer show → by which."""


def make(settings: Settings, request: Request, by: str | None, *, is_dry: bool = False) -> Corrected:
    """Record one correction. Raises CorrectionError; with `is_dry` the same is done and rolled back."""
    with connect(warehouse_dsn(settings)) as connection:
        marts.hold(connection)
        return _made(connection, [target(connection, request)], by, is_dry)


def import_file(settings: Settings, path: Path, by: str | None, *, is_dry: bool = False) -> Corrected:
    """Record the corrections of a CSV file: all of them, or none.

    Raises CorrectionError that names the lines which are wrong.
    """
    with connect(warehouse_dsn(settings)) as connection:
        marts.hold(connection)
        found: list[Correction] = []
        problems: list[str] = []
        for line, request in read_csv(path):
            try:
                found.append(target(connection, _asked(request)))
            except CorrectionError as error:
                problems.append(f"line {line}: {error}")
        if problems or not found:
            more = f"; and {len(problems) - _PROBLEMS_SHOWN} more" if len(problems) > _PROBLEMS_SHOWN else ""
            what = "; ".join(problems[:_PROBLEMS_SHOWN]) or "it has no line after the first"
            raise CorrectionError(f"{path}: nothing was imported: {what}{more}")
        return _made(connection, found, by, is_dry)


def withdraw(settings: Settings, correction_id: int, reason: str, by: str | None, *, is_dry: bool = False) -> Corrected:
    """Withdraw a correction: the marts show what they would without it. Raises CorrectionError."""
    with connect(warehouse_dsn(settings)) as connection:
        marts.hold(connection)
        row = corrections.standing(connection, correction_id)
        if row is None:
            raise CorrectionError(f"there is no correction {correction_id}: media-monitor correct list")
        if row["withdrawn_at"] is not None:
            when = f"{row['withdrawn_at']:%d %b %Y}"
            raise CorrectionError(f"correction {correction_id} was withdrawn by {row['withdrawn_by']} on {when}")
        if not reason.strip():
            raise CorrectionError("a withdrawal needs its reason: say why (--reason)")

        def act() -> list[int]:
            corrections.withdraw(connection, correction_id, reason, by, now())
            return [correction_id]

        return _applied(connection, [row], act, is_dry)


def listing(settings: Settings, kind: str | None = None, state: str | None = None, article_id: int | None = None) -> list[Row]:
    """Corrections as report.correction has them, the oldest first; ids, offsets and hashes, no sentence."""
    with connect(warehouse_dsn(settings)) as connection:
        return corrections.listing(connection, kind, state, article_id)


def as_cells(row: Row) -> tuple[str, ...]:
    """A correction in a line of a table: id, state, what, article, says, by, on, why."""
    state = row["state"] + (f" by {row['overruled_by']}" if row["overruled_by"] else "")
    article = "everywhere" if row["article_id"] is None else str(row["article_id"])
    return (
        str(row["correction_id"]),
        state,
        f"{row['kind']} {row['verdict'].replace('_', ' ')}",
        article,
        _says(row),
        row["made_by"],
        f"{row['made_at']:%Y-%m-%d}",
        row["reason"],
    )


def _says(row: Row) -> str:
    """What a correction says, as short as a table needs it."""
    if row["kind"] == "alias":
        return f"{row['words']} = {row['entity_id']}"
    if row["kind"] in {"topic", "story"}:
        return row["code"] or f"article {row['other_article_id']}"
    was, reads = row["was"] or {}, row["reads"] or {}
    if not reads:
        return " ".join(str(was[name]) for name in ("stance", "actor_text", "kind", "minimum") if was.get(name) is not None)
    named = {name: value for name, value in reads.items() if not name.endswith("_spans")}
    return ", ".join(f"{name}: {was[name]} → {value}" if name in was else f"{name}: {value}" for name, value in named.items())


def _asked(request: Request | str) -> Request:
    if isinstance(request, str):
        raise CorrectionError(request)
    return request


def _made(connection: Connection, found: Sequence[Correction], by: str | None, is_dry: bool) -> Corrected:
    moment = now()
    return _applied(
        connection,
        [asdict(correction) for correction in found],
        lambda: [corrections.add(connection, correction, by, moment) for correction in found],
        is_dry,
    )


def _applied(connection: Connection, concerned: Sequence[Row], act: Callable[[], list[int]], is_dry: bool) -> Corrected:
    """Do `act`, fill the marts of the articles `concerned` anew, and say what changed in them."""
    articles = corrections.affected(connection, concerned)
    if any(row["kind"] == "alias" for row in concerned) and not articles:
        raise CorrectionError("no article has these words as a name, a source or an actor: they must be as the article has them")
    words = [row["words"] for row in concerned if row["words"]]
    before = Counter(corrections.readings(connection, articles, words))
    ids = act()
    days = sorted(set(articles.values()))
    if any(row["kind"] == "story" for row in concerned):
        changed = assign(connection, sorted(articles, key=lambda i: (articles[i], i)), now())
        stories.write_heads(connection, changed, days)
    marts.refresh_days(connection, days)
    after = Counter(corrections.readings(connection, articles, words))
    overruled = corrections.overruled(connection, ids)
    if is_dry:
        connection.rollback()
    return Corrected(tuple(ids), len(articles), len(days), _changes(before, after), overruled)


def _changes(before: Counter[tuple[int, int, str]], after: Counter[tuple[int, int, str]]) -> tuple[Change, ...]:
    """What went and what came, by article."""
    gone, come = (before - after).elements(), (after - before).elements()
    marked = sorted([(*key, False) for key in gone] + [(*key, True) for key in come], key=lambda m: (m[0], m[1], m[3], m[2]))
    return tuple(Change(article_id, is_new, line) for article_id, _, line, is_new in marked)
