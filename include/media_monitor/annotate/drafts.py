"""An attribution as a rule reads it, and what the rules ask of a sentence: negated, unreal, passive, hostile? Pure."""

from __future__ import annotations

from dataclasses import dataclass

from media_monitor.annotate.actors import Party
from media_monitor.annotate.grammar import MODALS, NOT, is_name
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Stance

NOBODY = words("no nobody none neither")


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution as a rule reads it: parties by their words, the cue by its token."""

    stance: Stance
    source: Party | None
    actor: Party | None
    cue: Phrase
    rule: str
    is_negated: bool = False
    is_hedged: bool = False
    is_own: bool = False
    """Source and actor are one, whatever pronoun stands for either."""
    act: Phrase | None = None
    is_background: bool = False
    """Only describes someone ("the man accused of …"): whoever the sentence cites does not say it."""
    needs_context: bool = False
    """Holds only where the document already laid an act to someone: alone, "the mayor denies all charges" is about anything."""


def negation_before(sentence: Sentence, index: int) -> bool:
    """A negation stands in the three words before `index`."""
    return any(sentence.lower(i) in NOT for i in range(max(0, index - 3), index))


def is_unreal(sentence: Sentence, index: int) -> bool:
    """A modal or "to" stands in the two words before `index`: a threat, a plan, a future."""
    return any(sentence.lower(i) in MODALS for i in range(max(0, index - 2), index))


def parties_of(sentence: Sentence, phrase: Phrase | None) -> list[Phrase]:
    """The two parties that "and" joins in `phrase`, else the phrase itself; [] for None."""
    if phrase is None:
        return []
    for index in range(phrase.first + 1, phrase.last - 1):
        if (
            sentence.lower(index) == "and"
            and not _is_shared_adjective(sentence, phrase, index)
            and has_party(sentence, Phrase(phrase.first, index))
            and has_party(sentence, Phrase(index + 1, phrase.last))
        ):
            return [Phrase(phrase.first, index), Phrase(index + 1, phrase.last)]
    return [phrase]


def _is_shared_adjective(sentence: Sentence, phrase: Phrase, conjunction: int) -> bool:
    """As in "Congolese and Burundian forces": one noun, two nationalities."""
    parse = sentence.parse
    return (
        parse is not None and conjunction == phrase.first + 1 and parse.relations[conjunction - 1] in {"amod", "nmod", "compound"}
    )


def has_party(sentence: Sentence, phrase: Phrase) -> bool:
    """Someone with an identity is named in `phrase`."""
    roles = sentence.lexicon.cues["identity_roles"]
    return any(
        i in sentence.mentions or is_name(sentence, i) or sentence.lower(i) in roles for i in range(phrase.first, phrase.last)
    )


def objective(sentence: Sentence, phrase: Phrase) -> Party | None:
    """A pronoun as object: "accusing them of"."""
    only = Phrase(phrase.first, phrase.first + 1)
    return Party(only, is_pronoun=True) if sentence.lower(phrase.first) in {"them", "him", "her"} else None
