"""Names that were erased: blanked in every page and headline that is read from then on. Pure.

Only hashes of the names are kept (GDPR, art. 17: what was erased is not kept in order to be erased again), so a text is searched
by hashing each run of as many words as a name has.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from media_monitor.ids import sha256
from media_monitor.model import Article

BLANK = "\N{FULL BLOCK}"
_WORD = re.compile(r"[^\W_]+")
_GAP = 3
"""Characters that may stand between two words of a name: a space, a hyphen, a full stop and a space."""


def words_of(name: str) -> list[str]:
    """The words of a name or an address, in lower case."""
    return [match.group().lower() for match in _WORD.finditer(unicodedata.normalize("NFC", name))]


def spellings(name: str) -> list[list[str]]:
    """The words of a name as it may be printed: as given, and without its accents."""
    found = [words_of(name), words_of(_plain(name))]
    return found[: 1 if found[0] == found[1] else 2]


def _plain(text: str) -> str:
    """`text` without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def name_sha(words: Iterable[str]) -> bytes:
    """What is kept of a name."""
    return sha256(" ".join(words))


def patterns(name: str) -> tuple[str, str]:
    """PostgreSQL regular expressions, each one group: the name in any case, and its last word with a capital, as texts go on."""
    gap = f"[^[:alnum:]]{{1,{_GAP}}}"
    full = "|".join(gap.join(words) for words in spellings(name))
    last = "|".join(form for words in spellings(name) for form in (words[-1].capitalize(), words[-1].upper()))
    alone = "((?<![[:alnum:]])(?:{})(?![[:alnum:]]))"
    return "(?i)" + alone.format(full), alone.format(last)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The names that are suppressed: hash of each → number of its words."""

    names: dict[bytes, int]

    def is_named_in(self, text: str) -> bool:
        """True if a name stands in a text or an address."""
        return next(self._found(text), None) is not None

    def headline(self, title: str | None) -> str | None:
        """A headline with the names blanked."""
        return title and _blank(title, self._found(title))

    def article(self, article: Article) -> Article:
        """An article with the names blanked, and with them the last word of each, wherever this article uses it as a name."""
        texts = (article.title or "", article.text, *article.authors)
        last = self._last_words(texts)
        if not last:
            return article

        def blank(text: str) -> str:
            return _blank(text, [*self._found(text), *_capitalised(text, last)])

        return replace(
            article,
            title=article.title and blank(article.title),
            text=blank(article.text),
            authors=tuple(map(blank, article.authors)),
        )

    def _last_words(self, texts: Iterable[str]) -> set[str]:
        """... without accents: an article may print a name with them here and without them there."""
        return {_plain(words_of(text[start:end])[-1]) for text in texts for start, end in self._found(text)}

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every name in the text."""
        if not self.names:
            return
        words = list(_WORD.finditer(text))
        lengths = sorted(set(self.names.values()))
        for first in range(len(words)):
            for length in lengths:
                run = words[first : first + length]
                if len(run) == length and _is_close(run) and name_sha(w.group().lower() for w in run) in self.names:
                    yield run[0].start(), run[-1].end()


def _is_close(run: list[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= _GAP for before, after in itertools.pairwise(run))


def _capitalised(text: str, words: set[str]) -> Iterator[tuple[int, int]]:
    capitalised = (match for match in _WORD.finditer(text) if match.group()[0].isupper())
    return (match.span() for match in capitalised if _plain(match.group().lower()) in words)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = BLANK * (end - start)
    return "".join(characters)
