"""query, search and export: what a person asks of the warehouse, as an answer to show or a file to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from media_monitor.errors import SettingsError
from media_monitor.report import answers
from media_monitor.report.answers import Answer, Format
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.files import replacing
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import answers as warehouse
from media_monitor.warehouse import cookbook
from media_monitor.warehouse.cookbook import Question
from media_monitor.warehouse.db import Connection, connect, statement


def _newest_day(connection: Connection) -> date:
    """The day from which windows are counted: the newest that articles belong to, today where there are none."""
    return warehouse.newest_day(connection) or now().date()


@contextmanager
def ask(settings: Settings, question: Question, given: Mapping[str, str | None]) -> Iterator[Answer]:
    """The answer to a question of the cookbook. Raises SettingsError for a value that makes no sense, WarehouseError."""
    with connect(warehouse_dsn(settings)) as connection:
        parameters = cookbook.bind(question, given, _newest_day(connection))
        with warehouse.answer(connection, question.statement, parameters) as answer:
            yield answer


def as_sql(settings: Settings, question: Question, given: Mapping[str, str | None]) -> str:
    """The question as SQL with its parameters in it, ready for psql."""
    with connect(warehouse_dsn(settings)) as connection:
        return cookbook.as_sql(question, cookbook.bind(question, given, _newest_day(connection)))


@contextmanager
def search(
    settings: Settings, words: str, since: str, until: str, language: str | None, outlet: str | None, most: int
) -> Iterator[Answer]:
    """The articles that `words` find, best first, at most `most`."""
    with connect(warehouse_dsn(settings)) as connection:
        latest = _newest_day(connection)
        parameters = {
            "question": words,
            "language": language,
            "since": cookbook.day("since", since, latest),
            "until": cookbook.day("until", until, latest),
            "outlet": outlet,
            "most": most,
        }
        with warehouse.answer(connection, statement("answer/search"), parameters) as answer:
            yield answer


def views(settings: Settings) -> dict[str, warehouse.View]:
    """The views of schema report that this role may read, by name."""
    with connect(warehouse_dsn(settings)) as connection:
        return warehouse.report_views(connection)


@contextmanager
def view(settings: Settings, name: str, since: str, until: str) -> Iterator[Answer]:
    """The rows of a report view, of the days from `since` to `until`. Raises SettingsError where there is no such view."""
    with connect(warehouse_dsn(settings)) as connection:
        known, latest = warehouse.report_views(connection), _newest_day(connection)
        if name not in known:
            near = "".join(f", did you mean {other}" for other in get_close_matches(name, known, n=1))
            raise SettingsError(f"{name}: no such view of schema report{near}? `media-monitor export` lists them")
        first, last = cookbook.day("since", since, latest), cookbook.day("until", until, latest)
        if (first or last) and "covers_on" not in known[name].columns:
            raise SettingsError(f"{name} has no day (covers_on) to choose by: leave --since and --until out")
        with warehouse.answer(connection, *warehouse.view_rows(known[name], first, last)) as answer:
            yield answer


def save(
    settings: Settings,
    what: str,
    answer: Answer,
    path: Path,
    form: Format,
    *,
    raw: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> int:
    """Write `answer` to `path` in one step; the number of rows. The audit knows of `what` before the file is in its place.

    Raises LocalError where the file cannot be written.
    """
    with replacing(path) as draft:
        count = answers.write(answer, draft, form, raw=raw, progress=progress)
        with connect(warehouse_dsn(settings)) as connection:  # the answer's own may write nothing
            warehouse.record_export(connection, what, {"rows": count, "format": form, "is_raw": raw})
    return count
