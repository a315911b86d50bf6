"""Search: what is found in which language, and that no answer shows more of an article than its outlet allows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from conftest import Clones
from media_monitor.settings import Settings
from media_monitor.stages import doctor
from warehouse_fixtures import AT, CLAIM, FIGURE, HOUR, TALK, Told, ask, one, published, refreshed, settings_for

Ask = Callable[[str], list[tuple[Any, ...]]]

TEXTS = {
    "en": (
        "Ferries held at the quay",
        "The harbour master said that two ferries were waiting for inspection.",
        "ferry inspections",
    ),
    "fr": ("Les bateaux restent à quai", "Le capitaine du port attendait deux inspections des navires.", "navire inspection"),
    "de": ("Fähren bleiben am Kai", "Der Hafenmeister wartete auf die Prüfungen zweier Schiffe.", "Prüfung Schiff"),
    "es": (
        "Los barcos siguen en el muelle",
        "El capitán del puerto esperaba las inspecciones de los barcos.",
        "inspección barco",
    ),
    "ru": ("Паромы стоят у причала", "Начальник порта ждал проверки двух паромов.", "паромам проверка"),
    "ar": ("العبارات متوقفة عند الرصيف", "انتظر مدير الميناء عمليات التفتيش على السفن.", "تفتيش سفن"),
    "uk": ("Пороми стоять біля причалу", "Начальник порту чекав на перевірку двох поромів.", "пором перевірк"),
    "he": ("המעבורות ממתינות ברציף", "מנהל הנמל חיכה לבדיקות של שתי מעבורות.", "נמל מעבורות"),
    "zh": ("渡轮停靠码头", "港务长正在等待对两艘渡轮的检查。", "渡轮 检查"),
}
"""Language → headline, text, and a question in other forms of its words."""


def found(settings: Settings, question: str, **options: object) -> list[str]:
    """Addresses that the question finds, best first."""
    named = "".join(f", {name} => %({name})s" for name in options)
    return [
        url for (url,) in ask_named(settings, f"select url from report.search(%(question)s{named})", question=question, **options)
    ]


def ask_named(settings: Settings, statement: str, **values: object) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(settings.dsn, options="-c timezone=UTC")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()
    finally:
        connection.close()


def told_in(language: str, **changes: Any) -> Told:
    title, text, _ = TEXTS[language]
    return Told(url=f"https://ledger.test/{language}", title=title, text=text, language=language, **changes)


@pytest.fixture
def every_language(settings: Settings) -> Settings:
    """One article per language, of an outlet that allows 500 characters."""
    published(settings, *map(told_in, TEXTS))
    refreshed(settings)
    ask(settings, "update ref.outlet set quote_characters = 500")
    return settings


# ---- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", TEXTS)
def test_a_question_finds_other_forms_of_its_words_in_its_language(every_language: Settings, language: str) -> None:
    question = TEXTS[language][2]
    assert found(every_language, question) == [f"https://ledger.test/{language}"]
    assert found(every_language, question, language=language) == [f"https://ledger.test/{language}"]
    assert found(every_language, question, language="en" if language != "en" else "fr") == []


@pytest.mark.parametrize("language", TEXTS)
def test_the_extract_marks_the_words_that_were_found(every_language: Settings, language: str) -> None:
    _, text, question = TEXTS[language]
    ((extract,),) = ask(every_language, "select extract from report.search(%s)", question)
    assert extract.replace("**", "") == text
    assert extract.count("**") >= 4, extract


@pytest.mark.parametrize("language", TEXTS)
def test_words_are_stems_where_postgres_has_a_configuration_and_plain_where_not(every_language: Settings, language: str) -> None:
    kept = "select configuration is not null, words is not null, plain is null from mart.article_search where language = %s"
    assert set(ask(every_language, kept, language)[0]) == {language not in {"uk", "he", "zh"}}


def test_a_language_may_be_given_as_a_locale(every_language: Settings) -> None:
    assert found(every_language, "ferry", language="en-GB") == ["https://ledger.test/en"]


# ---- grammar ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("{0} {1}", True),
        ("{0} -{1}", False),
        ("{0} zzz", False),
        ("{0} or zzz", True),
        ("zzz OR {0}", True),
        ('"{0} {1}"', True),
        ('"{1} {0}"', False),
        ("-{0}", None),
        ("", False),
        ("   ", False),
        ("or", False),
        ('"', False),
    ],
)
def test_words_phrases_alternatives_and_exclusions(
    settings: Settings, language: str, question: str, expected: bool | None
) -> None:
    words = {"en": ("harbour", "master"), "uk": ("начальник", "порту")}[language]
    published(settings, told_in(language))
    refreshed(settings)
    hits = found(settings, question.format(*words), language=language)
    assert hits == ([f"https://ledger.test/{language}"] if expected else [])


def test_a_word_in_the_headline_weighs_more(settings: Settings) -> None:
    for number, language in enumerate(("en", "uk")):
        word = {"en": "lighthouse", "uk": "маяк"}[language]
        filler = TEXTS[language][1]
        head = Told(f"https://ledger.test/{number}/head", title=word, text=filler, language=language)
        body = Told(f"https://ledger.test/{number}/body", title="…", text=f"{filler} {word}.", language=language)
        published(settings, body, head)
        refreshed(settings)
        assert found(settings, word) == [head.url, body.url]


def test_signs_of_patterns_stand_for_themselves(settings: Settings) -> None:
    told = told_in("uk")
    published(settings, told, Told("https://ledger.test/share", title="Частка", text="Лише 5% порому_1 лишилося.", language="uk"))
    refreshed(settings)
    assert found(settings, "5%") == ["https://ledger.test/share"]
    assert found(settings, "порому_") == ["https://ledger.test/share"]
    assert found(settings, "5%порому") == []
    assert found(settings, "порт_") == []
    assert found(settings, "\\") == []


# ---- windows ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def five_months(settings: Settings) -> Settings:
    """One article on the tenth of each month from March to July, the last by another outlet."""
    days = [date(2026, month, 10) for month in range(3, 8)]
    for day in days:
        outlet = "gazette" if day.month == 7 else "ledger"
        at = AT + (day - AT.date())
        told = Told(f"https://{outlet}.test/{day.month}", at=at, published=at, outlet=outlet)
        published(settings, told)
    refreshed(settings)
    return settings


def test_since_until_and_outlet_narrow_the_search(five_months: Settings) -> None:
    assert len(found(five_months, "bridge")) == 5
    assert found(five_months, "bridge", since=date(2026, 6, 10)) == ["https://gazette.test/7", "https://ledger.test/6"]
    assert found(five_months, "bridge", since=date(2026, 6, 11), until=date(2026, 7, 9)) == []
    assert found(five_months, "bridge", until=date(2026, 3, 10)) == ["https://ledger.test/3"]
    assert found(five_months, "bridge", outlet="gazette") == ["https://gazette.test/7"]
    ask(five_months, "update ref.outlet set name = 'The Gazette' where outlet_id = 'gazette'")
    assert found(five_months, "bridge", outlet="The Gazette") == ["https://gazette.test/7"]
    assert found(five_months, "bridge", outlet="nobody") == []
    assert len(found(five_months, "bridge", most=2)) == 2


READ = """
select relname from pg_stat_xact_user_tables
where schemaname = 'mart' and relname like 'article_search_y%%' and seq_scan + coalesce(idx_scan, 0) > 0 order by relname
"""


def months_read(settings: Settings, **window: date | None) -> list[str]:
    """Partitions of the index that one search reads."""
    connection = psycopg2.connect(settings.dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select count(*) from report.search('bridge', since => %(since)s, until => %(until)s)", window)
            cursor.execute(READ)
            return [name.removeprefix("article_search_y") for (name,) in cursor.fetchall()]
    finally:
        connection.close()


@pytest.mark.rel("K07")
def test_a_search_reads_the_months_of_its_window_alone(five_months: Settings) -> None:
    assert months_read(five_months, since=date(2026, 4, 20), until=date(2026, 5, 2)) == ["2026m04", "2026m05"]
    assert months_read(five_months, since=date(2026, 7, 1), until=None) == ["2026m07"]
    assert months_read(five_months, since=None, until=None) == [f"2026m{month:02}" for month in range(3, 8)]


# ---- quotation policy ------------------------------------------------------------------------------------------------

FILLER = "Rowing boats carried lamps across the lake that night. " * 40
LONG = Told(text=f"{FILLER}{CLAIM} {FIGURE} {TALK}")


def shown_in(settings: Settings, allowance: int | None, *questions: str) -> list[str | None]:
    """Extracts that answer the questions, in one output."""
    ask(settings, "update ref.outlet set quote_characters = %s", allowance)
    rows = ask(settings, "select s.extract from unnest(%s) as q cross join lateral report.search(q) as s", list(questions))
    return [extract and extract.replace("**", "") for (extract,) in rows]


@pytest.fixture
def long(settings: Settings) -> Settings:
    published(settings, LONG)
    refreshed(settings)
    return settings


@pytest.mark.rel("J02")
@pytest.mark.parametrize("allowance", [None, 0])
def test_without_a_policy_an_article_is_found_and_nothing_of_it_shown(long: Settings, allowance: int | None) -> None:
    assert shown_in(long, allowance, "lamps", "planted") == [None, None]


@pytest.mark.rel("J03")
def test_the_extract_gets_what_claims_figures_and_quotes_leave(long: Settings) -> None:
    evidence = len(CLAIM) + len(FIGURE) + len(TALK)
    assert shown_in(long, evidence, "lamps") == [None]
    (extract,) = shown_in(long, evidence + 60, "lamps")
    assert extract == FILLER[:60].rpartition(" ")[0]
    (extract,) = shown_in(long, len(CLAIM) + 1, "lamps")
    assert extract is None, "one character is no word"
    (extract,) = shown_in(long, len(CLAIM) + 10, "boats")
    assert extract == "Rowing"


@pytest.mark.rel("J03")
def test_a_sentence_that_is_shown_anyway_is_shown_where_the_words_are_in_it(long: Settings) -> None:
    assert shown_in(long, len(CLAIM) + 53, "planted") == [CLAIM]
    opening = "Rowing boats carried lamps across the lake that"
    assert shown_in(long, len(CLAIM) + 53, "killed") == [opening], "the figure is not within the allowance"


@pytest.mark.rel("J03")
@pytest.mark.parametrize("allowance", [1, 50, 100, 150, 200, 500, 1_000])
def test_no_number_of_questions_shows_more_than_the_allowance(long: Settings, allowance: int) -> None:
    words = sorted(set(LONG.text.replace(".", " ").split()))
    pieces = {extract for extract in shown_in(long, allowance, *words) if extract}
    assert sum(map(len, pieces)) <= allowance
    if allowance == 1_000:
        assert len(pieces) == 4, "opening, claim, figure and quote: the stimulus is real"


@pytest.mark.rel("J03")
def test_extracts_that_follow_the_question_would_have_shown_more(long: Settings) -> None:
    words = sorted(set(LONG.text.replace(".", " ").split()))
    headline = "ts_headline('english', r.text, websearch_to_tsquery('english', q), 'MaxFragments=1')"
    pieces = ask(long, f"select distinct {headline} from core.revision as r cross join unnest(%s) as q", words)
    assert sum(len(piece.replace("<b>", "").replace("</b>", "")) for (piece,) in pieces) > 500


@pytest.mark.rel("J02")
@pytest.mark.parametrize("most", range(1, 24))
def test_an_opening_is_never_cut_inside_a_character(settings: Settings, most: int) -> None:
    family = "👩\u200d👩\u200d👧"
    whole = f"{family}{family}e\u0301e\u0301👍🏽👍🏽❤\ufe0fשָׁ"
    opening = one(settings, "select mart.opening(%s, %s)", whole, most) or ""
    assert len(opening) <= most
    assert whole.startswith(opening)
    ends = [0]
    for part in (family, family, "e\u0301", "e\u0301", "👍🏽", "👍🏽", "❤\ufe0f", "שָׁ"):
        ends.append(ends[-1] + len(part))
    assert len(opening) in ends
    assert len(opening) == max(end for end in ends if end <= most), "not less than may be shown either"


@pytest.mark.parametrize(
    ("most", "expected"), [(3, "One"), (4, "One"), (7, "One two"), (8, "One two"), (20, "One two three"), (0, None)]
)
def test_an_opening_ends_with_a_word(settings: Settings, most: int, expected: str | None) -> None:
    assert one(settings, "select mart.opening('One two three', %s)", most) == expected


# ---- a reader of schema report ---------------------------------------------------------------------------------------


@pytest.fixture
def apart(clones: Clones, tmp_path: Path) -> Iterator[Settings]:
    """A warehouse of this test's own, whose schema and privileges it may change."""
    with clones() as dsn:
        settings = settings_for(dsn, tmp_path)
        published(settings, LONG, told_in("he"))
        refreshed(settings)
        yield settings


@pytest.fixture
def as_reader(apart: Settings) -> Ask:
    """Asks as a reporter."""
    ask(apart, "update ref.outlet set quote_characters = 500")

    def ask_as(statement: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(apart.dsn)
        try:
            with connection.cursor() as cursor:
                cursor.execute("set role media_monitor_reporter")
                for part in statement.split(";"):
                    cursor.execute(part)
                return cursor.fetchall()
        finally:
            connection.close()

    return ask_as


@pytest.mark.rel("J03")
def test_a_reader_of_the_reports_may_search_and_see_no_more(as_reader: Ask) -> None:
    ((url, extract),) = as_reader("select url, extract from report.search('planted')")
    assert (url, extract) == (LONG.url, CLAIM.replace("planted", "**planted**"))
    for refused in (
        "select words from mart.article_search",
        "select plain from mart.article_search",
        "select mart.highlighted('x', 'english', 'x', null)",
        "select * from mart.shown_passages(1)",
        "select text from core.revision",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            as_reader(refused)


@pytest.mark.rel("J06")
def test_a_reader_cannot_put_functions_of_its_own_in_the_way(as_reader: Ask, apart: Settings) -> None:
    ask(apart, f"grant temporary on database {one(apart, 'select current_database()')} to media_monitor_reporter")
    shadow = "create temp table article_search as select 1 as one; set search_path = pg_temp, mart, core, ref, public; "
    ((url,),) = as_reader(shadow + "select url from report.search('planted')")
    assert url == LONG.url
    assert "search_path=pg_catalog, pg_temp" in one(apart, "select proconfig::text from pg_proc where proname = 'search'")


# ---- the index -------------------------------------------------------------------------------------------------------


def test_a_new_state_is_found_and_the_old_one_no_more(settings: Settings) -> None:
    published(settings, Told())
    refreshed(settings)
    assert found(settings, "smoke") == [Told().url]
    published(settings, Told(text="The ferry office withdrew its statement.", at=AT + HOUR))
    refreshed(settings)
    assert found(settings, "smoke") == []
    assert found(settings, "withdrew") == [Told().url]


def test_a_refresh_leaves_what_is_right_and_follows_what_changed(settings: Settings) -> None:
    published(settings, Told(), Told(url="https://ledger.test/other"))
    refreshed(settings)
    rows = "select article_id, xmin::text, ctid::text from mart.article_search order by article_id"
    before = ask(settings, rows)
    refreshed(settings, AT.date())
    assert ask(settings, rows) == before
    ask(settings, "update core.revision set language = 'fr' where revision_id = (select min(revision_id) from core.revision)")
    refreshed(settings, AT.date())
    after = ask(settings, rows)
    assert (after[0] == before[0], after[1] == before[1]) == (False, True)
    ask(settings, "delete from core.article where article_id = %s", before[1][0])
    refreshed(settings, AT.date())
    assert [row[0] for row in ask(settings, rows)] == [before[0][0]]


@pytest.mark.rel("J08")
def test_a_text_that_retention_removed_is_not_found_and_the_headline_is(settings: Settings) -> None:
    published(settings, Told(), told_in("uk"))
    refreshed(settings)
    ask(settings, "update core.revision set text = null")
    refreshed(settings, AT.date())
    assert (found(settings, "smoke"), found(settings, "начальник")) == ([], [])
    assert found(settings, "blast") == [Told().url]
    assert one(settings, "select extract from report.search('пороми')") is None


def unlike_words(count: int) -> str:
    """Words of which no two are alike, hyphenated so that PostgreSQL makes three of each."""
    syllables = [a + b for a in "бвгдзклмнпрстфхцч" for b in "аеиоу"]
    words = (first + second + third + "-" + fourth for first, second, third, fourth in itertools.product(syllables, repeat=4))
    return " ".join(itertools.islice(words, count))


@pytest.mark.rel("K10")
@pytest.mark.parametrize("language", ["ru", "uk"])
def test_of_a_text_that_is_too_long_the_beginning_is_searched_and_the_row_is_kept(settings: Settings, language: str) -> None:
    text = unlike_words(260_000)
    assert len(text.encode()) > 1_500_000
    with pytest.raises(psycopg2.errors.ProgramLimitExceeded):  # the stimulus is real
        ask(settings, "select to_tsvector('russian', %s)", text)
    published(settings, Told(text=text, language=language, title="Маяк"))
    refreshed(settings)
    assert found(settings, "маяк") == [Told().url]
    assert found(settings, text.split()[0]) == [Told().url]


def test_without_trigrams_search_finds_the_same_and_doctor_says_what_is_missing(apart: Settings) -> None:
    ask(apart, "drop extension pg_trgm cascade")
    assert found(apart, "נמל") == ["https://ledger.test/he"]
    (finding,) = (f for f in doctor.examine(apart) if f.what == "search")
    assert finding.detail.startswith("pg_trgm is missing: ")
    for remedy in finding.detail.partition("As a superuser: ")[2].split("; "):
        ask(apart, remedy)
    (finding,) = (f for f in doctor.examine(apart) if f.what == "search")
    assert finding.detail == "every language has an index"
