"""What the annotator knows: entities with their aliases, topic cues and attribution cues, read once from seed folders.

`load` is the only reader of files here; everything after it is pure. A folder may hold any of the tables; later folders
add to earlier ones, and an entity may be given once only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import get_args

from media_monitor.annotate.cues import Cues, read_cues
from media_monitor.annotate.folding import fold
from media_monitor.annotate.names import Names
from media_monitor.annotate.relevance import Model, read_models
from media_monitor.annotate.tables import rows
from media_monitor.annotate.topics import Topics, read_topics
from media_monitor.errors import SeedError
from media_monitor.model import EntityKind

ENTITY_COLUMNS = (
    *("entity_id", "name", "kind", "parent_id", "wikidata", "iso", "lat", "lon", "geonames", "population", "source", "licence"),
)
ALIAS_COLUMNS = ("entity_id", "alias", "language", "flags", "source")
NEGATIVE_COLUMNS = ("phrase", "language", "reason")
FLAGS = frozenset({"exact", "weak", "demonym"})
TABLES = (
    *(
        "entities.csv",
        "aliases.csv",
        "negatives.csv",
        "given_names.txt",
        "surnames.txt",
        "topics.csv",
        "topic_cues.csv",
        "attribution_cues.yaml",
    ),
    "relevance.json",
)
NO_ENTITY = ""
"""Entity id of a phrase of the negative list: it wins its place, and names nothing."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing the knowledge base knows, under this project's own stable id."""

    entity_id: str
    name: str
    kind: EntityKind
    parent_id: str | None
    wikidata: str | None
    iso: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    population: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """One way to write an entity's name."""

    entity_id: str
    text: str
    language: str
    is_exact: bool
    """Case must match (or the whole alias stands in capitals)."""
    is_weak: bool
    """Counts only in a document that names the entity another way as well."""
    is_demonym: bool
    is_place: bool
    """Names a place, and not its people or what is theirs."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The merged tables of some seed folders."""

    entities: dict[str, Entity] = field(repr=False)
    names: Names[Alias] = field(repr=False)
    """Folded aliases, and the entities that bear them."""
    given_names: frozenset[str] = field(repr=False)
    """Common given names, folded: what follows one is a surname, whatever city it may be elsewhere."""
    surnames: frozenset[str] = field(repr=False)
    """Common surnames, folded."""
    demonyms: frozenset[str] = field(repr=False)
    """Aliases that are nationalities ("Israeli"), and acronyms that serve as such ("U.S.")."""
    topics: Topics = field(repr=False)
    cues: Cues = field(repr=False)
    relevance: Mapping[str, Model] = field(repr=False)
    """Models of relevance for English, by topic; empty where none is given."""
    terms: frozenset[str] = field(repr=False)
    """Those that one of these models knows."""
    version: str
    """First 12 hexadecimal digits of the SHA-256 of every table read."""

    def root(self, entity_id: str | None) -> str | None:
        """The top of an entity's chain of parents: a ministry and its capital lead to their state."""
        seen: set[str] = set()
        while entity_id in self.entities and entity_id not in seen:
            seen.add(entity_id)
            parent = self.entities[entity_id].parent_id
            if parent is None:
                break
            entity_id = parent
        return entity_id


def load(*folders: Path) -> Lexicon:
    """The lexicon of `folders`, read once per process. Raises SeedError naming file, line and column of a bad row."""
    return _load(tuple(folder.resolve() for folder in folders))


def seed_paths(folder: Path, name: str) -> list[Path]:
    """The table `name` of a seed folder: what people keep there, then what `scripts/` wrote beside it."""
    return [path for part in (".", "geonames", "organs") if (path := folder / part / name).is_file()]


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Lexicon:
    paths = [path for folder in folders for name in TABLES for path in seed_paths(folder, name)]
    named = {name: [p for p in paths if p.name == name] for name in TABLES}
    entities = _entities(named["entities.csv"])
    aliases = [*_aliases(named["aliases.csv"], entities), *_negatives(named["negatives.csv"])]
    spellings: dict[str, list[str]] = {}
    for alias in aliases:
        spellings.setdefault(alias.entity_id, []).append(alias.text)
    known = {key: replace(entity, aliases=tuple(spellings.get(key, ()))) for key, entity in entities.items()}
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    demonyms = frozenset(a.text for a in aliases if a.is_demonym or a.text.replace(".", "").isupper())
    topics = read_topics(named["topics.csv"], named["topic_cues.csv"])
    given_names, surnames = (
        frozenset(name for path in named[table] for name in path.read_text("utf-8").split())
        for table in ("given_names.txt", "surnames.txt")
    )
    cues = read_cues(named["attribution_cues.yaml"])
    models = read_models(named["relevance.json"])
    terms = frozenset(term for model in models.values() for term in model.terms)
    return Lexicon(known, _names(aliases), given_names, surnames, demonyms, topics, cues, models, terms, digest)


def _entities(paths: list[Path]) -> dict[str, Entity]:
    """Every entity by id; parents exist."""
    found: dict[str, Entity] = {}
    origin: dict[str, tuple[Path, int]] = {}
    for path in paths:
        for line, row in rows(path, ENTITY_COLUMNS):
            entity = _entity(path, line, row)
            if entity.entity_id in found:
                raise SeedError(str(path), line, "entity_id", f"{entity.entity_id} is given twice; keep one row")
            found[entity.entity_id] = entity
            origin[entity.entity_id] = path, line
    for key, entity in found.items():
        if entity.parent_id is not None and entity.parent_id not in found:
            where, line = origin[key]
            raise SeedError(str(where), line, "parent_id", f"no entity {entity.parent_id}")
    return found


def _entity(path: Path, line: int, row: dict[str, str]) -> Entity:
    for column in ("entity_id", "name"):
        if not row[column]:
            raise SeedError(str(path), line, column, "must not be empty")
    if row["kind"] not in get_args(EntityKind):
        raise SeedError(str(path), line, "kind", f"{row['kind']!r} is none of {', '.join(get_args(EntityKind))}")
    numbers: dict[str, float | None] = {}
    for column, bound in (("lat", 90.0), ("lon", 180.0), ("geonames", float("inf")), ("population", float("inf"))):
        try:
            numbers[column] = float(row[column]) if row[column] else None
        except ValueError:
            raise SeedError(str(path), line, column, f"{row[column]!r} is not a number") from None
        if abs(numbers[column] or 0) > bound:
            raise SeedError(str(path), line, column, f"{row[column]} lies outside ±{bound:g}")
    for column in ("source", "licence"):
        if not row[column]:
            raise SeedError(str(path), line, column, "say where the row comes from and under which licence")
    geonames, population = (None if (number := numbers[c]) is None else int(number) for c in ("geonames", "population"))
    return Entity(
        row["entity_id"], row["name"], row["kind"], row["parent_id"] or None, row["wikidata"] or None, row["iso"] or None,  # type: ignore[arg-type]
        numbers["lat"], numbers["lon"], geonames, population,
    )  # fmt: skip


def _aliases(paths: list[Path], entities: dict[str, Entity]) -> Iterator[Alias]:
    for path in paths:
        for line, row in rows(path, ALIAS_COLUMNS):
            flags = set(row["flags"].split())
            if row["entity_id"] not in entities:
                raise SeedError(str(path), line, "entity_id", f"no entity {row['entity_id']}")
            if not fold(row["alias"]).text.strip():
                raise SeedError(str(path), line, "alias", "must not be empty")
            if flags - FLAGS:
                raise SeedError(str(path), line, "flags", f"{' '.join(sorted(flags - FLAGS))}: only {', '.join(sorted(FLAGS))}")
            is_demonym = "demonym" in flags
            is_place = entities[row["entity_id"]].kind == "place" and not is_demonym
            yield Alias(row["entity_id"], row["alias"], row["language"], "exact" in flags, "weak" in flags, is_demonym, is_place)


def _negatives(paths: list[Path]) -> Iterator[Alias]:
    """Phrases that name nothing the knowledge base holds, although a part of them might."""
    for path in paths:
        for line, row in rows(path, NEGATIVE_COLUMNS):
            if not fold(row["phrase"]).text.strip():
                raise SeedError(str(path), line, "phrase", "must not be empty")
            yield Alias(
                NO_ENTITY, row["phrase"], row["language"], is_exact=False, is_weak=False, is_demonym=False, is_place=False
            )


def _names(aliases: list[Alias]) -> Names[Alias]:
    written: dict[str, list[Alias]] = {}
    for alias in aliases:
        written.setdefault(fold(alias.text).text.strip(), []).append(alias)
    return Names(written)
