"""Topics and relevance: what is terrorism, and what is not."""

from __future__ import annotations

import pytest

from media_monitor.annotate.folding import folded_fields
from media_monitor.annotate.lexicon import Lexicon, load
from media_monitor.annotate.pipeline import annotate
from media_monitor.annotate.topics import scores
from media_monitor.model import Annotation, Document
from media_monitor.settings import default_seeds

TERRORISM = {"medtop:20000053", "medtop:20000103"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_seeds())


def _read(lexicon: Lexicon, text: str, title: str | None = None, language: str = "en") -> Annotation:
    return annotate(Document("d", text, title, language=language), lexicon)


def _is_terrorism(annotation: Annotation) -> bool:
    return annotation.terrorism >= annotation.relevance_threshold


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A suicide bomber struck the market. The Islamic State claimed responsibility for the terrorist attack."),
        ("uk", "Унаслідок теракту загинули люди. Терористи підірвали вибухівку. Ісламська держава взяла відповідальність."),
        ("ru", "В результате теракта погибли люди. Террористы взорвали бомбу на рынке, сообщили в полиции."),
        ("fr", "Un attentat a frappé le marché. Les terroristes, des djihadistes, ont été arrêtés."),
        ("ar", "أدى هجوم إرهابي نفذه انتحاري إلى مقتل ستة. وأعلن تنظيم الدولة مسؤوليته عن التفجير."),
    ],
)
def test_terrorism_is_known_in_five_languages(language: str, text: str, lexicon: Lexicon) -> None:
    annotation = _read(lexicon, text, language=language)
    assert _is_terrorism(annotation)
    assert {tag.code for tag in annotation.topics} >= TERRORISM


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The striker scored twice as the team attacked from the start. The coach praised the bombing runs of his wing backs.",
        ),
        ("en", "A bus crashed on the coast road and killed nine people. Rescue teams worked through the night."),
        ("en", "Police arrested a man after a woman was stabbed to death in a domestic dispute in Orm."),
        ("en", "A gas leak caused an explosion at a bakery. Four people were injured, firefighters said."),
        ("en", "An earthquake killed hundreds and destroyed houses in the mountains."),
        ("uk", "Збірна виграла матч чемпіонату з футболу. Тренер задоволений."),
        ("ru", "В аварии на трассе погибли три человека. Пожар потушен."),
        ("fr", "Le match du championnat a été reporté. L'entraîneur est déçu."),
        ("ar", "فاز المنتخب في مباراة كرة القدم أمس."),
    ],
)
def test_crime_accident_disaster_and_sport_are_not_terrorism(language: str, text: str, lexicon: Lexicon) -> None:
    assert not _is_terrorism(_read(lexicon, text, language=language))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("medtop:20000056", "Troops shelled the front line while drones and missiles hit the rear. A ceasefire is far off."),
        ("medtop:20000100", "Gunmen kidnapped six pupils and demanded a ransom. The abductors fled."),
        (
            "medtop:20000106",
            "The court convicted him after a long trial. Prosecutors had sought life; the judge sentenced him to ten years.",
        ),
        ("medtop:11000000", "Voters cast ballots in the election. The prime minister's party leads in parliament."),
        ("medtop:03000000", "Floods and landslides followed the earthquake."),
        ("medtop:15000000", "The football league resumes; the coach named his goalkeeper for the match."),
        ("medtop:20000642", "The bloc imposed sanctions and an asset freeze. More sanctions may follow."),
        ("medtop:20000065", "Protesters and riot police clashed; the protests spread as the crackdown began."),
    ],
)
def test_other_topics_are_tagged(code: str, text: str, lexicon: Lexicon) -> None:
    assert code in {tag.code for tag in _read(lexicon, text).topics}


def test_evidence_is_the_words_themselves(lexicon: Lexicon) -> None:
    text = "“It was a terrorist attack,” he said of the suicide bombing by terrorists."
    for tag in _read(lexicon, text).topics:
        assert tag.evidence
        assert all(text[s.start : s.end] == s.text for s in tag.evidence)


def test_words_that_stand_in_quotations_alone_are_quoted_voice(lexicon: Lexicon) -> None:
    quoted = _read(lexicon, '"This was a terrorist attack by jihadists, an act of terror," Dana Orlev said.')
    own = _read(lexicon, "This was a terrorist attack by jihadists, an act of terror, and Dana Orlev left.")
    assert {t.voice for t in quoted.topics if t.code in TERRORISM} == {"quoted"}
    assert {t.voice for t in own.topics if t.code in TERRORISM} == {"own"}


def test_attribution_is_a_topic_of_its_own(lexicon: Lexicon) -> None:
    assert "mm:attribution" in {t.code for t in _read(lexicon, "Hamas claimed responsibility for the raid.").topics}
    assert "mm:attribution" not in {t.code for t in _read(lexicon, "Hamas met Egyptian envoys in Doha.").topics}


def test_acts_of_states_make_armed_conflict_likely(lexicon: Lexicon) -> None:
    annotation = _read(lexicon, "Russia struck the port overnight.")
    assert annotation.armed_conflict >= annotation.relevance_threshold
    assert not _is_terrorism(annotation)


def test_repetition_of_one_cue_adds_up_to_a_limit(lexicon: Lexicon) -> None:
    few, many = (
        scores(folded_fields(Document("d", "Militants. " * n + "The rest is calm weather. " * 100)), lexicon.topics, "en")
        for n in (3, 50)
    )
    assert few["medtop:20000053"][0] == many["medtop:20000053"][0]
