"""Names that were erased: blanked in what the warehouse holds, and listed, as hashes, for whatever comes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from media_monitor.errors import SettingsError
from media_monitor.extract import suppress
from media_monitor.relate.revisions import content_sha_of
from media_monitor.warehouse import audit, erasure
from media_monitor.warehouse.db import Connection, execute, query
from media_monitor.warehouse.load import lock_publishers


@dataclass(frozen=True, slots=True)
class Blanked:
    """What the erasure of a name changed."""

    articles: int
    """Articles that go on without the name."""
    rows: int
    """Rows of core, marts and the pipeline in which it stood."""
    erased: erasure.Erased
    """Articles whose very address bears it: gone whole."""
    archived: tuple[tuple[str, int], ...]
    """Archive object and record offset of each page that the archive still holds."""


def suppressed(connection: Connection) -> suppress.Suppressed:
    """The names that pages and headlines lose when they are read."""
    return suppress.Suppressed({bytes(row["name_sha"]): row["word_count"] for row in query(connection, "suppress/names")})


def erase_name(connection: Connection, name: str, reason: str, by: str | None, now: datetime) -> Blanked:
    """Blank a person's name wherever it stands, in the caller's transaction, and in whatever is read from then on.

    Publishers wait; a batch that was read before is read again. Raises SettingsError where reference data bear the name.
    """
    full_name, short_name = suppress.patterns(name)
    parameters = {"full_name": full_name, "short_name": short_name, "reason": reason, "now": now}
    if known := query(connection, "suppress/known", parameters):
        where = "; ".join(f"{row['place']} ({row['remedy']})" for row in known)
        raise SettingsError(f"this name belongs to {where}. Then erase it here")
    lock_publishers(connection)
    spellings = suppress.spellings(name)
    execute(
        connection,
        "suppress/add",
        {**parameters, "shas": [suppress.name_sha(words) for words in spellings], "word_count": len(spellings[0])},
    )
    keys = [bytes(row["key_sha"]) for row in query(connection, "suppress/addressed", parameters)]
    erased = erasure.erase(connection, keys, reason, by, now)
    found = query(connection, "suppress/found", parameters)
    articles, days = [row["article_id"] for row in found], sorted({row["covers_on"] for row in found})
    parameters["articles"] = articles
    execute(connection, "suppress/clear", parameters)
    rows: int = query(connection, "suppress/blank", parameters)[0]["row_count"]
    execute(connection, "suppress/headlines", parameters)
    _renew_states(connection, articles)
    execute(connection, "erase/stale", {"days": days, "now": now})
    audit.record(connection, "erasure", {"blanked_articles": len(articles), "rows": rows}, by)
    return Blanked(len(articles), rows, erased, erased.archived + erasure.archived(connection, articles, ()))


def _renew_states(connection: Connection, articles: Sequence[int]) -> None:
    """Tell the states of these articles apart by the texts that they have now: a page that comes again is then no change."""
    states = query(connection, "suppress/states", {"articles": list(articles)})
    execute(
        connection,
        "suppress/renew",
        {
            "revisions": [row["revision_id"] for row in states],
            "filed_on": [row["filed_on"] for row in states],
            "shas": [content_sha_of(row["title"], row["text"]) for row in states],
        },
    )
