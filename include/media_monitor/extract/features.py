"""What tells the blocks of the story from the rest of a page, as numbers: one row per block, one column per feature. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_monitor.extract.blocks import CUES, Block, Outline

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_WORD = re.compile(r"\w+")
_KNOWN_TAGS = (
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote", "pre", "figcaption", "section",
    "article", "dt", "dd", "header", "footer", "aside",
)  # fmt: skip
_TAGS = {tag: number for number, tag in enumerate(_KNOWN_TAGS, start=1)}
_HEADINGS = (4, 9)
"""First and last number of a heading's tag."""

_SENTENCE_ENDS = tuple(".!?…。！？؟")
_CLOSERS = "\"'”’»)] "
_SYMBOLS = "|©/@#•·→»:"
_RUNNING, _LONG = 60, 140
"""Characters from which on a block that ends a sentence, and any block, is running text."""

_FAR = 999.0
_BEGINNING = 200
"""Characters of a block by which it is found again in the structured data."""

_LOOK = (1, 2, 3, -1, -2, -3)
"""Neighbours looked at: so many blocks before (positive) and after."""

_STORY_LENGTH = 400
"""Running text under the headline from which on the story is looked for there, and not under other headlines of the page."""

_SCORE_FALLS = (1.0, 0.75, 0.45, 0.27)
"""What the running text of a block counts for the place that holds it, and for the ones around that."""

_BITS = np.arange(len(CUES))


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the page besides its blocks."""

    title: str | None
    declared_body: str | None
    """articleBody of the structured data."""
    page: Mapping[str, float]
    """Facts that hold for all blocks."""


def columns(outline: Outline, hints: Hints) -> dict[str, Floats]:
    """Features by name, each with one number per block of `outline`, which has at least one."""
    text = _Texts.of(outline.blocks)
    place = np.array([b.place for b in outline.blocks])
    path = _paths(outline, place)
    place_columns, main = _places(outline, text, place, path, _under_title(outline.blocks, path, hints.title, text))
    found = {
        "length": np.log1p(text.length), "words": text.words, "links": text.links, "emphasis": text.emphasis,
        "commas": text.commas / text.words, "ends": text.ends, "symbols": text.symbols, "tag": text.tag,
        "declared": _declared(outline.blocks, hints.declared_body), "repeated": _repeated(outline.blocks),
    }  # fmt: skip
    found |= place_columns | _order(text) | _page(outline, text, main, hints) | _neighbours(text)
    return found


# ---- the text of each block --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Texts:
    length: Floats
    words: Floats
    links: Floats
    emphasis: Floats
    commas: Floats
    ends: Floats
    symbols: Floats
    tag: Floats
    running: Floats
    """Characters of running text outside links."""

    @classmethod
    def of(cls, blocks: list[Block]) -> _Texts:
        texts = [b.text for b in blocks]
        length = np.array([len(t) for t in texts], float)
        links = np.array([b.link_share for b in blocks])
        ends = np.array([t.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS) for t in texts], float)
        is_running = (((length > _RUNNING) & (ends > 0)) | (length > _LONG)) & (links <= 0.5)
        return cls(
            length=length,
            words=np.array([t.count(" ") + 1 for t in texts], float),
            links=links,
            emphasis=np.array([b.emphasis for b in blocks]),
            commas=np.array([t.count(",") + t.count("،") + t.count("、") for t in texts], float),
            ends=ends,
            symbols=np.array([min(9, sum(map(t.count, _SYMBOLS))) for t in texts], float),
            tag=np.array([_TAGS.get(b.tag, 0) for b in blocks], float),
            running=np.where(is_running, length * (1 - links), 0.0),
        )


def _declared(blocks: list[Block], body: str | None) -> Floats:
    """1 where the structured data holds the block too, 0 where not, 0.5 where the block is too short, -1 where there are none."""
    if not body:
        return np.full(len(blocks), -1.0)
    whole = _folded(body)
    return np.array([float(_folded(b.text[:_BEGINNING]) in whole) if len(b.text) >= 15 else 0.5 for b in blocks])


def _repeated(blocks: list[Block]) -> Floats:
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.text] = counts.get(block.text, 0) + 1
    return np.array([min(5.0, counts[b.text]) for b in blocks])


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


# ---- where it stands: headline, containers, cues -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Title:
    agreement: Floats
    """Share of words that a block has in common with the headline."""
    distance: Floats
    story: Floats
    """0 from the headline to the next one that is styled alike, -1 before, 1 to 3 after."""


def _under_title(blocks: list[Block], path: Integers, title: str | None, text: _Texts) -> _Title:
    wanted = set((title or "").lower().split())
    agreement = np.zeros(len(blocks))
    found = None
    for number, block in enumerate(blocks):
        if wanted and len(block.text) < 300:
            words = block.text.lower().split()
            agreement[number] = len(wanted.intersection(words)) / max(len(wanted), len(words))
            is_title = agreement[number] > 0.8 and found is None and text.words[number] > 2
            if is_title or (block.tag == "h1" and agreement[number] > 0.3):
                found = number
    order = np.arange(len(blocks))
    if found is None:
        return _Title(agreement, np.full(len(blocks), _FAR), np.zeros(len(blocks)))
    return _Title(agreement, np.clip(order - found, -60, 200).astype(float), _stories(blocks[found].tag, path, found, agreement))


def _stories(tag: str, path: Integers, title: int, agreement: Floats) -> Floats:
    story = np.zeros(len(path))
    story[:title] = -1
    if tag in {"h1", "h2"}:
        heads = (path == path[title]) & (agreement < 0.8)
        heads[: title + 1] = False
        story[title:] = np.minimum(np.cumsum(heads[title:]), 3)
    return story


def _places(outline: Outline, text: _Texts, place: Integers, path: Integers, title: _Title) -> tuple[dict[str, Floats], int]:
    """Features of the containers that hold each block, and the number of the main one: where most running text is."""
    places = outline.places
    parents = np.array([p.parent for p in places])
    depth = np.array([p.depth for p in places], float)
    cues = np.array([p.cues for p in places])
    parent, grand = parents[place], parents[parents[place]]
    main = _main_place(outline, text, title)
    relative, top, common = _relative_to(outline, main)
    total = text.running.sum() + 1
    order = np.arange(len(place))
    before = np.cumsum(text.running)
    found = {
        "depth": depth[place],
        "parent running": _sum(parent, text.running) / total, "grand running": _sum(grand, text.running) / total,
        "path running": _sum(path, text.running) / total, "parent blocks": np.log1p(_count(parent)),
        "parent length": np.log1p(_sum(parent, text.length)), "parent links": _share_of_links(parent, text),
        "grand links": _share_of_links(grand, text), "path blocks": np.log1p(_count(path)),
        "path length": np.log1p(_sum(path, text.length) / _count(path)), "path links": _share_of_links(path, text),
        "part running": _sum(top[place], text.running) / total, "part blocks": np.log1p(_count(top[place])),
        "part length": np.log1p(_sum(top[place], text.length)), "part links": _share_of_links(top[place], text),
        "common": np.minimum(common[place], 12).astype(float),
        "before": (before - text.running) / total, "after": (total - 1 - before) / total,
        "title": title.agreement, "from title": title.distance, "story": title.story,
        "same place": np.append(0.0, parent[1:] == parent[:-1]),
    }  # fmt: skip
    holders = [*outline.around(main), 0, 0][:3]
    for level, holder in enumerate(holders):
        first, end = outline.spans[holder]
        found[f"in main {level}"] = ((order >= first) & (order < end)).astype(float)
    first, end = outline.spans[main]
    outside = np.where(order < first, order - first, np.where(order >= end, order - end + 1, 0))
    found["from main"] = np.clip(outside, -50, 50).astype(float)
    found |= _bits("within", relative[place]) | _bits("near", cues[place] | cues[parent])
    return found, main


def _main_place(outline: Outline, text: _Texts, title: _Title) -> int:
    """The place with most running text, in itself and in what it holds; under the headline, where there is enough of it."""
    running = text.running
    is_under = title.story == 0
    if (title.story > 0).any() and running[is_under].sum() > _STORY_LENGTH:
        running = np.where(is_under, running, 0.0)
    scores: dict[int, float] = {}
    for number in np.flatnonzero(running):
        held = outline.places[outline.blocks[number].place].parent
        for factor, around in zip(_SCORE_FALLS, outline.around(held), strict=False):
            scores[around] = scores.get(around, 0.0) + float(running[number]) * factor
    return max(scores, key=lambda place: scores[place], default=0)


def _relative_to(outline: Outline, main: int) -> tuple[Integers, Integers, Integers]:
    """By place: cues of what holds it but not the main place; the outermost such place; levels from `main` to what holds both."""
    count = len(outline.places)
    cues, top, common = [0] * count, list(range(count)), [0] * count
    levels = {around: level for level, around in enumerate(outline.around(main))}
    for number, place in enumerate(outline.places):
        if number in levels:
            common[number] = levels[number]
        elif place.parent in levels:
            cues[number], common[number] = place.cues, levels[place.parent]
        else:
            cues[number], top[number], common[number] = cues[place.parent] | place.cues, top[place.parent], common[place.parent]
    return np.array(cues), np.array(top), np.array(common)


def _paths(outline: Outline, place: Integers) -> Integers:
    """Number of the styling that a block has in common with others: tag and class of its place and the two around it."""
    numbers: dict[tuple[str, str, str], int] = {}
    found = []
    for own in place.tolist():
        parent = outline.places[own].parent
        key = (outline.places[own].kind, outline.places[parent].kind, outline.places[outline.places[parent].parent].kind)
        found.append(numbers.setdefault(key, len(numbers)))
    return np.array(found)


def _bits(prefix: str, cues: Integers) -> dict[str, Floats]:
    table = ((cues[:, None] >> _BITS) & 1).astype(float)
    return {f"{prefix} {name}": table[:, bit] for bit, name in enumerate(CUES)}


def _sum(group: Integers, values: Floats) -> Floats:
    return np.asarray(np.bincount(group, values)[group], dtype=float)


def _count(group: Integers) -> Floats:
    return np.bincount(group)[group].astype(float)


def _share_of_links(group: Integers, text: _Texts) -> Floats:
    return _sum(group, text.length * text.links) / _sum(group, text.length)


# ---- order, page, neighbours -------------------------------------------------------------------------------------------


def _order(text: _Texts) -> dict[str, Floats]:
    count = len(text.length)
    order = np.arange(count)
    last_heading = np.maximum.accumulate(np.where(_is_heading(text), order, -1))
    last_running = np.maximum.accumulate(np.where(text.running > 0, order, -100))
    next_running = np.minimum.accumulate(np.where(text.running > 0, order, count + 100)[::-1])[::-1]
    found = {
        "number": np.minimum(order, 200), "place in page": order / count,
        "since heading": np.minimum(order - last_heading, 60),
        "since running": np.minimum(order - last_running, 60), "until running": np.minimum(next_running - order, 60),
    }  # fmt: skip
    return {name: values.astype(float) for name, values in found.items()}


def _page(outline: Outline, text: _Texts, main: int, hints: Hints) -> dict[str, Floats]:
    first, end = outline.spans[main]
    running = text.running[first:end]
    paragraphs = float((running > 0).sum())
    facts = {
        "page running": float(np.log(text.running.sum() + 1)), "page blocks": float(np.log(len(text.length))),
        "main headings": float(_is_heading(text)[first:end].sum()),
        "main items": float((text.tag[first:end] == _TAGS["li"]).sum()),
        "main paragraphs": paragraphs, "main running": float(np.log1p(running.sum() / (text.running.sum() + 1))),
        "main paragraph length": float(running.sum()) / max(1.0, paragraphs), "main blocks": float(end - first),
    }  # fmt: skip
    return {name: np.full(len(text.length), value) for name, value in (facts | dict(hints.page)).items()}


def _is_heading(text: _Texts) -> NDArray[np.bool_]:
    return (text.tag >= _HEADINGS[0]) & (text.tag <= _HEADINGS[1])


def _neighbours(text: _Texts) -> dict[str, Floats]:
    values = {"length": np.log1p(text.length), "links": text.links, "ends": text.ends, "tag": text.tag}
    return {f"{name} {steps:+d}": _shifted(column, steps) for steps in _LOOK for name, column in values.items()}


def _shifted(values: Floats, steps: int) -> Floats:
    found = np.zeros_like(values)
    if abs(steps) >= len(values):
        return found
    if steps > 0:
        found[steps:] = values[:-steps]
    else:
        found[:steps] = values[-steps:]
    return found
