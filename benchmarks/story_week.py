"""A week of generated articles in a warehouse, and the report that finds the stories and copies of all of them in one task.

Articles are what publish leaves; the report is the stage that Airflow runs, in a process of its own whose memory is watched.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from media_monitor import ids
from media_monitor.local.postgres import EmbeddedPostgres
from media_monitor.settings import Settings, default_seeds
from media_monitor.stages import reference, report
from media_monitor.warehouse.db import Connection, connect, copy_rows
from media_monitor.warehouse.migrate import upgrade

START = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
AN_EVENT = 8
"""Articles of one event, on average."""
OUTLETS = 300
WORDS, OWN = 250, 80
"""Words of an article, and how many of them are of its event."""
NAMES = 4
"""Linked names of an article, as words of its event."""
COPIED = 12
"""One article in so many is another outlet's, word for word."""
_REVISION = ("revision_id", "filed_on", "article_id", "seen_at", "url", "title", "text", "content_sha", "published_at",
             "published_on", "published_precision", "published_source", "language", "word_count", "is_paywalled", "extractor",
             "annotator", "terrorism", "armed_conflict", "relevance_threshold", "object_id", "record_offset",
             "batch_id")  # fmt: skip
_ARTICLE = ("article_id", "outlet_id", "canonical_url", "first_seen_at", "published_at", "published_on", "language", "title",
            "current_revision_id", "current_filed_on")  # fmt: skip
_MENTION = ("revision_id", "filed_on", "position", "field", "start_offset", "end_offset", "text", "entity_id", "name", "kind")


@dataclass(frozen=True, slots=True)
class Generated:
    """An article of the week."""

    number: int
    told_at: datetime
    outlet_id: str
    title: str
    text: str
    names: tuple[tuple[int, int, str], ...]
    """Start and end in the text, and the entity's id."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What the report took."""

    stories: int
    copy_groups: int
    process: float
    """CPU seconds of its process; the server's are not in it."""
    seconds: float
    memory: float
    """Most megabytes that its process held."""


def measured(count: int, say: Callable[[str], None]) -> Spent:
    """Generate a week of `count` articles in a new warehouse, and report it."""
    with tempfile.TemporaryDirectory(prefix="media-monitor-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres")
        server.start()
        try:
            settings = _settings(server.ensure_database("week"), Path(folder))
            upgrade(str(settings.dsn))
            reference.run(settings)
            with connect(str(settings.dsn), as_login=True) as connection:
                _fill(connection, count)
            say(f"{count:,} articles are there")
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.story_week", folder], check=True, capture_output=True, text=True,
                env={"MEDIA_MONITOR_BENCH_DSN": str(settings.dsn)},
            ).stdout  # fmt: skip
        finally:
            server.remove()
    stories, groups, process, seconds, memory = told.split()
    return Spent(int(stories), int(groups), float(process), float(seconds), float(memory))


def generated(count: int) -> Iterator[Generated]:
    """Articles by time: a third of their words are of their event, the others by Zipf's law of all words."""
    chance, vocabulary = random.Random(11), _vocabulary()
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    common = chance.choices(vocabulary, weights, k=2_000_000)
    events, text = count // AN_EVENT, ""
    for number in range(count):
        # an event's articles lie within some two days
        event = min(events - 1, max(0, int(events * number / count + chance.gauss(0, events / 14))))
        own = random.Random(event).choices(vocabulary[500:], k=40)
        at = chance.randrange(len(common) - WORDS)
        words = chance.choices(own, k=OWN) + common[at : at + WORDS - OWN]
        chance.shuffle(words)
        title = " ".join([*chance.sample(own, 5), *chance.sample(words, 4)])
        if number % COPIED or not text:
            text = ". ".join(" ".join(words[n : n + 20]) for n in range(0, WORDS, 20))
        outlet = f"invented-{number % OUTLETS}"
        yield Generated(number, START + WEEK * number / count, outlet, title, text, tuple(_names(text, own)))


@cache
def _vocabulary() -> list[str]:
    chance = random.Random(7)
    return [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{n:x}q" for n in range(60_000)]


def _names(text: str, own: list[str]) -> Iterator[tuple[int, int, str]]:
    for name in own[:NAMES]:
        if (start := text.find(name)) >= 0:
            yield start, start + len(name), f"group:invented-{name}"


def _fill(connection: Connection, count: int) -> None:
    """Write the articles as publish leaves them, without the triggers and keys that it has passed."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica; set synchronous_commit = off")
        cursor.execute("select ops.ensure_month(day::date) from unnest(array['2026-03-01', '2026-04-01']) as day")
        outlets = [(f"invented-{n}", f"Invented {n}", f"invented-{n}.test", "en") for n in range(OUTLETS)]
        copy_rows(connection, "ref.outlet", ("outlet_id", "name", "domain", "language"), outlets)
        copy_rows(connection, "core.article", _ARTICLE, (_article(a) for a in generated(count)))
        copy_rows(connection, "core.revision", _REVISION, (_revision(a) for a in generated(count)))
        copy_rows(connection, "core.mention", _MENTION, (row for a in generated(count) for row in _mentions(a)))
        cursor.execute("insert into ops.report_due (covers_on, since) select distinct covers_on, now() from core.article")
        cursor.execute("analyze")


def _url(article: Generated) -> str:
    return f"https://{article.outlet_id}.test/{article.number}"


def _article(a: Generated) -> tuple[object, ...]:
    day = a.told_at.date()
    return (a.number, a.outlet_id, _url(a), a.told_at, a.told_at, day, "en", a.title, a.number, day)


def _revision(a: Generated) -> tuple[object, ...]:
    day = a.told_at.date()
    return (a.number, day, a.number, a.told_at, _url(a), a.title, a.text, ids.sha256(a.text), a.told_at, day, "minute", "meta",
            "en", WORDS, False, "generated", "generated", 0.0, 0.0, 0.5, 1, a.number, 1)  # fmt: skip


def _mentions(a: Generated) -> Iterator[tuple[object, ...]]:
    for position, (start, end, entity_id) in enumerate(a.names):
        name = a.text[start:end]
        yield (a.number, a.told_at.date(), position, "text", start, end, name, entity_id, name, "group")


def _settings(dsn: str, folder: Path) -> Settings:
    return Settings(dsn, str(folder / "archive"), default_seeds(), None, folder / "var", "https://desk.example/contact", None)


def _report(dsn: str, folder: Path) -> Spent:
    """What the report takes in this process."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    began = time.monotonic()
    counts = report.run(_settings(dsn, folder)).counts
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    process = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from core.story")
        ((stories,),) = cursor.fetchall()
    return Spent(stories, counts["copy_groups"], process, time.monotonic() - began, int(peak) / 1e3)


if __name__ == "__main__":
    spent = _report(os.environ["MEDIA_MONITOR_BENCH_DSN"], Path(sys.argv[1]))
    print(spent.stories, spent.copy_groups, spent.process, spent.seconds, spent.memory)
