"""Explicit attributions: someone claims, denies, accuses, blames, is charged, convicted, suspected; no evidence is found. Pure.

Each rule reads one sentence and yields drafts; who a pronoun means, and what the whole sentence says, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import is_act_noun, mentions_act
from media_monitor.annotate.drafts import (
    REACH,
    Draft,
    has_party,
    is_hostile,
    is_passive,
    is_unreal,
    negation_before,
    objective,
    parties_of,
)
from media_monitor.annotate.grammar import (
    CLAUSE_WORDS,
    DETERMINERS,
    PREPOSITIONS,
    STOPS,
    Phrase,
    Sentence,
    head,
    main_subject,
    phrase_after,
    subject_before,
)
from media_monitor.annotate.suspicion import finds_nothing, links, suspects
from media_monitor.annotate.verdicts import confirms_this, convicts, identifies, lifts
from media_monitor.annotate.vocabulary import words

_RESPONSIBILITY = words("responsibility credit authorship")
_DENIABLE = words(
    "involvement responsibility allegation allegations accusation accusations charge charges claim claims role part"
    " blame wrongdoing link links guilt complicity carrying killing attacking bombing ordering targeting being report"
    " reports it them attack attacks strike strikes plotting"
)
_NOBODY = words("no nobody none neither")
_SHARE = words("part role hand involvement")
_CHARGES = words("charge claim accusation allegation assertion")
_STANDS_FOR_AN_ACT = words("it this that them both either")
_AFTER_ACCUSED = words("of with over in for by as")
_BLAME_NOUN = words("trading trade trades traded the to")
_NOT_VIOLENT = words(
    "promoting inciting sending making threatening smuggling possessing supporting spreading financing funding"
    " praising harbouring harboring leaking spying"
)


Rule = Callable[[Sentence, int], Iterator[Draft]]


def drafts(sentence: Sentence) -> list[Draft]:
    """Every explicit attribution of the sentence, in order of its cue."""
    return [draft for index in range(len(sentence.tokens)) for rule in _RULES for draft in rule(sentence, index)]


def _claims(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X claimed responsibility", "claimed by X", "X claims deadly bombing"."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    if word in {"claim", "claims"} and sentence.lower(index + 1) == "of" and sentence.lower(index + 2) in _RESPONSIBILITY:
        yield from _claim_noun(sentence, index)
        return
    if word not in cues["claim"] or (is_unreal(sentence, index) and sentence.lower(index - 1) != "to"):
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
            needs_context=takes and _is_for_something_else(sentence, index),
        )


def _is_for_something_else(sentence: Sentence, index: int) -> bool:
    """As in "claimed responsibility for the delay": what it is for is named, and no violence anywhere in the sentence."""
    target = next((i for i in range(index + 2, index + 6) if sentence.lower(i) == "for"), None)
    return target is not None and sentence.lower(target + 1) not in _STANDS_FOR_AN_ACT and not is_hostile(sentence, 0)


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
    if word not in sentence.lexicon.cues["deny"] or is_unreal(sentence, index) or sentence.lower(index - 1) == "the":
        return
    subject = subject_before(sentence, index)
    charge = _charge_before(sentence, subject)
    party = speaker(sentence, subject if charge is None else Phrase(charge, index))
    if party is None:
        return
    is_vague = not mentions_act(sentence, 0, len(sentence.tokens))
    negated = negation_before(sentence, index)
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
        vague = not is_hostile(sentence, 0)
        yield Draft("denied", party, party, Phrase(index, index + 3), "plead.not_guilty", is_own=True, needs_context=vague)
    elif sentence.lower(index + 1) == "guilty" and is_hostile(sentence, index) and sentence.lower(index - 1) != "to":
        yield Draft("claimed", party, party, Phrase(index, index + 2), "plead.guilty", is_own=True)


def _admits(sentence: Sentence, index: int) -> Iterator[Draft]:
    if (
        sentence.lower(index) in sentence.lexicon.cues["admit"]
        and mentions_act(sentence, index + 1, index + 12)
        and not is_unreal(sentence, index)
    ):
        party = agent(sentence, subject_before(sentence, index), allow_bare=True)
        if party is not None and not any(sentence.lower(i) in _RESPONSIBILITY for i in range(index, index + 5)):
            yield Draft("claimed", party, party, Phrase(index, index + 1), "admit", negation_before(sentence, index), is_own=True)


def _accuses(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X accused Y of …", "Y was accused of …", "blamed on Y", "Y charged with …"."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    is_charge = word in cues["charge"]
    if not (word in cues["accuse"] or is_charge) or is_unreal(sentence, index) or not _is_accusation(sentence, index, is_charge):
        return
    cue = Phrase(index, index + 1)
    rule = "charge" if is_charge else "accuse"
    following = sentence.lower(index + 1)
    negated = negation_before(sentence, index)
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
    elif following in _AFTER_ACCUSED or (is_passive(sentence, index) and following in PREPOSITIONS | {"", "."}):
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
    is_violent = _is_about_violence(sentence, index, is_charge) and is_hostile(sentence, first)
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


def _is_about_violence(sentence: Sentence, index: int, is_charge: bool) -> bool:
    """What is laid to the accused is an act of violence: it is named after the cue, or (blame) anywhere in the sentence."""
    if mentions_act(sentence, index + 1, index + REACH):
        return True
    return not is_charge and mentions_act(sentence, 0, index)


def _over_parties(
    sentence: Sentence, start: int, source: Party | None, cue: Phrase, rule: str, negated: bool = False
) -> Iterator[Draft]:
    """One draft for each party that "and" joins in the phrase from `start` on."""
    for part in parties_of(sentence, phrase_after(sentence, start)):
        accused = agent(sentence, part, allow_bare=True) or objective(sentence, part)
        if accused is not None:
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
    if (
        sentence.lower(subject.first - 1) == "," and subject.first >= 2 and len(parties_of(sentence, subject)) == 1
    ):  # headlines join two parties by a comma
        left = Phrase(max(0, _stretch_start(sentence, subject.first - 1)), subject.first - 1)
        if has_party(sentence, left):
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


_RULES: tuple[Rule, ...] = (
    _claims,
    _denies,
    _had_nothing_to_do,
    _admits,
    _accuses,
    _trades_blame,
    _attributes,
    convicts,
    lifts,
    suspects,
    links,
    finds_nothing,
    confirms_this,
    identifies,
)
