"""Checks of the knowledge base beyond what loading needs: every finding with file, line and column, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from media_monitor.annotate.folding import fold
from media_monitor.annotate.language import LANGUAGES
from media_monitor.annotate.lexicon import ALIAS_COLUMNS, ENTITY_COLUMNS, Lexicon, seed_paths
from media_monitor.annotate.tables import rows
from media_monitor.errors import SeedError

_QID = re.compile(r"Q[1-9]\d*")
_SHORTEST_SAFE = 3


def findings(lexicon: Lexicon, folders: Sequence[Path]) -> Iterator[SeedError]:
    """What a person should mend: names given twice, ids that cannot be, names too short to stand without a flag."""
    for folder in folders:
        for path in seed_paths(folder, "entities.csv"):
            yield from _entities(path)
        for path in seed_paths(folder, "aliases.csv"):
            yield from _aliases(path)
    for entity in lexicon.entities.values():
        if not entity.aliases:
            yield SeedError("entities.csv", 0, "entity_id", f"{entity.entity_id} has no alias and is never found")


def _entities(path: Path) -> Iterator[SeedError]:
    for line, row in rows(path, ENTITY_COLUMNS):
        if row["wikidata"] and not _QID.fullmatch(row["wikidata"]):
            yield SeedError(
                str(path), line, "wikidata", f"{row['wikidata']!r} is no Wikidata id; leave it empty where unverified"
            )
        if bool(row["lat"]) != bool(row["lon"]):
            yield SeedError(str(path), line, "lat", "give both coordinates or none")
        if row["iso"] and not re.fullmatch(r"[A-Z]{2}", row["iso"]):
            yield SeedError(str(path), line, "iso", f"{row['iso']!r} is no ISO 3166-1 code of two letters")


def _aliases(path: Path) -> Iterator[SeedError]:
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in rows(path, ALIAS_COLUMNS):
        key = row["entity_id"], row["alias"], row["language"]
        if key in seen:
            yield SeedError(str(path), line, "alias", f"{row['alias']!r} stands in line {seen[key]} already")
        seen.setdefault(key, line)
        if row["language"] and row["language"] not in LANGUAGES:
            yield SeedError(str(path), line, "language", f"{row['language']!r} is not told apart by this system")
        if len(fold(row["alias"]).text.strip()) < _SHORTEST_SAFE and not {"exact", "weak", "demonym"} & set(row["flags"].split()):
            yield SeedError(str(path), line, "flags", f"{row['alias']!r} is short: make it exact, and weak where it is a word")
        if not row["source"]:
            yield SeedError(str(path), line, "source", "say where the name comes from")
