from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from media_monitor.annotate.language import identify

SAMPLES = {
    "en": "The harbour authority said the bridge would reopen on Friday after repairs.",
    "uk": "Управління порту повідомило, що міст знову відкриють у п'ятницю після ремонту.",
    "ru": "Управление порта сообщило, что мост снова откроют в пятницу после ремонта.",
    "fr": "La direction du port a annoncé que le pont rouvrirait vendredi après les travaux.",
    "ar": "قالت سلطة الميناء إن الجسر سيعاد فتحه يوم الجمعة بعد الإصلاحات.",
    "de": "Die Hafenbehörde teilte mit, die Brücke werde am Freitag nach der Reparatur wieder geöffnet.",
    "es": "La autoridad portuaria dijo que el puente reabrirá el viernes después de las obras.",
    "ja": "港湾局は、橋は修理の後、金曜日に再開すると発表した。",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_sentence_is_enough(language: str) -> None:
    assert identify(SAMPLES[language]) == language


@pytest.mark.parametrize("text", ["", "12.03.2024 — 17:45", "OK"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert identify(text) is None


def test_threads_agree() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(identify, list(SAMPLES.values()) * 5)) == list(SAMPLES) * 5


_PLAIN = "They said that the bridge, which would have been closed after the storm, was not to be opened by their own people. "


def test_plainly_english_text_is_english_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_monitor.annotate.language._identifier", lambda: None)
    assert identify(_PLAIN) == "en"
    with pytest.raises(AttributeError):
        identify(SAMPLES["fr"])


def test_english_within_another_language_decides_nothing() -> None:
    assert identify(f"{SAMPLES['ja'] * 4} {_PLAIN}") == "ja"
    assert identify(f"{SAMPLES['fr'] * 4} They said that the bridge was closed.") == "fr"
