"""Who says it: the speech acts of a sentence and the stretch of words each of them covers. Pure.

"A said that …" covers what follows, "…, said A" what stands before, "according to A" the whole sentence; of a chain
("the Times, citing an official") the official is the source and the Times the channel (`via`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from media_monitor.annotate.actors import OFFICES, Party, speaker
from media_monitor.annotate.acts import is_act_noun, is_suffered
from media_monitor.annotate.grammar import MODALS, NOT, is_tagged_verb, is_verb, related, subtree
from media_monitor.annotate.phrases import head, phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.reporting import is_cue
from media_monitor.annotate.vocabulary import words

_SEES = words("see sees saw seen hold holds held find finds found show shows showed shown")
"""Of these only persons and documents say anything."""
_SAYS_IN_PASSING = words("saying claiming alleging adding telling insisting arguing stating reporting confirming")
_FARTHEST_CITED = 16
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Speech:
    """Someone says what stands in the tokens `covers` of the sentence."""

    source: Party
    verb: int
    covers: frozenset[int]
    is_confirming: bool = False
    is_negated: bool = False
    """As in "has not confirmed": the source withholds what it is asked for."""
    via: Party | None = None


def speeches(sentence: Sentence) -> list[Speech]:
    """Speech acts of the sentence, in order of their verbs."""
    spoken = [*_verbs(sentence), *_according_to(sentence), *_colons(sentence)]
    return sorted(spoken, key=lambda speech: speech.verb)


def speech_over(spoken: list[Speech], index: int) -> Speech | None:
    """The innermost speech act that covers the token at `index`; an outlet that passes on another's words is its channel."""
    covering = sorted((s for s in spoken if index in s.covers), key=lambda s: (len(s.covers), abs(s.verb - index)))
    if not covering:
        return None
    withheld = next((s for s in covering if s.is_confirming and s.is_negated), None)
    chosen = withheld or next((s for s in covering if not _is_outlet(s.source)), covering[0])
    outlet = next((s.source for s in covering if _is_outlet(s.source) and s is not chosen), None)
    return replace(chosen, via=outlet) if outlet is not None and chosen.via is None else chosen


def _is_outlet(party: Party) -> bool:
    return party.mention is not None and party.mention.kind == "outlet"


def channel(spoken: list[Speech], index: int, source: Party | None) -> Party | None:
    """The outlet that passes on what another source says at `index`, None where none is named."""
    for speech in spoken:
        if _is_outlet(speech.source) and index in speech.covers and (source is None or source.phrase != speech.source.phrase):
            return speech.source
    return None


def closing_speech(spoken: list[Speech], index: int) -> Speech | None:
    """The speech act after the words at `index` that covers them: "…, says the White House"."""
    return next((s for s in reversed(spoken) if s.verb > index and index in s.covers), None)


def _verbs(sentence: Sentence) -> Iterator[Speech]:
    cues = sentence.lexicon.cues
    for index, token in enumerate(sentence.tokens):
        confirming = token.lower in cues["confirm"]
        suspecting = token.lower in cues["suspect"] and bool(related(sentence, index, "ccomp"))
        says = confirming or suspecting or token.lower in cues["say"] or token.lower in _SAYS_IN_PASSING
        says = says or (token.lower not in cues.explicit and bool(related(sentence, index, "ccomp")) and is_cue(sentence, index))
        if not says or index in sentence.mentions:
            continue
        if not is_tagged_verb(sentence, index) or _claims_an_act(sentence, index):
            continue
        speech = _speech_at(sentence, index, confirming)
        if speech is not None:
            yield speech


def _speech_at(sentence: Sentence, verb: int, confirming: bool) -> Speech | None:
    """The speech act of the verb at `verb`: what it governs but its subject."""
    negated = bool(related(sentence, verb, "neg")) or any(sentence.lower(i) in NOT for i in range(max(0, verb - 3), verb))
    modal = any(sentence.lower(i) in MODALS for i in related(sentence, verb, "aux"))
    if modal and not (negated and confirming):
        return None
    by = related(sentence, verb, "agent")
    if is_suffered(sentence, verb) or by:
        party = speaker(sentence, phrase_after(sentence, by[0] + 1)) if by else None
        subjects: frozenset[int] = frozenset()
    else:
        subject = subject_before(sentence, verb)
        party = speaker(sentence, subject)
        if party is None and (sentence.lower(verb) not in _SEES or sentence.lower(verb).startswith("show")):
            party = _anyone(sentence, subject)
        subjects = _subject_tokens(sentence, verb)
    if party is None:
        return None
    covers = _content(sentence, verb) - subjects
    cited, via = _citing(sentence, verb, party)
    return Speech(cited or party, verb, covers - {verb}, confirming, negated, via)


def _anyone(sentence: Sentence, subject: Phrase | None) -> Party | None:
    """Whoever or whatever is said to say, but an act or a mere pronoun."""
    if subject is None or subject.first >= len(sentence.tokens):
        return None
    last = head(sentence, subject)
    is_thing = last in sentence.lexicon.cues["act_nouns"] or last in {
        "it",
        "that",
        "which",
        "this",
        "there",
        "what",
        "who",
        "those",
    }
    return None if is_thing or not last.isalpha() or last.isdigit() else Party(subject)


def _subject_tokens(sentence: Sentence, verb: int) -> frozenset[int]:
    subjects = related(sentence, verb, "nsubj")
    nearest = min(subjects, key=lambda i: abs(i - verb)) if subjects else None
    return subtree(sentence, nearest) if nearest is not None else frozenset()


def _content(sentence: Sentence, verb: int) -> frozenset[int]:
    """What hangs on the verb of saying, without the clauses that stand beside it ("… said, while B denied it")."""
    beside = [index for index in related(sentence, verb, "conj", "advcl", "mark") if not _is_told_beside(sentence, index)]
    return subtree(sentence, verb) - frozenset().union(*(subtree(sentence, index) for index in beside))


def _is_told_beside(sentence: Sentence, index: int) -> bool:
    """A conjunct with its own subject after the verb of saying may still be told; an adverbial clause may be, too."""
    parse = sentence.parse
    assert parse is not None
    if parse.relations[index] == "advcl":
        return not sentence.lower(index).endswith("ing") and not any(
            sentence.lower(i) in {"while", "although", "though", "but"} for i in related(sentence, index, "mark")
        )
    return False


def _claims_an_act(sentence: Sentence, verb: int) -> bool:
    """As in "claimed responsibility", "claims the bombing": what follows is no report of what the speaker says."""
    following = range(verb + 1, verb + 5)
    return (
        sentence.lower(verb).startswith("claim")
        and any(sentence.lower(i) == "responsibility" or is_act_noun(sentence, i) for i in following)
        and sentence.lower(verb + 1) != "that"
        and not related(sentence, verb, "ccomp")
    )


def _citing(sentence: Sentence, verb: int, sayer: Party) -> tuple[Party | None, Party | None]:
    """Source cited and the channel that cites it, for "A, citing B, said" and "A said, citing B"."""
    for index, token in enumerate(sentence.tokens):
        if token.lower in {"citing", "quoting"} and abs(index - verb) <= _FARTHEST_CITED:
            cited = speaker(sentence, phrase_after(sentence, index + 1))
            if cited is not None and cited.phrase != sayer.phrase:
                return cited, sayer
    return None, None


def _is_told_by(sentence: Sentence, phrase: Phrase, party: Party) -> bool:
    """On either side of a colon stands someone known, or an office; no "Graphic", no "Live updates"."""
    offices = sentence.lexicon.cues["authorities"] | OFFICES
    return party.mention is not None or head(sentence, phrase) in offices


def _according_to(sentence: Sentence) -> Iterator[Speech]:
    """As in "…, according to A": the whole sentence, or the clause that it closes."""
    for index in range(len(sentence.tokens) - 2):
        if sentence.lower(index) == "according" and sentence.lower(index + 1) == "to":
            phrase = phrase_after(sentence, index + 2)
            party = speaker(sentence, phrase)
            if party is None and phrase is not None and head(sentence, phrase).isalpha():
                party = Party(phrase)
            if party is not None:
                yield Speech(party, index, frozenset(range(len(sentence.tokens))) - subtree(sentence, index))


def _colons(sentence: Sentence) -> Iterator[Speech]:
    """As in the headlines "Strike kills two: ministry" and "UN: strike hit a school"."""
    total = len(sentence.tokens)
    if sentence.text(total - 1) in {".", "?", '"'}:
        return
    for index in range(1, total - 1):
        if sentence.text(index) not in {":", "—"}:
            continue
        tail, opening = Phrase(index + 1, total), Phrase(0, index)
        for phrase, covers in ((tail, range(index)), (opening, range(index + 1, total))):
            if phrase.last - phrase.first > _LONGEST_NAME or any(is_verb(sentence, i) for i in range(phrase.first, phrase.last)):
                continue
            party = speaker(sentence, phrase)
            if party is not None and _is_told_by(sentence, phrase, party):
                yield Speech(party, index, frozenset(covers))
                return
