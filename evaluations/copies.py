"""Copies beside a labelled set: `make eval-copies`.

The set is built here from the sample newsroom's invented articles: what outlets do to an agency's text (they edit, cut, extend
it, put their own introduction before it, set it in capitals), and what must not match: translations and reports of the same event
in own words, of which the newsroom is full, articles that quote a sentence or carry the same plea for gifts, the same words in
other sentences. The exit status is 1 where the floor falls short.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from benchmarks.figures import Figure, against, line, record, reported
from media_monitor.local.newsdesk import Edition, read_edition
from media_monitor.relate.duplicates import CopyInput, copy_groups
from media_monitor.settings import default_seeds

FLOOR = 0.95
ROUNDS = 5
"""Times that every text is treated anew, by other chances."""
LONG_ENOUGH = 60
"""Words of a text of which a cut leaves a text."""
START = datetime(2026, 3, 10, tzinfo=UTC)
PLEA = "We have no owner and no paywall. If you value what we write, give what you can, once or each month, and tell a friend."

Paragraphs = list[str]
Treatment = Callable[[Paragraphs, Paragraphs, random.Random], Paragraphs]
"""Paragraphs of a text, own paragraphs of an outlet, chance → what the outlet prints."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article of the set."""

    article: CopyInput
    source: str
    """Text that it carries; one of its own where it is nobody's copy."""
    treatment: str


def main() -> int:
    """Build, measure, print, keep; 1 where the floor falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/eval/copies.json"))
    arguments = parser.parse_args()
    edition = read_edition(default_seeds() / "newsroom")
    figures, wrong = measured([built(edition, seed) for seed in range(ROUNDS)])
    print("\n".join(line(figure) for figure in figures))
    record(arguments.out, figures, {"rounds": ROUNDS, "wrong_pairs": wrong})
    return 0 if all(figure.holds for figure in figures) else 1


def measured(rounds: list[list[Item]]) -> tuple[list[Figure], Mapping[str, int]]:
    """Figures over the pairs of articles of all rounds, and which treatments were paired wrongly how often."""
    right = found = both = 0
    wrong: Counter[str] = Counter()
    for items in rounds:
        gold = {pair for group in _by_source(items).values() for pair in combinations(group, 2)}
        groups = copy_groups([item.article for item in items])
        said = {pair for g in groups for pair in combinations(sorted((g.origin, *(m.article_id for m in g.members))), 2)}
        right, found, both = right + len(gold), found + len(said), both + len(gold & said)
        for a, b in sorted(gold ^ said):
            verdict = "missed" if (a, b) in gold else "paired"
            wrong[f"{verdict}: {' | '.join(sorted((items[a].treatment, items[b].treatment)))}"] += 1
    precision, recall = both / found, both / right
    return [
        against("copies: F1 over pairs", 2 * precision * recall / (precision + recall), "share", "≥", FLOOR),
        reported("  precision", precision, "share"),
        reported("  recall", recall, "share"),
        reported("  articles", sum(map(len, rounds)), ""),
        reported("  pairs of copies", right, ""),
    ], dict(wrong.most_common())


def _by_source(items: Iterable[Item]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for item in items:
        found[item.source].append(item.article.article_id)
    return found


def built(edition: Edition, seed: int) -> list[Item]:
    """The set of one round: each text of the newsroom as it is, and once per treatment on another outlet."""
    chance = random.Random(seed)
    texts = _texts(edition)
    items: list[Item] = []
    for path, paragraphs in texts.items():
        others = [p for other, theirs in texts.items() if other != path for p in theirs if p.isascii() == paragraphs[0].isascii()]
        for name, treat in TREATMENTS.items():
            own = [_in_other_words(p, chance) for p in chance.sample(others, min(8, len(others)))]
            text = "\n\n".join(treat(list(paragraphs), own, chance))
            source = path if name in CARRYING else f"{path}: {name}"
            agency = "Relay" if name == "an agency's, after an introduction" else None
            article = CopyInput(len(items), f"outlet-{len(items)}", START + timedelta(minutes=len(items)), agency, text)
            items.append(Item(article, source, name))
    return items


def _texts(edition: Edition) -> dict[str, Paragraphs]:
    """Path → paragraphs of the articles that are long enough, and of copies in the newsroom itself the first."""
    found: dict[str, Paragraphs] = {}
    for item in edition.items:
        paragraphs = list(item.revisions[-1].paragraphs)
        is_copy = any(len(set(paragraphs) & set(theirs)) > 1 for theirs in found.values())
        if sum(len(p.split()) for p in paragraphs) >= LONG_ENOUGH and not is_copy:
            found[item.path] = paragraphs
    return found


def _sentences(paragraphs: Paragraphs) -> list[str]:
    return [s for p in paragraphs for s in re.split(r"(?<=[.!?؟])\s+", p)]


def _in_other_words(text: str, chance: random.Random) -> str:
    """The same words in another order, as far as copying goes: nobody's text any more."""
    words = text.split()
    chance.shuffle(words)
    return " ".join(words)


def _edited(text: Paragraphs, chance: random.Random, share: float) -> Paragraphs:
    """Every so many words another stands, is missing, or is new."""
    vocabulary = " ".join(text).split()
    edited = []
    for paragraph in text:
        words: list[str] = []
        for word in paragraph.split():
            happens = chance.random()
            words += (
                [word]
                if happens > share
                else [[], [chance.choice(vocabulary)], [word, chance.choice(vocabulary)]][int(happens / share * 3) % 3]
            )
        edited.append(" ".join(words))
    return edited


def _half(text: Paragraphs) -> Paragraphs:
    sentences = _sentences(text)
    return [" ".join(sentences[: max(2, len(sentences) // 2)])]


def _without_sentences(text: Paragraphs, chance: random.Random) -> Paragraphs:
    return [s for s in _sentences(text) if chance.random() > 0.25]


def _extended(text: Paragraphs, own: Paragraphs) -> Paragraphs:
    """With own paragraphs, at most as many words again."""
    room, added = sum(len(p.split()) for p in text) * 0.9, []
    for paragraph in own:
        room -= len(paragraph.split())
        if room < 0:
            break
        added.append(paragraph)
    return [*text, *added]


def _quoting(text: Paragraphs, own: Paragraphs, chance: random.Random) -> Paragraphs:
    return [own[0], f"“{chance.choice(_sentences(text))}”", *own[1:]]


CARRYING: Mapping[str, Treatment] = {
    "as it is": lambda text, _own, _chance: text,
    "light edits": lambda text, _own, chance: _edited(text, chance, 0.05),
    "edits": lambda text, _own, chance: _edited(text, chance, 0.1),
    "every seventh word edited": lambda text, _own, chance: _edited(text, chance, 1 / 7),
    "the lead written anew": lambda text, own, chance: [own[0], *_edited(text[1:] or text, chance, 0.05)],
    "sentences left out": lambda text, _own, chance: _without_sentences(text, chance),
    "cut to half": lambda text, _own, _chance: _half(text),
    "cut and edited": lambda text, _own, chance: _edited(_half(text), chance, 0.05),
    "paragraphs added": lambda text, own, _chance: _extended(text, own),
    "an agency's, after an introduction": lambda text, own, _chance: [own[0], *text],
    "paragraphs in another order": lambda text, _own, chance: chance.sample(text, len(text)),
    "capitals, other quotation marks": lambda text, _own, _chance: [
        p.upper().translate({ord('"'): "»", ord("“"): "«"}) for p in text
    ],
    "with a plea": lambda text, _own, _chance: [*text, PLEA],
}
OWN: Mapping[str, Treatment] = {
    "in other words": lambda text, _own, chance: [_in_other_words(p, chance) for p in text],
    "quotes a sentence": _quoting,
    "quotes a paragraph of its many": lambda text, own, chance: [*own, chance.choice(text), *own[:1]],
    "own, with the plea": lambda _text, own, _chance: [*own, PLEA],
}
TREATMENTS = {**CARRYING, **OWN}


if __name__ == "__main__":
    sys.exit(main())
