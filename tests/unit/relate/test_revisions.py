import pytest

from media_monitor.model import Article
from media_monitor.relate.revisions import content_sha, text_sha

TEXT = 'Police in Old Harbour said "two people" were hurt.\n\nNo group has claimed responsibility.'


def article(text: str = TEXT, title: str | None = "Blast hits Old Harbour market") -> Article:
    return Article(
        url="https://ledger.test/a",
        canonical_url="https://ledger.test/a",
        title=title,
        text=text,
        authors=(),
        published_at=None,
        published_source=None,
        modified_at=None,
        language="en",
        agency=None,
        outlet=None,
        image=None,
        word_count=len(text.split()),
    )


@pytest.mark.parametrize(
    "same",
    [
        TEXT,
        TEXT.replace("\n\n", "\n"),
        TEXT.replace(" ", "\u00a0 "),
        TEXT.replace('"two people"', "“two people”"),
        TEXT.replace("Harbour", "Har\u00adbour"),
        f"  {TEXT}\n",
    ],
)
def test_rendering_differences_are_no_revision(same):
    assert content_sha(article(same)) == content_sha(article())


@pytest.mark.parametrize("other", [TEXT.replace("two", "three"), TEXT.replace("Police", "police"), TEXT + " More to follow.", ""])
def test_other_words_or_case_are_a_revision(other):
    assert content_sha(article(other)) != content_sha(article())


def test_composed_and_decomposed_letters_are_one_text():
    assert text_sha("caf\u00e9") == text_sha("cafe\u0301") != text_sha("cafe")


def test_new_title_over_the_same_text_is_a_revision():
    assert content_sha(article(title="Two hurt in Old Harbour blast")) != content_sha(article())


def test_title_and_text_cannot_stand_in_for_each_other():
    assert content_sha(article("b", title="a")) != content_sha(article("a", title="b"))
