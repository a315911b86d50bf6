"""What PostgreSQL can store. Pure. Runs before offsets are taken, so that they stay true in the database."""

from __future__ import annotations

import re
from dataclasses import replace

from media_monitor.model import Article

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL and lone surrogates: psycopg2 refuses both (measured, 2.9.13)."""


def storable_text(text: str) -> str:
    """`text` without NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def storable(article: Article) -> Article:
    """`article` with every text field storable."""
    return replace(
        article,
        title=_clean(article.title),
        text=storable_text(article.text),
        authors=tuple(map(storable_text, article.authors)),
        agency=_clean(article.agency),
        outlet=_clean(article.outlet),
        image=_clean(article.image),
    )


def _clean(value: str | None) -> str | None:
    return storable_text(value) or None if value else None
