"""What someone takes on himself: responsibility claimed, guilt pleaded, an act admitted. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import is_act_noun, is_core_act, is_suffered
from media_monitor.annotate.crimes import any_act, core_acts, is_hostile, is_violent
from media_monitor.annotate.drafts import NOBODY, Draft, is_unreal, negation_before
from media_monitor.annotate.grammar import SUBJECT_PRONOUNS, is_tagged_verb, related, subtree
from media_monitor.annotate.phrases import main_subject, phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words

_RESPONSIBILITY = words("responsibility credit authorship")
_STANDS_FOR_AN_ACT = words("it this that them both either")


def claims(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X claimed responsibility", "claimed by X", "X claims deadly bombing"."""
    word = sentence.lower(index)
    if word in {"claim", "claims"} and sentence.lower(index + 1) == "of":
        yield from _claim_noun(sentence, index) if sentence.lower(index + 2) in _RESPONSIBILITY else ()
    elif word.startswith("claimed") and sentence.lower(index + 1) == "by":
        yield from _claimed_by(sentence, index)
    elif word in sentence.lexicon.cues["claim"] and not _is_wished(sentence, index):
        yield from _claims_it(sentence, index)


def _is_wished(sentence: Sentence, index: int) -> bool:
    """A modal stands before; "rushed to claim" is done, "agreed to accept responsibility" is not."""
    after_to = sentence.lower(index - 1) == "to"
    return is_unreal(sentence, index) and (not after_to or sentence.lower(index) in {"accept", "take"})


def _claimed_by(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "an attack claimed by X"."""
    party = agent(sentence, phrase_after(sentence, index + 2), allow_bare=True)
    is_real = not is_unreal(sentence, index) and sentence.lower(index - 1) != "as"
    if party is not None and is_real and _names_claimed(sentence, index):
        yield Draft("claimed", party, party, Phrase(index, index + 2), "claim.by", is_own=True)


def _claims_it(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X claimed responsibility", "X claims deadly bombing"."""
    word = sentence.lower(index)
    takes = any(sentence.lower(i) in _RESPONSIBILITY for i in range(index + 1, index + 5))
    claims_act = (
        word.startswith("claim")
        and any(_is_act_claimed(sentence, i) for i in range(index + 1, min(index + 5, len(sentence.tokens))))
        and sentence.lower(index + 1) != "that"
        and not related(sentence, index, "ccomp", "xcomp")
    )
    if not (takes or claims_act):
        return
    subject = subject_before(sentence, index) or main_subject(sentence)
    if subject is None:
        return
    negated = negation_before(sentence, index) or any(w in NOBODY for w in sentence.words(subject))
    if subject == Phrase(index - 1, index) and sentence.lower(subject.first) == "no":
        subject = Phrase(index - 1, index + 1)  # the headline "No claim for bombing": nobody
    party = Party(subject) if negated else speaker(sentence, subject) or agent(sentence, subject, allow_bare=True)
    if party is not None:
        yield Draft(
            "claimed",
            party,
            party,
            Phrase(index, index + 2),
            "claim.responsibility" if takes else "claim.act",
            negated,
            is_own=True,
            needs_context=takes and (_is_for_something_else(sentence, index) or sentence.lower(subject.first) in {"i", "we"}),
        )


def _is_act_claimed(sentence: Sentence, index: int) -> bool:
    parse = sentence.parse
    is_noun = parse is not None and parse.tags[index].startswith("NN") and is_act_noun(sentence, index)
    return is_noun and (is_core_act(sentence, index) or sentence.lower(index) in _BLASTS)


_BLASTS = words("blast blasts explosion explosions")


def _names_claimed(sentence: Sentence, index: int) -> bool:
    subject = subject_before(sentence, index)
    return (subject is not None and core_acts(sentence, range(subject.first, subject.last))) or core_acts(
        sentence, range(max(0, index - 12), index)
    )


def _is_for_something_else(sentence: Sentence, index: int) -> bool:
    """As in "claimed responsibility for the delay": what it is for is named, and no violence anywhere in the sentence."""
    target = next((i for i in range(index + 2, index + 6) if sentence.lower(i) == "for"), None)
    return target is not None and sentence.lower(target + 1) not in _STANDS_FOR_AN_ACT and not is_violent(sentence)


def _claim_noun(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "No claim of responsibility", "a claim of responsibility by X"."""
    for follow in range(index + 3, min(index + 7, len(sentence.tokens))):
        if sentence.lower(follow) in {"by", "from"}:
            party = agent(sentence, phrase_after(sentence, follow + 1), allow_bare=True)
            if party is not None and not any(sentence.lower(i) in NOBODY for i in range(max(0, index - 3), index)):
                yield Draft("claimed", party, party, Phrase(index, index + 3), "claim.noun", is_own=True)
                return
    if any(sentence.lower(i) in NOBODY for i in range(max(0, index - 3), index)):
        party = Party(Phrase(max(0, index - 1), index + 1))
        yield Draft("claimed", party, party, Phrase(index, index + 3), "claim.nobody", is_negated=True, is_own=True)


def pleads(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y pleaded guilty to murder", "Y pleaded not guilty"."""
    if sentence.lower(index) not in {"pleaded", "plead", "pleads", "pled", "pleading"}:
        return
    subject = subject_before(sentence, index)
    party = agent(sentence, subject, allow_bare=True)
    if party is None or (subject is not None and not _is_person(sentence, subject)):
        party = agent(sentence, phrase_after(sentence, 0), allow_bare=True) or party
    if party is None:
        return
    if sentence.lower(index + 1) == "not" and sentence.lower(index + 2) == "guilty":
        yield Draft(
            "denied",
            party,
            party,
            Phrase(index, index + 3),
            "plead.not_guilty",
            is_own=True,
            needs_context=not any_act(sentence),
        )
    elif sentence.lower(index + 1) == "guilty" and sentence.lower(index - 1) != "to" and _is_guilty_of_an_act(sentence, index):
        yield Draft("claimed", party, party, Phrase(index, index + 2), "plead.guilty", is_own=True)


def _is_guilty_of_an_act(sentence: Sentence, index: int) -> bool:
    """The crime confessed to is an act of violence; where none is named, the sentence speaks of one."""
    preps = [
        i
        for i in (*related(sentence, index, "prep"), *related(sentence, index + 1, "prep"))
        if sentence.lower(i) in {"to", "of", "in"}
    ]
    crimes = [c for p in preps for c in related(sentence, p, "pobj", "pcomp")]
    return any(is_hostile(sentence, c) for c in crimes) if crimes else any_act(sentence)


def _is_person(sentence: Sentence, phrase: Phrase) -> bool:
    """Someone who can stand trial: no event, no thing."""
    parse = sentence.parse
    assert parse is not None
    return not any(sentence.lower(i) in {"event", "plot", "attack", "case"} for i in range(phrase.first, phrase.last))


def admits(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X admitted planting the bomb", "the suspect confessed"."""
    word = sentence.lower(index)
    if (
        word not in sentence.lexicon.cues["admit"]
        or not is_tagged_verb(sentence, index)
        or is_unreal(sentence, index)
        or _is_admitted(sentence, index)
    ):
        return
    if any(sentence.lower(i) in _RESPONSIBILITY for i in range(index, index + 5)):
        return
    party = agent(sentence, subject_before(sentence, index), allow_bare=True)
    if party is None:
        return
    objects = [i for p in related(sentence, index, "prep") for i in related(sentence, p, "pobj", "pcomp")]
    objects += [i for i in related(sentence, index, "dobj", "xcomp", "ccomp") if not _is_done_by_others(sentence, i)]
    is_bare_confession = word.startswith("confess") and not any(_is_named_thing(sentence, i) for i in objects)
    if any(is_hostile(sentence, i) for i in objects) or (is_bare_confession and is_violent(sentence)):
        yield Draft("claimed", party, party, Phrase(index, index + 1), "admit", negation_before(sentence, index), is_own=True)


def _is_admitted(sentence: Sentence, index: int) -> bool:
    """The verb is passive; nobody "is boasted", whatever the parse has."""
    return is_suffered(sentence, index) and not sentence.lower(index).startswith("boast")


def _is_done_by_others(sentence: Sentence, verb: int) -> bool:
    """As in "admitted that its air defences had fired": what is admitted has a subject of its own, which acts."""
    return any(sentence.lower(i) not in SUBJECT_PRONOUNS for i in related(sentence, verb, "nsubj"))


def _is_named_thing(sentence: Sentence, index: int) -> bool:
    """What is confessed is named, and it is no one who hears it ("confessed to the police")."""
    party = agent(sentence, phrase_after(sentence, min(subtree(sentence, index))))
    return party is None
