"""quarantine: pages that were kept out of core are listed, explained, and read again from the archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from media_monitor.errors import ArchiveError, SettingsError, StageFailed
from media_monitor.model import StageReport
from media_monitor.quality.staged import STAGED_ARTICLES
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest, publish
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import quarantine
from media_monitor.warehouse.db import Row, connect
from media_monitor.warehouse.quarantine import Choice

__all__ = ["Choice", "Explained", "explain", "groups", "replay"]

_WHY = {item.name: item.why for item in STAGED_ARTICLES.expectations}
_REFUSED = re.compile(r"\b[0-9A-Z]{5} [a-z_]+")
"""SQLSTATE and the name of its condition."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One page in quarantine, in words; nothing of its text."""

    facts: list[tuple[str, str]]
    """Name and value of what is known of it."""
    reasons: list[tuple[str, str]]
    """Each reason, and what it means."""
    advice: str


def groups(settings: Settings, choice: Choice, *, replayed: bool = False) -> list[Row]:
    """Pages in quarantine per outlet and reason, the most first."""
    with connect(warehouse_dsn(settings)) as connection:
        return quarantine.groups(connection, choice, replayed=replayed)


def explain(settings: Settings, quarantine_id: int) -> Explained:
    """Why a page is kept out, where it lies, and what to do. Raises SettingsError for an id that is not there."""
    with connect(warehouse_dsn(settings)) as connection:
        page = quarantine.page(connection, quarantine_id)
    if page is None:
        raise SettingsError(f"no page {quarantine_id} in quarantine: `media-monitor quarantine list` shows an id for each reason")
    facts = [
        ("page", page["url"] or "its address is not known"),
        ("outlet", page["outlet_id"] or "not known"),
        ("kept out", f"{page['quarantined_at']:%Y-%m-%d %H:%M}Z, by batch {page['batch_id']} ({page['purpose'] or 'gone'})"),
        ("archived", f"{page['object_url']}, at byte {page['record_offset']}"),
        ("read again", _replays(page)),
    ]
    return Explained(facts, [(reason, _meaning(reason)) for reason in page["reasons"]], _advice(page))


def _meaning(reason: str) -> str:
    """What a reason says, whoever gave it."""
    if reason in _WHY:
        return f"an expectation on staged articles: {_WHY[reason]}"
    if reason.startswith("reading it failed"):
        return "a bug of ours: extraction or annotation stopped at this page with that error"
    if _REFUSED.search(reason):
        return "PostgreSQL refused its rows: code and name of the error, then the constraint or column"
    if reason.endswith("Error"):
        return "its values could not be written for PostgreSQL at all"
    if reason == quarantine.NOT_THERE:
        return "the object was replaced or shortened since the page was archived"
    return "an expectation that no longer exists under this name"


def _replays(page: Row) -> str:
    times = f"{page['replay_count']} times" if page["replay_count"] != 1 else "once"
    if page["replayed_at"]:
        return f"{times}, and it passed on {page['replayed_at']:%Y-%m-%d %H:%M}Z: now {page['outcome']}"
    if page["replay_batch_id"]:
        return f"{times}, and batch {page['replay_batch_id']} is at it"
    return f"{times}, and it failed again" if page["replay_count"] else "never"


def _advice(page: Row) -> str:
    if page["replayed_at"]:
        return "nothing: it passed"
    stands = "" if page["outcome"] == "quarantined" else f" What was {page['outcome']} of it before stands until then."
    return (
        f"mend the cause (a seed, a rule, the code), then `media-monitor quarantine replay {page['quarantine_id']}`. "
        f"`media-monitor extract {page['object_url']}` shows what is read of the pages beside it.{stands}"
    )


def replay(settings: Settings, choice: Choice, progress: Callable[[str], None] = lambda _: None) -> StageReport:
    """Read the chosen pages again from the archive, by the way of every page: ingest, check, publish.

    Pages that pass land once, however often this runs; those that fail again stay, with their new reasons. Goes on with what an
    interrupted replay left. `progress` is told what is being done.
    """
    started_at, dsn = now(), warehouse_dsn(settings)
    with connect(dsn) as connection:
        batch_ids = quarantine.unfinished_replays(connection)
        batch_ids += quarantine.open_replays(connection, choice, started_at)
    problems = []
    for number, batch_id in enumerate(batch_ids, start=1):
        progress(f"batch {number:,} of {len(batch_ids):,}")
        try:
            for stage in (ingest.run, check.run, publish.run):  # one that another worker is at does nothing
                stage(settings, batch_id)
        except StageFailed as error:
            problems.append(str(error))
        except ArchiveError as error:
            problems.append(str(error))
            with connect(dsn) as connection:
                quarantine.give_up(connection, batch_id)
    with connect(dsn) as connection:
        counts = quarantine.replay_counts(connection, batch_ids)
        counts = {"batches": len(batch_ids), **counts, "kept_out": counts["pages"] - counts["passed"]}
        return finish(connection, "replay", started_at, counts, problems)
