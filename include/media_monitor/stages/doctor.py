"""doctor: is this installation able to work, and if not, what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import fsspec

from media_monitor.annotate import lexicon
from media_monitor.collect import registry
from media_monitor.errors import MediaMonitorError
from media_monitor.settings import CONTACT_DEFAULT, Settings
from media_monitor.stages import watch
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import roles
from media_monitor.warehouse.answers import has_trigrams
from media_monitor.warehouse.db import connect, server_version
from media_monitor.warehouse.migrate import newest_revision, revision


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined."""

    what: str
    is_ok: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Findings about everything the pipeline needs; none of the examinations changes anything."""
    examinations: dict[str, Callable[[Settings], str]] = {
        "database": _database,
        "schema": _schema,
        "search": _search,
        "roles": _roles,
        "seeds": _seeds,
        "knowledge base": _knowledge_base,
        "archive": _archive,
        "contact": _contact,
        "pipeline": _pipeline,
    }
    return [_finding(what, examination, settings) for what, examination in examinations.items()]


def _finding(what: str, examination: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(what, True, examination(settings))
    except (MediaMonitorError, OSError, ValueError, ImportError) as error:  # fsspec imports what an archive's protocol needs
        return Finding(what, False, str(error))


def _database(settings: Settings) -> str:
    with connect(warehouse_dsn(settings), tries=1) as connection:
        return f"PostgreSQL {server_version(connection)}"


def _schema(settings: Settings) -> str:
    found, newest = revision(warehouse_dsn(settings)), newest_revision()
    if found != newest:
        raise ValueError(f"at {found or 'nothing'}, newest is {newest}: run `media-monitor migrate`")
    return f"revision {found}"


def _search(settings: Settings) -> str:
    with connect(warehouse_dsn(settings), tries=1) as connection:
        if has_trigrams(connection):
            return "every language has an index"
    return (
        "pg_trgm is missing: languages that PostgreSQL does not know are read in full, which is slow. As a superuser: create "
        "extension pg_trgm; create index article_search_plain on mart.article_search using gin (plain gin_trgm_ops)"
    )


def _roles(settings: Settings) -> str:
    with connect(warehouse_dsn(settings), tries=1) as connection:
        found = roles.problems(connection)
        if found:
            raise ValueError("; ".join(found))
        return f"{len(roles.logins(connection))} logins with a role"


def _seeds(settings: Settings) -> str:
    outlets = registry.read_outlets(settings.seeds / "outlets.csv")
    feeds = registry.read_list(settings.feeds or settings.seeds / "feeds.csv")
    return f"{len(feeds)} feeds of {len(outlets)} outlets in {settings.feeds or settings.seeds}"


def _knowledge_base(settings: Settings) -> str:
    words = lexicon.load(*settings.seed_folders)
    if not words.entities:
        raise ValueError(f"no entities in {settings.seeds}: is MEDIA_MONITOR_SEEDS right?")
    return f"{len(words.entities)} entities, version {words.version}"


def _archive(settings: Settings) -> str:
    filesystem, path = fsspec.url_to_fs(settings.archive_url)
    if not filesystem.exists(path):
        return f"{settings.archive_url} (made at the first fetch)"
    if not filesystem.isdir(path):
        raise ValueError(f"{settings.archive_url} is not a folder: name one with MEDIA_MONITOR_ARCHIVE")
    return settings.archive_url


def _pipeline(settings: Settings) -> str:
    if settings.sample:
        return "the sample newsroom is played, not waited for"
    if waiting := watch.waiting(settings):
        raise ValueError(f"{'; '.join(waiting)}: are the DAGs unpaused, and is the scheduler running?")
    return "no work waits for longer than it should"


def _contact(settings: Settings) -> str:
    if settings.contact == CONTACT_DEFAULT and not settings.sample:
        raise ValueError(
            "publishers cannot reach you: set MEDIA_MONITOR_CONTACT to a page or address of yours before you poll real feeds"
        )
    return settings.user_agent
