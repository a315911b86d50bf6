"""Trains `seeds/relevance.json`: `python -m evaluations.train_relevance`. Needs MEDIA_MONITOR_DATA; takes two minutes.

Sources together, so that no period or house style decides: MUC-4 (upper case, Latin America, 1988-90), headlines written for
this project, the labelled wire, and modern news labelled by the density of unmistakable words, where it is very high or nil.
Prints what a model without the texts it is tested on reaches, then writes the model of all of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from evaluations import corpora
from media_monitor.annotate import lexicon, pipeline, relevance
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.model import Document
from media_monitor.settings import default_seeds

TOPICS = ("terrorism", "armed_conflict")
STRENGTH = {"terrorism": 20.0, "armed_conflict": 20.0}
"""Inverse of the regularisation."""
MOST_TERMS = {"terrorism": 20_000, "armed_conflict": 6_000}
LEAST_DOCUMENTS = 3
THRESHOLD = {"terrorism": 0.33, "armed_conflict": 0.4}
"""Probability that becomes a relevance of 0.5: best F1 on what was held out."""
_QUARTERS = 4
_TESTED = frozenset({"muc", "wire", "wire title"})
_WEIGHTS = {"muc": 1.0, "headline": 5.0, "wire": 4.0, "wire title": 2.0, "modern": 0.5}
_TERROR = re.compile(
    r"\b(?:terror\w*|jihad\w*|isis|isil|islamic state|al[- ]?qaeda|al-shabaab|boko haram|taliban|militants?|suicide bomb\w*"
    r"|bomb(?:ing|ings|er|ers)|extremists?|hamas|hezbollah|hostages?|kidnap\w*|gunm[ae]n|insurg\w*|massacre|mass shooting"
    r"|assassinat\w*)\b",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"\b(?:air ?strikes?|shelling|artillery|cease-?fire|truce|front ?lines?|troops|offensive|rebels?|insurgents?|warplanes?"
    r"|invasion|fighters|soldiers|missiles?|drones?|civil war|armed forces|fighting|militia)\b",
    re.IGNORECASE,
)
_ATTACKS = frozenset({"truck_attack_in_nice", "Benghazi_US_consulate_attack", "boko_haram_21_schoolgirls_freed"})
_MODERN = (
    *("extraction/newspaper4k.jsonl.gz", "extraction/wcxb-dev.jsonl.gz", "polnear/polnear-train.jsonl.gz"),
    "clusters/giveme5w1h-news.jsonl.gz",
)


@dataclass(slots=True)
class Example:
    """One labelled text."""

    source: str
    number: int
    title: str
    text: str
    labels: dict[str, bool | None]
    counts: Counter[str] = field(default_factory=Counter)
    signals: dict[str, float] = field(default_factory=dict)


def main() -> int:
    """Train, print what was reached on held-out texts, write the model."""
    data = corpora.folder()
    prf: Callable[..., dict[str, float]] = corpora.scorers().prf
    words = lexicon.load(default_seeds())
    examples = [*_muc(data), *_headlines(), *_wire(data), *_modern(data)]
    for example in examples:
        _measure(example, words)
    held_out = {topic: _held_out(topic, examples, prf) for topic in TOPICS}
    for topic, reached in held_out.items():
        for name, score in reached.items():
            print(f"{topic}, held out: {name}: P {score['p']:.3f} R {score['r']:.3f} F {score['f']:.3f}")
    models = {topic: _rounded(_train(topic, examples)) for topic in TOPICS}
    rounded = {t: {n: {k: round(s[k], 3) for k in ("p", "r", "f")} for n, s in r.items()} for t, r in held_out.items()}
    written = {"held_out": rounded, "models": models}
    (default_seeds() / "relevance.json").write_text(json.dumps(written, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return 0


def _muc(data: Path) -> Iterator[Example]:
    number = 0
    for name in ("dev.jsonl.gz", "tst1.jsonl", "tst2.jsonl"):
        for row in corpora.records(data / "muc4" / name):
            is_relevant = any("OPTIONAL" not in template["template"]["raw"] for template in row["templates"])
            if is_relevant or not row["templates"]:
                yield Example("muc", number, "", row["text"], {"terrorism": is_relevant, "armed_conflict": None})
                number += 1


def _headlines() -> Iterator[Example]:
    for number, row in enumerate(corpora.records(Path(__file__).parent / "sets" / "headlines.jsonl")):
        yield Example("headline", number, row["text"], "", {topic: row[topic] for topic in TOPICS})


def _wire(data: Path) -> Iterator[Example]:
    meaning = {"yes": True, "no": False, "borderline": None}
    for number, row in enumerate(corpora.records(data / "wire-dev/wire-dev.jsonl.gz")):
        labels = {topic: meaning[row["topics"][topic]] for topic in TOPICS}
        yield Example("wire", number, row["title"], row["text"], labels)
        yield Example("wire title", number, row["title"], "", labels)


def _modern(data: Path) -> Iterator[Example]:
    """News of 2008 to 2025, labelled only where a word count leaves no doubt."""
    number = 0
    for name in _MODERN:
        for row in corpora.records(data / name):
            title, text = row.get("title") or "", row["text"] or ""
            if len(text) < 200 or row.get("event") == "las_vegas_shooting":
                continue
            labels = {
                "terrorism": _is_terror(title, text, "polnear" in name, row.get("event")),
                "armed_conflict": _is_conflict(title, text),
            }
            yield Example("modern", number, title, text, labels)
            number += 1


def _is_terror(title: str, text: str, is_politics: bool, event: str | None) -> bool | None:
    count, early = len(_TERROR.findall(text)), len(_TERROR.findall(f"{title} {text[:500]}"))
    if count == 0 or (count <= 2 and early == 0):
        return False
    needed = 6 if is_politics else 3
    return True if (early >= needed and count >= needed) or event in _ATTACKS else None


def _is_conflict(title: str, text: str) -> bool | None:
    if len(_CONFLICT.findall(text)) <= 1:
        return False
    return True if len(_CONFLICT.findall(f"{title} {text[:600]}")) >= 5 else None


def _measure(example: Example, words: Lexicon) -> None:
    """Fill in what the model sees of an example."""
    document = Document("", example.text, example.title or None, language="en")
    counts, example.signals = pipeline.evidence(document, words)
    example.counts = Counter(counts)


def _held_out(topic: str, examples: Sequence[Example], prf: Callable[..., dict[str, float]]) -> dict[str, dict[str, float]]:
    """Scores of MUC-4, of the wire and of its even rows, each row by a model that saw neither it nor its quarter."""
    labelled = [e for e in examples if e.labels[topic] is not None]
    tagged: dict[str, list[tuple[bool, bool]]] = {"MUC-4": [], "wire": [], "wire, even rows": []}
    for quarter in range(_QUARTERS):
        tested = [e for e in labelled if e.source in _TESTED and e.number % _QUARTERS == quarter]
        unseen = {id(e) for e in tested}
        model = _as_model(_train(topic, [e for e in labelled if id(e) not in unseen]))
        for example in tested:
            is_tagged = model.score(example.counts, example.signals) >= pipeline.topics.RELEVANCE_THRESHOLD
            pair = is_tagged, bool(example.labels[topic])
            if example.source != "wire title":
                tagged["MUC-4" if example.source == "muc" else "wire"].append(pair)
            if example.source == "wire" and example.number % 2:
                tagged["wire, even rows"].append(pair)
    return {name: _score(pairs, prf) for name, pairs in tagged.items() if pairs}


def _as_model(written: dict[str, Any]) -> relevance.Model:
    return relevance.Model({t: tuple(v) for t, v in written["terms"].items()}, written["signals"], written["bias"])


def _score(pairs: Sequence[tuple[bool, bool]], prf: Callable[..., dict[str, float]]) -> dict[str, float]:
    return prf(sum(t and g for t, g in pairs), sum(t for t, _ in pairs), sum(g for _, g in pairs))


def _train(topic: str, examples: Sequence[Example]) -> dict[str, Any]:
    """Weighted logistic regression with an L2 penalty: once over all terms, then over those that weighed most."""
    known = [e for e in examples if e.labels[topic] is not None]
    documents = Counter(term for e in known for term in e.counts)
    terms = sorted(term for term, count in documents.items() if count >= LEAST_DOCUMENTS)
    for most in (None, MOST_TERMS[topic]):
        rarity = np.array([1 + np.log((1 + len(known)) / (1 + documents[term])) for term in terms])
        weights, signals, bias = _regression(topic, known, terms, rarity)
        if most is not None:
            break
        strongest = np.argsort(-np.abs(weights), kind="stable")[: MOST_TERMS[topic]]
        terms = sorted(terms[i] for i in strongest)
    bias -= float(np.log(THRESHOLD[topic] / (1 - THRESHOLD[topic])))
    pairs = zip(rarity.tolist(), weights.tolist(), strict=True)
    return {"bias": bias, "signals": signals, "terms": dict(zip(terms, map(list, pairs), strict=True))}


def _regression(
    topic: str, known: Sequence[Example], terms: Sequence[str], rarity: np.ndarray
) -> tuple[np.ndarray, dict[str, float], float]:
    index = {term: i for i, term in enumerate(terms)}
    rows, columns, values = [], [], []
    for row, example in enumerate(known):
        found = [(index[t], 1 + np.log(c)) for t, c in example.counts.items() if t in index]
        part = np.array([value * rarity[column] for column, value in found])
        rows += [row] * len(found)
        columns += [column for column, _ in found]
        values += list(part / (np.linalg.norm(part) or 1.0))
    names = sorted(known[0].signals)
    for offset, name in enumerate(names):
        rows += range(len(known))
        columns += [len(terms) + offset] * len(known)
        values += [e.signals[name] for e in known]
    labels = np.array([1.0 if e.labels[topic] else -1.0 for e in known])
    shares = np.array([_WEIGHTS[e.source] for e in known])
    weights, bias = _descend(
        np.array(rows), np.array(columns), np.array(values), labels, shares * STRENGTH[topic], len(terms) + len(names)
    )
    return weights[: len(terms)], dict(zip(names, weights[len(terms) :].tolist(), strict=True)), bias


def _descend(
    rows: np.ndarray,
    columns: np.ndarray,
    values: np.ndarray,
    labels: np.ndarray,
    shares: np.ndarray,
    width: int,
    steps: int = 200,
) -> tuple[np.ndarray, float]:
    """Minimise 0.5 |w|^2 + sum of shares x log(1 + exp(-label (w x + b))) by Adam over the whole set; deterministic."""
    point, mean, square = np.zeros(width + 1), np.zeros(width + 1), np.zeros(width + 1)
    for step in range(1, steps + 1):
        margin = labels * (np.bincount(rows, values * point[columns], minlength=len(labels)) + point[-1])
        pull = -labels * shares / (1 + np.exp(np.clip(margin, -50, 50)))
        slope = np.append(np.bincount(columns, values * pull[rows], minlength=width) + point[:-1], pull.sum())
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        pace = 0.1 if step < steps * 0.6 else 0.02
        point -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return point[:-1], float(point[-1])


def _rounded(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "bias": round(model["bias"], 4),
        "signals": {name: round(weight, 4) for name, weight in model["signals"].items()},
        "terms": {term: [round(v, 3) for v in pair] for term, pair in model["terms"].items()},
    }


if __name__ == "__main__":
    sys.exit(main())
