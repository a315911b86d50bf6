"""Claims, casualties and quotes on texts with known answers: `make eval-attribution`.

Every document goes through the function that `media-monitor annotate` calls. Each set is reported in two halves by the hash of
its ids: rules were written looking at the first half ("read") only. Intervals are 95 % by bootstrap over documents. The exit
status is 1 where a floor falls short.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.figures import Figure, against, line, record, reported
from evaluations import corpora
from evaluations.train_perpetrators import SPLITS, held_out, muc, read
from evaluations.train_perpetrators import fold as muc_fold
from evaluations.train_reporting import HELD_OUT, fold, marked_sentences
from media_monitor.annotate import lexicon, pipeline
from media_monitor.annotate.grammar import related
from media_monitor.annotate.jsonl import to_json
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.perpetrators import Model, perpetrators
from media_monitor.annotate.phrases import phrase_after, subject_before
from media_monitor.annotate.reading import Sentence, read_all
from media_monitor.annotate.reporting import reports
from media_monitor.annotate.sentences import sentences
from media_monitor.model import Annotation, Document
from media_monitor.settings import default_seeds

Row = dict[str, Any]
_SETS = Path(__file__).parent / "sets"
_HALVES = ("read", "unread")
_RESAMPLED = 300
_VICTIMS = frozenset({"killed", "injured", "abducted"})
_FIELDS = ("title", "url", "outlet", "published_at", "language")


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, predicted and gold of one document."""

    right: float
    predicted: float
    gold: float


def main() -> int:
    """Measure, print, keep; 1 where a floor falls short or there is no data."""
    try:
        data, scorers = corpora.folder(), corpora.scorers()
    except corpora.NoData as problem:
        print(problem, file=sys.stderr)
        return 1
    words = lexicon.load(default_seeds())
    figures: list[Figure] = []
    context: dict[str, object] = {"annotator": pipeline.annotator(words), "intervals": "95 % by bootstrap over documents"}
    for part in (_wire, _own_claims, _own_casualties, _own_quotes, _foreign, _seed_article, _polnear, _muc):
        made, notes = part(data, scorers, words)
        for figure in made:
            print(line(figure), notes.get(figure.name, ""), flush=True)
        figures += made
        context |= notes
    record(Path("var/eval/attribution.json"), figures, context)
    return 0 if all(figure.holds for figure in figures) else 1


Part = tuple[list[Figure], dict[str, object]]


def half(key: str) -> str:
    """The half that an id or a sentence belongs to."""
    return _HALVES[hashlib.sha256(key.encode()).digest()[0] & 1]


def annotated(words: Lexicon, row: Mapping[str, Any]) -> Row:
    """The output line of `media-monitor annotate` for one input line."""
    return to_json(pipeline.annotate(Document(row["id"], row["text"], **{name: row.get(name) for name in _FIELDS}), words))


def _figures(
    name: str, counts: Mapping[str, Counts], halves: Mapping[str, str], floor: float, stretch: float | None = None
) -> Part:
    """F1 of all documents against its floor (and beside the stretch), and of each half if any; with intervals as notes."""
    figures = [against(name, _f1(counts.values()), "F1", "≥", floor)]
    if stretch is not None:
        figures.append(reported(f"{name}: stretch {stretch:g} short by", max(0.0, stretch - _f1(counts.values())), "F1"))
    groups = {name: list(counts.values())}
    for part in _HALVES if halves else ():
        groups[f"{name}: half {part}"] = [c for key, c in counts.items() if halves[key] == part]
        figures.append(reported(f"{name}: half {part}", _f1(groups[f"{name}: half {part}"]), "F1"))
    return figures, {key: _interval(those) for key, those in groups.items()}


def _f1(counts: Iterable[Counts]) -> float:
    those = list(counts)
    total = sum(c.predicted for c in those) + sum(c.gold for c in those)
    return 2 * sum(c.right for c in those) / total if total else 0.0


def _interval(counts: Sequence[Counts]) -> str:
    """95 % of F1 over documents drawn anew, with precision and recall."""
    drawn = random.Random(1)
    scores = sorted(_f1(drawn.choices(counts, k=len(counts))) for _ in range(_RESAMPLED)) if counts else [0.0]
    right, predicted, gold = (sum(getattr(c, key) for c in counts) for key in ("right", "predicted", "gold"))
    low, high = scores[int(0.025 * len(scores))], scores[int(0.975 * len(scores)) - 1]
    precision, recall = right / max(predicted, 1), right / max(gold, 1)
    return f"[{low:.3f}, {high:.3f}]  P {precision:.3f} R {recall:.3f}  ({right:.0f} of {predicted:.0f} for {gold:.0f})"


def _counted(prf: Mapping[str, float]) -> Counts:
    return Counts(prf["tp"], prf["predicted"], prf["gold"])


def _claims(scorers: ModuleType, found: Mapping[str, Row], gold: Mapping[str, Row]) -> dict[str, Counts]:
    return {
        key: _counted(scorers.score_claims({key: found[key]["claims"]}, {key: row["claims"]})["full"])
        for key, row in gold.items()
    }


def _casualties(scorers: ModuleType, found: Mapping[str, Row], gold: Mapping[str, Row], what: str) -> dict[str, Counts]:
    score = scorers.score_casualties
    return {key: _counted(score({key: found[key]["casualties"]}, {key: row["casualties"]})[what]) for key, row in gold.items()}


# ---- real wire copy --------------------------------------------------------------------------------------------------


def _wire(data: Path, scorers: ModuleType, words: Lexicon) -> Part:
    gold = {row["id"]: row for row in corpora.records(data / "wire-dev/wire-dev.jsonl.gz")}
    found = {key: annotated(words, row) for key, row in gold.items()}
    halves = {key: half(key) for key in gold}
    figures, notes = _figures("wire: source, actor and stance", _claims(scorers, found, gold), halves, 0.60, 0.85)
    more, also = _figures("wire: casualties, value and kind", _casualties(scorers, found, gold, "value"), halves, 0.85)
    stances = scorers.score_claims({k: f["claims"] for k, f in found.items()}, {k: g["claims"] for k, g in gold.items()})[
        "by_stance"
    ]
    each = [reported(f"wire: {stance}", score["f"], f"F1 of {score['gold']:.0f}") for stance, score in stances.items()]
    return [*figures, *more, *each], notes | also


# ---- sentences written for this project ------------------------------------------------------------------------------


def _sentences(name: str) -> dict[str, Row]:
    """The sentences of one set by their text; a headline (no stop at its end) stands in the title."""
    rows: dict[str, Row] = {}
    for row in corpora.records(_SETS / f"{name}.jsonl"):
        text = row["text"]
        field = "text" if text[-1] in '."' else "title"
        document = {"id": text, "text": "", "title": None, "language": "en"} | {field: text}
        rows[text] = row | document | {"field": field}
    return rows


def _span(row: Row, words: str | None) -> Row | None:
    """The span of `words` in a sentence; "words@2" is where they stand for the second time."""
    if words is None:
        return None
    wanted, _, number = words.partition("@")
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(wanted)}", row["id"])]
    start = places[int(number or 1) - 1]
    return {"field": row["field"], "start": start, "end": start + len(wanted), "text": wanted}


def _gold(row: Row) -> Row:
    """The claims of a sentence in the shape of the scorers."""
    return {
        "claims": [
            {
                "stance": stance,
                "source": _span(row, source),
                "actor": _span(row, actor),
                "is_negated": bool(negated),
                "evidence": _span(row, row["id"]),
            }
            for stance, source, actor, *negated in row["claims"]
        ]
    }


def _own_claims(_data: Path, scorers: ModuleType, words: Lexicon) -> Part:
    rows = _sentences("claims")
    gold = {key: _gold(row) for key, row in rows.items()}
    found = {key: annotated(words, row) for key, row in rows.items()}
    halves = {key: half(key) for key in rows}
    return _figures("own sentences: source, actor and stance", _claims(scorers, found, gold), halves, 0.85)


def _own_casualties(_data: Path, scorers: ModuleType, words: Lexicon) -> Part:
    rows = _sentences("casualties")
    gold = {
        key: {
            "casualties": [
                {"kind": kind, "minimum": low, "maximum": high, "qualifier": qualifier, "figure": _span(row, figure)}
                for kind, low, high, qualifier, figure in row["figures"]
            ]
        }
        for key, row in rows.items()
    }
    found = {key: annotated(words, row) for key, row in rows.items()}
    halves = {key: half(key) for key in rows}
    figures, notes = _figures("own casualties: value and kind", _casualties(scorers, found, gold, "value"), halves, 0.90)
    more, also = _figures("own casualties: with qualifier", _casualties(scorers, found, gold, "qualified"), halves, 0.85)
    return figures + more, notes | also


def _own_quotes(_data: Path, _scorers: ModuleType, words: Lexicon) -> Part:
    """A quotation counts as right where its speaker overlaps the one given; those with none count as predicted only."""
    rows = _sentences("quotes")
    right = missed = 0
    wrong: list[str] = []
    for key, row in rows.items():
        found = annotated(words, row)["quotes"]
        for begins, speaker in row["quotes"]:
            start, who = key.index(begins), _span(row, speaker)
            hit = next((q for q in found if q["start"] <= start < q["end"]), None)
            named = hit["speaker"] if hit is not None else None
            is_right = named is not None and who is not None and named["start"] < who["end"] and who["start"] < named["end"]
            right += is_right
            missed += not is_right
            if not is_right:
                wrong.append(f"{begins} … {speaker}: {named and named['text']}")
    return [against("own quotes: speaker", right / (right + missed), "share", "≥", 0.90)], {"quotes wrong": wrong}


def _foreign(_data: Path, scorers: ModuleType, words: Lexicon) -> Part:
    """Ukrainian, Russian and French sentences, each language against one floor; all were read while writing patterns."""
    rows = corpora.records(_SETS / "foreign_claims.jsonl")
    figures: list[Figure] = []
    notes: dict[str, object] = {}
    for language in ("uk", "ru", "fr"):
        counts = []
        for row in (row for row in rows if row["language"] == language):
            document = row | {"id": row["text"], "field": "text"}
            gold = {row["text"]: _gold(document)["claims"]}
            found = {row["text"]: annotated(words, document)["claims"]}
            counts.append(_counted(scorers.score_claims(found, gold)["full"]))
        name = f"own sentences: {language}"
        figures.append(against(name, _f1(counts), "F1", "≥", 0.85))
        notes[name] = _interval(counts)
    return figures, notes


# ---- the article the project started from ----------------------------------------------------------------------------


def _seed_article(data: Path, _scorers: ModuleType, words: Lexicon) -> Part:
    """Every claim, figure and quote of a hand-made list, which keeps offsets and labels only."""
    found = annotated(words, {"id": "seed", "text": (data / "seed-article.txt").read_text(encoding="utf-8"), "language": "en"})
    wanted = json.loads((_SETS / "seed_article.json").read_text(encoding="utf-8"))
    tests: dict[str, Callable[[Row, Row], bool]] = {"claims": _is_claim, "casualties": _is_figure, "quotes": _is_quote}
    figures, notes = [], {}
    for kind, is_same in tests.items():
        missing = [row for row in wanted[kind] if not any(is_same(row, other) for other in found[kind])]
        share = 1 - len(missing) / len(wanted[kind])
        figures.append(against(f"seed article: {kind} of the list", share, f"of {len(wanted[kind])}", "≥", 1.0))
        notes[f"seed {kind} missing"] = missing
    return figures, notes


def _meets(given: Sequence[int] | None, span: Row | list[Row] | None) -> bool:
    spans = span if isinstance(span, list) else [] if span is None else [span]
    return not spans if given is None else any(s["start"] < given[1] and given[0] < s["end"] for s in spans)


def _is_claim(wanted: Row, found: Row) -> bool:
    same = wanted["stance"] == found["stance"] and _meets(wanted["evidence"], found["evidence"])
    return same and all(_meets(wanted[key], found[key]) for key in ("source", "actor"))


def _is_figure(wanted: Row, found: Row) -> bool:
    return _meets(wanted["figure"], found["figure"]) and all(wanted[k] == found[k] for k in ("kind", "minimum", "qualifier"))


def _is_quote(wanted: Row, found: Row) -> bool:
    return _meets(wanted["span"], found) and _meets(wanted["speaker"], found["speaker"])


# ---- PolNeAR ---------------------------------------------------------------------------------------------------------


def _polnear(data: Path, _scorers: ModuleType, words: Lexicon) -> Part:
    """Given the cue of an attribution, the head of its source, in one document of twenty; of denials in all of them."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for row in corpora.records(data / "polnear/polnear-train.jsonl.gz"):
        is_drawn = hashlib.sha256(row["id"].encode()).digest()[0] % 20 == 0
        spans = sentences("text", row["text"])
        asked = []
        for attribution in row["attributions"]:
            cue, source = (_offsets(attribution[part]) for part in ("cue", "source"))
            is_denial = any(row["text"][start:end].lower() in words.cues["deny"] for start, end in cue)
            span = next((s for s in spans if cue and s.start <= cue[0][0] < s.end), None)
            if source and span is not None and (is_drawn or is_denial):
                asked.append((span, cue, source, is_denial))
        read = read_all(list({span: None for span, *_ in asked}), (), frozenset({"a"}), words)
        for span, cue, source, is_denial in asked:
            found = _source_head(read[span], cue, source)
            if found is not None:
                right[is_denial].append(found)
    every = right[False] + right[True]
    figures, notes = _figures("PolNeAR: cues, in the articles held out", _cues(data, words), {}, 0.76, 0.82)
    return [
        against("PolNeAR: head of the source, given the cue", sum(every) / len(every), f"of {len(every)}", "≥", 0.90),
        against("PolNeAR: the same, of denials", sum(right[True]) / len(right[True]), f"of {len(right[True])}", "≥", 0.94),
        *figures,
    ], notes


def _cues(data: Path, words: Lexicon) -> dict[str, Counts]:
    """Cues of attribution by the shipped model, in the fifth of the articles that it has not seen: each counts once."""
    counts: dict[str, Counts] = {}
    for document in corpora.records(data / "polnear/polnear-train.jsonl.gz"):
        if fold(document["id"]) != HELD_OUT:
            continue
        right = marks = gold = 0
        for marked in marked_sentences(document, words):
            chosen = reports(marked.sentence)
            hits = sum(bool(cue & chosen) for cue in marked.cues)
            right += hits
            marks += hits + len(chosen - frozenset().union(*marked.cues))
            gold += len(marked.cues)
        counts[document["id"]] = Counts(right, marks, gold)
    return counts


def _offsets(parts: Sequence[Row]) -> list[tuple[int, int]]:
    return [(start, end) for part in parts for start, end in part["spans"]]


def _source_head(sentence: Sentence, cue: Sequence[tuple[int, int]], source: Sequence[tuple[int, int]]) -> bool | None:
    """Whether the source that the rules find for the verb of a cue has its head in the gold; None for a cue without a verb."""
    parse = sentence.parse
    assert parse is not None

    def inside(index: int, spans: Sequence[tuple[int, int]]) -> bool:
        token, start = sentence.tokens[index], sentence.span.start
        return any(start + token.start < end and begin < start + token.end for begin, end in spans)

    cued = [i for i in range(len(sentence.tokens)) if inside(i, cue)]
    verbs = [i for i in cued if parse.tags[i].startswith("VB") and parse.relations[i] not in {"aux", "auxpass"}]
    if not verbs:
        return None
    if any(inside(i, source) for i in related(sentence, verbs[0], "nsubj")):
        return True  # a relative pronoun, too: the rules go on to whom it means
    by = (
        related(sentence, verbs[0], "agent", "prep")
        if sentence.lower(verbs[0]) == "according"
        else related(sentence, verbs[0], "agent")
    )
    phrase = phrase_after(sentence, by[0] + 1) if by else subject_before(sentence, verbs[0])
    return phrase is not None and any(inside(i, source) for i in range(phrase.first, phrase.last))


# ---- MUC-4 -----------------------------------------------------------------------------------------------------------


def _muc(_data: Path, scorers: ModuleType, words: Lexicon) -> Part:
    """Perpetrator organisations as shipped, whose model has seen these documents, and by ten models that have not.

    The relevance that admits a document to the count has seen them all (`make eval-tags` holds it out): so the ten are
    given without it, too.
    """
    models = held_out(read(words))
    counts: dict[str, dict[str, Counts]] = defaultdict(dict)
    for split in SPLITS:
        documents, keys = muc(split)
        by_document: dict[str, list[Row]] = {}
        for key in keys:
            by_document.setdefault(key["id"], []).append(key)
        for document in documents:
            name = document["id"]
            made = pipeline.annotate(Document(name, document["text"], language="en"), words)
            found = to_json(made)
            unseen = to_json(_by(models[muc_fold(name)], made, document["text"], words))
            tables = {"": found, ", unseen": unseen, ", unseen, no gate": unseen | {"relevance": {"terrorism": 1.0}}}
            for suffix, table in tables.items():
                score = scorers.muc_orgs([table], by_document.get(name, []), [name])
                counts[f"MUC-4: organisation{suffix}"][name] = _counted(score["org"])
                counts[f"MUC-4: organisation and confidence{suffix}"][name] = _counted(score["org_and_confidence"])
            counts["MUC-4: victim number"][name] = _victims(found, document)
    bars: dict[str, tuple[float, float | None]] = {
        "MUC-4: organisation": (0.55, 0.68),
        "MUC-4: organisation and confidence": (0.40, 0.55),
        "MUC-4: victim number": (0.55, None),
    }
    figures: list[Figure] = []
    notes: dict[str, object] = {}
    for name, (floor, stretch) in bars.items():
        made_figures, made_notes = _figures(name, counts[name], {}, floor, stretch)
        figures, notes = [*figures, *made_figures], notes | made_notes
    figures += [reported(name, _f1(those.values()), "F1") for name, those in counts.items() if "unseen" in name]
    return figures, notes


def _by(model: Model, made: Annotation, text: str, words: Lexicon) -> Annotation:
    """The annotation of a document in capitals, its claims by another model."""
    return replace(made, claims=perpetrators(sentences("text", text), made.entities, words, model)) if text.isupper() else made


def _victims(found: Row, document: Row) -> Counts:
    """Numbers of several victims (a single one is mostly a name, and names are no figures), each number of a document once."""
    wanted = {
        float(value)
        for template in document["templates"]
        for slot in ("hum_tgt_number", "hum_tgt_total_number")
        for filler in template[slot]["fillers"]
        for value in filler["values"]
        if value.isdigit() and int(value) > 1 and not filler["optional"] and not template["template_optional"]
    }
    is_relevant = found["relevance"]["terrorism"] >= found["relevance_threshold"]
    harmed = [f for f in found["casualties"] if f["kind"] in _VICTIMS and not f["is_aggregate"]] if is_relevant else []
    got = {f["minimum"] or f["maximum"] for f in harmed} - {1.0}
    return Counts(len(wanted & got), len(got), len(wanted))


if __name__ == "__main__":
    raise SystemExit(main())
