"""The words that carry attribution, read from `attribution_cues.yaml`. Pure after reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from media_monitor.annotate.spotting import Spotter
from media_monitor.annotate.vocabulary import words as vocabulary
from media_monitor.errors import SeedError

_WORD_SETS = (
    "say", "confirm", "accuse", "charge", "deny", "suspect", "convict", "admit", "claim", "act_verbs", "light_verbs", "act_nouns",
    "weapons", "not_done", "hedges", "bare_roles", "identity_roles", "authorities", "media",
)  # fmt: skip
_VERBS = frozenset(
    {"say", "confirm", "accuse", "charge", "deny", "suspect", "convict", "admit", "claim", "act_verbs", "light_verbs"}
)
_WEAK = vocabulary(
    "death deaths violence disappearance torture hit hits ram rams pound pounds gas storm storms lynch gun guns"
    " striking shell hack hacks blow blows blew down downs drove drives ploughed plowed burned burnt beat beaten"
)
"""Words that stand in texts of every kind, and alone speak of no violence."""
_SAID = vocabulary(
    "responsibility behind involved nothing blame guilty identified named identifies names pleaded acquitted"
    " cleared confessed admitted confirmed confirms verified dismissed overturned quashed dropped"
)
_EXPLICIT = ("confirm", "accuse", "charge", "deny", "suspect", "convict", "admit", "claim")
_OTHER_CUES = vocabulary(
    "claimed claim claims no plead pleads pled pleading charges charge counts trial trade trades traded trading"
    " attributed attributes attribute pinned pins acquits acquit clears find finds found drops withdrew withdraws"
    " withdrawn quashes overturns retracted retracts exonerated dismisses threw throws thrown tossed suspect"
    " suspected suspicion believed thought presumed alleged tie ties tied link links linked linking sign signs"
    " indication indications evidence proof connection connections suggestion trace basis information intelligence"
    " reason responsible accountable blame finger fingers hallmark hallmarks gets got get receives received given handed"
    " gives gave hands upheld upholds absurd baseless false fabricated groundless unfounded lies lie nonsense untrue"
    " fake ridiculous propaganda ludicrous appears appear appeared seems seem seemed"
)
_NOUNS = frozenset({"act_nouns", "weapons"})
FIRE = vocabulary("fire fired blaze")
"""Words of violence in some phrases only ("opened fire")."""


@dataclass(frozen=True, slots=True)
class Cues:
    """English word sets by name, every form listed, and patterns by language and stance."""

    words: dict[str, frozenset[str]]
    patterns: dict[str, tuple[tuple[str, str], ...]]
    """Language -> (stance, pattern with {S} and {A} for names)."""

    macros: dict[str, dict[str, str]]
    """Language -> name -> alternatives that its patterns may use as {NAME}."""

    verbs: frozenset[str]
    """Forms of all the verbs among them: where clauses break."""

    acts: frozenset[str]
    """Words of violence, one of which most sentences that attribute something have."""

    hints: frozenset[str]
    """Words without one of which no sentence attributes anything."""

    explicit: frozenset[str]
    """Words at which a rule of explicit attribution may begin."""

    said: frozenset[str]
    """Words of blame and denial, which attribute something where acts are spoken of nearby."""

    spotter: Spotter
    """Finds hints and words of fire."""

    def __getitem__(self, name: str) -> frozenset[str]:
        """The word set called `name`."""
        return self.words[name]


def read_cues(paths: list[Path]) -> Cues:
    """Cues of all `paths` together. Raises SeedError for what is not YAML or has an unknown key."""
    words: dict[str, set[str]] = {name: set() for name in _WORD_SETS}
    patterns: dict[str, list[tuple[str, str]]] = {}
    macros: dict[str, dict[str, str]] = {}
    for path in paths:
        try:
            table = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            raise SeedError(str(path), line, None, f"not YAML: {problem.problem}") from None
        for name, entries in table.get("en", {}).items():
            if name not in words:
                raise SeedError(str(path), 1, name, f"unknown word set; known: {', '.join(_WORD_SETS)}")
            words[name].update(form for entry in entries for form in forms(entry, name))
        for language, named in table.get("macros", {}).items():
            macros.setdefault(language, {}).update(named)
        for language, stances in table.get("patterns", {}).items():
            rules = patterns.setdefault(language, [])
            rules.extend((stance, pattern) for stance, those in stances.items() for pattern in those)
    acts = (words["act_verbs"] - words["light_verbs"] | words["act_nouns"]) - _WEAK
    said = frozenset(form for name in ("accuse", "charge", "deny", "suspect", "convict") for form in words[name]) | _SAID
    verbs = frozenset(form for name in _VERBS for form in words[name])
    hints = frozenset(acts | said | words["light_verbs"] | words["confirm"] | _WEAK | _OTHER_CUES)
    return Cues(
        {name: frozenset(those) for name, those in words.items()},
        {key: tuple(rules) for key, rules in patterns.items()},
        macros,
        verbs,
        frozenset(acts),
        hints,
        frozenset(form for name in _EXPLICIT for form in words[name]) | _SAID | _OTHER_CUES,
        said,
        Spotter(hints | FIRE),
    )


def forms(entry: str, word_set: str) -> list[str]:
    """Every form of one entry: several words are the forms themselves, one word is inflected by rule."""
    if word_set not in _VERBS | _NOUNS:
        return [entry.lower()]
    listed = entry.lower().split()
    if len(listed) > 1:
        return listed
    return verb_forms(listed[0]) if word_set in _VERBS else [listed[0], plural(listed[0])]


def verb_forms(verb: str) -> list[str]:
    """Base, third person, past and participle of a regular English verb."""
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    return [verb, plural(verb), verb + "ed", verb + "ing"]


def plural(word: str) -> str:
    """The word with its regular -s."""
    return word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
