"""A page that PostgreSQL refuses must not stop the pages beside it: it is found by halves, each try behind a savepoint.

Where nothing is refused this costs one savepoint. What a page is refused for is told by code and by the names of our own columns
and constraints, never by its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import psycopg2
from psycopg2 import errorcodes

from media_monitor.warehouse.db import Connection

Work = Callable[[Collection[int] | None], None]
"""Writes the rows of these pages, of all of them for None."""

MOST = 0.5
FEWEST = 10
"""More refused pages than this share, where they are at least so many, are a broken pipeline and not broken pages."""

_OF_A_ROW = ("22", "23", "54")
"""Classes of SQLSTATE that speak of the rows: data exception, integrity constraint violation, program limit exceeded."""
_COPIED = re.compile(r"^COPY (\w+), line \d+, column (\w+)", re.MULTILINE)
_MONTH = re.compile(r"_y\d{4}m\d{2}")
"""Ending of a partition's name: the reason is the same in every month."""


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what the block did if its rows are refused, so that the transaction can go on. Any other error ends it."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint attempt")
        try:
            yield
        except Exception as error:
            if refusal(error) is not None:
                cursor.execute("rollback to savepoint attempt")
            raise
        cursor.execute("release savepoint attempt")


def refusal(error: Exception) -> str | None:
    """Why PostgreSQL or its driver cannot take a row, such as `23514 check_violation: claim_stance_check`.

    None where no row is to blame: a lost connection, a deadlock, a statement that is wrong for every row.
    """
    if not isinstance(error, psycopg2.Error):
        return type(error).__name__ if isinstance(error, (ValueError, OverflowError)) else None
    code = error.pgcode or ""
    if not code.startswith(_OF_A_ROW):
        return None
    copied = _COPIED.search(error.diag.context or "")
    names = copied.groups() if copied else (error.diag.table_name, error.diag.column_name)
    place = error.diag.constraint_name or ".".join(filter(None, names))
    what = f"{code} {errorcodes.lookup(code).lower()}"
    return f"{what}: {_MONTH.sub('', place)}" if place else what


def write_around(
    connection: Connection, pages: Callable[[], Collection[int]], work: Work, keep_out: Callable[[int, str], None]
) -> dict[int, str]:
    """Do `work` on all pages but those whose rows are refused; these, each with its refusal, after `keep_out` was told of them.

    `pages` is asked for only if something is refused. Raises what no page alone is to blame for, and the last refusal where too
    many pages are refused.
    """
    try:
        with savepoint(connection):
            work(None)
            return {}
    except Exception as error:
        if refusal(error) is None:
            raise
        everything = sorted(pages())
        refused = _search(connection, everything, work, error, max(FEWEST, int(MOST * len(everything))))
    for page, why in refused.items():
        keep_out(page, why)
    work(frozenset(everything) - refused.keys())
    return refused


def _search(connection: Connection, pages: Sequence[int], work: Work, error: Exception, most: int) -> dict[int, str]:
    """Those of `pages`, which fail together with `error`, that fail alone; `most` of them at most, or `error` is raised."""
    if len(pages) == 1:
        return {pages[0]: refusal(error) or ""}
    found: dict[int, str] = {}
    middle = len(pages) // 2
    for half in (pages[:middle], pages[middle:]):
        if (failure := _failure(connection, half, work)) is not None:
            found |= _search(connection, half, work, failure, most - len(found))
        if len(found) > most:
            raise error
    return found


def _failure(connection: Connection, pages: Sequence[int], work: Work) -> Exception | None:
    """The refusal with which `work` on `pages` ends, or None; what it wrote is undone either way."""
    failure = None
    with connection.cursor() as cursor:
        cursor.execute("savepoint attempt")
        try:
            work(frozenset(pages))
        except Exception as error:
            if refusal(error) is None:
                raise
            failure = error
        cursor.execute("rollback to savepoint attempt")
    return failure
