"""Entities, places, topics and languages on texts with known answers: `make eval-tags`.

Every document goes through the function that `media-monitor annotate` calls. The exit status is 1 where a floor falls short.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, against, line, record, reported
from evaluations import corpora
from media_monitor.annotate import lexicon, pipeline
from media_monitor.annotate.jsonl import to_json
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.relevance import IN_CAPITALS
from media_monitor.model import Document
from media_monitor.settings import default_seeds

KILOMETRES = 161
"""100 miles: the usual bar of "found the place"."""
_ORGANISATIONS = frozenset({"group", "government", "agency", "military", "company", "outlet", "other"})
_EARTH_KM = 6_371.0
_SETS = Path(__file__).parent / "sets"

Annotated = dict[str, Any]


def main() -> int:
    """Measure, print, keep; 1 where a floor falls short or there is no data."""
    try:
        data = corpora.folder()
        scorers = corpora.scorers()
    except corpora.NoData as problem:
        print(problem, file=sys.stderr)
        return 1
    words = lexicon.load(default_seeds())
    figures: list[Figure] = []
    context: dict[str, object] = {"annotator": pipeline.annotator(words)}
    for part in (_languages, _places, _organisations, _passages, _negatives, _held_out, _muc, _wire, _wikinews):
        made, notes = part(data, words, scorers.prf)
        for figure in made:
            print(line(figure), flush=True)
        figures += made
        context |= notes
    for title in context.get("wikinews tagged terrorism", []):  # type: ignore[attr-defined]
        print(f"  tagged terrorism: {title}")
    record(Path("var/eval/tags.json"), figures, context)
    return 0 if all(figure.holds for figure in figures) else 1


Prf = Callable[[float, float, float], dict[str, float]]
Part = tuple[list[Figure], dict[str, object]]


def _annotated(words: Lexicon, document: Document) -> Annotated:
    return to_json(pipeline.annotate(document, words))


def _languages(data: Path, _words: Lexicon, _prf: Prf) -> Part:
    rows = corpora.records(data / "multilingual/langid-dev.jsonl.gz")
    wrong = [(row["lang"], found) for row in rows if (found := pipeline.identify(row["text"])) != row["lang"]]
    right = 1 - len(wrong) / len(rows)
    unknown = sum(found is None for _, found in wrong)
    return [
        against("language: right, 24 languages", right, "share", "≥", 0.985),
        reported("language: unknown", unknown, "sentences"),
    ], {}


# ---- places ----------------------------------------------------------------------------------------------------------


def _places(data: Path, words: Lexicon, prf: Prf) -> Part:
    """Toponyms of GeoVirus: a gold place is found where a place is named over it, and right by country and by distance."""
    country_of = _countries(words)
    gold_count = predicted_count = found = countries = near = 0
    missed: list[str] = []
    far: list[tuple[str, str | None, int]] = []
    for row in corpora.records(data / "geo/geovirus.jsonl.gz"):
        places = [e for e in _annotated(words, Document(row["id"], row["text"]))["entities"] if e["kind"] == "place"]
        predicted_count += len(places)
        for gold in row["toponyms"]:
            gold_count += 1
            hit = next((p for p in places if p["start"] < gold["end"] and gold["start"] < p["end"]), None)
            if hit is None:
                missed.append(gold["phrase"])
                continue
            found += 1
            spot = float(gold["lat"]), float(gold["lon"])
            distance = math.inf if hit["lat"] is None else _kilometres(spot, (hit["lat"], hit["lon"]))
            is_country = hit["iso"] is not None and hit["iso"] == country_of(spot)
            countries += is_country or distance <= KILOMETRES
            near += distance <= KILOMETRES
            if distance > KILOMETRES:
                far.append((gold["phrase"], hit["id"], -1 if math.isinf(distance) else round(distance)))
    toponyms = prf(found, predicted_count, gold_count)
    figures = [
        against("places: right country, of those linked", countries / found, "share", "≥", 0.97),
        against(f"places: within {KILOMETRES} km, of those linked", near / found, "share", "≥", 0.88),
        reported(f"places: within {KILOMETRES} km, of all named", near / gold_count, "share"),
        reported("places: toponyms found", toponyms["r"], "recall"),
        reported("places: toponyms that the gold marks", toponyms["p"], "precision"),
    ]
    return figures, {"places missed": missed, "places far": far}


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine)."""
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _countries(words: Lexicon) -> Callable[[tuple[float, float]], str | None]:
    """Country of a point: that of the nearest place known, states by their own middle only where nothing lies nearer."""
    known = [(e.lat, e.lon, e.iso) for e in words.entities.values() if e.lat is not None and e.lon is not None and e.iso]

    def country_of(point: tuple[float, float]) -> str | None:
        scale = math.cos(math.radians(point[0]))

        def apart(place: tuple[float, float, str]) -> float:
            return (place[0] - point[0]) ** 2 + (((place[1] - point[1] + 180) % 360 - 180) * scale) ** 2

        return min(known, key=apart)[2] if known else None  # type: ignore[arg-type]

    return country_of


# ---- organisations ---------------------------------------------------------------------------------------------------


def _organisations(data: Path, words: Lexicon, prf: Prf) -> Part:
    """Organisations of re3d by overlap, one to one; gold spans within others of their kind count once, as the longest."""
    tp = predicted = gold = 0
    missed: list[str] = []
    extra: list[str] = []
    for row in corpora.records(data / "re3d/re3d.jsonl.gz"):
        wanted = _outermost([(e["begin"], e["end"]) for e in row["entities"] if e["type"] == "Organisation"])
        named = [e for e in _annotated(words, Document(row["id"], row["text"]))["entities"] if e["kind"] in _ORGANISATIONS]
        free = list(wanted)
        for mention in named:
            hit = next((span for span in free if span[0] < mention["end"] and mention["start"] < span[1]), None)
            if hit is None:
                extra.append(mention["text"])
            else:
                free.remove(hit)
                tp += 1
        missed += [row["text"][start:end] for start, end in free]
        predicted += len(named)
        gold += len(wanted)
    score = prf(tp, predicted, gold)
    figures = [
        against("organisations (re3d): by overlap", score["f"], "F1", "≥", 0.60),
        reported("organisations (re3d): precision", score["p"], "precision"),
        reported("organisations (re3d): recall", score["r"], "recall"),
    ]
    return figures, {"organisations missed": missed, "organisations extra": extra}


def _outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that lie in no other one, in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


# ---- relevance -------------------------------------------------------------------------------------------------------


def _held_out(_data: Path, _words: Lexicon, _prf: Prf) -> Part:
    """What the training of the relevance models reached on rows that it did not see: the shipped ones have seen them all."""
    reached = json.loads((default_seeds() / "relevance.json").read_text("utf-8"))["held_out"]
    muc, wire, conflict = reached[IN_CAPITALS]["MUC-4"], reached["terrorism"]["wire"], reached["armed_conflict"]["wire"]
    figures = [
        against("MUC-4 dev+tst1+tst2: relevance, held out in quarters", muc["f"], "F1", "≥", 0.80),
        reported("MUC-4: precision, held out", muc["p"], "precision"),
        reported("MUC-4: recall, held out", muc["r"], "recall"),
    ]
    for name, score in (("terrorism", wire), ("armed conflict", conflict)):
        figures.append(against(f"wire: {name}, held out in quarters", score["p"], "precision", "≥", 0.90))
        figures.append(against(f"wire: {name}, held out in quarters", score["r"], "recall", "≥", 0.85))
    figures.append(
        reported("MUC-4: relevance, held out, by the model of text with case", reached["terrorism"]["MUC-4"]["f"], "F1")
    )
    for topic, scores in reached.items():
        if topic == IN_CAPITALS:
            continue
        figures.append(reported(f"wire: {topic}, even rows, unread and held out", scores["wire, even rows"]["f"], "F1"))
    return figures, {}


def _muc(data: Path, words: Lexicon, prf: Prf) -> Part:
    """Relevance of MUC-4 messages as shipped: gold has a template that is not optional; those with optional ones only are out."""
    counts = [0, 0, 0]
    for name in ("dev.jsonl.gz", "tst1.jsonl", "tst2.jsonl"):
        for row in corpora.records(data / "muc4" / name):
            is_relevant = any("OPTIONAL" not in template["template"]["raw"] for template in row["templates"])
            if is_relevant or not row["templates"]:
                made = _annotated(words, Document(row["id"], row["text"]))
                is_tagged = made["relevance"]["terrorism"] >= made["relevance_threshold"]
                counts = [counts[0] + (is_tagged and is_relevant), counts[1] + is_tagged, counts[2] + is_relevant]
    return [against("MUC-4: relevance as shipped, seen in training", prf(*counts)["f"], "F1", "≥", 0.80)], {}


def _wire(data: Path, words: Lexicon, prf: Prf) -> Part:
    """Terrorism and armed conflict of the wire as shipped, borderline cases left out."""
    counts = {"terrorism": [0, 0, 0], "armed_conflict": [0, 0, 0]}
    for row in corpora.records(data / "wire-dev/wire-dev.jsonl.gz"):
        document = Document(row["id"], row["text"], row["title"], row["url"], row["source"], row["published_at"])
        made = _annotated(words, document)
        for topic, count in counts.items():
            if row["topics"][topic] != "borderline":
                is_tagged, is_gold = made["relevance"][topic] >= made["relevance_threshold"], row["topics"][topic] == "yes"
                count[:] = count[0] + (is_tagged and is_gold), count[1] + is_tagged, count[2] + is_gold
    return [
        reported(f"wire: {topic} as shipped, seen in training", prf(*count)["f"], "F1") for topic, count in counts.items()
    ], {}


def _wikinews(data: Path, words: Lexicon, _prf: Prf) -> Part:
    """What is tagged terrorism of a sample of ordinary news, to be read by a person."""
    rows = corpora.records(data / "wikinews/wikinews-dev.jsonl.gz")
    tagged = []
    for row in rows:
        made = _annotated(words, Document(row["url"], row["text"], row["title"], row["url"], "Wikinews", row["date"]))
        if made["relevance"]["terrorism"] >= made["relevance_threshold"]:
            tagged.append(f"{made['relevance']['terrorism']:.2f} {row['title']}")
    return [reported("wikinews: tagged terrorism", len(tagged) / len(rows), "share")], {"wikinews tagged terrorism": tagged}


# ---- passages of our own ---------------------------------------------------------------------------------------------


_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


def _passages(_data: Path, words: Lexicon, prf: Prf) -> Part:
    """Passages written for this project: every mention of a known entity, marked as [words|entity id], with its offsets."""
    tp = predicted = gold = 0
    wrong: list[tuple[str, str, str]] = []
    for row in corpora.records(_SETS / "passages.jsonl"):
        text, wanted = _unmarked(row["marked"])
        found = {(m["start"], m["end"], m["id"]) for m in _annotated(words, Document(row["id"], text))["entities"] if m["id"]}
        tp, predicted, gold = tp + len(found & wanted), predicted + len(found), gold + len(wanted)
        wrong += [("missed", row["id"], f"{text[s:e]} = {i}") for s, e, i in sorted(wanted - found)]
        wrong += [("extra", row["id"], f"{text[s:e]} = {i}") for s, e, i in sorted(found - wanted)]
    score = prf(tp, predicted, gold)
    figures = [
        against("linking, own passages", score["p"], "precision", "≥", 0.98),
        against("linking, own passages", score["r"], "recall", "≥", 0.96),
    ]
    return figures, {"passages wrong": wrong}


def _unmarked(marked: str) -> tuple[str, set[tuple[int, int, str]]]:
    """The text without marks, and the mentions marked in it."""
    text, position, mentions = "", 0, set()
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        mentions.add((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        position = mark.end()
    return text + marked[position:], mentions


def _negatives(_data: Path, words: Lexicon, _prf: Prf) -> Part:
    """Sentences whose words look like a group, agency or place and mean none."""
    rows = corpora.records(_SETS / "negatives.jsonl")
    hits = [
        (row["id"], m["text"]) for row in rows for m in _annotated(words, Document(row["id"], row["text"]))["entities"] if m["id"]
    ]
    return [against(f"hits in {len(rows)} sentences without entities", len(hits), "hits", "≤", 0)], {"negative hits": hits}


if __name__ == "__main__":
    sys.exit(main())
