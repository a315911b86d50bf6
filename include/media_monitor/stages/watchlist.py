"""watchlist: the list of entities, topics, outlets and words that alerts and the briefing look at first."""

from __future__ import annotations

import re

from media_monitor.errors import CorrectionError
from media_monitor.settings import Settings
from media_monitor.stages.clock import now
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import watchlist as rows
from media_monitor.warehouse.db import Row, connect

_KINDS = ("entity", "topic", "outlet", "words")
# Scripts written without spaces (kana, Han, Thai, Lao) have no edges of words to look for.
_EDGELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SPECIAL = re.compile(r"[^\w\s]")


def add(settings: Settings, kind: str, value: str, note: str | None, by: str | None) -> str:
    """Put an item on the list; what it is called. Raises CorrectionError where there is no such thing, or it is there already."""
    value = " ".join(value.split())
    if kind not in _KINDS:
        raise CorrectionError(f"watch one of {', '.join(_KINDS)}, not {kind!r}")
    if not re.search(r"\w", value):
        raise CorrectionError("say what to watch")
    with connect(warehouse_dsn(settings)) as connection:
        name = value if kind == "words" else rows.name(connection, kind, value)
        if name is None:
            raise CorrectionError(f"there is no {kind} {value!r}: ref.{kind} has them")
        pattern = words_pattern(value) if kind == "words" else None
        if not rows.add(connection, kind, value, pattern, note, by, now()):
            raise CorrectionError(f"{name} is watched already")
    return name


def listing(settings: Settings) -> list[Row]:
    """Items of the list in the order in which they came."""
    with connect(warehouse_dsn(settings)) as connection:
        return rows.listing(connection)


def remove(settings: Settings, watch_id: int) -> None:
    """Take an item off the list. Raises CorrectionError where there is none of this id."""
    with connect(warehouse_dsn(settings)) as connection:
        if not rows.remove(connection, watch_id):
            raise CorrectionError(f"nothing of id {watch_id} is watched: media-monitor watchlist list")


def words_pattern(value: str) -> str:
    """PostgreSQL regular expression that finds `value` as whole words, over any white space."""
    words = r"\s+".join(_SPECIAL.sub(r"\\\g<0>", word) for word in value.split())
    before, after = (r"\m", r"\M") if not _EDGELESS.search(value) else ("", "")
    return (before if value[0].isalnum() else "") + words + (after if value[-1].isalnum() else "")
