"""Which pages are one article: the rule of docs/adr/0004, by example and by what holds for any names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.relate.identity import Identity, NamedPage, identify, misled_pages

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def page(
    number: int, url: str, canonical: str | None = None, guid: str | None = None, published: datetime | None = NOON, **known: int
):
    """A page that was fetched `number` hours after the first; `known`: by_canonical, by_url, by_guid."""
    return NamedPage(
        number,
        AT + timedelta(hours=number),
        (canonical or url).encode(),
        url.encode(),
        guid.encode() if guid else None,
        published,
        f"text {number}".encode(),
        known.get("by_canonical"),
        known.get("by_url"),
        known.get("by_guid"),
    )


def partition(found: dict[int, Identity]) -> set[frozenset[int]]:
    """Pages that are one article, whatever it is called."""
    return {frozenset(n for n, other in found.items() if other == identity) for identity in found.values()}


def together(*pages: NamedPage) -> bool:
    """Whether all of these are one article."""
    return len(partition(identify(pages))) == 1


# ---- by example ------------------------------------------------------------------------------------------------------


def test_one_canonical_url_is_one_article() -> None:
    assert together(page(1, "amp/a", "a"), page(2, "print/a", "a"), page(3, "a"))


def test_one_fetched_url_that_changes_its_canonical_url_is_one_article() -> None:
    assert together(page(1, "a", "a-draft"), page(2, "a", "a-final"))


def test_a_page_at_the_canonical_url_of_another_is_the_same_article_whatever_it_declares_itself() -> None:
    assert together(page(1, "amp/a", "a"), page(2, "a", "b"))


def test_one_guid_and_one_time_of_publication_are_one_article() -> None:
    assert together(page(1, "a", guid="1"), page(2, "a-retitled", guid="1"))


@pytest.mark.parametrize("others", [(NOON + timedelta(minutes=1), NOON), (None, NOON), (None, None)], ids=str)
def test_one_guid_and_another_time_or_none_are_two_articles(others: tuple[datetime | None, datetime | None]) -> None:
    first, second = others
    assert not together(page(1, "a", guid="1", published=first), page(2, "b", guid="1", published=second))


def test_a_chain_of_names_is_one_article() -> None:
    assert together(page(1, "a", "b"), page(2, "c", "b"), page(3, "c", "d", guid="1"), page(4, "e", guid="1"))


@pytest.mark.parametrize(
    ("known", "article_id"),
    [
        ({"by_canonical": 1, "by_url": 2, "by_guid": 3}, 1),
        ({"by_url": 2, "by_guid": 3}, 2),
        ({"by_guid": 3}, 3),
        ({}, None),
    ],
)
def test_canonical_url_decides_before_fetched_url_before_guid(known: dict[str, int], article_id: int | None) -> None:
    assert identify([page(1, "a", "b", "1", **known)])[1].article_id == article_id


def test_a_guid_mate_does_not_win_over_the_canonical_url_of_the_page_itself() -> None:
    found = identify([page(1, "a", guid="1", by_canonical=7), page(2, "b", guid="1", by_canonical=5)])
    assert [found[n].article_id for n in (1, 2)] == [7, 5]


def test_articles_that_are_known_apart_stay_apart_whatever_connects_them() -> None:
    found = identify([page(1, "a", "x", by_canonical=1), page(2, "a", "y", by_canonical=2), page(3, "a", "z")])
    assert [found[n].article_id for n in (1, 2, 3)] == [1, 2, 1], "what is new is the one seen first"


def test_pages_of_a_new_canonical_url_stay_together_although_their_addresses_were_two_articles() -> None:
    """The canonical URL decides before the address; the address that was seen first says which article it is."""
    found = identify([page(2, "b", "new", by_url=1), page(1, "a", "new", by_url=2)])
    assert {identity.article_id for identity in found.values()} == {2}


# ---- a canonical URL that is not to be believed ------------------------------------------------------------------------


def template(*numbers: int) -> list[NamedPage]:
    return [page(n, f"story-{n}", "template") for n in numbers]


@pytest.mark.rel("F06")
def test_a_canonical_url_that_many_unlike_pages_declare_is_not_believed() -> None:
    pages = [*template(1, 2, 3, 4), page(5, "template")]
    misled = misled_pages(pages)
    assert misled == {1, 2, 3, 4}
    assert len(partition(identify(pages, misled))) == 5
    assert len(partition(identify(pages))) == 1, "the control: believed, five stories are one"


@pytest.mark.rel("F06")
def test_what_is_known_under_it_does_not_take_them_either() -> None:
    pages = [replace(p, by_canonical=9) for p in template(1, 2, 3, 4)]
    assert {identity.article_id for identity in identify(pages, misled_pages(pages)).values()} == {None}


@pytest.mark.rel("F07")
def test_a_few_views_of_one_article_or_many_that_read_alike_are_believed() -> None:
    assert misled_pages(template(1, 2, 3)) == set()
    assert misled_pages([replace(p, content=b"the same") for p in template(1, 2, 3, 4, 5)]) == set()
    assert misled_pages([replace(p, url=b"one address") for p in template(1, 2, 3, 4, 5)]) == set()


# ---- for any names ---------------------------------------------------------------------------------------------------

names = st.sampled_from("abcdefg")
some_pages = st.lists(
    st.builds(
        page,
        st.integers(1, 5),
        names,
        names,
        st.sampled_from([None, "1", "2"]),
        st.sampled_from([None, NOON, AT]),
    ),
    max_size=8,
).map(lambda pages: [replace(p, page=n) for n, p in enumerate(pages)])


@given(some_pages, st.randoms())
def test_the_order_of_the_pages_does_not_matter(pages: list[NamedPage], chance) -> None:
    shuffled = pages[:]
    chance.shuffle(shuffled)
    assert identify(shuffled) == identify(pages)


@given(some_pages)
def test_new_pages_that_share_a_name_are_one_article(pages: list[NamedPage]) -> None:
    found = identify(pages)
    for one in pages:
        for other in pages:
            share_url = {one.canonical, one.url} & {other.canonical, other.url}
            share_guid = one.guid is not None and one.guid == other.guid and one.published == other.published is not None
            if share_url or share_guid:
                assert found[one.page] == found[other.page]


@given(some_pages)
def test_one_by_one_no_more_is_connected_than_in_one_batch(pages: list[NamedPage]) -> None:
    """What arrives alone can only find articles that are there: a batch sees every link, and never splits what they would not."""
    in_time = sorted(pages, key=lambda p: (p.fetched_at, p.page))
    articles, keys, dated = dict[int, int](), dict[object, int](), dict[object, int]()
    for number, item in enumerate(in_time):
        arrived = replace(
            item,
            by_canonical=keys.get(item.canonical),
            by_url=keys.get(item.url),
            by_guid=dated.get((item.guid, item.published)) if item.guid and item.published else None,
        )
        article_id = identify([arrived])[item.page].article_id
        articles[item.page] = number if article_id is None else article_id
        for key in (item.canonical, item.url):
            keys.setdefault(key, articles[item.page])
        dated.setdefault((item.guid, item.published), articles[item.page])
    found = identify(pages)
    for one in pages:
        for other in pages:
            if articles[one.page] == articles[other.page]:
                assert found[one.page] == found[other.page]


@given(some_pages, st.dictionaries(names, st.integers(1, 3)))
def test_a_known_canonical_url_is_always_its_article(pages: list[NamedPage], keys: dict[str, int]) -> None:
    known = [replace(p, by_canonical=keys.get(p.canonical.decode()), by_url=keys.get(p.url.decode())) for p in pages]
    found = identify(known)
    for item in known:
        if item.by_canonical is not None:
            assert found[item.page].article_id == item.by_canonical
        elif item.by_url is not None:
            assert found[item.page].article_id is not None
