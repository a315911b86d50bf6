"""Lines that say when a page was touched, or by whom, and nothing of the story: time stamps and bylines. Pure.

Both are told by a closed vocabulary: a line with any other word in it is a sentence like all others.
"""

from __future__ import annotations

import re

_MOST_WORDS = 16
_MOST_NAMES = 8
"""Words of a line of either kind, joining words included."""

_VERBS = (
    "updated published posted modified edited revised filed created issued released printed last latest first"
    " update as of on at the"
    " оновлено опубліковано змінено востаннє останнє оновлення о об від"
    " обновлено опубликовано изменено последнее обновление в от"
    " publié publiée mis mise à jour modifié modifiée le dernière actualisation"
    " aktualisiert veröffentlicht erstellt stand zuletzt letzte aktualisierung am um vom"
    " actualizado actualizada publicado publicada última actualización el a las la de"
    " aggiornato pubblicato il alle ore aggiornamento ultimo bijgewerkt gepubliceerd op om"
    " آخر تحديث تحديث نشر نشرت في الساعة بتاريخ"
)
_DAYS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul"
    " aug sep sept oct"
    " nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " today yesterday"
    " січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня сьогодні вчора"
    " понеділок вівторок середа четвер пятниця субота неділя"
    " января февраля марта апреля мая июня июля августа сентября октября ноября декабря сегодня вчера"
    " понедельник вторник среда четверг пятница суббота воскресенье"
    " janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi"
    " samedi dimanche aujourd hui hier"
    " januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag"
    " sonntag heute gestern"
    " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes"
    " miércoles jueves viernes"
    " sábado domingo hoy ayer"
    " gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"
    " يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
_UNITS = (
    "am pm a.m p.m gmt utc bst est edt cst cdt mst mdt pst pdt cet cest eet eest msk ist jst aest z hour hours hr"
    " hrs minute minutes"
    " min mins second seconds sec secs ago just now uhr h t heures minutes il y a vor stunden minuten hace horas"
    " minutos годин години"
    " годину хвилин хвилини хвилину тому часов часа час минут минуты минуту назад року года рік г р st nd rd th er"
)
_STAMP_WORDS = frozenset(f"{_VERBS} {_DAYS} {_UNITS}".split())
_TIME_WORDS = frozenset(f"{_DAYS} {_UNITS}".split())
_TOKEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])?|\d+")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\b|\b\d{4}-\d{2}-\d{2}|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")

_BY = re.compile(
    r"\W*(?:by|reported by|reporting by|written by|story by|additional reporting by|writing by|editing by|von|par|por|di|door"
    r"|автор|автори|авторы|текст|بقلم)\b\s*:?\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_JOINS = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "e",
        "та",
        "і",
        "й",
        "и",
        "de",
        "del",
        "della",
        "di",
        "da",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ibn",
        "abu",
        "for",
        "in",
        "special",
        "to",
        "the",
    ]
)


def is_stamp(line: str) -> bool:
    """Whether `line` is a date or a time and words that belong to them: "Last updated: 3 March 2026, 14:05 GMT"."""
    tokens = _TOKEN.findall(line.lower().replace("’", "").replace("'", ""))
    if not 0 < len(tokens) <= _MOST_WORDS or not all(t.isdigit() or t in _STAMP_WORDS for t in tokens):
        return False
    names_time = any(t.isdigit() for t in tokens) and any(t in _TIME_WORDS for t in tokens)
    return names_time or _CLOCK.search(line) is not None or tokens[-1] in {"now", "today", "yesterday"}


def is_byline(line: str) -> bool:
    """Whether `line` names who wrote, and says nothing else: "By Ada Quill and Tom Reed in Harbour City"."""
    found = _BY.fullmatch(line.strip())
    names = re.findall(r"[^\W\d_][\w.'’-]*", found[1]) if found else []
    return 0 < len(names) <= _MOST_NAMES and all(not name[0].islower() or name in _JOINS for name in names)
