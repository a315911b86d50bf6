"""Which words of a sentence report what someone says, thinks or wants: the cues of attribution, by a linear model. Pure.

A lexicon of verbs of saying finds half of them; the rest ("mocked", "made clear", "his view that") is told by what hangs on the
word. The model is a logistic regression in `reporting.json`, made by `python -m evaluations.train_reporting`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

from media_monitor.annotate.parsing import Parse
from media_monitor.annotate.reading import Sentence
from media_monitor.annotate.vocabulary import words as vocabulary

_CUE_TAGS = ("VB", "NN", "IN", "JJ")
_SUFFIXES = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class _Model:
    weights: Mapping[str, float]
    threshold: float


def reports(sentence: Sentence) -> frozenset[int]:
    """The tokens that head a cue of attribution; none in a sentence that was not parsed."""
    return frozenset(index for index in candidates(sentence) if is_cue(sentence, index))


def is_cue(sentence: Sentence, index: int) -> bool:
    """The word at `index` of a parsed sentence reports what someone says, thinks or wants."""
    model = _model()
    score = sum(model.weights.get(feature, 0.0) for feature in features(sentence, index))
    return 1 / (1 + math.exp(-score)) >= model.threshold


def candidates(sentence: Sentence) -> Iterator[int]:
    """The tokens that may head a cue: verbs, nouns, adjectives, and the "according" of "according to"."""
    parse = sentence.parse
    if parse is None:
        return
    for index, tag in enumerate(parse.tags):
        is_auxiliary = parse.relations[index] in {"aux", "auxpass"}
        if tag.startswith(_CUE_TAGS) and not is_auxiliary and sentence.tokens[index].text.isalpha():
            yield index


def features(sentence: Sentence, index: int) -> frozenset[str]:
    """What the model sees of the token at `index`: the word, its place in the parse, what hangs on it, what stands around it."""
    parse = sentence.parse
    assert parse is not None
    word, tag = _stem(sentence.lower(index)), parse.tags[index]
    below = parse.children[index]
    relations = {parse.relations[c] for c in below}
    above = parse.heads[index]
    told = {
        "bias",
        f"w={word}",
        f"t={tag}",
        f"w={word}|r={parse.relations[index]}",
        f"r={parse.relations[index]}",
        f"above={_stem(sentence.lower(above))}",
        f"above.t={parse.tags[above]}",
        f"next={sentence.lower(index + 1)}",
        f"before={sentence.lower(index - 1)}",
        f"is_quoted={index in sentence.quoted}",
        f"quotes={bool(sentence.quoted)}",
    }
    told |= {f"has={r}" for r in relations}
    told |= {f"w={word}|has={r}" for r in relations & _TELLING}
    told |= {f"t={tag[:2]}|has={a}+{b}" for a in relations & _TELLING for b in relations & _TELLING if a < b}
    told |= {f"{parse.relations[c]}={_stem(sentence.lower(c))}" for c in below if parse.relations[c] in _TELLING}
    told |= {f"{parse.relations[c]}.t={parse.tags[c]}" for c in below if parse.relations[c] in _TELLING}
    told |= {f"w={word}|{parse.relations[c]}={_stem(sentence.lower(c))}" for c in below if parse.relations[c] in _PAIRED}
    told |= {f"lexicon={name}" for name in _SETS if sentence.lower(index) in sentence.lexicon.cues[name]}
    told |= {f"w={word}|t={tag}", f"w={word}|next={sentence.lower(index + 1)}", f"w={word}|above.t={parse.tags[above][:2]}"}
    told |= set(_of_subject(sentence, parse, index))
    told |= set(_of_quotes(sentence, index))
    return frozenset(told)


_TELLING = vocabulary("ccomp xcomp nsubj nsubjpass dobj prep mark acl advcl prt neg agent poss aux relcl")
_PAIRED = vocabulary("dobj prep prt neg xcomp poss acomp aux")
_SETS = ("say", "confirm", "accuse", "charge", "deny", "suspect", "admit", "claim", "hedges")


def _of_quotes(sentence: Sentence, index: int) -> Iterator[str]:
    """Marks of quotation close by, on either side."""
    if any(sentence.text(i) == '"' for i in range(index - 4, index)):
        yield "quote.before"
    if any(sentence.text(i) == '"' for i in range(index + 1, index + 6)):
        yield "quote.after"
    if any(sentence.text(i) == ":" for i in range(index + 1, index + 6)):
        yield "colon.after"


def _of_subject(sentence: Sentence, parse: Parse, index: int) -> Iterator[str]:
    """Whether someone or something is the subject, and whether what is told has a subject of its own."""
    for child in parse.children[index]:
        if parse.relations[child] in {"nsubj", "poss"}:
            yield f"subject.is_named={child in sentence.mentions or parse.tags[child] == 'NNP'}"
            yield f"subject.side={child < index}"
            yield f"subject.t={parse.tags[child]}|t={parse.tags[index]}"
        if parse.relations[child] == "ccomp":
            yield f"told.side={child < index}"
            yield f"told.has_subject={any(parse.relations[c] == 'nsubj' for c in parse.children[child])}"
            yield f"told.mark={any(parse.relations[c] == 'mark' for c in parse.children[child])}"


def _stem(word: str) -> str:
    """`word` without the endings of its forms: one word for "says", "saying", "said"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word.removesuffix(suffix).rstrip("e")
    return word.rstrip("e") if len(word) > _SHORTEST_STEM else word


_IRREGULAR = {
    form: stem
    for stem, forms in {
        "say": "said says", "tell": "told", "think": "thought", "writ": "wrote written", "know": "knew knows known",
        "see": "saw seen sees", "feel": "felt", "find": "found", "hold": "held", "make": "made", "get": "got",
        "speak": "spoke spoken", "hear": "heard", "understand": "understood",
    }.items()
    for form in forms.split()
}  # fmt: skip


@lru_cache(maxsize=1)
def _model() -> _Model:
    read = json.loads(files("media_monitor.annotate").joinpath("reporting.json").read_text("utf-8"))
    return _Model(cast("Mapping[str, float]", read["weights"]), float(read["threshold"]))
