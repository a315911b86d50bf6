"""Who says it: the speech acts of a sentence and the stretch of words each of them covers. Pure.

"A said that …" covers what follows, "…, said A" what stands before, "according to A" the whole sentence; of a chain
("the Times, citing an official") the official is the source and the Times the channel (`via`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_monitor.annotate.actors import Party, speaker
from media_monitor.annotate.acts import is_act_noun
from media_monitor.annotate.grammar import (
    BE,
    DETERMINERS,
    MODALS,
    NOT,
    PREPOSITIONS,
    Phrase,
    Sentence,
    head,
    is_skippable,
    is_verb,
    main_subject,
    phrase_after,
    subject_before,
)
from media_monitor.annotate.vocabulary import words

_ALSO_NOUNS = words(
    "report reports state states claim claims note notes post posts estimate estimates show shows quote quotes stress find finds"
)
_LONGEST_TAIL = 14


@dataclass(frozen=True, slots=True)
class Speech:
    """Someone says what stands in tokens first..last of the sentence."""

    source: Party
    verb: int
    first: int
    last: int
    is_confirming: bool = False
    is_negated: bool = False
    """As in "has not confirmed": the source withholds what it is asked for."""
    via: Party | None = None


def speeches(sentence: Sentence) -> list[Speech]:
    """Speech acts of the sentence, in order of their verbs."""
    spoken = sorted([*_verbs(sentence), *_according_to(sentence)], key=lambda s: s.verb)
    spoken = sorted([*spoken, *_participles(sentence, spoken)], key=lambda s: s.verb)
    return [_with_scope_end(speech, spoken, sentence) for speech in spoken]


def speech_over(spoken: list[Speech], index: int) -> Speech | None:
    """The speech act that covers the token at `index`: the nearest verb before it, else the one after it."""
    covering = [s for s in spoken if s.first <= index < s.last]
    before = [s for s in covering if s.verb < index]
    chosen = before[-1] if before else covering[0] if covering else None
    if chosen is not None and chosen.source.mention is not None and chosen.source.mention.kind == "outlet":
        inner = [s for s in covering if s is not chosen and (s.source.mention is None or s.source.mention.kind != "outlet")]
        if inner:
            return Speech(
                inner[-1].source,
                inner[-1].verb,
                inner[-1].first,
                inner[-1].last,
                inner[-1].is_confirming,
                inner[-1].is_negated,
                chosen.source,
            )
    return chosen


def channel(spoken: list[Speech], index: int, source: Party | None) -> Party | None:
    """The outlet that passes on what another source says at `index`, None where none is named."""
    for speech in spoken:
        outlet = speech.source if speech.source.mention is not None and speech.source.mention.kind == "outlet" else None
        if outlet is not None and speech.first <= index < speech.last and (source is None or source.phrase != outlet.phrase):
            return outlet
    return None


def closing_speech(spoken: list[Speech], index: int) -> Speech | None:
    """The speech act after the words at `index` that covers them: "…, says the White House"."""
    return next((s for s in reversed(spoken) if s.verb > index and s.first <= index < s.last), None)


def _verbs(sentence: Sentence) -> Iterator[Speech]:
    cues = sentence.lexicon.cues
    for index, token in enumerate(sentence.tokens):
        confirming = token.lower in cues["confirm"]
        if not (confirming or token.lower in cues["say"]) or token.lower.endswith("ing") or index in sentence.mentions:
            continue
        if sentence.lower(index - 1) in BE | {"to", "is", "be"} | DETERMINERS or sentence.lower(index - 1) == "'s":
            continue
        speech = _speech_at(sentence, index, confirming)
        if speech is not None:
            yield speech


def _speech_at(sentence: Sentence, verb: int, confirming: bool) -> Speech | None:
    """The speech act of the verb at `verb`, its speaker before or after it."""
    if _claims_an_act(sentence, verb):
        return None
    negated = any(sentence.lower(i) in NOT for i in range(max(0, verb - 3), verb))
    if any(sentence.lower(i) in MODALS for i in range(max(0, verb - 2), verb)) and not (negated and confirming):
        return None
    end = len(sentence.tokens)
    if sentence.lower(verb - 1) in {",", '"', "—"} and (after := phrase_after(sentence, verb + 1)):
        party = speaker(sentence, after)
        if party is not None and not is_verb(sentence, after.last):
            return Speech(party, verb, 0, verb, confirming, negated)
    subject = subject_before(sentence, verb)
    if confirming and subject is None:
        subject = _shared_subject(sentence, verb)
    party = speaker(sentence, subject)
    if party is None or subject is None:
        return None
    if sentence.lower(verb) in _ALSO_NOUNS and sentence.lower(verb + 1) in PREPOSITIONS | {"", ".", ","}:
        return None
    if _is_tail(sentence, subject, verb):
        extra = _adding(sentence, verb)
        return Speech(party, verb, 0, end if extra else party.phrase.first, confirming, negated, _citing(sentence, verb)[1])
    if sentence.lower(subject.first - 1) in {"which", "that", "who"} and sentence.lower(subject.first - 2) == ",":
        end = next((i for i in range(verb + 1, end) if sentence.lower(i) == ","), end)
    cited, via = _citing(sentence, verb, party)
    return Speech(cited or party, verb, verb + 1, end, confirming, negated, via)


def _claims_an_act(sentence: Sentence, verb: int) -> bool:
    """As in "claimed responsibility", "claims the bombing": what follows is no report of what the speaker says."""
    following = range(verb + 1, verb + 5)
    return sentence.lower(verb).startswith("claim") and any(
        sentence.lower(i) == "responsibility" or is_act_noun(sentence, i) for i in following
    ) and sentence.lower(verb + 1) != "that"  # fmt: skip


def _shared_subject(sentence: Sentence, verb: int) -> Phrase | None:
    """The subject that "and" shares with the verb before it: "The ministry was reading it and could not confirm that …"."""
    start = verb
    while start > 0 and is_skippable(sentence, start - 1):
        start -= 1
    return main_subject(sentence) if sentence.lower(start - 1) in {"and", "but"} else None


def _is_tail(sentence: Sentence, subject: Phrase, verb: int) -> bool:
    """As in "…, A said on Monday.": the speaker closes the sentence, or the quotation before it."""
    if subject.first < 3 or sentence.lower(subject.first - 1) not in {",", '"', "—"}:
        return False
    position = verb + 1
    while position < len(sentence.tokens) and is_skippable(sentence, position):
        position += 1
    rest = [sentence.lower(i) for i in range(position, len(sentence.tokens))]
    if not rest or rest[0] in {".", ",", '"', "in", "on", "at", "after", "as", "during", "to", "—", ";", "via", "through"}:
        return True
    return sentence.lower(verb) in {"told", "tells"} or (
        len(rest) <= _LONGEST_TAIL and sentence.lower(verb) in {"wrote", "added", "posted"}
    )


def _adding(sentence: Sentence, verb: int) -> bool:
    """The speaker goes on: ", adding that …", ", blaming …"."""
    return any(
        sentence.lower(i) in {"adding", "blaming", "accusing", "noting", "saying", "claiming", "warning"}
        and sentence.lower(i - 1) in {",", "and"}
        for i in range(verb + 1, len(sentence.tokens))
    )


def _citing(sentence: Sentence, verb: int, sayer: Party | None = None) -> tuple[Party | None, Party | None]:
    """Source cited and the channel that cites it, for "A, citing B, said" and "A said, citing B"."""
    for index in range(max(0, verb - 16), len(sentence.tokens)):
        if sentence.lower(index) in {"citing", "quoting"}:
            cited = speaker(sentence, phrase_after(sentence, index + 1))
            if cited is not None:
                return cited, sayer
    return None, None


def _according_to(sentence: Sentence) -> Iterator[Speech]:
    for index in range(len(sentence.tokens) - 2):
        if sentence.lower(index) == "according" and sentence.lower(index + 1) == "to":
            phrase = phrase_after(sentence, index + 2)
            party = speaker(sentence, phrase)
            if party is None and phrase is not None and head(sentence, phrase).isalpha():
                party = Party(phrase)
            if party is not None:
                yield Speech(party, index, 0, len(sentence.tokens))


def _participles(sentence: Sentence, spoken: list[Speech]) -> Iterator[Speech]:
    """As in "…, saying …": the speaker is the one who spoke before, else the subject of the sentence."""
    for index in range(2, len(sentence.tokens)):
        if sentence.lower(index) in {"saying", "claiming", "alleging"} and sentence.lower(index - 1) in {",", "and"}:
            earlier = [s.source for s in spoken if s.verb < index]
            source = earlier[-1] if earlier else speaker(sentence, main_subject(sentence))
            if source is not None:
                yield Speech(source, index, index + 1, len(sentence.tokens))


def _with_scope_end(speech: Speech, spoken: list[Speech], sentence: Sentence) -> Speech:
    """A scope to the right ends where the next speaker takes over in a new clause ("…, while B said …")."""
    for other in spoken:
        if other.verb > speech.verb and speech.first == speech.verb + 1 and other.first == other.verb + 1:
            edge = other.source.phrase.first
            if sentence.lower(edge - 1) in {"while", "and", "but", ",", "as", "although", ";"} and edge > speech.verb + 2:
                return Speech(speech.source, speech.verb, speech.first, edge, speech.is_confirming, speech.is_negated, speech.via)
    return speech
