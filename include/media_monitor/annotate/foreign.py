"""Claims in languages without a grammar here: patterns of cue words around names and roles (uk, ru, fr, ar). Pure.

Each known name of a sentence is masked by a run of one private-use character, as long as the name, so that a pattern's {A}
matches names only, its {S} names and the language's roles ("police", "officials"), and every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from media_monitor.annotate.folding import plain
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.model import Claim, Mention, Span, Stance

_MASK = "\ue000"
_ARTICLE = r"(?:l'|le |la |les |du |de la |groupe |угрупован\w+ |группировк\w+ |حركه |جماعه )?\"?"
_NOT_WHERE = "".join(rf"(?<!\s{word} )" for word in ("на", "в", "у", "во", "à", "dans", "في"))
_NO_NAME = rf"[^.!?؟,،{_MASK}]"
_BETWEEN = rf"(?:{_NO_NAME}{{0,60}}?|{_NO_NAME}{{0,12}}[,،](?!\s*{_MASK})[^.!?؟,،]{{2,90}}[,،]{_NO_NAME}{{0,40}}?)"
"""Between a subject and its verb: no other name, unless in an apposition ("X, the armed wing of Y, claimed")."""
_ACTING = frozenset({"group", "government", "military", "agency", "person", "company", "place", "other"})
_STANCES: dict[str, tuple[Stance, bool]] = {
    "claimed": ("claimed", False),
    "not_claimed": ("claimed", True),
    "denied": ("denied", False),
    "accused": ("accused", False),
    "suspected": ("suspected", False),
    "confirmed": ("confirmed", False),
    "not_confirmed": ("confirmed", True),
    "no_evidence": ("no_evidence", False),
    "reported": ("reported", False),
}
"""Key of a pattern -> stance, and whether it is negated."""
_SAID_BEFORE = "said_before"
"""Key of the patterns of a sentence that gives the speaker of the one before it ("Про це заявила …")."""


def foreign_claims(span: Span, mentions: Sequence[Mention], language: str | None, lexicon: Lexicon) -> list[Claim]:
    """Claims of one sentence by the patterns of `language`; none where it has no patterns."""
    acting, text = _masked(span, mentions)
    macros = _macros(language, lexicon)
    found: list[Claim] = []
    for key, pattern in lexicon.cues.patterns.get(language or "", ()):
        if key == _SAID_BEFORE:
            continue
        for match in _compiled(pattern, macros).finditer(text):
            claim = _claim(span, acting, match, key, f"{language}.{key}", lexicon)
            if claim is not None and not any(_same_row(claim, other) for other in found):
                found.append(claim)
    return found


def spoken_by(claim: Claim, span: Span, mentions: Sequence[Mention], language: str | None, lexicon: Lexicon) -> Claim:
    """`claim` with the person who, says the next sentence at `span`, said so; a claim of a named party stays as it is."""
    if claim.stance == "claimed" or (claim.source and not (claim.source_entity or "").startswith("state:")):
        return claim
    acting, text = _masked(span, mentions)
    for key, pattern in lexicon.cues.patterns.get(language or "", ()):
        match = _compiled(pattern, _macros(language, lexicon)).search(text) if key == _SAID_BEFORE else None
        sayer = _mention_at(span, acting, match.start("S")) if match is not None else None
        if sayer is not None and sayer.kind != "place":
            return replace(claim, source=(sayer.span,), source_entity=sayer.entity_id, source_name=sayer.span.text)
    return claim


def _masked(span: Span, mentions: Sequence[Mention]) -> tuple[list[Mention], str]:
    """The mentions that can act or speak, and the sentence with their words masked."""
    acting = [m for m in mentions if m.kind in _ACTING]
    masked = list(plain(span.text))
    for mention in acting:
        start, end = mention.span.start - span.start, mention.span.end - span.start
        masked[start:end] = _MASK * (end - start)
    return acting, "".join(masked)


def _macros(language: str | None, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(lexicon.cues.macros.get(language or "", {}).items()))


@lru_cache(maxsize=256)
def _compiled(pattern: str, macros: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    alternatives = dict(macros)
    role = rf"(?<!\w)(?:{alternatives['ROLE']})(?!\w)(?: {_MASK}+)?|" if alternatives.get("ROLE") else ""
    named = pattern.replace("{S}", f"(?P<S>{role}{_MASK}+)").replace("{A}", f"{_NOT_WHERE}{{T}}")
    named = named.replace("{T}", f"{_ARTICLE}(?P<A>{_MASK}+)")
    named = named.replace("{-}", _BETWEEN).replace("{ACT}", f"(?:{alternatives.get('ACT', '(?!)')})")
    return re.compile(named, re.IGNORECASE)


def _claim(span: Span, mentions: Sequence[Mention], match: re.Match[str], key: str, rule: str, lexicon: Lexicon) -> Claim | None:
    """The row of one match; None where a name of the pattern is not known after all."""
    stance, is_negated = _STANCES[key]
    source, sayer = _party(span, mentions, match, "S")
    actor, doer = _party(span, mentions, match, "A")
    if "N" in match.re.groupindex:
        source, sayer = actor, doer = _party(span, mentions, match, "N")
    elif stance in {"claimed", "denied"}:
        source, sayer = actor, doer = (source, sayer) if source is not None else (actor, doer)
    if (source is None and actor is None) or (actor is not None and doer is None and not is_negated):
        return None
    return Claim(
        stance=stance,
        source=(source,) if source is not None else (),
        source_entity=_root(sayer, lexicon),
        is_authority=None if source is None else sayer is None or sayer.kind in {"government", "military", "agency", "place"},
        actor=(actor,) if actor is not None else (),
        actor_entity=_root(doer, lexicon),
        actor_name=doer.name if doer is not None else actor.text if actor is not None else None,
        act=None,
        medium=None,
        stated_on=None,
        is_hedged=stance == "suspected",
        is_negated=is_negated,
        is_quoted=False,
        quoted_by=None,
        via=None,
        cue=_cut(span, match.start(), match.end()),
        evidence=span,
        rule=rule,
        source_name=source.text if source is not None else None,
    )


def _party(span: Span, mentions: Sequence[Mention], match: re.Match[str], group: str) -> tuple[Span | None, Mention | None]:
    """Words and entity of a group of the match; the entity is None for a role, both are where the group took no part."""
    if not match.re.groupindex.get(group) or match[group] is None:
        return None, None
    start, end = match.span(group)
    mention = _mention_at(span, mentions, end - 1)
    return _cut(span, start, end), mention


def _cut(span: Span, start: int, end: int) -> Span:
    return Span(span.field, span.start + start, span.start + end, span.text[start:end])


def _mention_at(span: Span, mentions: Sequence[Mention], position: int) -> Mention | None:
    return next((m for m in mentions if m.span.start <= span.start + position < m.span.end), None)


def _root(mention: Mention | None, lexicon: Lexicon) -> str | None:
    if mention is None:
        return None
    return lexicon.root(mention.entity_id) if mention.kind == "place" else mention.entity_id


def _same_row(a: Claim, b: Claim) -> bool:
    """The rows say one thing; one without a source adds nothing to the other."""
    same = (a.stance, a.is_negated, a.actor) == (b.stance, b.is_negated, b.actor)
    return same and (a.source == b.source or not a.source)
