"""What changed between two states of an article: invented texts, a change at a time."""

from __future__ import annotations

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.annotate.sentences import sentences
from media_monitor.relate.differences import Difference, Text, difference
from media_monitor.relate.stamps import is_byline, is_stamp

BODY = (
    "Two ferries collided off Lanmouth on Tuesday evening.\n\n"
    "Nine people were taken to hospital, the harbour office said. The cause is not known.\n\n"
    "Crews searched the strait until midnight. “We heard a bang,” said Ilva Tarn, who was on deck."
)
ADDED = "The coast guard sent a third boat at dawn."


def compared(
    before: str, after: str, title: str | None = "Ferries collide", later_title: str | None = "Ferries collide"
) -> Difference:
    return difference(Text(title, sentences("text", before)), Text(later_title, sentences("text", after)))


@pytest.mark.parametrize(
    ("after", "kind", "counts", "words"),
    [
        (f"{BODY}\n\n{ADDED}", "addition", (1, 0, 0), (9, 0)),
        (f"{ADDED} {BODY}", "addition", (1, 0, 0), (9, 0)),
        (BODY.replace(" The cause is not known.", ""), "cut", (0, 1, 0), (0, 5)),
        (BODY.replace("Nine", "Twelve"), "correction", (0, 0, 1), (1, 1)),
        (BODY.replace("Nine people were", "Nine people, two of them children, were"), "correction", (0, 0, 1), (4, 0)),
        (f"{BODY}\n\nCorrection: an earlier version misspelt the name of the strait.", "correction", (1, 0, 0), (10, 0)),
        (BODY.replace("The cause is not known.", ADDED), "edit", (1, 1, 0), (9, 5)),
        ("A fishing boat sank near Oswick, and nobody was hurt. Its owner had it insured.", "rewrite", (2, 5, 0), (15, 40)),
    ],
)  # fmt: skip
def test_a_change_is_of_a_kind_and_counted(after: str, kind: str, counts: tuple[int, ...], words: tuple[int, int]) -> None:
    found = compared(BODY, after)
    sides = ((False, True), (True, False), (True, True))
    assert (found.kind, found.is_boring) == (kind, False)
    assert tuple(found.count(before=before, after=after) for before, after in sides) == counts
    assert (found.words_inserted, found.words_deleted) == words


@pytest.mark.parametrize(
    "after",
    [
        BODY,
        BODY.replace("\n\n", "\n").replace(" The", "  The"),
        BODY.replace("“", '"').replace("”", '"'),
        BODY.replace("Tuesday evening.", "Tuesday evening!"),
        BODY.replace("hospital", "hos\u00adpital"),
        f"Last updated: 3 March 2026, 14:05 GMT\n{BODY}",
        f"By Ada Quill and Tom Reed\n{BODY}",
        f"{BODY}\n\n***",
    ],
)
def test_looks_time_stamps_and_bylines_are_boring(after: str) -> None:
    found = compared(BODY, after)
    assert (found.kind, found.is_boring, found.changes, found.words_inserted, found.words_deleted) == ("cosmetic", True, (), 0, 0)


@pytest.mark.parametrize(
    "after",
    [
        BODY.replace("evening.", "evening?"),
        BODY.replace("Nine", "Ten"),
        BODY.replace("Crews", "crews"),
        f"{BODY}\n\nUpdated figures put the number of the hurt at 14.",
        f"{BODY}\n\nBy Tuesday the search was over.",
    ],
)
def test_what_says_something_is_not_boring(after: str) -> None:
    assert not compared(BODY, after).is_boring


def test_a_changed_headline_alone_is_a_kind_of_its_own_and_is_told_beside_every_other() -> None:
    assert compared(BODY, BODY, later_title="Nine hurt as ferries collide").kind == "headline"
    assert compared(BODY, BODY, later_title="Ferries collide!").kind == "cosmetic"
    both = compared(BODY, f"{BODY}\n\n{ADDED}", later_title="Nine hurt as ferries collide")
    assert (both.kind, both.is_headline_changed) == ("addition", True)
    assert compared(BODY, BODY, title=None).is_headline_changed


def test_sentences_that_stand_elsewhere_neither_came_nor_went() -> None:
    first, *rest = BODY.split("\n\n")
    found = compared(BODY, "\n\n".join([*rest, first]))
    assert (found.kind, found.moved, found.changes, found.is_boring) == ("edit", 1, (), False)


def test_changes_say_where_they_stand_on_both_sides() -> None:
    after = BODY.replace("Nine", "Twelve").replace(" The cause is not known.", "") + " " + ADDED
    for change in compared(BODY, after).changes:
        for span, text in ((change.before, BODY), (change.after, after)):
            assert span is None or text[span.start : span.end] == span.text
    told = [(c.before and c.before.text.split()[0], c.after and c.after.text.split()[0]) for c in compared(BODY, after).changes]
    assert told == [("The", None), ("Nine", "Twelve"), (None, "The")]


LINES = ["One.", "Two came.", "Three went on.", "Four.", "Five."]


@given(st.lists(st.sampled_from(LINES[:4])), st.lists(st.sampled_from([LINES[0], *LINES[3:]])))
def test_what_stayed_moved_and_changed_make_up_both_texts(before: list[str], after: list[str]) -> None:
    changes = compared("\n".join(before), "\n".join(after)).changes
    gone, come = sum(c.before is not None for c in changes), sum(c.after is not None for c in changes)
    assert len(before) - gone == len(after) - come


def test_a_text_is_compared_in_time_that_grows_with_its_length_alone() -> None:
    chance = random.Random(8)
    lines = [f"Item {chance.randrange(9)} of {chance.randrange(9)}." for _ in range(60_000)]
    shuffled = chance.sample(lines, len(lines))
    old, new = (Text(None, sentences("text", "\n".join(side))) for side in (lines, shuffled))
    began = process_time()
    assert difference(old, new).changes == ()
    assert process_time() - began < 5


@pytest.mark.parametrize(
    "line",
    [
        "Updated 14:05", "Last updated: 3 March 2026, 14:05 GMT", "Published on 12.03.2026", "Updated 2 hours ago",
        "Tue 3 Mar 2026 at 9:15 am",
        "Оновлено 3 березня 2026 року о 14:05", "Обновлено: 03.03.2026, 14:05",
        "Publié le 3 mars 2026 à 14h05, mis à jour hier",
        "Aktualisiert am 3. März 2026 um 14:05 Uhr", "Actualizado el 3 de marzo de 2026",
        "آخر تحديث: 3 مارس 2026", "2026-03-03T14:05Z",
    ],
)  # fmt: skip
def test_a_time_stamp_is_told(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12",
        "Published reports put the toll at 12.",
        "At 14:05 the bridge fell.",
        "Updated rules apply from 3 March.",
        "In May 12 died.",
    ],
)
def test_a_sentence_with_a_date_is_no_time_stamp(line: str) -> None:
    assert not is_stamp(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Quill",
        "By Ada Quill and Tom Reed in Harbour City",
        "Von Ada Quill",
        "Автор: Ілва Тарн",
        "Reporting by Tom Reed; Ada Quill",
    ],
)
def test_a_byline_is_told(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", ["", "By", "By Tuesday the search was over.", "Ada Quill was there.", "Di was sehen wir."])
def test_a_sentence_that_begins_like_one_is_no_byline(line: str) -> None:
    assert not is_byline(line)
