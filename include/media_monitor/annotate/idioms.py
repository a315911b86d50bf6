"""Blame and suspicion in set phrases: someone is held responsible, bears the blame, is called the alleged gunman. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import agent, speaker
from media_monitor.annotate.crimes import any_act, is_violent
from media_monitor.annotate.drafts import Draft, is_unreal, negation_before, parties_of
from media_monitor.annotate.grammar import ancestors, is_name, related, subtree
from media_monitor.annotate.phrases import phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words

_HOLDS = words("hold holds held holding")
_LAYS = words("lay lays laid laying put puts putting place places placed placing pin pins pinned pinning heap heaps heaped")
_FALLS = words("fell falls fall")
_POINTS = words("point points pointed pointing")
_DOERS = words(
    "gunman gunmen shooter shooters attacker attackers assailant assailants bomber bombers killer killers knifeman"
    " assassin assassins arsonist arsonists kidnapper kidnappers hijacker murderer stabber"
)


def holds_responsible(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X holds Y responsible for the strike"."""
    if sentence.lower(index) not in {"responsible", "accountable"} or not is_violent(sentence):
        return
    verb = next((i for i in list(ancestors(sentence, index))[:2] if sentence.lower(i) in _HOLDS), None)
    if verb is None or is_unreal(sentence, verb):
        return
    source = speaker(sentence, subject_before(sentence, verb))
    for part in parties_of(sentence, phrase_after(sentence, verb + 1)):
        party = agent(sentence, part)
        if party is not None and source is not None and part.last <= index:
            cue = Phrase(index, index + 1)
            yield Draft("accused", source, party, cue, "accuse.hold", negation_before(sentence, verb))


def lays_blame(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X laid the blame for the attack on Y", "X pointed the finger at Y", "the blame fell on Y"."""
    word = sentence.lower(index)
    parse = sentence.parse
    if word not in {"blame", "finger", "fingers"} or parse is None or not is_violent(sentence):
        return
    verb, relation = parse.heads[index], parse.relations[index]
    lays = word == "blame" and relation == "dobj" and sentence.lower(verb) in _LAYS
    points = word != "blame" and sentence.lower(verb) in _POINTS
    falls = word == "blame" and relation == "nsubj" and sentence.lower(verb) in _FALLS
    if not (lays or points or falls) or is_unreal(sentence, verb):
        return
    wanted = "at" if points else "on"
    place = next((i for i in sorted(subtree(sentence, verb)) if i > index and sentence.lower(i) == wanted), None)
    party = agent(sentence, phrase_after(sentence, place + 1), allow_bare=True) if place is not None else None
    if party is not None:
        source = None if falls else speaker(sentence, subject_before(sentence, verb))
        cue = Phrase(min(verb, index), max(verb, index) + 1)
        yield Draft("accused", source, party, cue, "accuse.lay_blame", negation_before(sentence, verb))


def bears_hallmarks(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "the bombing bore the hallmarks of Y", "has all the hallmarks of a Y attack"."""
    if sentence.lower(index) not in {"hallmark", "hallmarks"} or sentence.lower(index + 1) != "of" or not is_violent(sentence):
        return
    party = agent(sentence, phrase_after(sentence, index + 2))
    if party is not None and not party.is_pronoun:
        yield Draft("suspected", None, party, Phrase(index, index + 2), "suspect.hallmarks", is_hedged=True)


def calls_suspect(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "alleged gunman Y", "Y, the suspected attacker", "accused shooter Y": a name with what it is held for."""
    word = sentence.lower(index)
    parse = sentence.parse
    if word not in {"alleged", "suspected", "accused", "suspect"} or parse is None:
        return
    role = index if word == "suspect" else index + 1
    if role >= len(parse.tags) or (word != "suspect" and sentence.lower(role) not in _DOERS):
        return
    if word == "suspect" and (not parse.tags[index].startswith("NN") or not any_act(sentence)):
        return
    name = _name_beside(sentence, role)
    party = agent(sentence, name) if name is not None else None
    if party is None or party.is_pronoun:
        return
    cue = Phrase(index, index + 1)
    if word == "accused":
        yield Draft("accused", None, party, cue, "accuse.role", is_background=True)
    else:
        yield Draft("suspected", None, party, cue, "suspect.role", is_hedged=True)


def _name_beside(sentence: Sentence, role: int) -> Phrase | None:
    """The unknown name that the role stands before ("gunman Y", "the gunman, Y,") or after ("Y, the gunman")."""
    parse = sentence.parse
    assert parse is not None
    if parse.relations[role] == "compound" and parse.heads[role] > role:
        return _as_name(sentence, role + 1, parse.heads[role])
    apposed = next((i for i in related(sentence, role, "appos") if i > role), None)
    if apposed is not None:
        return _as_name(sentence, min(subtree(sentence, apposed)), apposed)
    if parse.relations[role] == "appos":
        return _as_name(sentence, min(subtree(sentence, parse.heads[role])), parse.heads[role])
    return None


def _as_name(sentence: Sentence, first: int, last: int) -> Phrase | None:
    is_proper = sentence.parse is not None and sentence.parse.tags[last] == "NNP"
    return Phrase(first, last + 1) if is_proper and is_name(sentence, last) and first <= last else None
