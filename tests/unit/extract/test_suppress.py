"""Names that were erased are blanked in what is read, letter for letter, and nothing else is."""

from __future__ import annotations

import pytest

from media_monitor.extract.suppress import BLANK, Suppressed, name_sha, spellings
from media_monitor.model import Article


def suppressed(*names: str) -> Suppressed:
    return Suppressed({name_sha(words): len(words) for name in names for words in spellings(name)})


def article(text: str, title: str | None = None, authors: tuple[str, ...] = ()) -> Article:
    return Article(
        url="https://ledger.test/1",
        canonical_url="https://ledger.test/1",
        title=title,
        text=text,
        authors=authors,
        published_at=None,
        published_source=None,
        modified_at=None,
        language="en",
        agency=None,
        outlet="The Ledger",
        image=None,
        word_count=len(text.split()),
        extractor="test",
    )


@pytest.mark.parametrize(
    "printed",
    ["Vera Quillon", "VERA QUILLON", "vera quillon", "Vera  Quillon", "Vera\nQuillon", "Vera-Quillon", "vera_quillon"],
)
def test_a_name_is_found_however_it_is_printed(printed: str) -> None:
    title = suppressed("Vera Quillon").headline(f"Court frees {printed}'s driver")
    assert title == f"Court frees {BLANK * len(printed)}'s driver"


@pytest.mark.parametrize("other", ["Vera Quillons", "Verana Quillon", "Vera and Quillon", "Quillon", "Vera. New: Quillon", ""])
def test_other_words_stay(other: str) -> None:
    assert suppressed("Vera Quillon").headline(other) == other


def test_accents_may_be_missing() -> None:
    names = suppressed("Zoë Müller")
    assert names.headline("Zoe Muller and Zoë Müller") == f"{BLANK * 10} and {BLANK * 10}"
    assert names.is_named_in("https://ledger.test/court/zoe-muller-freed")
    assert not suppressed("Zoe Muller").is_named_in("https://ledger.test/zoë-müller"), "what is not asked for is not guessed"


def test_a_text_that_names_somebody_loses_the_last_word_too_where_it_is_a_name() -> None:
    said = "Vera Quillon spoke. Later Quillon left by the quillon gate, QUILLON said."
    read = suppressed("Vera Quillon").article(article(said, "Quillon speaks", ("Vera Quillon", "Ilva Tarn")))
    assert read.text == said.replace("Vera Quillon", BLANK * 12).replace("Quillon", BLANK * 7).replace("QUILLON", BLANK * 7)
    assert "quillon gate" in read.text
    assert len(read.text) == len(said)
    assert (read.title, read.authors) == (f"{BLANK * 7} speaks", (BLANK * 12, "Ilva Tarn"))


def test_a_text_that_does_not_is_left_alone() -> None:
    other = article("Quillon is a town.", "Quillon")
    assert suppressed("Vera Quillon").article(other) is other
    assert Suppressed({}).article(other) is other


def test_the_full_name_in_the_headline_counts_for_the_text() -> None:
    read = suppressed("Vera Quillon").article(article("Quillon left.", "Vera Quillon"))
    assert (read.title, read.text) == (BLANK * 12, f"{BLANK * 7} left.")
