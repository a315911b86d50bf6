"""Whether a page that was fetched again says anything new. Pure; it keeps nothing and compares with one key only."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from media_monitor.ids import sha256
from media_monitor.model import Article

Change = Literal["new", "changed", "headline", "unchanged"]

# Sites switch between these from one rendering of a page to the next; the article is the same.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'"))
# Soft hyphen, zero-width space and joiners at line ends, byte order mark: invisible, and they come and go.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class RevisionKey:
    """What a revision is compared by: hashes of its normalised text and title."""

    text_sha: bytes
    title_sha: bytes | None
    """None where the revision has no title."""


def text_sha(text: str) -> bytes:
    """SHA-256 of `text` with white space folded, quotation marks made straight and invisible characters removed.

    Case and every other character count: "Police" and "police" differ.
    """
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_QUOTES)
    return sha256(" ".join(plain.split()))


def revision_key(article: Article) -> RevisionKey:
    """The key of `article`, to be kept with the revision that stores it."""
    return RevisionKey(text_sha(article.text), text_sha(article.title) if article.title else None)


def is_new_revision(previous: RevisionKey | None, article: Article) -> Change:
    """What `article` is beside the latest stored revision of its page.

    `new`: there is none. `changed`: another text. `headline`: the same text under another title.
    A title that went missing is a matter of extraction, not a new headline, and stays `unchanged`.
    """
    if previous is None:
        return "new"
    current = revision_key(article)
    if current.text_sha != previous.text_sha:
        return "changed"
    if current.title_sha is not None and current.title_sha != previous.title_sha:
        return "headline"
    return "unchanged"
