"""Why a text is tagged as it is: each name with the alias that linked it, each topic with the cues that earned it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from media_monitor.annotate import pipeline
from media_monitor.annotate.folding import fold
from media_monitor.annotate.lexicon import Alias, Lexicon
from media_monitor.annotate.topics import RELEVANCE_THRESHOLD
from media_monitor.model import Document


@dataclass(frozen=True, slots=True)
class Reason:
    """One tag and what earned it."""

    what: str
    """Id of an entity, or code of a topic."""
    words: str
    because: str


def reasons(document: Document, lexicon: Lexicon) -> Iterator[Reason]:
    """Mentions in order, then topics, strongest first, then relevance."""
    tagged = pipeline.tag(document, lexicon)
    for mention in tagged.mentions:
        alias = _alias(mention.span.text, mention.entity_id or "", lexicon)
        yield Reason(mention.entity_id or "", mention.span.text, _rule(alias))
    for mention in tagged.unlinked:
        yield Reason(mention.nil_id or "", mention.span.text, f"{mention.kind} {mention.name!r}, not in the knowledge base")
    for code, (score, spans) in sorted(tagged.scored.items(), key=lambda item: -item[1][0]):
        words = ", ".join(dict.fromkeys(span.text for span in spans))
        yield Reason(code, words, f"score {score:.2f}, {'tagged' if score >= RELEVANCE_THRESHOLD else 'below'}")
    made = pipeline.annotate(document, lexicon)
    yield Reason("relevance", "", f"terrorism {made.terrorism:.2f}, armed conflict {made.armed_conflict:.2f}")


def _alias(written: str, entity_id: str, lexicon: Lexicon) -> Alias | None:
    return next((alias for alias in lexicon.names.bearers(fold(written).text.strip()) if alias.entity_id == entity_id), None)


def _words_of(context: re.Pattern[str]) -> str:
    """The words of a context, without what bounds them."""
    return context.pattern.removeprefix("(?:").removesuffix(r")(?!\w)")


def _rule(alias: Alias | None) -> str:
    if alias is None:
        return "an alias behind a proclitic"
    flags = [
        name
        for name, is_set in (("exact case", alias.is_exact), ("weak", alias.is_weak), ("demonym", alias.is_demonym))
        if is_set
    ]
    flags += [] if alias.context is None else [f"beside {_words_of(alias.context)}"]
    named = f"alias {alias.text!r}" + (f" ({alias.language})" if alias.language else "")
    corroborated = "; named otherwise, or its country is, in this text" if alias.is_weak else ""
    return f"{named}{', ' if flags else ''}{', '.join(flags)}{corroborated}"
