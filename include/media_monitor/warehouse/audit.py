"""The audit: one row per act that somebody may have to answer for. It can be added to and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from media_monitor.warehouse.db import Connection, Json, adapt, query

Act: TypeAlias = Literal["migration", "policy", "erasure", "retention", "export", "correction", "grant"]


def record(connection: Connection, what: Act, details: Mapping[str, Any], on_behalf_of: str | None = None) -> int:
    """Record an act in the caller's transaction, so that it is kept exactly when the act is; the id of its row.

    `details` are counts, ids and settings: never a text, nor the name or address of what was erased. The server adds when it
    was, and which login did it; `on_behalf_of` is whom the caller says it acts for.
    """
    parameters = {"what": what, "details": adapt(Json(dict(details))), "on_behalf_of": on_behalf_of}
    audit_id: int = query(connection, "audit/record", parameters)[0]["audit_id"]
    return audit_id
