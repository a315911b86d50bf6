"""Suspicion and its absence: someone is suspected, linked to an act, or no evidence is found. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, mention_phrase, speaker
from media_monitor.annotate.acts import mentions_act
from media_monitor.annotate.drafts import REACH, Draft, is_passive, negation_before, objective, parties_of
from media_monitor.annotate.grammar import BE, DETERMINERS, Phrase, Sentence, phrase_after, subject_before
from media_monitor.annotate.vocabulary import words

_NO_EVIDENCE = words("sign signs link links indication indications evidence proof connection suggestion")


def suspects(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "officials suspect Y of …", "suspected rebel drones", "Y, the suspect in a shooting", "suspected to be Y"."""
    active = _suspecting(sentence, index)
    if active is not None:
        yield active
        return
    word = sentence.lower(index)
    if word == "suspect" and sentence.lower(index + 1) in {"in", "of"} and sentence.lower(index - 2) == ",":
        party = agent(sentence, subject_before(sentence, index - 2)) if mentions_act(sentence, index, index + 8) else None
    elif word in {"suspected", "alleged", "suspicion", "believed", "thought", "presumed"}:
        yield from _suspected(sentence, index)
        return
    else:
        party = None
    if party is not None and not party.is_pronoun:
        yield Draft("suspected", None, party, Phrase(index, index + 1), "suspect.apposition", is_hedged=True)


def _suspected(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y suspected of", "suspected to be Y", "suspected Y drones"."""
    following = sentence.lower(index + 1)
    cue = Phrase(index, index + 1)
    if following in {"of", "in"} and mentions_act(sentence, index, index + 10):
        party, rule = agent(sentence, _suspect_subject(sentence, index), allow_bare=True), "suspect.of"
    elif following == "to" and sentence.lower(index + 2) in {"be", "have"} and mentions_act(sentence, 0, len(sentence.tokens)):
        is_before = sentence.lower(index + 2) == "have"
        is_work = [sentence.lower(i) for i in range(index + 3, index + 6)] == ["the", "work", "of"]
        after = phrase_after(sentence, index + 6 if is_work else index + 3)
        party = agent(sentence, subject_before(sentence, index) if is_before else after)
        party, rule = (None if party is not None and party.is_pronoun else party), "suspect.to_be"
    else:
        party, rule = _suspected_party(sentence, index) if sentence.lower(index) == "suspected" else None, "suspect.modifier"
    if party is not None:
        yield Draft("suspected", None, party, cue, rule, is_hedged=True)


def _suspecting(sentence: Sentence, index: int) -> Draft | None:
    """As in "officials suspect Y of carrying out the attack", "officials had suspected Y since the morning"."""
    if sentence.lower(index) not in sentence.lexicon.cues["suspect"] or is_passive(sentence, index):
        return None
    source = speaker(sentence, subject_before(sentence, index))
    target = phrase_after(sentence, index + 1)
    suspected = agent(sentence, target) or (None if target is None else objective(sentence, target))
    if source is None or suspected is None:
        return None
    vague = not mentions_act(sentence, 0, len(sentence.tokens))
    cue = Phrase(index, index + 1)
    return Draft("suspected", source, suspected, cue, "suspect.active", is_hedged=True, needs_context=vague)


def _suspect_subject(sentence: Sentence, index: int) -> Phrase | None:
    """Subject of "were arrested on suspicion of" or "is suspected of"."""
    if sentence.lower(index) != "suspicion":
        return subject_before(sentence, index)
    for position in range(index - 1, 0, -1):
        if sentence.lower(position) in BE or (
            sentence.lower(position) in {"arrested", "held", "detained", "remanded"} and sentence.lower(position - 1) not in BE
        ):
            return subject_before(sentence, position)
    return None


def _suspected_party(sentence: Sentence, index: int) -> Party | None:
    """A known party or role with identity after "suspected", where an act is near."""
    if not mentions_act(sentence, 0, len(sentence.tokens)) or sentence.lower(index - 1) in BE:
        return None
    cues = sentence.lexicon.cues
    for position in range(index + 1, min(index + 4, len(sentence.tokens))):
        mention = sentence.mentions.get(position)
        if mention is not None and mention.kind != "outlet":
            return Party(mention_phrase(sentence, Phrase(position, len(sentence.tokens)), mention), mention)
        if sentence.lower(position) in cues["identity_roles"]:
            return Party(Phrase(position, position + 1))
    return None


def links(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "prosecutors tie X to the plot", "X linked to the attack"."""
    if (
        sentence.lower(index) not in {"tie", "ties", "tied", "link", "links", "linked"}
        or sentence.lower(index - 1) in {"no", "any"} | DETERMINERS
    ):
        return
    target = next((i for i in range(index + 1, min(index + 8, len(sentence.tokens))) if sentence.lower(i) == "to"), None)
    thing = phrase_after(sentence, target + 1) if target is not None else None
    if target is None or thing is None or not mentions_act(sentence, thing.first, thing.last):
        return
    linked = phrase_after(sentence, index + 1) if target > index + 1 else subject_before(sentence, index)
    party = agent(sentence, linked)
    if party is not None and not party.is_pronoun:
        yield Draft(
            "suspected", None, party, Phrase(index, target + 1), "suspect.link", negation_before(sentence, index), is_hedged=True
        )


def finds_nothing(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "sees no link between Y and the attack", "there was no indication that Y was behind it"."""
    if sentence.lower(index) not in _NO_EVIDENCE or not any(
        sentence.lower(i) in {"no", "any", "n't", "without"} for i in range(max(0, index - 3), index)
    ):
        return
    if not mentions_act(sentence, index, index + REACH):
        return
    start = index + 1
    while sentence.lower(start) in {"that", "of", "between", "to", "linking", "suggesting", "showing", "pointing", "for"}:
        start += 1
    party = next(
        (agent(sentence, part) for part in parties_of(sentence, phrase_after(sentence, start)) if agent(sentence, part)), None
    )
    source = speaker(sentence, subject_before(sentence, index - 2)) if sentence.lower(index - 2) not in BE else None
    yield Draft("no_evidence", source, party, Phrase(index - 1, index + 1), "no_evidence")
