"""What the annotator knows: entities with their aliases, topic cues and attribution cues, read once from seed folders.

`load` is the only reader of files here; everything after it is pure. A folder may hold any of the tables; later folders
add to earlier ones, and an entity may be given once only.
"""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, get_args

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
NAME_COLUMNS = ("name", "part", "source", "licence")
NEGATIVE_COLUMNS = ("phrase", "language", "reason")
FLAGS = frozenset({"exact", "weak", "demonym"})
CONTEXT = "context="
"""A flag that goes on with a regular expression over folded text: the alias counts only in a document that holds such words."""
TABLES = (
    *(
        "entities.csv",
        "aliases.csv",
        "negatives.csv",
        "personal_names.csv",
        "topics.csv",
        "topic_cues.csv",
        "attribution_cues.yaml",
    ),
    "relevance.json",
)
_KINDS = get_args(EntityKind)
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
    context: re.Pattern[str] | None = None
    """Words of which the document must hold one, folded; None = it counts without. That they begin a word is left to the reader:
    a pattern that begins with a letter is found ten times as fast."""


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
    is_collecting = gc.isenabled()
    gc.disable()  # nothing read here is garbage, and looking for some takes a third of the time
    try:
        made = _made(folders)
        gc.freeze()  # it lives as long as the process: later collections need not walk through it
        return made
    finally:
        if is_collecting:
            gc.enable()


def _made(folders: tuple[Path, ...]) -> Lexicon:
    paths = [path for folder in folders for name in TABLES for path in seed_paths(folder, name)]
    named = {name: [p for p in paths if p.name == name] for name in TABLES}
    written = [_Row(path, line, row) for path in named["aliases.csv"] for line, row in rows(path, ALIAS_COLUMNS)]
    entities = _entities(named["entities.csv"], _spellings(written))
    keyed = [*_aliases(written, entities), *_negatives(named["negatives.csv"])]
    aliases = [alias for _, alias in keyed]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    demonyms = frozenset(a.text for a in aliases if a.is_demonym or a.text.replace(".", "").isupper())
    topics = read_topics(named["topics.csv"], named["topic_cues.csv"])
    given_names, surnames = _personal_names(named["personal_names.csv"])
    cues = read_cues(named["attribution_cues.yaml"])
    models = read_models(named["relevance.json"])
    terms = frozenset(term for model in models.values() for term in model.terms)
    return Lexicon(entities, _names(keyed), given_names, surnames, demonyms, topics, cues, models, terms, digest)


class _Row(NamedTuple):
    """A row of a table, and where it stands."""

    path: Path
    line: int
    row: dict[str, str]


def _spellings(written: Iterable[_Row]) -> dict[str, list[str]]:
    """The aliases of each entity."""
    found: dict[str, list[str]] = {}
    for _, _, row in written:
        found.setdefault(row["entity_id"], []).append(row["alias"])
    return found


def _entities(paths: list[Path], spellings: Mapping[str, list[str]]) -> dict[str, Entity]:
    """Every entity by id, with its spellings; parents exist."""
    found: dict[str, Entity] = {}
    origin: dict[str, tuple[Path, int]] = {}
    for path in paths:
        for line, row in rows(path, ENTITY_COLUMNS):
            entity = _entity(path, line, row, tuple(spellings.get(row["entity_id"], ())))
            if entity.entity_id in found:
                raise SeedError(str(path), line, "entity_id", f"{entity.entity_id} is given twice; keep one row")
            found[entity.entity_id] = entity
            origin[entity.entity_id] = path, line
    for key, entity in found.items():
        if entity.parent_id is not None and entity.parent_id not in found:
            where, line = origin[key]
            raise SeedError(str(where), line, "parent_id", f"no entity {entity.parent_id}")
    return found


def _entity(path: Path, line: int, row: dict[str, str], aliases: tuple[str, ...]) -> Entity:
    for column in ("entity_id", "name"):
        if not row[column]:
            raise SeedError(str(path), line, column, "must not be empty")
    if row["kind"] not in _KINDS:
        raise SeedError(str(path), line, "kind", f"{row['kind']!r} is none of {', '.join(_KINDS)}")
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
        numbers["lat"], numbers["lon"], geonames, population, aliases,
    )  # fmt: skip


def _aliases(written: Iterable[_Row], entities: Mapping[str, Entity]) -> Iterator[tuple[str, Alias]]:
    """Every alias behind its folded form."""
    for path, line, row in written:
        entity = entities.get(row["entity_id"])
        if entity is None:
            raise SeedError(str(path), line, "entity_id", f"no entity {row['entity_id']}")
        key = fold(row["alias"]).text.strip()
        if not key:
            raise SeedError(str(path), line, "alias", "must not be empty")
        try:
            flags, context = _flags(row["flags"])
        except ValueError as problem:
            raise SeedError(str(path), line, "flags", str(problem)) from None
        is_demonym = "demonym" in flags
        is_place = entity.kind == "place" and not is_demonym
        yield (
            key,
            Alias(
                entity.entity_id, row["alias"], row["language"], "exact" in flags, "weak" in flags, is_demonym, is_place, context
            ),
        )


@lru_cache(maxsize=1000)
def _flags(written: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """The flags of an alias, and the words that it needs about it. Raises ValueError saying what is wrong with them."""
    flags = frozenset(written.split())
    contexts = [flag.removeprefix(CONTEXT) for flag in flags if flag.startswith(CONTEXT)]
    plain = flags - {CONTEXT + words for words in contexts}
    if plain - FLAGS or len(contexts) > 1:
        raise ValueError(f"{written!r}: only {', '.join(sorted(FLAGS))} and one {CONTEXT}WORDS")
    try:
        return plain, re.compile(rf"(?:{contexts[0]})(?!\w)") if contexts else None
    except re.error as problem:
        raise ValueError(f"{CONTEXT}{contexts[0]} is not a regular expression: {problem}") from None


def _negatives(paths: list[Path]) -> Iterator[tuple[str, Alias]]:
    """Phrases that name nothing the knowledge base holds, although a part of them might."""
    for path in paths:
        for line, row in rows(path, NEGATIVE_COLUMNS):
            key = fold(row["phrase"]).text.strip()
            if not key:
                raise SeedError(str(path), line, "phrase", "must not be empty")
            alias = Alias(
                NO_ENTITY, row["phrase"], row["language"], is_exact=False, is_weak=False, is_demonym=False, is_place=False
            )
            yield key, alias


def _personal_names(paths: list[Path]) -> tuple[frozenset[str], frozenset[str]]:
    """Given names, and surnames."""
    parts: dict[str, set[str]] = {"given": set(), "surname": set()}
    for path in paths:
        for line, row in rows(path, NAME_COLUMNS):
            if row["part"] not in parts:
                raise SeedError(str(path), line, "part", f"{row['part']!r} is none of {', '.join(parts)}")
            for column in ("source", "licence"):
                if not row[column]:
                    raise SeedError(str(path), line, column, "say where the row comes from and under which licence")
            parts[row["part"]].add(row["name"])
    return frozenset(parts["given"]), frozenset(parts["surname"])


def _names(keyed: Iterable[tuple[str, Alias]]) -> Names[Alias]:
    written: dict[str, list[Alias]] = {}
    for key, alias in keyed:
        written.setdefault(key, []).append(alias)
    return Names(written)
