"""Looking for the like of an item without comparing all with all."""

from __future__ import annotations

from media_monitor.relate.frequencies import Frequencies
from media_monitor.relate.nearest import CLOSEST, NEWEST, Nearest, heaviest


def test_items_that_share_heavy_features_are_near_the_likest_first() -> None:
    index: Nearest[str] = Nearest()
    index.put("twin", {"a": 0.8, "b": 0.6})
    index.put("cousin", {"b": 0.2, "c": 0.9})
    index.put("stranger", {"d": 1.0})
    assert index.near({"a": 0.7, "b": 0.7}) == ["twin", "cousin"]


def test_of_a_feature_that_all_have_only_the_newest_are_looked_at() -> None:
    index: Nearest[int] = Nearest()
    for n in range(NEWEST + CLOSEST + 5):
        index.put(n, {"all": 1.0})
    near = index.near({"all": 1.0})
    assert len(near) <= CLOSEST
    assert min(near) >= CLOSEST + 5


def test_a_sum_counts_as_its_mean_and_what_is_put_again_is_the_newest() -> None:
    index: Nearest[str] = Nearest()
    index.put("story", {"a": 8.0}, 10)
    index.put("article", {"a": 0.9})
    assert index.near({"a": 1.0}) == ["article", "story"]
    index.put("story", {"a": 9.9}, 10)
    assert index.near({"a": 1.0}) == ["story", "article"]


def test_what_is_discarded_is_forgotten() -> None:
    index: Nearest[str] = Nearest()
    index.put("one", {"a": 1.0})
    index.discard("one")
    index.discard("none")
    assert index.near({"a": 1.0}) == []


def test_few_of_many_features_are_looked_at() -> None:
    assert heaviest({f"f{n:02}": float(n) for n in range(40)})[0] == "f39"
    assert len(heaviest({f"f{n:02}": 1.0 for n in range(40)})) < 40


def test_rare_features_weigh_more_and_vectors_have_length_one() -> None:
    frequencies = Frequencies()
    for n in range(50):
        frequencies.add(["common", f"rare{n}"])
    vector = frequencies.vector({"common": 1.0, "rare3": 1.0, "unseen": 1.0})
    assert vector["common"] < vector["rare3"] <= vector["unseen"]
    assert abs(sum(w * w for w in vector.values()) - 1) < 1e-9
    assert frequencies.vector({}) == {}
