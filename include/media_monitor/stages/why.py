"""why: how one claim of the warehouse was read, from its sentence, the parse of it, and the rule."""

from __future__ import annotations

from dataclasses import dataclass

from media_monitor.annotate import lexicon
from media_monitor.annotate.derivation import Derivation, derivations, meaning
from media_monitor.annotate.pipeline import annotator
from media_monitor.errors import SettingsError
from media_monitor.model import Document
from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse.db import connect, query


@dataclass(frozen=True, slots=True)
class Reason:
    """A claim in words, and how its sentence reads now; None where this version makes no claim of it."""

    facts: list[tuple[str, str]]
    derivation: Derivation | None


def why(settings: Settings, claim_id: int) -> Reason:
    """How the claim was read. Raises SettingsError for an id that is not there."""
    with connect(warehouse_dsn(settings)) as connection:
        rows = query(connection, "answer/claim", {"claim_id": claim_id})
    if not rows:
        raise SettingsError(f"no claim {claim_id}: `media-monitor export attribution_ledger` lists claims with their ids")
    row = rows[0]
    words = lexicon.load(settings.seeds)
    document = Document("claim", row["text"] or "", title=row["title"], language=row["language"])
    at = (row["evidence_field"], row["evidence_start"])
    found = next((d for d in derivations(document, words) if (d.sentence.field, d.sentence.start) == at), None)
    field = (row["title"] if row["evidence_field"] == "title" else row["text"]) or ""
    facts = [
        ("article", row["url"]),
        ("sentence", field[row["evidence_start"] : row["evidence_end"]]),
        ("stance", ("not " if row["is_negated"] else "") + row["stance"]),
        ("source", _party(row["source_text"], row["source_entity_id"]) or "the outlet itself"),
        ("actor", _party(row["actor_text"], row["actor_entity_id"]) or "not named in the sentence"),
        ("cue", row["cue_text"] or "none"),
        ("rule", f"{row['rule']}: {meaning(row['rule'])}"),
        ("made by", row["annotator"] + ("" if row["annotator"] == annotator(words) else f" (now {annotator(words)})")),
    ]
    return Reason(facts, found)


def _party(text: str | None, entity_id: str | None) -> str:
    return "" if text is None else f"{text} ({entity_id or 'not in the knowledge base'})"
