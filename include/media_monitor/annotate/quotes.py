"""Quoted words and who said them: either style of marks, over several paragraphs, with speaker and verb. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from media_monitor.annotate.folding import plain
from media_monitor.model import Field, Mention, Quote, Span

_SHORTEST = 3
"""Words in a quotation: fewer are scare quotes or a title."""
_LONGEST = 3_000
_REACH = 300
_VERBS = [
    "said",
    "says",
    "told",
    "adds",
    "added",
    "wrote",
    "tweeted",
    "posted",
    "announced",
    "stated",
    "declared",
    "insisted",
    "warned",
    "argued",
    "explained",
    "noted",
    "claimed",
    "replied",
    "asked",
    "concluded",
    "recalled",
    "stressed",
    "admitted",
    "confirmed",
    "acknowledged",
    "called",
    "calls",
    "described",
    "describes",
    "denounced",
    "branded",
    "shouted",
    "vowed",
    "pledged",
    "saying",
    "reads",
    "read",
]
_FOREIGN_VERBS = [
    "сказав",
    "сказала",
    "заявив",
    "заявила",
    "повідомив",
    "повідомила",
    "наголосив",
    "додав",
    "сообщил",
    "сообщила",
    "сказал",
    "сказала",
    "заявил",
    "заявила",
    "отметил",
    "добавил",
    "déclaré",
    "affirmé",
    "expliqué",
    "indiqué",
    "ajouté",
    "dit",
    "قال",
    "قالت",
    "أضاف",
    "أعلن",
    "أكد",
]
_TELLING = frozenset([*_VERBS, *_FOREIGN_VERBS, "according", "According"])
_VERB = rf"(?P<verb>{'|'.join([*_VERBS, *_FOREIGN_VERBS])})"
_WORD = r"(?:(?:[A-Z]\.)+|[^\W\d_][\w'-]*)"
_NAME = rf"(?P<who>{_WORD}(?: {_WORD}){{0,8}}?)"
_DASH = r"(?:[—-]\s*)?"
_AFTER = [
    re.compile(
        rf'^,?"?,?\s*{_DASH}{_NAME}(?:,(?P<name>[^"\n]{{3,160}}?),)?\s+'
        rf"(?:has |is |also |later |then |в |на )?(?:quoted as )?{_VERB}\b"
    ),
    re.compile(rf'^,?"?,?\s*{_DASH}{_VERB}\s+{_NAME}(?=[,.;:\n"]|$| (?:on|in|at|told|who|after|during|of|for)\b)'),
    re.compile(rf'^,?"?,?\s*(?P<verb>according) to {_NAME}(?=[,.;:\n"]|$| (?:on|in|at|who|after|of)\b)'),
]
_UP_TO_QUOTE = r'\b(?:[^."\n]{0,60})?[,:]?\s*(?:that\s*)?$'
_BEFORE = re.compile(
    rf"(?:^|[.!?\n]\s*|,\s*)[^.!?\n\"]*?{_NAME}(?:,(?P<name>[^,\"\n]{{3,140}}?),)?\s+(?:also |later |"
    rf"then )?{_VERB}{_UP_TO_QUOTE}"
)
_VERB_LAST = re.compile(rf"\b{_VERB}{_UP_TO_QUOTE}")
_TAIL = 90
"""Code points before a quotation in which `_BEFORE` has its verb: to look there first is cheap, to seek a name is not."""
_ACCORDING = re.compile(rf"(?:^|[.!?\n]\s*)(?P<verb>According) to {_NAME},\s*$")
_PROPER = re.compile(r"(?:[A-Z][\w'.-]+\s+){1,3}[A-Z][\w'.-]+")
_SAYING = re.compile(r",? (?:saying|adding|declaring|writing),?\s*$")
_SENTENCE_NAME = re.compile(rf"(?:^|[.!?]\s+|\n){_NAME}(?: \([^)\n]*\))? (?:has|have|had|is|was|took|claimed|said|\w+ed)\b")
_MARK = re.compile(r'"')


def quotes(field: Field, text: str, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Quotations of one field in order; the span covers the words between the marks."""
    even = plain(text)
    found: list[Quote] = []
    for start, end in _marked(even):
        words = Span(field, start, end, text[start:end])
        speaker, verb = _speaker(field, text, even, start, end)
        if speaker is None and found and _continues(even, found[-1].span.end, start):
            speaker, verb = found[-1].speaker, found[-1].verb
        entity = next(
            (m.entity_id for m in mentions if speaker is not None and m.span.field == field and _inside(m.span, speaker)), None
        )
        found.append(Quote(words, speaker, entity, verb, True))
    return tuple(found)


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Offsets between opening and closing marks. A paragraph that ends without a closing mark goes on in the next one."""
    opened: int | None = None
    for mark in _MARK.finditer(text):
        position = mark.start()
        if opened is not None and text[position - 1 : position] == "\n":
            if position - opened > _LONGEST:
                opened = position + 1
            continue  # the mark that opens each further paragraph of one quotation
        if opened is None:
            opened = position + 1
            continue
        if position - opened <= _LONGEST and len(text[opened:position].split()) >= _SHORTEST:
            yield opened, position
        opened = None


def _speaker(field: Field, text: str, even: str, start: int, end: int) -> tuple[Span | None, str | None]:
    """Speaker and verb after the quotation, else before it."""
    after = even[end : end + 220].split("\n", maxsplit=1)[0]
    for pattern in _AFTER if _tells(after) else ():
        match = pattern.match(after)
        if match is not None:
            return _named(field, text, end, match), match["verb"]
    left = _reach_back(even, start)
    before = even[left : start - 1]
    told = _ACCORDING.search(before) or (_BEFORE.search(before) if _VERB_LAST.search(before[-_TAIL:]) else None)
    if told is not None:
        return _named(field, text, left, told), told["verb"]
    if _SAYING.search(before):
        said = _SENTENCE_NAME.search(before)
        if said is not None:
            first, last = left + said.start("who"), left + said.end("who")
            return Span(field, first, last, text[first:last]), "saying"
    return None, None


def _tells(text: str) -> bool:
    """A verb of saying stands in `text`: a cheap look before the patterns run."""
    return not _TELLING.isdisjoint(re.findall(r"\w+", text))


def _named(field: Field, text: str, offset: int, match: re.Match[str]) -> Span:
    """Who a match names; of "a spokesman, X, said" the name."""
    name = match.groupdict().get("name")
    group = (
        "name"
        if name and _PROPER.fullmatch(name.strip()) and match["who"][:1].islower() | match["who"].startswith(("A ", "The "))
        else "who"
    )
    first, last = offset + match.start(group), offset + match.end(group)
    first += len(text[first:last]) - len(text[first:last].lstrip())
    return Span(field, first, last, text[first:last])


def _reach_back(text: str, start: int) -> int:
    """Where to look for a speaker before a quotation: from its paragraph's start, or a sentence's within some 300 characters."""
    paragraph = text.rfind("\n", 0, start - 1) + 1
    if start - paragraph <= _REACH:
        return paragraph
    mark = re.search(r"[.!?] ", text[start - _REACH : start - 1])
    return start - _REACH + mark.end() if mark else start - 1


def _continues(text: str, end: int, start: int) -> bool:
    """The quotations stand in one paragraph, or nothing but marks and white space stands between them."""
    between = text[end:start]
    return "\n" not in between or not between.strip('" \n')


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
