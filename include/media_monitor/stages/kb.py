"""kb: what a change of the knowledge base would touch. Reads seeds and warehouse; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from media_monitor.annotate import lexicon
from media_monitor.annotate.tables import rows
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import knowledge
from media_monitor.warehouse.db import connect

SECONDS_PER_REVISION = 0.06
"""To read a revision from its archive object and tag it again, one core: an estimate, until this warehouse has its own pace."""
PACE_DAYS, PACE_PAGES = 30, 1_000
"""How far back the pace is measured, and on how many pages at least."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What the seeds on disk would change in the warehouse."""

    added: tuple[str, ...]
    """Names that are new, or whose flags differ."""
    dropped: tuple[str, ...]
    entity_ids: tuple[str, ...]
    """Entities that a name was taken from, or whose flags differ."""
    article_count: int
    object_count: int
    revision_count: int
    pace: float | None
    """Seconds that a page took in this warehouse's ingests, which do the same; None = too few to tell."""

    @property
    def seconds(self) -> float:
        """Time that tagging those objects again takes: by the pace, or by an estimate."""
        return self.revision_count * (self.pace or SECONDS_PER_REVISION)


def impact(settings: Settings) -> Impact:
    """The difference between the seeds and what `sync-reference` loaded last. Raises SeedError for a malformed row."""
    lexicon.load(*settings.seed_folders)
    wanted = {
        (row["entity_id"], row["alias"], row["language"], row["flags"])
        for folder in settings.seed_folders
        for path in lexicon.seed_paths(folder, "aliases.csv")
        for _, row in rows(path, lexicon.ALIAS_COLUMNS)
    }
    with connect(warehouse_dsn(settings)) as connection:
        known = knowledge.aliases(connection)
        new, old = wanted - known, known - wanted
        added, dropped = (tuple(sorted({alias for _, alias, _, _ in changed})) for changed in (new, old))
        entity_ids = tuple(sorted({entity_id for entity_id, _, _, _ in old}))
        row = knowledge.touched(connection, entity_ids, added)
        pace = knowledge.pace(connection, now() - timedelta(days=PACE_DAYS), PACE_PAGES)
    return Impact(added, dropped, entity_ids, row["article_count"], row["object_count"], row["revision_count"], pace)
