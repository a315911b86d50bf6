"""Whom a pronoun of a claim stands for, by name, where a rule can tell. Pure.

The claim's span stays the pronoun, which is what the sentence says; the name is what a reader of the ledger needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from media_monitor.annotate.actors import Party, speaker
from media_monitor.annotate.grammar import FIRST_PERSON, is_name
from media_monitor.annotate.phrases import main_subject
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Claim, Quote, Span

_ONE_PERSON = words("he she him her himself herself")
_SEVERAL = words("they them it")
_NEAR_CLAIMS = 3
"""Claims back that a "he" may reach: further off, too many others have been spoken of."""


def is_pronoun(sentence: Sentence, phrase: Phrase) -> bool:
    """The phrase is a pronoun alone."""
    word = sentence.lower(phrase.first)
    return phrase.last - phrase.first == 1 and word in _ONE_PERSON | _SEVERAL | FIRST_PERSON


@dataclass(frozen=True, slots=True)
class Context:
    """What was said before the sentence of a claim."""

    claims: Sequence[Claim]
    """Of the document so far."""
    previous: Span | None
    """The sentence before, None at the start of a field."""


def named(sentence: Sentence, party: Party, context: Context, quote: Quote | None) -> str | None:
    """The name that the pronoun `party` stands for, None where no rule tells."""
    word = sentence.lower(party.phrase.first)
    if word in FIRST_PERSON:
        if quote is None or quote.speaker is None:
            return None
        if quote.speaker.text.lower() not in _ONE_PERSON:
            return quote.speaker.text
        return _speaker_before(sentence, context.previous) or _last_person(context.claims)
    if word in _ONE_PERSON:
        told = _person_before(sentence, party.phrase.first) or _speaker_before(sentence, context.previous)
        return told or _last_person(context.claims)
    return _subject_before(sentence, party.phrase.first)


def _speaker_before(sentence: Sentence, previous: Span | None) -> str | None:
    """Who spoke in the sentence before: the name that it begins with, where a verb of saying follows."""
    told = _OPENING_SPEAKER.match(previous.text) if previous is not None and previous.field == sentence.span.field else None
    return told["name"] if told is not None and told["verb"] in sentence.lexicon.cues["say"] else None


_OPENING_SPEAKER = re.compile(r"(?P<name>(?:[A-Z][\w'’-]+\.? ){1,4}[A-Z][\w'’-]+) (?P<verb>[a-z]+)\b")


def _person_before(sentence: Sentence, index: int) -> str | None:
    """The nearest name left of `index` in its sentence that is a person's, as far as is known."""
    last = index
    while last > 0:
        last -= 1
        if not _is_personal(sentence, last):
            continue
        first = last
        while first > 0 and _is_personal(sentence, first - 1):
            first -= 1
        if last > first:
            return sentence.cut(Phrase(first, last + 1)).text
        last = first
    return None


def _is_personal(sentence: Sentence, index: int) -> bool:
    """The token is part of a proper name that names no place, group or state."""
    mention = sentence.mentions.get(index)
    if mention is not None:
        return mention.kind == "person"
    is_proper = sentence.parse is not None and sentence.parse.tags[index] == "NNP"
    return is_proper and is_name(sentence, index)


def _last_person(before: Sequence[Claim]) -> str | None:
    """Who was named last among the nearest claims: two capitalised words or more, and no group, state or organ."""
    for claim in reversed(before[-_NEAR_CLAIMS:]):
        for name, entity in ((claim.actor_name, claim.actor_entity), (claim.source_name, claim.source_entity)):
            is_person = entity is None or entity.startswith("person:")
            if name is not None and is_person and sum(word[:1].isupper() for word in name.split()) >= _TWO_NAMES:
                return name
    return None


_TWO_NAMES = 2


def _subject_before(sentence: Sentence, index: int) -> str | None:
    """Of "they" and "it" the subject of the main clause, where it stands before and is one who speaks or acts."""
    subject = main_subject(sentence)
    if subject is None or subject.last > index or is_pronoun(sentence, subject) or speaker(sentence, subject) is None:
        return None
    return sentence.cut(subject).text
