"""retag: which archive objects hold pages whose tags an older annotator made."""

from __future__ import annotations

from media_monitor.annotate import lexicon
from media_monitor.annotate.pipeline import annotator
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import load, queue
from media_monitor.warehouse.db import connect

OBJECTS_PER_NIGHT = 64


def plan(settings: Settings) -> list[int]:
    """Ids of the batches to tag again, oldest archive objects first."""
    version = annotator(lexicon.load(*settings.seed_folders))
    with connect(warehouse_dsn(settings)) as connection:
        for object_id in load.outdated_objects(connection, version, OBJECTS_PER_NIGHT):
            queue.open_batch(connection, object_id, None, "retag", version, now())
        return queue.pending_batches(connection, "retag")
