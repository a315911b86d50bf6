"""The lexicon: merging folders, and naming what is wrong with a row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from media_monitor.annotate.cues import read_cues
from media_monitor.annotate.lexicon import load
from media_monitor.annotate.topics import openings, read_topics
from media_monitor.errors import SeedError
from media_monitor.settings import default_seeds

ENTITIES = "entity_id,name,kind,parent_id,wikidata,iso,lat,lon,geonames,population,source,licence\n"
ALIASES = "entity_id,alias,language,flags,source\n"


def _folder(path: Path, entities: str = "", aliases: str = "") -> Path:
    path.mkdir(exist_ok=True)
    (path / "entities.csv").write_text(ENTITIES + entities, encoding="utf-8")
    (path / "aliases.csv").write_text(ALIASES + aliases, encoding="utf-8")
    return path


def test_folders_are_merged_and_may_refer_to_each_other(tmp_path: Path) -> None:
    one = _folder(tmp_path / "a", "state:kalm,Kalm,place,,,,,,,,own,Apache-2.0\n")
    two = _folder(
        tmp_path / "b",
        "gov:kalm,Kalm Council,government,state:kalm,,,,,,,own,Apache-2.0\n",
        "gov:kalm,Kalm Council,en,exact,own\n",
    )
    lexicon = load(one, two)
    assert lexicon.root("gov:kalm") == "state:kalm"
    assert lexicon.entities["gov:kalm"].aliases == ("Kalm Council",)


def test_the_same_folders_are_read_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "a")
    assert load(folder) is load(folder)


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    one = _folder(tmp_path / "a", "state:kalm,Kalm,place,,,,,,,,own,Apache-2.0\n")
    same = _folder(tmp_path / "b", "state:kalm,Kalm,place,,,,,,,,own,Apache-2.0\n")
    other = _folder(tmp_path / "c", "state:kalm,Kalmar,place,,,,,,,,own,Apache-2.0\n")
    assert load(one).version == load(same).version != load(other).version


@pytest.mark.parametrize(
    ("entities", "aliases", "line", "column"),
    [
        ("a:b,B,planet,,,,,,,,own,Apache-2.0\n", "", 2, "kind"),
        ("a:b,,place,,,,,,,,own,Apache-2.0\n", "", 2, "name"),
        ("a:b,B,place,,,,,,,,,Apache-2.0\n", "", 2, "source"),
        ("a:b,B,place,,,,,,,,own,\n", "", 2, "licence"),
        ("a:b,B,place,,,,north,,,,own,Apache-2.0\n", "", 2, "lat"),
        ("a:b,B,place,,,,91,,,,own,Apache-2.0\n", "", 2, "lat"),
        ("a:b,B,place,a:c,,,,,,,own,Apache-2.0\n", "", 2, "parent_id"),
        ("a:b,B,place,,,,,,,,own,Apache-2.0\na:b,B,place,,,,,,,,own,Apache-2.0\n", "", 3, "entity_id"),
        ("a:b,B,place\n", "", 2, None),
        ("a:b,B,place,,,,,,,,own,Apache-2.0\n", "a:c,C,en,,own\n", 2, "entity_id"),
        ("a:b,B,place,,,,,,,,own,Apache-2.0\n", "a:b,B,en,strong,own\n", 2, "flags"),
        ("a:b,B,place,,,,,,,,own,Apache-2.0\n", "a:b,B,en,,own\na:b,C,en,context=(,own\n", 3, "flags"),
        ("a:b,B,place,,,,,,,,own,Apache-2.0\n", "a:b,B,en,context=one context=two,own\n", 2, "flags"),
        ("a:b,B,place,,,,,,,,own,Apache-2.0\n", 'a:b,"\u0301",en,,own\n', 2, "alias"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(
    entities: str, aliases: str, line: int, column: str | None, tmp_path: Path
) -> None:
    with pytest.raises(SeedError) as caught:
        load(_folder(tmp_path / "bad", entities, aliases))
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("row", "column"), [("ann,middle,own,own", "part"), ("ann,given,,own", "source"), ("ann,given,own,", "licence")]
)
def test_a_personal_name_says_what_it_is_and_whence(row: str, column: str, tmp_path: Path) -> None:
    (tmp_path / "personal_names.csv").write_text(f"name,part,source,licence\nbo,given,own,own\n{row}\n", encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        load(tmp_path)
    assert (caught.value.line, caught.value.column) == (3, column)


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(SeedError, match="header"):
        load(tmp_path)


def test_cues_that_are_no_yaml_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "attribution_cues.yaml"
    path.write_text("en:\n  say: [tell\nx", encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        read_cues([path])
    assert caught.value.line > 1


def test_an_unknown_word_set_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "attribution_cues.yaml"
    path.write_text("en: {sing: [hum]}", encoding="utf-8")
    with pytest.raises(SeedError, match="sing"):
        read_cues([path])


@pytest.mark.parametrize(
    ("code", "cue", "weight", "column"),
    [("mm:none", "a", "1", "code"), ("mm:x", "(", "1", "cue"), ("mm:x", "a", "much", "weight")],
)
def test_a_bad_topic_cue_is_named(code: str, cue: str, weight: str, column: str, tmp_path: Path) -> None:
    (tmp_path / "topics.csv").write_text("code,label,threshold,source\nmm:x,x,1,own\n", encoding="utf-8")
    (tmp_path / "topic_cues.csv").write_text(f"code,language,cue,weight\n{code},en,{cue},{weight}\n", encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        read_topics([tmp_path / "topics.csv"], [tmp_path / "topic_cues.csv"])
    assert caught.value.column == column


def test_openings_are_the_literal_beginnings_of_every_alternative() -> None:
    assert openings("car bombs?|suicide (?:vest|belt)") == ("car bomb", "suicide ")
    assert openings("(?:a|b)c") == ("a", "b")
    assert openings("(?:the )?siege") == ("the ", "siege")
    assert openings(r"\w*bomb") == openings("(?:x)*y") == ()


def test_the_shipped_seeds_are_whole() -> None:
    lexicon = load(default_seeds())
    named = {entity_id for entity_id in lexicon.entities if lexicon.entities[entity_id].aliases}
    assert set(lexicon.entities) == named
    assert sum(e.entity_id.startswith("state:") for e in lexicon.entities.values()) >= 193
    assert sum(e.entity_id.startswith("org:") and e.kind == "group" for e in lexicon.entities.values()) >= 80
    assert len(lexicon.topics.all) >= 30


def test_designations_name_known_entities_and_real_days() -> None:
    lexicon = load(default_seeds())
    with (default_seeds() / "designations.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["entity_id"] for row in rows} <= set(lexicon.entities)
    assert all(not row["until"] or row["since"] < row["until"] for row in rows)
    assert any(row["until"] for row in rows)
