"""What someone denies: an act laid to him or to another, a part in it, an accusation. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.actors import Party, agent, speaker
from media_monitor.annotate.acts import is_suffered
from media_monitor.annotate.crimes import core_acts, is_hostile, is_violent
from media_monitor.annotate.drafts import Draft, is_unreal, negation_before
from media_monitor.annotate.grammar import BE, PRONOUNS, ancestors, is_tagged_verb, related, subtree
from media_monitor.annotate.phrases import phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words

_OWN_PART = words("involvement responsibility role part blame complicity guilt wrongdoing hand connection link links")
_SAID_OF_IT = words(
    "allegation allegations accusation accusations charge charges claim claims report reports it them this suggestion suggestions"
)
_SHARE = words("part role hand involvement")


def denies(sentence: Sentence, index: int) -> Iterator[Draft]:
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
        needs_context=not (is_violent(sentence) or is_hostile(sentence, target)),
    )


def calls_false(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "X called the accusation that it struck the clinic absurd", "X said reports of its attack were baseless"."""
    parse = sentence.parse
    if sentence.lower(index) not in _FALSE or parse is None or parse.relations[index] == "amod":
        return
    accusation = next((i for i in range(len(sentence.tokens)) if _is_accusation(sentence, i)), None)
    if accusation is None or not core_acts(sentence, subtree(sentence, accusation)):
        return
    above = [i for i in (index, *ancestors(sentence, index)) if is_tagged_verb(sentence, i)]
    told = next((i for i in [*above, *ancestors(sentence, accusation)] if sentence.lower(i) in _CALLING | BE), None)
    if told is None or is_unreal(sentence, told):
        return
    other = _denied_other(sentence, accusation)
    cue, negated = Phrase(min(told, index), max(told, index) + 1), negation_before(sentence, told)
    if sentence.lower(told) in BE:
        yield Draft("denied", None, other, cue, "deny.calls_false", negated, is_own=other is None)
        return
    party = _denier(sentence, told)
    if party is not None:
        yield Draft("denied", party, other or party, cue, "deny.calls_false", negated, is_own=other is None)


def _is_accusation(sentence: Sentence, index: int) -> bool:
    parse = sentence.parse
    return parse is not None and sentence.lower(index) in _ACCUSATIONS and parse.tags[index].startswith("NN")


_ACCUSATIONS = words(
    "allegation allegations accusation accusations charge charges claim claims report reports suggestion suggestions"
    " rumours rumors"
)
_CALLING = words(
    "call calls called calling describe describes described brand brands branded dismiss dismisses dismissed reject rejects"
    " rejected deem deemed label labelled labeled slam slammed denounce denounced"
)
_FALSE = words(
    "absurd baseless false fabricated groundless unfounded lies lie nonsense untrue fake ridiculous propaganda ludicrous"
)


def _is_unsure(sentence: Sentence, index: int) -> bool:
    return is_unreal(sentence, index) or is_suffered(sentence, index)


def _denier(sentence: Sentence, index: int) -> Party | None:
    subject = subject_before(sentence, index)
    if subject is not None and sentence.lower(subject.first - 1) in {"a", "an", "the"} and subject.last - subject.first > 1:
        return None
    return speaker(sentence, subject) or _client(sentence, subject)


def _client(sentence: Sentence, subject: Phrase | None) -> Party | None:
    """As in "his client denied …", "the suspect denies …": someone without a name who answers a charge."""
    party = agent(sentence, subject, allow_bare=True)
    return party if party is not None and sentence.lower(party.phrase.last - 1) in _DEFENDANTS else None


_DEFENDANTS = words("client suspect suspects defendant defendants accused man men woman teenager brothers pair")


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
    called = [i for i in related(sentence, index, "prep") if sentence.lower(i) == "as"]
    targets += [i for p in called for i in related(sentence, p, "pobj") if _is_accusation(sentence, i)]
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


def had_nothing_to_do(sentence: Sentence, index: int) -> Iterator[Draft]:
    """As in "Y had nothing to do with the attack", "Y played no part in the killing", "Y was not involved"."""
    said = [sentence.lower(i) for i in range(index, index + 4)]
    if said != ["nothing", "to", "do", "with"] and not (said[0] == "no" and said[1] in _SHARE and said[2] in {"in", "behind"}):
        return
    verb = index - 1
    party = agent(sentence, subject_before(sentence, verb))
    if party is not None:
        vague = not core_acts(sentence, range(index, len(sentence.tokens)))
        yield Draft("denied", None, party, Phrase(index, index + 3), "deny.nothing", needs_context=vague)
