"""Verdicts and findings: someone is convicted, acquitted, cleared, identified; charges are dropped. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import mentions_act
from media_monitor.annotate.drafts import REACH, Draft, is_hostile, is_passive, is_unreal, negation_before
from media_monitor.annotate.grammar import (
    BE,
    DETERMINERS,
    PREPOSITIONS,
    Phrase,
    Sentence,
    head,
    is_skippable,
    phrase_after,
    subject_before,
)
from media_monitor.annotate.vocabulary import words

_COURTS = words("court courts jury judge judges tribunal jurors magistrate panel")
_DOERS = words("attacker attackers gunman gunmen shooter shooters bomber bombers assailant assailants killer perpetrator suspect")
_JAILED_FOR = frozenset({"for", "over", "after", "to", "life"})


def convicts(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y convicted of murder", "a court sentenced Y for the attack", "Y found guilty of", "Y acquitted of"."""
    word = sentence.lower(index)
    cues = sentence.lexicon.cues
    if word == "found" and "guilty" in [sentence.lower(i) for i in range(index + 2, index + 7)]:
        yield from _found_guilty(sentence, index)
        return
    is_guilty = word == "guilty" and sentence.lower(index - 1) == "found"
    is_cleared = word in {"acquitted", "acquits", "cleared"}
    if not (word in cues["convict"] or is_guilty or is_cleared) or is_unreal(sentence, index):
        return
    if not is_hostile(sentence, 0) or not _names_crime(sentence, index) or not _is_verdict(sentence, index):
        return
    cue = Phrase(index, index + 1)
    following = sentence.lower(index + 1)
    start = index - 1 if is_guilty else index
    passive = (
        following in PREPOSITIONS | {"and", ".", ""} or sentence.lower(start - 1) in BE | {"and"} or is_passive(sentence, start)
    )
    if passive:
        convicted = agent(sentence, subject_before(sentence, start), allow_bare=True)
        if convicted is None and sentence.lower(start - 1) == "and":
            convicted = agent(sentence, subject_before(sentence, start - 2), allow_bare=True)
        source = None
    else:
        source = speaker(sentence, subject_before(sentence, start))
        convicted = agent(sentence, phrase_after(sentence, index + 1), allow_bare=True)
    if convicted is None:
        return
    if is_cleared and source is not None and _COURTS.isdisjoint(sentence.words(source.phrase)):
        yield Draft("cleared", source, convicted, cue, "police.clear")
    else:
        yield Draft("confirmed", source, convicted, cue, "court.acquits" if is_cleared else "court.convicts", is_cleared)


def _found_guilty(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "A court found Y guilty of murder"."""
    party = agent(sentence, phrase_after(sentence, index + 1), allow_bare=True)
    if party is not None and is_hostile(sentence, index):
        last = next(i for i in range(index + 2, index + 7) if sentence.lower(i) == "guilty")
        named = Party(Phrase(party.phrase.first, min(party.phrase.last, last)), party.mention)
        yield Draft(
            "confirmed",
            speaker(sentence, subject_before(sentence, index)),
            named,
            Phrase(index, index + 1),
            "court.finds_guilty",
            negation_before(sentence, index),
        )


def lifts(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Prosecutors dropped murder charges against Y", "the court quashed Y's conviction"."""
    if sentence.lower(index) not in {
        "dropped",
        "drops",
        "withdrew",
        "withdraws",
        "quashed",
        "quashes",
        "overturned",
        "overturns",
        "retracted",
        "exonerated",
    }:
        return
    rest = range(index + 1, min(index + 9, len(sentence.tokens)))
    if not is_hostile(sentence, 0) or not any(
        sentence.lower(i) in {"charge", "charges", "conviction", "accusation", "accusations", "claim"} for i in rest
    ):
        return
    against = next((i for i in rest if sentence.lower(i) in {"against", "of"}), None)
    party = (
        agent(sentence, phrase_after(sentence, against + 1), allow_bare=True)
        if against is not None
        else agent(sentence, phrase_after(sentence, index + 1))
    )
    if party is not None:
        yield Draft("cleared", speaker(sentence, subject_before(sentence, index)), party, Phrase(index, index + 1), "court.lifts")


def _is_verdict(sentence: Sentence, index: int) -> bool:
    """The form is a verdict: no noun ("life sentence"), no detention before trial ("jailed pending trial")."""
    word = sentence.lower(index)
    if word in {"sentence", "jail", "convict", "sentencing", "imprison"}:
        return False
    if word in {"sentences", "jails", "convicts"}:
        return sentence.lower(index - 1) in {"court", "judge", "jury", "tribunal"} or index - 1 in sentence.mentions
    return not word.startswith("jail") or sentence.lower(index + 1) in _JAILED_FOR


def _names_crime(sentence: Sentence, index: int) -> bool:
    """The crime stands after the verdict, or the convicted is described by it."""
    return mentions_act(sentence, index, index + REACH) or mentions_act(sentence, max(0, index - 14), index)


def confirms_this(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "The US confirmed this": the actor is the one spoken of last."""
    if (
        sentence.lower(index) in sentence.lexicon.cues["confirm"]
        and sentence.lower(index + 1) in {"this", "it"}
        and sentence.lower(index + 2) not in DETERMINERS
    ):
        party = speaker(sentence, subject_before(sentence, index))
        if party is not None and (
            sentence.lower(index + 2) in {".", ",", ""}
            or is_skippable(sentence, index + 2)
            or sentence.lower(index + 2) in {"shortly", "soon", "on", "in"}
        ):
            yield Draft("confirmed", party, None, Phrase(index, index + 2), "confirm.this", negation_before(sentence, index))


def identifies(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "police identified the gunman as Y", "the attacker, identified as Y,"."""
    if sentence.lower(index) not in {"identified", "identifies", "named", "names"} or is_unreal(sentence, index):
        return
    told = phrase_after(sentence, index + 1)
    is_passive = sentence.lower(index + 1) in {"as", "by"}
    doer = subject_before(sentence, index - 1 if sentence.lower(index - 1) == "," else index) if is_passive else told
    link = next((i for i in range(index + 1, min(index + 9, len(sentence.tokens))) if sentence.lower(i) == "as"), None)
    if doer is None or link is None or head(sentence, doer) not in _DOERS:
        return
    party = agent(sentence, phrase_after(sentence, link + 1))
    source = phrase_after(sentence, index + 2) if sentence.lower(index + 1) == "by" else subject_before(sentence, index)
    if party is not None and not party.is_pronoun:
        said = speaker(sentence, source) if not is_passive or sentence.lower(index + 1) == "by" else None
        yield Draft("confirmed", said, party, Phrase(index, index + 1), "confirm.identity", negation_before(sentence, index))
