"""Claims in languages without a grammar here: patterns of cue words around known names (uk, ru, fr, ar). Pure.

Each known name of a sentence is masked by a run of one private-use character, as long as the name, so that a pattern's {S}
and {A} match names only and every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from media_monitor.annotate.folding import plain
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.model import Claim, Mention, Span, Stance

_MASK = "\ue000"
_ARTICLE = r"(?:l'|le |la |les |du |de la |groupe |угрупован\w+ |группировк\w+ |حركه |جماعه )?"
_ACTING = frozenset({"group", "government", "military", "agency", "person", "company", "place", "other"})


def foreign_claims(span: Span, mentions: Sequence[Mention], language: str | None, lexicon: Lexicon) -> list[Claim]:
    """Claims of one sentence by the patterns of `language`; none where it has no patterns or fewer names than they ask for."""
    rules = lexicon.cues.patterns.get(language or "", ())
    acting = [m for m in mentions if m.kind in _ACTING]
    if not rules or not acting:
        return []
    masked = list(plain(span.text))
    for mention in acting:
        start, end = mention.span.start - span.start, mention.span.end - span.start
        masked[start:end] = _MASK * (end - start)
    text = "".join(masked)
    found: list[Claim] = []
    for stance, pattern in rules:
        for match in _compiled(pattern).finditer(text):
            claim = _claim(span, acting, match, stance, f"{language}.{stance}", lexicon)
            if claim is not None and not any(_same_row(claim, other) for other in found):
                found.append(claim)
    return found


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    named = pattern.replace("{S}", f"(?P<S>{_MASK}+)").replace("{A}", f"{_ARTICLE}(?P<A>{_MASK}+)")
    return re.compile(named, re.IGNORECASE)


def _claim(
    span: Span, mentions: Sequence[Mention], match: re.Match[str], stance: str, rule: str, lexicon: Lexicon
) -> Claim | None:
    groups = match.groupdict()
    source = _mention_at(span, mentions, match.start("S")) if groups.get("S") else None
    actor = _mention_at(span, mentions, match.start("A")) if groups.get("A") else None
    if stance in {"claimed", "denied"}:
        source = actor = source or actor
    if source is None and actor is None:
        return None
    cue = Span(span.field, span.start + match.start(), span.start + match.end(), span.text[match.start() : match.end()])
    return Claim(
        stance=_STANCES[stance],
        source=(source.span,) if source else (),
        source_entity=_root(source, lexicon),
        is_authority=None if source is None else source.kind in {"government", "military", "agency", "place"},
        actor=(actor.span,) if actor else (),
        actor_entity=_root(actor, lexicon),
        actor_name=None if actor is None else actor.name,
        act=None,
        medium=None,
        stated_on=None,
        is_hedged=False,
        is_negated=False,
        is_quoted=False,
        quoted_by=None,
        via=None,
        cue=cue,
        evidence=span,
        rule=rule,
    )


_STANCES: dict[str, Stance] = {
    "claimed": "claimed",
    "denied": "denied",
    "accused": "accused",
    "confirmed": "confirmed",
    "reported": "reported",
}


def _mention_at(span: Span, mentions: Sequence[Mention], position: int) -> Mention | None:
    return next((m for m in mentions if m.span.start <= span.start + position < m.span.end), None)


def _root(mention: Mention | None, lexicon: Lexicon) -> str | None:
    if mention is None:
        return None
    return lexicon.root(mention.entity_id) if mention.kind == "place" else mention.entity_id


def _same_row(a: Claim, b: Claim) -> bool:
    return (a.stance, a.source, a.actor) == (b.stance, b.source, b.actor)
