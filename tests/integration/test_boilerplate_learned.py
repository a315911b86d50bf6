"""Boilerplate learned from batch to batch: what recurs on an outlet's pages goes, and whoever asks is told why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from media_monitor import cli
from media_monitor.archive.warc import ArchiveWriter
from media_monitor.extract.recurring import block_sha
from media_monitor.model import EntryOrigin, Fetched
from media_monitor.settings import Settings
from media_monitor.stages import check, ingest, publish, report
from media_monitor.warehouse import polls, queue
from media_monitor.warehouse.db import connect
from warehouse_fixtures import AT, DAY, HOUR, ask, one

PLEA = "Your gift keeps the harbour desk of this paper afloat, so please give what you can spare today."
OWN = "Ship number {n} came into the harbour in the morning with {n} crates of pears, the harbour master of {town} said."
MORE = "Its captain told the port office of {town} that the strait was calm and that the next ship was a day behind."
RECURS = """
insert into ops.outlet_block
select outlet_id, %s, version, 9, 0, first_seen_at, last_seen_at, object_id, record_offset, learned_at
from ops.outlet_block limit 1
"""
TOWNS = ("Oswick", "Lanmouth", "Marenz", "Halsk", "Dunmere", "Torvia", "Valdena", "Ossa", "Quay", "Brill", "Tarn", "Reed", "Holm")


def page(n: int, plea: str = PLEA) -> str:
    """An article of an invented outlet, with what it asks for below."""
    words = "".join(f"<p>{part.format(n=n, town=TOWNS[n])}</p>" for part in (OWN, MORE, plea) if part)
    title = f"A ship of {TOWNS[n]} comes in"
    return f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{words}</article></body></html>"


def read(settings: Settings, folder: Path, numbers: Sequence[int], at: datetime, plea: str = PLEA) -> None:
    """Pages of the outlet, fetched at a time, as a batch of their own through ingest, check and publish."""
    name = f"{at:%m%d%H%M}-{numbers[0]}.warc.gz"
    with ArchiveWriter(str(folder), name, at) as writer:
        for n in numbers:
            body = page(n, plea).encode()
            headers = (("content-type", "text/html; charset=utf-8"),)
            writer.write(Fetched(f"https://ships.test/{n}", 200, headers, body, at, 100), EntryOrigin(outlet_id="ships"))
    with connect(str(settings.dsn)) as connection:
        counts = {"record_count": len(numbers), "page_count": len(numbers), "byte_count": (folder / name).stat().st_size}
        object_id = polls.write_object(connection, str(folder / name), "pages", at, counts, {})
        queue.open_batch(connection, object_id, None, "live", "", at)
    for batch_id in ingest.plan(settings):
        for stage in (ingest, check, publish):
            stage.run(settings, batch_id)


@pytest.fixture
def ships(settings: Settings, tmp_path: Path) -> Callable[..., None]:
    """Reads pages of an outlet that lets 60 characters of an article be shown."""
    ask(
        settings,
        "insert into ref.outlet (outlet_id, name, domain, quote_characters) values ('ships', 'Ship News', 'ships.test', 60)",
    )

    def batch(*numbers: int, at: datetime = AT, plea: str = PLEA) -> None:
        read(settings, tmp_path, numbers, at, plea)

    return batch


def texts(settings: Settings) -> dict[int, str]:
    """Number of the page → text of its newest state."""
    rows = ask(settings, "select distinct on (url) url, text from core.revision order by url, seen_at desc")
    return {int(url.rpartition("/")[2]): text for url, text in rows}


def test_what_recurs_over_days_is_dropped_from_what_is_read_then(settings: Settings, ships: Callable[..., None]) -> None:
    ships(0, 1, 2)
    ships(3, 4, at=AT + 2 * DAY)
    assert all(PLEA in text for text in texts(settings).values())  # nobody could know
    ships(5, at=AT + 3 * DAY)
    assert texts(settings)[5] == "\n\n".join((OWN.format(n=5, town=TOWNS[5]), MORE.format(n=5, town=TOWNS[5])))
    assert ask(settings, "select outlet, article_count, of_count, dropped_count from report.recurring_block") == [
        ("Ship News", 6, 6, 1)
    ]
    assert ask(settings, "select url, article_count, of_count from report.dropped_block") == [("https://ships.test/5", 5, 5)]


def test_what_recurs_on_one_day_alone_or_on_few_pages_stays(settings: Settings, ships: Callable[..., None]) -> None:
    ships(0, 1, 2, 3, 4)
    ships(5, at=AT + DAY)
    ships(6, at=AT + 3 * DAY, plea="")
    assert PLEA in texts(settings)[5]
    ships(7, 8, 9, 10, 11, at=AT + 3 * DAY, plea="The port office is open from nine to five but for the days of the fair.")
    ships(12, at=AT + 4 * DAY, plea="The port office is open from nine to five but for the days of the fair.")
    assert "port office is open" in texts(settings)[12]


def test_an_article_counts_once_however_often_it_is_read(settings: Settings, ships: Callable[..., None]) -> None:
    for hour in range(6):
        ships(0, 1, at=AT + hour * DAY)
    assert one(settings, "select article_count from ops.outlet_reading") == 2
    assert one(settings, "select max(article_count) from ops.outlet_block") == 2
    assert PLEA in texts(settings)[0]


def test_what_is_learned_makes_no_new_state_of_a_page_that_did_not_change(settings: Settings, ships: Callable[..., None]) -> None:
    ships(0, 1, 2)
    ships(3, 4, at=AT + 2 * DAY)
    ships(0, 5, at=AT + 3 * DAY)
    assert one(settings, "select count(*) from core.revision where url like '%%/0'") == 1
    assert PLEA in texts(settings)[0]
    assert PLEA not in texts(settings)[5]


def test_a_page_that_is_all_boilerplate_stays_whole(settings: Settings, ships: Callable[..., None]) -> None:
    ships(0, 1, 2)
    ships(3, 4, at=AT + 2 * DAY)
    for paragraph in (OWN, MORE):
        ask(settings, RECURS, block_sha(paragraph.format(n=6, town=TOWNS[6])))
    ask(settings, "update ops.outlet_block set first_seen_at = %s, last_seen_at = %s", AT, AT + 2 * DAY)
    ships(6, at=AT + 3 * DAY)
    assert PLEA in texts(settings)[6]
    assert ask(settings, "select * from report.dropped_block") == []


def test_a_state_that_lost_its_boilerplate_is_no_change_of_the_outlet(settings: Settings, ships: Callable[..., None]) -> None:
    ships(0, 1, 2)
    ships(3, 4, at=AT + 2 * DAY)
    ships(
        0,
        at=AT + 2 * DAY + HOUR,
        plea=f"{PLEA}</p><p>Corrected at noon: the crates held apples, and not pears, as was said before.",
    )
    report.run(settings)
    ((kind, came, went),) = ask(settings, "select kind, inserted_count, deleted_count from report.text_change")
    assert (kind, went) == ("addition", 0)
    assert came > 0


# ---- asked why -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def call(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """What `media-monitor boilerplate` prints, its one line of error included."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli.app, ["boilerplate", *arguments], env=settings.as_env())
        return result.output + (str(result.exception) if result.exit_code else "")

    return run


def test_a_paragraph_is_explained_from_the_archive_within_the_policy(
    settings: Settings, ships: Callable[..., None], call: Callable[..., str]
) -> None:
    assert "nothing recurs yet" in call("list")
    ships(0, 1, 2)
    ships(3, 4, at=AT + 2 * DAY)
    ships(5, at=AT + 3 * DAY)
    block = block_sha(PLEA).hex()
    assert block[:12] in call("list", "--outlet", "Ship News")
    told = call("why", block[:8])
    for words in (
        "Ship News",
        f"{PLEA[:59]}…",
        "6 of 6 articles",
        "dropped: it recurs; dropped from 1 pages",
        "https://ships.test/5",
    ):
        assert words in told
    ask(settings, "update ref.outlet set quote_characters = null")
    assert PLEA[:20] not in call("why", block)
    own = block_sha(OWN.format(n=0, town=TOWNS[0])).hex()
    assert "kept: it does not recur enough" in call("why", own)


def test_no_words_are_stored(settings: Settings, ships: Callable[..., None]) -> None:
    ships(0, 1)
    for table in ("outlet_block", "outlet_headline", "outlet_reading"):
        assert "harbour" not in repr(ask(settings, f"select * from ops.{table}"))


@pytest.mark.parametrize(("block", "says"), [("plea", "is no hash"), ("abcdef", "no paragraph abcdef in the last 90 days")])
def test_a_paragraph_that_is_not_known_is_named(call: Callable[..., str], block: str, says: str) -> None:
    assert says in call("why", block)
