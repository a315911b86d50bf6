"""Headlines that real feeds changed, beside the count of their polls: `make eval-headlines`.

The polls of each feed are parsed and stored by the pipeline's own functions, one after the other, in a warehouse made for it.
What must come of them is counted without it, with nothing but feedparser and a dictionary: the last headline of each key (id,
else link) in each poll, white space folded, beside the one before. The truth that came with the polls counts two things more,
which nobody sees change: a blank more or less, and two headlines of one entry in one document. All three are shown; the exit
status is 1 where the stored changes are not exactly those, or where the three do not make up the truth.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from benchmarks.figures import Figure, against, line, record, reported
from evaluations import corpora
from media_monitor import ids
from media_monitor.collect import feeds
from media_monitor.extract.urls import canonicalise
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.model import ParsedFeed
from media_monitor.warehouse import polls, reference
from media_monitor.warehouse.db import Connection, connect
from media_monitor.warehouse.migrate import upgrade

DATABASE = "headlines"


@dataclass(frozen=True, slots=True)
class Changes:
    """Changed headlines of a feed, counted from its polls."""

    keys: int
    """Entries, by id, else link."""
    seen: int
    """From one poll to the next, white space aside."""
    blank: int
    """Changes of white space alone."""
    within: int
    """Other headlines of the same entry in the same document."""


def main() -> int:
    """Store, count, print, keep; 1 where a count is not exact or there is no data."""
    try:
        folder = corpora.folder() / "feeds" / "snapshots"
    except corpora.NoData as problem:
        print(problem, file=sys.stderr)
        return 1
    truths = json.loads((folder / "truth.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as home:
        server = EmbeddedPostgres(Path(home) / "postgres")
        server.start()
        try:
            dsn = server.ensure_database(DATABASE)
            upgrade(dsn)
            figures = [figure for truth in truths for figure in _measured(dsn, folder / f"{truth['feed']}.tar", truth)]
        finally:
            server.stop()
    print("\n".join(map(line, figures)))
    record(Path("var/eval/headlines.json"), figures, {"polls": sum(truth["snapshots"] for truth in truths)})
    return 0 if all(figure.holds for figure in figures) else 1


def _measured(dsn: str, archive: Path, truth: dict[str, int]) -> Iterator[Figure]:
    """What the pipeline stores of a feed beside what its polls show, and that beside the truth."""
    name = archive.stem
    played = list(bodies(archive))
    shown = counted(played)
    with connect(dsn) as connection:
        _begin(connection, name)
        for document in documents(name, played):
            polls.write_entries(connection, [document])
        entries, changes = stored(connection, name)
    yield against(f"{name}: entries", entries, "rows", "=", truth["unique_keys"])
    yield against(f"{name}: headlines changed", changes, "rows", "=", shown.seen)
    yield reported("  by a blank alone, not stored", shown.blank, "changes")
    yield reported("  within one document, not stored", shown.within, "changes")
    total = changes + shown.blank + shown.within
    yield against(f"{name}: title_changes_in_order", total, "changes", "=", truth["title_changes_in_order"])


def bodies(archive: Path) -> Iterator[tuple[datetime, bytes]]:
    """Time and body of each poll, in order of time."""
    with tarfile.open(archive) as tar:
        members = {int(Path(m.name).name.split(".")[0]): m for m in tar.getmembers() if m.isfile()}
        for at, member in sorted(members.items()):
            file = tar.extractfile(member)
            if file is not None:
                yield datetime.fromtimestamp(at, UTC), gzip.decompress(file.read())


def documents(name: str, played: list[tuple[datetime, bytes]]) -> Iterator[polls.Document]:
    """The polls that can be parsed, as the pipeline stores them."""
    for at, body in played:
        parsed = feeds.parse(body, f"https://{name}.test/rss", None, at)
        if isinstance(parsed, ParsedFeed):
            links = [(e, canonicalise(e.link) if e.link else None) for e in parsed.entries]
            yield polls.Document(name, name, at, [polls.AddressedEntry(e, link, "") for e, link in links])


def counted(played: list[tuple[datetime, bytes]]) -> Changes:
    """What the polls show, without the pipeline."""
    last: dict[str, str] = {}
    seen = blank = within = 0
    for _, body in played:
        told: dict[str, str] = {}
        for entry in feedparser.parse(io.BytesIO(body))["entries"]:
            key, title = entry.get("id") or entry.get("link", ""), entry.get("title", "")
            within += key in told and told[key] != title
            told[key] = title
        for key, title in told.items():
            before = last.get(key, title)
            is_other = before.split() != title.split()
            seen += is_other
            blank += before != title and not is_other
        last |= told
    return Changes(len(last), seen, blank, within)


def stored(connection: Connection, name: str) -> tuple[int, int]:
    """Entries of the feed, and headlines that took the place of others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct e.entry_id), count(*) - count(distinct e.entry_id) from ops.entry as e"
            " inner join ops.entry_title as t on e.entry_id = t.entry_id where e.feed_id = %s",
            (name,),
        )
        entries, changes = cursor.fetchone() or (0, 0)
    return entries, changes


def _begin(connection: Connection, name: str) -> None:
    """The feed and its outlet, as the list of feeds would have them."""
    host, url = f"{name}.test", f"https://{name}.test/rss"
    reference.merge(connection, "outlet", [(name, name, None, host, None, "en", 0, True, None)])
    reference.merge(connection, "feed", [(name, name, url, ids.url_key(url), 0, "en", None, None)])


if __name__ == "__main__":
    sys.exit(main())
