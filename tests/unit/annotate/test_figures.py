"""Casualty figures in Ukrainian, Russian, French and Arabic."""

from __future__ import annotations

from time import process_time

import pytest

from media_monitor.annotate.figures import foreign_figures
from media_monitor.annotate.sentences import sentences


def _rows(language: str, text: str) -> list[tuple[object, ...]]:
    found = foreign_figures(sentences("text", text), language)
    return [(f.kind, f.minimum, f.maximum, f.qualifier) for f in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("uk", "Загинуло щонайменше 5 людей.", [("killed", 5, None, "at_least")]),
        ("uk", "Загинули 4 людини, близько 70 дістали поранення.", [("killed", 4, 4, "exact"), ("injured", 70, 70, "about")]),
        ("uk", "П'ятеро цивільних поранено.", [("injured", 5, 5, "exact")]),
        ("uk", "Понад 1 200 осіб зникли безвісти.", [("missing", 1200, None, "more_than")]),
        ("uk", "Десятки людей були поранені.", [("injured", 24, None, "dozens")]),
        ("uk", "Поліція затримала трьох чоловіків.", [("detained", 3, 3, "exact")]),
        ("ru", "Погибли по меньшей мере 8 человек.", [("killed", 8, None, "at_least")]),
        ("ru", "Речь о 6 погибших и более чем 30 раненых.", [("killed", 6, 6, "exact"), ("injured", 30, None, "more_than")]),
        ("ru", "Задержаны двадцать два человека.", [("detained", 22, 22, "exact")]),
        ("ru", "Похищены 3 тыс. человек.", [("abducted", 3000, 3000, "exact")]),
        ("fr", "L'incendie a fait au moins dix-neuf morts.", [("killed", 19, None, "at_least")]),
        ("fr", "Un homme a été tué.", [("killed", 1, 1, "exact")]),
        ("fr", "Une vingtaine de personnes ont été blessées.", [("injured", 20, 20, "about")]),
        ("fr", "Jusqu'à 40 personnes auraient été enlevées.", [("abducted", None, 40, "up_to")]),
        ("fr", "L'attaque a coûté la vie à 22 personnes.", [("killed", 22, 22, "exact")]),
        ("ar", "قتلوا 12 شخصا على الأقل.", [("killed", 12, None, "at_least")]),
        ("ar", "نحو 70 شخصا أصيبوا بجروح.", [("injured", 70, 70, "about")]),
        ("ar", "مقتل خمسة جنود وإصابة 7 آخرين.", [("killed", 5, 5, "exact"), ("injured", 7, 7, "exact")]),
        ("ar", "مقتل ٢٣ شخصا.", [("killed", 23, 23, "exact")]),
    ],
)
def test_figures_are_read_as_printed(language: str, text: str, expected: list[tuple[object, ...]]) -> None:
    assert _rows(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Поїзд проїхав 30 кілометрів."),
        ("uk", "О 7:40 пролунав вибух."),
        ("uk", "Військові загинули. У місті 12 мостів."),
        ("ru", "В 2019 построили школу, погибших нет."),
        ("ru", "Рост составил 5 %, раненых нет."),
        ("fr", "Le maire a vendu 30 maisons."),
        ("fr", "Une explosion, et la tante est morte."),
        ("ar", "باع الرجل 30 منزلا."),
        ("de", "12 Menschen wurden getötet."),
    ],
)
def test_other_numbers_are_no_figures(language: str, text: str) -> None:
    assert _rows(language, text) == []


def test_the_figure_is_the_words_as_they_stand() -> None:
    text = "Вчора.\n\nЗагинуло щонайменше 5 людей."
    figure = foreign_figures(sentences("text", text), "uk")[0].figure
    assert figure.text == "щонайменше 5 людей" == text[figure.start : figure.end]


def test_tolls_of_years_are_aggregates() -> None:
    yearly, single = (foreign_figures(sentences("text", t), "fr")[0] for t in ("40 morts depuis 2019.", "40 morts mardi."))
    assert yearly.is_aggregate
    assert not single.is_aggregate


def test_a_sentence_of_nothing_but_numbers_costs_little_time() -> None:
    text = ("двадцять " * 60 + "12 людей і ще 7 " * 30)[:990]
    begin = process_time()
    foreign_figures(sentences("text", text), "uk")
    assert process_time() - begin < 2
