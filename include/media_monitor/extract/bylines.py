"""Who signed: the names in a byline, and the news agencies it credits. Pure.

A byline is cut where one thing ends and another begins (commas, bars, "and", "photos by"); then each piece is a person, an
agency, or neither: a role, a desk, a place, an address, a date. What is neither is dropped: no author is better than "Staff".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

AGENCIES = {
    "Reuters": r"Reuters|Рейтер[а-яі]*|رويترز",
    "AP": r"AP|Associated Press|A\.P\.",
    "AFP": r"AFP|Agence France[- ]Presse|فرانس برس",
    "dpa": r"dpa|Deutsche Presse-Agentur",
    "EFE": r"EFE", "ANSA": r"ANSA", "TASS": r"TASS|ТАСС", "RIA Novosti": r"RIA Novosti|РИА Новости",
    "Interfax": r"Interfax|Интерфакс",
    "Interfax-Ukraine": r"Interfax-Ukraine|Інтерфакс-Україна", "Ukrinform": r"Ukrinform|Укрінформ|Укринформ", "Xinhua": r"Xinhua",
    "UNIAN": r"UNIAN|УНІАН|УНИАН",
    "Anadolu": r"Anadolu(?: Agency)?|AA", "UPI": r"UPI", "PA Media": r"PA Media|Press Association", "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap", "PTI": r"PTI|Press Trust of India", "ANI": r"ANI", "IANS": r"IANS", "Bloomberg": r"Bloomberg(?: News)?",
    "WAFA": r"WAFA", "SANA": r"SANA", "IRNA": r"IRNA", "SPA": r"SPA", "CNW": r"CNW", "Belga": r"Belga", "APA": r"APA",
    "Lusa": r"Lusa", "PAP": r"PAP", "ČTK": r"ČTK|CTK", "Tanjug": r"Tanjug", "NTB": r"NTB", "Ritzau": r"Ritzau",
    "Keystone-SDA": r"Keystone-(?:SDA|ATS)", "Europa Press": r"Europa Press", "Adnkronos": r"Adnkronos", "Tasnim": r"Tasnim",
    "AAP": r"AAP|Australian Associated Press", "The Canadian Press": r"Canadian Press|La Presse canadienne",
    "BelTA": r"BelTA|БелТА|БЕЛТА",
}  # fmt: skip
"""News agencies and the names they sign with. Upper-case signs are matched as written."""

MOST_PEOPLE = 12
_LONGEST = 300

_AGENCY = {
    name: re.compile(rf"(?:[Tt]he )?(?:{pattern})(?:,? (?:Staff|[Nn]ews [Aa]gency))?") for name, pattern in AGENCIES.items()
}
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?:\S+|\bwww\.\S+|@\w+|\+?\d[\d ()-]{6,}\d")
_BY = (
    r"(?:(?:(?:additional |with )?report(?:ing|ed)(?: and writing)?|writ(?:ten|ing)|author(?:ed)?|contributed|prepared|posted"
    r"|article|post|words|text|story) by|by"
    r"|von|par|por|di|door|af|av|autor(?:en|in|a)?|auteurs?|автор(?:и|ы)?|текст|text|texte|texto|testo|بقلم)"
)
_BY_START = re.compile(rf"\A\W*{_BY}\b\s*:?\s*", re.IGNORECASE)
_BY_INSIDE = re.compile(r"^.*?\b(?:posted|published|updated|filed)\b.*?\bby\b\s*:?\s+", re.IGNORECASE)
"""A date before the name: "Published 10/03/2026 by …"."""
_OTHER_WORK = re.compile(
    r"\b(?:edit(?:ed|ing)|photo(?:s|graphs?|graphy)?|pictures?|video|illustrations?|graphics?|translat(?:ed|ion)|produced|compiled"
    r"|(?:fact.)?checked|reviewed|verified|updated"
    r"|fotos?|photos?|bilder|фото|відео|видео)(?:\s+by\b|\s*:).*$",
    re.IGNORECASE,
)
"""Work that is not writing: who did it is no author, nor is anybody named after it."""
_CUT = re.compile(
    r"\s*(?:;|,(?!\s*(?:jr|sr|ii|iii)\b)|[|/•·–—\n]|\s[-:]\s|&|\+|\b(?:and|und|et|with|mit|avec|con|en)\b"
    r"|(?<=\s)(?:та|і|й|и|e|y)(?=\s+\S+\s+\S))\s*",
    re.IGNORECASE,
)
"""`y` and its like part two people where a first and a last name follow: "José Tarón y Brull" is one."""
_DATE = re.compile(
    r"\W*\b(?:(?:last )?(?:updated|published|posted|modified)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d+|\w*\d)\b.*$"
    r"|(?<=[a-z])(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? ?\d.*$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\s+(?:special to|for|in|at|from|à|aus|in|у|в|з|из)\s+(?:the\s+)?[A-ZА-ЯІЇЄҐÀ-Ý].*$")
_RANK = (
    r"(?:staff|senior|chief|deputy|associate|assistant|contributing|guest|special|foreign|political|diplomatic|defen[cs]e|security"
    r"|national|international|world|business|science|sports?|crime|health|local|freelance|former|certified|спеціальн\w+|специальн\w+"
    r"|власн\w+|собственн\w+|envoyée?s?|grand|leitend\w+|freie[rn]?|enviad[oa]s?|inviat[oa])"
)
_POST = (
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|producers?|journalists?|contributors?|analysts?|critics?|reports?"
    r"|anchors?|authors?|consultants?|experts?|specialists?|directors?|managers?|officers?|presidents?|professors?|lecturers?|fellows?"
    r"|founders?|кореспондент\w*|журналіст\w*|редактор\w*|оглядач\w*|корреспондент\w*|журналист\w*|обозревател\w*"
    r"|journalistes?|correspondante?s?|rédact(?:eur|rice)s?|spécia(?:l|ux|le|les)|korrespondent(?:in|en)?|redakteur(?:in|e)?"
    r"|reporterin|journalist(?:in|en)|autorin|corresponsal(?:es)?|redactor(?:a|es)?|periodistas?|especial(?:es)?"
    r"|giornalist[aei]|corrispondent[ei])"
)
_ROLE = re.compile(rf"\b(?:{_RANK}\s+)*{_POST}\b|\b{_RANK}(?=\s+{_RANK}|\s*$)", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"\b(?:staff|admin(?:istrator)?|editorial|newsroom|desk|team|board|bureau|agenc(?:y|ies)|service|network|news|tv|radio|media|online"
    r"|web|website|\w+\.(?:com|net|org|co|tv|uk)|daily|weekly|gazette|tribune|more|about|follow|share|subscribe|profile"
    r"|redaktion|redacci[oó]n|r[ée]daction|redazione|redactie|редакция|редакція|unknown|null|none|anonymous|guest"
    r"|author|подробнее|inc|ltd|llc|gmbh|مراسل|محرر|تحرير|وكالات)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    "de|del|della|di|da|du|des|la|le|las|los|van|von|der|den|dem|ten|ter|zu|af|av|bin|ibn|bint|al|el|abu|ben|y|e|dos",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?:[\s,]+(?:Ph\.?D|M\.?D|R\.?N|R\.?D|M\.?S|B\.?A|M\.?A|MBA|MPH|J\.?D|CPA|CFA|CFP|BSN|MSN|LLB|LLM)\b\.?)+$"
)
"""Degrees after a name."""
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)


def people(byline: str, outlet: str | None) -> tuple[str, ...]:
    """The people that a byline names, in order, as it writes them; names in capitals as others. Not desks, not the `outlet`."""
    text = _ADDRESS.sub(" | ", re.sub(r"[(\[][^()\[\]]*[)\]]", " | ", " ".join(byline[:_LONGEST].split())))
    text = _BY_START.sub("", _BY_INSIDE.sub("", _OTHER_WORK.sub("", text), count=1), count=1)
    pieces = [piece for piece in map(_bare, _CUT.split(text)) if piece]
    names = [name for name in pieces if _is_person(name, outlet)]
    if len(pieces) == len(names) == 2 and all(len(name.split()) == 1 for name in names) and re.fullmatch(r"\S+, \S+", text):
        return (f"{_written(names[1])} {_written(names[0])}",)  # a card index: "Quill, Ada"
    # beside full names, a single word is a place
    full = [name for name in names if len(name.split()) > 1] or names
    return tuple(dict.fromkeys(map(_written, full)))[:MOST_PEOPLE]


def agency(byline: str) -> str | None:
    """The first news agency that a byline credits."""
    for piece in re.split(r"[,/;&|()\[\]•·–—:]|\b(?:and|und|et|with|mit|avec|con|by)\b", byline[:_LONGEST]):
        bare = _ROLE.sub("", piece).strip(" .")
        if found := next((name for sign in (piece.strip(), bare) if (name := agency_named(sign))), None):
            return found
    return None


def agency_named(sign: str) -> str | None:
    """The news agency that signs so; None where none does."""
    return next((name for name, pattern in _AGENCY.items() if pattern.fullmatch(sign)), None)


def _bare(piece: str) -> str:
    """A piece of a byline without its date, place and role."""
    steps: tuple[Callable[[str], str], ...] = (
        lambda text: _BY_START.sub("", text, count=1),
        lambda text: _DATE.sub("", text),
        lambda text: _PLACED.sub("", text),
        lambda text: _LETTERS.sub("", text),
        _without_role,
    )
    for step in steps:
        piece = step(piece).strip(" .,:;-–—'\"“”«»")
    return piece


def _without_role(text: str) -> str:
    """A role after the name is cut off with all that follows; one before it goes alone."""
    found = _ROLE.search(text)
    if found is None:
        return text
    return text[: found.start()] if text[: found.start()].strip() else _without_role(text[found.end() :])


def _is_person(name: str, outlet: str | None) -> bool:
    words = list(_words(name))
    return (
        1 <= len(words) <= 6
        and 3 <= len(name) <= 60
        and not words[0][0].islower()
        and words[0] not in {"The", "A"}
        and "*" not in name
        and not all(map(_PARTICLE.fullmatch, words))
        and not any(word[0].islower() and not _PARTICLE.fullmatch(word) for word in words)
        and not _NO_PERSON.search(name)
        and agency_named(name) is None
        and not (outlet and {w.lower() for w in words} <= set(re.findall(r"\w+", outlet.lower())))
    )


def _words(name: str) -> Iterator[str]:
    return iter(re.findall(r"[^\W\d_][\w.'’-]*", name))


def _written(name: str) -> str:
    """A name in capitals as people write it: "ADA O'QUILL-REED" is "Ada O'Quill-Reed"."""
    if not name.isupper() or " " not in name:
        return _with_generation(name)
    return _with_generation(re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), name))


def _with_generation(name: str) -> str:
    """The full stop of "Jr", which was cut off as the end of the line, is put back."""
    return f"{name}." if _GENERATION.fullmatch(name.rpartition(" ")[2]) and name.lower().endswith((" jr", " sr")) else name
