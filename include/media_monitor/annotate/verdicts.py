"""Verdicts and findings: someone is convicted, acquitted, cleared, identified; charges are dropped. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import is_suffered
from media_monitor.annotate.crimes import complements, core_acts, is_hostile, is_hostile_below, names_crime
from media_monitor.annotate.drafts import Draft, is_unreal, negation_before, parties_of
from media_monitor.annotate.grammar import BE, DETERMINERS, NOT, PREPOSITIONS, is_skippable, is_tagged_verb, related, subtree
from media_monitor.annotate.phrases import clause_start, head, phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words

_COURTS = words("court courts jury judge judges tribunal jurors magistrate panel justice")
_DOERS = words(
    "attacker attackers gunman gunmen shooter shooters bomber bombers assailant assailants killer killers"
    " perpetrator perpetrators suspect suspects driver"
)
_JAILED_FOR = frozenset({"for", "over", "after", "to", "life"})
_LIFTS = words(
    "dropped drops withdrew withdraws withdrawn quashed quashes overturned overturns retracted retracts"
    " exonerated dismissed dismisses threw throws thrown tossed"
)
_LIFTED = words("charge charges conviction convictions accusation accusations claim claims case verdict")


def _convicts(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y convicted of murder", "a court sentenced Y for the attack", "Y acquitted of"."""
    word = sentence.lower(index)
    cues = sentence.lexicon.cues
    is_cleared = word in {"acquitted", "acquits", "acquit", "cleared", "clears"}
    if not (word in cues["convict"] or is_cleared) or is_unreal(sentence, index) or not _is_verdict(sentence, index):
        return
    vague = _vagueness(sentence, index)
    if vague is None:
        return
    cue = Phrase(index, index + 1)
    passive = is_suffered(sentence, index)
    if passive:
        by = related(sentence, index, "agent") or [i for i in related(sentence, index, "prep") if sentence.lower(i) == "by"]
        source = speaker(sentence, phrase_after(sentence, by[0] + 1)) if by else None
        parties = parties_of(sentence, subject_before(sentence, index))
    else:
        source = speaker(sentence, subject_before(sentence, index))
        parties = parties_of(sentence, phrase_after(sentence, index + 1, keep_of=False))
    is_court = source is not None and not _COURTS.isdisjoint(sentence.words(source.phrase))
    if not parties and word in {"sentences", "jails", "convicts", "acquits", "clears"}:
        parties = [Phrase(index + 1, _end_of_object(sentence, index + 1))]  # a headline's verb that the parser takes for a noun
        source = speaker(sentence, Phrase(0, index)) if index else None
    if is_cleared and (vague or (word.startswith("clear") and names_crime(sentence, index) is not True)):
        return
    for part in parties:
        convicted = agent(sentence, part, allow_bare=True)
        if convicted is None or (vague and not (is_court or passive)):
            continue
        if is_cleared and source is not None and not is_court:
            yield Draft("cleared", source, convicted, cue, "police.clear")
        else:
            rule = "court.acquits" if is_cleared else "court.convicts"
            yield Draft("confirmed", source, convicted, cue, rule, is_cleared, needs_context=vague)


def judges(sentence: Sentence, index: int) -> Iterator[Draft]:
    """A verdict in any form, but one that is only thought of: "even if he is convicted"."""
    if any(sentence.lower(i) in {"if", "unless", "whether"} for i in related(sentence, index, "mark")):
        return
    word = sentence.lower(index)
    if word == "guilty":
        yield from _guilty_in_headline(sentence, index)
    elif word in {"found", "find", "finds"}:
        yield from _guilty(sentence, index)
    else:
        yield from _convicts(sentence, index)


def _end_of_object(sentence: Sentence, first: int) -> int:
    last = first + 1
    while last < len(sentence.tokens) and sentence.lower(last) not in PREPOSITIONS:
        last += 1
    return min(last, len(sentence.tokens))


def _vagueness(sentence: Sentence, index: int) -> bool | None:
    """False: the verdict names an act of violence; True: it names no crime, the document must; None: another crime."""
    crime = names_crime(sentence, index)
    reasons = [i for i in complements(sentence, index) if sentence.lower(i - 1) == "for" or sentence.lower(i - 2) == "for"]
    if reasons and not any(is_hostile(sentence, i) for i in reasons):
        return None
    described = [*related(sentence, index, "dobj", "nsubjpass", "nsubj")]
    parse = sentence.parse
    if parse is not None and parse.relations[index] in {"acl", "relcl"}:
        described.append(parse.heads[index])
    is_described = any(is_hostile_below(sentence, i) for i in described)
    if crime or is_described:
        return False
    if crime is False and not _only_the_term(sentence, index):
        return None
    above = core_acts(sentence, range(len(sentence.tokens)))
    return not above


def _only_the_term(sentence: Sentence, index: int) -> bool:
    """What follows is the punishment: "to life in prison", "in absentia"."""
    told = [sentence.lower(i) for i in range(index + 1, index + 12)]
    return "for" not in told and "of" not in told[:1] and ("to" in told or "absentia" in told)


def _guilty(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "A court found Y guilty of murder", "Y was found guilty of"."""
    last = next((i for i in range(index + 1, index + _FARTHEST_VERDICT) if sentence.lower(i) == "guilty"), None)
    if last is None or is_unreal(sentence, index):
        return
    crimes = [c for p in related(sentence, last, "prep") for c in related(sentence, p, "pobj", "pcomp")]
    if crimes and not any(is_hostile(sentence, c) for c in crimes):
        return
    if not crimes and not core_acts(sentence, range(len(sentence.tokens))):
        return
    cue = Phrase(index, index + 1)
    negated = negation_before(sentence, index) or sentence.lower(last - 1) == "not"
    if last == index + 1 or (last == index + 2 and sentence.lower(index + 1) == "not"):
        for part in parties_of(sentence, subject_before(sentence, index)):
            party = agent(sentence, part, allow_bare=True)
            if party is not None:
                yield Draft("confirmed", None, party, cue, "court.found_guilty", negated)
        return
    apposed = next((i for i in range(index + 2, last) if sentence.text(i) == ","), last)
    party = agent(sentence, Phrase(index + 1, apposed), allow_bare=True)
    if party is not None:
        yield Draft("confirmed", speaker(sentence, subject_before(sentence, index)), party, cue, "court.finds_guilty", negated)


def _guilty_in_headline(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Man guilty of market murder", "Tribunal: gang member guilty in minister's killing": the verb is left out."""
    if sentence.lower(index + 1) not in {"of", "in", "over"} or sentence.span.field != "title" or index == 0:
        return
    if sentence.lower(index - 1) in BE | NOT | _VERDICT_VERBS or is_tagged_verb(sentence, index - 1):
        return
    crime = phrase_after(sentence, index + 2)
    if crime is None or not core_acts(sentence, range(index + 2, max(crime.last, index + _NEAR_CRIME))):
        return
    party = agent(sentence, Phrase(clause_start(sentence, index), index), allow_bare=True)
    if party is not None:
        yield Draft("confirmed", None, party, Phrase(index, index + 1), "court.found_guilty")


_FARTHEST_VERDICT, _NEAR_CRIME = 20, 7
_VERDICT_VERBS = words("found find finds plead pleads pleaded pled")


def lifts(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Prosecutors dropped murder charges against Y", "the court quashed Y's conviction"."""
    if sentence.lower(index) not in _LIFTS or not is_tagged_verb(sentence, index):
        return
    passive = is_suffered(sentence, index)
    for what in related(sentence, index, "nsubjpass" if passive else "dobj", "dobj"):
        if sentence.lower(what) not in _LIFTED or not (is_hostile_below(sentence, what) or is_hostile_below(sentence, index)):
            continue
        owner = related(sentence, what, "poss")
        against = next((i for i in subtree(sentence, index) if sentence.lower(i) == "against"), None)
        if against is not None and not owner:
            party = agent(sentence, phrase_after(sentence, against + 1), allow_bare=True)
        else:
            party = _judged(sentence, what)
        if party is not None:
            source = None if passive else speaker(sentence, subject_before(sentence, index))
            yield Draft("cleared", source, party, Phrase(index, index + 1), "court.lifts")


def upholds(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "the court upheld Y's conviction for the bombing"."""
    if sentence.lower(index) not in {"upheld", "upholds"} or not is_tagged_verb(sentence, index):
        return
    for what in related(sentence, index, "dobj", "nsubjpass"):
        party = _judged(sentence, what) if sentence.lower(what) in _LIFTED | _TERMS else None
        if party is not None and core_acts(sentence, range(what, len(sentence.tokens))):
            source = None if is_suffered(sentence, index) else speaker(sentence, subject_before(sentence, index))
            yield Draft("confirmed", source, party, Phrase(index, index + 1), "court.upholds")


def _judged(sentence: Sentence, what: int) -> Party | None:
    """Whose conviction it is: "Y's conviction", "the conviction of Y", "charges against Y"."""
    owner = related(sentence, what, "poss")
    if owner:
        return agent(sentence, phrase_after(sentence, min(subtree(sentence, owner[0])), keep_of=False), allow_bare=True)
    of = next((i for i in related(sentence, what, "prep") if sentence.lower(i) in {"of", "against"}), None)
    return agent(sentence, phrase_after(sentence, of + 1, keep_of=False), allow_bare=True) if of is not None else None


def gets_term(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y gets life for the murder", "Y handed 30 years over the attack", "court gives Y death sentence for bombing"."""
    word = sentence.lower(index)
    if word not in _GETS | _GIVES or is_unreal(sentence, index) or not is_tagged_verb(sentence, index):
        return
    after = range(index + 1, min(index + _FARTHEST_VERDICT, len(sentence.tokens)))
    term = next((i for i in after if sentence.lower(i) in _TERMS), None)
    reason = next((i for i in after if term is not None and i > term and sentence.lower(i) in {"for", "over"}), None)
    if term is None or reason is None or not core_acts(sentence, range(reason, reason + _NEAR_CRIME)):
        return
    subject = subject_before(sentence, index)
    is_given = subject is not None and not _COURTS.isdisjoint(sentence.words(subject))
    if word in _GIVES and not is_given and not is_suffered(sentence, index) and word not in {"given", "handed"}:
        return
    named = phrase_after(sentence, index + 1, keep_of=False) if is_given else subject
    party = agent(sentence, named, allow_bare=True)
    if party is not None and not party.is_pronoun:
        source = speaker(sentence, subject) if is_given else None
        yield Draft("confirmed", source, party, Phrase(index, term + 1), "court.gives_term")


_GETS = words("gets got receives received")
_GIVES = words("given handed gives gave hands")
_TERMS = words("life years sentence sentences term terms death")


def _is_verdict(sentence: Sentence, index: int) -> bool:
    """The form is a verdict: no noun ("life sentence"), no detention before trial ("jailed pending trial")."""
    word = sentence.lower(index)
    if word in {"sentence", "jail", "convict", "sentencing", "imprison", "convicting"}:
        return False
    if word in {"sentences", "jails", "convicts"}:
        return is_tagged_verb(sentence, index) or sentence.lower(index - 1) in _COURTS or index - 1 in sentence.mentions
    is_held = not related(sentence, index, "dobj") and sentence.lower(index + 1) not in _JAILED_FOR
    return not (word.startswith("jail") and is_held)


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
    link = next((i for i in range(index + 1, min(index + 9, len(sentence.tokens))) if sentence.lower(i) == "as"), None)
    if link is None:
        return
    passive = sentence.lower(index + 1) in {"as", "by"}
    doer = subject_before(sentence, index) if passive else phrase_after(sentence, index + 1)
    if doer is None or head(sentence, doer) not in _DOERS:
        return
    party = agent(sentence, phrase_after(sentence, link + 1))
    if party is None or party.is_pronoun:
        return
    by = sentence.lower(index + 1) == "by"
    source: Party | None = None
    if not passive or by:
        source = speaker(sentence, phrase_after(sentence, index + 2) if by else subject_before(sentence, index))
    yield Draft("confirmed", source, party, Phrase(index, index + 1), "confirm.identity", negation_before(sentence, index))
