"""What names the entries of a document within their feed. Pure; the rules, and why, are in docs/adr/0007-entry-identity.md.

A GUID or a link names an entry only where no other entry of the document has it: feeds that give one GUID to all of their items,
or one link, name nothing by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from media_monitor import ids
from media_monitor.model import Entry


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a document and its names, each the SHA-256 of text that begins with its kind; at least one is there."""

    position: int
    """Where it stands in the document."""
    guid_sha: bytes | None
    link_sha: bytes | None
    title_sha: bytes | None
    """Title, date and address without its query: where no GUID names the entry, and its link may be another tomorrow."""

    @property
    def key_sha(self) -> bytes:
        """The first of its names, which no other entry of the document has."""
        return self.guid_sha or self.link_sha or self.title_sha or b""


def name_entries(entries: Sequence[tuple[Entry, str | None]]) -> list[Named]:
    """The distinct entries of a document, given each with the canonical form of its link, in the document's order.

    Of two that are one, told twice, the last counts: it is what a reader would see.
    """
    links = [_link_sha(entry, canonical) for entry, canonical in entries]
    kept = sorted({_sameness(entry, link): n for n, ((entry, _), link) in enumerate(zip(entries, links, strict=True))}.values())
    guids_told = Counter(entries[n][0].guid for n in kept)
    links_told = Counter(links[n] for n in kept)
    named = []
    for n in kept:
        entry, canonical = entries[n]
        guid_sha = ids.sha256(f"guid:{entry.guid}") if entry.guid and guids_told[entry.guid] == 1 else None
        link_sha = links[n] if links_told[links[n]] == 1 else None
        is_named = guid_sha or (link_sha and entry.published_at is None)
        named.append(Named(n, guid_sha, link_sha, None if is_named else _title_sha(entry, canonical)))
    return named


def _sameness(entry: Entry, link_sha: bytes | None) -> tuple[object, ...]:
    """Equal for two entries of a document that are one: GUID and link, or what else there is, are the same."""
    if link_sha:
        return (entry.guid, link_sha)
    return (entry.guid, entry.published_raw) if entry.guid else (entry.title, entry.published_raw)


def _link_sha(entry: Entry, canonical: str | None) -> bytes | None:
    """Neither scheme nor `www.` counts. An address that is not worth fetching may still be told from others."""
    if canonical is not None:
        return ids.url_key(canonical)
    return ids.url_key(entry.link) if entry.link else None


def _title_sha(entry: Entry, canonical: str | None) -> bytes:
    """Title, date and address: without its query where the date is known, else all of it, for titles recur ("Weather")."""
    address = (canonical or entry.link or "").partition("://")[2].removeprefix("www.")
    if entry.published_at is None:
        return ids.sha256(f"title:{address}\n{entry.title or ''}\n{entry.published_raw or ''}")
    return ids.sha256(f"title:{address.partition('?')[0]}\n{entry.title or ''}\n{int(entry.published_at.timestamp())}")
