"""Trains `annotate/perpetrators.json` on MUC-4 (dev, tst1, tst2): `python -m evaluations.train_perpetrators`; a minute.

What ten such models reach on the documents that each of them has not seen, `make eval-attribution` measures.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluations import corpora
from evaluations.regression import Features, fit, rounded
from media_monitor.annotate import lexicon, perpetrators, pipeline
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.reading import tokenize
from media_monitor.annotate.sentences import sentences
from media_monitor.model import Document
from media_monitor.settings import default_seeds

SPLITS = ("dev", "tst1", "tst2")
FOLDS = 10
RIDGE, LEAST = 10.0, 3
THRESHOLD = 0.17
"""Best F1 of ten folds: a rare event, for which an even chance is far too strict."""
_SMALLEST = 0.02
_STANCES = {
    "reported": "REPORTED AS FACT",
    "claimed": "CLAIMED OR ADMITTED",
    "accused_by_authority": "SUSPECTED OR ACCUSED BY AUTHORITIES",
    "accused": "SUSPECTED OR ACCUSED",
}
MODEL = Path(perpetrators.__file__).with_name("perpetrators.json")


@dataclass(frozen=True, slots=True)
class Example:
    """One organisation of one document."""

    document: str
    features: Features
    is_perpetrator: bool | None
    """None where the key leaves it open."""
    labels: frozenset[str]


def main() -> int:
    """Train and write the model."""
    examples = read(lexicon.load(default_seeds()))
    MODEL.write_text(json.dumps(train(examples), indent=0, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{MODEL}: {MODEL.stat().st_size:,} bytes of {len(examples)} organisations")
    return 0


def fold(document: str) -> int:
    """Which of the ten folds a document belongs to."""
    return hashlib.sha256(document.encode()).digest()[0] % FOLDS


def held_out(examples: Sequence[Example]) -> list[perpetrators.Model]:
    """By fold, the model of the other folds: none has seen the documents of its own."""
    return [perpetrators.Model(**train([e for e in examples if fold(e.document) != number])) for number in range(FOLDS)]


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """The model of `examples`, ready to be written."""
    certain = [e for e in examples if e.is_perpetrator is not None]
    guilty = [e for e in certain if e.is_perpetrator]
    weights = fit([e.features for e in certain], [bool(e.is_perpetrator) for e in certain], RIDGE, LEAST)
    stances = {
        stance: rounded(fit([e.features for e in guilty], [label in e.labels for e in guilty], RIDGE, LEAST), _SMALLEST)
        for stance, label in _STANCES.items()
    }
    return {"weights": rounded(weights, _SMALLEST), "threshold": THRESHOLD, "stances": stances}


def read(words: Lexicon) -> list[Example]:
    """Every candidate of the documents that may be trained on."""
    made = []
    for split in SPLITS:
        documents, keys = muc(split)
        by_document: dict[str, list[dict[str, Any]]] = {}
        for key in keys:
            by_document.setdefault(key["id"], []).append(key)
        for document in documents:
            made.extend(_examples(document, by_document.get(document["id"], []), words))
    return made


def muc(split: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Documents and attribution keys of one split."""
    folder = corpora.folder() / "muc4"
    path = next(p for p in (folder / f"{split}.jsonl.gz", folder / f"{split}.jsonl") if p.is_file())
    return corpora.records(path), corpora.records(folder / f"{split}.attribution.jsonl")


def _examples(document: Mapping[str, Any], keys: Sequence[Mapping[str, Any]], words: Lexicon) -> list[Example]:
    muc_name = corpora.scorers().muc_name
    mentions = pipeline.tag(Document(document["id"], document["text"], language="en"), words).mentions
    spans = sentences("text", document["text"])
    tokens = {span: tokenize(span.text) for span in spans}
    found = perpetrators.candidates(spans, mentions)
    made = []
    for candidate in found:
        names = {muc_name(name) for name in (candidate.name, candidate.label, *(span.text for span in candidate.spans))}
        entity = words.entities.get(candidate.entity_id or "")
        names |= {muc_name(alias) for alias in entity.aliases} if entity is not None else set()
        hits = [key for key in keys if names & {muc_name(alias) for alias in key["org_aliases"]}]
        firm = [key for key in hits if not (key.get("filler_optional") or key.get("template_optional"))]
        answer = True if firm else None if hits else False
        features = perpetrators.features_of(candidate, found, spans, tokens, words)
        made.append(Example(document["id"], features, answer, frozenset(label for key in hits for label in key["confidence"])))
    return made


if __name__ == "__main__":
    raise SystemExit(main())
