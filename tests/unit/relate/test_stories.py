from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from media_monitor.relate.stories import Frequencies, StoryInput, assign

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
FRONT, MINISTRY = "org:amber-front", "gov:coastal-interior"


def piece(article_id, hours=0.0, title=None, entities=(), places=(), acts=(), language="en"):
    return StoryInput(
        article_id, NOON + timedelta(hours=hours), title, language, frozenset(entities), tuple(places), frozenset(acts)
    )


HARBOUR = piece(1, 0, "Car bomb kills four at Old Harbour customs house", {FRONT}, ("place:harbour", "place:coast"), {"bombing"})
HARBOUR_LATER = piece(2, 6, "Amber Front says it bombed Old Harbour customs", {FRONT, MINISTRY}, ("place:harbour",), {"bombing"})
HARBOUR_RUSSIAN = piece(3, 7, "Взрыв в Старой Гавани", {FRONT}, ("place:harbour", "place:coast"), {"bombing"}, "ru")
HILLS = piece(4, 3, "Car bomb kills four at Hill Town market", {FRONT}, ("place:hill-town", "place:coast"), {"bombing"})
ELECTION = piece(5, 2, "Harbour council votes on ferry fares", {"gov:harbour-council"}, ("place:harbour",), set())


def grouped(articles, frequencies=None):
    return {frozenset(s.article_ids) for s in assign(articles, frequencies)}


def test_reports_of_one_event_are_one_story_in_any_language():
    assert grouped([HARBOUR, HARBOUR_LATER, HARBOUR_RUSSIAN]) == {frozenset({1, 2, 3})}


def test_two_bombings_in_two_cities_stay_two():
    assert grouped([HARBOUR, HILLS]) == {frozenset({1}), frozenset({4})}


def test_the_same_bombing_in_one_city_would_be_one():
    here = piece(4, 3, HILLS.title, HILLS.entities, HARBOUR.places, HILLS.acts)
    assert grouped([HARBOUR, here]) == {frozenset({1, 4})}


def test_an_article_without_a_place_does_not_join_two_cities():
    vague = piece(6, 1, "Car bomb kills four, Amber Front blamed", {FRONT}, (), {"bombing"})
    assert grouped([HARBOUR, vague, HILLS]) == {frozenset({1, 6}), frozenset({4})}


def test_between_two_equal_stories_the_earlier_wins():
    vague = piece(6, 5, "Car bomb kills four", {FRONT}, ("place:coast",), {"bombing"})
    here, there = (
        piece(n, n, vague.title, {FRONT}, (town, "place:coast"), {"bombing"}) for n, town in ((1, "place:a"), (2, "place:b"))
    )
    assert grouped([here, there, vague]) == {frozenset({1, 6}), frozenset({2})}


def test_one_shared_name_alone_is_no_story():
    assert grouped([piece(1, entities={FRONT}), piece(2, entities={FRONT})]) == {frozenset({1}), frozenset({2})}
    assert grouped([piece(n, entities={FRONT}, acts={"bombing"}) for n in (1, 2)]) == {frozenset({1, 2})}


def test_a_shared_town_alone_is_no_story():
    assert grouped([HARBOUR, ELECTION]) == {frozenset({1}), frozenset({5})}


def test_a_look_back_names_the_other_town_and_still_joins_its_own():
    looking_back = piece(
        6, 9, "Hill Town buries its dead", {FRONT}, ("place:hill-town", "place:coast", "place:harbour"), {"bombing"}
    )
    assert grouped([HARBOUR, HILLS, looking_back]) == {frozenset({1}), frozenset({4, 6})}


def test_the_window_ends_after_96_hours():
    assert grouped([HARBOUR, piece(9, 96, HARBOUR.title, {FRONT}, HARBOUR.places, {"bombing"})]) == {frozenset({1, 9})}
    assert grouped([HARBOUR, piece(9, 96.1, HARBOUR.title, {FRONT}, HARBOUR.places, {"bombing"})]) == {
        frozenset({1}),
        frozenset({9}),
    }


def test_names_that_the_warehouse_sees_daily_weigh_little():
    a = piece(1, 0, "Ferry strike enters second day", {"gov:coast", MINISTRY}, (), {"strike"})
    b = piece(2, 1, "Minister opens new bridge", {"gov:coast", MINISTRY}, (), {"visit"})
    rare = Frequencies(
        1000, {"act:strike": 990, "act:visit": 990, **{f"word:{w}": 900 for t in (a, b) for w in t.title.lower().split()}}
    )
    daily = Frequencies(1000, {"gov:coast": 990, MINISTRY: 990})
    assert grouped([a, b], rare) == {frozenset({1, 2})}
    assert grouped([a, b], daily) == {frozenset({1}), frozenset({2})}


def test_title_words_do_not_count_between_languages():
    a, b = (piece(n, 0, "Atak Amber Harbour 2026 bomba", language=language) for n, language in ((1, "en"), (2, "pl")))
    assert len(assign([a, b])) == 2
    assert len(assign([a, piece(2, 0, a.title)])) == 1


def test_the_key_stays_while_the_earliest_article_does():
    before = assign([HARBOUR, HARBOUR_LATER])[0]
    after = assign([HARBOUR_RUSSIAN, HARBOUR_LATER, HARBOUR, HILLS])[0]
    assert before.key == after.key
    assert after.key.startswith("20260304-")
    assert assign([HARBOUR_LATER])[0].key != before.key


def test_reasons_name_what_most_articles_share():
    [story] = assign([HARBOUR, HARBOUR_LATER, HARBOUR_RUSSIAN])
    assert {FRONT, "place:harbour", "act:bombing"} <= set(story.reasons)
    assert MINISTRY not in story.reasons
    assert assign([HARBOUR])[0].reasons == ()


def test_articles_without_any_name_stand_alone():
    assert grouped([piece(1), piece(2), piece(3, title="")]) == {frozenset({1}), frozenset({2}), frozenset({3})}


NAMES = st.frozensets(st.sampled_from(["org:a", "org:b", "org:c", "gov:d"]), max_size=3)
PLACES = st.lists(st.sampled_from(["place:x", "place:y", "place:z"]), max_size=2, unique=True)
ACTS = st.frozensets(st.sampled_from(["bombing", "raid"]), max_size=2)
TITLES = st.sampled_from([None, "Bomb in harbour kills four", "Front denies harbour bomb", "Raid in hills", "Взрыв в гавани"])
PIECES = st.lists(
    st.builds(lambda h, t, e, p, a: (h, t, e, p, a), st.integers(0, 150), TITLES, NAMES, PLACES, ACTS), min_size=1, max_size=25
).map(lambda rows: [piece(n, *row) for n, row in enumerate(rows)])


@given(PIECES.flatmap(lambda pieces: st.tuples(st.just(pieces), st.permutations(pieces))))
def test_order_of_input_does_not_matter_and_each_article_has_one_story(orders):
    pieces, shuffled = orders
    stories = assign(pieces)
    assert assign(shuffled) == stories
    assert sorted(n for s in stories for n in s.article_ids) == list(range(len(pieces)))
    assert len({s.key for s in stories}) == len(stories)
