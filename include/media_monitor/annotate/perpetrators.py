"""Which organisations a text in capitals lays an act to, by a linear model: without case, grammar is blind. Pure.

Old wires (FBIS, telex) come in capitals only. Every organisation named in such a document, known or by its role ("ARMED
FORCES"), is scored by the words around all its mentions; one over the threshold makes one claim, at the mention that speaks
most for it. The model is a logistic regression in `perpetrators.json`, made by `python -m evaluations.train_perpetrators`.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

from media_monitor.annotate.folding import plain
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.reading import Token, tokenize
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Claim, Mention, Span, Stance

_KINDS = frozenset({"group", "military", "government", "agency"})
_ROLE = re.compile(
    r"\b(?:[A-Z]+(?:AN|IAN|ISH|ESE) )?(?P<head>ARMED FORCES|AIR FORCE|ARMY|MILITARY|GOVERNMENT|REGIME|NATIONAL GUARD"
    r"|NATIONAL POLICE|POLICE|DEATH SQUAD|(?:DRUG )?(?:TRAFFICKING )?(?:CARTEL|MAFIA)|CONTRA)S?\b"
    r"(?! (?:OFFICIALS?|SOURCES?|SPOKESM[AE]N|HOSPITAL|BASE|BARRACKS|SECRETARY|PALACE|HOUSE|STATION|POST|ZONE|ATTACHE|JUNTA))"
)
_TELLING = words(
    "responsible responsibility claimed blamed accused attributed suspected denied behind involved carried"
    " perpetrated authors credit alleged presumed presumably apparently allegedly said reported members guerrillas"
    " rebels terrorists urban commandos soldiers troops squad front leader leaders commander negotiations talks"
    " peace communique dynamite dynamited clash clashes combat fighting offensive massacres assassins murderers"
)
_BLAME = re.compile(
    r"accus|blam|attribut|suspect|presum|alleg|believ|claim|responsib|credit|communique|admit|confirm|deny|denie|charg|investigat"
    r"|arrest|report|announc|reveal|identif|belong|apparent|possibl|probabl|unidentif|authorship|perpetrat|involv|link|sentenc"
    r"|convict|murderer|assassins"
)
"""Beginnings of words that tell how sure it is who did it, and by whose word."""
_OWN = words("we our us")
_SPEAKING = words(
    "police military army sources spokesman minister judge official officials authorities commander colonel general"
)
"""Authorities as old wires name them, beside those of the lexicon."""
_REBEL_RADIO = re.compile(r"VENCEREMOS|CLANDESTINE|FARABUNDO MARTI RADIO|RADIO FARABUNDO MARTI")
_GENRE = re.compile(r"\[(TEXT|REPORT|EXCERPTS?|COMMUNIQUE|COMMENTARY|EDITORIAL|SPEECH|INTERVIEW|ARTICLE)\]")
_HEADER = 600
"""Code points in which a wire says what kind of text follows."""
_LEFT, _RIGHT, _NEAR, _BEFORE_BY = 12, 10, 6, 16
_MOST_COUNTED = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation of the document: its entity (None = known by its role only) and the spans that name it."""

    entity_id: str | None
    name: str
    label: str
    """Kind of the entity, or its role: a feature of the model."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features: whether an organisation did it, and how the text says so."""

    weights: Mapping[str, float]
    threshold: float
    """Probability from which on it did."""
    stances: Mapping[str, Mapping[str, float]]
    """Weights for each stance: the highest sum is chosen."""


def perpetrators(
    sentences: Sequence[Span], mentions: Sequence[Mention], lexicon: Lexicon, model: Model | None = None
) -> tuple[Claim, ...]:
    """One claim for each organisation that `model` (None = the one shipped) holds a perpetrator, in order of their evidence."""
    model = model or _shipped()
    made = []
    tokens = {sentence: tokenize(sentence.text) for sentence in sentences}
    found = candidates(sentences, mentions)
    genre = _genre(sentences)
    for candidate in found:
        features = [_around(span, tokens, lexicon) for span in candidate.spans]
        document = _overall(candidate, found, sentences) | genre
        score = _sum(model.weights, frozenset().union(document, *features))
        if _probability(score) < model.threshold:
            continue
        best = max(range(len(features)), key=lambda i: _sum(model.weights, features[i]))
        everything = frozenset().union(document, *features)
        stance = max(model.stances, key=lambda name: _sum(model.stances[name], everything))
        made.append(_claim(candidate, candidate.spans[best], tokens, stance, lexicon))
    return tuple(sorted(made, key=lambda claim: claim.evidence.start))


def features_of(
    candidate: Candidate,
    found: Sequence[Candidate],
    sentences: Sequence[Span],
    tokens: Mapping[Span, tuple[Token, ...]],
    lexicon: Lexicon,
) -> frozenset[str]:
    """Everything the model sees of a candidate."""
    around = [_around(span, tokens, lexicon) for span in candidate.spans]
    return frozenset().union(_overall(candidate, found, sentences), _genre(sentences), *around)


def candidates(sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Candidate]:
    """Organisations that `sentences` name, each once: known ones first, then those known by their role."""
    known: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.kind in _KINDS and mention.entity_id is not None:
            known[mention.entity_id].append(mention)
    made = [
        Candidate(entity_id, those[0].name, those[0].kind, tuple(mention.span for mention in those))
        for entity_id, those in known.items()
    ]
    roles: dict[str, list[Span]] = defaultdict(list)
    for head, span in _roles(sentences):
        if not any(
            m.span.field == span.field and m.span.start < span.end and span.start < m.span.end
            for m in mentions
            if m.kind in _KINDS
        ):
            roles[head].append(span)
    return made + [Candidate(None, max((s.text for s in spans), key=len), head, tuple(spans)) for head, spans in roles.items()]


def _roles(sentences: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    for sentence in sentences:
        for match in _ROLE.finditer(re.sub(r"\s", " ", plain(sentence.text))):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            yield match["head"], Span(sentence.field, start, end, sentence.text[match.start() : match.end()])


def _around(span: Span, tokens: Mapping[Span, tuple[Token, ...]], lexicon: Lexicon) -> frozenset[str]:
    """What stands beside one mention, as features."""
    position, sentence = next(
        ((i, s) for i, s in enumerate(tokens) if s.field == span.field and s.start <= span.start < s.end), (-1, None)
    )
    if sentence is None:
        return frozenset()
    said = [token.lower for token in tokens[sentence]]
    first = next((i for i, t in enumerate(tokens[sentence]) if sentence.start + t.end > span.start), 0)
    last = 1 + max((i for i, t in enumerate(tokens[sentence]) if sentence.start + t.start < span.end), default=first)
    acts = _acts(lexicon)
    padded = ["#", "#", *said, "#", "#"]
    found = {
        f"L1:{padded[first + 1]}", f"L2:{padded[first]}_{padded[first + 1]}",
        f"R1:{padded[last + 2]}", f"R2:{padded[last + 2]}_{padded[last + 3]}",
    }  # fmt: skip
    left, right = said[max(0, first - _LEFT) : first], said[last : last + _RIGHT]
    found |= {f"vl:{word}" for word in left if word in acts | _TELLING}
    found |= {f"vr:{word}" for word in right if word in acts | _TELLING}
    before = [word for word in said[max(0, first - _BEFORE_BY) : first] if word in acts]
    if "by" in said[max(0, first - _NEAR + 1) : first]:
        found |= {"by", *(("by_act", f"by_act:{before[-1]}") if before else ())}
    found.add("act_sent" if not acts.isdisjoint(said) else "noact_sent")
    tests = {
        "act_right6": not acts.isdisjoint(said[last : last + _NEAR]),
        "target_prep": not {"against", "on"}.isdisjoint(said[max(0, first - 3) : first]),
        "resp": not {"responsibility", "credit"}.isdisjoint(said),
        "lead": position < 2,
        "lead_act": position < 2 and "act_sent" in found,
    }
    return frozenset(found | {name for name, holds in tests.items() if holds} | _surety(said, first, last, lexicon))


def _surety(said: Sequence[str], first: int, last: int, lexicon: Lexicon) -> set[str]:
    """Words of blame in the sentence, and whether an authority speaks in it beside the organisation at first..last."""
    blame = {match.group() for word in said if (match := _BLAME.match(word))}
    beside = {*said[:first], *said[last:]}
    by_authority = not (lexicon.cues["authorities"] | _SPEAKING).isdisjoint(beside)
    found = {f"{kind}:{word}" for word in blame for kind in ("q", "qa" if by_authority else "qn")}
    return found | ({"auth"} if by_authority else set()) | ({"own_sent"} if not _OWN.isdisjoint(said) else set())


def _genre(sentences: Sequence[Span]) -> frozenset[str]:
    """What kind of text it is: a broadcast of rebels, a communiqué, one that speaks of "us"."""
    text = plain(" ".join(span.text for span in sentences))
    genre = _GENRE.search(text[:_HEADER])
    tests = {
        "rebel_radio": _REBEL_RADIO.search(text[: _HEADER // 2]),
        "communique": "COMMUNIQUE" in text,
        "own_doc": re.search(r"\b(?:WE|OUR)\b", text),
    }
    return frozenset({name for name, holds in tests.items() if holds} | ({f"src:{genre[1]}"} if genre else set()))


def _overall(candidate: Candidate, found: Sequence[Candidate], sentences: Sequence[Span]) -> frozenset[str]:
    """What the document as a whole says of the candidate."""
    opening = candidate.spans[0]
    first = next((i for i, s in enumerate(sentences) if s.field == opening.field and s.start <= opening.start < s.end), 99)
    groups = sum(other.entity_id is not None for other in found)
    counts = [len(other.spans) for other in found]
    earlier = sum(_place(other) < _place(candidate) for other in found)
    return frozenset(
        {
            "bias",
            "top" if len(candidate.spans) == max(counts) else "nottop",
            f"share:{round(4 * len(candidate.spans) / sum(counts))}",
            f"order:{min(4, earlier)}",
            f"E:{candidate.entity_id}",
            f"K:{candidate.label}",
            f"n:{min(len(candidate.spans), _MOST_COUNTED)}",
            f"first:{min(first, 5)}",
            f"ng:{min(groups, 3)}",
        }
    )


def _place(candidate: Candidate) -> tuple[bool, int]:
    return candidate.spans[0].field != "title", candidate.spans[0].start


@lru_cache(maxsize=4)
def _acts_of(verbs: frozenset[str], light: frozenset[str], nouns: frozenset[str]) -> frozenset[str]:
    return verbs - light | nouns


def _acts(lexicon: Lexicon) -> frozenset[str]:
    return _acts_of(lexicon.cues["act_verbs"], lexicon.cues["light_verbs"], lexicon.cues["act_nouns"])


def _sum(weights: Mapping[str, float], features: frozenset[str]) -> float:
    return sum(weights.get(feature, 0.0) for feature in features)


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def _claim(candidate: Candidate, span: Span, tokens: Mapping[Span, tuple[Token, ...]], stance: str, lexicon: Lexicon) -> Claim:
    """The row of a perpetrator: who says so is found only where an authority is named beside a word of saying."""
    sentence = next(s for s in tokens if s.field == span.field and s.start <= span.start < s.end)
    cue = _nearest_act(sentence, span, tokens[sentence], lexicon)
    by_authority = stance == "accused_by_authority"
    source = _authority(sentence, span, tokens[sentence], lexicon) if by_authority else None
    own = stance == "claimed"
    return Claim(
        stance=cast(Stance, "accused" if by_authority else stance),
        source=(span,) if own else () if source is None else (source,),
        source_entity=candidate.entity_id if own else None,
        is_authority=True if source is not None else None,
        actor=(span,),
        actor_entity=candidate.entity_id,
        actor_name=candidate.name,
        act=cue,
        medium=None,
        stated_on=None,
        is_hedged=stance == "suspected",
        is_negated=False,
        is_quoted=False,
        quoted_by=None,
        via=None,
        cue=cue,
        evidence=sentence,
        rule="en.model.perpetrator",
    )


def _nearest_act(sentence: Span, span: Span, tokens: Sequence[Token], lexicon: Lexicon) -> Span | None:
    acts = _acts(lexicon)
    near = [t for t in tokens if t.lower in acts]
    if not near:
        return None
    return _cut(sentence, min(near, key=lambda t: abs(sentence.start + t.start - span.start)))


def _authority(sentence: Span, actor: Span, tokens: Sequence[Token], lexicon: Lexicon) -> Span | None:
    """A word for an authority in the sentence, outside of the actor."""
    for token in tokens:
        start = sentence.start + token.start
        if token.lower in lexicon.cues["authorities"] and not actor.start <= start < actor.end:
            return _cut(sentence, token)
    return None


def _cut(sentence: Span, token: Token) -> Span:
    return Span(sentence.field, sentence.start + token.start, sentence.start + token.end, sentence.text[token.start : token.end])


@lru_cache(maxsize=1)
def _shipped() -> Model:
    table = json.loads(files(__package__).joinpath("perpetrators.json").read_text(encoding="utf-8"))
    return Model(**table)
