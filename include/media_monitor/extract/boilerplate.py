"""What is not the story: lines that publishers put before, into and after it. Pure; the words are in `boilerplate.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml
from ahocorasick_rs import AhoCorasick

_STORY_LENGTH = 100
"""A paragraph of at least so many characters that ends a sentence tells something; shorter ones may be titles and labels."""

_HEADING_LENGTH = 80
_PREFIX_LENGTH = 220
_CAPTION_LENGTH = 320
_BYLINE_LENGTH = 110
_NOTICE_LENGTH = 1_200
_FRONT = 6
"""Paragraphs at the top among which bylines and picture credits are looked for."""

_TITLE_PLACES = 14
"""Paragraphs at the top among which the headline may be repeated."""

_LABELS_AT_END = 2
"""Labels taken off the end at most: a list that ends a story is part of it, a stray button is not."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟:;][\"'”’»)\]]*$")
_WORD = re.compile(r"\w+")


class Notices:
    """Patterns, each looked for only where one of its parts of words occurs: these are found all at once."""

    def __init__(self, groups: Sequence[Mapping[str, str]]) -> None:
        """`groups`: `when` (parts of words in lower case) and `is` (the pattern)."""
        self._patterns = [re.compile(group["is"], re.IGNORECASE) for group in groups]
        self._pattern_of = [number for number, group in enumerate(groups) for _ in group["when"].split()]
        self._parts = AhoCorasick([part for group in groups for part in group["when"].split()], store_patterns=False)

    def are_in(self, paragraph: str) -> bool:
        """Whether one of the patterns is found."""
        found = self._parts.find_matches_as_indexes(paragraph.lower(), overlapping=True)
        return any(self._patterns[number].search(paragraph) for number in {self._pattern_of[part] for part, _, _ in found})


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `boilerplate.yaml`, each as one pattern."""

    heading: re.Pattern[str]
    prefix: re.Pattern[str]
    notices: Notices
    byline: re.Pattern[str]
    caption: re.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists, read once."""
    lists = yaml.safe_load((resources.files("media_monitor.extract") / "boilerplate.yaml").read_text("utf-8"))

    def one_of(name: str, template: str) -> re.Pattern[str]:
        return re.compile(template.format("|".join(f"(?:{p})" for p in lists[name])), re.IGNORECASE)

    return Words(
        heading=one_of("headings", r"^\W*(?:{})\W*$"),
        prefix=one_of("prefixes", r"^\W*(?:{})"),
        notices=Notices(lists["paragraphs"]),
        byline=one_of("bylines", r"^\W*(?:{})\W*$"),
        caption=one_of("captions", r"(?:{})"),
    )


def story(paragraphs: Sequence[str], title: str | None, authors: Sequence[str] = ()) -> list[str]:
    """The paragraphs that tell the story, in order: without headline, bylines, captions, offers, and other stories' titles."""
    kept = _after_title([p for p in paragraphs if p], title)
    kept = _without_tail(kept)
    kept = _without_blocks(kept)
    kept = [p for i, p in enumerate(kept) if not (is_notice(p) or _is_caption(p) or _is_front_matter(p, i, authors))]
    for _ in range(_LABELS_AT_END):
        if len(kept) > 1 and len(kept[-1]) < _HEADING_LENGTH and _is_label(kept[-1]):
            kept.pop()
    return kept


@lru_cache(maxsize=1_024)
def is_notice(paragraph: str) -> bool:
    """Whether the publisher speaks of itself: rights, cookies, newsletters, donations, corrections. Asked thrice a paragraph."""
    return len(paragraph) < _NOTICE_LENGTH and words().notices.are_in(paragraph)


def _after_title(paragraphs: list[str], title: str | None) -> list[str]:
    """What follows the headline's last repetition near the top; what stands before it is site furniture."""
    folded = _folded(title or "")
    if len(folded) < 8:
        return paragraphs
    near = paragraphs[: min(_TITLE_PLACES, len(paragraphs) // 2 + 1)]
    last = max((i for i, p in enumerate(near) if _repeats(p, folded)), default=-1)
    is_furniture = last < 0 or sum(_tells(p) for p in near[:last]) <= 1
    rest = paragraphs[last + 1 :] if is_furniture else paragraphs
    return [p for p in rest if not _repeats(p, folded)] or paragraphs


def _repeats(paragraph: str, folded: str) -> bool:
    return len(paragraph) < 2 * len(folded) and _folded(paragraph) == folded


def _without_tail(paragraphs: list[str]) -> list[str]:
    """Without everything from the first notice or block heading on after which no story is told."""
    last = next((i for i in reversed(range(len(paragraphs))) if _tells(paragraphs[i])), -1)
    for i in range(last + 1, len(paragraphs)):
        if i > 0 and (is_notice(paragraphs[i]) or _is_heading(paragraphs[i])):
            return paragraphs[:i]
    return paragraphs


def _without_blocks(paragraphs: list[str]) -> list[str]:
    """Without headings of inserted blocks and the titles listed under them, and without lines that point elsewhere."""
    kept: list[str] = []
    in_block = False
    for paragraph in paragraphs:
        if _is_heading(paragraph):
            in_block = True
            continue
        in_block = in_block and _is_label(paragraph)
        if not in_block and not (len(paragraph) <= _PREFIX_LENGTH and words().prefix.match(paragraph)):
            kept.append(paragraph)
    return kept


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) <= _HEADING_LENGTH and bool(words().heading.match(paragraph))


def _is_label(paragraph: str) -> bool:
    """A title rather than a sentence."""
    return len(paragraph) < _STORY_LENGTH * 1.5 and not _SENTENCE_END.search(paragraph)


def _tells(paragraph: str) -> bool:
    return len(paragraph) >= _STORY_LENGTH and bool(_SENTENCE_END.search(paragraph)) and not is_notice(paragraph)


def _is_caption(paragraph: str) -> bool:
    return len(paragraph) <= _CAPTION_LENGTH and bool(words().caption.search(paragraph)) and paragraph.count(". ") <= 2


def _is_front_matter(paragraph: str, place: int, authors: Sequence[str]) -> bool:
    if place >= _FRONT or len(paragraph) > _BYLINE_LENGTH or re.search(r"[.!?]$", paragraph):
        return False
    is_cut_off = paragraph.endswith(",")  # "Jane Roe," before the time stamp that was left behind
    return is_cut_off or bool(words().byline.match(paragraph)) or any(_folded(a) == _folded(paragraph) for a in authors)


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
