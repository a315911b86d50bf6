import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from media_monitor.relate.stories import LOOSE, LiveStories, shared, single
from media_monitor.relate.story_features import Named, StoryInput, features

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
    live = LiveStories()
    live.add(articles)
    return {frozenset(group.members) for group in live.groups}


def alone(live, article):
    return single(article, features(article), live.frequencies)


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


TRIAL = piece(
    9,
    24 * 200,
    "Two jailed for car bomb of Old Harbour",
    "A court jailed two men for the car bomb that killed four at the Customs House.",
)
NEWS = ("Car bomb kills nine at Old Harbour", "A lorry full of explosives was driven at the gate, and nine people were dead.")


def test_a_trial_months_later_is_of_its_story_and_violence_told_as_news_is_another():
    assert together(HARBOUR, HARBOUR_LATER, TRIAL)
    assert together(HARBOUR, HARBOUR_LATER, piece(9, 20, *NEWS))
    assert grouped(HARBOUR, HARBOUR_LATER, piece(9, 24 * 200, *NEWS)) == {frozenset({1, 2}), frozenset({9})}


def test_two_bombings_in_one_city_on_one_day_stay_two():
    market = piece(1, 0, "Bomb at Old Harbour market kills four", "A bomb killed four people at the market of Old Harbour.")
    school = piece(2, 1, "Bomb at Old Harbour school kills four", "A bomb killed four people at the school of Old Harbour.")
    assert len(grouped(market, school)) == 2
    assert together(market, piece(2, 1, "Market of Old Harbour bombed", school.opening.replace("school", "market")))


def test_the_longer_the_silence_the_more_alike_a_follow_up_must_be():
    foam = "Firemen poured foam until the pumps ran dry on every quay and pier that night, while boats sank."
    wall = "Masons worked by lamplight and cursed every stone of the long wall, which their fathers had built. "
    wall += "A storm had broken it in March, and nobody had money for lime."
    first, soon = piece(1, 0, "Storm rips harbour depot", foam), piece(2, 5, "Harbour wall mended by masons", wall)
    assert together(first, soon)
    assert len(grouped(first, piece(2, 24 * 365, soon.title, soon.opening))) == 2


def test_one_big_event_does_not_make_its_own_words_common():
    many = [piece(n, n, f"Car bomb at Old Harbour, witness {n} speaks", f"Number {n} saw it.") for n in range(1, 30)]
    assert together(*many)


def test_reasons_are_what_an_article_shares_with_others_and_no_capitalised_word():
    live = LiveStories()
    [story] = live.add([HARBOUR, HARBOUR_LATER, HARBOUR_RUSSIAN])
    reasons = shared(features(HARBOUR_LATER), live.frequencies, story)
    assert {"place:old-harbour", "bomb", "car"} <= set(reasons)
    assert not {"bombed", "harbour", "Harbour"} & set(reasons)
    assert shared(features(HILLS), live.frequencies, alone(live, HILLS)) == ()


def test_a_known_story_takes_in_what_is_new_and_its_articles_are_not_counted_again():
    live = LiveStories()
    live.keep([alone(live, HARBOUR)])
    assert live.frequencies.total == 0
    assert [group.members for group in live.add([HARBOUR_LATER])] == [(1, 2)]
    assert live.frequencies.total == 1


def test_a_large_story_stays_whole_and_grows():
    live = LiveStories()
    live.keep([alone(live, HARBOUR)], range(100, 100 + LOOSE))
    [story] = live.add([HARBOUR_LATER])
    assert set(story.members) == {1, 2, *range(100, 100 + LOOSE)}


def test_articles_without_a_word_stand_alone():
    assert len(grouped(piece(1, 0, None), piece(2, 0, ""), piece(3, 0, "The"))) == 3


def test_a_headline_repeated_in_the_text_counts_once():
    once = piece(2, 1, "Painters gather at the wall", "Easels stood along every quay.")
    twice = piece(2, 1, once.title, f"{once.title}\n{once.opening}")
    assert features(once).words == features(twice).words


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
    assert grouped(*shuffled) == grouped(*pieces)
    assert sorted(n for group in grouped(*pieces) for n in group) == list(range(len(pieces)))


def newspaper(events, seed):
    """Articles of `events` events over a month, each with words of its own and words of the trade."""
    chance = random.Random(seed)
    trade = [f"usual{n}" for n in range(40)]
    articles = []
    for event in range(events):
        own = [f"q{event}w{n}x" for n in range(14)]
        for _ in range(chance.randint(1, 6)):
            title = " ".join(chance.sample(own, 3) + chance.sample(trade, 3))
            text = " ".join(chance.sample(own, 8) + chance.sample(trade, 25))
            articles.append(piece(len(articles), event + chance.uniform(0, 60), title, text))
    return articles


TOLERANCE = 0.93
"""Least B-cubed F1 between the stories of two orders of arrival; `make eval-stories` holds real articles to it too."""


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_stories_hardly_depend_on_who_came_first(seed):
    articles = newspaper(12, seed)
    arrivals = [random.Random(seed + n).sample(articles, len(articles)) for n in range(2)]
    one, other = (homes(order) for order in arrivals)
    assert agreement(one, other) >= TOLERANCE


def homes(arrivals):
    live = LiveStories()
    for article in arrivals:
        live.add([article])
    return {i: n for n, group in enumerate(live.groups) for i in group.members}


def agreement(one, other):
    """B-cubed F1 of two groupings of the same articles."""
    both = Counter((one[i], other[i]) for i in one)
    ones, others = Counter(one.values()), Counter(other.values())
    p = sum(both[one[i], other[i]] / ones[one[i]] for i in one) / len(one)
    r = sum(both[one[i], other[i]] / others[other[i]] for i in one) / len(one)
    return 2 * p * r / (p + r)


def test_disagreement_is_seen():
    assert agreement({1: 0, 2: 0, 3: 1}, {1: 0, 2: 0, 3: 1}) == 1
    assert agreement({1: 0, 2: 0, 3: 1}, {1: 0, 2: 1, 3: 2}) < TOLERANCE
