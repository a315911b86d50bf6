"""Sentences made ready for rules: cut into tokens, parsed, with the entities named in them. Pure after the model is loaded.

A phrase is a range of token indices. Datelines and the topics of headlines ("Harbour blast: …") are left out of the parse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from media_monitor.annotate.folding import plain
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.parsing import Parse, parses
from media_monitor.model import Mention, Span

_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Lt|Col|Sgt|Maj|Capt|Cpl|Cmdr|Adm|Sen|Rep|Gov|Prof|Rev|Hon|Pres|Supt|Det|Jan|Feb|Aug|Sept|Oct|Nov"
    "|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Kan|Mass|Mich|Minn|Mont|Neb|Nev|Okla|Ore|Tenn|Wis|Wyo|Va|Pa|Ga|Md|vs"
)
"""Written with a stop of their own, which ends no sentence: the parser knows "Gen. X" as two words, not as three."""


_TOKEN = re.compile(
    rf"(?:{_ABBREVIATIONS})\.(?=\s+[\w(]|,)"
    r"|(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?|\d[\d,.]*\d|\w+(?=n't\b)|n't\b"
    r"|\w+(?:['./&]\w+)*?(?='(?:s|re|ve|ll|d|m)\b|'(?=\s|$))|'(?:s|re|ve|ll|d|m)\b"
    r"|\w+(?:[./&]\w+|'(?!(?:s|re|ve|ll|d|m)\b)\w+)*|[^\w\s\u200b-\u200f\u2060\ufeff]"
)


_SPACED_HYPHEN = re.compile(r"(?<=\s)-(?=\s)")


_SHORTEST_SHOUT = 4


_LONGEST_DATELINE, _LONGEST_PLACE = 24, 9


_LONGEST_HEADING, _SHORTEST_TOLD = 6, 5
"""Words before the colon of a headline that names its topic first, and words after it that tell something of their own."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark; offsets within the sentence."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """Tokens first..last of a sentence, last exclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence ready for rules: its span, tokens, and the entities named in it by token."""

    span: Span
    tokens: tuple[Token, ...]
    mentions: dict[int, Mention]
    """Index of every token inside a mention -> that mention."""
    quoted: frozenset[int]
    """Indices of the tokens inside quotation marks."""
    lowered: frozenset[str]
    """Words that the document writes in lower case somewhere: no names."""
    lexicon: Lexicon
    parse: Parse | None = None
    """None where the sentence was not parsed: one in capitals."""

    def cut(self, phrase: Phrase) -> Span:
        """The stretch of the field that `phrase` covers."""
        start = self.span.start + self.tokens[phrase.first].start
        end = self.span.start + self.tokens[phrase.last - 1].end
        return Span(self.span.field, start, end, self.span.text[start - self.span.start : end - self.span.start])

    def lower(self, index: int) -> str:
        """The token at `index` in lower case; '' beyond either end."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def text(self, index: int) -> str:
        """The token at `index` as written; '' beyond either end."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def words(self, phrase: Phrase) -> list[str]:
        """Lower-case words of `phrase`."""
        return [token.lower for token in self.tokens[phrase.first : phrase.last]]

    def mention_in(self, phrase: Phrase) -> Mention | None:
        """The first entity named in `phrase`."""
        return next((self.mentions[i] for i in range(phrase.first, phrase.last) if i in self.mentions), None)


def tokenize(text: str) -> tuple[Token, ...]:
    """Words, numbers and marks of a sentence, with offsets in it; a possessive 's stands alone, a spaced hyphen is a dash."""
    even = _SPACED_HYPHEN.sub("—", plain(text))
    return tuple(Token(m.start(), m.end(), m.group(), m.group().lower()) for m in _TOKEN.finditer(even))


def read_all(
    spans: Sequence[Span],
    mentions: Sequence[Mention],
    lowered: frozenset[str],
    lexicon: Lexicon,
    is_worth: Callable[[Sentence], bool] = lambda _: True,
) -> dict[Span, Sentence]:
    """The sentences `spans` that are worth it ready for rules, parsed together; `mentions` are those of the whole document."""
    unparsed = [sentence for span in spans if is_worth(sentence := _read(span, mentions, lowered, lexicon))]
    has_case = [sentence for sentence in unparsed if not _is_caseless(sentence.span, lowered)]
    parsed = parses([_written(s) for s in has_case], [_dateline(s.tokens) or _heading(s) for s in has_case])
    by_span = dict(zip((sentence.span for sentence in has_case), parsed, strict=True))
    return {sentence.span: replace(sentence, parse=by_span.get(sentence.span)) for sentence in unparsed}


def _written(sentence: Sentence) -> list[str]:
    """The tokens as the parser reads them best: names in capitals as names ("SANA" is no verb)."""
    shouted = {
        i for i in sentence.mentions if sentence.tokens[i].text.isupper() and len(sentence.tokens[i].text) >= _SHORTEST_SHOUT
    }
    return [token.text.capitalize() if i in shouted else token.text for i, token in enumerate(sentence.tokens)]


def _dateline(tokens: Sequence[Token]) -> int:
    """Tokens of "ANKARA, March 13 (Reuters) -", with which an agency opens its story; 0 where there is none."""
    for index in range(2, min(len(tokens) - 1, _LONGEST_DATELINE)):
        if tokens[index].text == ")" and tokens[index + 1].text in {"-", "—"} and tokens[0].text[:1].isupper():
            return index + 2
    dash = next((i for i, token in enumerate(tokens[:_LONGEST_PLACE]) if token.text in {"-", "—"} and i + 1 < len(tokens)), 0)
    is_place = len(tokens[0].text) > 2 and tokens[0].text.isupper() if tokens else False
    return dash + 1 if is_place and dash and all(t.text[:1].isupper() or not t.text.isalpha() for t in tokens[:dash]) else 0


def _heading(sentence: Sentence) -> int:
    """Tokens of "Harbour blast:", by which a headline names its topic; 0 where there is none, or where it tells what was done."""
    if sentence.span.field != "title":
        return 0
    tokens, acts = sentence.tokens, sentence.lexicon.cues["act_verbs"]
    colon = next((i for i, token in enumerate(tokens[: _LONGEST_HEADING + 1]) if token.text == ":"), 0)
    if colon == 0 or len(tokens) - colon <= max(_SHORTEST_TOLD, colon) or any(t.lower in acts for t in tokens[: colon - 1]):
        return 0
    return colon + 1


def _read(span: Span, mentions: Sequence[Mention], lowered: frozenset[str], lexicon: Lexicon) -> Sentence:
    tokens = tokenize(span.text)
    named: dict[int, Mention] = {}
    for mention in mentions:
        if mention.span.field != span.field or not span.start <= mention.span.start < span.end:
            continue
        for index, token in enumerate(tokens):
            if span.start + token.start < mention.span.end and mention.span.start < span.start + token.end:
                named[index] = mention
    if _is_caseless(span, lowered):
        tokens = tuple(_truecased(token, index in named) for index, token in enumerate(tokens))
    return Sentence(span, tokens, named, _quoted(tokens), lowered, lexicon)


def _is_caseless(span: Span, lowered: frozenset[str]) -> bool:
    """The whole document stands in capitals."""
    return not lowered and span.text.isupper()


def _truecased(token: Token, is_named: bool) -> Token:
    """The token of a document in capitals as if in small letters: only what the knowledge base knows is a name."""
    return Token(token.start, token.end, token.text.capitalize() if is_named else token.lower, token.lower)


def _quoted(tokens: Sequence[Token]) -> frozenset[int]:
    inside: set[int] = set()
    is_open = False
    for index, token in enumerate(tokens):
        if token.text == '"':
            is_open = not is_open
        elif is_open:
            inside.add(index)
    return frozenset(inside)
