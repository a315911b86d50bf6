"""Sentences with exact offsets. Linear time; knows abbreviations, closing quotes, and Arabic and Cyrillic script. Pure.

A line break ends a sentence: extracted text has one paragraph a line; only in text wrapped at a fixed width (wires, mail) does
a sentence go on in the next line. Full stops end one unless they belong to an
abbreviation, an initial or a number, or the text goes on in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from media_monitor.annotate.folding import plain
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Field, Span

_ABBREVIATIONS = words(
    "mr mrs ms dr prof gen col maj capt lt sgt cpl rep sen gov pres st jr sr inc ltd co corp vs etc no nos jan"
    " feb mar apr jun jul aug sep sept oct nov dec mt ft al fig approx dept est hon rev u.s u.k u.n d.c e.g i.e"
    " a.m p.m ул г гг р рр им ім тыс тис млн млрд проф см др стр м вул т.е т.д art bzw z.b ca nr sra ee.uu"
)
_END = re.compile(r"""[.!?…؟۔。]+["')\]]*(?=\s|$)|\n+""")
_SAID_NEXT = re.compile(r"\s+(?:[a-z]|(?:[A-Z][\w.-]+ ){1,3}(?:said|says|told|added|wrote|asked)\b)")
_GOES_ON = re.compile(r"\s+[a-zа-яіїєґ]")
_OPENER = re.compile(r"\s+(?:The|A|An|In|On|At|It|He|She|They|But|And|This|That|There|We|I|His|Her|As|After|Police|However)\b")
_CLOSING = words("u.s u.k u.n d.c a.m p.m etc inc jr г р рр млн млрд тис тыс")
"""Abbreviations that often end a sentence ("in the U.S. The …"): one does where a sentence opener follows."""
_WORD_BEFORE = re.compile(r"[\w.]+$")
_LONGEST_WORD = 24
_LONGEST = 1_000
"""Code points: ten times a long sentence. Text without stops (a table, a list, an attack) is cut, so that rules stay fast."""
_FEWEST_LINES, _NARROWEST, _WIDEST, _ENOUGH = 3, 45, 100, 10_000
"""Lines broken at a width are told by at least three of them, 45 to 100 code points long, near the start of the text."""
_SOFT_BREAK = re.compile(r"(?<=\S)\n(?=\S)")
_STRETCH = re.compile(rf"\S(?:.{{0,{_LONGEST - 2}}}\S)?(?=\s|$)|\S{{1,{_LONGEST}}}", re.DOTALL)


def sentences(field: Field, text: str) -> list[Span]:
    """Sentences of one field in order, without surrounding white space."""
    even = plain(text)
    if _is_wrapped(even):
        even = _SOFT_BREAK.sub(" ", even)
    spans: list[Span] = []
    start = 0
    for mark in _END.finditer(even):
        if even[mark.start()] == "\n" or _is_end(even, mark.start(), mark.end()):
            _append(spans, field, text, start, mark.end())
            start = mark.end()
    _append(spans, field, text, start, len(text))
    return [piece for span in spans for piece in _pieces(span)]


def _is_wrapped(text: str) -> bool:
    """The lines of `text` are broken at a fixed width: most go on in the next one without a stop, and none is long."""
    if text.count("\n") < _FEWEST_LINES:
        return False
    lines = text[:_ENOUGH].split("\n")
    broken = [line for line, after in pairwise(lines) if line.strip() and after[:1].strip()]
    if len(broken) < _FEWEST_LINES or max(map(len, broken)) > _WIDEST:
        return False
    going_on = [line for line in broken if len(line) >= _NARROWEST and line[-1] not in '.!?:;"']
    return len(going_on) > len(broken) / 2


def _pieces(span: Span) -> Iterator[Span]:
    """The sentence itself, or, where it is longer than any sentence, its stretches between white space."""
    if len(span.text) <= _LONGEST:
        yield span
        return
    for stretch in _STRETCH.finditer(span.text):
        yield Span(span.field, span.start + stretch.start(), span.start + stretch.end(), stretch.group())


def _append(spans: list[Span], field: Field, text: str, start: int, end: int) -> None:
    """Add the stretch start..end without its outer white space and zero-width characters, if anything is left."""
    while start < end and (text[start].isspace() or text[start] in "\u200b\u2060\ufeff\0"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\u2060\ufeff\0"):
        end -= 1
    if start < end:
        spans.append(Span(field, start, end, text[start:end]))


def _is_end(text: str, start: int, end: int) -> bool:
    """The mark at start..end, with white space after it, ends a sentence."""
    if _GOES_ON.match(text, end):
        return False
    if end - start > 1 and text[end - 1] in "\"'" and _SAID_NEXT.match(text, end):
        return False
    if text[start:end] != ".":
        return True
    word = _WORD_BEFORE.search(text[max(0, start - _LONGEST_WORD) : start])
    if word is None:
        return True
    stem = word.group().lower()
    if len(stem) == 1 and stem.isalpha() and text[start - 1].isupper():
        return False
    return stem not in _ABBREVIATIONS or (stem in _CLOSING and _OPENER.match(text, end) is not None)
