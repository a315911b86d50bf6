"""Folded text for matching, with the way back to the offsets of the original. Pure.

Folding is NFKD, case folding, marks stripped, invisible characters dropped, quotes and dashes unified, and the Arabic
letters that writers exchange (alef forms, alef maqsura, ta marbuta) unified. It may change the length of a text; `starts`
and `ends` lead back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from media_monitor.model import Document, Field

_APOSTROPHES = "‘’‚‛′ʼʹ`´ʾʿ＇"
_DOUBLE_QUOTES = "“”„‟«»″"
_HYPHENS = "‐‑‒−"
_DASHES = "–—―"
_INVISIBLE = "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SPACES = "\0\t\v\f\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_LONG = 60
"""Characters from which on a step for the whole text is quicker than one for each character."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_UNIFIED = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_HYPHENS + _DASHES, "-"),
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ـ": "",  # tatweel: a stretch of the line, no letter
}
_PLAIN = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_DASHES, "—"),
    **dict.fromkeys(_INVISIBLE + _SPACES, " "),
}
_ODD = re.compile(f"[{re.escape(''.join(_PLAIN))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded form; character i of it came from original characters `starts[i]` to `ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def fold(text: str) -> Folded:
    """`text` folded, with the offsets of every folded character in `text`. Linear in its length."""
    if text.isascii():
        return Folded(text.lower().translate(_ASCII), range(len(text)), range(1, len(text) + 1))
    odd = "".join(char for char in set(_BEYOND_ASCII.findall(text)) if len(_FOLDS[ord(char)]) != 1)
    if not odd:
        return Folded(_even(text) if len(text) > _LONG else text.translate(_FOLDS), range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for part in re.split(f"([{re.escape(odd)}])", text):
        folded = part.translate(_FOLDS)
        parts.append(folded)
        if len(folded) == len(part):
            starts.extend(range(position, position + len(part)))
            ends.extend(range(position + 1, position + len(part) + 1))
        else:
            starts.extend([position] * len(folded))
            ends.extend([position + 1] * len(folded))
            if not folded and ends:  # a mark belongs to the letter before it
                ends[-1] = position + 1
        position += len(part)
    return Folded("".join(parts), starts, ends)


def _even(text: str) -> str:
    """`text` folded, where every one of its characters folds to one: whole-string steps, which are quick."""
    folded = text.replace("İ", "i").lower()  # the one letter whose small form is two characters
    for char in {*map(chr, _ASCII), *_BEYOND_ASCII.findall(folded)}:
        if (even := _FOLDS[ord(char)]) != char:
            folded = folded.replace(char, even)
    return folded


def folded_fields(document: Document) -> tuple[tuple[Field, str, Folded], ...]:
    """Title and text of a document, each with its folded form."""
    title = document.title or ""
    return ("title", title, fold(title)), ("text", document.text, fold(document.text))


def plain(text: str) -> str:
    """`text` with typographic quotes, dashes and odd spaces made plain, character for character: offsets do not move."""
    for char in set(_ODD.findall(text)):  # a dozen times as fast as to translate every character
        text = text.replace(char, _PLAIN[char])
    return text


class _Folds(dict[int, str]):
    """Code point -> its folded form, made when first asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLDS = _Folds()


def _fold_char(char: str) -> str:
    """Folded form of one character: '' for marks and invisible characters, several for ligatures."""
    if char in _UNIFIED:
        return _UNIFIED[char]
    category = unicodedata.category(char)
    if category in {"Mn", "Cf"}:
        return ""
    if category == "Cs":
        return "\ufffd"  # half of a pair: no text, and not to be encoded
    if char.isspace() or char == "\0":
        return " "
    letters = unicodedata.normalize("NFKD", char.casefold())
    if len(letters) > 1 and not char.isalpha():
        return char  # "…" and "½" stay what they are
    return "".join(_UNIFIED.get(c, c) for c in letters if unicodedata.category(c) != "Mn")


_ASCII = {code: folded for code in range(128) if (folded := _fold_char(chr(code))) != chr(code).lower()}
"""The few characters of ASCII that fold to something else than their small letter; each folds to one."""
