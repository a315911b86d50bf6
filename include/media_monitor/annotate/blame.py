"""Explicit attributions: someone claims, denies, accuses, blames, is charged, convicted, suspected; no evidence is found. Pure.

Each rule reads one sentence and yields drafts; who a pronoun means, and what the whole sentence says, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from media_monitor.annotate.actors import Party, agent, mention_phrase, speaker
from media_monitor.annotate.acts import is_act_noun, mentions_act
from media_monitor.annotate.grammar import (
    BE,
    CLAUSE_WORDS,
    DETERMINERS,
    MODALS,
    NOT,
    PREPOSITIONS,
    STOPS,
    Phrase,
    Sentence,
    head,
    is_name,
    is_skippable,
    main_subject,
    phrase_after,
    subject_before,
)
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Stance

_RESPONSIBILITY = words("responsibility credit authorship")
_DENIABLE = words(
    "involvement responsibility allegation allegations accusation accusations charge charges claim claims role part"
    " blame wrongdoing link links guilt complicity carrying killing attacking bombing ordering targeting being report"
    " reports it them attack attacks strike strikes plotting"
)
_NOBODY = words("no nobody none neither")
_NO_EVIDENCE = words("sign signs link links indication indications evidence proof connection suggestion")
_SHARE = words("part role hand involvement")
_COURTS = words("court courts jury judge judges tribunal jurors magistrate panel")
_CHARGES = words("charge claim accusation allegation assertion")
_DOERS = words("attacker attackers gunman gunmen shooter shooters bomber bombers assailant assailants killer perpetrator suspect")
_STANDS_FOR_AN_ACT = words("it this that them both either")
_REACH = 25
_AFTER_ACCUSED = words("of with over in for by as")
_BLAME_NOUN = words("trading trade trades traded the to")
_NOT_VIOLENT = words(
    "promoting inciting sending making threatening smuggling possessing supporting spreading financing funding"
    " praising harbouring harboring leaking spying"
)
_NO_HOSTILITY = words("crash driving hit-and-run collision accident hoax hit drunk") - {"hit"}
_JAILED_FOR = frozenset({"for", "over", "after", "to", "life"})


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
    needs_context: bool = False
    """Holds only where the document has already laid an act to someone: "Yoon denies all charges" alone is about anything."""


Rule = Callable[[Sentence, int], Iterator[Draft]]


def drafts(sentence: Sentence) -> list[Draft]:
    """Every explicit attribution of the sentence, in order of its cue."""
    return [draft for index in range(len(sentence.tokens)) for rule in _RULES for draft in rule(sentence, index)]


def _negation_before(sentence: Sentence, index: int) -> bool:
    return any(sentence.lower(i) in NOT for i in range(max(0, index - 3), index))


def _is_unreal(sentence: Sentence, index: int) -> bool:
    return any(sentence.lower(i) in MODALS for i in range(max(0, index - 2), index))


def _is_passive(sentence: Sentence, index: int) -> bool:
    """A form of "be" stands before the participle at `index`."""
    before = index - 1
    while before >= 0 and (is_skippable(sentence, before) or sentence.lower(before) == "not"):
        if sentence.lower(before) in BE:
            return True
        before -= 1
    return False


def _claims(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X claimed responsibility", "claimed by X", "X claims deadly bombing"."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    if word in {"claim", "claims"} and sentence.lower(index + 1) == "of" and sentence.lower(index + 2) in _RESPONSIBILITY:
        yield from _claim_noun(sentence, index)
        return
    if word not in cues["claim"] or (_is_unreal(sentence, index) and sentence.lower(index - 1) != "to"):
        return
    if word.startswith("claimed") and sentence.lower(index + 1) == "by":
        party = agent(sentence, phrase_after(sentence, index + 2), allow_bare=True)
        if party is not None and mentions_act(sentence, index - 12, index):
            yield Draft("claimed", party, party, Phrase(index, index + 2), "claim.by", is_own=True)
        return
    takes = any(sentence.lower(i) in _RESPONSIBILITY for i in range(index + 1, index + 5))
    claims_act = (
        word.startswith("claim")
        and any(is_act_noun(sentence, i) for i in range(index + 1, index + 5))
        and sentence.lower(index + 1) != "that"
    )
    if not (takes or claims_act):
        return
    subject = subject_before(sentence, index) or main_subject(sentence)
    if subject is None:
        return
    negated = _negation_before(sentence, index) or any(w in _NOBODY for w in sentence.words(subject))
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
            needs_context=takes and _is_for_something_else(sentence, index),
        )


def _is_for_something_else(sentence: Sentence, index: int) -> bool:
    """As in "claimed responsibility for the delay": what it is for is named, and no violence anywhere in the sentence."""
    target = next((i for i in range(index + 2, index + 6) if sentence.lower(i) == "for"), None)
    return target is not None and sentence.lower(target + 1) not in _STANDS_FOR_AN_ACT and not _is_hostile(sentence, 0)


def _claim_noun(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "No claim of responsibility", "a claim of responsibility by X"."""
    for follow in range(index + 3, min(index + 7, len(sentence.tokens))):
        if sentence.lower(follow) in {"by", "from"}:
            party = agent(sentence, phrase_after(sentence, follow + 1), allow_bare=True)
            if party is not None:
                yield Draft("claimed", party, party, Phrase(index, index + 3), "claim.noun", is_own=True)
            return
    if any(sentence.lower(i) in _NOBODY for i in range(max(0, index - 3), index)):
        party = Party(Phrase(max(0, index - 1), index + 1))
        yield Draft("claimed", party, party, Phrase(index, index + 3), "claim.nobody", is_negated=True, is_own=True)


def _denies(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X denied involvement", "which Moscow denies", "pleaded not guilty"."""
    word = sentence.lower(index)
    if word in {"pleaded", "plead", "pleads", "pled"}:
        yield from _pleads(sentence, index)
        return
    if word not in sentence.lexicon.cues["deny"] or _is_unreal(sentence, index) or sentence.lower(index - 1) == "the":
        return
    subject = subject_before(sentence, index)
    charge = _charge_before(sentence, subject)
    party = speaker(sentence, subject if charge is None else Phrase(charge, index))
    if party is None:
        return
    is_vague = not mentions_act(sentence, 0, len(sentence.tokens))
    negated = _negation_before(sentence, index)
    is_relative = charge is not None or sentence.lower(party.phrase.first - 1) in {"which", "that"}
    rest = range(index + 1, min(index + 12, len(sentence.tokens)))
    is_vague = is_vague and sentence.lower(index + 1) not in sentence.lexicon.cues["act_verbs"]
    targets = [i for i in rest if sentence.lower(i) in _DENIABLE or mentions_act(sentence, i, i + 1)]
    if is_relative and (word.startswith("den") or charge is not None):
        yield Draft("denied", party, None, Phrase(index, index + 1), "deny.which", negated, is_own=True, needs_context=is_vague)
    elif targets:
        other = _denied_other(sentence, index)
        yield Draft(
            "denied",
            party,
            other or party,
            Phrase(index, index + 1),
            "deny.object",
            negated,
            is_own=other is None,
            needs_context=is_vague,
        )


def _charge_before(sentence: Sentence, subject: Phrase | None) -> int | None:
    """Where the denier's name begins in "…, a charge Y denies"; None where the subject is no such pair."""
    if subject is None or subject.last - subject.first < 3 or sentence.lower(subject.first - 1) != ",":
        return None
    is_charge = sentence.lower(subject.first) in {"a", "an"} and sentence.lower(subject.first + 1) in _CHARGES
    return subject.first + 2 if is_charge else None


def _had_nothing_to_do(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y had nothing to do with the attack", "Y played no part in the killing"."""
    said = [sentence.lower(i) for i in range(index, index + 4)]
    if said != ["nothing", "to", "do", "with"] and not (said[0] == "no" and said[1] in _SHARE and said[2] in {"in", "behind"}):
        return
    party = agent(sentence, subject_before(sentence, index - 1))
    if party is not None:
        vague = not mentions_act(sentence, index, len(sentence.tokens))
        yield Draft("denied", None, party, Phrase(index, index + 3), "deny.nothing", needs_context=vague)


def _denied_other(sentence: Sentence, index: int) -> Party | None:
    """The party of "denied that Y …" or "denied Y's involvement", None where the denier speaks of itself."""
    following = sentence.lower(index + 1)
    start = index + 2 if following == "that" else index + 1
    party = agent(sentence, phrase_after(sentence, start, keep_of=False))
    return (
        None
        if party is None or party.is_pronoun or (head(sentence, party.phrase) in _DENIABLE and following != "that")
        else party
    )


def _pleads(sentence: Sentence, index: int) -> Iterator[Draft]:
    party = agent(sentence, subject_before(sentence, index), allow_bare=True)
    if party is None:
        return
    if sentence.lower(index + 1) == "not" and sentence.lower(index + 2) == "guilty":
        vague = not _is_hostile(sentence, 0)
        yield Draft("denied", party, party, Phrase(index, index + 3), "plead.not_guilty", is_own=True, needs_context=vague)
    elif sentence.lower(index + 1) == "guilty" and _is_hostile(sentence, index) and sentence.lower(index - 1) != "to":
        yield Draft("claimed", party, party, Phrase(index, index + 2), "plead.guilty", is_own=True)


def _admits(sentence: Sentence, index: int) -> Iterator[Draft]:
    if (
        sentence.lower(index) in sentence.lexicon.cues["admit"]
        and mentions_act(sentence, index + 1, index + 12)
        and not _is_unreal(sentence, index)
    ):
        party = agent(sentence, subject_before(sentence, index), allow_bare=True)
        if party is not None and not any(sentence.lower(i) in _RESPONSIBILITY for i in range(index, index + 5)):
            yield Draft(
                "claimed", party, party, Phrase(index, index + 1), "admit", _negation_before(sentence, index), is_own=True
            )


def _accuses(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X accused Y of …", "Y was accused of …", "blamed on Y", "Y charged with …"."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    is_charge = word in cues["charge"]
    if not (word in cues["accuse"] or is_charge) or _is_unreal(sentence, index) or not _is_accusation(sentence, index, is_charge):
        return
    cue = Phrase(index, index + 1)
    rule = "charge" if is_charge else "accuse"
    following = sentence.lower(index + 1)
    negated = _negation_before(sentence, index)
    pinned = _pinned_on(sentence, index) if word.startswith("blam") else None
    if pinned is not None:
        yield from _over_parties(
            sentence, pinned + 1, speaker(sentence, subject_before(sentence, index)), cue, "accuse.blamed_on", negated
        )
    elif following == "on" and word.startswith("blame"):
        subject = subject_before(sentence, index)
        is_relative = subject is not None and sentence.lower(subject.first - 1) in {"which", "that"}
        yield from _over_parties(
            sentence, index + 2, speaker(sentence, subject) if is_relative else None, cue, "accuse.blamed_on"
        )
    elif following in _AFTER_ACCUSED or (_is_passive(sentence, index) and following in PREPOSITIONS | {"", "."}):
        yield from _accused(sentence, index, rule, negated)
    elif following in {"each", "one"} and sentence.lower(index + 2) in {"other", "another"}:
        yield from _each_other(sentence, subject_before(sentence, index), cue)
    else:
        source = _accuser(sentence, index)
        yield from _over_parties(sentence, index + 1, source, cue, f"{rule}.active", negated)


def _accuser(sentence: Sentence, index: int) -> Party | None:
    """Who accuses: the subject, or the one that "and" shares with the verb before."""
    if sentence.lower(index).endswith("ing"):
        return _main_speaker(sentence, index)
    subject = subject_before(sentence, index)
    if subject is None and sentence.lower(index - 1) in {"and", "but"}:
        subject = main_subject(sentence)
    return speaker(sentence, subject)


def _accused(sentence: Sentence, index: int, rule: str, negated: bool) -> Iterator[Draft]:
    """As in "Y was accused of …", "Y charged with …", "Y, whom X accused of …"."""
    cue = Phrase(index, index + 1)
    following = sentence.lower(index + 1)
    subject = subject_before(sentence, index)
    if subject is not None and sentence.lower(subject.first - 1) == "whom" and following != "by":
        antecedent = subject_before(sentence, subject.first - 1) or _nearest(sentence, subject.first - 1)
        whom = agent(sentence, antecedent, allow_bare=True)
        if whom is not None:
            yield Draft("accused", speaker(sentence, subject), whom, cue, f"{rule}.whom", negated)
        return
    accused = agent(sentence, subject, allow_bare=True)
    source = speaker(sentence, phrase_after(sentence, index + 2)) if following == "by" else None
    if accused is not None:
        yield Draft("accused", source, accused, cue, f"{rule}.passive", negated)


def _is_accusation(sentence: Sentence, index: int, is_charge: bool) -> bool:
    """The form is a verb, and what it lays to someone is an act of violence."""
    before = sentence.lower(index - 1)
    is_noun = sentence.lower(index) in {"charge", "charges"} and before in DETERMINERS
    if is_noun or (sentence.lower(index) == "blame" and before in _BLAME_NOUN):
        return False
    first = 0 if sentence.lower(index).startswith("blam") else index
    is_violent = _is_about_violence(sentence, index, is_charge) and _is_hostile(sentence, first)
    return is_violent and sentence.lower(index + 2) not in _NOT_VIOLENT


def _pinned_on(sentence: Sentence, index: int) -> int | None:
    """Index of "on" in "blamed the attack on Y"."""
    for position in range(index + 2, min(index + 8, len(sentence.tokens))):
        if sentence.lower(position) == "on":
            return position if mentions_act(sentence, index + 1, position) else None
        if sentence.lower(position) in STOPS or position in sentence.mentions:
            return None
    return None


def _nearest(sentence: Sentence, before: int) -> Phrase | None:
    """The last noun before a relative pronoun, marks stepped over."""
    index = before - 1
    while index > 0 and sentence.lower(index) in STOPS:
        index -= 1
    return Phrase(index, index + 1) if index >= 0 else None


def _is_hostile(sentence: Sentence, first: int) -> bool:
    """An act of violence is named from `first` on, and no accident or hoax."""
    return mentions_act(sentence, first, len(sentence.tokens)) and not any(
        token.lower in _NO_HOSTILITY for token in sentence.tokens
    )


def _is_about_violence(sentence: Sentence, index: int, is_charge: bool) -> bool:
    """What is laid to the accused is an act of violence: it is named after the cue, or (blame) anywhere in the sentence."""
    if mentions_act(sentence, index + 1, index + _REACH):
        return True
    return not is_charge and mentions_act(sentence, 0, index)


def _over_parties(
    sentence: Sentence, start: int, source: Party | None, cue: Phrase, rule: str, negated: bool = False
) -> Iterator[Draft]:
    """One draft for each party that "and" joins in the phrase from `start` on."""
    for part in _split(sentence, phrase_after(sentence, start)):
        accused = agent(sentence, part, allow_bare=True) or _objective(sentence, part)
        if accused is not None:
            yield Draft("accused", source, accused, cue, rule, negated)


def _objective(sentence: Sentence, phrase: Phrase) -> Party | None:
    """A pronoun as object: "accusing them of"."""
    only = Phrase(phrase.first, phrase.first + 1)
    return Party(only, is_pronoun=True) if sentence.lower(phrase.first) in {"them", "him", "her"} else None


def _split(sentence: Sentence, phrase: Phrase | None) -> list[Phrase]:
    if phrase is None:
        return []
    for index in range(phrase.first + 1, phrase.last - 1):
        if (
            sentence.lower(index) == "and"
            and _has_party(sentence, Phrase(phrase.first, index))
            and _has_party(sentence, Phrase(index + 1, phrase.last))
        ):
            return [Phrase(phrase.first, index), Phrase(index + 1, phrase.last)]
    return [phrase]


def _has_party(sentence: Sentence, phrase: Phrase) -> bool:
    roles = sentence.lexicon.cues["identity_roles"]
    return any(
        i in sentence.mentions or is_name(sentence, i) or sentence.lower(i) in roles for i in range(phrase.first, phrase.last)
    )


def _each_other(sentence: Sentence, subject: Phrase | None, cue: Phrase) -> Iterator[Draft]:
    """As in "X and Y accuse each other": two rows."""
    parts = _split(sentence, subject)
    if len(parts) == 2:
        left, right = (Party(part, sentence.mention_in(part)) for part in parts)
        yield Draft("accused", left, right, cue, "accuse.each_other")
        yield Draft("accused", right, left, cue, "accuse.each_other")


def _identifies(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "police identified the gunman as Y", "the attacker, identified as Y,"."""
    if sentence.lower(index) not in {"identified", "identifies", "named", "names"} or _is_unreal(sentence, index):
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
        yield Draft("confirmed", said, party, Phrase(index, index + 1), "confirm.identity", _negation_before(sentence, index))


def _trades_blame(sentence: Sentence, index: int) -> Iterator[Draft]:
    if sentence.lower(index) not in {"trade", "trades", "traded", "trading"} or sentence.lower(index + 1) not in {
        "blame",
        "accusations",
    }:
        return
    subject = subject_before(sentence, index)
    if subject is None:
        return
    if (
        sentence.lower(subject.first - 1) == "," and subject.first >= 2 and len(_split(sentence, subject)) == 1
    ):  # headlines join two parties by a comma
        left = Phrase(max(0, _stretch_start(sentence, subject.first - 1)), subject.first - 1)
        if _has_party(sentence, left):
            parties = (Party(left, sentence.mention_in(left)), Party(subject, sentence.mention_in(subject)))
            cue = Phrase(index, index + 2)
            yield Draft("accused", parties[0], parties[1], cue, "accuse.trade")
            yield Draft("accused", parties[1], parties[0], cue, "accuse.trade")
            return
    yield from _each_other(sentence, subject, Phrase(index, index + 2))


def _stretch_start(sentence: Sentence, end: int) -> int:
    index = end
    while index > 0 and sentence.lower(index - 1) not in STOPS | CLAUSE_WORDS | {"with"}:
        index -= 1
    return index


def _main_speaker(sentence: Sentence, index: int) -> Party | None:
    """The subject of the clause that ", blaming Y" hangs on: the nearest subject of a verb of saying, else of the sentence."""
    cues = sentence.lexicon.cues
    for position in range(index - 1, 0, -1):
        if sentence.lower(position) in cues["say"] | cues["confirm"] or sentence.lower(position) in {"led", "leading"}:
            return speaker(sentence, subject_before(sentence, position))
    opening = subject_before(sentence, index)
    return speaker(sentence, opening) or speaker(sentence, phrase_after(sentence, 0))


def _attributes(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X attributed the bombing to Y", "X pinned the attack on Y"."""
    word = sentence.lower(index)
    if word not in {"attributed", "attributes", "attribute", "pinned", "pins"}:
        return
    for position in range(index + 1, min(index + 12, len(sentence.tokens))):
        if sentence.lower(position) in {"to", "on"} and mentions_act(sentence, max(0, index - 10), position):
            passive = position == index + 1
            source = None if passive else speaker(sentence, subject_before(sentence, index))
            yield from _over_parties(sentence, position + 1, source, Phrase(index, index + 1), "accuse.attribute")
            return


def _convicts(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y convicted of murder", "a court sentenced Y for the attack", "Y found guilty of", "Y acquitted of"."""
    word = sentence.lower(index)
    cues = sentence.lexicon.cues
    if word == "found" and "guilty" in [sentence.lower(i) for i in range(index + 2, index + 7)]:
        yield from _found_guilty(sentence, index)
        return
    is_guilty = word == "guilty" and sentence.lower(index - 1) == "found"
    is_cleared = word in {"acquitted", "acquits", "cleared"}
    if not (word in cues["convict"] or is_guilty or is_cleared) or _is_unreal(sentence, index):
        return
    if not _is_hostile(sentence, 0) or not _names_crime(sentence, index) or not _is_verdict(sentence, index):
        return
    cue = Phrase(index, index + 1)
    following = sentence.lower(index + 1)
    start = index - 1 if is_guilty else index
    passive = (
        following in PREPOSITIONS | {"and", ".", ""} or sentence.lower(start - 1) in BE | {"and"} or _is_passive(sentence, start)
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
    if party is not None and _is_hostile(sentence, index):
        last = next(i for i in range(index + 2, index + 7) if sentence.lower(i) == "guilty")
        named = Party(Phrase(party.phrase.first, min(party.phrase.last, last)), party.mention)
        yield Draft(
            "confirmed",
            speaker(sentence, subject_before(sentence, index)),
            named,
            Phrase(index, index + 1),
            "court.finds_guilty",
            _negation_before(sentence, index),
        )


def _lifts(sentence: Sentence, index: int) -> Iterator[Draft]:
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
    if not _is_hostile(sentence, 0) or not any(
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
    return mentions_act(sentence, index, index + _REACH) or mentions_act(sentence, max(0, index - 14), index)


def _suspects(sentence: Sentence, index: int) -> Iterator[Draft]:
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
    if sentence.lower(index) not in sentence.lexicon.cues["suspect"] or _is_passive(sentence, index):
        return None
    source = speaker(sentence, subject_before(sentence, index))
    target = phrase_after(sentence, index + 1)
    suspected = agent(sentence, target) or (None if target is None else _objective(sentence, target))
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


def _finds_nothing(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "sees no link between Y and the attack", "there was no indication that Y was behind it"."""
    if sentence.lower(index) not in _NO_EVIDENCE or not any(
        sentence.lower(i) in {"no", "any", "n't", "without"} for i in range(max(0, index - 3), index)
    ):
        return
    if not mentions_act(sentence, index, index + _REACH):
        return
    start = index + 1
    while sentence.lower(start) in {"that", "of", "between", "to", "linking", "suggesting", "showing", "pointing", "for"}:
        start += 1
    party = next(
        (agent(sentence, part) for part in _split(sentence, phrase_after(sentence, start)) if agent(sentence, part)), None
    )
    source = speaker(sentence, subject_before(sentence, index - 2)) if sentence.lower(index - 2) not in BE else None
    yield Draft("no_evidence", source, party, Phrase(index - 1, index + 1), "no_evidence")


def _links(sentence: Sentence, index: int) -> Iterator[Draft]:
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
            "suspected", None, party, Phrase(index, target + 1), "suspect.link", _negation_before(sentence, index), is_hedged=True
        )


def _confirms_this(sentence: Sentence, index: int) -> Iterator[Draft]:
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
            yield Draft("confirmed", party, None, Phrase(index, index + 2), "confirm.this", _negation_before(sentence, index))


_RULES: tuple[Rule, ...] = (
    _claims,
    _denies,
    _had_nothing_to_do,
    _admits,
    _accuses,
    _trades_blame,
    _attributes,
    _convicts,
    _lifts,
    _suspects,
    _links,
    _finds_nothing,
    _confirms_this,
    _identifies,
)
