"""How the claims of one sentence were read: its parse, word by word, and the rule of every claim. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.pipeline import annotate, lowered_words
from media_monitor.annotate.reading import Sentence, read_all
from media_monitor.model import Claim, Document, Span

_FAMILIES = {
    "act": "an act is laid to someone: as subject of a violent verb, after 'by', or before the noun of the act",
    "claim": "someone takes responsibility, or nobody does",
    "admit": "someone confesses",
    "plead": "a plea in court",
    "deny": "a verb of denial, with what it denies",
    "accuse": "a verb of blame, with whom it blames for what",
    "charge": "a charge or indictment, for an act of violence",
    "court": "a verdict, for an act of violence",
    "police": "someone is cleared of an act",
    "confirm": "a finding or confirmation",
    "suspect": "a word of suspicion or belief",
    "no_evidence": "'no' with a word for evidence, and an act that it is about",
    "model": "the linear model for text without case (perpetrators.json)",
}


@dataclass(frozen=True, slots=True)
class Derivation:
    """One sentence: its tokens with their parse, and what was read from it."""

    sentence: Span
    tokens: tuple[tuple[str, str, str, str], ...]
    """Word, tag, relation, and the word that it hangs on; () where the sentence was not parsed."""
    claims: tuple[Claim, ...]


def derivations(document: Document, lexicon: Lexicon) -> Iterator[Derivation]:
    """Every sentence of `document` that makes a claim, in order."""
    made = annotate(document, lexicon)
    spans = list(dict.fromkeys(claim.evidence for claim in made.claims))
    read = read_all(spans, made.entities, lowered_words(document), lexicon)
    for span in spans:
        yield Derivation(span, _tokens(read[span]), tuple(claim for claim in made.claims if claim.evidence == span))


def meaning(rule: str) -> str:
    """What the family of a rule (`en.act.by`) reads; '' for the patterns of another language."""
    language, _, name = rule.partition(".")
    return _FAMILIES.get(name.split(".")[0], "") if language == "en" else f"a pattern of cue words around names ({language})"


def _tokens(sentence: Sentence) -> tuple[tuple[str, str, str, str], ...]:
    parse = sentence.parse
    if parse is None:
        return ()
    return tuple(
        (token.text, parse.tags[i], parse.relations[i], sentence.text(parse.heads[i])) for i, token in enumerate(sentence.tokens)
    )
