"""Which language a text is in."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Protocol

from media_monitor.annotate.vocabulary import words

LANGUAGES = (
    *("ar", "cs", "da", "de", "en", "es", "fr", "he", "id", "is", "it", "ja"),
    *("ko", "lt", "nl", "no", "pl", "pt", "ru", "sv", "tr", "uk", "vi", "zh"),
)
"""ISO 639-1 codes told apart. A closed list: on it py3langid is right in 98.7 % of news sentences, on all its 97 in 98.0 %."""

_ENOUGH = 500
"""Code points looked at: more change nothing and cost time."""

_LEAST_LETTERS = 12
"""Below this many letters the answer is a guess. Chinese, Japanese and Korean say as much with a quarter of them."""

_ENGLISH = words(
    "the and that with from this have they their which were been would said you its has had what when who his her she there"
    " about after more than are not into of to could just other most some because them him our can only then over two first"
    " also it as on by an be your will out up we how years people like one all"
)
_PLAINLY_ENGLISH = 9
"""Of these words, different ones, after which no model need be asked: so many stand together in English only. No text of
the collected data with as many was taken for another language by the model, which costs thirty times the look."""
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\uffff]")

_lock = threading.Lock()


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def identify(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, one of `LANGUAGES`; None where there is too little to tell."""
    sample = text[:_ENOUGH]
    if len(_ENGLISH.intersection(sample.lower().split())) >= _PLAINLY_ENGLISH and not _OTHER_SCRIPT.search(sample):
        return "en"
    if sum(4 if c >= "\u3040" else 1 for c in sample if c.isalpha()) < _LEAST_LETTERS:
        return None
    with _lock:  # the model is loaded once, by whoever comes first
        identifier = _identifier()
    return identifier.classify(sample)[0]


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)  # type: ignore[attr-defined]
    return identifier
