"""What a site's robots.txt allows (RFC 9309). Pure: the response is given, the rules come out.

Protego matches paths; which lines are whose is told to it in a form that it cannot misread. Two of its readings are left as
they are: it takes an escaped reserved character for the character (`%3F` for `?`), and `/x$` for a literal dollar sign, too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote

from protego import Protego

from media_monitor.model import Failed, Fetched, NotModified

MAX_CRAWL_DELAY = 120
"""Seconds. Sites that ask for more are asked less often anyway; Common Crawl stops here too."""

_LINE_END = re.compile(r"\r\n?|\n")
"""RFC 9309, 2.2. Protego also breaks lines at form feeds, U+2028 and their like, which may stand in a path."""
_NO_LINE_END = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_AGENT = re.compile(r"\s*user[ -]?agent(?:\s*:\s*|\s+)(\*(?=\s|$)|[a-z_-]+)?", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:dis|dia|allow|crawl)", re.IGNORECASE)
"""Beginnings of the fields that say what we may do, misspelt ones among them; Protego knows which."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site at one time."""

    rules: Protego
    is_unreachable: bool = False
    """Nothing may be fetched for now, because the rules could not be read (outcome `robots_unreachable`)."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Rules in `text`, a robots.txt without its byte-order mark. Takes whatever it is given."""
        return cls(Protego.parse("\n".join(_records(text))))

    @classmethod
    def from_response(cls, response: Fetched | NotModified | Failed) -> Self:
        """Rules by the answer to GET /robots.txt.

        A 4xx says that there are none: everything is allowed (RFC 9309, 2.3.1.3); so do redirects that never end (2.3.1.2).
        429 is a 4xx that means a 5xx. Whatever else went wrong forbids everything until it can be read (2.3.1.4).
        """
        if isinstance(response, Fetched):
            # A byte-order mark would make the first line unreadable, and with it the group that most sites begin with.
            return cls.parse(response.body.decode("utf-8-sig", "replace"))
        is_client_error = isinstance(response, Failed) and 400 <= (response.status or 0) < 500 and response.status != 429
        is_maze = isinstance(response, Failed) and response.kind == "redirect"
        return replace(cls.parse(""), is_unreachable=not (is_client_error or is_maze))

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether `url` may be fetched by `user_agent` (a product token, or a whole User-Agent header)."""
        return not self.is_unreachable and bool(self.rules.can_fetch(url, _whole(product_token(user_agent))))

    def crawl_delay(self, user_agent: str) -> float | None:
        """Seconds between requests that the site asks of `user_agent`, at most MAX_CRAWL_DELAY; None where it asks none."""
        delay = self.rules.crawl_delay(_whole(product_token(user_agent)))
        if delay is None or not math.isfinite(delay) or delay <= 0:
            return None
        return float(min(delay, MAX_CRAWL_DELAY))


def product_token(user_agent: str) -> str:
    """The name robots.txt knows `user_agent` by: what stands before its version (RFC 9309, 2.2.1)."""
    return user_agent.partition("/")[0].strip()


def _records(text: str) -> Iterator[str]:
    """The records of `text` that Protego is to see: those of groups. Others must not end a group (RFC 9309, 2.2.4)."""
    for line in _LINE_END.split(text):
        if agent := _AGENT.match(line):
            name = agent[1] or "nobody"
            yield f"User-agent: {name if name == '*' else _whole(name)}"
        elif _RULE.match(line):
            yield _NO_LINE_END.sub(lambda end: quote(end[0]), line)


def _whole(token: str) -> str:
    """`token` so that Protego, which looks for the beginning of a name, finds nothing but the whole of it (RFC 9309, 2.2.1)."""
    return f"{token}/"
