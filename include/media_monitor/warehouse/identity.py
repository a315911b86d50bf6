"""What the pages of a batch are, written beside them: `relate.identity` between two statements of a publish."""

from __future__ import annotations

from media_monitor.relate.identity import NamedPage, identify, misled_pages
from media_monitor.warehouse.db import Connection, Row, execute, query


def identify_pages(connection: Connection) -> None:
    """Complete the scratch table `publishing`: each page's group, and its article where there is one."""
    pages = [_page(row) for row in query(connection, "publish/names")]
    misled = misled_pages(pages)
    found = identify(pages, misled)
    parameters = {
        "pages": list(found),
        "groups": [identity.group for identity in found.values()],
        "articles": [identity.article_id for identity in found.values()],
        "misled": [page in misled for page in found],
    }
    execute(connection, "publish/identify", parameters)


def _page(row: Row) -> NamedPage:
    return NamedPage(
        row["record_offset"],
        row["fetched_at"],
        bytes(row["canonical_sha"]),
        bytes(row["url_sha"]),
        _key(row["guid_sha"]),
        row["published_at"] or row["published_on"],
        _key(row["content_sha"]),
        row["by_canonical"],
        row["by_url"],
        row["by_guid"],
    )


def _key(value: memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
