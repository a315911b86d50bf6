"""A page as blocks, and the choice among them."""

from __future__ import annotations

import numpy as np
import pytest
from lxml.html import document_fromstring

from media_monitor.extract import body, model
from media_monitor.extract.blocks import CUES, Outline


def outline(content: str) -> Outline:
    return Outline(document_fromstring(f"<html><body>{content}</body></html>"))


def test_blocks_end_where_a_reader_sees_a_break() -> None:
    found = outline("<div>One <b>b</b>old<p>two<br>three</p>four<script>no</script> five</div><ul><li>six<li>seven</ul>")
    assert [b.text for b in found.blocks] == ["One bold", "two", "three", "four five", "six", "seven"]
    assert [b.tag for b in found.blocks] == ["div", "p", "p", "div", "li", "li"]


def test_links_and_emphasis_are_shares_of_a_block() -> None:
    (block,) = outline("<p><a href=/a>Half</a> <i>half</i></p>").blocks
    assert (block.link_share, block.emphasis) == (pytest.approx(4 / 9), pytest.approx(4 / 9))


@pytest.mark.parametrize(
    ("markup", "cue"),
    [
        ("<div class='PostComments'>x</div>", "comment"),
        ("<div id=related-stories>x</div>", "related"),
        ("<section itemprop=articleBody>x</section>", "articleBody"),
        ("<div style='display: none'>x</div>", "hidden"),
        ("<aside>x</aside>", "aside"),
        ("<nav>x</nav>", "nav"),
    ],
)
def test_a_place_is_known_by_its_tag_and_its_names(markup: str, cue: str) -> None:
    found = outline(markup)
    assert found.places[found.blocks[0].place].cues >> CUES.index(cue) & 1
    assert not outline("<div class=x>x</div>").places[1].cues


def test_trees_add_the_leaf_that_a_block_falls_into() -> None:
    text = '{"features":["words"],"depth":1,"feature":[[0],[0]],"threshold":[[5],[50]],"leaf":[[-1,1],[-2,2]]}'
    odds = np.array([-3, -1, 3])
    found = model.parsed(text).probabilities({"words": np.array([5.0, 6.0, 51.0])})
    assert found == pytest.approx(1 / (1 + np.exp(-odds)))


def test_the_choice_is_the_one_of_which_most_is_expected() -> None:
    def choice(*probabilities: float) -> list[bool]:
        found = {"words": np.full(len(probabilities), 10.0), "within comment": np.zeros(len(probabilities))}
        return list(body.chosen(np.array(probabilities), found)[0])

    assert choice(0.9, 0.9, 0.1) == [True, True, False]
    assert choice(0.4, 0.4, 0.4) == [True, True, True]
    assert choice(0.9, 0.9, 0.4) == [True, True, False]


def test_a_comment_is_never_chosen() -> None:
    found = {"words": np.full(2, 10.0), "within comment": np.array([0.0, 1.0])}
    assert list(body.chosen(np.array([0.8, 0.99]), found)[0]) == [True, False]
