"""Boilerplate learned across an outlet's articles."""

from __future__ import annotations

from pathlib import Path

from media_monitor.extract.jsonl import extract_inputs, learned
from media_monitor.extract.recurring import Store

PLEA = "The Quay Paper belongs to its readers: 1,204 of you gave last month, and the presses still turn."
STORIES = {
    "Barges break loose": "Two barges broke loose from the quay at Ossa Bridge on Monday and drifted on the lock.",
    "Mill burns down": "Fire took the old mill at Lower Ossa on Tuesday night and left the miller without a roof.",
    "Fair moves to May": "The summer fair moves to May because the meadow is under water, the parish decided.",
    "Bridge toll doubles": "Carts pay twice as much at Ossa Bridge from Friday for the first time since it was built.",
}


def test_what_stands_in_every_article_of_an_outlet_is_dropped_and_explained() -> None:
    store = Store()
    for number, (title, text) in enumerate(STORIES.items()):
        store.learn("quay.test", title, [text, PLEA.replace("1,204", str(number))])
    own, dropped = store.split("quay.test", [*STORIES.values(), PLEA])
    assert own == list(STORIES.values())
    assert [(d.articles, d.of, d.sample) for d in dropped] == [(4, 4, PLEA[:80])]


def test_what_recurs_elsewhere_or_in_one_article_that_came_thrice_is_kept() -> None:
    store = Store()
    for _ in range(3):
        store.learn("quay.test", "Barges break loose", [PLEA])
    store.learn("quay.test", "Mill burns down", ["A paragraph."])
    for title in STORIES:
        store.learn("other.test", title, ["Another outlet's plea."])
    assert store.split("quay.test", [PLEA, "Another outlet's plea."]) == ([PLEA, "Another outlet's plea."], [])


def test_background_that_few_of_many_articles_repeat_is_kept() -> None:
    store = Store()
    for number in range(12):
        store.learn(
            "quay.test", f"Story {number}", ["The lock was built by monks." if number < 3 else f"News, part {'x' * number}."]
        )
    assert store.split("quay.test", ["The lock was built by monks."])[1] == []


def test_only_with_learning_do_lines_depend_on_each_other(tmp_path: Path) -> None:
    for number, (title, text) in enumerate(STORIES.items()):
        markup = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p><p>{PLEA}</p></body></html>"
        (tmp_path / f"{number}.html").write_text(markup)
        (tmp_path / f"{number}.url").write_text(f"https://quay.test/{number}")
    alone = list(extract_inputs([str(tmp_path)]))
    together = list(learned(alone))
    assert all(PLEA in line["text"] for line in alone)
    assert [line["text"] for line in together] == list(STORIES.values())
    assert all(line["word_count"] < before["word_count"] for line, before in zip(together, alone, strict=True))
    assert [line["recurring"][0]["articles"] for line in together] == [4] * 4
