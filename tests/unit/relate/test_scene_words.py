"""Kinds of place and of violence in headlines, and whether these look back."""

from __future__ import annotations

import pytest

from media_monitor.relate.scene_words import acts, looks_back, venues


@pytest.mark.parametrize(
    ("language", "headline", "places", "violence"),
    [
        ("en", "Bomb at bus station kills four", {"bus", "station"}, {"bombing"}),
        ("en", "Gunman opens fire in police station", {"police"}, {"shooting"}),
        ("en", "Rocket lifts off with two astronauts", set(), set()),
        ("en", "Rocket attack on the port", {"port"}, {"air strike"}),
        ("fr", "Explosion dans un marché", {"market"}, {"bombing"}),
        ("uk", "Вибух на ринку", {"market"}, {"bombing"}),
        ("ru", "Стрельба в школе", {"school"}, {"shooting"}),
        ("xx", "Bomb at bus station", set(), set()),
        (None, "Bomb at bus station", set(), set()),
    ],
)
def test_headlines_name_kinds_of_place_and_of_violence(
    language: str | None, headline: str, places: set[str], violence: set[str]
) -> None:
    assert set(venues(headline, language).values()) == places
    assert acts(headline, language) == violence


@pytest.mark.parametrize(
    ("language", "headline", "expected"),
    [
        ("en", "Two jailed over market bombing", True),
        ("en", "A year on, the market is still shut", True),
        ("en", "Bomb kills four at market", False),
        ("uk", "Вирок за вибух на ринку", True),
        ("ru", "Годовщина взрыва", True),
        ("fr", "Procès de l’attentat du marché", True),
        (None, "Two jailed over market bombing", False),
    ],
)
def test_what_looks_back_says_so(language: str | None, headline: str, expected: bool) -> None:
    assert looks_back(headline, language) is expected
