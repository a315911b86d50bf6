"""Suspicion and its absence: someone is suspected, linked to an act, or no evidence is found. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, is_adjective, mention_phrase, speaker
from media_monitor.annotate.acts import is_core_act, is_suffered, mentions_act
from media_monitor.annotate.crimes import core_acts, is_hostile, is_hostile_below, is_violent, names_crime
from media_monitor.annotate.drafts import Draft, negation_before, objective, parties_of
from media_monitor.annotate.grammar import BE, DETERMINERS, ancestors, is_tagged_verb, related, subtree
from media_monitor.annotate.phrases import phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Mention

_NO_EVIDENCE = words(
    "sign signs link links indication indications evidence proof connection connections suggestion trace basis"
    " information intelligence reason nothing"
)
_NOTHING_BY_ITSELF = words("nothing information intelligence reason")
_SUGGESTED = words("suggested suggests indicated indicates pointed points")
_SPEAKING_OF_ITSELF = words(
    "suggested indicated pointed suggests suggest shows show exists links link linking support supports indicate indicates"
)
"""Verbs whose subject is the evidence itself."""
_HAVING = words("had has have")
_FINDING = words("found find finds seen see sees")
_SUGGESTING = words("linking suggesting showing pointing tying connecting suggest link indicate show implicating implicate")
_DOERS = words("bomber gunman gunmen attacker attackers shooter shooters assailant knifeman bombers")
_NEAR = 16
_DETAINS = words(
    "arrest arrests arrested arresting detain detains detained detaining capture captures captured hold holds"
    " held nab nabs nabbed seize seized bust busts busted charge charges charged identify identifies identified"
    " hunt hunts hunting seek seeks seeking sought kill kills killed question questions questioned dismantle"
    " dismantled"
)


def suspects(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "officials suspect Y of …", "suspected rebel drones", "Y, the suspect in a shooting", "suspected to be Y"."""
    active = _suspecting(sentence, index)
    if active is not None:
        yield active
        return
    word = sentence.lower(index)
    if word == "suspect" and sentence.lower(index + 1) in {"in", "of"}:
        party = _called_suspect(sentence, index)
        if party is not None:
            yield Draft("suspected", None, party, Phrase(index, index + 1), "suspect.apposition", is_hedged=True)
    elif word in _SEEMING and sentence.lower(index + 1) == "to":
        party = _work_of(sentence, index)
        if party is not None:
            yield Draft("suspected", None, party, Phrase(index, index + 1), "suspect.work_of", is_hedged=True)
    elif word in {"suspected", "suspicion", "believed", "thought", "presumed", "alleged"}:
        yield from _suspected(sentence, index)


def _called_suspect(sentence: Sentence, index: int) -> Party | None:
    """The name beside "the suspect in the shooting"."""
    parse = sentence.parse
    assert parse is not None
    if not is_hostile_below(sentence, index):
        return None
    if parse.relations[index] == "appos":
        party = agent(sentence, phrase_after(sentence, min(subtree(sentence, parse.heads[index]) - subtree(sentence, index))))
    else:
        name = next((c for c in related(sentence, index, "appos") if parse.tags[c].startswith("NNP")), None)
        party = agent(sentence, Phrase(min(subtree(sentence, name)), name + 1)) if name is not None else None
    return None if party is None or party.is_pronoun else party


def _suspected(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y suspected of", "suspected to be Y", "suspected Y drones"."""
    following = sentence.lower(index + 1)
    cue = Phrase(index, index + 1)
    source: Party | None = None
    party: Party | None
    if following in {"of", "in"} and (names_crime(sentence, index) or core_acts(sentence, range(index, index + 10))):
        subject = _suspect_subject(sentence, index)
        party, rule = agent(sentence, subject, allow_bare=True), "suspect.of"
        source = _who_holds(sentence, index)
    elif following == "to" and is_tagged_verb(sentence, index):
        party, rule = _suspected_to(sentence, index), "suspect.to_be"
    else:
        party, rule = _suspected_party(sentence, index) if sentence.lower(index) == "suspected" else None, "suspect.modifier"
    if party is not None:
        yield Draft("suspected", source, party, cue, rule, is_hedged=True)


def _suspected_to(sentence: Sentence, index: int) -> Party | None:
    """As in "Y is believed to have attacked", "is believed to be behind", "the attack is thought to be the work of Y"."""
    if (worker := _work_of(sentence, index)) is not None:
        return worker
    for verb in related(sentence, index, "xcomp", "ccomp"):
        if is_suffered(sentence, verb):
            return None
        if is_core_act(sentence, verb) or is_hostile(sentence, verb) or (
            sentence.lower(verb) == "be" and _is_behind(sentence, verb)
        ):  # fmt: skip
            party = agent(sentence, subject_before(sentence, index), allow_bare=True)
            return None if party is not None and party.is_pronoun else party
        if sentence.lower(verb) == "be" and core_acts(sentence, range(len(sentence.tokens))):
            named = phrase_after(sentence, verb + (2 if sentence.lower(verb + 1) == "from" else 1))
            party = agent(sentence, named)
            return None if party is not None and party.is_pronoun else party
    return None


def _work_of(sentence: Sentence, index: int) -> Party | None:
    """As in "is thought (appears) to be the work of Y"."""
    for verb in related(sentence, index, "xcomp", "ccomp"):
        work = [i for i in subtree(sentence, verb) if sentence.lower(i) == "work" and sentence.lower(i + 1) == "of"]
        if work and is_violent(sentence):
            return agent(sentence, phrase_after(sentence, work[0] + 2))
    return None


_SEEMING = words("appears appear appeared seems seem seemed")


def _is_behind(sentence: Sentence, verb: int) -> bool:
    return any(sentence.lower(i) in {"behind", "responsible", "involved"} for i in subtree(sentence, verb))


def _suspecting(sentence: Sentence, index: int) -> Draft | None:
    """As in "officials suspect Y of carrying out the attack", "officials had suspected Y since the morning"."""
    if sentence.lower(index) not in sentence.lexicon.cues["suspect"] or not is_tagged_verb(sentence, index):
        return None
    if is_suffered(sentence, index) and sentence.parse is not None and sentence.parse.tags[index] == "VBN":
        return None
    if names_crime(sentence, index) is False:
        return None
    source = speaker(sentence, subject_before(sentence, index))
    target = phrase_after(sentence, index + 1)
    suspected = agent(sentence, target) or (None if target is None else objective(sentence, target))
    if source is None or suspected is None or related(sentence, index, "ccomp"):
        return None
    vague = not core_acts(sentence, range(len(sentence.tokens)))
    cue = Phrase(index, index + 1)
    return Draft("suspected", source, suspected, cue, "suspect.active", is_hedged=True, needs_context=vague)


def _suspect_subject(sentence: Sentence, index: int) -> Phrase | None:
    """Subject of "were arrested on suspicion of" or "is suspected of"."""
    if sentence.lower(index) != "suspicion":
        return subject_before(sentence, index)
    verb = next((i for i in ancestors(sentence, index) if is_tagged_verb(sentence, i)), None)
    if verb is None:
        return None
    held = related(sentence, verb, "dobj")
    if held and not is_suffered(sentence, verb):
        return phrase_after(sentence, min(subtree(sentence, held[0])), keep_of=False)
    return subject_before(sentence, verb)


def _who_holds(sentence: Sentence, index: int) -> Party | None:
    """Police who arrest someone suspected, or on suspicion: they suspect him."""
    for above in list(ancestors(sentence, index))[:3]:
        if sentence.lower(above) in _DETAINS and is_tagged_verb(sentence, above) and not is_suffered(sentence, above):
            return (
                speaker(sentence, subject_before(sentence, above))
                if not sentence.lower(above).startswith(("hunt", "s"))
                else None
            )
        if sentence.lower(above) in _DETAINS and (by := related(sentence, above, "agent")):
            return speaker(sentence, phrase_after(sentence, by[0] + 1))
    return None


def _suspected_party(sentence: Sentence, index: int) -> Party | None:
    """A known party or role with identity after "suspected", where an act is near."""
    violent = sentence.lexicon.cues["act_nouns"]
    if sentence.lower(index - 1) in BE or not any(
        is_core_act(sentence, i) or token.lower in violent for i, token in enumerate(sentence.tokens)
    ):
        return None
    cues = sentence.lexicon.cues
    for position in range(index + 1, min(index + 4, len(sentence.tokens))):
        mention = sentence.mentions.get(position)
        if mention is not None and mention.kind != "outlet":
            if _is_struck(sentence, position) or not _is_suspected_itself(sentence, position, mention):
                return None
            return Party(mention_phrase(sentence, Phrase(position, len(sentence.tokens)), mention), mention)
        if sentence.lower(position) in cues["identity_roles"]:
            noun = _noun_of(sentence, position)
            last = noun if noun not in sentence.mentions and sentence.lower(noun) in cues["identity_roles"] else position
            return None if _is_struck(sentence, position) else Party(Phrase(position, last + 1))
    return None


def _noun_of(sentence: Sentence, position: int) -> int:
    """The noun that the word at `position` describes: of "Islamist militants" the second."""
    parse = sentence.parse
    assert parse is not None
    noun = position
    while parse.heads[noun] > noun and parse.relations[noun] in {"compound", "amod", "nmod", "nummod", "poss"}:
        noun = parse.heads[noun]
    return noun


def _is_struck(sentence: Sentence, position: int) -> bool:
    """The suspects are the victims: "two suspected rebels killed in a clash", "a raid against suspected militants"."""
    parse = sentence.parse
    assert parse is not None
    noun = _noun_of(sentence, position)
    above, relation = parse.heads[noun], parse.relations[noun]
    if sentence.lower(noun) in sentence.lexicon.cues["act_nouns"] | sentence.lexicon.cues["weapons"]:
        return False
    if relation == "pobj":
        return sentence.lower(above) in {"against", "on", "targeting"} and is_core_act(sentence, parse.heads[above])
    suffering = [above] if relation in {"nsubj", "nsubjpass"} else related(sentence, noun, "acl")
    if any(is_core_act(sentence, v) and is_tagged_verb(sentence, v) and is_suffered(sentence, v) for v in suffering):
        return True
    return relation == "dobj" and is_core_act(sentence, above)


def _is_suspected_itself(sentence: Sentence, position: int, mention: Mention) -> bool:
    """The act, weapon or fighters of the name are suspected, not a person of that nation ("suspected Syrian agent")."""
    cues = sentence.lexicon.cues
    if mention.kind == "place" and not is_adjective(sentence, mention) and not (mention.entity_id or "").startswith("state:"):
        return False  # where, not who: "a suspected Black Sea drone attack"
    after = next((i for i in range(position, len(sentence.tokens)) if sentence.mentions.get(i) is not mention), position)
    follow = {sentence.lower(i) for i in range(after, after + 4)}
    doing = (
        cues["act_nouns"]
        | cues["weapons"]
        | cues["identity_roles"]
        | {"militants", "fighters", "gunmen", "hackers", "members", "-"}
    )
    return mention.kind == "group" or bool(follow & doing) or is_tagged_verb(sentence, min(after, len(sentence.tokens) - 1))


def holds_behind(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Syria arrests the group behind the rocket attacks": who arrests accuses."""
    if sentence.lower(index) != "behind" or not is_hostile_below(sentence, index):
        return
    for above in list(ancestors(sentence, index))[:2]:
        parse = sentence.parse
        assert parse is not None
        if is_tagged_verb(sentence, above):
            verb, held = above, (related(sentence, above, "dobj") or [-1])[0]
        elif sentence.lower(above - 1) in _DETAINS:  # a headline's verb that the parser takes for a noun
            party, source = agent(sentence, Phrase(above, index), allow_bare=True), speaker(sentence, Phrase(0, above - 1))
            if party is not None and source is not None:
                yield Draft("accused", source, party, Phrase(index, index + 1), "accuse.held_behind")
            return
        else:
            verb, held = parse.heads[above], above
        if held < 0 or sentence.lower(verb) not in _DETAINS or held > index:
            continue
        party = agent(sentence, Phrase(min(subtree(sentence, held) | {held}), index), allow_bare=True)
        source = speaker(sentence, subject_before(sentence, verb))
        if party is not None and source is not None and not is_suffered(sentence, verb):
            yield Draft("accused", source, party, Phrase(index, index + 1), "accuse.held_behind")
            return


def links(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "prosecutors tie X to the plot", "X linked to the attack"."""
    if (
        sentence.lower(index) not in {"tie", "ties", "tied", "link", "links", "linked", "linking"}
        or sentence.lower(index - 1) in {"no", "any", "evidence"} | DETERMINERS
        or sentence.lower(index - 1) == "-"
    ):
        return
    target = next((i for i in range(index + 1, min(index + 8, len(sentence.tokens))) if sentence.lower(i) == "to"), None)
    thing = phrase_after(sentence, target + 1) if target is not None else None
    if target is None or thing is None:
        return
    if not core_acts(sentence, range(thing.first, thing.last)):
        yield from _linked_act(sentence, index, thing)
        return
    active = target > index + 1
    linked = phrase_after(sentence, index + 1) if active else subject_before(sentence, index)
    party = agent(sentence, linked)
    if party is not None and not party.is_pronoun:
        source = speaker(sentence, subject_before(sentence, index)) if active else None
        cue = Phrase(index, target + 1)
        yield Draft("suspected", source, party, cue, "suspect.link", negation_before(sentence, index), is_hedged=True)


def _linked_act(sentence: Sentence, index: int, thing: Phrase) -> Iterator[Draft]:
    """As in "the bombing has been linked to Y": the act is the subject, the party follows."""
    subject = subject_before(sentence, index) if is_suffered(sentence, index) else None
    if subject is None or not core_acts(sentence, range(subject.first, subject.last)) or sentence.lower(index + 1) != "to":
        return
    party = agent(sentence, thing)
    if party is not None and not party.is_pronoun:
        negated = negation_before(sentence, index)
        yield Draft("suspected", None, party, Phrase(index, index + 2), "suspect.linked_act", negated, is_hedged=True)


def finds_nothing(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "sees no link between Y and the attack", "there was no indication that Y was behind it"."""
    if sentence.lower(index) not in _NO_EVIDENCE or is_tagged_verb(sentence, index) or not _is_denied_to_be(sentence, index):
        return
    if any(sentence.lower(i) in sentence.lexicon.cues["deny"] for i in list(ancestors(sentence, index))[:1]):
        return  # "denied any link": a denial
    if sentence.lower(index) in _NOTHING_BY_ITSELF and not _suggests(sentence, index):
        return
    verb = next((i for i in ancestors(sentence, index) if is_tagged_verb(sentence, i)), None)
    if not _is_about_an_act(sentence, index, verb):
        return
    speaks = verb is not None and sentence.lower(verb) in _SPEAKING_OF_ITSELF
    speaks = speaks or (verb is not None and any(sentence.lower(i) in _DOERS for i in related(sentence, verb, "nsubj")))
    source = None
    if verb is not None and not speaks and sentence.lower(verb) not in BE:
        subject = subject_before(sentence, verb)
        source = speaker(sentence, subject) or (Party(subject) if subject is not None else None)
    start = verb if speaks and verb is not None and verb > index else index
    first = index if index == 0 or is_tagged_verb(sentence, index - 1) else index - 1
    yield Draft("no_evidence", source, _excluded(sentence, start), Phrase(first, index + 1), "no_evidence")


def _suggests(sentence: Sentence, index: int) -> bool:
    """As in "nothing linking Y to the attack", "no information that Y was behind it", "no reason to believe that"."""
    following = [sentence.lower(i) for i in range(index + 1, index + 4)]
    if following[0] in _SUGGESTED:
        return True
    return bool(_SUGGESTING & set(following)) or following[0] == "that" or following[:2] == ["to", "believe"]


def _is_about_an_act(sentence: Sentence, index: int, verb: int | None) -> bool:
    """An act, damage or its doer hangs on the word for evidence, or on what the evidence (does not) show."""
    if any(sentence.lower(i) in _DOERS for i in subtree(sentence, index)) or is_hostile_below(sentence, index, with_damage=True):
        return True
    if verb is None:
        return False
    if any(sentence.lower(i) in _DOERS for i in related(sentence, verb, "nsubj")) and sentence.lower(verb) in _HAVING:
        return True
    if sentence.lower(verb) in _SPEAKING_OF_ITSELF and core_acts(sentence, subtree(sentence, verb)):
        return True
    near = range(index + 1, min(index + _NEAR, len(sentence.tokens)))
    if sentence.lower(index) == "nothing" and sentence.lower(verb) in _SUGGESTED:
        return core_acts(sentence, subtree(sentence, verb))
    if sentence.lower(verb) in _HAVING and _suggests(sentence, index) and mentions_act(sentence, index, index + _NEAR):
        return True
    return sentence.lower(verb) in BE | _FINDING and core_acts(sentence, near)


def _is_denied_to_be(sentence: Sentence, index: int) -> bool:
    """A "no" stands before the word, or its verb is negated."""
    if sentence.lower(index) == "nothing":
        return True
    if any(
        sentence.lower(i) in {"no", "any", "n't", "without", "not", "little", "zero"} for i in range(max(0, index - 4), index)
    ):
        return True
    return any(related(sentence, i, "neg") for i in list(ancestors(sentence, index))[:1])


def _done_by_name(sentence: Sentence, index: int) -> Party | None:
    """As in "no sign of sabotage by Y", "no indication that it was an attack by Y"."""
    for by in sorted(subtree(sentence, index)):
        if by > index and sentence.lower(by) == "by" and by + 1 < len(sentence.tokens):
            act = next(ancestors(sentence, by), by)
            party = agent(sentence, phrase_after(sentence, by + 1))
            if party is not None and party.mention is not None and is_core_act(sentence, act):
                return party
    return None


def _of_a_nation(sentence: Sentence, start: int) -> Party | None:
    """As in "no signs of Russian involvement"."""
    mention = sentence.mentions.get(start)
    if mention is None or sentence.lower(start + 1) not in _PART_IN_IT:
        return None
    return Party(Phrase(start, start + 1), mention)


_PART_IN_IT = words("involvement role hand part responsibility complicity sabotage interference")


def _joined(sentence: Sentence, between: int) -> Party | None:
    """Of "between the shootings and a gang" the one that is no act."""
    for noun in related(sentence, between, "pobj"):
        for one in (noun, *related(sentence, noun, "conj")):
            tokens = subtree(sentence, one) - frozenset().union(
                *(subtree(sentence, c) for c in related(sentence, one, "conj", "cc"))
            )
            if not core_acts(sentence, frozenset({one})) and one not in related(sentence, one, "cc"):
                phrase = Phrase(max(min(tokens), between + 1), one + 1)
                return agent(sentence, phrase, allow_bare=True) or Party(phrase)
    return None


def _excluded(sentence: Sentence, index: int) -> Party | None:
    """Who had no part: the first party after "between", "that", "linking", "of … involvement"; None for a class ("terrorism")."""
    between = next((i for i in range(index + 1, index + 3) if sentence.lower(i) == "between"), None)
    if between is not None and (pair := _joined(sentence, between)) is not None:
        return pair
    start = index + 1
    leading = _SUGGESTING | {
        "that",
        "of",
        "between",
        "to",
        "for",
        "with",
        "believe",
        "at",
        "this",
        "stage",
        "presented",
        "been",
        "had",
        "the",
        "claim",
        "claims",
    }
    while sentence.lower(start) in leading or sentence.lower(start) == '"':
        start += 1
    if (by := _done_by_name(sentence, index)) is not None:
        return by
    if (owner := _of_a_nation(sentence, start)) is not None:
        return owner
    parts = parties_of(sentence, phrase_after(sentence, start, keep_of=False))
    named = next((party for part in parts if (party := agent(sentence, part)) is not None), None)
    if named is not None:
        return named
    phrase = parts[0] if parts else None
    is_thing = phrase is None or core_acts(sentence, range(phrase.first, phrase.last)) or sentence.lower(phrase.last - 1) in {
        "terrorism", "terror", "link", "connection", "foul", "play", "arson", "involvement", "motive", "sabotage", "cyberattack",
    }  # fmt: skip
    return None if is_thing or phrase is None else Party(phrase)
