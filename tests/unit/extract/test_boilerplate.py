from __future__ import annotations

import pytest

from media_monitor.extract.boilerplate import is_notice, story

FIRST = "The ferry to the islands resumed on Monday after a three-week strike, the operator said, with full service due soon."
SECOND = "“We are glad to be back,” said Mira Solen, who leads the crew union, adding that talks on shifts would go on."


def kept(*paragraphs: str, title: str | None = "Ferry resumes after strike", authors: tuple[str, ...] = ()) -> list[str]:
    return story(paragraphs, title, authors)


@pytest.mark.parametrize(
    "notice",
    [
        "Copyright © 2024 Aldan Courier. All rights reserved.",
        "When quoting us, please include an active hyperlink to the Aldan Courier material.",
        "Privacy and cookie policy.",
        "Sign up for our newsletter and get the day's stories in your inbox.",
        "Subscribe to our newsletter for free.",
        "You can also highlight the text and press Ctrl + Enter",
        "Become a patron and help us report.",
        "Contact Mira Solen at mira@courier.test.",
        "Follow us on Telegram for more.",
        "We may earn a commission when you buy through our links.",
        "Подписывайтесь на наш Telegram-канал",
        "Підтримайте нас, щоб ми могли працювати",
        "Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.",
        "Abonnez-vous à notre lettre du matin, notre newsletter",
        "جميع الحقوق محفوظة لصحيفة الدان",
        "Todos los derechos reservados.",
        "Reporting by Ona Brill; Editing by Tam Keel",
        "Ona Brill is a senior reporter at the Courier covering ports.",
    ],
)
def test_the_publisher_s_own_words_are_not_the_story(notice: str) -> None:
    assert is_notice(notice)
    assert kept(FIRST, notice, SECOND) == [FIRST, SECOND]
    assert kept(FIRST, SECOND, notice) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "paragraph",
    [
        "The group said it would support the government's plan.",
        "Police said the suspect had posted a copyright claim before the attack.",
        "The regulator fined the company for the way it uses cookies and stores data.",
        "The minister is a reporter's nightmare, one aide said, but voters follow him everywhere.",
        "Mira Solen is a journalist who was abducted near the border in May.",
        "Donations poured in after the fire, which killed at least 12 people.",
        "Read aloud in court, the letter claimed responsibility for the bombing.",
    ],
)
def test_news_about_such_things_is_kept(paragraph: str) -> None:
    assert kept(FIRST, paragraph, SECOND) == [FIRST, paragraph, SECOND]


def test_what_stands_above_the_repeated_headline_goes() -> None:
    assert kept(
        "Menu of the day and other things", "Ferry resumes after strike", "Ports", "FERRY RESUMES AFTER STRIKE", FIRST, SECOND
    ) == [FIRST, SECOND]


def test_a_headline_repeated_inside_the_story_does_not_cut_it() -> None:
    assert kept(FIRST, SECOND, "Ferry resumes after strike", FIRST + " Again.", SECOND + " Again.", "A last word.") == [
        FIRST, SECOND, FIRST + " Again.", SECOND + " Again.", "A last word.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        "Read also:",
        "Related posts",
        "More from Ports",
        "You may also like",
        "Читайте также:",
        "Читайте також",
        "Lire aussi",
        "Lesen Sie auch",
        "Lea también",
        "اقرأ أيضا",
        "Most read",
    ],
)
def test_a_block_of_other_stories_goes_with_its_heading(heading: str) -> None:
    assert kept(FIRST, heading, "Mayor opens new market hall", "Storm closes coast road", SECOND) == [FIRST, SECOND]
    assert kept(FIRST, SECOND, heading, "Mayor opens new market hall") == [FIRST, SECOND]


def test_a_line_that_points_to_another_story_goes_alone() -> None:
    assert kept(FIRST, "Read more: Storm closes coast road", "Short, but a sentence.", SECOND) == [
        FIRST,
        "Short, but a sentence.",
        SECOND,
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "The ferry leaves Port Aldan on Monday. Photo: Ona Brill via Courier",
        "Photo by Ona Brill",
        "Passengers wait at the pier (Getty Images)",
        "A crew member waves. REUTERS/Ona Brill",
        "Фото: пресслужба порту",
    ],
)
def test_picture_captions_go(caption: str) -> None:
    assert kept(FIRST, caption, SECOND) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line", ["By Ona Brill", "Published 12 March 2024, 10:15", "3 min read", "Ona Brill", "Опубликовано 12 марта 2024"]
)
def test_bylines_at_the_top_go(line: str) -> None:
    assert kept(line, FIRST, SECOND, authors=("Ona Brill",)) == [FIRST, SECOND]


def test_the_operator_told_an_agency_is_no_caption() -> None:
    told = "An operator spokesperson declined to comment to Reuters."
    assert kept(FIRST, told, SECOND) == [FIRST, told, SECOND]


def test_a_flash_of_one_sentence_survives() -> None:
    assert kept("Ferry service resumes.", title=None) == ["Ferry service resumes."]
    assert kept() == []


def test_who_becomes_a_member_of_something_else_is_news_and_no_plea() -> None:
    news = "The duke's daughter is the ninth to become a member of a very old club."
    plea = "Please help us and become a member of our supporters' club today."
    assert (is_notice(news), is_notice(plea)) == (False, True)
