"""Which place a shared name means, and when a name is none."""

from __future__ import annotations

import pytest

from media_monitor.annotate.entities import link
from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.lexicon import Lexicon, load
from media_monitor.model import Document
from media_monitor.settings import default_seeds


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_seeds())


def _isos(lexicon: Lexicon, text: str, name: str, language: str = "en") -> list[str | None]:
    mentions = link(folded_fields(Document("d", text)), lexicon, language)
    return [m.iso for m in mentions if m.span.text == name]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Police in Birmingham held two men.", "Birmingham", "GB"),
        ("Police in Birmingham, Alabama, held two men.", "Birmingham", "US"),
        ("Rain fell on Valencia, the Spanish office said.", "Valencia", "ES"),
        ("Farmers in Georgia and Alabama wait for rain, as they do in Florida.", "Georgia", "US"),
        ("Georgia's parliament met in Tbilisi.", "Georgia", "GE"),
        ("In Hyderabad, as in Karachi, Pakistan's power failed.", "Hyderabad", "PK"),
    ],
)
def test_the_country_of_the_document_decides(text: str, name: str, country: str, lexicon: Lexicon) -> None:
    assert _isos(lexicon, text, name) == [country]


def test_one_name_may_mean_two_places_where_one_is_spelled_out(lexicon: Lexicon) -> None:
    assert _isos(lexicon, "A man of London flew to London, Ontario.", "London") == ["GB", "CA"]


def test_a_town_of_a_region_that_does_not_hold_the_known_one_is_unknown(lexicon: Lexicon) -> None:
    assert _isos(lexicon, "He lives in Paris, Texas, with a dog.", "Paris") == []
    assert _isos(lexicon, "He lives in Paris, France, with a dog.", "Paris") == ["FR"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Michael Jordan won.", "Jordan"),
        ("Mr. Lincoln left the US town in the rain.", "Lincoln"),
        ("Austin Miller runs a shop.", "Austin"),
        ("They flew to New Plymouth in the UK film.", "Plymouth"),
        ("They walked along Newport Beach.", "Newport"),
        ("Jackson's view of the American plan was plain.", "Jackson"),
    ],
)
def test_a_part_of_another_name_is_no_place(text: str, name: str, lexicon: Lexicon) -> None:
    assert _isos(lexicon, text, name) == []


@pytest.mark.parametrize(
    ("text", "name", "countries"),
    [
        ("Drones hit a depot in Kupiansk, Ukraine's army said.", "Kupiansk", ["UA"]),
        ("Two men of Tustin were held in California, in Tustin.", "Tustin", ["US", "US"]),
        ("Two men were held in Tustin, officers of the US said.", "Tustin", []),
        ("In Orem, Utah, a bridge fell.", "Orem", ["US"]),
        ("The shop in Commerce, its owner said, lives by commerce with California.", "Commerce", []),
        ("Visual Studio Code came from the US, a team in Studio said.", "Studio", []),
    ],
)
def test_a_town_counts_where_the_text_speaks_of_its_country(text: str, name: str, countries: list[str], lexicon: Lexicon) -> None:
    assert _isos(lexicon, text, name) == countries


def test_a_foreign_word_for_a_place_counts_in_its_own_language(lexicon: Lexicon) -> None:
    assert _isos(lexicon, "In Island brach ein Vulkan aus.", "Island", "de") == ["IS"]
    assert _isos(lexicon, "An Island rose from the sea.", "Island") == []
