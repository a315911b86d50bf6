"""Explicit attributions: someone claims, denies, accuses, blames, is charged, convicted, suspected; no evidence is found. Pure.

Each rule reads one sentence and yields drafts; who a pronoun means, and what the whole sentence says, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import is_act_noun, is_core_act, is_suffered
from media_monitor.annotate.crimes import complements, core_acts, is_hostile, is_hostile_below, names_crime
from media_monitor.annotate.drafts import (
    Draft,
    has_party,
    is_unreal,
    negation_before,
    objective,
    parties_of,
)
from media_monitor.annotate.grammar import (
    BE,
    PRONOUNS,
    Phrase,
    Sentence,
    is_tagged_verb,
    main_subject,
    phrase_after,
    related,
    subject_before,
    subtree,
)
from media_monitor.annotate.suspicion import finds_nothing, holds_behind, links, suspects
from media_monitor.annotate.verdicts import confirms_this, convicts, identifies, lifts
from media_monitor.annotate.vocabulary import words

_RESPONSIBILITY = words("responsibility credit authorship")
_OWN_PART = words("involvement responsibility role part blame complicity guilt wrongdoing hand connection link links")
_SAID_OF_IT = words(
    "allegation allegations accusation accusations charge charges claim claims report reports it them this suggestion suggestions"
)
_NOBODY = words("no nobody none neither")
_SHARE = words("part role hand involvement")
_STANDS_FOR_AN_ACT = words("it this that them both either")
_FACES = words("face faces faced facing")


Rule = Callable[[Sentence, int], Iterator[Draft]]


def drafts(sentence: Sentence) -> list[Draft]:
    """Every explicit attribution of the sentence, in order of its cue."""
    cues = sentence.lexicon.cues
    cued = [i for i, token in enumerate(sentence.tokens) if token.lower in cues.explicit]
    return [draft for index in cued for rule in _RULES for draft in rule(sentence, index)]


def _any_act(sentence: Sentence) -> bool:
    return core_acts(sentence, range(len(sentence.tokens)))


def _claims(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X claimed responsibility", "claimed by X", "X claims deadly bombing"."""
    word = sentence.lower(index)
    if word in {"claim", "claims"} and sentence.lower(index + 1) == "of" and sentence.lower(index + 2) in _RESPONSIBILITY:
        yield from _claim_noun(sentence, index)
        return
    if word not in sentence.lexicon.cues["claim"] or (is_unreal(sentence, index) and sentence.lower(index - 1) != "to"):
        return
    if word.startswith("claimed") and sentence.lower(index + 1) == "by":
        party = agent(sentence, phrase_after(sentence, index + 2), allow_bare=True)
        if party is not None and sentence.lower(index - 1) != "as" and _names_claimed(sentence, index):
            yield Draft("claimed", party, party, Phrase(index, index + 2), "claim.by", is_own=True)
        return
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
    negated = negation_before(sentence, index) or any(w in _NOBODY for w in sentence.words(subject))
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
    return (
        parse is not None and parse.tags[index].startswith("NN") and is_act_noun(sentence, index) and is_core_act(sentence, index)
    )


def _names_claimed(sentence: Sentence, index: int) -> bool:
    subject = subject_before(sentence, index)
    return (subject is not None and core_acts(sentence, range(subject.first, subject.last))) or core_acts(
        sentence, range(max(0, index - 12), index)
    )


def _is_for_something_else(sentence: Sentence, index: int) -> bool:
    """As in "claimed responsibility for the delay": what it is for is named, and no violence anywhere in the sentence."""
    target = next((i for i in range(index + 2, index + 6) if sentence.lower(i) == "for"), None)
    return target is not None and sentence.lower(target + 1) not in _STANDS_FOR_AN_ACT and not _is_violent(sentence)


def _is_violent(sentence: Sentence) -> bool:
    """Acts, blasts or weapons are spoken of."""
    nouns = sentence.lexicon.cues["act_nouns"]
    return _any_act(sentence) or any(token.lower in nouns for token in sentence.tokens)


def _claim_noun(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "No claim of responsibility", "a claim of responsibility by X"."""
    for follow in range(index + 3, min(index + 7, len(sentence.tokens))):
        if sentence.lower(follow) in {"by", "from"}:
            party = agent(sentence, phrase_after(sentence, follow + 1), allow_bare=True)
            if party is not None and not any(sentence.lower(i) in _NOBODY for i in range(max(0, index - 3), index)):
                yield Draft("claimed", party, party, Phrase(index, index + 3), "claim.noun", is_own=True)
                return
    if any(sentence.lower(i) in _NOBODY for i in range(max(0, index - 3), index)):
        party = Party(Phrase(max(0, index - 1), index + 1))
        yield Draft("claimed", party, party, Phrase(index, index + 3), "claim.nobody", is_negated=True, is_own=True)


def _denies(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X denied involvement", "which Moscow denies", "X rejects the accusation"."""
    word = sentence.lower(index)
    if word not in sentence.lexicon.cues["deny"] or not is_tagged_verb(sentence, index) or _is_unsure(sentence, index):
        return
    party = _denier(sentence, index)
    if party is None or any(sentence.lower(i) in {"neither", "nor"} for i in range(max(0, index - 4), index)):
        return
    negated = negation_before(sentence, index)
    cue = Phrase(index, index + 1)
    if _is_relative(sentence, index):
        if core_acts(sentence, range(index)):
            yield Draft("denied", party, None, cue, "deny.which", negated, is_own=True)
        return
    target = _denied(sentence, index)
    if target is None:
        return
    other = _denied_other(sentence, target)
    yield Draft(
        "denied",
        party,
        other or party,
        cue,
        "deny.object",
        negated,
        is_own=other is None,
        needs_context=not (_is_violent(sentence) or is_hostile(sentence, target)),
    )


def _is_unsure(sentence: Sentence, index: int) -> bool:
    return is_unreal(sentence, index) or is_suffered(sentence, index)


def _denier(sentence: Sentence, index: int) -> Party | None:
    subject = subject_before(sentence, index)
    if subject is not None and sentence.lower(subject.first - 1) in {"a", "an", "the"} and subject.last - subject.first > 1:
        return None
    return speaker(sentence, subject)


def _is_relative(sentence: Sentence, index: int) -> bool:
    """As in "…, which X denied", "…, a charge X denies", "…, something X denied"."""
    parse = sentence.parse
    assert parse is not None
    if parse.relations[index] == "relcl" and related(sentence, index, "nsubj"):
        has_which = any(parse.tags[i] in {"WDT", "WP"} for i in related(sentence, index, "dobj", "pobj"))
        return has_which or not related(sentence, index, "dobj", "ccomp", "xcomp")
    return sentence.lower(index + 1) in {",", "."} and not related(sentence, index, "dobj", "ccomp", "xcomp")


def _denied(sentence: Sentence, index: int) -> int | None:
    """The word of what is denied: an act, a part in one, or an accusation; None where it is something else."""
    targets = [i for i in related(sentence, index, "ccomp", "xcomp", "dobj", "dep") if i > index]
    return next((target for target in targets if _is_deniable(sentence, target)), None)


def _is_deniable(sentence: Sentence, target: int) -> bool:
    parse = sentence.parse
    word, below = sentence.lower(target), subtree(sentence, target)
    if is_hostile(sentence, target):
        return True
    if parse is not None and parse.relations[target] in {"ccomp", "xcomp"}:
        doing = sentence.lexicon.cues["act_nouns"] | {"behind", "responsible", "involved"} | _SHARE
        return core_acts(sentence, below) or (
            word in BE | {"had", "have", "played"} and any(sentence.lower(i) in doing for i in below)
        )
    if word not in _OWN_PART | _SAID_OF_IT:
        return False
    extra = [i for i in related(sentence, target, "prep", "acl", "compound", "amod") if not _is_empty(sentence, i)]
    return not extra or core_acts(sentence, below)


def _is_empty(sentence: Sentence, index: int) -> bool:
    """The word says nothing of what the accusation is about: "any", "such", "Ukrainian", "the latest", "against it"."""
    parse = sentence.parse
    assert parse is not None
    if parse.relations[index] == "prep":
        objects = related(sentence, index, "pobj", "pcomp")
        return sentence.lower(index) in {"from", "by", "against", "in", "as"} and all(
            parse.tags[i] in {"PRP", "DT", "NNP"} or sentence.lower(i) in {"incident", "matter", "case", "affair"}
            for i in objects
        )
    return parse.tags[index] in {"JJ", "JJS", "VBN", "VBG"} or index in sentence.mentions


def _denied_other(sentence: Sentence, target: int) -> Party | None:
    """The party of "denied that Y …" or "denied Y's involvement", None where the denier speaks of itself."""
    told = [
        c for p in (target, *related(sentence, target, "prep")) for c in related(sentence, p, "acl", "ccomp", "relcl", "pcomp")
    ]
    subjects = [s for verb in (target, *told) for s in related(sentence, verb, "nsubj", "nsubjpass")]
    subjects = subjects or ([] if sentence.lower(target) in _SAID_OF_IT else related(sentence, target, "poss"))
    if not subjects:
        return None
    phrase = phrase_after(sentence, min(subtree(sentence, subjects[0])), keep_of=False)
    if phrase is None or (
        phrase.last - phrase.first == 1 and sentence.lower(phrase.first) in PRONOUNS | {"that", "which", "who"}
    ):
        return None
    party = agent(sentence, phrase, allow_bare=True)
    owned = sentence.lower(phrase.first) in {"its", "their", "his", "her"}
    return None if owned and party is not None and party.mention is None and not party.is_pronoun else party


def _had_nothing_to_do(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y had nothing to do with the attack", "Y played no part in the killing", "Y was not involved"."""
    said = [sentence.lower(i) for i in range(index, index + 4)]
    if said != ["nothing", "to", "do", "with"] and not (said[0] == "no" and said[1] in _SHARE and said[2] in {"in", "behind"}):
        return
    verb = index - 1
    party = agent(sentence, subject_before(sentence, verb))
    if party is not None:
        vague = not core_acts(sentence, range(index, len(sentence.tokens)))
        yield Draft("denied", None, party, Phrase(index, index + 3), "deny.nothing", needs_context=vague)


def _pleads(sentence: Sentence, index: int) -> Iterator[Draft]:
    if sentence.lower(index) not in {"pleaded", "plead", "pleads", "pled", "pleading"}:
        return
    subject = subject_before(sentence, index)
    party = agent(sentence, subject, allow_bare=True)
    if party is None or (subject is not None and not is_person(sentence, subject)):
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
            needs_context=not _any_act(sentence),
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
    return any(is_hostile(sentence, c) for c in crimes) if crimes else _any_act(sentence)


def is_person(sentence: Sentence, phrase: Phrase) -> bool:
    """Someone who can stand trial: no event, no thing."""
    parse = sentence.parse
    assert parse is not None
    return not any(sentence.lower(i) in {"event", "plot", "attack", "case"} for i in range(phrase.first, phrase.last))


def _admits(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X admitted planting the bomb", "the suspect confessed"."""
    word = sentence.lower(index)
    if word not in sentence.lexicon.cues["admit"] or not is_tagged_verb(sentence, index) or _is_unsure(sentence, index):
        return
    if any(sentence.lower(i) in _RESPONSIBILITY for i in range(index, index + 5)):
        return
    party = agent(sentence, subject_before(sentence, index), allow_bare=True)
    if party is None:
        return
    objects = [i for p in related(sentence, index, "prep") for i in related(sentence, p, "pobj", "pcomp")]
    objects += related(sentence, index, "dobj", "xcomp", "ccomp")
    is_bare_confession = word.startswith("confess") and not any(is_named_thing(sentence, i) for i in objects)
    if any(is_hostile(sentence, i) for i in objects) or (is_bare_confession and _is_violent(sentence)):
        yield Draft("claimed", party, party, Phrase(index, index + 1), "admit", negation_before(sentence, index), is_own=True)


def is_named_thing(sentence: Sentence, index: int) -> bool:
    """What is confessed is named, and it is no one who hears it ("confessed to the police")."""
    party = agent(sentence, phrase_after(sentence, min(subtree(sentence, index))))
    return party is None


def _accuses(sentence: Sentence, index: int) -> Iterator[Draft]:
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
    crime = names_crime(sentence, index)
    if crime is False or (crime is None and not _any_act(sentence)):
        return
    if sentence.lower(index + 1) in {"each", "one"} and sentence.lower(index + 2) in {"other", "another"}:
        yield from _each_other(sentence, subject_before(sentence, index), cue)
    elif is_suffered(sentence, index) and not related(sentence, index, "dobj"):
        yield from _accused(sentence, index, rule, negated)
    else:
        yield from _over_parties(
            sentence, _object_start(sentence, index), _accuser(sentence, index), cue, f"{rule}.active", negated
        )


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
        and sentence.lower(index + 1) not in {"", ",", ".", "in", "against", "over", "on"}
    )


def _blames(sentence: Sentence, index: int, cue: Phrase, negated: bool) -> Iterator[Draft]:
    """As in "X blamed Y for the attack", "X blamed the attack on Y", "an attack blamed on Y"."""
    if not _is_violent(sentence):
        return
    on = [i for i in related(sentence, index, "prep") if sentence.lower(i) == "on"]
    pinned = _pinned_on(sentence, index) if not on else on[0]
    suffered = is_suffered(sentence, index)
    if pinned is not None and (suffered or related(sentence, index, "dobj") or pinned == index + 1):
        subject = None if suffered and not related(sentence, index, "nsubj") else subject_before(sentence, index)
        what = subject_before(sentence, index) if suffered else phrase_after(sentence, index + 1)
        if what is not None and not core_acts(sentence, range(what.first, what.last)) and not _any_act(sentence):
            return
        yield from _over_parties(sentence, pinned + 1, speaker(sentence, subject), cue, "accuse.blamed_on", negated)
        return
    if names_crime(sentence, index) is False and not _names_harm(sentence, index):
        return
    if suffered:
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
    for part in parties_of(sentence, subject_before(sentence, index)):
        accused = agent(sentence, part, allow_bare=True)
        if accused is not None and not _is_a_mere_number(sentence, accused.phrase):
            yield Draft("accused", source, accused, cue, f"{rule}.passive", negated, is_background=_is_attached(sentence, index))


def _is_a_mere_number(sentence: Sentence, phrase: Phrase) -> bool:
    return all(
        word in {"hundreds", "dozens", "thousands", "many", "those", "others", "some", "people"}
        for word in sentence.words(phrase)
    )


def _is_attached(sentence: Sentence, index: int) -> bool:
    """The participle only describes: "the man accused of …"."""
    parse = sentence.parse
    return parse is not None and parse.relations[index] in {"acl", "relcl"}


def _faces_charges(sentence: Sentence, index: int) -> Iterator[Draft]:
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


def _trades_blame(sentence: Sentence, index: int) -> Iterator[Draft]:
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


def _attributes(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X attributed the bombing to Y", "X pinned the attack on Y"."""
    if sentence.lower(index) not in {"attributed", "attributes", "attribute", "pinned", "pins"}:
        return
    for position in range(index + 1, min(index + 12, len(sentence.tokens))):
        if sentence.lower(position) in {"to", "on"} and core_acts(sentence, range(max(0, index - 10), position)):
            suffered = is_suffered(sentence, index)
            source = None if suffered else speaker(sentence, subject_before(sentence, index))
            yield from _over_parties(sentence, position + 1, source, Phrase(index, index + 1), "accuse.attribute")
            return


_RULES: tuple[Rule, ...] = (
    _claims,
    _denies,
    _had_nothing_to_do,
    _pleads,
    _admits,
    _accuses,
    _faces_charges,
    _trades_blame,
    _attributes,
    convicts,
    lifts,
    suspects,
    holds_behind,
    links,
    finds_nothing,
    confirms_this,
    identifies,
)
