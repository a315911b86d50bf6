"""An analyst at work on invented pages: what the tests of corrections have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from media_monitor.settings import Settings
from media_monitor.stages import correct, publish, report
from media_monitor.stages.correct_requests import AliasRequest, ClaimRequest, FigureRequest, Request, TopicRequest
from media_monitor.warehouse import load
from warehouse_fixtures import Told, ask, one, open_batch, published, stage, staged_rows

PAGE = Told()
OTHER = Told(url="https://ledger.test/other", title="Another blast")
CUP = Told(url="https://ledger.test/cup", title="Rovers win the cup", text="Rovers beat Athletic by two goals to nil on Tuesday.")
ACTOR = "The Copper Hand"
ENTITIES = """
insert into ref.entity (entity_id, name, kind) values
    ('org:copper-hand', 'Copper Hand', 'group'), ('org:tin-hand', 'Tin Hand', 'group'),
    ('place:ossa-bridge', 'Ossa Bridge', 'place'), ('person:ilva-tarn', 'Ilva Tarn', 'person');
insert into ref.topic (code, label) values ('medtop:20000053', 'act of terror'), ('medtop:15000000', 'sport')
"""
LEDGER = """
select stance, source_text, source_entity_id, actor_text, actor_entity_id, is_negated, is_hedged from mart.attribution_ledger
order by position
"""
AS_READ = ("claimed", ACTOR, "org:copper-hand", ACTOR, "org:copper-hand", False, False)
WHY = "the quote was cut short"
SEEN = "“We saw the smoke from the quay,” said Ilva Tarn."
STORIES = "select a.canonical_url, sa.story_id from core.story_article as sa inner join core.article as a using (article_id)"


def opened(settings: Settings) -> Settings:
    """A warehouse with one article, reported."""
    ask(settings, ENTITIES)
    published(settings, PAGE)
    report.run(settings)
    return settings


def made(settings: Settings, request: Request, by: str | None = "ada") -> int:
    """Record a correction; its id."""
    return correct.make(settings, request, by).correction_ids[0]


def claim_id(settings: Settings) -> int:
    """The only claim of the ledger."""
    return int(one(settings, "select claim_id from mart.attribution_ledger"))


def claim(settings: Settings, **said: Any) -> int:
    """Correct the only claim of the ledger; the correction's id."""
    return made(settings, ClaimRequest(reason=WHY, claim_id=claim_id(settings), **said))


def ledger(settings: Settings) -> list[tuple[Any, ...]]:
    return ask(settings, LEDGER)


def state(settings: Settings, correction_id: int) -> Any:
    return one(settings, "select state from report.correction where correction_id = %s", correction_id)


def article_id(settings: Settings, told: Told = PAGE) -> int:
    return int(one(settings, "select article_id from core.article where canonical_url = %s", told.url))


def retagged(settings: Settings, *told: Told, **reads: Any) -> None:
    """Read the pages of the last archive object again by another annotator, whose claims have these columns; and report."""
    object_id = one(settings, "select max(object_id) from core.revision")
    staged = staged_rows(tuple(replace(item, annotator="test-2") for item in told))
    columns = load.COLUMNS["claim"]
    staged.rows["claim"] = [
        tuple(reads.get(name, value) for name, value in zip(columns, row, strict=True)) for row in staged.rows["claim"]
    ]
    version = f"test-2 {one(settings, 'select count(*) from ops.batch')}"
    assert publish.run(settings, stage(settings, open_batch(settings, object_id, "retag", version), staged)) is not None
    report.run(settings)


def figure(settings: Settings, **said: Any) -> int:
    return made(settings, FigureRequest(reason=WHY, article_id=article_id(settings), position=0, **said))


def topic(settings: Settings, code: str, holds: bool) -> int:
    return made(settings, TopicRequest(reason=WHY, article_id=article_id(settings), code=code, holds=holds))


def alias(settings: Settings, words: str, entity: str, *, holds: bool = True, here: bool = True) -> int:
    where = article_id(settings) if here else None
    return made(settings, AliasRequest(reason=WHY, words=words, entity=entity, holds=holds, article_id=where))


def stories(settings: Settings) -> dict[str, str]:
    return dict(ask(settings, STORIES))


def all_stale(settings: Settings) -> None:
    ask(settings, "insert into ops.report_due select distinct covers_on, now() from core.article on conflict do nothing")
