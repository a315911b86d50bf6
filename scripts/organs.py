"""Writes `seeds/organs/`: government, forces, police, parliament and ministries of every state, named as English news names them.

    .venv/bin/python scripts/organs.py

Composed from the states and their nationalities in `seeds/`; a name that is curated there is left out.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"
OUT = SEEDS / "organs"
SOURCE, LICENCE = "own, composed", "Apache-2.0"

ORGANS: tuple[tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        *("gov", "government", "Government of {}", "government"),
        ("government", "authorities", "administration", "regime", "cabinet"),
        ("Government of {}",),
    ),
    ("gov", "parliament", "Parliament of {}", "government", ("parliament",), ("Parliament of {}",)),
    (
        *("gov", "foreign-ministry", "Foreign ministry of {}", "government"),
        ("foreign ministry", "ministry of foreign affairs"),
        ("Ministry of Foreign Affairs of {}", "Foreign Ministry of {}"),
    ),
    (
        *("gov", "defence-ministry", "Defence ministry of {}", "government"),
        ("defence ministry", "defense ministry", "ministry of defence", "ministry of defense"),
        ("Ministry of Defence of {}", "Ministry of Defense of {}"),
    ),
    (
        *("gov", "interior-ministry", "Interior ministry of {}", "government"),
        ("interior ministry", "ministry of interior"),
        ("Ministry of Interior of {}",),
    ),
    (
        *("gov", "health-ministry", "Health ministry of {}", "government"),
        ("health ministry", "ministry of health"),
        ("Ministry of Health of {}",),
    ),
    (
        *("mil", "forces", "Armed forces of {}", "military"),
        (
            *("armed forces", "army", "military", "forces", "security forces", "air force", "navy", "troops", "special forces"),
            *("armed services", "military forces", "government forces", "ground forces", "national guard", "national army"),
        ),
        ("Armed Forces of {}", "Army of {}"),
    ),
    (
        *("agency", "police", "Police of {}", "agency"),
        ("police", "national police", "federal police", "police force"),
        ("Police of {}",),
    ),
)
"""Prefix of the id, its end, name, kind; what follows a nationality; what holds the state's name."""


def main() -> None:
    """Write both tables."""
    states = [row for row in _read("entities.csv") if row["entity_id"].startswith("state:")]
    curated = {row["alias"].casefold() for row in _read("aliases.csv")}
    known = {row["entity_id"] for row in _read("entities.csv")}
    adjectives = _adjectives()
    entities, aliases = [], []
    for state in states:
        slug = state["entity_id"].removeprefix("state:")
        for prefix, end, name, kind, nouns, holders in ORGANS:
            ident = f"{prefix}:{slug}-{end}"
            names = _names(state["name"], adjectives[state["entity_id"]], nouns, holders)
            fresh = sorted({n for n in names if n.casefold() not in curated})
            if not fresh or ident in known:
                continue
            entities.append(
                (ident, name.format(state["name"]), kind, state["entity_id"], "", state["iso"], "", "", "", "", SOURCE, LICENCE)
            )
            aliases += [(ident, alias, "en", "", SOURCE) for alias in fresh]
    OUT.mkdir(exist_ok=True)
    _write("entities.csv", entities)
    _write("aliases.csv", aliases)
    print(len(entities), "organs,", len(aliases), "aliases")  # noqa: T201


def _names(state: str, adjectives: Iterable[str], nouns: tuple[str, ...], holders: tuple[str, ...]) -> Iterator[str]:
    for adjective in adjectives:
        for noun in nouns:
            yield f"{adjective} {noun}"
    yield from (holder.format(state) for holder in holders)


def _adjectives() -> dict[str, list[str]]:
    """English adjectives of each state: its nationality in the singular, and acronyms that serve as one."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _read("aliases.csv"):
        alias, flags = row["alias"], row["flags"].split()
        is_acronym = alias.replace(".", "").isupper() and len(alias.replace(".", "")) <= 3
        if row["language"] == "en" and (("demonym" in flags and not alias.endswith("s")) or is_acronym):
            found[row["entity_id"]].append(alias)
    return found


def _read(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(name: str, rows: Iterable[tuple[str, ...]]) -> None:
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    with (OUT / name).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
