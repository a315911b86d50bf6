"""Whether a page that was fetched again says anything new. Pure."""

from __future__ import annotations

import unicodedata

from media_monitor.ids import sha256
from media_monitor.model import Article

# Sites switch between these from one rendering of a page to the next; the article is the same.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'"))
# Soft hyphen, zero-width space and joiners at line ends, byte order mark: invisible, and they come and go.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def text_sha(text: str) -> bytes:
    """SHA-256 of `text` with white space folded, quotation marks made straight and invisible characters removed.

    Case and every other character count: "Police" and "police" differ.
    """
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_QUOTES)
    return sha256(" ".join(plain.split()))


def content_sha(article: Article) -> bytes:
    """What a state of `article` is told apart by: SHA-256 over its normalised title and text.

    A changed headline over the same text is another state.
    """
    return content_sha_of(article.title, article.text)


def content_sha_of(title: str | None, text: str) -> bytes:
    """The same of a title and a text."""
    return sha256(f"{text_sha(title or '').hex()} {text_sha(text).hex()}")
