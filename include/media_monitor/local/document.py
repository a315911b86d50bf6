"""`make docs`: the data dictionary and the picture of the tables from a database that was just migrated, and the cookbook."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from media_monitor.catalogue import diagram, dictionary
from media_monitor.errors import MediaMonitorError
from media_monitor.local import queries_page
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.warehouse import catalogue, cookbook
from media_monitor.warehouse.db import connect
from media_monitor.warehouse.migrate import upgrade

PAGE = "docs/queries.md"


def documents(dsn: str) -> dict[str, str]:
    """Path below the checkout → text, for the warehouse at `dsn`."""
    with connect(dsn) as connection:
        found = catalogue.read(connection)
    return {"docs/data-dictionary.md": dictionary.render(found), "docs/schema.svg": diagram.render(found)}


def main() -> int:
    """Write the documents of the checkout we are in; the exit code."""
    try:
        with tempfile.TemporaryDirectory(prefix="media-monitor-docs-") as folder:
            server = EmbeddedPostgres(Path(folder) / "postgres", for_tests=True)
            try:
                server.start()
                dsn = server.ensure_database("documented")
                upgrade(dsn)
                written = documents(dsn) | {PAGE: queries_page.render(cookbook.questions(), Path.cwd() / queries_page.ANSWERS)}
            finally:
                server.remove()
    except MediaMonitorError as reason:
        print(reason, file=sys.stderr)
        return 1
    for path, text in written.items():
        (Path.cwd() / path).write_text(text, "utf-8")
    print("wrote " + ", ".join(written))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
