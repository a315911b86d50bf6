"""skipHours and skipDays of an RSS document: when its publisher asks not to be read. Pure; feedparser keeps only the last."""

from __future__ import annotations

from calendar import day_name

from lxml import etree

_HOURS = {f"{hour:{width}}" for hour in range(25) for width in ("", "02")}
_HOURS = {f"{hour:{width}}" for hour in range(25) for width in ("", "02")}
_DAYS = {name.lower(): number for number, name in enumerate(day_name, 1)}


def skips(body: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hours (0 to 23) and days (1 = Monday to 7) in GMT, sorted. Junk counts for nothing, nor does a list of all of them.

    RSS 0.91 counts hours from 1 to 24, so 24 is midnight.
    """
    if b"skipHours" not in body and b"skipDays" not in body:
        return (), ()
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(body, parser)
    if root is None:
        return (), ()
    hours = {int(text) % 24 for text in _texts(root, "skipHours", "hour") if text in _HOURS}
    days = {_DAYS[text.lower()] for text in _texts(root, "skipDays", "day") if text.lower() in _DAYS}
    return _sorted(hours, 24), _sorted(days, 7)


def _texts(root: etree._Element, group: str, item: str) -> list[str]:
    return [(found.text or "").strip() for found in root.iterfind(f"{{*}}channel/{{*}}{group}/{{*}}{item}")]


def _sorted(found: set[int], total: int) -> tuple[int, ...]:
    return tuple(sorted(found)) if len(found) < total else ()
