"""One document in, one annotation out. Never raises on what a page may hold; bounded in time. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from media_monitor.annotate import topics
from media_monitor.annotate.attribution import claims, with_sources, worth_reading
from media_monitor.annotate.casualties import casualties
from media_monitor.annotate.entities import link
from media_monitor.annotate.events import events, when
from media_monitor.annotate.figures import foreign_figures
from media_monitor.annotate.grammar import read_all
from media_monitor.annotate.language import identify
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.perpetrators import perpetrators
from media_monitor.annotate.quotes import quotes
from media_monitor.annotate.sentences import sentences
from media_monitor.model import Annotation, Claim, Document, Span, TopicTag

RULES = "rules-2"
"""Rises with every change of the rules that changes an output."""
MOST_CHARACTERS = 60_000
"""Of one text that are read: ten long articles. What lies beyond is a dump, and no longer costs time."""
_MOST_TITLE = 2_000
_ATTRIBUTION = "mm:attribution"
_SPORT = "medtop:15000000"
_TERRORISM = ("medtop:20000053", "medtop:20000103")
_ARMED_CONFLICT = ("medtop:20000056", "medtop:20000062")
_LOWER_WORD = re.compile(r"\b[a-z][a-z']+\b")


def annotator(lexicon: Lexicon) -> str:
    """Version of the annotator: rules and tables, as stored with every row."""
    return f"{RULES}+{lexicon.version}"


def annotate(document: Document, lexicon: Lexicon) -> Annotation:
    """Everything the rules find in `document`, with offsets in its unmodified fields; a very long text is read in part."""
    read = replace(document, text=document.text[:MOST_CHARACTERS], title=(document.title or "")[:_MOST_TITLE] or None)
    language = read.language or identify(f"{read.title or ''}\n{read.text}")
    spans = [*sentences("title", read.title or ""), *sentences("text", read.text)]
    mentions = link(read, lexicon)
    spoken = quotes("text", read.text, mentions)
    lowered = lowered_words(read)
    scored = topics.scores(read, lexicon.topics, language)
    is_english = language in {"en", None}
    figures = casualties(spans) if is_english else foreign_figures(spans, language)
    counted = {figure.evidence for figure in figures}
    telling = set(worth_reading(spans, lexicon)) if is_english else set()
    worth = [span for span in spans if span in telling or (is_english and span in counted)]
    readable = read_all(worth, mentions, lowered, lexicon)
    found = claims(spans, readable, mentions, spoken, language, lexicon)
    if is_english and not lowered and read.text.isupper():
        found = perpetrators(spans, mentions, lexicon)
    ledger = _without_play(found, scored)
    happened, event_of = events(read, ledger, figures, mentions)
    figures = with_sources(figures, readable) if is_english else figures
    return Annotation(
        id=document.id,
        language=language,
        annotator=annotator(lexicon),
        terrorism=_relevance(scored, _TERRORISM),
        armed_conflict=max(_relevance(scored, _ARMED_CONFLICT), _warlike(ledger, lexicon)),
        relevance_threshold=topics.RELEVANCE_THRESHOLD,
        entities=mentions,
        topics=(*topics.tags(scored, lexicon.topics, spoken), *_attribution_tag(ledger)),
        claims=tuple(replace(claim, event=event_of.get(claim.evidence), stated_on=_stated_on(claim, read)) for claim in ledger),
        casualties=tuple(replace(figure, event=event_of.get(figure.evidence)) for figure in figures),
        quotes=spoken,
        events=happened,
    )


def lowered_words(document: Document) -> frozenset[str]:
    """Words that the text writes in lower case somewhere: no names. Empty in text that stands in capitals."""
    return frozenset(_LOWER_WORD.findall(document.text))


def _without_play(ledger: tuple[Claim, ...], scored: dict[str, tuple[float, tuple[Span, ...]]]) -> tuple[Claim, ...]:
    """In a report of sport, and not of terror, "attacks" and "strikes" in the outlet's own voice are moves of the game."""
    is_sport = _relevance(scored, (_SPORT,)) >= topics.RELEVANCE_THRESHOLD > _relevance(scored, _TERRORISM)
    return tuple(claim for claim in ledger if not (is_sport and claim.stance == "reported"))


def _stated_on(claim: Claim, document: Document) -> str | None:
    """The day of a sourced statement, where its sentence gives one."""
    return when(claim.evidence.text, document.published_at) if claim.source else None


def _relevance(scored: dict[str, tuple[float, tuple[Span, ...]]], codes: tuple[str, ...]) -> float:
    return round(max(scored.get(code, (0.0, ()))[0] for code in codes), 3)


def _warlike(ledger: tuple[Claim, ...], lexicon: Lexicon) -> float:
    """Share of certainty that acts laid to states or their forces give: one makes it as likely as not."""
    states = {c.actor for c in ledger if c.rule.startswith("en.act") and _is_state(c.actor_entity, lexicon)}
    return round(1 - 0.5 ** len(states), 3)


def _is_state(entity_id: str | None, lexicon: Lexicon) -> bool:
    """The entity is a state, its organ or its forces, by the top of its chain of parents."""
    return (lexicon.root(entity_id) or "").startswith("state:")


def _attribution_tag(ledger: tuple[Claim, ...]) -> tuple[TopicTag, ...]:
    """The system's own topic: the document says who did it."""
    evidence = tuple(claim.cue for claim in ledger if claim.cue is not None)[:8]
    if not evidence:
        return ()
    voice: Literal["own", "quoted"] = "quoted" if all(claim.is_quoted for claim in ledger) else "own"
    return (TopicTag(_ATTRIBUTION, "attribution", round(1 - 0.5 ** len(ledger), 3), evidence, voice),)
