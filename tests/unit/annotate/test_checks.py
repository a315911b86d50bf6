"""`kb check` and `kb why`: every fault with its line, every tag with its reason."""

from __future__ import annotations

from pathlib import Path

from media_monitor.annotate.checks import findings
from media_monitor.annotate.explain import reasons
from media_monitor.annotate.lexicon import ALIAS_COLUMNS, ENTITY_COLUMNS, load
from media_monitor.model import Document
from media_monitor.settings import default_seeds


def test_the_shipped_knowledge_base_has_no_faults() -> None:
    assert [str(fault) for fault in findings(load(default_seeds()), [default_seeds()])] == []


def test_every_fault_is_named_by_its_line(tmp_path: Path) -> None:
    entities = ["a:b,B,place,,Quux,Gb,1,,,,own,Apache-2.0", "a:c,C,place,,,,,,,,own,Apache-2.0"]
    aliases = ["a:b,Bee,en,exact,own", "a:b,Bee,en,exact,own", "a:b,be,xx,,"]
    (tmp_path / "entities.csv").write_text("\n".join([",".join(ENTITY_COLUMNS), *entities]) + "\n")
    (tmp_path / "aliases.csv").write_text("\n".join([",".join(ALIAS_COLUMNS), *aliases]) + "\n")
    found = [(fault.line, fault.column) for fault in findings(load(tmp_path), [tmp_path])]
    assert found == [
        *((2, "wikidata"), (2, "lat"), (2, "iso")),
        *((3, "alias"), (4, "language"), (4, "flags"), (4, "source")),
        (0, "entity_id"),
    ]


def test_every_tag_has_its_reason() -> None:
    text = "IS, or Islamic State, bombed a bus. Robert Quillow saw it."
    found = {reason.words: reason.because for reason in reasons(Document("d", text, language="en"), load(default_seeds()))}
    assert "weak" in found["IS"]
    assert "alias 'Islamic State' (en)" in found["Islamic State"] or "score" in found["Islamic State"]
    assert "not in the knowledge base" in found["Robert Quillow"]
