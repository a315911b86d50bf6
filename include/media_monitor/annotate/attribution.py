"""The attribution ledger of a document: who says who did it, sentence by sentence (definitions: INTERFACES, claims). Pure.

English is read by rules over shallow phrases (`blame`, `acts`, `sources`); other languages by patterns of cue words around
known names (`foreign`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from media_monitor.annotate.actors import COLLECTIVES, DOCUMENTS, Party, is_authority
from media_monitor.annotate.acts import Frame, frames
from media_monitor.annotate.anaphora import Context, is_pronoun, named
from media_monitor.annotate.cues import FIRE
from media_monitor.annotate.drafts import Draft
from media_monitor.annotate.explicit import drafts
from media_monitor.annotate.foreign import foreign_claims, spoken_by
from media_monitor.annotate.grammar import (
    FIRST_PERSON,
    PREPOSITIONS,
    PRONOUNS,
    TIME_WORDS,
    ancestors,
    is_name,
    is_tagged_verb,
    related,
    subtree,
)
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.phrases import head
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.sources import Speech, channel, closing_speech, speech_over, speeches
from media_monitor.model import Casualty, Claim, Mention, Quote, Span, Stance

_FIRE = re.compile(
    r"\b(?:(?:open|set|start|light|spark)\w* (?:the |a )?(?:fire|blaze)"
    r"|fired (?:on|at|shots|\w+ (?:missile|rocket|shot|drone)s?)|on fire)\b",
    re.IGNORECASE,
)
_FEW, _OPENING, _SEVERAL = 12, 600, 3
"""A text of at most twelve sentences is a headline with its lede: any hint is worth reading. A longer one needs a word of
violence in its first 600 characters, or three."""
_GROUP_WORDS = frozenset({"group", "organisation", "organization", "movement", "militants", "militia", "it", "they"})
_HEARSAY = frozenset({"report", "reports", "claim", "claims", "allegation", "allegations", "accusation", "accusations"})
_SAID_BY_OTHERS = frozenset({"deny.nothing", "deny.calls_false", "confirm.identity", "court.convicts", "court.found_guilty"})
_BELIEVING = frozenset(
    {"believe", "believes", "believed", "think", "thinks", "thought", "suspect", "suspects", "suspected"}
    | {"suggest", "suggests", "suggested", "suggesting"}
)
_SAYS_FOR_OTHERS = frozenset({"accused", "suspected", "no_evidence"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """A draft with its final stance and channel."""

    draft: Draft
    via: Party | None = None


def claims(
    spans: Sequence[Span],
    readable: Mapping[Span, Sentence],
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    language: str | None,
    lexicon: Lexicon,
) -> tuple[Claim, ...]:
    """Claims of the sentences `spans`, in their order; anaphora ("the group", "confirmed this") reach back to the last actor.

    In English only of those that are `readable`, which are in order, too.
    """
    if language not in {"en", None}:
        return tuple(_distinct(_foreign(spans, mentions, language, lexicon)))
    found: list[Claim] = []
    previous = dict(zip(spans[1:], spans, strict=False))
    for sentence in readable.values():
        for reading in _readings(sentence) if sentence.parse is not None else ():
            if reading.draft.needs_context and not found:
                continue
            found.append(_claim(sentence, reading, quotes, Context(found, previous.get(sentence.span))))
    return tuple(_distinct(found))


def _foreign(spans: Sequence[Span], mentions: Sequence[Mention], language: str | None, lexicon: Lexicon) -> list[Claim]:
    found: list[Claim] = []
    for before, span in pairwise([None, *spans]):
        assert span is not None
        inside = [m for m in mentions if m.span.field == span.field and span.start <= m.span.start < span.end]
        found = [spoken_by(c, span, inside, language, lexicon) if c.evidence == before else c for c in found]
        found.extend(foreign_claims(span, inside, language, lexicon))
    return found


def with_sources(figures: Sequence[Casualty], readable: Mapping[Span, Sentence]) -> tuple[Casualty, ...]:
    """The figures, each with who gives it; None = the outlet itself."""
    sourced = []
    for span, those in groupby(figures, key=lambda figure: figure.evidence):
        sentence = readable[span]
        spoken = speeches(sentence)
        for figure in those:
            index = next((i for i, token in enumerate(sentence.tokens) if span.start + token.end > figure.figure.start), 0)
            speech = speech_over(spoken, index)
            source = None if speech is None else sentence.cut(speech.source.phrase)
            sourced.append(replace(figure, source=source))
    return tuple(sourced)


def worth_reading(spans: Sequence[Span], is_of_violence: bool, lexicon: Lexicon) -> list[Span]:
    """The sentences that may attribute something: a word of violence stands in them, or one of blame where acts are spoken of.

    A long text with a word of violence here or there ("heart attack", "killed the mood"), or whose topics are all of
    other things (`is_of_violence` is false: games, recipes), speaks of no act: none.
    """
    cues = lexicon.cues
    said = cues.spotter.said(spans)
    if len(spans) <= _FEW:
        return [span for span, those in zip(spans, said, strict=True) if not cues.hints.isdisjoint(those)]
    if not is_of_violence:
        return []
    violent = [
        not cues.acts.isdisjoint(those) or (not FIRE.isdisjoint(those) and bool(_FIRE.search(span.text)))
        for span, those in zip(spans, said, strict=True)
    ]
    opening = any(violent[i] and (span.field == "title" or span.start < _OPENING) for i, span in enumerate(spans))
    if not (opening or sum(violent) >= _SEVERAL):
        return []
    return [
        span
        for i, span in enumerate(spans)
        if violent[i] or (any(violent[max(0, i - 2) : i + 2]) and not cues.said.isdisjoint(said[i]))
    ]


def may_attribute(sentence: Sentence) -> bool:
    """Before it is parsed: someone stands in the sentence to whom an act can be laid, or a word of explicit attribution."""
    cues = sentence.lexicon.cues
    said = {token.lower for token in sentence.tokens}
    if sentence.mentions or not said.isdisjoint(cues.explicit | cues["identity_roles"] | COLLECTIVES):
        return True
    speaks = not said.isdisjoint(PRONOUNS) and not said.isdisjoint(cues["say"] | cues["confirm"] | cues["hedges"])
    return speaks or any(is_name(sentence, index) for index in range(1, len(sentence.tokens)))


def _readings(sentence: Sentence) -> list[_Reading]:
    """All attributions of one sentence: explicit ones first, then acts that no explicit one covers."""
    spoken = speeches(sentence)
    explicit = drafts(sentence)
    readings = [reading for draft in explicit for reading in _with_speech(sentence, draft, spoken, explicit)]
    for frame in frames(sentence):
        if not _is_laid_or_denied(sentence, frame) and not any(_covers(sentence, draft, frame) for draft in explicit):
            reading = _frame_reading(sentence, frame, spoken)
            if reading is not None:
                readings.append(reading)
    return readings


def _is_laid_or_denied(sentence: Sentence, frame: Frame) -> bool:
    """The act stands in what someone denies, or is accused, suspected, convicted of: explicit rules read it, or nobody."""
    cues = sentence.lexicon.cues
    judging = cues["deny"] | cues["accuse"] | cues["charge"] | cues["convict"] | cues["admit"]
    below = frame.anchor
    for above in ancestors(sentence, frame.anchor):
        relation = sentence.parse.relations[below] if sentence.parse is not None else ""
        if relation in {"conj", "advcl", "relcl", "acl", "nsubj", "parataxis"}:
            return False
        if sentence.lower(above) in judging and is_tagged_verb(sentence, above) and frame.rule != "act.modifier":
            return not (relation == "ccomp" and below < above and related(sentence, above, "dobj"))
        below = above
    return False


def _covers(sentence: Sentence, draft: Draft, frame: Frame) -> bool:
    """The explicit attribution speaks of the act of `frame`, by the same actor; for a lack of evidence, by any."""
    if draft.stance == "no_evidence":
        return frame.anchor in subtree(sentence, _below_the_verb(sentence, draft.cue.last - 1))
    if draft.actor is None or not _overlap(draft.actor.phrase, frame.actor.phrase):
        return False
    if draft.rule == "suspect.role":
        return True
    cue = range(draft.cue.first, draft.cue.last)
    return frame.anchor in cue or any(frame.anchor in subtree(sentence, i) or _completes(sentence, i, frame.anchor) for i in cue)


def _below_the_verb(sentence: Sentence, index: int) -> int:
    """The token above `index` that hangs on a verb at once, or is one: "not a shred of evidence that …" as a whole."""
    below = index
    for above in ancestors(sentence, index):
        if below != index and is_tagged_verb(sentence, above):
            break
        below = above
    return below


def _completes(sentence: Sentence, cue: int, anchor: int) -> bool:
    """The cue hangs on the act as part of it, not as another statement beside it."""
    parse = sentence.parse
    while parse is not None and parse.heads[cue] != cue and parse.relations[cue] not in {"conj", "advcl", "ccomp"}:
        cue = parse.heads[cue]
        if cue == anchor:
            return True
    return False


def _with_speech(sentence: Sentence, draft: Draft, spoken: list[Speech], explicit: list[Draft]) -> list[_Reading]:
    """The draft with the source that its sentence gives, and the confirmation that may wrap it."""
    over = speech_over(
        [s for s in spoken if not _overlap(s.source.phrase, draft.cue) and s.verb != draft.cue.first], draft.cue.first
    )
    if draft.rule == "deny.which":
        return [_Reading(_own_denial(sentence, draft, explicit))]
    if over is None or draft.is_background:
        return [_Reading(draft)]
    closing = closing_speech(spoken, draft.cue.first)
    if draft.stance == "no_evidence" and closing is not None and (
        draft.source is None or draft.source.is_pronoun or _same(sentence, closing.source, draft.source)
    ):  # fmt: skip
        return [_Reading(replace(draft, source=closing.source), closing.via)]
    if draft.source is not None and draft.source.is_pronoun and draft.rule == "accuse.held_behind":
        return [_Reading(replace(draft, source=_named_source(draft.source, spoken, draft.cue.first)))]
    if draft.source is None and (draft.stance in _SAYS_FOR_OTHERS or draft.rule in _SAID_BY_OTHERS):
        actor = over.source if draft.is_own and draft.actor is None else draft.actor
        return [_Reading(replace(draft, source=over.source, actor=actor), over.via)]
    if draft.stance == "no_evidence" and draft.source is not None and draft.source.is_pronoun:
        named = [s for s in spoken if draft.cue.first in s.covers and not s.source.is_pronoun]
        return [_Reading(replace(draft, source=named[-1].source), named[-1].via) if named else _Reading(draft)]
    via = channel(spoken, draft.cue.first, draft.source)
    readings = [_Reading(draft, via)]
    if (
        draft.stance == "claimed"
        and over.is_confirming
        and draft.actor is not None
        and not _same(sentence, over.source, draft.actor)
    ):
        confirmed = Draft(
            "confirmed", over.source, draft.actor, Phrase(over.verb, over.verb + 1), "confirm.claim", over.is_negated
        )
        readings.append(_Reading(confirmed, over.via or via))
    return readings


def _own_denial(sentence: Sentence, draft: Draft, explicit: list[Draft]) -> Draft:
    """As in "…, which X denied": X denies its own act where the sentence has just laid one to it, else the target stays open."""
    source = draft.source
    blamed = [frame.actor for frame in frames(sentence) if frame.anchor < draft.cue.first] + [
        d.actor for d in explicit if d.actor is not None and d.cue.first < draft.cue.first
    ]
    if source is not None and any(_same(sentence, source, actor) for actor in blamed):
        return replace(draft, actor=source)
    return draft if not blamed else replace(draft, actor=None)


def _frame_reading(sentence: Sentence, frame: Frame, spoken: list[Speech]) -> _Reading | None:
    """Stance of an act: by who says it, how sure, and whether it is the point of the sentence or its background."""
    over = None if frame.is_presupposed else speech_over(spoken, frame.anchor)
    if over is not None and _overlap(over.source.phrase, frame.actor.phrase):
        over = None
    if frame.actor.is_pronoun and over is not None and _is_nobody(sentence, over.source):
        nobody = over.source
        return _Reading(Draft("claimed", nobody, nobody, frame.act, "claim.nobody", True, is_own=True, act=frame.act))
    if frame.actor.is_pronoun and not frame.is_hedged and (over is None or not _speaks_of_itself(sentence, frame.actor, over)):
        return None
    source = _named_source(over.source, spoken, over.verb) if over else None
    stance, negated = _stance(sentence, frame, over)
    if source is None and stance == "claimed":
        source = frame.actor
    draft = Draft(
        stance,
        source,
        frame.actor,
        Phrase(over.verb, over.verb + 1) if over else frame.act,
        frame.rule,
        negated,
        frame.is_hedged,
        is_own=stance == "claimed",
        act=frame.act,
    )
    return _Reading(draft, over.via if over else None)


def _is_nobody(sentence: Sentence, party: Party) -> bool:
    """As in "no group has said it was behind the blast"."""
    return sentence.lower(party.phrase.first) in {"no", "nobody", "none"}


def _named_source(source: Party, spoken: list[Speech], verb: int) -> Party:
    """In "X said he did not believe that …" the pronoun is X."""
    if not source.is_pronoun:
        return source
    return next((s.source for s in spoken if verb in s.covers and not s.source.is_pronoun), source)


def _speaks_of_itself(sentence: Sentence, actor: Party, over: Speech) -> bool:
    """The pronoun stands for the speaker: "X said it …", or "we …", X said."""
    first = actor.phrase.first
    if sentence.lower(first) == "it" and head(sentence, over.source.phrase) in DOCUMENTS - {"intelligence"}:
        return False
    is_told = first <= over.verb + 3 or sentence.lower(first - 1) == "that" or sentence.lower(first - 1) in TIME_WORDS
    return (over.verb < first and is_told) or sentence.lower(first) in FIRST_PERSON


def _stance(sentence: Sentence, frame: Frame, over: Speech | None) -> tuple[Stance, bool]:
    """Stance and negation of an act said by `over` (None = the outlet itself)."""
    own = over is not None and _same(sentence, over.source, frame.actor)
    if frame.is_negated or (over is not None and over.is_negated and not over.is_confirming):
        return "denied", False
    if over is not None and over.is_confirming and not own:
        return "confirmed", over.is_negated
    if frame.is_hedged or (over is not None and not own and sentence.lower(over.verb) in _BELIEVING):
        return "suspected", False
    if own or _claims_to_have(sentence, frame):
        return "claimed", False
    return ("accused" if over is not None or _is_hearsay(sentence, frame.anchor) else "reported"), False


def _claims_to_have(sentence: Sentence, frame: Frame) -> bool:
    """As in "the group claims to have attacked the base"."""
    above = next(ancestors(sentence, frame.anchor), frame.anchor)
    return (
        sentence.lower(above) in {"claim", "claims", "claimed", "claiming"}
        and frame.anchor in related(sentence, above, "xcomp")
        and any(sentence.lower(i) == "have" for i in related(sentence, frame.anchor, "aux"))
    )


def _is_hearsay(sentence: Sentence, anchor: int) -> bool:
    """The act stands in "reports that …", "the claim that …"."""
    parse = sentence.parse
    below = anchor
    for above in ancestors(sentence, anchor):
        if parse is not None and sentence.lower(above) in _HEARSAY and parse.relations[below] in {"acl", "ccomp", "relcl"}:
            return any(sentence.lower(i) == "that" for i in related(sentence, below, "mark"))
        below = above
    return False


def _same(sentence: Sentence, source: Party, actor: Party) -> bool:
    """Source and actor belong to one state or organisation, or the actor is the source's pronoun."""
    if actor.is_pronoun:
        return True
    if actor.mention is None:
        return _speaks_for_its_own(sentence, source, actor)
    if source.mention is None:
        return False
    lexicon = sentence.lexicon
    return lexicon.root(source.mention.entity_id) == lexicon.root(actor.mention.entity_id)


def _speaks_for_its_own(sentence: Sentence, source: Party, actor: Party) -> bool:
    """As in "the military said troops had shot …", "police said officers opened fire": a force speaks of its own people."""
    said = set(sentence.words(source.phrase))
    doing = head(sentence, actor.phrase)
    if doing in _OFFICERS:
        return bool(said & {"police", "sheriff", "department", "chief"})
    is_military = source.mention is not None and source.mention.kind == "military"
    return doing in _TROOPS and (is_military or bool(said & _MILITARY))


_OFFICERS = frozenset({"officer", "officers", "deputies", "troopers"})
_TROOPS = frozenset({"troops", "soldiers", "forces", "force", "army", "navy", "jets", "paratroopers", "commandos", "marines"})
_MILITARY = frozenset({"army", "military", "idf", "defence", "defense", "general", "commander", "navy", "pentagon", "forces"})


def _overlap(a: Phrase, b: Phrase) -> bool:
    return a.first < b.last and b.first < a.last


def _claim(sentence: Sentence, reading: _Reading, quotes: Sequence[Quote], context: Context) -> Claim:
    """The ledger row of one reading."""
    draft = reading.draft
    lexicon = sentence.lexicon
    actor = draft.actor
    source_entity = _entity(sentence, draft.source)
    actor_entity = _entity(sentence, actor)
    if draft.is_own and actor is not None and actor_entity is None:
        actor_entity = source_entity
    if actor_entity is None and (draft.rule == "confirm.this" or (actor is not None and _is_anaphor(sentence, actor))):
        actor_entity = _last_actor(context.claims)
        source_entity = actor_entity if draft.is_own else source_entity
    cue = sentence.cut(draft.cue)
    # Where a frame was read, the words of the act are the attribution, and the cue is only who says it.
    said = sentence.cut(draft.act) if draft.act is not None else cue
    quote = next(
        (q for q in quotes if q.span.field == said.field and q.span.start <= said.start and said.end <= q.span.end), None
    )
    actor_span = (sentence.cut(actor.phrase),) if actor is not None else ()
    known = lexicon.entities[actor_entity].name if actor_entity in lexicon.entities else None
    source_name = _name(sentence, draft.source, context, quote)
    return Claim(
        stance=draft.stance,
        source=(sentence.cut(draft.source.phrase),) if draft.source is not None else (),
        source_entity=source_entity,
        is_authority=is_authority(sentence, draft.source),
        actor=actor_span,
        actor_entity=actor_entity,
        actor_name=known or _name(sentence, actor, context, quote) or (actor_span[0].text if actor_span else None),
        act=sentence.cut(draft.act) if draft.act is not None else _act(sentence, draft.cue),
        medium=_medium(sentence) if draft.source is not None else None,
        stated_on=None,
        is_hedged=draft.is_hedged or draft.stance == "suspected",
        is_negated=draft.is_negated,
        is_quoted=quote is not None,
        quoted_by=quote.speaker if quote is not None else None,
        via=sentence.cut(reading.via.phrase) if reading.via is not None else None,
        cue=cue,
        evidence=sentence.span,
        rule=f"en.{draft.rule}",
        source_name=source_name,
    )


def _name(sentence: Sentence, party: Party | None, context: Context, quote: Quote | None) -> str | None:
    """A party by name: the words that name it, or the ones its pronoun stands for."""
    if party is None:
        return None
    return named(sentence, party, context, quote) if is_pronoun(sentence, party.phrase) else sentence.cut(party.phrase).text


def _is_anaphor(sentence: Sentence, party: Party) -> bool:
    """As in "the group", "it": a mention of the actor spoken of last."""
    said = sentence.words(party.phrase)
    return party.mention is None and len(said) <= 2 and said[-1] in _GROUP_WORDS


def _last_actor(before: Sequence[Claim]) -> str | None:
    return next((claim.actor_entity for claim in reversed(before) if claim.actor_entity is not None), None)


def _entity(sentence: Sentence, party: Party | None) -> str | None:
    """Entity of a party: a capital stands for its state; "Israeli settlers" are not Israel."""
    if party is None or party.mention is None:
        return None
    mention = party.mention
    cues = sentence.lexicon.cues
    last = head(sentence, party.phrase)
    is_alone = sentence.cut(party.phrase).text.removeprefix("the ").removeprefix("The ") == mention.span.text
    if mention.kind != "place":
        return mention.entity_id
    if _stands_after_preposition(sentence, party.phrase):
        return None
    if not is_alone and last not in cues["authorities"] | cues["weapons"] | {"'s"} and last not in mention.span.text.lower():
        return None
    return sentence.lexicon.root(mention.entity_id)


def _stands_after_preposition(sentence: Sentence, phrase: Phrase) -> bool:
    """The first name of `phrase` says where ("a court in Oslo"), not of whom ("the army of Chad")."""
    named = next(i for i in range(phrase.first, phrase.last) if i in sentence.mentions) - phrase.first
    before = [word for word in sentence.words(phrase)[:named] if word in PREPOSITIONS]
    return bool(before) and before[-1] != "of"


def _act(sentence: Sentence, cue: Phrase) -> Span | None:
    """The act nearest after the cue, else before it: one word with its article."""
    nouns = sentence.lexicon.cues["act_nouns"]
    after = [i for i in range(cue.last, len(sentence.tokens)) if sentence.lower(i) in nouns]
    before = [i for i in range(cue.first - 1, -1, -1) if sentence.lower(i) in nouns]
    index = next(iter(after or before), None)
    return None if index is None else sentence.cut(Phrase(index, index + 1))


def _medium(sentence: Sentence) -> Span | None:
    """What the statement was made by: "in a statement", "in a Telegram post"."""
    for index, token in enumerate(sentence.tokens):
        if token.lower in {"in", "on", "via", "through", "by"}:
            for last in range(index + 1, min(index + 5, len(sentence.tokens))):
                if sentence.lower(last) in PREPOSITIONS:
                    break
                if (
                    sentence.lower(last) in sentence.lexicon.cues["media"]
                    or sentence.text(last) in sentence.lexicon.cues["media"]
                ):
                    end = last + 2 if sentence.lower(last + 1) in {"post", "message", "channel", "media"} else last + 1
                    return sentence.cut(Phrase(index + 1, end))
    return None


def _distinct(found: Iterable[Claim]) -> list[Claim]:
    """One row for each (sentence, stance, source, actor); of two whose actors overlap, the one that names more of the actor."""
    rows: list[Claim] = []
    for claim in found:
        twin = next((i for i, row in enumerate(rows) if _says_the_same(row, claim)), None)
        if twin is None:
            rows.append(claim)
        elif _length(claim.actor) > _length(rows[twin].actor):
            rows[twin] = claim
    return rows


def _says_the_same(a: Claim, b: Claim) -> bool:
    if (a.evidence, a.stance, a.is_negated) != (b.evidence, b.stance, b.is_negated):
        return False
    if a.source != b.source and not _meet(a.source, b.source):
        return False
    return a.actor == b.actor or _meet(a.actor, b.actor) or (a.stance == "confirmed" and _is_object_pronoun(b))


def _is_object_pronoun(claim: Claim) -> bool:
    """As in "convicted Y of murder and sentenced him to life": one verdict."""
    return len(claim.actor) == 1 and claim.actor[0].text.lower() in {"him", "her", "them"}


def _meet(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in a for other in b)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)
