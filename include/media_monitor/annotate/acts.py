"""Acts laid to an actor within a sentence: "Israeli strikes", "Russia fired a missile", "shelling by the SDF". Pure.

A frame says who did (or did not do) what, before anyone asks who says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_monitor.annotate.actors import Party, agent, coordinated, is_adjective, mention_phrase
from media_monitor.annotate.grammar import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAUSE_WORDS,
    DETERMINERS,
    MODALS,
    NOT,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    Phrase,
    Sentence,
    head,
    is_verb,
    phrase_after,
    subject_before,
)
from media_monitor.annotate.vocabulary import words

_PRESUPPOSING = words(
    "after since following amid before during despite over response wake aftermath anniversary up past about from"
    " against on including regarding into"
)
_NO_ACT_ALONE = words(
    "violence plot plots death deaths explosion explosions blast blasts terrorism terror bomb bombs barrage gunfire"
    " crossfire disappearance torture"
)
_MAKES_IT_A_THING = words(
    "plan plans threat threats helicopter helicopters aircraft submarine submarines capability capabilities force"
    " forces group groups victim victims action site scene survivors survivor warning warnings attempt"
    " program programs programme programmes system systems"
)
_MOST_MODIFIERS = 7
_FARTHEST_BY = 10
_DONE_BY = words(
    "carried conducted launched perpetrated committed claimed staged blamed planned orchestrated killed attacked wounded"
)
_KINDLE = words("set sets setting start starts started starting light lights lit lighting")
_TRIALS = words("test tests test-fire drill drills exercise exercises rehearsal trial trials investigation search")


@dataclass(frozen=True, slots=True)
class Frame:
    """Who did what: parties and act as token ranges."""

    actor: Party
    act: Phrase
    anchor: int
    """Index of the word of the act."""
    rule: str
    is_negated: bool = False
    is_hedged: bool = False
    is_presupposed: bool = False
    """The act is background ("after Israeli strikes"), not what the sentence asserts."""


def frames(sentence: Sentence) -> list[Frame]:
    """Every act with an identified actor, at most one frame for an actor's words; assertive readings first."""
    found: list[Frame] = []
    for rule in (_active, _responsible, _by, _modifier):
        for frame in rule(sentence):
            if not any(_same_words(frame.actor.phrase, other.actor.phrase) for other in found):
                found.append(frame)
    return sorted(found, key=lambda frame: frame.anchor)


def _same_words(a: Phrase, b: Phrase) -> bool:
    return a.first < b.last and b.first < a.last


def is_act_noun(sentence: Sentence, index: int) -> bool:
    """The token is the noun of an act, and not a verb."""
    return sentence.lower(index) in sentence.lexicon.cues["act_nouns"] and not _acts(sentence, index)


def mentions_act(sentence: Sentence, first: int, last: int) -> bool:
    """Some word of violence stands between `first` and `last`."""
    cues = sentence.lexicon.cues
    violent = cues["act_verbs"] - cues["light_verbs"] | cues["act_nouns"]
    inside = range(max(0, first), min(last, len(sentence.tokens)))
    return any(sentence.lower(i) in violent or _is_set_fire(sentence, i) for i in inside)


def _is_set_fire(sentence: Sentence, index: int) -> bool:
    """As in "starting the fire", "set fire to"."""
    return sentence.lower(index) in {"fire", "blaze"} and any(sentence.lower(i) in _KINDLE for i in (index - 1, index - 2))


def _modifier(sentence: Sentence) -> Iterator[Frame]:
    """As in "Israeli strikes", "Kyiv's attacks", "the Hamas-led October 7 attacks"."""
    for index in range(1, len(sentence.tokens)):
        if sentence.lower(index) in _NO_ACT_ALONE | sentence.lexicon.cues["weapons"] or not is_act_noun(sentence, index):
            continue
        following = sentence.lower(index + 1)
        if following in _MAKES_IT_A_THING or following in sentence.lexicon.cues["act_nouns"]:
            continue
        first = _phrase_start(sentence, index)
        actor = _modifying_agent(sentence, first, index)
        if actor is None or any(sentence.lower(i) in sentence.lexicon.cues["not_done"] for i in range(first, index)):
            continue
        before = first - 1 if sentence.lower(first - 1) not in {"the", "a", "an", "'s"} else first - 2
        yield Frame(
            actor,
            Phrase(first, index + 1),
            index,
            "act.modifier",
            is_hedged=_hedged(sentence, first - 1, index),
            is_presupposed=sentence.lower(before) in _PRESUPPOSING or sentence.lower(before - 1) in _PRESUPPOSING,
        )


def _phrase_start(sentence: Sentence, noun: int) -> int:
    """First token of the modifiers before `noun`."""
    first = noun
    while first > 0 and noun - first < _MOST_MODIFIERS:
        word = sentence.lower(first - 1)
        joins = (
            word in {"and", ","}
            and first - 2 in sentence.mentions
            and (first in sentence.mentions or sentence.lower(first).isdigit())
        )
        is_date = word == "," and sentence.lower(first)[:2] in {"19", "20"}
        if first - 1 in sentence.mentions or joins or is_date:
            first -= 1
        elif (
            word in PREPOSITIONS
            or word in CLAUSE_WORDS
            or word in STOPS
            or (word in AUXILIARIES and word != "'s")
            or word in PRONOUNS
            or word in {"the", "a", "an", "and"}
        ) or (is_verb(sentence, first - 1) and word != "led"):
            break
        else:
            first -= 1
    return first


def _modifying_agent(sentence: Sentence, first: int, noun: int) -> Party | None:
    for index in range(first, noun):
        mention = sentence.mentions.get(index)
        if mention is None or mention.kind == "outlet":
            continue
        spot = mention_phrase(sentence, Phrase(index, noun), mention)
        owns = sentence.lower(spot.last) in {"'s", "'"} or (
            sentence.lower(spot.last) == "-" and sentence.lower(spot.last + 1) == "led"
        )
        joined = coordinated(sentence, spot)
        if (
            owns
            or is_adjective(sentence, mention)
            or (mention.kind not in {"place", "person", "other"} and not _is_described(sentence, spot))
        ):
            return Party(joined, mention)
    return None


def _is_described(sentence: Sentence, spot: Phrase) -> bool:
    return sentence.lower(spot.last) == "-" and sentence.lower(spot.last + 1) != "led"


def _by(sentence: Sentence) -> Iterator[Frame]:
    """As in "shelling by the SDF", "was attacked by Libyan militants"."""
    cues = sentence.lexicon.cues
    for index, token in enumerate(sentence.tokens):
        if token.lower not in cues["act_nouns"] and token.lower not in cues["act_verbs"]:
            continue
        by = _by_after(sentence, index)
        if by is None:
            continue
        actor = agent(sentence, phrase_after(sentence, by + 1))
        if actor is None or actor.is_pronoun or head(sentence, actor.phrase) in cues["act_nouns"]:
            continue
        yield Frame(
            actor,
            Phrase(index, by),
            index,
            "act.by",
            _negated(sentence, index),
            _hedged(sentence, index - 2, index) or _hedged(sentence, by, actor.phrase.last),
        )


def _by_after(sentence: Sentence, act: int) -> int | None:
    for index in range(act + 1, min(act + _FARTHEST_BY, len(sentence.tokens))):
        word = sentence.lower(index)
        if word == "by":
            return index
        if (
            word in CLAUSE_WORDS
            or word in {";", ":", "—", "(", '"'}
            or (is_verb(sentence, index) and word not in _DONE_BY)
            or (word.endswith("ed") and word not in _DONE_BY)
        ):
            return None
    return None


def _active(sentence: Sentence) -> Iterator[Frame]:
    """As in "Russia fired a missile", "Israel said it had struck", "Ukrainian drones kill three"."""
    for index in range(1, len(sentence.tokens)):
        if not _acts(sentence, index) or _is_unreal(sentence, index):
            continue
        subject = subject_before(sentence, index)
        actor = agent(sentence, subject)
        if actor is None or subject is None or _is_relative_place(sentence, subject.last, actor):
            continue
        if actor.is_pronoun or not _follows_preposition(sentence, actor):
            yield Frame(
                actor,
                Phrase(index, _object_end(sentence, index)),
                index,
                "act.active",
                _negated(sentence, index),
                _hedged(sentence, actor.phrase.first - 1, index),
            )


def _is_relative_place(sentence: Sentence, after: int, actor: Party) -> bool:
    """As in "in Kuwait that killed": the place is where, not who."""
    return sentence.lower(after) in {"that", "which"} and actor.mention is not None and actor.mention.kind == "place"


def _follows_preposition(sentence: Sentence, actor: Party) -> bool:
    """A phrase that the subject rule caught though it is the object of what came before ("says Israel, killed …")."""
    return sentence.lower(actor.phrase.first - 1) in {"by", "against", "on", "in"}


def _acts(sentence: Sentence, index: int) -> bool:
    """The token is an active verb of violence with an object."""
    word = sentence.lower(index)
    cues = sentence.lexicon.cues
    if word not in cues["act_verbs"] or not _object_follows(sentence, index):
        return False
    before = _last_before(sentence, index)
    if word.endswith("ing"):
        return sentence.lower(index - 1) in BE and sentence.lower(index - 1) not in {"got", "get"}
    if (
        sentence.lower(before) in BE
        or sentence.lower(before) in {"and", "previously"}
        or (before == index - 1 and sentence.lower(before) in DETERMINERS | {"'s", "'"})
    ):
        return False
    if word in cues["light_verbs"] and not _violent_object(sentence, index):
        return False
    if word in cues["act_nouns"]:
        return _is_verb_between(sentence, before, index)
    return True


def _last_before(sentence: Sentence, index: int) -> int:
    """Index of the token before `index` that is no adverb or negation."""
    before = index - 1
    while before > 0 and (sentence.lower(before) in ADVERBS or sentence.lower(before) in {"not", "n't"}):
        before -= 1
    return before


def _is_verb_between(sentence: Sentence, before: int, index: int) -> bool:
    """A form such as "strikes" is a verb after a pronoun, auxiliary or name and before an object; a noun after a nationality."""
    word = sentence.lower(before)
    if word in PRONOUNS and word not in {"its", "his", "her", "their", "our"}:
        return True
    if word in AUXILIARIES and word != "'s":
        return word not in BE
    mention = sentence.mentions.get(before)
    if sentence.lower(index) in _BASE_FORMS:
        return mention is None and word.endswith("s") and word not in DETERMINERS
    if mention is None:
        return sentence.lower(index) not in sentence.lexicon.cues["act_nouns"]
    if is_adjective(sentence, mention) and not mention.span.text.isupper() and not mention.span.text.endswith("s"):
        return False
    following = sentence.text(index + 1)
    return following[:1].isupper() or following.lower() in DETERMINERS or following[:1].isdigit()


_HARMS_BY_ITSELF = words("targeted hit destroyed downed")
_BASE_FORMS = words("attack strike raid assault ambush murder massacre hack sabotage shell bomb torture target")


def _object_follows(sentence: Sentence, index: int) -> bool:
    word = sentence.lower(index + 1)
    if word in {"out", "off", "down", "up"} or (word == "at" and sentence.lower(index + 2) == "least"):
        return True
    if word in {"over", "about", "around"}:
        return sentence.text(index + 2)[:1].isdigit()
    return (
        word[:1].isalnum()
        and word not in PREPOSITIONS | CLAUSE_WORDS | AUXILIARIES | {"and", "but"}
        and (word not in ADVERBS or word in {"both", "all", "each"})
    )


def _violent_object(sentence: Sentence, index: int) -> bool:
    """An act or a weapon is the object of the light verb at `index`, and no test or drill of one."""
    cues = sentence.lexicon.cues
    violent = cues["act_nouns"] | cues["weapons"] | (cues["act_verbs"] - cues["light_verbs"])
    rest: list[str] = []
    for position in range(index + 1, min(index + 9, len(sentence.tokens))):
        if sentence.lower(position) in STOPS or sentence.lower(position) in CLAUSE_WORDS:
            break
        rest.append(sentence.lower(position))
    if not _TRIALS.isdisjoint(rest):
        return False
    fires_at = "at" in rest and sentence.lower(index) in {"fired", "fires"}
    return fires_at or not violent.isdisjoint(rest) or sentence.lower(index) in _HARMS_BY_ITSELF


def _object_end(sentence: Sentence, verb: int) -> int:
    phrase = phrase_after(sentence, verb + 1)
    return phrase.last if phrase else verb + 1


def _is_unreal(sentence: Sentence, verb: int) -> bool:
    """The verb is an infinitive, or a modal stands before it: a threat, a plan, a future."""
    return any(sentence.lower(i) in MODALS and not _is_guess(sentence, i) for i in range(max(0, verb - 3), verb))


def _is_guess(sentence: Sentence, modal: int) -> bool:
    """As in "may have carried out": the act is past, and unsure."""
    return sentence.lower(modal) in {"may", "might", "could"} and sentence.lower(modal + 1) == "have"


def _negated(sentence: Sentence, verb: int) -> bool:
    return any(sentence.lower(i) in NOT for i in range(max(0, verb - 3), verb))


def _hedged(sentence: Sentence, first: int, last: int) -> bool:
    hedges = sentence.lexicon.cues["hedges"]
    return any(sentence.lower(i) in hedges or _is_guess(sentence, i) for i in range(max(0, first), last))


def _responsible(sentence: Sentence) -> Iterator[Frame]:
    """As in "ISIS was behind the attack", "X is responsible for the killing"."""
    for index, token in enumerate(sentence.tokens):
        is_behind = token.lower == "behind" and (
            sentence.lower(index - 1) in BE | NOT or index - 1 in sentence.mentions or sentence.lower(index - 1) in ADVERBS
        )
        is_responsible = (
            token.lower in {"responsible", "blame"} and sentence.lower(index + 1) == "for" and _has_be_before(sentence, index)
        )
        is_involved = token.lower in {"involved", "complicit"} and _has_be_before(sentence, index)
        if (
            not (is_behind or is_responsible or is_involved)
            or not mentions_act(sentence, index + 1, index + 12)
            or _is_unreal(sentence, index)
        ):
            continue
        actor = agent(sentence, subject_before(sentence, index - 1 if token.lower == "blame" else index))
        if actor is not None:
            yield Frame(
                actor,
                Phrase(index, min(index + 6, len(sentence.tokens))),
                index,
                "act.behind",
                _negated(sentence, index),
                _hedged(sentence, index - 3, index),
            )


def _has_be_before(sentence: Sentence, index: int) -> bool:
    return any(sentence.lower(i) in BE for i in range(max(0, index - 3), index))
