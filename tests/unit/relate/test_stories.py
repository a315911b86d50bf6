import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_monitor.relate.stories import Named, StoryInput, assign

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
KNOWN = {  # spelling -> id, kind, what it lies in
    "Amber Front": ("org:amber-front", "group", None),
    "Янтарный фронт": ("org:amber-front", "group", None),
    "Interior Ministry": ("gov:coast-interior", "government", "gov:coast"),
    "Customs House": ("place:customs-house", "place", "place:old-harbour"),
    "Old Harbour": ("place:old-harbour", "place", "state:coast"),
    "Старой Гавани": ("place:old-harbour", "place", "state:coast"),
    "Hill Town": ("place:hill-town", "place", "state:coast"),
    "Coastland": ("state:coast", "place", None),
}


def piece(article_id, hours, title, opening="", language="en"):
    names = [
        Named(*KNOWN[m.group()], field, m.start(), m.end())
        for field, text in (("title", title), ("text", opening))
        for m in re.finditer("|".join(KNOWN), text or "")
    ]
    return StoryInput(article_id, NOON + timedelta(hours=hours), title, opening, language, tuple(names))


HARBOUR = piece(1, 0, "Car bomb kills four at Old Harbour", "A car bomb tore open a wall of the Customs House before noon.")
HARBOUR_LATER = piece(
    2, 6, "Amber Front says it bombed Old Harbour", "The Amber Front wrote that its car bomb was for Customs House."
)
HARBOUR_RUSSIAN = piece(3, 7, "Янтарный фронт: взрыв в Старой Гавани", "Четверо погибли в порту.", "ru")
HILLS = piece(4, 3, "Car bomb kills four at Hill Town market", "A car bomb tore open a wall of the market before noon.")


def grouped(*articles):
    return {frozenset(s.article_ids) for s in assign(articles)}


def together(*articles):
    return grouped(*articles) == {frozenset(a.article_id for a in articles)}


def test_reports_of_one_event_are_one_story_in_any_language():
    assert together(HARBOUR, HARBOUR_LATER, HARBOUR_RUSSIAN)


def test_two_bombings_in_two_cities_stay_two():
    assert grouped(HARBOUR, HILLS) == {frozenset({1}), frozenset({4})}


def test_the_same_words_about_one_city_are_one_story():
    assert together(HARBOUR, piece(4, 3, "Car bomb kills four at Old Harbour market", HILLS.opening))


def test_an_article_without_a_place_does_not_join_two_cities():
    vague = piece(6, 1, "Car bomb kills four", "A car bomb tore open a wall before noon.")
    assert len(grouped(HARBOUR, vague, HILLS)) == 2


def test_a_look_back_names_the_other_town_and_still_joins_its_own():
    looking_back = piece(
        6, 9, "Hill Town buries four dead of the car bomb", "The market was empty, a week after the bomb of Old Harbour."
    )
    assert grouped(HARBOUR, HILLS, looking_back) == {frozenset({1}), frozenset({4, 6})}


def test_a_shared_place_alone_is_no_story():
    fares = piece(5, 2, "Old Harbour raises ferry fares", "Passengers grumbled and paid.")
    painting = piece(6, 3, "Painters gather in Old Harbour", "Easels stood along every quay.")
    assert len(grouped(fares, painting)) == 2
    assert together(fares, piece(6, 3, "Ferry passengers grumble in Old Harbour", "Fares rose at dawn."))


def test_states_and_authorities_join_nothing():
    roads = piece(1, 0, "Coastland Interior Ministry counts bridges", "Engineers measured rust.")
    chess = piece(2, 1, "Coastland Interior Ministry wins chess cup", "Pawns decided.")
    assert len(grouped(roads, chess)) == 2
    groups = [
        piece(n, 0, title.replace("Coastland Interior Ministry", "Amber Front"), opening)
        for n, title, opening in ((1, roads.title, roads.opening), (2, chess.title, chess.opening))
    ]
    assert together(*groups)


def test_what_led_to_it_does_not_make_it_the_same_story():
    envoys, cause = (
        "Two envoys packed their trunks and took the slow train across the plain.",
        "A car bomb had killed four there.",
    )
    first_things_first = piece(7, 48, "Envoys go home", f"{envoys}\n\n{cause}")
    turned_round = piece(7, 48, "Envoys go home", f"{cause}\n\n{envoys}")
    assert not together(HARBOUR, HARBOUR_LATER, first_things_first)
    assert together(HARBOUR, HARBOUR_LATER, turned_round)


def test_words_of_two_languages_are_not_compared():
    a, b = (piece(n, 0, "Atak bomba tramvaj depo", language=language) for n, language in ((1, "en"), (2, "pl")))
    assert len(grouped(a, b)) == 2
    assert together(a, piece(2, 0, a.title))


def test_between_languages_a_name_in_the_text_alone_joins_nothing():
    background = piece(8, 8, "Сорок лет ссор", "Янтарный фронт появился в Старой Гавани.", "ru")
    assert frozenset({8}) in grouped(HARBOUR, HARBOUR_LATER, background)


def test_between_languages_a_shared_place_alone_joins_nothing():
    tide = piece(8, 8, "Прилив в Старой Гавани", "Вода поднялась.", "ru")
    assert grouped(piece(1, 0, "Old Harbour floods", "Water rose."), tide) == {frozenset({1}), frozenset({8})}


@pytest.mark.parametrize(("days", "stories"), [((3,), 1), ((3, 7, 12), 1), ((14,), 1), ((14.1,), 2), ((5, 10, 15), 2)])
def test_a_story_grows_by_its_latest_article_and_ends_after_a_fortnight(days, stories):
    followed = [piece(n, 24 * day, HARBOUR.title, HARBOUR.opening) for n, day in enumerate(days, start=10)]
    assert len(grouped(HARBOUR, *followed)) == stories


def test_the_longer_the_silence_the_more_alike_a_follow_up_must_be():
    soon = piece(2, 5, "Harbour wall mended after bomb", "Masons worked by lamplight and cursed every stone of it.")
    first = piece(1, 0, "Bomb rips harbour depot", "Firemen poured foam until the pumps ran dry.")
    assert together(first, soon)
    assert len(grouped(first, piece(2, 24 * 13, soon.title, soon.opening))) == 2


def test_one_big_event_does_not_make_its_own_words_common():
    many = [piece(n, n, f"Car bomb at Old Harbour, witness {n} speaks", f"Number {n} saw it.") for n in range(1, 30)]
    assert together(*many)


def test_the_key_stays_while_the_earliest_article_does():
    before = assign([HARBOUR, HARBOUR_LATER])[0]
    after = assign([HARBOUR_RUSSIAN, HARBOUR_LATER, HARBOUR, HILLS])[0]
    assert before.key == after.key
    assert after.key.startswith("20260304-")
    assert assign([HARBOUR_LATER])[0].key != before.key


def test_reasons_name_what_most_articles_share():
    [story] = assign([HARBOUR, HARBOUR_LATER, HARBOUR_RUSSIAN])
    assert {"org:amber-front", "place:old-harbour"} <= set(story.reasons)
    assert "word:en:kills" not in story.reasons
    assert assign([HARBOUR])[0].reasons == ()


def test_articles_without_a_word_stand_alone():
    assert len(grouped(piece(1, 0, None), piece(2, 0, ""), piece(3, 0, "The"))) == 3


def test_a_headline_repeated_in_the_text_counts_once():
    once = piece(2, 1, "Painters gather at the wall", "Easels stood along every quay.")
    twice = piece(2, 1, once.title, f"{once.title}\n{once.opening}")
    assert assign([HARBOUR, once]) == assign([HARBOUR, twice])


TITLES = st.sampled_from(
    [None, "Bomb at Old Harbour kills four", "Amber Front denies harbour bomb", "Raid near Hill Town", "Янтарный фронт: взрыв"]
)
OPENINGS = st.sampled_from(["", "A car bomb at the Customs House killed four.", "The Amber Front denied it.", "Soldiers came."])
PIECES = st.lists(
    st.tuples(st.integers(0, 500), TITLES, OPENINGS, st.sampled_from(["en", "ru", None])), min_size=1, max_size=20
).map(lambda rows: [piece(n, *row) for n, row in enumerate(rows)])


@given(PIECES.flatmap(lambda pieces: st.tuples(st.just(pieces), st.permutations(pieces))))
def test_order_of_input_does_not_matter_and_each_article_has_one_story(orders):
    pieces, shuffled = orders
    stories = assign(pieces)
    assert assign(shuffled) == stories
    assert sorted(n for s in stories for n in s.article_ids) == list(range(len(pieces)))
    assert len({s.key for s in stories}) == len(stories)
