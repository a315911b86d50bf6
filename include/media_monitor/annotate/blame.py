"""Blame: someone accuses, charges, blames another, or lays an act to him in other words. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import is_core_act, is_suffered
from media_monitor.annotate.crimes import any_act, complements, core_acts, is_hostile, is_hostile_below, is_violent, names_crime
from media_monitor.annotate.drafts import (
    NOBODY,
    Draft,
    has_party,
    is_unreal,
    negation_before,
    objective,
    parties_of,
)
from media_monitor.annotate.grammar import DETERMINERS, PREPOSITIONS, is_tagged_verb, related, subtree
from media_monitor.annotate.phrases import main_subject, noun_phrase, phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words

_FACES = words("face faces faced facing")
_ANYBODY = words("hundreds dozens thousands many those others some people all")


def accuses(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X accused Y of …", "Y was accused of …", "blamed on Y", "Y charged with …"."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    is_charge = word in cues["charge"]
    if not (word in cues["accuse"] or is_charge) or is_unreal(sentence, index) or not _is_verb_of_blame(sentence, index):
        return
    cue = Phrase(index, index + 1)
    rule = "charge" if is_charge else "accuse"
    negated = negation_before(sentence, index)
    if word.startswith("blam"):
        yield from _blames(sentence, index, cue, negated)
        return
    if is_charge and _merely_states(sentence, index):
        return
    crime = names_crime(sentence, index)
    if crime is False or (crime is None and not any_act(sentence)):
        return
    if sentence.lower(index + 1) in {"each", "one"} and sentence.lower(index + 2) in {"other", "another"}:
        yield from _each_other(sentence, subject_before(sentence, index), cue)
    elif (is_suffered(sentence, index) and not related(sentence, index, "dobj")) or _describes_the_noun_before(sentence, index):
        yield from _accused(sentence, index, rule, negated)
    elif (whom := _whom_of_clause(sentence, index)) is not None:
        party = agent(sentence, whom, allow_bare=True)
        if party is not None:
            yield Draft("accused", _accuser(sentence, index), party, cue, f"{rule}.active", negated)
    else:
        yield from _over_parties(
            sentence, _object_start(sentence, index), _accuser(sentence, index), cue, f"{rule}.active", negated
        )


def _merely_states(sentence: Sentence, index: int) -> bool:
    """As in "critics charged that …", "charged past the guards", "prosecuted the war"."""
    if related(sentence, index, "ccomp") and not related(sentence, index, "dobj"):
        return True
    if sentence.lower(index + 1) in PREPOSITIONS - {"with", "by", "in", "over", "for", "after", "of", "under", "on", "at"}:
        return True
    return any(sentence.lower(i) in {"war", "campaign", "fee", "fees", "price"} for i in related(sentence, index, "dobj"))


def _whom_of_clause(sentence: Sentence, index: int) -> Phrase | None:
    """As in "the group, which X blamed for the attack": the noun that the clause describes; None without such a clause."""
    parse = sentence.parse
    assert parse is not None
    if parse.relations[index] != "relcl" or not related(sentence, index, "nsubj"):
        return None
    objects = related(sentence, index, "dobj")
    if any(parse.tags[i] not in {"WDT", "WP"} for i in objects) or not any(
        parse.tags[i] in {"WDT", "WP"} for i in subtree(sentence, index)
    ):
        return None
    return noun_phrase(parse, parse.heads[index])


def _object_start(sentence: Sentence, index: int) -> int:
    """Where the accused begins; in "charges suspected spy with murder" the parse hangs him on "suspected"."""
    if not related(sentence, index, "dobj"):
        for participle in related(sentence, index, "xcomp", "ccomp"):
            if sentence.lower(participle) in {"suspected", "alleged", "accused"} and related(sentence, participle, "dobj"):
                return participle + 1
    return index + 1


def _is_verb_of_blame(sentence: Sentence, index: int) -> bool:
    parse = sentence.parse
    assert parse is not None
    if is_tagged_verb(sentence, index):
        return True
    # Headlines make the parser take "charges", "blames" for nouns: a name or role stands before, someone after.
    word, before = sentence.lower(index), index - 1
    return (
        word in {"charges", "blames", "accuses", "charge", "blame", "accuse"}
        and before >= 0
        and (before in sentence.mentions or sentence.lower(before) in sentence.lexicon.cues["authorities"])
        and parse.relations[index] in {"compound", "ROOT"}
        and sentence.lower(index + 1) not in DETERMINERS | {"", ",", ".", "in", "against", "over", "on"}
    )


def _blames(sentence: Sentence, index: int, cue: Phrase, negated: bool) -> Iterator[Draft]:
    """As in "X blamed Y for the attack", "X blamed the attack on Y", "an attack blamed on Y"."""
    if not is_violent(sentence):
        return
    on = [i for i in related(sentence, index, "prep") if sentence.lower(i) == "on"]
    pinned = _pinned_on(sentence, index) if not on else on[0]
    suffered = is_suffered(sentence, index)
    if pinned is not None and (suffered or related(sentence, index, "dobj") or pinned == index + 1):
        subject = None if suffered and not related(sentence, index, "nsubj") else subject_before(sentence, index)
        what = subject_before(sentence, index) if suffered else phrase_after(sentence, index + 1)
        if what is not None and not core_acts(sentence, range(what.first, what.last)) and not is_violent(sentence):
            return
        yield from _over_parties(sentence, pinned + 1, speaker(sentence, subject), cue, "accuse.blamed_on", negated)
        return
    if names_crime(sentence, index) is False and not _names_harm(sentence, index):
        return
    if (whom := _whom_of_clause(sentence, index)) is not None:
        party = agent(sentence, whom, allow_bare=True)
        if party is not None:
            yield Draft("accused", _accuser(sentence, index), party, cue, "accuse.active", negated)
    elif suffered:
        yield from _accused(sentence, index, "accuse", negated)
    else:
        yield from _over_parties(sentence, index + 1, _accuser(sentence, index), cue, "accuse.active", negated)


def _names_harm(sentence: Sentence, index: int) -> bool:
    """What someone is blamed for is violence, deaths, a blast."""
    nouns = sentence.lexicon.cues["act_nouns"]
    return any(sentence.lower(i) in nouns for c in complements(sentence, index) for i in subtree(sentence, c))


def _pinned_on(sentence: Sentence, index: int) -> int | None:
    """Index of "on" in "blamed the attack on Y", where the parse hangs it on the attack."""
    for noun in related(sentence, index, "dobj", "nsubj", "nsubjpass"):
        for prep in related(sentence, noun, "prep"):
            if sentence.lower(prep) == "on" and is_core_act(sentence, noun) and prep > index:
                return prep
    return index + 1 if sentence.lower(index + 1) == "on" else None


def _accuser(sentence: Sentence, index: int) -> Party | None:
    """Who accuses: the subject, or the one that "and" shares with the verb before."""
    subject = subject_before(sentence, index)
    return speaker(sentence, subject) or (speaker(sentence, main_subject(sentence)) if subject is None else None)


def _accused(sentence: Sentence, index: int, rule: str, negated: bool) -> Iterator[Draft]:
    """As in "Y was accused of …", "Y charged with …", "Y, whom X accused of …"."""
    cue = Phrase(index, index + 1)
    by = related(sentence, index, "agent")
    source = speaker(sentence, phrase_after(sentence, by[0] + 1)) if by else None
    whom = _noun_before(sentence, index) if _describes_the_noun_before(sentence, index) else subject_before(sentence, index)
    for part in parties_of(sentence, whom):
        accused = agent(sentence, part, allow_bare=True)
        if accused is not None and not _is_a_mere_number(sentence, accused.phrase):
            yield Draft("accused", source, accused, cue, f"{rule}.passive", negated, is_background=_is_attached(sentence, index))


def _describes_the_noun_before(sentence: Sentence, index: int) -> bool:
    """As in "arrested a leader of the group accused of bombings": what stands next to "accused of" is accused.

    The parse may make it a verb of the main clause, which would accuse those who arrest.
    """
    parse = sentence.parse
    assert parse is not None
    return (
        sentence.lower(index) == "accused"
        and sentence.lower(index + 1) == "of"
        and parse.relations[index] in {"advcl", "conj", "dep"}
        and not related(sentence, index, "nsubj", "nsubjpass", "aux", "auxpass", "dobj")
        and index > 0
        and parse.tags[index - 1].startswith("NN")
    )


def _noun_before(sentence: Sentence, index: int) -> Phrase:
    """The phrase that ends at once before `index`, with what it is "of"."""
    parse = sentence.parse
    assert parse is not None
    top = index - 1
    while parse.relations[top] == "pobj" and sentence.lower(parse.heads[top]) == "of" and parse.heads[parse.heads[top]] < top:
        top = parse.heads[parse.heads[top]]
    return Phrase(min(subtree(sentence, top) & frozenset(range(index))), index)


def _is_a_mere_number(sentence: Sentence, phrase: Phrase) -> bool:
    """No one with an identity, or no one at all: "dozens", "no one has been charged"."""
    said = sentence.words(phrase)
    return said[0] in NOBODY or all(word in _ANYBODY for word in said)


def _is_attached(sentence: Sentence, index: int) -> bool:
    """The participle only describes: "the man accused of …"."""
    parse = sentence.parse
    return parse is not None and parse.relations[index] in {"acl", "relcl"}


def faces_charges(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X faces murder charges", "murder charges against X", "X's charges include homicide"."""
    if sentence.lower(index) not in {"charges", "charge", "counts", "trial"}:
        return
    if not (is_hostile_below(sentence, index) or is_hostile(sentence, index)):
        owner = related(sentence, index, "poss")
        parse = sentence.parse
        assert parse is not None
        verb = parse.heads[index]
        if not (owner and sentence.lower(verb).startswith("includ") and is_hostile_below(sentence, verb)):
            return
        party = agent(sentence, phrase_after(sentence, min(subtree(sentence, owner[0])), keep_of=False), allow_bare=True)
    else:
        party = _charged(sentence, index)
    if party is not None and not party.is_pronoun:
        yield Draft("accused", None, party, Phrase(index, index + 1), "charge.faced")


def _charged(sentence: Sentence, index: int) -> Party | None:
    """Who stands under the charges at `index`."""
    parse = sentence.parse
    assert parse is not None
    above = parse.heads[index]
    while above != parse.heads[above] and not is_tagged_verb(sentence, above):
        above = parse.heads[above]
    if sentence.lower(above) in _FACES:
        return agent(sentence, subject_before(sentence, above), allow_bare=True)
    against = next((i for i in related(sentence, index, "prep") if sentence.lower(i) == "against"), None)
    lifted = words("dropped drops dismissed dismisses withdrew withdrawn quashed")
    if against is None or sentence.lower(above) in lifted:
        return None
    return agent(sentence, phrase_after(sentence, against + 1), allow_bare=True)


def _over_parties(
    sentence: Sentence, start: int, source: Party | None, cue: Phrase, rule: str, negated: bool = False
) -> Iterator[Draft]:
    """One draft for each party that "and" joins in the phrase from `start` on."""
    for part in parties_of(sentence, phrase_after(sentence, start)):
        accused = agent(sentence, part, allow_bare=True) or objective(sentence, part)
        if accused is not None and not _is_a_mere_number(sentence, accused.phrase):
            yield Draft("accused", source, accused, cue, rule, negated)


def _each_other(sentence: Sentence, subject: Phrase | None, cue: Phrase) -> Iterator[Draft]:
    """As in "X and Y accuse each other": two rows."""
    parts = parties_of(sentence, subject)
    if len(parts) == 2:
        left, right = (Party(part, sentence.mention_in(part)) for part in parts)
        yield Draft("accused", left, right, cue, "accuse.each_other")
        yield Draft("accused", right, left, cue, "accuse.each_other")


def trades_blame(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X and Y traded blame for the shelling"."""
    if sentence.lower(index) not in {"trade", "trades", "traded", "trading"} or sentence.lower(index + 1) not in {
        "blame",
        "accusations",
    }:
        return
    subject = subject_before(sentence, index)
    if subject is None:
        return
    cue = Phrase(index, index + 2)
    if sentence.lower(subject.first - 1) == "," and subject.first >= 2 and len(parties_of(sentence, subject)) == 1:
        left = Phrase(subject.first - 2, subject.first - 1)  # headlines join two parties by a comma
        if has_party(sentence, left):
            parties = (Party(left, sentence.mention_in(left)), Party(subject, sentence.mention_in(subject)))
            yield Draft("accused", parties[0], parties[1], cue, "accuse.trade")
            yield Draft("accused", parties[1], parties[0], cue, "accuse.trade")
            return
    if ", " in sentence.cut(subject).text and len(parties_of(sentence, subject)) == 1:
        comma = next(i for i in range(subject.first, subject.last) if sentence.text(i) == ",")
        yield from _each_other_of(sentence, Phrase(subject.first, comma), Phrase(comma + 1, subject.last), cue)
        return
    yield from _each_other(sentence, subject, cue)


def _each_other_of(sentence: Sentence, left: Phrase, right: Phrase, cue: Phrase) -> Iterator[Draft]:
    parties = (Party(left, sentence.mention_in(left)), Party(right, sentence.mention_in(right)))
    yield Draft("accused", parties[0], parties[1], cue, "accuse.trade")
    yield Draft("accused", parties[1], parties[0], cue, "accuse.trade")


def attributes(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X attributed the bombing to Y", "X pinned the attack on Y"."""
    if sentence.lower(index) not in {"attributed", "attributes", "attribute", "pinned", "pins"}:
        return
    for position in range(index + 1, min(index + 12, len(sentence.tokens))):
        if sentence.lower(position) in {"to", "on"} and core_acts(sentence, range(max(0, index - 10), position)):
            suffered = is_suffered(sentence, index)
            source = None if suffered else speaker(sentence, subject_before(sentence, index))
            yield from _over_parties(sentence, position + 1, source, Phrase(index, index + 1), "accuse.attribute")
            return
