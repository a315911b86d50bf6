"""Train the trees of `extract/body_model.json`: `python -m evaluations.train_body [--check]`.

A block is of the story as far as its word triples stand in the gold text. Reported is the F1 of pages of sites that the trees
did not see (five folds by registrable domain); `--check` ends there, otherwise all pages make the file. Pages on which trees
that had not seen their sites go far astray teach nothing: most of them have a gold that is cut short.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from evaluations import corpora
from evaluations.extract import Sample, samples
from media_monitor.extract import body, boilerplate, fields, model
from media_monitor.extract.blocks import CUES, Block, Outline
from media_monitor.extract.features import columns
from media_monitor.extract.html import UnreadableError, parse
from media_monitor.extract.urls import registrable_domain

SETS = ("newspaper4k", "scrapinghub", "wcxb-dev")
FOLDS = 5
DEPTH, ROUNDS = 5, 150
SETTINGS = {
    "objective": "cross_entropy", "learning_rate": 0.12, "num_leaves": 16, "max_depth": DEPTH, "min_data_in_leaf": 60,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3, "seed": 1, "num_threads": 1,
    "verbose": -1,
}  # fmt: skip
UNWANTED = frozenset({
    "related", "social", "comment", "offer", "byline", "caption", "nav", "foot", "side", "tags", "ad", "embed", "aside",
    "footer", "form", "figure", "hidden", "dl", "button",
})  # fmt: skip
"""Cues that never speak for a block, however few of the pages have them."""

LEAST_F1 = 0.3
"""F1 of unseen sites' trees from which on a page is learned from."""

Floats = NDArray[np.float64]
WordF1 = Callable[[str, str], float]


@dataclass(frozen=True)
class Example:
    """A page as the trees see it."""

    sample: Sample
    set_name: str
    fold: int
    title: str | None
    authors: tuple[str, ...]
    texts: list[str]
    columns: dict[str, Floats]
    truth: Floats
    """Per block: share of it that is of the story."""
    words: Floats

    @cached_property
    def by_rules(self) -> list[str]:
        """The story as trafilatura finds it."""
        page = self.sample.page
        return body.by_rules(parse(page.body, page.charset))

    @property
    def weight(self) -> Floats:
        """What a block counts: its share of the page's story, so that all pages count alike."""
        return np.asarray((self.words + 2) / ((self.words * self.truth).sum() + 60))


def main() -> int:
    """Train, report, write; 1 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report")
    parser.add_argument("--out", type=Path, default=Path("include/media_monitor/extract/body_model.json"))
    arguments = parser.parse_args()
    try:
        folder = corpora.folder() / "extraction"
        word_f1 = corpora.scorers().word_f1
    except corpora.NoData as problem:
        print(problem, file=sys.stderr)
        return 1
    examples = [e for name in SETS for s in samples(folder, name) if (e := _example(s, name))]
    names = list(examples[0].columns)
    lessons = [e for e, f1 in zip(examples, _checked(examples, examples, names, word_f1), strict=True) if f1 >= LEAST_F1]
    print(f"{len(examples) - len(lessons)} of {len(examples)} pages teach nothing")
    scores = list(zip(examples, _checked(lessons, examples, names, word_f1), strict=True))
    unseen = {name: round(statistics.fmean(f1 for e, f1 in scores if e.set_name == name), 4) for name in SETS}
    print(unseen)
    if not arguments.check:
        arguments.out.write_text(_as_json(_trained(lessons, names), names, unseen), encoding="utf-8")
    return 0


def _example(sample: Sample, set_name: str) -> Example | None:
    try:
        source = fields.Source(parse(sample.page.body, sample.page.charset), sample.page.url, sample.page.fetched_at)
    except UnreadableError:
        return None
    outline = Outline(source.tree)
    if not outline.blocks:
        return None
    outlet = fields.outlet(source)
    title = fields.title(source, outlet)
    site = registrable_domain(sample.page.url) or ""
    found = columns(outline, body.hints(source, title))
    return Example(
        sample, set_name, int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS, title, fields.authors(source, outlet),
        [b.text for b in outline.blocks], {name: values.astype(np.float32) for name, values in found.items()},
        _truth(outline.blocks, sample.gold["text"]),
        np.array([b.text.count(" ") + 1.0 for b in outline.blocks]),
    )  # fmt: skip


def _truth(blocks: Sequence[Block], gold: str) -> Floats:
    """Share of each block's word triples that the gold has; a shorter block must be a line of it or go on where another ends."""
    words = re.findall(r"\w+", gold.lower())
    triples, whole = set(zip(words, words[1:], words[2:], strict=False)), f" {' '.join(words)} "
    lines = {" ".join(re.findall(r"\w+", line.lower())) for line in gold.splitlines()}
    tokens = [re.findall(r"\w+", b.text.lower()) for b in blocks]
    truth = np.zeros(len(blocks))
    for number, own in enumerate(tokens):
        if len(own) >= 4:
            found = [t in triples for t in zip(own, own[1:], own[2:], strict=False)]
            truth[number] = sum(found) / len(found)
        elif own:
            before = next((t[-2:] for t in tokens[max(0, number - 3) : number][::-1] if t), None)
            after = next((t[:2] for t in tokens[number + 1 : number + 4] if t), None)
            joined = [f" {' '.join(parts)} " for parts in ((before or []) + own, own + (after or [])) if len(parts) > len(own)]
            truth[number] = " ".join(own) in lines or any(j in whole for j in joined)
    return truth


def _trained(examples: Iterable[Example], names: list[str]) -> Any:
    chosen = list(examples)
    table = np.vstack([np.column_stack([e.columns[n] for n in names]) for e in chosen]).astype(np.float32)
    weight = np.concatenate([e.weight for e in chosen])
    unwanted = {f"{prefix} {cue}" for prefix in ("within", "near") for cue in UNWANTED & set(CUES)} | {
        "links",
        "symbols",
        "repeated",
    }
    settings = SETTINGS | {"monotone_constraints": [-1 if n in unwanted else 0 for n in names]}
    data = lightgbm.Dataset(table, np.concatenate([e.truth for e in chosen]), weight=weight / weight.mean())
    return lightgbm.train(settings, data, ROUNDS)


def _checked(lessons: Sequence[Example], examples: Sequence[Example], names: list[str], word_f1: WordF1) -> list[float]:
    """F1 of each page, read by trees that were trained on the lessons of other sites."""
    scores: dict[int, float] = {}
    for fold in range(FOLDS):
        trees = model.parsed(_as_json(_trained((e for e in lessons if e.fold != fold), names), names))
        for number, example in enumerate(examples):
            if example.fold == fold:
                scores[number] = word_f1("\n".join(_story(example, trees)), example.sample.gold["text"])
    return [scores[number] for number in range(len(examples))]


def _story(example: Example, trees: model.Trees) -> list[str]:
    """The paragraphs that `body` would find with these trees."""
    kept, expected = body.chosen(trees.probabilities(example.columns), example.columns)
    found = [text for text, is_kept in zip(example.texts, kept, strict=True) if is_kept]
    found = body.settled(found, expected, lambda: example.by_rules)
    return boilerplate.story(found, example.title, example.authors)


def _as_json(booster: Any, names: list[str], unseen: Mapping[str, float] | None = None) -> str:
    """The trees made complete: a leaf above the last level is repeated below it."""
    feature, threshold, leaf = [], [], []
    for tree in booster.dump_model()["tree_info"]:
        nodes: list[tuple[int, float]] = [(0, 0.0)] * (2**DEPTH - 1)
        leaves = [0.0] * 2**DEPTH
        _fill(tree["tree_structure"], 0, nodes, leaves)
        feature.append([n[0] for n in nodes])
        threshold.append([float(f"{n[1]:.7g}") for n in nodes])
        leaf.append([round(value, 5) for value in leaves])
    used = sorted({f for row in feature for f in row})
    feature = [[used.index(f) for f in row] for row in feature]
    document = {
        "features": [names[f] for f in used], "depth": DEPTH, "feature": feature, "threshold": threshold, "leaf": leaf,
        "unseen": unseen,
    }  # fmt: skip
    return json.dumps(document, separators=(",", ":")) + "\n"


def _fill(node: dict[str, Any], at: int, nodes: list[tuple[int, float]], leaves: list[float]) -> None:
    if at >= len(nodes):
        leaves[at - len(nodes)] = node["leaf_value"]
        return
    if "split_feature" in node:
        nodes[at] = (node["split_feature"], node["threshold"])
    for side, child in (("left_child", 2 * at + 1), ("right_child", 2 * at + 2)):
        _fill(node.get(side, node), child, nodes, leaves)


if __name__ == "__main__":
    sys.exit(main())
