"""Words found in one pass over all sentences."""

from __future__ import annotations

from media_monitor.annotate.spotting import Spotter
from media_monitor.model import Span

_SPOTTER = Spotter({"hit", "hits", "fire"})


def _said(*texts: str) -> list[set[str]]:
    return [set(words) for words in _SPOTTER.said([Span("text", 0, len(text), text) for text in texts])]


def test_each_sentence_gets_its_own_words_in_any_case() -> None:
    assert _said("It HITS home.", "Nothing here.", "hit, and fire") == [{"hits"}, set(), {"hit", "fire"}]


def test_a_word_within_a_word_is_not_said() -> None:
    assert _said("white firearms", "misfire") == [set(), set()]


def test_half_of_a_surrogate_pair_moves_no_word_to_another_sentence() -> None:
    assert _said("\ud800 fire", "İ hit") == [{"fire"}, {"hit"}]
