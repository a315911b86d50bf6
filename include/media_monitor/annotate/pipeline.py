"""One document in, one annotation out. Never raises on what a page may hold; bounded in time. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from media_monitor.annotate import relevance, topics
from media_monitor.annotate.attribution import claims, may_attribute, with_sources, worth_reading
from media_monitor.annotate.casualties import casualties
from media_monitor.annotate.dates import stated_on
from media_monitor.annotate.entities import link
from media_monitor.annotate.events import events
from media_monitor.annotate.figures import foreign_figures
from media_monitor.annotate.folding import Folded, folded_fields
from media_monitor.annotate.language import identify
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.perpetrators import perpetrators
from media_monitor.annotate.quotes import quotes
from media_monitor.annotate.reading import Sentence, read_all
from media_monitor.annotate.sentences import sentences
from media_monitor.annotate.unlinked import unlinked
from media_monitor.model import Annotation, Claim, Document, Field, Mention, Quote, Span, TopicTag

RULES = "rules-4"
"""Rises with every change of the rules that changes an output."""
MOST_CHARACTERS = 60_000
"""Of one text that are read: ten long articles. What lies beyond is a dump, and no longer costs time."""
_MOST_TITLE = 2_000
_ATTRIBUTION = "mm:attribution"
_SPORT = "medtop:15000000"
_TERRORISM = ("medtop:20000053", "medtop:20000103")
_ARMED_CONFLICT = ("medtop:20000056", "medtop:20000062")
_VIOLENCE = (
    *("medtop:20000053", "medtop:20000055", "medtop:20000056", "medtop:20000057", "medtop:20000062", "medtop:20000065"),
    *("medtop:20000070", "medtop:20000071", "medtop:20000072", "medtop:20000080", "medtop:20000082", "medtop:20000083"),
    *("medtop:20000098", "medtop:20000099", "medtop:20000100", "medtop:20000103", "medtop:20000105", "medtop:20000106"),
    *("medtop:20000119", "medtop:20000129", "medtop:20000140", "medtop:20000168", "medtop:20000598", "medtop:20000605"),
    *("medtop:20000638", "medtop:20000648", "medtop:20000688", "medtop:20001313", "medtop:20001320", "medtop:20001361"),
)
"""Topics of reports that may lay an act to someone: conflict, terror, unrest, crime, courts, police, defence."""
_SOME_VIOLENCE = 0.2
"""Score of one of them below which a long text is of something else."""
_LOWER_WORD = re.compile(r"\b[a-z][a-z']+\b")


def annotator(lexicon: Lexicon) -> str:
    """Version of the annotator: rules and tables, as stored with every row."""
    return f"{RULES}+{lexicon.version}"


@dataclass(frozen=True, slots=True)
class _Tagged:
    """What a document is about and whom it names, without who did what."""

    document: Document
    """As far as it is read: a very long text is read in part."""
    language: str | None
    mentions: tuple[Mention, ...]
    """Of known entities."""
    unlinked: tuple[Mention, ...]
    scored: dict[str, tuple[float, tuple[Span, ...]]]
    terms: Mapping[str, int]
    """Counts of those that the models of relevance know."""

    @property
    def is_english(self) -> bool:
        """English, or unknown: the rules of English are the ones to try."""
        return self.language in {"en", None}


def tag(document: Document, lexicon: Lexicon) -> _Tagged:
    """Language, entities and topic scores of `document`: what needs neither sentences nor claims."""
    read = replace(document, text=document.text[:MOST_CHARACTERS], title=(document.title or "")[:_MOST_TITLE] or None)
    language = read.language or identify(f"{read.title or ''}\n{read.text}")
    fields = folded_fields(read)
    mentions = link(fields, lexicon, language)
    is_english = language in {"en", None}
    return _Tagged(
        read,
        language,
        mentions,
        unlinked(read, mentions, lexicon.given_names) if is_english else (),
        topics.scores(fields, lexicon.topics, language),
        Counter(filter(lexicon.terms.__contains__, _terms(fields))) if is_english else {},
    )


def annotate(document: Document, lexicon: Lexicon) -> Annotation:
    """Everything the rules find in `document`, with offsets in its unmodified fields; a very long text is read in part."""
    tagged = tag(document, lexicon)
    read, mentions = tagged.document, tagged.mentions
    spans = [*sentences("title", read.title or ""), *sentences("text", read.text)]
    spoken = quotes("text", read.text, mentions)
    figures = casualties(spans) if tagged.is_english else foreign_figures(spans, tagged.language)
    ledger, readable = _ledger(tagged, spans, spoken, {figure.evidence for figure in figures}, lexicon)
    happened, event_of = events(read, ledger, figures, mentions)
    figures = with_sources(figures, readable) if tagged.is_english else figures
    relevant = _relevant(tagged, ledger, lexicon)
    return Annotation(
        id=document.id,
        language=tagged.language,
        annotator=annotator(lexicon),
        terrorism=relevant["terrorism"],
        armed_conflict=relevant["armed_conflict"],
        relevance_threshold=topics.RELEVANCE_THRESHOLD,
        entities=tuple(sorted((*mentions, *tagged.unlinked), key=lambda m: (m.span.field != "title", m.span.start))),
        topics=(*topics.tags(tagged.scored, lexicon.topics, spoken), *_attribution_tag(ledger)),
        claims=tuple(replace(claim, event=event_of.get(claim.evidence), stated_on=_stated_on(claim, read)) for claim in ledger),
        casualties=tuple(replace(figure, event=event_of.get(figure.evidence)) for figure in figures),
        quotes=spoken,
        events=happened,
    )


def _ledger(
    tagged: _Tagged, spans: list[Span], spoken: tuple[Quote, ...], counted: set[Span], lexicon: Lexicon
) -> tuple[tuple[Claim, ...], dict[Span, Sentence]]:
    """The claims of a document, and its sentences that were read: those that may attribute something or give a figure."""
    is_of_violence = _by_cues(tagged.scored, _VIOLENCE) >= _SOME_VIOLENCE
    worth = {*worth_reading(spans, is_of_violence, lexicon), *counted} if tagged.is_english else set()
    in_order = sorted(worth, key=lambda span: (span.field != "title", span.start))
    lowered = lowered_words(tagged.document) if worth else frozenset()
    readable = read_all(
        in_order, tagged.mentions, lowered, lexicon, lambda sentence: sentence.span in counted or may_attribute(sentence)
    )
    if tagged.is_english and tagged.document.text.isupper():
        return perpetrators(spans, tagged.mentions, lexicon), readable
    found = claims(spans, readable, tagged.mentions, spoken, tagged.language, lexicon)
    return _without_play(found, tagged.scored), readable


def lowered_words(document: Document) -> frozenset[str]:
    """Words that the text writes in lower case somewhere: no names. Empty in text that stands in capitals."""
    return frozenset(_LOWER_WORD.findall(document.text))


def _terms(fields: tuple[tuple[Field, str, Folded], ...]) -> Iterator[str]:
    return relevance.terms(*(folded.text[: relevance.READ] for _, _, folded in fields))


def signals(scored: dict[str, tuple[float, tuple[Span, ...]]], mentions: tuple[Mention, ...], acts: float) -> dict[str, float]:
    """What the models of relevance are told beside the words: cue scores, armed groups named, acts laid to states."""
    return {
        "terrorism": _by_cues(scored, _TERRORISM),
        "armed_conflict": _by_cues(scored, _ARMED_CONFLICT),
        "groups": relevance.groups(mentions),
        "acts_of_states": acts,
    }


def evidence(document: Document, lexicon: Lexicon) -> tuple[Mapping[str, int], dict[str, float]]:
    """What the models of relevance see of a document: the counts of its terms, and the signals of the rules."""
    tagged = tag(document, lexicon)
    made = annotate(document, lexicon)
    counts = Counter(_terms(folded_fields(tagged.document))) if tagged.is_english else {}
    return counts, signals(tagged.scored, tagged.mentions, _warlike(made.claims, lexicon))


def _relevant(tagged: _Tagged, ledger: tuple[Claim, ...], lexicon: Lexicon) -> dict[str, float]:
    """Relevance by topic: by the trained models for English, by cues and claims for other languages."""
    told = signals(tagged.scored, tagged.mentions, _warlike(ledger, lexicon))
    if tagged.is_english and lexicon.relevance:
        models = dict(lexicon.relevance)
        in_capitals = models.pop(relevance.IN_CAPITALS, None)
        if in_capitals is not None and tagged.document.text.isupper():
            models["terrorism"] = in_capitals
        return {topic: round(model.score(tagged.terms, told), 3) for topic, model in models.items()}
    return {"terrorism": told["terrorism"], "armed_conflict": max(told["armed_conflict"], told["acts_of_states"])}


def _without_play(ledger: tuple[Claim, ...], scored: dict[str, tuple[float, tuple[Span, ...]]]) -> tuple[Claim, ...]:
    """In a report of sport, and not of terror, "attacks" and "strikes" in the outlet's own voice are moves of the game."""
    is_sport = _by_cues(scored, (_SPORT,)) >= topics.RELEVANCE_THRESHOLD > _by_cues(scored, _TERRORISM)
    return tuple(claim for claim in ledger if not (is_sport and claim.stance == "reported"))


def _stated_on(claim: Claim, document: Document) -> str | None:
    """The day of a sourced statement, where its sentence gives one."""
    return stated_on(claim.evidence.text, document.published_at) if claim.source else None


def _by_cues(scored: dict[str, tuple[float, tuple[Span, ...]]], codes: tuple[str, ...]) -> float:
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
