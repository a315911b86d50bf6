"""What a word of a sentence lays to someone: an act of violence, or something that only stands near one? Pure.

"accused of planting bombs" and "convicted over a string of attacks" name an act; "accused of financing murders" does not. The
word itself is an act, or it carries the act that hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.acts import is_core_act
from media_monitor.annotate.grammar import related, subtree
from media_monitor.annotate.reading import Sentence
from media_monitor.annotate.vocabulary import words

_CARRIERS = words(
    "try tried trying attempt attempted attempting plan planned planning plot plotted plotting order ordered"
    " ordering use used using carry carried carrying conduct conducted conducting commit committed committing"
    " perpetrate perpetrated perpetrating plant planted planting launch launched launching fire fired firing take"
    " taking took participate participating participated do doing did be being been is was were have having lead"
    " led leading mastermind masterminded masterminding organise organised organising organize organized"
    " organizing orchestrate orchestrated orchestrating involved stage staged staging set setting cause caused"
    " causing help helped helping aid aided aiding throw throwing threw begin start starting started directing"
    " directed opening opened deliberately driving drove ploughing plowing involvement role part responsibility"
    " series wave string spate spree attempts conspiracy conspiring conspired charge charges count counts crime"
    " crimes links link offence offences offense offenses number lots act acts campaign one two three four five"
    " six seven eight nine ten dozens multiple several case cases behind accusation accusations allegation"
    " allegations claim claims suspicion connection complicity accessory incident report reports responsible"
    " complicit guilty authorship escalation network ring cell send sent sending dispatch dispatched dispatching pay"
    " paid paying hire hired hiring recruit recruited recruiting"
)
"""Words that name an act only by what hangs on them: "a string of bombings", "involvement in the attack"."""
_CARRYING = words("dobj prep pobj pcomp xcomp ccomp acl compound conj attr acomp nmod amod npadvmod dative advcl dep appos prt")
_CRIMES = words(
    "homicide manslaughter murder murders murdering attempted hostage-taking arson assault assaults battery"
    " detonating detonated gunning decapitating stabbing shooting poisoning"
)
_DAMAGE = words("damage breach rupture crash outage fire blaze incident cut cuts derailment incursion incursions")
_DEEPEST = 6


def is_hostile(sentence: Sentence, index: int, depth: int = 0) -> bool:
    """The word at `index` is an act of violence, or carries one."""
    word = sentence.lower(index)
    if (
        is_core_act(sentence, index)
        or word in _CRIMES
        or word in _PLOTS
        or _kindles(sentence, index)
        or _targets(sentence, index)
        or _has_blood(sentence, index)
    ):
        return True
    if depth == _DEEPEST:
        return False
    is_carrier = word in _CARRIERS or word.isdigit()
    parse = sentence.parse
    if not is_carrier and not (depth and parse is not None and parse.relations[index] == "prep"):
        return any(is_hostile(sentence, i, depth + 1) for i in related(sentence, index, "conj"))
    return any(is_hostile(sentence, i, depth + 1) for i in related(sentence, index, *_CARRYING))


_PLOTS = words("plot plots")


def _has_blood(sentence: Sentence, index: int) -> bool:
    """As in "having blood on its hands"."""
    return any(sentence.lower(i) == "blood" for i in related(sentence, index, "dobj"))


def _targets(sentence: Sentence, index: int) -> bool:
    """As in "denied targeting civilians"."""
    return sentence.lower(index) in {"targeting", "targeted", "target", "hitting", "hit", "downing"} and bool(
        related(sentence, index, "dobj")
    )


def _kindles(sentence: Sentence, index: int) -> bool:
    """As in "starting the fire", "planting a device", "firing a missile"."""
    weapons = sentence.lexicon.cues["weapons"]
    if sentence.lower(index) in weapons:
        return any(
            sentence.lower(i) in {"planting", "throwing", "firing", "launching"} for i in related(sentence, index, "compound")
        )
    if sentence.lower(index) not in _CARRIERS:
        return False
    return any(
        sentence.lower(i)
        in weapons | {"blaze", "fires", "device", "devices", "explosive", "explosives", "grenade", "grenades", "shot", "shots"}
        for i in related(sentence, index, "dobj")
    )


def complements(sentence: Sentence, verb: int) -> list[int]:
    """What a verb such as "accused" or "convicted" is said with: the heads after "of", "with", "for", or an infinitive."""
    found = related(sentence, verb, "xcomp", "pcomp")
    preps = [
        i for i in sorted(subtree(sentence, verb)) if verb < i <= verb + _NEAR and sentence.lower(i) in {"for", "of", "with"}
    ]
    preps = [i for i in preps if _is_said_with(sentence, verb, i) and not _is_a_term(sentence, i)][:1]
    preps = preps or [i for i in related(sentence, verb, "prep") if sentence.lower(i) in _WITH]
    for prep in preps:
        found.extend(i for i in related(sentence, prep, "pobj", "pcomp") if sentence.lower(i) not in _TERMS or len(preps) == 1)
        if sentence.parse is not None and sentence.parse.tags[min(prep + 1, len(sentence.tokens) - 1)] == "VBG":
            found.append(prep + 1)  # "of hacking trials": the parse may take the verb for an adjective
    objects = related(sentence, verb, "dobj", "oprd", "advmod", "acomp")
    for noun in (*objects, *(name for i in objects for name in related(sentence, i, "appos"))):
        for prep in [i for i in related(sentence, noun, "prep") if sentence.lower(i) in _WITH - {"in"}]:
            found.extend(i for i in related(sentence, prep, "pobj", "pcomp") if i > verb)
    return found


def _is_said_with(sentence: Sentence, verb: int, prep: int) -> bool:
    """The preposition hangs on the verb, or on what stands between: the term of a sentence, the one who accuses."""
    above = sentence.parse.heads[prep] if sentence.parse is not None else verb
    return above == verb or (sentence.lower(prep) == "for" and sentence.lower(above) in _TERMS)


def _is_a_term(sentence: Sentence, prep: int) -> bool:
    """As in "jailed for life", "for 12 years"."""
    return any(sentence.lower(i) in _TERMS for i in related(sentence, prep, "pobj"))


_WITH = words("of with for over in to")
_TERMS = words("death life years prison jail months year possibility term terms parole time")
_NEAR = 20


def names_crime(sentence: Sentence, verb: int) -> bool | None:
    """Whether the complement of `verb` is an act of violence; None where it has none."""
    found = complements(sentence, verb)
    return any(is_hostile(sentence, i) for i in found) if found else None


def core_acts(sentence: Sentence, tokens: Iterator[int] | range | frozenset[int]) -> bool:
    """Some act of violence stands among `tokens`."""
    return any(0 <= i < len(sentence.tokens) and is_core_act(sentence, i) for i in tokens)


def is_hostile_below(sentence: Sentence, index: int, with_damage: bool = False) -> bool:
    """An act of violence (or, asked so, damage) hangs on the word at `index`, however far below."""
    below = subtree(sentence, index) - {index}
    return core_acts(sentence, below) or (with_damage and any(sentence.lower(i) in _DAMAGE for i in below))


def any_act(sentence: Sentence) -> bool:
    """Some act of violence stands in the sentence."""
    return core_acts(sentence, range(len(sentence.tokens)))


def is_violent(sentence: Sentence) -> bool:
    """Acts, blasts or weapons are spoken of."""
    nouns = sentence.lexicon.cues["act_nouns"]
    return any_act(sentence) or any(token.lower in nouns for token in sentence.tokens)
