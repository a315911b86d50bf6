"""Explicit attributions: someone claims, denies, accuses, blames, is charged, convicted, suspected; no evidence is found. Pure.

Each rule reads one sentence and yields drafts; who a pronoun means, and what the whole sentence says, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from media_monitor.annotate.avowals import admits, claims, pleads
from media_monitor.annotate.blame import accuses, attributes, faces_charges, trades_blame
from media_monitor.annotate.denials import calls_false, denies, had_nothing_to_do
from media_monitor.annotate.drafts import Draft
from media_monitor.annotate.idioms import bears_hallmarks, calls_suspect, holds_responsible, lays_blame
from media_monitor.annotate.reading import Sentence
from media_monitor.annotate.suspicion import finds_nothing, holds_behind, links, suspects
from media_monitor.annotate.verdicts import confirms_this, gets_term, identifies, judges, lifts, upholds

Rule = Callable[[Sentence, int], Iterator[Draft]]
"""Reads the sentence at a token that may be its cue."""

_RULES: tuple[Rule, ...] = (
    claims,
    denies,
    had_nothing_to_do,
    calls_false,
    pleads,
    admits,
    accuses,
    faces_charges,
    trades_blame,
    attributes,
    holds_responsible,
    lays_blame,
    judges,
    gets_term,
    upholds,
    lifts,
    suspects,
    calls_suspect,
    bears_hallmarks,
    holds_behind,
    links,
    finds_nothing,
    confirms_this,
    identifies,
)


def drafts(sentence: Sentence) -> list[Draft]:
    """Every explicit attribution of the sentence, in order of its cue."""
    cues = sentence.lexicon.cues
    cued = [i for i, token in enumerate(sentence.tokens) if token.lower in cues.explicit]
    return [draft for index in cued for rule in _RULES for draft in rule(sentence, index)]
