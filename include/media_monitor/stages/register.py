"""register: archived coverage from anywhere → archive objects with the days they cover."""

from __future__ import annotations

from media_monitor.archive.register import list_objects, survey
from media_monitor.errors import ArchiveError
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import finish, warehouse_dsn
from media_monitor.warehouse import polls
from media_monitor.warehouse.db import connect


def run(settings: Settings, source: str) -> StageReport:
    """Enter every archive object at `source` (a file, folder, glob or fsspec URL). Again is harmless.

    Raises ArchiveError if nothing is there; an object that cannot be read is a problem in the report.
    """
    started_at = now()
    counts = {"objects": 0, "pages": 0, "days": 0}
    problems: list[str] = []
    with connect(warehouse_dsn(settings)) as connection:
        for url in list_objects(source):
            try:
                found = survey(url)
            except ArchiveError as error:
                problems.append(str(error))
                continue
            page_count = sum(found.days.values())
            size = {"record_count": found.record_count, "page_count": page_count, "byte_count": found.byte_count}
            polls.write_object(connection, url, "collection", started_at, size, found.days)
            counts["objects"] += 1
            counts["pages"] += page_count
            counts["days"] += len(found.days)
            problems += [f"{url}: {problem}" for problem in found.problems]
        return finish(connection, "register", started_at, counts, problems)
